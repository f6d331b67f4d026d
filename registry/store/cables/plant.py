"""The whole of the outside cable plant, as exports write it: row after row, for there may be a million."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.cables.tables import cable_nodes, cable_routes, cable_segments
from registry.store.reading import Row, each_of


def each_segment(connection: Connection) -> Iterator[Row]:
    """Yield every segment with its route's ``route_code`` and ``route_name``, by owner, route and code."""
    s, r = cable_segments, cable_routes
    query = (
        sa.select(s, r.c.code.label("route_code"), r.c.name.label("route_name"))
        .join_from(s, r, r.c.id == s.c.route)
        .order_by(s.c.owner, r.c.code, s.c.code, s.c.id)
    )
    yield from each_of(connection, query)


def each_node(connection: Connection) -> Iterator[Row]:
    """Yield every node by owner and code."""
    t = cable_nodes
    yield from each_of(connection, sa.select(t).order_by(t.c.owner, t.c.code, t.c.id))
