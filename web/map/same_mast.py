"""*Same mast?* (Cùng một cột?): the pairs that wait, one pair side by side, and an officer's answers."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.services.office.batches import undo_batch
from registry.services.register import same_mast
from registry.services.register.mast_pairs import Pair, count_open, decision_of, matching, pair_of, pairs
from registry.services.register.site_records import sites_of_ids
from web.frame import parameters, refusals
from web.frame.guard import WORKERS, guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import context, registry, settings
from web.frame.people import who
from web.frame.security.csp import nonce
from web.frame.wording import words
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.same_mast_map import box_of, pair_config
from web.map.same_mast_record import compared

blueprint = Blueprint("same_mast", __name__, url_prefix="/same-mast")

A_PAGE = 25
NOTE_LIMIT = 1000
# Said on the page of the pair, with what stands now: somebody else was first, or something was built on it.
LATE = frozenset({"SAME-MAST-DECIDED", "BATCH-ALREADY-UNDONE", "BATCH-UNDO-CONFLICT"})
_STATES = {"wanted_vi": "open hoặc decided", "wanted_en": "open or decided"}
_NOTE = {
    "wanted_vi": f"một ghi chú dài nhất {NOTE_LIMIT} ký tự",
    "wanted_en": f"a note of at most {NOTE_LIMIT} characters",
}


def waiting() -> int:
    """Return how many questions wait; the bar of every page says it."""
    return count_open(registry())


@blueprint.get("")
@guarded(*WORKERS)
def listed() -> str | Response:
    """Show the pairs that wait, or those decided, searched, a page at a time; or as a workbook."""
    parameters.known_only(request.args, ("state", *NAMES))
    state = request.args.get("state", "open")
    if state not in {"open", "decided"}:
        raise RefusalError("WEB-PARAMETER", name="state", value=state[:80], **_STATES)
    asked = request.args.get("q", "").strip()
    known = context()
    every = pairs(registry(), known, decided=state == "decided")
    found = listing(matching(every, asked), _columns(state), kept=("state",), searched=True, per_page=A_PAGE)
    if wants_book():
        return found.book(_("Cặp cột cần kết luận"))
    return render_template(
        "map/same_mast/list.html",
        state=state,
        asked=asked,
        total=len(every),
        listed=found,
        items=found.items,
        first=(found.page - 1) * A_PAGE + 1,
        open_total=waiting(),
        decided_total=len(pairs(registry(), known, decided=True)),
        **_names(),
    )


def _columns(state: str) -> list[Column]:
    """Return the columns as the page of the state has them; those of the other state are in the workbook."""
    names, waits = {one.code: one.name for one in context().operators}, state == "open"

    def of_sides(read: Any) -> Any:
        return lambda pair: " / ".join(", ".join(read(side)) for side in pair.sides)

    waiting = [
        Column(
            "operators", _("Doanh nghiệp"), of_sides(lambda side: [names.get(c, c) for c in side.operators]),
            heading=waits,
        ),
        Column("owners", _("Chủ sở hữu"), of_sides(lambda side: side.owners), heading=waits),
        Column("classes", _("Loại cột"), of_sides(lambda side: side.classes), heading=waits),
        Column("height", _("Cao (m)"), lambda pair: pair.a.height_m, number=True, heading=waits),
    ]  # fmt: skip
    decision = Column("decision", _("Kết luận"), _decision, heading=not waits)
    distance = Column("distance", _("Cách nhau (m)"), lambda pair: pair.question.distance_m, number=True)
    last = (
        Column("why", _("Vì sao hỏi"), lambda pair: str(words.REASONS.get(pair.question.reason, "")))
        if waits
        else Column("on", _("Người, ngày, lô"), lambda pair: pair.question.decided_on)
    )
    return [
        Column("pair", _("Cặp cột"), lambda pair: f"{pair.a.code} / {pair.b.code}"),
        *([*waiting, distance] if waits else [decision, distance]),
        last,
        Column("place", _("Xã, phường"), lambda pair: pair.a.place.present or pair.a.place.former),
        *([decision] if waits else waiting),
        Column("by", _("Người kết luận"), lambda pair: pair.question.decided_by, heading=False),
    ]


def _decision(pair: Pair) -> str:
    if pair.question.state == "merged":
        return str(_("Là một cột, giữ mã %(code)s", code=pair.kept) if pair.kept else _("Là một cột"))
    return str(_("Là hai cột khác nhau")) if pair.question.state != "open" else ""


@blueprint.get("/<question>")
@guarded(*WORKERS)
def show(question: str) -> str:
    """Show one pair: both positions on a map, both records side by side, and the answers."""
    return _pair_page(question)


@blueprint.post("/<question>/decide")
@guarded(*WORKERS)
def decide(question: str) -> Any:
    """Record an answer: ``decision`` is "apart", or the id of the site whose record stays."""
    decision = request.form.get("decision", "")
    note = request.form.get("note", "").strip()
    if len(note) > NOTE_LIMIT:
        raise RefusalError("WEB-PARAMETER", name="note", value=note[:40] + "…", **_NOTE)
    pair = pair_of(registry(), context(), question)
    if decision == "apart":
        batch = same_mast.keep_apart(registry(), pair.question.id, who=who(), evidence=note)
    else:
        batch = same_mast.merge(registry(), pair.question.id, keep=decision or "?", who=who(), evidence=note)
    flash(_("Đã ghi kết luận vào sổ (lô %(batch)s).", batch=batch.id))
    return redirect(url_for("same_mast.show", question=pair.question.id), 303)


@blueprint.post("/<question>/undo")
@guarded(*WORKERS)
def undo(question: str) -> Any:
    """Take a decision (``batch``) back; the question is open again."""
    pair = pair_of(registry(), context(), question)
    batch = decision_of(registry(), pair.question.id, request.form.get("batch", ""))
    made = undo_batch(registry(), batch.id, who=who())
    flash(_("Đã hoàn tác kết luận (lô %(batch)s); câu hỏi được mở lại.", batch=made.id))
    return redirect(url_for("same_mast.show", question=pair.question.id), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say on the page of the pair that another was first, with what was decided; else as every page does."""
    question = (request.view_args or {}).get("question", "")
    return _pair_page(question, error) if error.code in LATE else None


def _pair_page(question: str, refusal: RefusalError | None = None) -> str:
    known = context()
    pair = pair_of(registry(), known, question)
    waiting_pairs = [item for item in pairs(registry(), known) if item.question.id != pair.question.id]
    held = sites_of_ids(registry(), [side.id for side in pair.sides])
    made = desk_map(settings(), box_of(pair), pair_config(known, pair, held))
    return render_template(
        "map/same_mast/pair.html",
        pair=pair,
        records=held,
        rows=compared(known, held),
        map=folium_page(made, nonce()),
        following=_following(pair, waiting_pairs),
        left=len(waiting_pairs),
        refusal=refusals.said(refusal),
        note_limit=NOTE_LIMIT,
        **_names(),
    )


def _following(pair: Pair, others: list[Pair]) -> Pair | None:
    """Return the open pair after this one in the order of the list, the first where it was the last."""
    here = (pair.question.distance_m or 0.0, pair.question.id)
    after = [item for item in others if (item.question.distance_m or 0.0, item.question.id) > here]
    return next(iter([*after, *others]), None)


def _names() -> dict[str, Any]:
    known = context()
    return {
        "names": {operator.code: operator.name for operator in known.operators},
        "colours": {operator.code: operator.colour for operator in known.operators},
        "reasons": words.REASONS,
    }
