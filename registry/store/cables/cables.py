"""Outside cable as records: rows to model and back, and the few queries that pages and services ask."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.cables import (
    CableNode,
    CableSegment,
    PlantState,
)
from registry.store.cables.tables import (
    cable_nodes,
    cable_routes,
    cable_segments,
)
from registry.store.changes import stable_id
from registry.store.portions import portions
from registry.store.reading import first_of
from registry.store.records import record_of, row_of
from registry.store.tables import import_batches


def route_id(owner: str, code: str) -> str:
    """Return the id of a route: one owner's code is one route."""
    return stable_id("cable-route", owner, code)


def segment_id(owner: str, route: str, code: str, shape: str = "") -> str:
    """Return the id of a segment: by its codes, else by its shape (canonical WKB, hexadecimal)."""
    return stable_id("cable-segment", owner, route, code, "" if code else shape)


def node_id(owner: str, code: str, place: str = "") -> str:
    """Return the id of a node: by its code, else by its place."""
    return stable_id("cable-node", owner, code, "" if code else place)


def segment_row(segment: CableSegment) -> dict[str, Any]:
    """Return the row of a segment, without what the store itself counts."""
    return row_of(cable_segments, segment)


def node_row(node: CableNode) -> dict[str, Any]:
    """Return the row of a node."""
    return row_of(cable_nodes, node)


def segment_of(row: Any) -> CableSegment:
    """Return the segment of a row (a mapping)."""
    return record_of(CableSegment, row, number=row["fid"])


def node_of(row: Any) -> CableNode:
    """Return the node of a row (a mapping)."""
    return record_of(CableNode, row, number=row["fid"])


def segments_by_id(connection: Connection, ids: Sequence[str]) -> list[CableSegment]:
    """Return segments by their ids, in the order of the ids; one that is not there is left out."""
    return [segment_of(row) for row in _by_id(connection, cable_segments, ids)]


def nodes_by_id(connection: Connection, ids: Sequence[str]) -> list[CableNode]:
    """Return nodes by their ids, in the order of the ids."""
    return [node_of(row) for row in _by_id(connection, cable_nodes, ids)]


def find_segment(connection: Connection, wanted: str | int) -> CableSegment | None:
    """Return a segment by its id or its stable number; None where there is none."""
    row = _one(connection, cable_segments, wanted)
    return None if row is None else segment_of(row)


def find_node(connection: Connection, wanted: str | int) -> CableNode | None:
    """Return a node by its id or its stable number; None where there is none."""
    row = _one(connection, cable_nodes, wanted)
    return None if row is None else node_of(row)


def _one(connection: Connection, table: sa.Table, wanted: str | int) -> Any:
    column = table.c.fid if isinstance(wanted, int) else table.c.id
    return first_of(connection, sa.select(table).where(column == wanted))


def _by_id(connection: Connection, table: sa.Table, ids: Sequence[str]) -> list[Any]:
    found = {}
    for part in portions(ids):
        query = sa.select(table).where(table.c.id.in_(part))
        found.update({row["id"]: row for row in connection.execute(query).mappings()})
    return [found[key] for key in ids if key in found]


def plant_of_code(connection: Connection, code: str) -> list[CableNode | CableSegment]:
    """Return the nodes, then the segments, that bear a code, whoever's they are."""
    nodes = sa.select(cable_nodes).where(cable_nodes.c.code == code).order_by(cable_nodes.c.id)
    segments = sa.select(cable_segments).where(cable_segments.c.code == code).order_by(cable_segments.c.id)
    return [
        *(node_of(row) for row in connection.execute(nodes).mappings()),
        *(segment_of(row) for row in connection.execute(segments).mappings()),
    ]


def own_of(table: sa.Table, organisation: str) -> Any:
    """Return the condition that a row is an organisation's own: it owns it, or its cables are on it."""
    written = sa.type_coerce(table.c.operators, sa.Text)  # the canonical JSON itself
    return sa.or_(table.c.owner == organisation, written.like(f'%"{_liked(organisation)}"%'))


def _liked(text: str) -> str:
    return text.replace('"', "").replace("%", "").replace("_", "") or "\x01"  # nothing left matches nothing


def owners(connection: Connection) -> list[str]:
    """Return every owner of a route or a node."""
    found = set(connection.execute(sa.select(cable_routes.c.owner).distinct()).scalars())
    found |= set(connection.execute(sa.select(cable_nodes.c.owner).distinct()).scalars())
    return sorted(found)


def count_plant(connection: Connection) -> dict[str, int]:
    """Return how many segments and nodes there are, retired ones included."""
    return {
        "segments": int(connection.execute(sa.select(sa.func.count(cable_segments.c.route))).scalar() or 0),
        "nodes": int(connection.execute(sa.select(sa.func.count(cable_nodes.c.owner))).scalar() or 0),
    }


def standing_segments(connection: Connection, owner: str) -> list[str]:
    """Return the ids of an owner's segments that are not retired."""
    t = cable_segments
    query = sa.select(t.c.id).where(t.c.owner == owner, t.c.state != PlantState.RETIRED.value)
    return list(connection.execute(query).scalars())


def nodes_of_codes(connection: Connection, owner: str, codes: Iterable[str]) -> dict[str, CableNode]:
    """Return nodes by code: those of ``owner``, else the only one of another owner with that code."""
    wanted = list(dict.fromkeys(code for code in codes if code))
    found: dict[str, list[CableNode]] = {}
    for part in portions(wanted):
        query = sa.select(cable_nodes).where(cable_nodes.c.code.in_(part))
        for row in connection.execute(query.order_by(cable_nodes.c.id)).mappings():
            found.setdefault(row["code"], []).append(node_of(row))
    chosen = {}
    for code, nodes in found.items():
        own = [node for node in nodes if node.owner == owner] or nodes
        if len(own) == 1:
            chosen[code] = own[0]
    return chosen


def complete_lists(connection: Connection) -> dict[str, dt.date]:
    """Return, by owner, the day of the newest import that claims to hold all its cable and is not undone."""
    t = import_batches
    query = sa.select(t.c.options).where(t.c.kind == "cables", t.c.undone_by.is_(None))
    found: dict[str, dt.date] = {}
    for options in connection.execute(query).scalars():
        owner, day = (options or {}).get("complete_for", ""), (options or {}).get("list_date", "")
        if owner and day:
            found[owner] = max(found.get(owner, dt.date.min), dt.date.fromisoformat(day))
    return found
