"""Borders as lines of which each is sent once, in TopoJSON: two communes have most of theirs in common.

A ring begins where it did, so that its whole outline, put together again, is the same to the last digit and a
broken line breaks at the same places.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

Spot = tuple[int, int]
Ring = list[Spot]


def topology(features: Iterable[dict[str, Any]], per_degree: int) -> dict[str, Any]:
    """Return features of GeoJSON, polygons all of them, as a topology of whole steps, so many a degree."""
    kept = list(features)
    shapes = [_rings(feature["geometry"], per_degree) for feature in kept]
    ends = _ends(itertools.chain.from_iterable(itertools.chain.from_iterable(shapes)))
    numbers: dict[tuple[Spot, ...], int] = {}
    geometries = []
    for feature, polygons in zip(kept, shapes, strict=True):
        arcs = [[_numbers(ring, ends, numbers) for ring in rings] for rings in polygons]
        kind = feature["geometry"]["type"]
        geometries.append({
            "type": kind,
            "arcs": arcs[0] if kind == "Polygon" else arcs,
            "properties": feature["properties"],
        })  # fmt: skip
    step = 1 / per_degree
    return {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": [0, 0]},
        "arcs": [_steps(line) for line in numbers],
        "objects": {"communes": {"type": "GeometryCollection", "geometries": geometries}},
    }


def _rings(geometry: dict[str, Any], per_degree: int) -> list[list[Ring]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [
        [[(round(x * per_degree), round(y * per_degree)) for x, y in ring] for ring in rings]
        for rings in polygons
    ]


def _ends(rings: Iterable[Ring]) -> set[Spot]:
    """Return where lines end: where a ring begins, and where not all rings go on to the same two places."""
    beside: defaultdict[Spot, set[Spot]] = defaultdict(set)
    ends = set()
    for ring in rings:
        ends.add(ring[0])
        for one, other in itertools.pairwise(ring):
            beside[one].add(other)
            beside[other].add(one)
    return ends | {spot for spot, neighbours in beside.items() if len(neighbours) != 2}


def _numbers(ring: Ring, ends: set[Spot], numbers: dict[tuple[Spot, ...], int]) -> list[int]:
    """Return the lines of a ring by their numbers; one that stands already backwards is ~number."""
    found = []
    for line in _lines(ring, ends):
        backwards = line[::-1]
        if line in numbers or backwards not in numbers:
            found.append(numbers.setdefault(line, len(numbers)))
        else:
            found.append(~numbers[backwards])
    return found


def _lines(ring: Ring, ends: set[Spot]) -> Iterator[tuple[Spot, ...]]:
    first = 0
    for at in range(1, len(ring)):
        if ring[at] in ends or at == len(ring) - 1:
            yield tuple(ring[first : at + 1])
            first = at


def _steps(line: tuple[Spot, ...]) -> list[Spot]:
    """Return a line's first spot and the steps from each to the next."""
    later = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in itertools.pairwise(line)]
    return [line[0], *later]
