"""The names that people look for: what is written into ``names.json``."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely

from registry.basemap.gathering import Layer

_DIGITS = 6
_SQUARE = 0.05  # degrees
_TOGETHER = frozenset(("river", "rail"))
_WATER = frozenset(("river", "canal", "stream", "lake", "reservoir", "water", "lagoon"))


def name_list(layers: Mapping[str, Layer], communes: Sequence[Any]) -> list[dict[str, Any]]:
    """Return streets, places, water and things worth finding, each with its place and extent in degrees.

    A street's pieces of one name are one entry in each commune (``communes``: polygons in degrees), roads
    with a number one entry besides; pieces of a river are one entry of the whole area.
    """
    found: list[dict[str, Any]] = []
    for layer in ("roads", "water", "places", "pois"):
        if layer in layers:
            found += _of_layer(layers[layer], layer, communes)
    return sorted(found, key=lambda entry: (entry["name"], entry["lon"], entry["lat"]))


def write_name_list(entries: list[dict[str, Any]], path: Path) -> None:
    """Write the entries as ``names.json``."""
    path.write_bytes(orjson.dumps(entries, option=orjson.OPT_APPEND_NEWLINE))


def _of_layer(layer: Layer, of: str, communes: Sequence[Any]) -> Iterator[dict[str, Any]]:
    names = [vi or name for vi, name in zip(layer.column("name:vi"), layer.column("name"), strict=True)]
    kinds = layer.column("kind_detail" if of == "places" else "kind")
    rows = [row for row, name in enumerate(names) if name and (of != "water" or kinds[row] in _WATER)]
    if of in {"places", "pois"}:
        for row in rows:
            yield _entry(names[row], kinds[row], [layer.shapes[row]])
        return
    groups: dict[tuple[Any, ...], list[int]] = {}
    for row, within in zip(rows, _within(layer, rows, communes), strict=True):
        kind = "street" if of == "roads" and kinds[row] != "rail" else kinds[row]
        groups.setdefault((names[row], kind, None if kind in _TOGETHER else within), []).append(row)
    if of == "roads":
        for row, ref in enumerate(layer.column("shield_text")):
            if ref and ref not in (names[row] or ""):
                groups.setdefault((ref, "road", None), []).append(row)
    for (name, kind, _within_it), of_name in groups.items():
        yield _entry(name, kind, [layer.shapes[row] for row in of_name])


def _within(layer: Layer, rows: list[int], communes: Sequence[Any]) -> list[tuple[int, ...]]:
    """Return where the middle of each thing lies: the commune's number, beyond all of them a square."""
    if not rows:
        return []
    middles = shapely.point_on_surface([layer.shapes[row] for row in rows])
    found = [
        (-1, *square) for square in np.floor(shapely.get_coordinates(middles) / _SQUARE).astype(int).tolist()
    ]
    which, commune = shapely.STRtree(list(communes)).query(middles, predicate="within")
    for row, number in zip(which.tolist(), commune.tolist(), strict=True):
        found[row] = (number,)
    return found


def _entry(name: str, kind: str, shapes: list[Any]) -> dict[str, Any]:
    """One entry; its place lies upon the longest or largest of its pieces."""
    if len(shapes) == 1 and shapely.get_type_id(shapes[0]) == 0:
        x, y = shapely.get_coordinates(shapes[0])[0].tolist()
        return {"name": name, "kind": kind, "lon": round(x, _DIGITS), "lat": round(y, _DIGITS), "box": None}
    largest = shapes[int(np.argmax(shapely.length(shapes)))]
    middle = (
        shapely.line_interpolate_point(largest, 0.5, normalized=True)
        if shapely.get_type_id(largest) == 1
        else shapely.point_on_surface(largest)
    )
    x, y = shapely.get_coordinates(middle)[0].tolist()
    box = [round(edge, _DIGITS) for edge in shapely.total_bounds(shapes).tolist()]
    return {"name": name, "kind": kind, "lon": round(x, _DIGITS), "lat": round(y, _DIGITS), "box": box}
