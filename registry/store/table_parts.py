"""What tables are made of: the metadata, the column types, and the columns that many tables have.

Apart from the tables, so that each part of the register may declare its own; ``registry.store.tables``
gathers them all.
"""

import json
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

from registry.store.geometry import Geometry

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# PostgreSQL would sort text by the rules of its own language; "C" is the order that SQLite has.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


_PLAIN_KINDS = frozenset({str, int, bool, type(None)})
_LEAST, _MOST = 1e-4, 1e16  # between them ``repr`` writes no exponent, and orjson the same digits


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys, no spaces, letters kept and floats as ``repr`` writes them."""
    if _written_alike(value):
        try:  # a tenth of the time, and an import writes 100,000 of them
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        except TypeError:  # a lone surrogate, a whole number of more than 64 bits
            pass
    return _CANONICAL.encode(value)


def _written_alike(value: Any) -> bool:
    """Whether orjson writes a value as ``json`` does, to the byte, or refuses it."""
    kind = type(value)
    if kind in _PLAIN_KINDS:
        return True
    if kind is float:
        return bool(_LEAST <= abs(value) < _MOST or value == 0.0)
    if kind is dict:
        for key, item in value.items():
            if type(key) is not str or not (type(item) in _PLAIN_KINDS or _written_alike(item)):
                return False
        return True
    if kind is list or kind is tuple:
        return all(map(_written_alike, value))
    return False


class UnreadableValueError(ValueError):
    """A column holds what its kind cannot be: somebody changed the database behind the register's back."""


class Json(TypeDecorator[Any]):
    """A JSON value as canonical text, so that both backends give back exactly what was written."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the value as canonical JSON."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the value back; what nobody who writes by the ledger has written is no fault of ours."""
        try:
            return None if value is None else json.loads(value)
        except ValueError as error:
            raise UnreadableValueError(str(error)) from error


def key(name: str = "id") -> Column[str]:
    """Return the text key of a ledgered table."""
    return Column(name, TEXT, primary_key=True)


def spatial_key() -> tuple[Column[Any], Column[Any]]:
    """Return the two keys of a table with a place: the stable integer and the text key."""
    return Column("fid", Integer, primary_key=True), Column("id", TEXT, nullable=False, unique=True)


def version() -> Column[int]:
    """Return the column that grows with every change."""
    return Column("version", Integer, nullable=False)


def text(name: str) -> Column[str]:
    """Return a text column that is "" where nothing is stated."""
    return Column(name, TEXT, nullable=False, server_default="")


def reference(name: str, target: str, *, nullable: bool = False) -> Column[str]:
    """Return a column that names a record of another table (``target``: "sites.id")."""
    # Checked at commit, so that a batch may write parents and children in any order.
    return Column(
        name, TEXT, ForeignKey(target, deferrable=True, initially="DEFERRED"), nullable=nullable, index=True
    )


def geometry() -> tuple[Column[Any], ...]:
    """Return the columns of a shape (EPSG:4326) and its box."""
    return (
        Column("geometry", Geometry),
        Column("west", Double),
        Column("south", Double),
        Column("east", Double),
        Column("north", Double),
    )


_BOX = ("west", "south", "east", "north")
AREA: dict[str, Any] = {"key": "id", "box": _BOX, "derived": frozenset({"fid", *_BOX})}
PLACE: dict[str, Any] = {"key": "id", "box": ("lon", "lat", "lon", "lat"), "derived": frozenset({"fid"})}
PLAIN: dict[str, Any] = {"key": "id", "derived": frozenset()}


def named(column: str) -> dict[str, Any]:
    """Return the info of a table whose key has another name than ``id``."""
    return {**PLAIN, "key": column}
