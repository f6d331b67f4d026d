"""The shortest ways over the roads: how far it is between places, along which line, and the net of them all.

Distances are in metres along the roads, one-way streets respected, with the way from a place to its road.
Where no way leads, callers take the straight line times ``DETOUR`` and say so.
"""

import heapq
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from registry.basemap.road_runs import Edges, Floats, Runs, Whole, runs_of
from registry.basemap.roads import Roads, Snap

DETOUR = 1.4
"""How much longer a way by road is taken to be than the straight line, where the roads do not say."""
MARGIN_M = 15_000.0
"""How far round the places a way may lead."""
NEIGHBOURS = 8
"""To how many of the nearest places the roads of a net lead from each."""
Point = tuple[float, float]
_Arc = tuple[int, int, int, float, float]


@dataclass(frozen=True, slots=True)
class Net:
    """The roads that lead between some places, and nothing else.

    ``edges`` are (from, to, metres, way, line): node numbers, way 0 for both directions, 1 for forward only,
    -1 for backward only, line as rows of lon, lat. ``places`` gives each place's node and its metres to the
    road, None where no road is near.
    """

    nodes: int
    edges: tuple[tuple[int, int, float, int, Floats], ...]
    places: tuple[tuple[int, float] | None, ...]

    @property
    def length_m(self) -> float:
        """Metres of road in it."""
        return float(sum(edge[2] for edge in self.edges))


def distances(roads: Roads, points: Sequence[Point]) -> Floats:
    """Return metres by road from each place (lon, lat) to each, nan where no way leads."""
    return _Search(roads, points).matrix


def path_between(roads: Roads, start: Point, end: Point) -> Floats | None:
    """Return the way between two places as rows of lon, lat; None where no way leads."""
    return _Search(roads, [start, end]).line(0, 1)


def net_between(roads: Roads, points: Sequence[Point]) -> Net:
    """Return the roads of the shortest ways from each place to its ``NEIGHBOURS`` nearest.

    Groups of places that lie apart are joined as well. Whoever goes through all places goes from neighbour to
    neighbour: what leads elsewhere is left out.
    """
    if not points:
        return Net(0, (), ())
    return _Search(roads, points, neighbours(roads.flat(*np.array(points, dtype=float).T))).net()


