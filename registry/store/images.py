"""Images: a row as the ledger writes it, and back.

An image holds the columns that are not empty and not derived, by name: text as it is, numbers in their
column's type, days as ISO text, geometries as hexadecimal WKB, JSON values as they are. Its canonical JSON is
what the ledger stores and hashes, so one content has one text on every backend.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import repeat
from operator import itemgetter
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Boolean, Date, Double, Integer, Table, Text

from registry.errors import WrongCallError
from registry.store.geometry import (
    Geometry,
    box_columns,
    boxes,
    derive_box,
    stored_shapes,
    wkb_hex,
    wkb_hexes,
)
from registry.store.tables import LEDGERED, Json, canonical_json

Image = dict[str, Any]


def clean(value: Any) -> str:
    """Return a text without what a database cannot hold (NUL, lone surrogates)."""
    text = value if type(value) is str else str(value)
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
        found[str(column.name)] = next(make for kind, make in _ENCODERS if isinstance(column.type, kind))
    return found


@cache
def _defaults(table: Table) -> dict[str, str]:
    return {
        str(column.name): ""
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
        make = known.get(name)
        if make is not None:
            made = make(value)
            if made != "":
                image[str(name)] = made  # a name of SQLAlchemy's is a kind of text that orjson refuses
        elif name not in table.c:
            raise WrongCallError(f"table {table.name} has no column {name}")
    return image


def encode_rows(table: Table, rows: Sequence[Mapping[str, Any]]) -> list[Image]:
    """Return the images of many rows: as ``encode``, with the shapes of all written at once."""
    if "geometry" not in encoders(table):
        return [encode(table, row) for row in rows]
    shapes = [row.get("geometry") for row in rows]
    written = wkb_hexes([None if isinstance(shape, str) else shape for shape in shapes])
    return [
        encode(table, row if hexed is None else {**row, "geometry": hexed})
        for row, hexed in zip(rows, written, strict=True)
    ]


def of_columns(table: Table, columns: Mapping[str, Sequence[Any]]) -> list[Image]:
    """Return the images of rows whose columns stand as the driver gives them: days and shapes as it does.

    A value that is not of its column's kind is a ValueError, TypeError or ShapelyError, as on reading it.
    """
    known = {name: values for name, values in columns.items() if name in encoders(table)}
    written = [
        _HELD[kind](values) if (kind := _kind(table, name)) in _HELD else values
        for name, values in known.items()
    ]
    return [
        {name: value for name, value in zip(known, row, strict=True) if value is not None and value != ""}
        for row in zip(*written, strict=True)
    ]


def _kind(table: Table, name: str) -> type:
    return next(kind for kind, _ in _ENCODERS if isinstance(table.c[name].type, kind))


def _each(make: Callable[[Any], Any]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    return lambda values: [None if value is None else make(value) for value in values]


def _shapes(values: Sequence[Any]) -> Sequence[Any]:
    return wkb_hexes(shapely.from_wkb(np.array(values, dtype=object)))


_HELD: dict[type, Callable[[Sequence[Any]], Sequence[Any]]] = {
    Geometry: _shapes,
    Json: _each(lambda text: _json(json.loads(text))),
    Boolean: _each(bool),
    Date: _each(_day),
    Double: _each(_real),
    Integer: _each(int),
}


def bound_rows(table: Table, rows: Sequence[Image], backend: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns (derived ones too, but ``fid``) and the rows of images as a driver binds them."""
    names = list(encoders(table))
    whole: Image = {**dict.fromkeys(names), **_defaults(table)}
    turned: list[tuple[str, Callable[[Any], Any]]] = [
        (name, canonical_json) for name in names if _kind(table, name) is Json
    ]
    if backend != "sqlite":
        turned += [(name, dt.date.fromisoformat) for name in _days(table)]
    shapes: Any = repeat(None)
    if "geometry" in whole:
        hexes = [row.get("geometry") for row in rows]
        shapes = zip(stored_shapes(hexes, backend), boxes(hexes), strict=True)
        names += box_columns(table) or ()
    take = itemgetter(*[name for name in names if name in whole])
    at = names.index("geometry") if "geometry" in whole else 0
    bound = []
    for image, shape in zip(rows, shapes, strict=False):
        row = {**whole, **image}
        for name, turn in turned:
            if name in image:
                row[name] = turn(image[name])
        values = take(row)
        if shape is not None:
            values = (*values[:at], shape[0], *values[at + 1 :], *shape[1])
        bound.append(values)
    return names, bound


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
