"""Vector tiles of the open sets for maps of others: what there is (TileJSON), and each tile (MVT)."""

import gzip

from flask import Blueprint, Response, abort, request, url_for

from registry.messages import say
from registry.services.office.calendar import now
from registry.services.open_data.decisions import opened
from registry.services.open_data.licences import listed
from registry.services.open_data.vector_tiles import KIND, VectorTiles, vector_tiles
from registry.services.public.plate_settings import board
from web.frame import parameters
from web.frame.data_answer import Payload, json_payload, send
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.security.cross_origin import readable_elsewhere

blueprint = Blueprint("open_tiles", __name__, url_prefix="/open-data/tiles")
readable_elsewhere(blueprint, ("about", "tile"))

_LONGEST = 7  # digits of a number of a tile


@blueprint.get("/<name>.json")
@guarded(public=True)
def about(name: str) -> Response:
    """Say what the tiles of an open set are and where they lie, in the words of TileJSON 3."""
    parameters.known_only(request.args, ())
    tiles, terms = _open(name)
    base = board(registry()).address or request.host_url.rstrip("/")
    path = url_for("open_tiles.tile", name=name, zoom="{z}", column="{x}", row="{y}")
    address = base + path.replace("%7B", "{").replace("%7D", "}")
    return send(
        json_payload(
            {
                "tilejson": "3.0.0",
                "name": name,
                "attribution": terms,
                "scheme": "xyz",
                "tiles": [address],
                "minzoom": tiles.least_zoom,
                "maxzoom": tiles.most_zoom,
                "bounds": tiles.box,
                "version": "1.0.0",
                "vector_layers": [
                    {
                        "id": name,
                        "fields": tiles.fields,
                        "minzoom": tiles.least_zoom,
                        "maxzoom": tiles.most_zoom,
                    }
                ],
            }
        )
    )


@blueprint.get("/<name>/<zoom>/<column>/<row>.mvt")
@guarded(public=True)
def tile(name: str, zoom: str, column: str, row: str) -> Response:
    """Send a tile; nothing (204) where the set has nothing, 404 where no tile can be."""
    parameters.known_only(request.args, ())
    tiles, _terms = _open(name)
    if not all(part.isascii() and part.isdigit() and len(part) <= _LONGEST for part in (zoom, column, row)):
        abort(404)
    z, x, y = int(zoom), int(column), int(row)
    if not tiles.least_zoom <= z <= tiles.most_zoom or not (x < 1 << z and y < 1 << z):
        abort(404)
    found = tiles.tile(z, x, y)
    if found is None:
        return Response(status=204, mimetype=KIND)
    etag = f"{tiles.file.digest[:24]}-{z}-{x}-{y}"
    return send(Payload(gzip.decompress(found), found, KIND, etag))


def _open(name: str) -> tuple[VectorTiles, str]:
    """Return the tiles of a set that is open, and what is to be said beside a map of them."""
    moment = now()
    found, opening = opened(registry(), name, moment.date())
    licence = listed(opening.licence)
    said = say(licence.words, language()) if licence else opening.licence
    return vector_tiles(registry(), found, moment), " · ".join(filter(None, (opening.contact, said)))