class _Search:
    """The graph round some places, each of them a node of it, and the shortest ways from each to all."""

    def __init__(
        self, roads: Roads, points: Sequence[Point], pairs: Sequence[set[int]] | None = None
    ) -> None:
        self.roads, self.points = roads, points
        self.snaps = roads.snap(points)
        self.nodes: list[int | None] = [None] * len(points)
        self._build()
        size = len(points)
        self.matrix = np.full((size, size), np.nan)
        # for each place: by which arc each node was reached
        self.back: list[dict[int, int]] = [{} for _ in points]
        for row, (start, snap) in enumerate(zip(self.nodes, self.snaps, strict=True)):
            self.matrix[row, row] = 0.0
            if start is None or snap is None:
                continue
            columns = range(size) if pairs is None else pairs[row]
            ends = {column: end for column in columns if (end := self.nodes[column]) is not None}
            far, self.back[row] = self._from(start, set(ends.values()))
            for column, end in ends.items():
                other = self.snaps[column]
                if column != row and end in far and other is not None:
                    self.matrix[row, column] = far[end] + snap.off_m + other.off_m

    def _build(self) -> None:
        runs = self.roads.runs()
        count = len(self.roads.lon)
        cuts: dict[int, dict[float, int]] = {}  # by run: metres along it -> the node of a place
        self.where: dict[int, Point] = {}
        for place, snap in enumerate(self.snaps):
            if snap is None:
                continue
            run, at, point = self._spot(snap)
            marks = cuts.setdefault(run, {})
            ends = {0.0: int(runs.a[run]), round(float(runs.metres[run]), 2): int(runs.b[run])}
            if at not in ends and at not in marks:
                marks[at] = count
                self.where[count] = point
                count += 1
            self.nodes[place] = ends[at] if at in ends else marks[at]
        held = self._kept(set(cuts)) if cuts else np.empty(0, dtype=np.int64)
        held = held[~np.isin(held, list(cuts))]
        zero, metres = np.zeros(len(held)), runs.metres[held]
        there, back = runs.way[held] >= 0, runs.way[held] <= 0
        columns = [
            np.concatenate((forward[there], backward[back], np.array(cut)))
            for forward, backward, cut in zip(
                (runs.a[held], runs.b[held], held, zero, metres),
                (runs.b[held], runs.a[held], held, metres, zero),
                zip(*self._pieces(cuts), strict=True) if cuts else ([],) * 5,
                strict=True,
            )
        ]
        one, two, on = (column.astype(np.int64) for column in columns[:3])
        begin, end = columns[3:]
        order = np.argsort(one, kind="stable")
        self.first = np.searchsorted(one[order], np.arange(count + 1)).tolist()
        self.to = two[order].tolist()
        self.long = np.abs(end - begin)[order].tolist()
        self.arc = (one[order], two[order], on[order], begin[order], end[order])
        self.leaving: dict[int, list[tuple[int, float, int]]] = {}

    def _spot(self, snap: Snap) -> tuple[int, float, Point]:
        """Return the run that a place lies at, how many metres along it, and where that is."""
        roads, runs, edge = self.roads, self.roads.runs(), snap.edge
        run = int(runs.run[edge])
        part = 1 - snap.along if runs.flipped[edge] else snap.along
        at = min(float(runs.before[edge] + part * roads.metres[edge]), float(runs.metres[run]))
        a, b = roads.a[edge], roads.b[edge]
        lon = float(roads.lon[a] + (roads.lon[b] - roads.lon[a]) * snap.along)
        lat = float(roads.lat[a] + (roads.lat[b] - roads.lat[a]) * snap.along)
        return run, round(at, 2), (lon, lat)

    def _pieces(self, cuts: dict[int, dict[float, int]]) -> list[_Arc]:
        """Return the arcs of the runs at which places lie, from place to place."""
        runs = self.roads.runs()
        found: list[_Arc] = []
        for run, marks in cuts.items():
            ends = [
                (0.0, int(runs.a[run])),
                *sorted(marks.items()),
                (float(runs.metres[run]), int(runs.b[run])),
            ]
            for (begin, one), (end, two) in itertools.pairwise(ends):
                if runs.way[run] >= 0:
                    found.append((one, two, run, begin, end))
                if runs.way[run] <= 0:
                    found.append((two, one, run, end, begin))
        return found

    def _leaving(self, node: int) -> list[tuple[int, float, int]]:
        found = self.leaving.get(node)
        if found is None:
            low, high = self.first[node], self.first[node + 1]
            found = list(zip(self.to[low:high], self.long[low:high], range(low, high), strict=True))
            self.leaving[node] = found
        return found

    def arcs(self, number: int) -> _Arc:
        """Return an arc: from, to, its run, and the metres on the run where it begins and ends."""
        one, two, run, begin, end = (column[number] for column in self.arc)
        return int(one), int(two), int(run), float(begin), float(end)

    def _kept(self, cut: set[int]) -> Whole:
        """Return the runs in reach of the places, without dead ends that lead to none of them."""
        roads, runs = self.roads, self.roads.runs()
        flat = roads.flat(*np.array(self.points, dtype=float).T)
        low, high = flat.min(axis=0) - MARGIN_M, flat.max(axis=0) + MARGIN_M
        there = roads.flat(roads.lon, roads.lat)
        inside = ((there >= low) & (there <= high)).all(axis=1)
        held = inside[runs.a] | inside[runs.b]
        bound = np.zeros(len(runs.a), dtype=bool)
        bound[list(cut)] = True
        held |= bound
        while True:
            rows = np.flatnonzero(held)
            degree = np.bincount(np.concatenate((runs.a[rows], runs.b[rows])), minlength=len(roads.lon))
            dead = rows[((degree[runs.a[rows]] == 1) | (degree[runs.b[rows]] == 1)) & ~bound[rows]]
            if not len(dead):
                return rows
            held[dead] = False

    def _from(self, start: int, wanted: set[int]) -> tuple[dict[int, float], dict[int, int]]:
        """Return the metres from a node to the wanted ones, and the arc by which each was reached."""
        known, left = self.leaving, set(wanted)
        far: dict[int, float] = {}
        best = [np.inf] * len(self.first)
        best[start] = 0.0
        back: dict[int, int] = {}
        heap = [(0.0, start)]
        while heap and left:
            metres, node = heapq.heappop(heap)
            if metres > best[node]:
                continue
            if node in left:
                far[node] = metres
                left.discard(node)
            for other, long, number in known.get(node) or self._leaving(node):
                reached = metres + long
                if reached < best[other]:
                    best[other] = reached
                    back[other] = number
                    heapq.heappush(heap, (reached, other))
        return far, back

    def _way(self, row: int, column: int) -> list[int]:
        """Return the arcs from one place to another, in order."""
        node, start, found = self.nodes[column], self.nodes[row], []
        while node is not None and node != start:
            found.append(self.back[row][node])
            node = self.arcs(found[-1])[0]
        return found[::-1]

    def line(self, row: int, column: int) -> Floats | None:
        """Return the way from one place to another as rows of lon, lat."""
        if np.isnan(self.matrix[row, column]):
            return None
        parts = [self._shape(self.arcs(number)) for number in self._way(row, column)]
        if not parts:
            at = self.nodes[row]
            return None if at is None else np.array([self.where[at]])
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    def _shape(self, arc: _Arc) -> Floats:
        """Return the line of an arc: from where it begins to where it ends on its run."""
        roads, runs = self.roads, self.roads.runs()
        one, two, run, begin, end = arc
        if begin > end:
            return self._shape((two, one, run, end, begin))[::-1]
        nodes = runs.nodes[runs.starts[run] : runs.starts[run + 1]]
        marks = roads.marks(run)
        between = nodes[(marks > begin + 0.01) & (marks < end - 0.01)]
        middle = np.column_stack((roads.lon[between], roads.lat[between]))
        return np.vstack((self._at(one), middle, self._at(two)))

    def _at(self, node: int) -> tuple[float, float]:
        return self.where.get(node) or (float(self.roads.lon[node]), float(self.roads.lat[node]))

    def net(self) -> Net:
        """Return what the shortest ways use, joined into runs between the places and where ways part."""
        used: set[int] = set()
        size = len(self.points)
        for row in range(size):
            for column in range(size):
                if column != row and np.isfinite(self.matrix[row, column]):
                    used.update(self._way(row, column))
        pieces = {}  # each piece of road once, whichever way it is used
        for number in used:
            _, _, run, begin, end = self.arcs(number)
            pieces[run, min(begin, end), max(begin, end)] = number
        known = {node: number for number, node in enumerate(sorted(self._ends(used)))}
        a, b, lengths, ways, lines = [], [], [], [], []
        for (run, begin, end), number in sorted(pieces.items()):
            one, two, *_, start, _stop = self.arcs(number)
            one, two = (one, two) if start == begin else (two, one)
            a.append(known[one])
            b.append(known[two])
            lengths.append(end - begin)
            ways.append(int(self.roads.runs().way[run]))
            lines.append(self._shape((one, two, run, begin, end)))
        places = [None if node is None else known[node] for node in self.nodes]
        edges = Edges(
            np.array(a, dtype=np.int64), np.array(b, dtype=np.int64), np.array(lengths, dtype=float),
            np.array(ways, dtype=np.int64),
        )  # fmt: skip
        joined = runs_of(len(known), edges, [node for node in places if node is not None])
        return _net(joined, lines, places, self.snaps)

    def _ends(self, used: set[int]) -> set[int]:
        found = {node for number in used for node in self.arcs(number)[:2]}
        return found | {node for node in self.nodes if node is not None}


