"""The rows of outside cable as exports write them, by the column dictionary: a file comes back in."""

from typing import Any

import shapely

from registry.store.cables.plant import each_node, each_segment
from registry.store.database import Connection

Rows = list[dict[str, Any]]


def cable_rows(connection: Connection) -> Rows:
    """Return one row a segment, by owner, route and code; ``geometry`` is its line in EPSG:4326."""
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
        for row in each_segment(connection)
    ]


def cable_node_rows(connection: Connection) -> Rows:
    """Return one row a node, by owner and code."""
    return [
        {
            "node_code": row["code"],
            "node_kind": row["kind"],
            **_shared(row),
            "lon": row["lon"],
            "lat": row["lat"],
            "geometry": shapely.Point(row["lon"], row["lat"]),
        }
        for row in each_node(connection)
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
