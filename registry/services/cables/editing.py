"""Outside cable edited by hand: drawn, changed, divided, retired; nothing is ever deleted.

Every deed is one batch of the ledger. Two who edit the same record: the second is refused
(``CHANGED-MEANWHILE``) and shown what the first left, beside what it would have written.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import shapely

from registry.errors import RefusalError
from registry.geo.distances import geodesic_m
from registry.geo.lines import length_m, metric_of, split_at
from registry.model.cables import CableNode, CableRoute, CableSegment, PlantState
from registry.model.ledger import LedgerEntry
from registry.model.vietnam_time import one_moment
from registry.services.cables.records import LONGEST_M, MOST_VERTICES, SHORTEST_M, rounded
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, deed
from registry.services.office.registry import Registry
from registry.store.cables import cables
from registry.store.cables.routes import get_route
from registry.store.cables.tables import cable_nodes, cable_routes, cable_segments
from registry.store.cables.windows import node_ids_near, segment_ids_near
from registry.store.changes import new_id
from registry.store.histories import entries_of
from registry.store.tables import Table
from registry.typed_text import within

KIND = "cable-edit"
UNKNOWN = "CABLE-UNKNOWN"
_DEGREE_M = 110_000.0


class NearPlant(NamedTuple):
    """A segment or node near a place, the nearest first. ``what`` is the way of laying or the node's kind."""

    kind: str  # segment, node
    id: str
    code: str
    what: str
    owner: str
    distance_m: float


@one_moment()
def draw_segment(
    registry: Registry, columns: Mapping[str, Any], shape: Any, *, route_code: str, who: str
) -> str:
    """Record a new segment with its line (EPSG:4326); returns its id. ``columns`` as in ``segment_row``."""
    line = checked_line(shape)
    owner = str(columns.get("owner") or "").strip()
    if not owner:
        raise RefusalError("CABLE-NO-OWNER")
    if not columns.get("mount"):
        raise RefusalError("CABLE-NO-MOUNT")
    identity = new_id()
    with deed(registry, KIND, who) as made:
        row = {
            "state": PlantState.IN_SERVICE.value, "accuracy_m": 10.0, **columns, "id": identity,
            "route": _route(made, owner, route_code), "geometry": line,
            "length_m": round(length_m(line), 2),
        }  # fmt: skip
        made.create(cable_segments, row)
    return identity


@one_moment()
def change_segment(
    registry: Registry,
    segment: str,
    columns: Mapping[str, Any],
    *,
    seen: int,
    who: str,
    shape: Any = None,
    route_code: str | None = None,
) -> None:
    """Set columns (and the line, where ``shape`` is given) of a segment that was seen in version ``seen``."""
    changes: dict[str, Any] = dict(columns)
    if shape is not None:
        line = checked_line(shape)
        changes |= {"geometry": line, "length_m": round(length_m(line), 2)}
    with deed(registry, KIND, who) as made:
        standing = made.standing(cable_segments, segment, unknown=UNKNOWN, seen=seen, offered=changes)
        if route_code is not None:
            owner = str(changes.get("owner", standing.get("owner", "")))
            changes["route"] = _route(made, owner, route_code)
        made.amend(cable_segments, segment, **changes)


@one_moment()
def divide_segment(registry: Registry, segment: str, vertex: int, *, seen: int, who: str) -> str:
    """Divide a segment at one of its inner points; returns the id of the second part.

    The first part keeps the id and its history, the second has the same capacity and its own code.
    """
    with deed(registry, KIND, who) as made:
        made.standing(cable_segments, segment, unknown=UNKNOWN, seen=seen, offered={"divided": True})
        found = cables.segments_by_id(made.connection, [segment])[0]
        try:
            one, two = split_at(found.geometry, vertex)
        except IndexError as error:
            raise RefusalError("CABLE-DIVIDE-WHERE") from error
        second = replace(
            found, id=new_id(), geometry=two, length_m=round(length_m(two), 2), from_node="",
            code=f"{found.code}-2" if found.code else "",
        )  # fmt: skip
        length = round(length_m(one), 2)
        made.amend(cable_segments, segment, geometry=one, length_m=length, to_node=None)
        made.create(cable_segments, cables.segment_row(second))
        return second.id


@one_moment()
def retire(
    registry: Registry,
    kind: str,
    identity: str,
    *,
    seen: int,
    who: str,
    reason: str,
    on: dt.date | None = None,
) -> None:
    """Mark a segment or node as removed on a day (default today), with the reason; it stays on record."""
    if not reason.strip():
        raise RefusalError("CABLE-RETIRE-REASON")
    day = on or today()
    if day > today():
        raise RefusalError("LIST-DATE-AHEAD", day=day)
    table, retired = TABLES[kind], {"state": PlantState.RETIRED.value, "retired_on": day}
    with deed(registry, KIND, who) as made:
        standing = made.standing(table, identity, unknown=UNKNOWN, seen=seen, offered=retired)
        note = f"{standing.get('note', '')}\n{day:%d/%m/%Y}: {within(reason, 500)}".strip()
        made.amend(table, identity, **retired, note=note)


@one_moment()
def change_node(registry: Registry, node: str, columns: Mapping[str, Any], *, seen: int, who: str) -> None:
    """Set columns of a node that was seen in version ``seen``."""
    with deed(registry, KIND, who) as made:
        made.amend(cable_nodes, node, seen, UNKNOWN, **columns)