def neighbours(flat: Floats) -> list[set[int]]:
    """Return for each place on the plane those to which a way is sought: the nearest, and who has it so.

    Groups that lie apart are joined where they come nearest to each other: all places hang together.
    """
    size = len(flat)
    found: list[set[int]] = [set() for _ in range(size)]
    between = np.hypot(*(flat[:, None, axis] - flat[None, :, axis] for axis in (0, 1)))
    for row in range(size):
        near = np.argsort(between[row], kind="stable")[: NEIGHBOURS + 1].tolist()
        found[row].update(column for column in near if column != row)
    reached = [0] if size else []
    near_to, metres = np.zeros(size, dtype=np.int64), between[0].copy() if size else np.empty(0)
    while len(reached) < size:  # the shortest tree over all places
        metres[reached[-1]] = np.inf
        column = int(np.argmin(metres))
        found[column].add(int(near_to[column]))
        reached.append(column)
        closer = (between[column] < metres) & np.isfinite(metres)
        near_to[closer] = column
        metres[closer] = between[column][closer]
    for row in range(size):
        for column in found[row]:
            found[column].add(row)
    return found


def _net(joined: Runs, lines: list[Floats], places: list[int | None], snaps: list[Snap | None]) -> Net:
    inside: dict[int, list[int]] = {}
    for edge in np.argsort(joined.before, kind="stable").tolist():
        inside.setdefault(int(joined.run[edge]), []).append(edge)
    numbers = {
        node: at for at, node in enumerate(dict.fromkeys(np.concatenate((joined.a, joined.b)).tolist()))
    }
    for place in places:
        if place is not None:
            numbers.setdefault(place, len(numbers))
    edges = []
    for run in range(len(joined.a)):
        parts = [lines[edge][::-1] if joined.flipped[edge] else lines[edge] for edge in inside[run]]
        line = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
        edges.append(
            (
                numbers[int(joined.a[run])],
                numbers[int(joined.b[run])],
                float(joined.metres[run]),
                int(joined.way[run]),
                line,
            )
        )
    stand = tuple(
        None if place is None or snap is None else (numbers[place], snap.off_m)
        for place, snap in zip(places, snaps, strict=True)
    )
    return Net(len(numbers), tuple(edges), stand)
