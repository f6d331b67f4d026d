"""The search box of the map: what one may type, and where it leads."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from registry.services.register.search import find_places
from web.frame import parameters
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@guarded(*READERS)
def search() -> Response:
    """Answer hits for ``q`` as JSON: kind, label, detail, place, and the code that the map selects by."""
    parameters.known_only(request.args, ("q",))
    known = context()
    names = {operator.code: operator.name for operator in known.operators}
    hits = find_places(registry(), known, request.args.get("q", ""), language(), person=current_person())
    shown: list[dict[str, Any]] = [
        {
            "kind": hit.kind,
            "label": hit.label,
            "former": hit.former,
            "detail": " · ".join([*(names.get(code, code) for code in hit.operators), *hit.said]),
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