@one_moment()
def add_node(registry: Registry, columns: Mapping[str, Any], *, who: str) -> str:
    """Record a new node; returns its id."""
    if not str(columns.get("owner") or "").strip():
        raise RefusalError("CABLE-NO-OWNER")
    if not columns.get("kind"):
        raise RefusalError("CABLE-NO-KIND")
    identity = new_id()
    row = {"state": PlantState.IN_SERVICE.value, "accuracy_m": 10.0, **columns, "id": identity}
    with deed(registry, KIND, who) as made:
        made.create(cable_nodes, row)
    return identity


def get_segment(registry: Registry, wanted: str | int) -> tuple[CableSegment, CableRoute] | None:
    """Return a segment by id or stable number, with its route; None where there is none."""
    with registry.database.read() as connection:
        segment = cables.find_segment(connection, wanted)
        if segment is None:
            return None
        route = get_route(connection, segment.route)
    assert route is not None
    return segment, route


def get_node(registry: Registry, wanted: str | int) -> CableNode | None:
    """Return a node by id or stable number."""
    with registry.database.read() as connection:
        return cables.find_node(connection, wanted)


def nodes_of_others(registry: Registry, item: CableSegment) -> list[tuple[str, str]]:
    """Return (code, owner) of the nodes that a segment ends at and that are not its owner's.

    Such a node is another's: its owner has to consent before a cable is led to it.
    """
    codes = [code for code in (item.from_node, item.to_node) if code]
    with registry.database.read() as connection:
        found = cables.nodes_of_codes(connection, item.owner, codes)
    return [
        (code, found[code].owner) for code in dict.fromkeys(codes) if is_others(found.get(code), item.owner)
    ]


def is_others(node: CableNode | None, owner: str) -> bool:
    """Whether a node is there and is known to belong to somebody else."""
    return node is not None and bool(owner) and node.owner not in ("", owner)


def nearest_plant(
    registry: Registry, lon: float, lat: float, *, within_m: float = 50.0, limit: int = 5
) -> list[NearPlant]:
    """Return the nodes and segments within ``within_m`` metres of a place (EPSG:4326), the nearest first.

    For field reports and inspections: a node is preferred to the line that hangs on it where both are near.
    """
    box = _box(lon, lat, within_m)
    here = metric_of(shapely.Point(lon, lat), registry.settings.metric_epsg)
    found: list[NearPlant] = []
    with registry.database.read() as connection:
        nodes = cables.nodes_by_id(connection, node_ids_near(connection, box))
        segments = cables.segments_by_id(connection, segment_ids_near(connection, box))
    for node in nodes:
        metres = float(geodesic_m(lon, lat, node.lon, node.lat))
        if metres <= within_m:
            found.append(_near(node, metres))
    for item in segments:
        metres = float(metric_of(item.geometry, registry.settings.metric_epsg).distance(here))
        if metres <= within_m:
            found.append(_near(item, metres))
    found.sort(key=lambda near: (near.distance_m + (0.0 if near.kind == "node" else 3.0), near.id))
    return found[:limit]


def plant_named(registry: Registry, code: str) -> list[NearPlant]:
    """Return the nodes, then the segments, that bear a code, as if one stood there (0 m)."""
    with registry.database.read() as connection:
        return [_near(item, 0.0) for item in cables.plant_of_code(connection, code)]


def _near(item: CableNode | CableSegment, metres: float) -> NearPlant:
    if isinstance(item, CableNode):
        return NearPlant("node", item.id, item.code, item.kind, item.owner, metres)
    return NearPlant("segment", item.id, item.code, item.mount.value, item.owner, metres)


def checked_line(shape: Any) -> Any:
    """Return a line as it is kept, or refuse it: no line, too short, too long, too many points."""
    if shape is None or shape.geom_type != "LineString" or shape.is_empty:
        raise RefusalError("CABLE-NO-LINE")
    line = rounded(shape)
    metres = length_m(line)
    if not SHORTEST_M <= metres <= LONGEST_M:
        raise RefusalError("CABLE-LENGTH", metres=metres, least=SHORTEST_M, most=LONGEST_M / 1000)
    if len(line.coords) > MOST_VERTICES:
        raise RefusalError("CABLE-TOO-MANY-POINTS", count=len(line.coords), most=MOST_VERTICES)
    return line


TABLES: dict[str, Table] = {"segment": cable_segments, "node": cable_nodes}


def history(registry: Registry, table: str, record: str) -> list[LedgerEntry]:
    """Return the ledger's entries about one record, the oldest first."""
    with registry.database.read() as connection:
        return entries_of(connection, {table: [record]})


def _route(made: Deed, owner: str, code: str) -> str:
    """Return the id of an owner's route by its code; it is made where it is new."""
    identity = cables.route_id(owner, code.strip())
    if made.check(cable_routes, identity, None) is None:
        made.create(cable_routes, {"id": identity, "code": code.strip(), "owner": owner})
    return identity


def _box(lon: float, lat: float, metres: float) -> tuple[float, float, float, float]:
    reach = metres / _DEGREE_M * 1.1
    return lon - reach, lat - reach, lon + reach, lat + reach
