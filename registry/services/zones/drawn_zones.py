"""Zones drawn by hand or typed as coordinates: checked, and marked approximate with a stated error."""

import math
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.errors import RefusalError
from registry.geo.coordinates import read_text
from registry.geo.crs import to_metric, to_wgs84
from registry.geo.shape_words import fault_words
from registry.model.areas import Layer
from registry.model.drafts import ZoneScan
from registry.model.positions import Confidence
from registry.services.office.registry import Registry
from registry.services.register.chosen_areas import AreaThere, area_there
from registry.services.register.position_hints import office_hints
from registry.services.zones.features import LINES
from registry.services.zones.scans import fitted

MOST_POINTS = 5000
LARGEST_RADIUS_M = 50_000.0
LEAST_AREA_M2 = 1.0
_MARGIN_DEG = 0.2


def drawn_shape(context: Context, layer: Layer, drawn: Any) -> Any:
    """Return the shape (EPSG:4326) of what a page drew, as ``{"kind", "points", "radius_m"}``.

    ``kind`` is ``polygon``, ``line`` or ``circle``; points are [longitude, latitude]. Raises RefusalError:
    ``DRAWN-NOT-A-SHAPE``, ``DRAWN-LINE-LAYER``, ``DRAWN-OUTSIDE``.
    """
    if not isinstance(drawn, dict):
        raise RefusalError("DRAWN-NOT-A-SHAPE", reason="–")
    points = _points(drawn.get("points"))
    kind = drawn.get("kind")
    if kind == "line" and layer not in LINES:
        raise RefusalError("DRAWN-LINE-LAYER")
    x, y = to_metric(points[:, 0], points[:, 1], context.metric_epsg)
    metric = np.column_stack([x, y])
    shape: Any
    if kind == "circle" and len(points) == 1:
        radius = drawn.get("radius_m")
        if not isinstance(radius, int | float) or not 0 < radius <= LARGEST_RADIUS_M:
            raise RefusalError("DRAWN-NOT-A-SHAPE", reason="bán kính")
        shape = shapely.buffer(shapely.Point(metric[0]), float(radius), quad_segs=24)
    elif kind == "line" and len(points) >= 2:
        shape = shapely.LineString(metric)
    elif kind == "polygon" and len(points) >= 3:
        shape = shapely.Polygon(metric)
    else:
        raise RefusalError("DRAWN-NOT-A-SHAPE", reason=str(kind)[:20])
    if not shape.is_valid:
        raise RefusalError("DRAWN-NOT-A-SHAPE", reason=fault_words(shape))
    if (kind == "line" and shape.length <= 0) or (kind != "line" and shape.area < LEAST_AREA_M2):
        raise RefusalError("DRAWN-NOT-A-SHAPE", reason="0 m²")
    _check_inside(context, shape)
    epsg = context.metric_epsg
    return shapely.transform(shape, lambda p: np.column_stack(to_wgs84(p[:, 0], p[:, 1], epsg)))


def chosen_shape(registry: Registry, context: Context, text: str) -> AreaThere:
    """Return a chosen area as the shape of a zone: communes, former districts, what a hand drew.

    Refused as ``area_there`` refuses, where it has no part (``AREA-NONE``) and outside the territory
    (``DRAWN-OUTSIDE``). Its ``error_m`` is the least that the zone may state.
    """
    there = area_there(registry, context, text)
    if there is None:
        raise RefusalError("AREA-NONE")
    epsg = context.metric_epsg
    metric = shapely.transform(there.shape, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], epsg)))
    _check_inside(context, metric)
    return there


def _check_inside(context: Context, metric: Any) -> None:
    territory = context.units.territory
    if territory is not None and shapely.distance(metric, territory) > context.units.error_m:
        raise RefusalError("DRAWN-OUTSIDE")


def _points(given: Any) -> Any:
    try:
        points = np.asarray(given, dtype=float)
    except (TypeError, ValueError) as error:
        raise RefusalError("DRAWN-NOT-A-SHAPE", reason="–") from error
    if points.ndim != 2 or points.shape[1] != 2 or not 0 < len(points) <= MOST_POINTS:
        raise RefusalError("DRAWN-NOT-A-SHAPE", reason=f"{MOST_POINTS}")
    if not np.isfinite(points).all() or (np.abs(points) > [180.0, 89.0]).any():
        raise RefusalError("DRAWN-NOT-A-SHAPE", reason="–")
    return points


def stated_error(
    context: Context, scan: ZoneScan | None, stated: float | None, *, least: float = 0.0
) -> float:
    """Return the error in metres of what was drawn: as stated, never less than that of the scan beneath, or
    than ``least``, of the borders that it was made of.

    Three pins leave no error to measure, so one must be stated (``DRAWN-NO-ERROR``).
    """
    if scan is not None and scan.pins:
        least = max(least, fitted(scan, context.metric_epsg)[1].error_m or 0.0)
    chosen = stated if stated is not None else (math.ceil(least) or None)
    if chosen is None or not math.isfinite(chosen) or chosen <= 0 or chosen < least:
        raise RefusalError("DRAWN-NO-ERROR", least=least)
    return float(chosen)


def read_points(context: Context, text: str) -> list[tuple[float, float]]:
    """Return the (longitude, latitude) of a text with one position a line, in any form that lists use.

    What is not read with certainty is refused with its line (``POINTS-NOT-READ``).
    """
    hints = office_hints(context, _MARGIN_DEG)
    found = []
    for number, line in enumerate(text[:200_000].splitlines(), 1):
        if not line.strip():
            continue
        position = read_text(line.strip()[:200], hints).position
        if position.lon is None or position.lat is None or position.confidence is Confidence.PROPOSED:
            raise RefusalError("POINTS-NOT-READ", line=number, value=line.strip()[:80])
        found.append((position.lon, position.lat))
        if len(found) > MOST_POINTS:
            raise RefusalError("DRAWN-NOT-A-SHAPE", reason=f"{MOST_POINTS}")
    return found
