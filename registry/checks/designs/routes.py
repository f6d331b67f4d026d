"""Ways out: two cable routes into the area (DSG-03), joined to plant that the register knows (DSG-04).

A route is a duct that crosses the outline, or ends on it; ducts that do so within ``TOGETHER_M`` of each
other lie in one trench and are one route. It counts where it hangs together with a cabinet or technical room.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from registry.checks.designs.asked import Asked
from registry.checks.designs.network import Network
from registry.geo.lines import metric_of
from registry.messages import Words
from registry.model.cables import Mount, PlantState
from registry.model.designs.design_findings import DesignFinding
from registry.model.findings import Note, Outcome, Reservation

TOGETHER_M = 5.0
CABINET_M = 5.0
"""A cabinet stands beside its chamber: within this it belongs to the duct."""
_ON_EDGE_M = 0.01
DUCTS = Words("tuyến cống bể, cáp ngầm", "ducts")


@dataclass(frozen=True)
class Entry:
    """A route into the area: the ducts (rows) that make it, where it crosses, its ends outside, its part.

    ``beyond`` is the number of the connected piece of duct outside that it leads to, -1 where it ends on the
    outline.
    """

    ducts: tuple[int, ...]
    point: Any
    outer: Any
    part: int
    beyond: int


def entries(asked: Asked) -> list[Entry]:
    """Return the routes into the area in the order of the design's ducts: a line may cross twice."""
    ducts, outline = asked.ducts, asked.outline
    if outline is None or not len(ducts):
        return []
    edge = outline.boundary
    shapely.prepare(edge)
    shapely.prepare(outline)
    found = [*_crossings(asked, edge), *_ends_on(asked, edge)]
    routes: list[Entry] = []
    for entry in sorted(found, key=lambda one: one.ducts):
        near = [at for at, route in enumerate(routes) if route.point.distance(entry.point) <= TOGETHER_M]
        if near:
            route = routes[near[0]]
            routes[near[0]] = replace(route, ducts=(*route.ducts, *entry.ducts))
        else:
            routes.append(entry)
    return routes


def _crossings(asked: Asked, edge: Any) -> list[Entry]:
    """Return where ducts lead out over the outline: to the ends of all that hangs together there outside."""
    pieces: list[Any] = []
    rows: list[int] = []
    for row in np.flatnonzero(~shapely.covered_by(asked.ducts, asked.outline)).tolist():
        parts = shapely.get_parts(shapely.difference(asked.ducts[row], asked.outline)).tolist()
        own = [part for part in parts if part.geom_type == "LineString" and part.length > asked.slack_m]
        pieces += own
        rows += [row] * len(own)
    if not pieces:
        return []
    lines = np.array(pieces, dtype=object)
    outside = Network.of(lines, asked.slack_m)
    first, last = shapely.get_point(lines, 0), shapely.get_point(lines, -1)
    on_edge = np.column_stack([shapely.dwithin(end, edge, _ON_EDGE_M) for end in (first, last)])
    leads_out = on_edge.sum(axis=1) == 1  # both: a loop that comes back
    found = []
    for at in np.flatnonzero(leads_out).tolist():
        own = outside.part == outside.part[at]
        free = [
            end for ends, on in ((first, on_edge[:, 0]), (last, on_edge[:, 1])) for end in ends[own & ~on]
        ]
        point = first[at] if on_edge[at, 0] else last[at]
        row = rows[at]
        part = int(asked.network.part[row])
        found.append(Entry((row,), point, shapely.MultiPoint(free), part, int(outside.part[at])))
    return found


def _ends_on(asked: Asked, edge: Any) -> list[Entry]:
    """Return the ducts that end on the outline, where the design leaves the rest to others."""
    tree = asked.network.tree
    found = []
    for end in (0, -1):
        points = shapely.get_point(asked.ducts, end)
        near = np.flatnonzero(shapely.dwithin(points, edge, asked.slack_m))
        at, other = tree.query(points[near], predicate="dwithin", distance=asked.slack_m)
        touched = set(near[at[near[at] != other]].tolist())
        found += [
            Entry((row,), points[row], shapely.MultiPoint([points[row]]), int(asked.network.part[row]), -1)
            for row in near.tolist()
            if row not in touched and shapely.covers(asked.outline, shapely.centroid(asked.ducts[row]))
        ]
    return found


def served_parts(asked: Asked) -> set[int]:
    """Return the connected parts of the ducts that hold a cabinet or technical room."""
    spots = [*asked.content.cabinets, *asked.content.rooms]
    found = asked.network.parts_at(asked.metric(spots), max(CABINET_M, asked.slack_m)) if spots else []
    return set().union(*found)


