"""The background's tiles: one PMTiles file, served in ranges; tiles of pictures and of shaded hills."""

from pathlib import Path

from flask import Blueprint, Response, request, send_file

from registry.basemap.files import background_files
from registry.basemap.pictures import FOLDER, tile_of
from registry.errors import RefusalError
from web.frame.guard import EVERYONE, guarded
from web.frame.office import settings

blueprint = Blueprint("tiles", __name__)
FINEST = 24


@blueprint.get("/tiles/base.pmtiles")
@guarded(public=True)  # a background that anybody may look at; whoever reports from the street needs it
def pmtiles() -> Response:
    """Send the office's file, or the ranges of it that are asked for.

    An address that names the file's state (``v``) always means these bytes: a browser need not ask again.
    """
    path = background_files(settings()).tiles
    if path is None or not path.is_file():
        raise RefusalError("WEB-NO-TILES")
    answer = send_file(path, mimetype="application/vnd.pmtiles", conditional=True)
    answer.headers["Accept-Ranges"] = "bytes"
    keep = "max-age=31536000, immutable" if request.args.get("v") else "no-cache"
    # a compressed answer would break the byte ranges
    answer.headers["Cache-Control"] = f"private, {keep}, no-transform"
    return answer


@blueprint.get("/tiles/hillshade/<z>/<x>/<y>")
@guarded(public=True)  # hills are no secret, and part of the background
def hillshade(z: str, x: str, y: str) -> Response:
    """Send a tile of shaded hills."""
    return _tile(background_files(settings()).hillshade, z, x, y)


@blueprint.get("/tiles/picture/<key>/<z>/<x>/<y>")
@guarded(*EVERYONE)  # aerial pictures and scanned plans are the office's own
def picture(key: str, z: str, x: str, y: str) -> Response:
    """Send a tile of a picture."""
    known = {one.key for one in background_files(settings()).pictures}
    path = settings().background / FOLDER / f"{key}.mbtiles" if key in known else None
    return _tile(path, z, x, y)


def _tile(path: Path | None, z: str, x: str, y: str) -> Response:
    """Send a tile, or nothing (204) where there is none: a map asks for the whole of its view."""
    if not all(text.isascii() and text.isdigit() and len(text) < 9 for text in (z, x, y)):
        raise RefusalError("WEB-NOT-FOUND")
    found = tile_of(path, int(z), int(x), int(y)) if path is not None and int(z) <= FINEST else None
    if found is None:
        return Response(status=204)
    answer = Response(found[0], mimetype=found[1])
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer
