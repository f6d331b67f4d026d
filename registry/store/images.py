"""Images: a row as the ledger writes it, and back.

An image holds the columns that are not empty and not derived, by name: text as it is, numbers in their
column's type, days as ISO text, geometries as hexadecimal WKB, JSON values as they are. Its canonical JSON is
what the ledger stores and hashes, so one content has one text on every backend.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import shapely
from sqlalchemy import Boolean, Date, Double, Integer, Table, Text

from registry.errors import WrongCallError
from registry.store.geometry import Geometry, derive_box, wkb_hex
from registry.store.tables import LEDGERED, Json, canonical_json

Image = dict[str, Any]


def clean(value: Any) -> str:
    """Return a text without what a database cannot hold (NUL, lone surrogates)."""
    text = str(value)
    if "\x00" in text:  # PostgreSQL's text cannot hold it, and it says nothing
        text = text.replace("\x00", "")
    if not text.isascii():  # a lone surrogate, which some broken files contain, is no Unicode text
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text


def _real(value: Any) -> float:
    number = float(value) + 0.0  # SQLite does not keep the sign of -0.0
    if number - number != 0.0:
        raise WrongCallError(f"the store holds finite numbers only, not {number}")
    return number


def _day(value: Any) -> str:
    if isinstance(value, dt.datetime):
        raise WrongCallError("a day is a date without a time")
    if isinstance(value, dt.date):
        return value.isoformat()
    return dt.date.fromisoformat(value).isoformat()


def _json(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(key): _json(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(_json(item) for item in value)
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return _real(value)
    return value


def _geometry(value: Any) -> str:
    return value if isinstance(value, str) else wkb_hex(value)


_ENCODERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (Geometry, _geometry),
    (Json, _json),
    (Boolean, bool),
    (Date, _day),
    (Double, _real),
    (Integer, int),
    (Text, clean),
)


@cache
def encoders(table: Table) -> dict[str, Callable[[Any], Any]]:
    """Return, for every column that an image may hold, the function that writes its value."""
    found = {}
    for column in table.columns:
        if column.name in table.info["derived"]:
            continue
        found[column.name] = next(make for kind, make in _ENCODERS if isinstance(column.type, kind))
    return found


@cache
def _defaults(table: Table) -> dict[str, str]:
    return {
        column.name: ""
        for column in table.columns
        if column.server_default is not None and column.name not in table.info["derived"]
    }


def encode(table: Table, row: Mapping[str, Any]) -> Image:
    """Return the image of a row (values as Python has them); a column the table lacks is a wrong call."""
    known = encoders(table)
    image: Image = {}
    for name, value in row.items():
        if value is None or value == "":
            continue
        if name in known:
            image[name] = known[name](value)
        elif name not in table.c:
            raise WrongCallError(f"table {table.name} has no column {name}")
    return {name: value for name, value in image.items() if value != ""}


def decode(table: Table, image: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full row of an image, derived columns (but ``fid``) included, ready to be bound."""
    row: dict[str, Any] = dict.fromkeys(encoders(table))
    row.update(_defaults(table))
    row.update(image)
    for name in _days(table):
        if row[name] is not None:
            row[name] = dt.date.fromisoformat(row[name])
    if "geometry" in row:
        if row["geometry"] is not None:
            row["geometry"] = shapely.from_wkb(row["geometry"])
        derive_box(row, row["geometry"])
    return row


@cache
def _days(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if isinstance(column.type, Date))


def table_of(name: str) -> Table:
    """Return a ledgered table by name; another name is a wrong call."""
    try:
        return LEDGERED[name]
    except KeyError as error:
        raise WrongCallError(f"{name} is not a ledgered table") from error


def same_content(one: Image, other: Image) -> bool:
    """Whether two images say the same, whatever their version."""
    return _content(one) == _content(other)


def _content(image: Image) -> Image:
    return {name: value for name, value in image.items() if name != "version"}


def write(image: Image) -> str:
    """Return the canonical JSON of an image."""
    return canonical_json(image)


def parse(text: str) -> Image:
    """Read an image back from its canonical JSON."""
    found: Image = json.loads(text)
    return found
