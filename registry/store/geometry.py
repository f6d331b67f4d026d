"""The one geometry type of the store, and the index that narrows by bounding box.

Geometries are WKB in EPSG:4326 (degrees, longitude first), flattened to two dimensions: a blob with an
R*Tree in SQLite, a PostGIS geometry with GiST in PostgreSQL. The database only narrows; the exact answer is
always computed by Shapely, so that it never depends on the backend.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    TypeDecorator,
    and_,
    false,
    select,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine, UserDefinedType

SRID = 4326
Box = tuple[float, float, float, float]
"""West, south, east, north."""
_SIDES = ("west", "south", "east", "north")


class _PostgisGeometry(UserDefinedType[Any]):
    """Column type of PostGIS; values travel as hexadecimal EWKB text."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Return the type as PostgreSQL's DDL writes it."""
        return f"geometry(Geometry,{SRID})"


class Geometry(TypeDecorator[Any]):
    """A shapely geometry in EPSG:4326, or None; binds a geometry or the hexadecimal WKB of a ledger image.

    GeoAlchemy2 is not used because it needs SpatiaLite. No ``column_expression`` is set: it would take the
    place of ``process_result_value``.
    """

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type of the backend."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(_PostgisGeometry())
        return dialect.type_descriptor(LargeBinary())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Turn a geometry (or WKB hex) into what the backend stores."""
        if value is None:
            return None
        geometry = shapely.from_wkb(value) if isinstance(value, str | bytes) else value
        geometry = shapely.force_2d(geometry)
        if dialect.name == "postgresql":
            return shapely.to_wkb(shapely.set_srid(geometry, SRID), hex=True, include_srid=True, byte_order=1)
        return shapely.to_wkb(geometry, byte_order=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn what the backend stores into a shapely geometry without SRID."""
        return None if value is None else shapely.set_srid(shapely.from_wkb(value), 0)


def shapes_of(values: Any) -> Any:
    """Return an array of shapes of a column as the driver gives it (WKB, or its hexadecimal text; None)."""
    return shapely.set_srid(shapely.from_wkb(values), 0)


def wkb_hex(geometry: Any) -> str:
    """Return the canonical WKB of a geometry: two-dimensional, little-endian, without SRID, hexadecimal."""
    return str(shapely.to_wkb(shapely.force_2d(geometry), hex=True, byte_order=1, include_srid=False))


def wkb_hexes(shapes: Any) -> list[str | None]:
    """Return the canonical WKB (``wkb_hex``) of many geometries at once; None stays None."""
    flat = shapely.force_2d(np.array(shapes, dtype=object))
    written: list[str | None] = shapely.to_wkb(flat, hex=True, byte_order=1, include_srid=False).tolist()
    return written


def stored_shapes(hexes: Sequence[str | None], backend: str) -> list[Any]:
    """Return canonical WKB as a backend's driver binds it, as ``Geometry`` does value by value."""
    if backend == "postgresql":
        shapes = shapely.set_srid(shapely.from_wkb(np.array(hexes, dtype=object)), SRID)
        bound: list[Any] = shapely.to_wkb(shapes, hex=True, include_srid=True, byte_order=1).tolist()
        return bound
    return [None if text is None else bytes.fromhex(text) for text in hexes]


def boxes(hexes: Sequence[str | None]) -> list[tuple[float | None, ...]]:
    """Return the box of each shape in canonical WKB, as ``derive_box`` does; None four times for no shape."""
    bounds = shapely.bounds(shapely.from_wkb(np.array(hexes, dtype=object))) + 0.0
    nothing = (None,) * 4
    return [tuple(box) if box[0] == box[0] else nothing for box in bounds.tolist()]


def box_columns(table: Table) -> tuple[str, str, str, str] | None:
    """Return the columns that hold (west, south, east, north) of a row, None for a table without place."""
    found: tuple[str, str, str, str] | None = table.info.get("box")
    return found


def derive_box(row: dict[str, Any], geometry: Any) -> None:
    """Set the box columns of a row with a ``geometry`` column; an empty or absent geometry has no box."""
    if geometry is None or shapely.is_empty(geometry):
        box: tuple[float | None, ...] = (None, None, None, None)
    else:
        box = tuple(float(value) + 0.0 for value in shapely.bounds(geometry))
    row["west"], row["south"], row["east"], row["north"] = box


def index_name(table: Table) -> str:
    """Return the name of a table's spatial index."""
    return f"{table.name}_rtree"


