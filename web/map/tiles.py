"""The background map: a local PMTiles file, served in ranges. Without one the map shows borders and roads."""

from flask import Blueprint, Response, send_file

from registry.errors import RefusalError
from web.frame.guard import guarded
from web.frame.office import settings

blueprint = Blueprint("tiles", __name__)


@blueprint.get("/tiles/base.pmtiles")
@guarded(public=True)  # a background that anybody may look at; whoever reports from the street needs it
def pmtiles() -> Response:
    """Send the configured file, or the ranges of it that are asked for."""
    path = settings().pmtiles
    if path is None or not path.is_file():
        raise RefusalError("WEB-NO-TILES")
    answer = send_file(path, mimetype="application/vnd.pmtiles", conditional=True)
    answer.headers["Accept-Ranges"] = "bytes"
    # a compressed answer would break the byte ranges
    answer.headers["Cache-Control"] = "private, no-cache, no-transform"
    return answer
