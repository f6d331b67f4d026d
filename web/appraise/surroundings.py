"""What lies around the rows of a list: masts, zones near them, borders; each once, coordinates rounded."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context, Floats
from registry.checks.proposals import Proposals
from registry.model.areas import LAYERS, Layer
from registry.model.people import OPEN_DESK, Person
from registry.services.appraise.appraise_list import Appraisal
from registry.services.register.disclosure import hidden_layers
from registry.services.register.map_masts import CLASSES
from web.appraise.view import rounded
from web.map.zone_grades import grade

NEAR_M = 1_500.0
MAX_MASTS = 20_000
ZONE_STEP_M = 3.0  # drawn edges may leave the decision's by this much
BORDER_STEP_M = 25.0
DECIMALS = 5  # of a degree: 1 m


def surroundings(appraisal: Appraisal, person: Person = OPEN_DESK) -> dict[str, Any]:
    """Return ``masts`` (lon, lat, code, networks, class, approved only), ``zones`` and ``borders``.

    Masts and zones are those that ``person`` may see.
    """
    context = appraisal.context
    proposals = Proposals.of([row.proposal for row in appraisal.rows], context)
    x, y = proposals.x[proposals.known], proposals.y[proposals.known]
    return {
        "masts": _masts(context, x, y, person),
        "zones": _zones(context, x, y, hidden_layers(person)),
        "borders": _borders(context),
    }


def _masts(context: Context, x: Floats, y: Floats, person: Person) -> list[list[Any]]:
    masts = context.masts
    if not len(masts) or not len(x):
        return []
    points = shapely.points(x, y)
    pairs = masts.tree.query(points, predicate="dwithin", distance=NEAR_M)
    near = np.unique(pairs[1])
    if not person.sees_all:
        bits = [
            1 << i for i, operator in enumerate(context.operators) if operator.code == person.organisation
        ]
        near = near[(masts.networks[near].astype(np.int64) & sum(bits)) != 0]
    near = near[:MAX_MASTS]
    class_at = {code: index for index, code in enumerate(CLASSES)}
    return [
        [
            round(float(masts.lon[i]), 6),
            round(float(masts.lat[i]), 6),
            str(masts.codes[i]),
            int(masts.networks[i]),
            class_at.get(str(masts.mast_classes[i]), 0),
            int(masts.approved_only[i]),
        ]
        for i in near.tolist()
    ]


def _zones(context: Context, x: Floats, y: Floats, hidden: Collection[Layer]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if not len(x):
        return found
    points = shapely.points(x, y)
    for layer in LAYERS:
        zones = context.layer(layer)
        if not zones.zones or layer in hidden:
            continue
        pairs = zones.tree.query(points, predicate="dwithin", distance=NEAR_M)
        for index in np.unique(pairs[1]).tolist():
            zone = zones.zones[index]
            found.append(
                {
                    "layer": layer.value,
                    "name": zone.name,
                    "decision": zone.decision,
                    "grade": grade(zone),
                    "shape": _drawn(zone.geometry, ZONE_STEP_M),
                }
            )
    return found


def _borders(context: Context) -> list[dict[str, Any]]:
    return [
        {"name": unit.name, "at": _inside(unit.boundary), "shape": _drawn(unit.boundary, BORDER_STEP_M)}
        for unit in context.units.communes
        if unit.boundary is not None
    ]


# Every page of a request draws all communes: simplifying them takes longer than all else of its answer.
@lru_cache(maxsize=1024)
def _inside(boundary: Any) -> list[float]:
    point = boundary.representative_point()
    return [round(point.x, DECIMALS), round(point.y, DECIMALS)]


@lru_cache(maxsize=4096)
def _drawn(geometry: Any, step_m: float) -> dict[str, Any]:
    simple = shapely.simplify(geometry, step_m / 111_320.0, preserve_topology=True)
    return rounded(shapely.geometry.mapping(simple), DECIMALS)
