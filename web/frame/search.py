"""The search box of the map: what one may type, and where it leads."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.services.register.found import Hit
from registry.services.register.search import find_places
from web.frame import parameters
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry

blueprint = Blueprint("search", __name__)


_NEAR = {
    "wanted_vi": "kinh độ,vĩ độ theo độ thập phân, ví dụ 106.1946,21.2734",
    "wanted_en": "longitude,latitude in decimal degrees, as 106.1946,21.2734",
}
_BECAME = 4  # units of today that are named of those a former one became


@blueprint.get("/search")
@guarded(*READERS)
def search() -> Response:
    """Answer hits for ``q`` as JSON: group, kind, label, detail, place, and the code that the map selects by.

    ``near`` is the middle of the map (lon,lat): of streets of one name, that which lies nearer comes first.
    """
    parameters.known_only(request.args, ("q", "near"))
    known = context()
    names = {operator.code: operator.name for operator in known.operators}
    hits = find_places(
        registry(), known, request.args.get("q", ""), language(), person=current_person(), near=_near()
    )
    shown: list[dict[str, Any]] = [
        {
            "group": hit.group,
            "kind": hit.kind,
            "label": hit.label,
            "former": hit.former,
            "detail": " · ".join(
                [*(names.get(code, code) for code in hit.operators), *hit.said, *filter(None, (_lies(hit),))]
            ),
            "lon": hit.lon,
            "lat": hit.lat,
            "code": hit.code,
            "box": hit.box,
        }
        for hit in hits
    ]
    answer = jsonify(hits=shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _lies(hit: Hit) -> str:
    """Say where a name lies, or what a former unit became."""
    if not hit.became:
        return hit.within
    named = ", ".join(hit.became[:_BECAME])
    more = len(hit.became) - _BECAME
    if more > 0:
        return str(_("nay là %(units)s và %(count)s xã, phường khác", units=named, count=more))
    return str(_("nay là %(units)s", units=named))


def _near() -> tuple[float, float] | None:
    text = request.args.get("near", "")
    if not text:
        return None
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError as error:
        raise RefusalError("WEB-PARAMETER", name="near", value=text[:80], **_NEAR) from error
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise RefusalError("WEB-PARAMETER", name="near", value=text[:80], **_NEAR)
    return lon, lat
