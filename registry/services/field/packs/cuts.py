"""The roads that are cut when a pack is made, for the phone's list and map."""

from typing import Any

import shapely

from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.store.storm.hazards import load_road_cuts

_DRAWN_DEG = 0.0001  # about 10 m


def road_cuts(registry: Registry) -> list[dict[str, Any]]:
    """Return the roads that are cut now as JSON values; empty: nobody reported one."""
    at = now()
    with registry.database.read() as connection:
        cut = [road for road in load_road_cuts(connection) if road.cut_at(at)]
    return [
        {
            "name": ", ".join(filter(None, (road.name, road.place))),
            "cause": road.cause,
            "from": road.from_at.isoformat(),
            "by": road.told_by,
            "note": road.note,
            "shape": None
            if road.geometry is None
            else shapely.geometry.mapping(shapely.simplify(road.geometry, _DRAWN_DEG)),
        }
        for road in cut
    ]
