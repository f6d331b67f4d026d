"""Borders that neighbours share (ranh giới chung): areas that cover a land without gap, kept as their lines.

Each line between two areas, or between an area and the outside, is held once, so that no thinning, rounding
or drawing can part neighbours or make them overlap. Coordinates are whole millionths of a degree (0.1 m) in
EPSG:4326, longitude first. As text a line is the differences from point to point in Google's polyline writing
(https://developers.google.com/maps/documentation/utilities/polylinealgorithm, here with six decimals and
longitude first).
"""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.geo.crs import to_metric, to_wgs84

PER_DEGREE = 1_000_000
Ints = npt.NDArray[np.int64]
Ring = tuple[int, ...]
"""Numbers of lines, one after the other; ``~n`` is line n from its end to its beginning."""
_HALVINGS = 6
_LOW, _MORE, _FIRST = 0x1F, 0x20, 63


@dataclass(frozen=True, slots=True)
class SharedBorders:
    """Lines, and per area its polygons as rings of them: the outer ring first, then its holes."""

    lines: tuple[Ints, ...]
    areas: tuple[tuple[tuple[Ring, ...], ...], ...]

    def shapes(self) -> npt.NDArray[np.object_]:
        """Return the areas as polygons (EPSG:4326), a MultiPolygon where one has several parts."""
        degrees = [line / PER_DEGREE for line in self.lines]
        found = np.empty(len(self.areas), dtype=object)
        for row, parts in enumerate(self.areas):
            drawn = [
                shapely.Polygon(_ring(degrees, rings[0]), [_ring(degrees, hole) for hole in rings[1:]])
                for rings in parts
            ]
            found[row] = drawn[0] if len(drawn) == 1 else shapely.MultiPolygon(drawn)
        return found

    def points(self) -> int:
        """Return how many points the lines have together."""
        return sum(len(line) for line in self.lines)

    def of(self, rows: Sequence[int]) -> list[int]:
        """Return the numbers of the lines that bound the areas of ``rows``."""
        used = (n for row in rows for rings in self.areas[row] for ring in rings for n in ring)
        return sorted({n if n >= 0 else ~n for n in used})


def shared_borders(shapes: Sequence[Any]) -> SharedBorders:
    """Part areas (EPSG:4326) that touch without gap or overlap into the lines that they share.

    Points are rounded to its steps. Two areas share a line where they have the same points along it.
    """
    rings = [[[_steps(ring) for ring in _rings(part)] for part in shapely.get_parts(one)] for one in shapes]
    beside: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for ring in (ring for parts in rings for part in parts for ring in part):
        for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
            beside[here].add(there)
            beside[there].add(here)
    nodes = {point for point, others in beside.items() if len(others) != 2}
    lines: list[Ints] = []
    numbers: dict[tuple[tuple[int, int], ...], int] = {}

    def number(line: tuple[tuple[int, int], ...]) -> int:
        if line in numbers:
            return numbers[line]
        if line[::-1] in numbers:
            return ~numbers[line[::-1]]
        numbers[line] = len(lines)
        lines.append(np.array(line, dtype=np.int64))
        return numbers[line]

    areas = tuple(
        tuple(tuple(tuple(map(number, _cut(ring, nodes))) for ring in part) for part in parts)
        for parts in rings
    )
    return SharedBorders(tuple(lines), areas)


def thinned(borders: SharedBorders, within_m: float, epsg: int) -> SharedBorders:
    """Leave out points of the lines that lie within ``within_m`` metres of what remains (Douglas-Peucker).

    The points that remain are points of the lines given, and the ends of every line are among them. Where
    thinning would make areas cross or overlap, their lines are thinned by half as much, and half again; areas
    that overlap already keep every point.
    """
    metric = _metric(borders, epsg)
    tolerance = np.full(len(metric), within_m)
    tolerance[borders.of(_crossing(borders.shapes()))] = 0.0  # overlaps that are not ours stay as they are
    for _again in range(_HALVINGS):
        kept = shapely.simplify(metric, tolerance, preserve_topology=False)
        made = replace(borders, lines=tuple(_to_steps(line, epsg) for line in kept))
        crossing = made.of(_crossing(made.shapes()))
        if not tolerance[crossing].any():
            return made
        tolerance[crossing] /= 2
    return borders


def furthest_m(before: SharedBorders, after: SharedBorders, epsg: int) -> float:
    """Return the greatest distance in metres between the lines of two thinnings, either way (Hausdorff)."""
    return float(shapely.hausdorff_distance(_metric(before, epsg), _metric(after, epsg)).max())


def written(line: Ints) -> str:
    """Return a line as text: differences, each in pieces of five bits."""
    text = bytearray()
    for value in np.diff(line, axis=0, prepend=0).ravel().tolist():
        rest = ~(value << 1) if value < 0 else value << 1
        while rest > _LOW:
            text.append((rest & _LOW | _MORE) + _FIRST)
            rest >>= 5
        text.append(rest + _FIRST)
    return text.decode("ascii")


def read_line(text: str) -> Ints:
    """Return the line of a text that ``written`` made."""
    codes = np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.int64) - _FIRST
    last = np.flatnonzero(codes < _MORE)
    first = np.concatenate([[0], last[:-1] + 1])
    place = np.arange(len(codes)) - np.repeat(first, last - first + 1)
    raw = np.add.reduceat((codes & _LOW) << (5 * place), first)
    return np.cumsum(np.where(raw & 1, ~(raw >> 1), raw >> 1).reshape(-1, 2), axis=0)


def _rings(polygon: Any) -> list[Any]:
    return [polygon.exterior, *polygon.interiors]


def _steps(ring: Any) -> list[tuple[int, int]]:
    steps = np.rint(shapely.get_coordinates(ring) * PER_DEGREE).astype(np.int64)
    moved = np.any(np.diff(steps, axis=0) != 0, axis=1)
    return list(map(tuple, steps[:-1][moved].tolist()))


def _cut(ring: list[tuple[int, int]], nodes: set[tuple[int, int]]) -> list[tuple[tuple[int, int], ...]]:
    """Cut a ring where lines meet; one that meets nothing is one line from its smallest point, either way."""
    at = [row for row, point in enumerate(ring) if point in nodes] or [ring.index(min(ring))]
    turned = ring[at[0] :] + ring[: at[0]] + [ring[at[0]]]
    stops = [row - at[0] for row in at] + [len(ring)]
    return [tuple(turned[first : last + 1]) for first, last in itertools.pairwise(stops)]


def _ring(degrees: list[npt.NDArray[np.float64]], numbers: Ring) -> npt.NDArray[np.float64]:
    lines = [degrees[n] if n >= 0 else degrees[~n][::-1] for n in numbers]
    return np.concatenate([line[:-1] for line in lines] + [lines[0][:1]])


def _metric(borders: SharedBorders, epsg: int) -> list[Any]:
    degrees = [line / PER_DEGREE for line in borders.lines]
    return [shapely.LineString(np.column_stack(to_metric(at[:, 0], at[:, 1], epsg))) for at in degrees]


def _to_steps(line: Any, epsg: int) -> Ints:
    xy = shapely.get_coordinates(line)
    return np.rint(np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], epsg)) * PER_DEGREE).astype(np.int64)


def _crossing(shapes: npt.NDArray[np.object_]) -> list[int]:
    """Return the rows of areas that cross themselves or overlap another, or leave a gap to it."""
    broken = ~shapely.is_valid(shapes)
    if broken.any():
        return [int(row) for row in np.flatnonzero(broken)]
    return [int(row) for row in np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))]
