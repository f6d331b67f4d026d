"""What the tables, columns and codes of the register are called: ``data/codes/records.toml``, read.

What lists of masts say is called as in the dictionary of columns, with its unit.
"""

import contextlib
import datetime as dt
import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import shapely

from registry.columns import COLUMNS, CellType, Column, Level, stored_columns
from registry.messages import Words, number
from registry.model.areas import LAYERS, Layer
from registry.model.vietnam_time import written
from registry.settings import DATA

EMPTY = Words("(trống)", "(empty)")
BUILT, YEAR_ONLY = "built_on", "built_year_only"
BUILT_DAY = Words("Ngày xây dựng", "Day of building")
"""What the year of building is called where the whole day is known."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UNITS = {"_m": " m", "_km": " km", "_deg": "°", "_s": " s", "_ms": " m/s"}
_WHOLE_HASH = re.compile(r"[0-9a-f]{64}")
_SHOWN_OF_HASH = 12
_DEGREES = frozenset({"lon", "lat", "built_lon", "built_lat", "registered_lon", "registered_lat"})


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((DATA / "codes" / "records.toml").read_text(encoding="utf-8"))


@cache
def _listed() -> Mapping[tuple[str, str], Column]:
    """Return the columns that lists of masts say, by table and column."""
    return {(f"{level}s", item.stored): item for level in Level for item in stored_columns(level)}


@cache
def _by_name() -> Mapping[str, Column]:
    return {item.name: item for item in COLUMNS}


def word(kind: str, name: str, default: Words | None = None) -> Words:
    """Return what a table or column (``kind``: tables, columns, empty, batches) is called, else ``default``.

    The name itself where neither is there.
    """
    found = _words()[kind].get(name)
    if found is None:
        return default or Words(name, name)
    return Words(found["vi"], found["en"])


def has_word(kind: str, name: str) -> bool:
    """Whether the dictionary of records has a word for it."""
    return name in _words()[kind]


def settings_word(key: str) -> Words:
    """Return what a setting of the office is; settings of one page may have words in common."""
    own = [beginning for beginning in _words()["settings"] if key.startswith(beginning)]
    return word("settings", max(own, key=len)) if own else word("tables", "settings")


@lru_cache(maxsize=4096)
def column_word(table: str, column: str) -> Words:
    """Return what a column of a table is called; with its unit where that is not said with its values."""
    item = _listed().get((table, column))
    if item is None and not has_word("columns", column):
        item = _by_name().get(column)
    return word("columns", column) if item is None else Words(item.label("vi"), item.label("en"))


def value_words(table: str, column: str, value: Any) -> Words:
    """Return what a column holds, with its unit, day or word; ``EMPTY`` where that is nothing."""
    if value in (None, "", [], {}):
        return EMPTY
    if column == "geometry":
        return _shape(str(value))
    if column in ("layer", "territory") and isinstance(value, str) and value in set(Layer):
        label = LAYERS[Layer(value)].label
        return Words(label["vi"], label["en"])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(table, column, float(value))
    return said(table, value)


def built_words(day: Any, *, year_only: bool) -> Words:
    """Return when a mast was built: the year where only that is known, which is kept by its first day."""
    if year_only and isinstance(day, str | dt.date):
        return _same(str(day)[:4])
    return value_words("structures", BUILT, day)


def said(table: str, value: Any) -> Words:
    """Return any value in words: numbers and days as people write them, codes by their word."""
    if isinstance(value, bool):
        return Words("có", "yes") if value else Words("không", "no")
    if isinstance(value, float):
        return _decimal(value, 6)
    if isinstance(value, dt.date):
        return _same(f"{value:%d/%m/%Y}")
    if isinstance(value, list | tuple):
        parts = [said(table, item) for item in value]
        return Words("; ".join(part.vi for part in parts), "; ".join(part.en for part in parts))
    if isinstance(value, Mapping):
        return _same(json.dumps(value, ensure_ascii=False, default=str))
    return _text(table, str(value))


def _text(table: str, text: str) -> Words:
    with contextlib.suppress(ValueError, OverflowError):  # typed: what only looks like a day is said as it is
        if _MOMENT.fullmatch(text):
            return _same(written(dt.datetime.fromisoformat(text)))
        if _DAY.fullmatch(text):
            return _same(f"{dt.date.fromisoformat(text):%d/%m/%Y}")
    if _WHOLE_HASH.fullmatch(text):
        return _same(f"{text[:_SHOWN_OF_HASH]}…")
    codes = _words()["values"]
    found = codes.get(table, {}).get(text) or codes["any"].get(text)
    return _same(text) if found is None else Words(found["vi"], found["en"])


def _number(table: str, column: str, value: float) -> Words:
    item = _listed().get((table, column))
    if item is not None:
        unit = f" {item.unit}" if item.unit and item.type is not CellType.DATE else ""
        found = _decimal(value, 2)
        return Words(f"{found.vi}{unit}", f"{found.en}{unit}")
    if column in _DEGREES:
        return _decimal(value, 7)
    if value.is_integer() and not any(column.endswith(end) for end in _UNITS):
        return _same(str(int(value)))  # years, numbers of rows: counted, never grouped
    called = column_word(table, column).vi
    unit = "" if "(" in called else next((u for end, u in _UNITS.items() if column.endswith(end)), "")
    found = _decimal(value, 2 if unit else 6)
    return Words(f"{found.vi}{unit}", f"{found.en}{unit}")


def _decimal(value: float, most: int) -> Words:
    """Return a number with as many decimals as it has, at most so many."""
    decimals = len(f"{value:.{most}f}".rstrip("0").partition(".")[2])
    return Words(number(value, decimals, "vi"), number(value, decimals, "en"))


def _shape(wkb: str) -> Words:
    try:
        count = int(shapely.get_num_coordinates(shapely.from_wkb(wkb)))
    except shapely.errors.ShapelyError:
        return _same("?")
    return Words(f"hình có {count} đỉnh", f"a shape of {count} corners")


def _same(text: str) -> Words:
    return Words(text, text)
