"""Outside cable by commune and by line: how it is laid, where a cut leaves no way round.

A segment that lies in several communes is divided among them by its length in each. Kept until cable, areas
or boundaries change. Of a carrier without lines in the register nothing is known.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.context import Context
from registry.geo.crs import to_metric
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.cables.cables import complete_lists
from registry.store.cables.tables import cable_routes, cable_segments, underground_areas
from registry.store.cables.troubles import load_areas
from registry.store.database import Connection
from registry.store.histories import changes_since
from registry.store.overview.stations import lines_in_place, route_names

JOINS_M = 2.0
"""How near two ends of one owner's segments lie that are taken to be joined."""
MOST_SEGMENTS = 100_000
"""Segments of an owner above which ways round are not worked out; then they are not known."""
AERIAL = "aerial"
_TABLES = (cable_segments.name, cable_routes.name, underground_areas.name)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Street:
    """A line (tuyến) with aerial cable: metres in all, hanging (also by commune's row), to be tidied."""

    id: str
    name: str
    owner: str
    metres_m: float
    aerial_m: float
    tidy_m: float
    communes: Mapping[int, float]


@dataclass(frozen=True)
class CableSums:
    """By commune's row (the last: outside all), metres; ``complete``: carriers whose list holds all theirs.

    ``of_owner`` are metres by owner; ``unlooped_m`` is what has no way round, nan in rows where an owner's
    lines are too many to say. ``owners`` are those with lines.
    """

    complete: frozenset[str]
    metres_m: Floats
    aerial_m: Floats
    tidy_m: Floats
    unlooped_m: Floats
    of_owner: Mapping[str, Floats]
    unlooped_of: Mapping[str, Floats]
    streets: tuple[Street, ...]

    def known(self, awaited: Collection[str]) -> Any:
        """Return in which rows cable is known: where some is, everywhere once all awaited lists are whole.

        Where no list says anything, none is not known either.
        """
        return (self.metres_m > 0) | (frozenset(awaited) <= self.complete)

    @property
    def owners(self) -> frozenset[str]:
        """Whose cable the register holds."""
        return frozenset(self.of_owner)


def cable_sums(registry: Registry, connection: Connection, context: Context) -> CableSums:
    """Return the sums of the register as it stands; worked out again only where cable or units changed."""
    head = ledger.head(connection)
    held: tuple[ledger.Head, Any, CableSums] | None = registry.cache.get("overview-cables")
    if held is not None and held[1] is context.units:
        if held[0] == head:
            return held[2]
        if changes_since(connection, held[0], _TABLES, 1) == []:
            kept = replace(held[2], complete=frozenset(complete_lists(connection)))
            registry.cache["overview-cables"] = (head, context.units, kept)
            return kept
    made = _made(connection, context)
    registry.cache["overview-cables"] = (head, context.units, made)
    return made


def _made(connection: Connection, context: Context) -> CableSums:
    lines = lines_in_place(connection)
    n = len(context.units.communes) + 1
    shapes = shapely.from_wkb(lines.wkb) if len(lines.wkb) else np.empty(0, dtype=object)
    metric = shapely.transform(
        shapes, lambda xy: np.column_stack(to_metric(xy[:, 0], xy[:, 1], context.metric_epsg))
    )
    # each part: a segment in a commune, with its metres there; lengths are the geodesic ones of the register
    line, commune, share = _parts(metric, context)
    metres = lines.length_m[line] * share
    aerial = lines.mount[line] == AERIAL
    tidy_share = _tidy_shares(connection, metric, lines.mount, context)
    tidy = metres * tidy_share[line]
    alone, unknown = _without_way_round(metric, lines.owner)
    unlooped = np.where(alone[line], metres, 0.0)
    of_owner: dict[str, Floats] = {}
    unlooped_of: dict[str, Floats] = {}
    for owner in sorted(set(lines.owner.tolist())):
        own = lines.owner[line] == owner
        of_owner[owner] = _sum(commune[own], metres[own], n)
        unlooped_of[owner] = _sum(commune[own], unlooped[own], n)
        if owner in unknown:
            unlooped_of[owner] = np.where(of_owner[owner] > 0, np.nan, 0.0)
    every = np.sum(list(unlooped_of.values()), axis=0) if unlooped_of else np.zeros(n)
    return CableSums(
        complete=frozenset(complete_lists(connection)),
        metres_m=_sum(commune, metres, n),
        aerial_m=_sum(commune[aerial], metres[aerial], n),
        tidy_m=_sum(commune, tidy, n),
        unlooped_m=np.asarray(every, dtype=float),
        of_owner=of_owner,
        unlooped_of=unlooped_of,
        streets=_streets(
            connection, lines, line=line, commune=commune, metres=metres, aerial=aerial, tidy=tidy
        ),
    )


def _sum(rows: Any, values: Any, n: int) -> Floats:
    return np.bincount(rows, weights=values, minlength=n).astype(float)


