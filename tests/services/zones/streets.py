"""Roads drawn by hand, in metres about one origin: each a bare line, or a band where it has a width."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from shapely import affinity

from registry.checks.context import Context, ZoneSet
from registry.model.areas import Layer, Zone
from tests.world import metric, proposal, world

Street = tuple[str, Sequence[tuple[float, float]]] | tuple[str, Sequence[tuple[float, float]], float]
POSITION = proposal().position
ORIGIN = metric(shapely.Point(POSITION.lon, POSITION.lat))
ERROR_M = 5.0


def at(east: float, north: float) -> Any:
    """Return the metric point so many metres from the origin."""
    return shapely.Point(ORIGIN.x + east, ORIGIN.y + north)


def line(points: Iterable[tuple[float, float]]) -> Any:
    """Return a metric line of points that are metres from the origin."""
    return affinity.translate(shapely.LineString(list(points)), ORIGIN.x, ORIGIN.y)


def streets(*given: Street, layer: Layer = Layer.ROAD, **spec: Any) -> Context:
    """Build the world of ``spec`` with roads (name, points, width in metres or none)."""
    zones, shapes = [], np.empty(len(given), dtype=object)
    for row, (name, points, *width) in enumerate(given):
        shapes[row] = line(points).buffer(width[0] / 2, cap_style="flat") if width else line(points)
        zones.append(
            Zone(f"road-{row}", layer, name, "QĐ 1/2026", "", dt.date(2020, 1, 1), None, shapes[row], None,
                 None, ERROR_M)
        )  # fmt: skip
    context = world(spec)
    return dataclasses.replace(context, zones={**context.zones, layer: ZoneSet(tuple(zones), shapes)})
