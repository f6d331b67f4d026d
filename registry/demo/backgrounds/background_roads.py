"""The roads of the rough background as the graph of ``roads.npz``: which way, and how far by road.

Roads meet where their lines cross; an expressway is left and entered at national roads only.
"""

from typing import Any

import numpy as np
import shapely

from registry.demo.lines import in_degrees, ways

_KIND = {
    "expressway": 0,
    "national": 1,
    "provincial": 3,
}  # as roads.npz numbers them; one that is planned is none


def road_graph() -> dict[str, Any]:
    """Return the arrays of ``roads.npz``: nodes in degrees, edges between them in metres."""
    by_kind = {kind: [way.line for way in ways() if way.kind == kind] for kind in _KIND}
    through = by_kind["expressway"] + by_kind["national"]
    express = shapely.get_parts(shapely.node(shapely.multilinestrings(through)))
    fast = _near(express, by_kind["expressway"])
    ordinary = shapely.get_parts(
        shapely.node(shapely.multilinestrings([*express[~fast], *by_kind["provincial"]]))
    )
    national = _near(ordinary, by_kind["national"])
    pieces = [
        (express[fast], _KIND["expressway"]), (ordinary[national], _KIND["national"]),
        (ordinary[~national], _KIND["provincial"]),
    ]  # fmt: skip
    ends, kinds = [], []
    for lines, kind in pieces:
        for line in lines:
            points = np.round(shapely.get_coordinates(line), 1)
            ends.append(np.stack([points[:-1], points[1:]], axis=1))
            kinds.append(np.full(len(points) - 1, kind, dtype=np.uint8))
    edges = np.concatenate(ends)
    nodes, numbers = np.unique(edges.reshape(-1, 2), axis=0, return_inverse=True)
    a, b = numbers.reshape(-1, 2).astype(np.int32).T
    degrees = shapely.get_coordinates(in_degrees(shapely.MultiPoint(nodes)))
    return {
        "lon": degrees[:, 0], "lat": degrees[:, 1], "a": a, "b": b,
        "metres": np.hypot(*(edges[:, 1] - edges[:, 0]).T).astype(np.float32),
        "kind": np.concatenate(kinds), "oneway": np.zeros(len(a), dtype=np.int8),
    }  # fmt: skip


def _near(pieces: Any, lines: list[Any]) -> Any:
    """Whether each piece is part of one of the lines."""
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    return shapely.distance(middles, shapely.multilinestrings(lines)) < 1.0
