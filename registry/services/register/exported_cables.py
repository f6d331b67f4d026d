"""The rows of outside cable as exports write them, by the column dictionary: a file comes back in."""

from typing import Any

import shapely
import sqlalchemy as sa

from registry.store.cables.tables import cable_nodes, cable_routes, cable_segments
from registry.store.database import Connection

Rows = list[dict[str, Any]]


def cable_rows(connection: Connection) -> Rows:
    """Return one row a segment, by owner, route and code; ``geometry`` is its line in EPSG:4326."""
    s, r = cable_segments, cable_routes
    query = (
        sa.select(s, r.c.code.label("route_code"), r.c.name.label("route_name"))
        .join_from(s, r, r.c.id == s.c.route)
        .order_by(s.c.owner, r.c.code, s.c.code, s.c.id)
    )
    return [
        {
            "cable_route": row["route_code"],
            "cable_route_name": row["route_name"],
            "cable_code": row["code"],
            "cable_mount": row["mount"],
            "cable_from": row["from_node"],
            "cable_to": row["to_node"],
            "cable_loop": row["spare_loop_m"],
            "cable_decision": row["decision"],
            **_shared(row),
            "length_m": row["length_m"],
            "cable_vertices": shapely.to_wkt(row["geometry"], rounding_precision=8),
            "geometry": row["geometry"],
        }
        for row in connection.execute(query).mappings()
    ]


def cable_node_rows(connection: Connection) -> Rows:
    """Return one row a node, by owner and code."""
    t = cable_nodes
    query = sa.select(t).order_by(t.c.owner, t.c.code, t.c.id)
    return [
        {
            "node_code": row["code"],
            "node_kind": row["kind"],
            **_shared(row),
            "lon": row["lon"],
            "lat": row["lat"],
            "geometry": shapely.Point(row["lon"], row["lat"]),
        }
        for row in connection.execute(query).mappings()
    ]


def _shared(row: Any) -> dict[str, Any]:
    return {
        "cable_owner": row["owner"],
        "cable_operators": list(row["operators"] or ()),
        "cable_state": row["state"],
        "cable_capacity": row["capacity"],
        "cable_spare": row["spare"],
        "cable_unit": row["unit"],
        "cable_height": row["height_m"],
        "cable_year": row["built_year"],
        "cable_tagged": row["tagged"],
        "accuracy_m": row["accuracy_m"],
        "note": row["note"],
    }