def make_spatial_index(connection: Connection, table: Table) -> None:
    """Make a table's spatial index anew, with its triggers, and fill it from the rows that stand.

    Called after every migration, because Alembic's batch mode copies a table and loses its triggers.
    """
    own = _own(connection) if connection.dialect.name == "postgresql" else ""
    for statement in spatial_index_statements(connection.dialect.name, table, own):
        connection.exec_driver_sql(statement)


def drop_spatial_index(connection: Connection, table: Table) -> None:
    """Take away the spatial index that a table had in a register of before."""
    index = index_name(table)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {_own(connection)}.{index}")
        return
    for event in ("insert", "update", "delete"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {index}_{event}")
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {index}")


def _own(connection: Connection) -> str:
    """Return the schema of this register: an index of the same name may be another's."""
    return str(connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one())


def spatial_index_statements(backend: str, table: Table, own: str = "") -> list[str]:
    """Return the DDL that makes a table's index anew; every name in it is one of ours.

    ``own`` is the schema of the register, of PostgreSQL.
    """
    box = box_columns(table)
    if box is None:
        return []
    name, index = table.name, index_name(table)
    west, south, east, north = box
    if backend == "postgresql":
        return [
            f"DROP INDEX IF EXISTS {own}.{index}",
            f"CREATE INDEX {index} ON {name} USING gist (({_place(table)}))",
        ]
    values = f"NEW.fid, NEW.{west}, NEW.{east}, NEW.{south}, NEW.{north}"
    add = f"INSERT INTO {index} SELECT {values} WHERE NEW.{west} IS NOT NULL;"
    fill = f"INSERT INTO {index} SELECT fid, {west}, {east}, {south}, {north} FROM {name}"  # noqa: S608 - our own names
    moved = " OR ".join(f"OLD.{side} IS NOT NEW.{side}" for side in dict.fromkeys(box))
    drop = f"DELETE FROM {index} WHERE fid = OLD.fid;"  # noqa: S608 - our own names
    return [
        *(f"DROP TRIGGER IF EXISTS {index}_{event}" for event in ("insert", "update", "delete")),
        f"DROP TABLE IF EXISTS {index}",
        f"CREATE VIRTUAL TABLE {index} USING rtree(fid, west, east, south, north)",
        f"{fill} WHERE {west} IS NOT NULL",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {name} BEGIN {add} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE ON {name} WHEN {moved} BEGIN {drop} {add} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {name} BEGIN {drop} END",
    ]


def _place(table: Table, of: str = "") -> str:
    """Return a row's geometry in the words in which PostgreSQL's index has it; ``of`` names the table."""
    if "geometry" in table.c:
        return f"{of}geometry"
    return f"ST_SetSRID(ST_MakePoint({of}lon, {of}lat), {SRID})"


def in_box(connection: Connection, table: Table, bounds: Box) -> ColumnElement[bool]:
    """Return the condition that the box of a table's row meets ``bounds``, edges included.

    ``bounds`` are in EPSG:4326 degrees. The index narrows (R*Tree keeps 32-bit numbers, about a metre too
    wide here), then the exact box is compared, so that both backends give the same rows. A table without
    place has no row in a box; one that has no index (``indexed``) is compared row by row.
    """
    box = box_columns(table)
    if box is None:
        return false()
    west, south, east, north = bounds
    left, low, right, high = (table.c[name] for name in box)
    exact = and_(left <= east, right >= west, low <= north, high >= south)
    if not table.info.get("indexed"):
        return exact
    if connection.dialect.name == "postgresql":
        narrow = f"{_place(table, f'{table.name}.')} && ST_MakeEnvelope(:west, :south, :east, :north, {SRID})"
    else:
        narrow = (
            f"{table.name}.fid IN (SELECT fid FROM {index_name(table)} "  # noqa: S608 - our own names
            "WHERE west <= :east AND east >= :west AND south <= :north AND north >= :south)"
        )
    return and_(text(narrow).bindparams(**dict(zip(_SIDES, bounds, strict=True))), exact)


def ids_in_box(connection: Connection, table: Table, bounds: Box, *also: ColumnElement[bool]) -> list[str]:
    """Return the ids (sorted) of rows whose box meets ``bounds`` and that are ``also``; see ``in_box``."""
    query = select(table.c.id).where(in_box(connection, table, bounds), *also)
    return sorted(connection.execute(query).scalars())
