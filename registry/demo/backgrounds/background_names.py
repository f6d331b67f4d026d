"""The names of the rough background as ``names.json`` lists them: what a person may search for."""

from collections.abc import Iterable, Iterator
from typing import Any

import shapely

from registry.basemap.layers import Band

_KINDS = {
    "motorway": "motorway", "trunk": "trunk", "secondary": "secondary", "construction": "motorway",
    "rail": "railway", "district": "county",
}  # fmt: skip
_LAYERS = ("water", "roads", "places", "pois")
DECIMALS = 5


def names(bands: Iterable[Band]) -> list[dict[str, Any]]:
    """Return each named thing of the bands once, by layer and name: its kind, point and extent in degrees."""
    found: dict[tuple[str, str, str], Any] = {}
    for band in bands:
        if band.layer in _LAYERS:
            for key, shape in _named(band):
                found[key] = shape if key not in found else shapely.union(found[key], shape)
    return [_entry(name, kind, shape) for (_layer, name, kind), shape in found.items()]


def _named(band: Band) -> Iterator[tuple[tuple[str, str, str], Any]]:
    for row in band.frame.to_dict("records"):
        if not isinstance(row.get("name"), str):
            continue
        detail = row.get("kind_detail")
        kind = detail if isinstance(detail, str) else row["kind"]
        yield (band.layer, row["name"], _KINDS.get(kind, kind)), row["geometry"]
        if isinstance(row.get("ref"), str):  # people ask for "QL.1A" more than for its name
            yield (band.layer, row["ref"], _KINDS.get(kind, kind)), row["geometry"]


def _entry(name: str, kind: str, shape: Any) -> dict[str, Any]:
    middle = (
        shapely.line_interpolate_point(shape, 0.5, normalized=True)
        if shape.geom_type == "LineString"
        else None
    )
    point = middle or shapely.point_on_surface(shape)
    box = None if shape.geom_type == "Point" else [round(edge, DECIMALS) for edge in shape.bounds]
    return {
        "name": name, "kind": kind, "box": box,
        "lon": round(point.x, DECIMALS), "lat": round(point.y, DECIMALS),
    }  # fmt: skip