def _parts(metric: Any, context: Context) -> tuple[Any, Any, Floats]:
    """Return (segment, commune's row, share of the segment's length there); shares of one add up to 1."""
    units = context.units
    outside = len(units.communes)
    if not len(metric) or not outside:
        return np.arange(len(metric)), np.full(len(metric), outside), np.ones(len(metric))
    line, at = units.tree.query(metric, predicate="intersects")
    length = np.maximum(shapely.length(metric), 1e-9)
    hits = np.bincount(line, minlength=len(metric))
    share = np.ones(len(line))
    # most lie wholly in one: only those that meet several, or cross the province's edge, are cut
    edge = (hits[line] > 1) | ~shapely.covers(units.geometries[at], metric[line])
    if edge.any():
        cut = shapely.intersection(metric[line[edge]], units.geometries[at[edge]])
        share[edge] = shapely.length(cut) / length[line[edge]]
    told = np.bincount(line, weights=share, minlength=len(metric))
    over = told > 1  # along a shared border both hold it
    share = np.where(over[line], share / np.maximum(told[line], 1e-9), share)
    rest = 1 - np.minimum(told, 1)
    left = np.flatnonzero(rest > 1e-6)
    return (
        np.concatenate([line, left]),
        np.concatenate([at, np.full(len(left), outside)]).astype(np.int64),
        np.concatenate([share, rest[left]]),
    )


def _tidy_shares(connection: Connection, metric: Any, mount: Any, context: Context) -> Floats:
    """Return which part of each segment is aerial cable inside an area that is to be laid underground."""
    found = np.zeros(len(metric))
    areas = [area.geometry for area in load_areas(connection, planned_only=True)]
    aerial = np.flatnonzero(mount == AERIAL)
    if not areas or not len(aerial):
        return found
    ground = shapely.union_all(
        shapely.transform(
            np.array(areas, dtype=object),
            lambda xy: np.column_stack(to_metric(xy[:, 0], xy[:, 1], context.metric_epsg)),
        )
    )
    shapely.prepare(ground)
    meeting = aerial[shapely.intersects(ground, metric[aerial])]
    inside = shapely.length(shapely.intersection(metric[meeting], ground))
    found[meeting] = inside / np.maximum(shapely.length(metric[meeting]), 1e-9)
    return found


def _without_way_round(metric: Any, owner: Any) -> tuple[npt.NDArray[np.bool_], set[str]]:
    """Return which segments are bridges of their owner's lines, and the owners with too many to say."""
    import networkx

    found = np.zeros(len(metric), dtype=bool)
    unknown: set[str] = set()
    for one in sorted(set(owner.tolist())):
        rows = np.flatnonzero(owner == one)
        if len(rows) > MOST_SEGMENTS:
            unknown.add(one)
            continue
        first, last = _ends(metric[rows])
        graph: Any = networkx.Graph()
        between: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row, a, b in zip(rows.tolist(), first.tolist(), last.tolist(), strict=True):
            if a != b:  # a ring by itself has a way round
                between[min(a, b), max(a, b)].append(row)
        graph.add_edges_from(between)
        for a, b in networkx.bridges(graph):
            held = between[min(a, b), max(a, b)]
            if len(held) == 1:  # beside another between the same ends, neither is alone
                found[held[0]] = True
    return found, unknown


def _ends(metric: Any) -> tuple[Any, Any]:
    """Return the vertex of both ends of each line; ends within ``JOINS_M`` of each other are one vertex."""
    import networkx

    points = np.concatenate([shapely.get_point(metric, 0), shapely.get_point(metric, -1)])
    tree = shapely.STRtree(points)
    one, other = tree.query(points, predicate="dwithin", distance=JOINS_M)
    joined: Any = networkx.utils.UnionFind(range(len(points)))
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        if a < b:
            joined.union(a, b)
    vertex = np.array([joined[at] for at in range(len(points))], dtype=np.int64)
    return vertex[: len(metric)], vertex[len(metric) :]


def _streets(
    connection: Connection, lines: Any, *, line: Any, commune: Any, metres: Any, aerial: Any, tidy: Any
) -> tuple[Street, ...]:
    """Return the lines (tuyến) with aerial cable, those with most to be tidied first."""
    names = route_names(connection)
    held: dict[str, dict[str, Any]] = {}
    for at, row in enumerate(line.tolist()):
        one = held.setdefault(
            lines.route[row], {"metres": 0.0, "aerial": 0.0, "tidy": 0.0, "communes": defaultdict(float)}
        )
        one["metres"] += metres[at]
        one["tidy"] += tidy[at]
        if aerial[at]:
            one["aerial"] += metres[at]
            one["communes"][int(commune[at])] += metres[at]
    found = []
    for route, one in held.items():
        code, name, owner = names.get(route, ("", "", ""))
        if one["aerial"] > 0:
            found.append(
                Street(
                    id=route,
                    name=" · ".join(filter(None, (code, name))),
                    owner=owner,
                    metres_m=float(one["metres"]),
                    aerial_m=float(one["aerial"]),
                    tidy_m=float(one["tidy"]),
                    communes={at: float(metres) for at, metres in one["communes"].items()},
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.tidy_m, -one.aerial_m, one.name)))
