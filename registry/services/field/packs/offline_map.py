"""The map that a phone draws without a network: borders, roads, protected ground and masts round an area.

Shapes are GeoJSON in EPSG:4326, made simple to what a screen can show: a phone in the field needs to find
its way, the law is judged by the register's own shapes.
"""

import json
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import shapely

from registry.geo.crs import to_metric, to_wgs84
from registry.model.areas import Layer
from registry.model.people import Person
from registry.services.field.risk_scores import risk_table
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.disclosed_zones import context_for_eyes

MARGIN_M = 3_000.0
TOLERANCE_M = 15.0
MOST_OTHERS = 3_000
_LAYERS = (Layer.ROAD, Layer.RAILWAY, Layer.POWER_LINE, Layer.HERITAGE_1, Layer.MILITARY, Layer.DYKE)


def area_map(
    registry: Registry, points: Sequence[tuple[float, float]], own: Collection[str], person: Person
) -> dict[str, Any]:
    """Return {kind: FeatureCollection} round the masts at ``points``, and ``others``: what the other masts
    are.

    Kinds are ``border`` (communes) and layers of zones. Zones that the person may not see are left out.
    """
    if not points:
        return {"others": []}
    context = context_for_eyes(registry, context_for(registry, today()), person)
    epsg = context.metric_epsg
    lon, lat = (np.array(values, dtype=float) for values in zip(*points, strict=True))
    x, y = to_metric(lon, lat, epsg)
    west, south, east, north = x.min(), y.min(), x.max(), y.max()
    frame = shapely.box(west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + MARGIN_M)
    found: dict[str, Any] = {
        "border": _collection(
            np.asarray(context.units.geometries, dtype=object),
            [unit.name for unit in context.units.communes], frame, epsg,
        )
    }  # fmt: skip
    for layer in _LAYERS:
        zones = context.layer(layer)
        if len(zones.geometries):
            shapes = _collection(zones.geometries, [zone.name for zone in zones.zones], frame, epsg)
            if shapes["features"]:
                found[layer.value] = shapes
    found["others"] = _others(registry, own, frame, epsg)
    return found


def _collection(shapes: Any, names: Sequence[str], frame: Any, epsg: int) -> dict[str, Any]:
    there = np.flatnonzero([shape is not None and shape.intersects(frame) for shape in shapes])
    features = []
    for row in there.tolist():
        shape = shapely.intersection(shapely.simplify(shapes[row], TOLERANCE_M), frame)
        if shape.is_empty:
            continue
        degrees = shapely.transform(shape, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], epsg)))
        written = json.loads(shapely.to_geojson(shapely.transform(degrees, lambda xy: np.round(xy, 5))))
        features.append({"type": "Feature", "geometry": written, "properties": {"name": names[row]}})
    return {"type": "FeatureCollection", "features": features}


def _others(registry: Registry, own: Collection[str], frame: Any, epsg: int) -> list[dict[str, Any]]:
    """Return the other masts of the frame: where they stand and what they are."""
    corners = shapely.get_coordinates(frame)
    lon, lat = to_wgs84(corners[:, 0], corners[:, 1], epsg)
    base = risk_table(registry).base
    masts, rows = base.masts, base.rows
    within = (masts.lon[rows] >= lon.min()) & (masts.lon[rows] <= lon.max())
    within &= (masts.lat[rows] >= lat.min()) & (masts.lat[rows] <= lat.max())
    chosen = np.flatnonzero(within)[: MOST_OTHERS + len(own)].tolist()
    return [
        {
            "structure": masts.structure_ids[row],
            "code": masts.codes[row],
            "lon": round(float(masts.lon[row]), 6),
            "lat": round(float(masts.lat[row]), 6),
            "commune": base.communes.get(masts.commune_codes[row] or "", ""),
            "organisation": base.organisations[at],
            "form": masts.forms[row] or "",
            "support": masts.supports[row] or "",
            "mast_class": masts.mast_classes[row] or "",
            "top_agl_m": _metres(masts.top_agl_m[row]),
            "mast_height_m": _metres(masts.mast_height_m[row]),
        }
        for at, row in zip(chosen, rows[chosen].tolist(), strict=True)
        if masts.structure_ids[row] not in own
    ][:MOST_OTHERS]


def _metres(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 1)
