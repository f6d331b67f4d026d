"""Windows on a million segments: the database narrows by box, and hands out plain arrays, not records.

Boxes are (west, south, east, north) in EPSG:4326 degrees. Geometries come as WKB for ``shapely.from_wkb``.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.store.cables.cables import own_of
from registry.store.cables.tables import cable_nodes, cable_segments
from registry.store.geometry import Box, ids_in_box, in_box

MOUNTS = ("aerial", "duct", "buried")
STATES = ("in_service", "planned", "suspended", "retired")


class Lines(NamedTuple):
    """n segments of a window: stable numbers, mount and state as indices, whether spare is known, WKB."""

    number: npt.NDArray[np.uint32]
    mount: npt.NDArray[np.uint8]
    state: npt.NDArray[np.uint8]
    spare: npt.NDArray[np.int8]  # -1: not known, 0: none left, 1: some
    wkb: npt.NDArray[np.object_]


class Points(NamedTuple):
    """n nodes of a window: stable numbers, kinds, states, positions."""

    number: npt.NDArray[np.uint32]
    kind: tuple[str, ...]
    state: tuple[str, ...]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]


def lines_in(connection: Connection, box: Box, own: str | None = None) -> Lines:
    """Return the standing segments whose box meets ``box``; an organisation's own only where one is named."""
    t = cable_segments
    query = (
        sa.select(t.c.fid, t.c.mount, t.c.state, t.c.spare, _raw(connection, t))
        .where(t.c.state != "retired", in_box(connection, t, box))
        .order_by(t.c.fid)
    )
    if own is not None:
        query = query.where(own_of(t, own))
    rows = connection.execute(query).fetchall()
    return Lines(
        np.array([row[0] for row in rows], dtype=np.uint32),
        np.array([MOUNTS.index(row[1]) for row in rows], dtype=np.uint8),
        np.array([STATES.index(row[2]) for row in rows], dtype=np.uint8),
        np.array([-1 if row[3] is None else int(row[3] > 0) for row in rows], dtype=np.int8),
        np.array([row[4] for row in rows], dtype=object),
    )


def points_in(connection: Connection, box: Box, own: str | None = None) -> Points:
    """Return the standing nodes in a box."""
    t = cable_nodes
    query = (
        sa.select(t.c.fid, t.c.kind, t.c.state, t.c.lon, t.c.lat)
        .where(t.c.state != "retired", in_box(connection, t, box))
        .order_by(t.c.fid)
    )
    if own is not None:
        query = query.where(own_of(t, own))
    rows = connection.execute(query).fetchall()
    return Points(
        np.array([row[0] for row in rows], dtype=np.uint32),
        tuple(row[1] for row in rows),
        tuple(row[2] for row in rows),
        np.array([row[3] for row in rows], dtype=float),
        np.array([row[4] for row in rows], dtype=float),
    )


def all_lines(
    connection: Connection, own: str | None = None, size: int = 50_000
) -> Iterator[tuple[npt.NDArray[np.uint8], npt.NDArray[np.object_]]]:
    """Yield every standing segment as (mount index, WKB), ``size`` at a time."""
    t = cable_segments
    query = sa.select(t.c.mount, _raw(connection, t)).where(t.c.state != "retired")
    if own is not None:
        query = query.where(own_of(t, own))
    found = connection.execution_options(stream_results=True, yield_per=size).execute(query)
    for part in found.partitions(size):
        yield (
            np.array([MOUNTS.index(row[0]) for row in part], dtype=np.uint8),
            np.array([row[1] for row in part], dtype=object),
        )


def count_lines(connection: Connection, own: str | None = None) -> int:
    """Return how many segments stand."""
    t = cable_segments
    query = sa.select(sa.func.count(t.c.state)).where(t.c.state != "retired")
    if own is not None:
        query = query.where(own_of(t, own))
    return int(connection.execute(query).scalar() or 0)


def segment_ids_near(connection: Connection, box: Box) -> list[str]:
    """Return the ids of the standing segments whose box meets ``box``."""
    return ids_in_box(connection, cable_segments, box, cable_segments.c.state != "retired")


def node_ids_near(connection: Connection, box: Box) -> list[str]:
    """Return the ids of the standing nodes in ``box``."""
    return ids_in_box(connection, cable_nodes, box, cable_nodes.c.state != "retired")


def _raw(connection: Connection, table: Table) -> Any:
    """Return the geometry column as it is stored: converting row by row would cost more than the read."""
    kind = sa.Text if connection.dialect.name == "postgresql" else sa.LargeBinary
    return sa.type_coerce(table.c.geometry, kind)
