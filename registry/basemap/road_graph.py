"""The roads that can be travelled as a graph: what is written into ``roads.npz``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.geo.crs import GEOD

_UNIT = 1e7  # OpenStreetMap's own: ten millionths of a degree
_THINNED_DEGREES = 3e-5  # about 3 m: a bend that changes no distance
_LEAST_M = 0.05


def road_graph(lines: Sequence[Any], kinds: Sequence[int], oneway: Sequence[str | None]) -> dict[str, Any]:
    """Return the arrays of the graph: nodes ``lon``, ``lat`` (degrees); edges ``a``, ``b`` (node numbers),
    ``metres``, ``kind`` (0 motorway to 6 track or path), ``oneway`` (1: from a to b alone).

    Roads meet where they share a point, as they do in OpenStreetMap; a bridge over a road shares none.
    Bends that do not meet anything are thinned by 3 m.
    """
    parts, rows = shapely.get_parts(np.array(lines, dtype=object), return_index=True)
    points, part_of = shapely.get_coordinates(parts, return_index=True)
    if not len(points):
        return _arrays(
            np.zeros((0, 2)), np.zeros((0, 2), dtype=np.int64), np.zeros(0), np.zeros(0), np.zeros(0)
        )
    pieces, piece_part = _between_meetings(points, part_of)
    pieces = shapely.simplify(pieces, _THINNED_DEGREES, preserve_topology=False)
    points, piece_of = shapely.get_coordinates(pieces, return_index=True)
    keys, numbers = np.unique(_keys(points), return_inverse=True)
    follows = np.flatnonzero(piece_of[:-1] == piece_of[1:])
    ends = np.column_stack((numbers[follows], numbers[follows + 1]))
    row = rows[piece_part[piece_of[follows]]]
    back = np.array([way == "-1" for way in oneway], dtype=bool)[row]
    ends[back] = ends[back][:, ::-1]
    first = np.zeros(len(keys), dtype=np.int64)
    first[numbers] = np.arange(len(numbers))
    nodes = points[first]
    single = np.array([way is not None for way in oneway], dtype=np.int8)[row]
    return _arrays(nodes, ends, _metres(nodes, ends), np.array(kinds)[row], single)


def write_road_graph(graph: dict[str, Any], path: Path) -> None:
    """Write the graph as ``roads.npz``."""
    with path.open("wb") as file:
        np.savez_compressed(file, **graph)


def _keys(points: Any) -> Any:
    whole = np.round(points * _UNIT).astype(np.int64)
    return (whole[:, 0] << 32) + whole[:, 1]


def _between_meetings(points: Any, part_of: Any) -> tuple[Any, Any]:
    """Cut the lines where they meet; return the pieces and the part that each is of."""
    keys = _keys(points)
    _found, numbers, times = np.unique(keys, return_inverse=True, return_counts=True)
    ends = np.ones(len(points), dtype=bool)
    inner = np.flatnonzero((part_of[1:-1] == part_of[:-2]) & (part_of[1:-1] == part_of[2:])) + 1
    ends[inner] = times[numbers[inner]] > 1
    starts_part = np.r_[True, part_of[1:] != part_of[:-1]]
    cut = ends & ~starts_part & ~np.r_[starts_part[1:], True]
    copies = np.where(cut, 2, 1)
    doubled = np.repeat(np.arange(len(points)), copies)
    second = np.r_[False, doubled[1:] == doubled[:-1]]
    piece = np.cumsum(second | starts_part[doubled] & ~second) - 1
    piece_part = part_of[doubled][np.r_[True, piece[1:] != piece[:-1]]]
    return shapely.linestrings(points[doubled], indices=piece), piece_part


def _metres(nodes: Any, ends: Any) -> Any:
    a, b = nodes[ends[:, 0]], nodes[ends[:, 1]]
    _there, _back, metres = GEOD.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    return np.array(metres)


def _arrays(nodes: Any, ends: Any, metres: Any, kinds: Any, oneway: Any) -> dict[str, Any]:
    real = metres >= _LEAST_M
    return {
        "lon": nodes[:, 0].astype(np.float64),
        "lat": nodes[:, 1].astype(np.float64),
        "a": ends[real, 0].astype(np.int32),
        "b": ends[real, 1].astype(np.int32),
        "metres": metres[real].astype(np.float32),
        "kind": kinds[real].astype(np.uint8),
        "oneway": oneway[real].astype(np.int8),
    }
