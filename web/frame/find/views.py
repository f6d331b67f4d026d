"""The page of the search over everything, and the answer to its script."""

from flask import Blueprint, Response, jsonify, render_template, request

from registry.errors import RefusalError
from web.frame import parameters
from web.frame.find.answers import ON_PAGE, RECENT, Shown, answer, opened_before
from web.frame.find.kinds import KINDS
from web.frame.guard import READERS, guarded

blueprint = Blueprint("find", __name__, url_prefix="/find")

_LONGEST = 100


@blueprint.get("")
@guarded(*READERS)
def show() -> str:
    """Show what is found for ``q``, of one ``kind`` where one is named; the box without script leads here."""
    parameters.known_only(request.args, ("q", "kind"))
    kind = request.args.get("kind", "")
    if kind and kind not in KINDS:
        known = ", ".join(KINDS)
        raise RefusalError("WEB-PARAMETER", name="kind", value=kind[:40], wanted_vi=known, wanted_en=known)
    asked = request.args.get("q", "").strip()[:_LONGEST]
    groups = answer(asked, kind=kind, most=ON_PAGE if kind else 12)
    return render_template("frame/find.html", asked=asked, kind=kind, groups=groups, kinds=KINDS)


@blueprint.get("/hits")
@guarded(*READERS)
def hits() -> Response:
    """Answer the script: the hits for ``q``, or what was opened before at the addresses ``at``."""
    parameters.known_only(request.args, ("q", "at"))
    asked = request.args.get("q", "").strip()[:_LONGEST]
    if asked:
        groups = [
            {
                "kind": one.kind,
                "word": str(one.word),
                "more": one.more,
                "hits": [_json(hit) for hit in one.hits],
            }
            for one in answer(asked)
        ]
    else:
        before = opened_before(request.args.getlist("at")[: 2 * RECENT])
        groups = [{"kind": "", "more": False, "hits": [_json(hit) for hit in before]}]
    said = jsonify(groups=groups)
    said.headers["Cache-Control"] = "no-store"
    return said


def _json(hit: Shown) -> dict[str, object]:
    word = str(KINDS[hit.kind])
    return {"kind": hit.kind, "word": word, "name": hit.name, "note": hit.note, "url": hit.address}