def routes(asked: Asked) -> list[DesignFinding]:
    """DSG-03: at least two routes from outside into the area, and to its cabinet."""
    code = "DSG-03"
    if code not in asked.rules:
        return []
    if early := asked.before_duty(code):
        return [early]
    if asked.outline is None:
        return [asked.not_shown(code, Words("ranh giới khu", "the outline of the area"))]
    if not len(asked.ducts):
        return [asked.not_shown(code, DUCTS)]
    least = asked.number(code, "routes")
    found = entries(asked)
    served = served_parts(asked)
    counted = [route for route in found if not served or route.part in served]
    count = len(counted)
    params: dict[str, Any] = {"count": count, "limit": int(least.value or 0)}
    place = shapely.MultiPoint([route.point for route in found]) if found else asked.outline
    notes: tuple[Note, ...] = ()
    if len(counted) < len(found):
        notes = (*notes, ("DSG-ROUTE-NO-CABINET", {"count": len(found) - count}))
    trench = [route for route in counted if len(route.ducts) > 1]
    if trench:
        notes = (*notes, ("DSG-ROUTES-TOGETHER", {"d": TOGETHER_M}))
    beyond = {route.beyond for route in counted if route.beyond >= 0}
    if len(counted) > 1 and len(beyond) == 1 and all(route.beyond >= 0 for route in counted):
        notes = (*notes, ("DSG-ROUTES-MEET", {}))
    enough = least.value is not None and count >= least.value
    names = [asked.content.ducts[row].name for route in found for row in route.ducts]
    return [
        asked.say(
            code, Outcome.PASS if enough else Outcome.FAIL,
            "DSG-ROUTES" if enough else "DSG-ROUTES-FEW", params, measured=float(count), limit=least,
            place=place, objects=names, notes=notes, verified=enough or not trench,
        )
    ]  # fmt: skip


def joined(asked: Asked) -> list[DesignFinding]:
    """DSG-04: each route ends at plant that the register knows. Where it knows none, nothing is known."""
    code = "DSG-04"
    if code not in asked.rules:
        return []
    if asked.outline is None or not len(asked.ducts):
        return [asked.not_shown(code, DUCTS)]
    found = entries(asked)
    if not found:
        return [asked.say(code, Outcome.NA, "DSG-JOIN-NO-ROUTE")]
    plant, errors, names = _plant(asked)
    if not len(plant):
        return [
            asked.say(
                code, Outcome.UNKNOWN, "DSG-JOIN-NO-PLANT", kind=Reservation.OFFICE, missing="plant",
                place=shapely.union_all([route.outer for route in found]),
            )
        ]  # fmt: skip
    limit = asked.number(code, "join_m")
    if limit.value is None:
        return [asked.unset(code, "join_m")]
    apart = []
    nearest = 0.0
    for route in found:
        away = shapely.distance(plant, route.outer)
        at = int(np.argmin(away - errors))
        nearest = max(nearest, float(away[at]))
        if away[at] - errors[at] - asked.slack_m > limit.value:
            duct = asked.content.ducts[route.ducts[0]].name
            apart.append(
                asked.say(
                    code, Outcome.REVIEW, "DSG-JOIN-APART",
                    {"name": duct, "plant": names[at], "d": float(away[at]), "limit": limit.value},
                    measured=float(away[at]), limit=limit, objects=(duct,),
                    place=shapely.shortest_line(route.outer, plant[at]),
                )
            )  # fmt: skip
    passed = asked.say(
        code, Outcome.PASS, "DSG-JOIN-FINE", {"count": len(found)}, measured=nearest, limit=limit
    )
    return apart or [passed]


def _plant(asked: Asked) -> tuple[Any, Any, list[str]]:
    """Return the metric geometries, errors and names of ducts, chambers and cabinets that stand around."""
    segments = [
        one
        for one in asked.around.segments
        if one.mount is not Mount.AERIAL and one.state is not PlantState.RETIRED
    ]
    nodes = [
        one for one in asked.around.nodes if one.state is not PlantState.RETIRED and "pole" not in one.kind
    ]
    shapes = np.array(
        [*(one.geometry for one in segments), *(shapely.Point(one.lon, one.lat) for one in nodes), None],
        dtype=object,
    )[:-1]
    errors = np.array(
        [*(one.accuracy_m for one in segments), *(one.accuracy_m for one in nodes)], dtype=float
    )
    names = [*(one.code or one.owner for one in segments), *(one.code or one.owner for one in nodes)]
    return (metric_of(shapes, asked.epsg) if len(shapes) else shapes), errors, names
