"""The area in which a rule has its data, as geometry: metric to compute with, GeoJSON (EPSG:4326) to draw."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.checks.engine import Check
from registry.geo.crs import to_wgs84
from registry.model.areas import Layer

STEP_M = 60.0  # drawn outlines may leave the true ones by this much; the map shows a province
MOST_ZONES = 5_000
DECIMALS = 5  # of a degree: about 1 m
_EMPTY = shapely.Polygon()


def known_area(context: Context, layers: Iterable[Layer], *, units: bool = False) -> Any:
    """Return where all ``layers`` answer (metric): where they are complete, and inside their zones.

    With ``units`` also only where a commune's boundary is known. None where the territory is not known.
    """
    territory = context.units.territory
    if territory is None:
        return None
    known = _bounded(context, territory) if units else territory
    for layer in layers:
        answers = _answers(context, layer, territory)
        if answers is not territory:
            known = answers if known is territory else shapely.intersection(known, answers)
    return known


def shares(context: Context, known: Any) -> float | None:
    """Return the part of the territory (0 to 1) that an area is; None where either is not known."""
    territory = context.units.territory
    if known is None or territory is None or shapely.area(territory) <= 0:
        return None
    return min(1.0, float(shapely.area(known) / shapely.area(territory)))


def _bounded(context: Context, territory: Any) -> Any:
    """Return where communes have a boundary; worked out once, since real borders have 155,000 vertices."""
    kept, key = context.units.worked_out, "bounded"
    if key not in kept:
        parts = [shape for shape in context.units.geometries if shape is not None]
        kept[key] = shapely.intersection(territory, _union(parts)) if parts else _EMPTY
    return kept[key]


def _answers(context: Context, layer: Layer, territory: Any) -> Any:
    zones = context.layer(layer)
    if zones.coverage.everywhere:
        return territory
    kept, key = zones.worked_out, "answers"
    if key not in kept:
        parts = [
            shape for shape in zones.geometries if shape is not None and shapely.get_dimensions(shape) > 1
        ]
        if zones.coverage.area is not None:
            parts.append(zones.coverage.area)
        kept[key] = shapely.intersection(territory, _union(parts)) if parts else _EMPTY
    return kept[key]


def _union(parts: list[Any]) -> Any:
    """Join areas; what the change of frame rounded into touching itself is made sound first."""
    return shapely.union_all(shapely.make_valid(np.array(parts, dtype=object)))


def area_geojson(
    context: Context, check: Check, *, enough: bool, lacking: bool, silent: Any = None
) -> dict[str, Any]:
    """Return what the map draws for a rule, as a FeatureCollection.

    ``kind`` of a feature: ``known`` (all that the rule reads is there), ``partial``, ``stand_in`` or
    ``none``, which are parts of the territory; ``zone`` and ``former`` (a former ward or township that
    stands in), with name, decision and ``error`` in metres. ``enough``: lists and plans are complete;
    ``lacking``: there is none at all; ``silent``: land (metric) of which complete lists name no mast.
    """
    features: list[dict[str, Any]] = []
    territory = context.units.territory
    known = known_area(context, check.layers, units=check.units)
    urban = Layer.URBAN_AREA in check.layers
    if territory is not None and known is not None:
        rest = shapely.difference(territory, known)
        if check.lists and silent is not None and enough:
            features += _part(context, shapely.intersection(known, silent), "partial")
            known = shapely.difference(known, silent)
        if not enough:
            features += _part(context, territory, "none" if lacking else "partial")
        else:
            features += _part(context, known, "known")
            stands_in = urban and len(context.units.former_urban) > 0
            features += _part(context, rest, "stand_in" if stands_in else "none")
    features += _zones(context, check.layers)
    if urban and not context.layer(Layer.URBAN_AREA).coverage.everywhere:
        features += _former(context)
    return {"type": "FeatureCollection", "features": features}


def _part(context: Context, shape: Any, kind: str) -> list[dict[str, Any]]:
    if shapely.buffer(shape, -STEP_M).is_empty:  # slivers between borders that nearly meet
        return []
    drawn = shapely.simplify(shapely.buffer(shape, 0), STEP_M)
    return _features(context, [drawn], [{"kind": kind}])


def _zones(context: Context, layers: Sequence[Layer]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for layer in layers:
        zones = context.layer(layer)
        properties = [
            {
                "kind": "zone",
                "layer": layer.value,
                "name": zone.name,
                "decision": zone.decision,
                "from": zone.valid_from.strftime("%d/%m/%Y"),
                "error": zone.error_m,
            }
            for zone in zones.zones[:MOST_ZONES]
        ]
        found += _features(context, shapely.simplify(zones.geometries[:MOST_ZONES], STEP_M), properties)
    return found


def _former(context: Context) -> list[dict[str, Any]]:
    units = context.units
    properties = [{"kind": "former", "error": units.former_urban_error_m}] * len(units.former_urban)
    return _features(context, shapely.simplify(units.former_urban, STEP_M), properties)


def _features(context: Context, shapes: Any, properties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return features in degrees; all shapes change their frame at once."""

    def degrees(metres: Any) -> Any:
        lon, lat = to_wgs84(metres[:, 0], metres[:, 1], context.metric_epsg)
        return np.round(np.column_stack((lon, lat)), DECIMALS)

    drawn = shapely.transform(np.asarray(shapes, dtype=object), degrees)
    return [
        {"type": "Feature", "properties": values, "geometry": shapely.geometry.mapping(shape)}
        for shape, values in zip(drawn, properties, strict=True)
    ]
