"""What the small map of a pair needs to know: both positions, the masts around them, signs and words."""

from typing import Any

import numpy as np
from flask_babel import gettext as _

from registry.checks.context import Context
from registry.services.register.map_masts import CLASSES, STATES, map_masts
from registry.services.register.mast_pairs import Pair
from web.frame.languages import language
from web.frame.office import registry
from web.map.desk_map import Box
from web.map.layers import borders_address
from web.map.mast_shapes import SHAPES

AROUND_DEG = 0.012  # about 1,3 km north and south
MOST = 300


def box_of(pair: Pair) -> Box:
    """Return west, south, east, north of the two positions, in degrees of EPSG:4326."""
    lons, lats = [side.lon for side in pair.sides], [side.lat for side in pair.sides]
    return min(lons), min(lats), max(lons), max(lats)


def pair_config(context: Context, pair: Pair, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the configuration of ``static/js/map/same_mast.js`` as JSON values; ``records`` are the
    sites."""
    found = map_masts(registry())
    west, south, east, north = box_of(pair)
    rows = found.inside(west - AROUND_DEG, south - AROUND_DEG, east + AROUND_DEG, north + AROUND_DEG)
    own = {int(record["fid"]) for record in records}

    def sign(row: int) -> dict[str, Any]:
        return {
            "code": found.codes[row],
            "at": [float(found.lat[row]), float(found.lon[row])],
            "networks": int(found.networks[row]),
            "class": int(found.mast_class[row]),
            "state": int(found.state[row]),
        }

    sides = []
    for record in records:
        at = np.flatnonzero(found.site == record["fid"])  # none where it was merged into the other
        drawn = sign(int(at[0])) if len(at) else {"networks": 0, "class": 0, "state": 0}
        sides.append(
            {
                **drawn,
                "code": record["code"],
                "at": [record["lat"], record["lon"]],
                "accuracy": float(record["accuracy_m"]),
            }
        )
    return {
        "lang": language(),
        "urls": {"borders": borders_address()},
        "sides": sides,
        "around": [sign(int(row)) for row in rows[:MOST] if int(found.site[row]) not in own],
        "distance": pair.question.distance_m,
        "operators": [
            {"code": operator.code, "name": operator.name, "colour": operator.colour}
            for operator in context.operators
        ],
        "classes": [{"code": code, "shape": SHAPES[code]} for code in CLASSES],
        "states": [{"code": code} for code in STATES],
        "texts": {"zoomIn": _("Phóng to"), "zoomOut": _("Thu nhỏ")},
    }
