"""The line of a street or river that the search found, for the map to mark."""

import contextlib

import shapely
from flask import Blueprint, Response, jsonify, request

from registry.basemap.files import background_files
from registry.basemap.named_lines import named_lines
from registry.basemap.tiles import Tiles
from registry.errors import RefusalError
from web.frame import parameters
from web.frame.guard import READERS, guarded
from web.frame.office import settings

blueprint = Blueprint("found_lines", __name__)

_LONGEST = 200


@blueprint.get("/map/found.json")
@guarded(*READERS)
def line() -> Response:
    """Answer what bears ``name`` in ``bbox`` as GeoJSON lines; null where the background shows no such.

    A background that cannot be read shows nothing: its own page says what it lacks.
    """
    from google.protobuf.message import DecodeError  # comes with the reader of tiles, dear to import

    parameters.known_only(request.args, ("name", "bbox"))
    box = parameters.box(request.args)
    path = background_files(settings()).tiles
    found = None
    if path is not None:
        with contextlib.suppress(OSError, RefusalError, DecodeError), Tiles(path) as tiles:
            if tiles.header.vector:
                found = named_lines(tiles, request.args.get("name", "")[:_LONGEST], box)
    answer = jsonify(geometry=None if found is None else shapely.geometry.mapping(found))
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
