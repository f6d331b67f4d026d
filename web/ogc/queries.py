"""What a request asks of a collection, read strictly: what cannot be used is refused with what is wanted."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from registry.errors import RefusalError
from registry.frames.columns import Dtype
from registry.model.vietnam_time import VIETNAM
from registry.services.register.mast_table import unknown_column
from web.frame.parameters import Arguments, is_mark
from web.ogc import filters
from web.ogc.filters import written_day
from web.ogc.systems import CRS84, System
from web.ogc.table import Mask, Rows, Table

MOST, USUAL = 10_000, 100
"""Rows in one answer: the most, and what is given where nothing is asked."""

LONGEST = 4000
"""Letters of the whole query of an address."""

GENERAL = ("f", "lang")
OF_ITEM = (*GENERAL, "crs")
OF_ITEMS = (
    *OF_ITEM, "bbox", "bbox-crs", "datetime", "filter", "filter-crs", "filter-lang", "limit", "offset",
    "properties", "skipGeometry",
)  # fmt: skip
OF_RECORDS = ("ids", "q")
FORMS = ("json", "html")
FILTER_LANGUAGE = "cql2-text"
_FAR = 1e9  # metres or degrees: beyond every system
_WHOLE = {"wanted_vi": "một số nguyên từ {least}", "wanted_en": "a whole number, {least} at least"}
_BOX = {
    "wanted_vi": "bốn số (hoặc sáu) cách nhau bằng dấu phẩy, nhỏ trước lớn sau, theo thứ tự trục",
    "wanted_en": "four numbers (or six) with commas, the smaller first, in the order of the system's axes",
}
_DAYS = {
    "wanted_vi": "một ngày như 2026-11-24, một lúc, hoặc một khoảng như 2026-01-01/2026-12-31, ../2026-12-31",
    "wanted_en": "a day or a moment as 2026-11-24, or an interval as 2026-01-01/2026-12-31, ../2026-12-31",
}
_YES_NO = {"wanted_vi": "true hoặc false", "wanted_en": "true or false"}


@dataclass(frozen=True, slots=True)
class Query:
    """A question to a collection: ``first`` and ``last`` are the days between which a row has to hold."""

    system: System
    first: dt.date | None
    last: dt.date | None
    limit: int = USUAL
    offset: int = 0
    areas: tuple[Any, ...] | None = None
    names: tuple[str, ...] | None = None
    outlines: bool = True
    properties: Mapping[str, str] = field(default_factory=dict)
    filter: Any = None
    filter_system: System | None = None
    terms: tuple[str, ...] | None = None
    ids: tuple[str, ...] | None = None

    def rows(self, table: Table, queryables: Mapping[str, str]) -> Rows:
        """Return the rows of a table that are asked for, in its order; ``queryables`` name its columns."""
        found = table.held_between(self.first, self.last)
        if self.areas is not None:
            found &= table.within(self.areas)
        if self.terms is not None:
            found &= table.saying(self.terms)
        if self.ids is not None:
            found &= table.named(self.ids)
        for name, text in self.properties.items():
            found &= _equal(table, queryables[name], name, text)
        if self.filter is not None and self.filter_system is not None:
            found &= filters.chosen(self.filter, table, queryables, self.filter_system)
        return np.flatnonzero(found)


def known_only(arguments: Arguments, names: Iterable[str]) -> None:
    """Refuse a query that is too long, a parameter that is not among ``names``, and one that stands twice."""
    if sum(len(name) + len(value) for name, value in arguments.items(multi=True)) > LONGEST:
        raise RefusalError("OGC-QUERY-LONG", longest=LONGEST)
    known = sorted(names)
    for name, given in arguments.lists():
        if name not in known and not is_mark(name):
            raise RefusalError("WEB-PARAMETER-UNKNOWN", name=name[:80], known=", ".join(known))
        if len(given) > 1:
            raise RefusalError("OGC-TWICE", name=name)


def form_of(arguments: Arguments, *, html: bool) -> str:
    """Return the form that is asked for: by ``f``, else a page where ``html`` says that a browser asks."""
    asked = arguments.get("f")
    if asked is None:
        return "html" if html else "json"
    if asked not in FORMS:
        raise RefusalError("OGC-FORM", value=asked[:40], known=", ".join(FORMS))
    return asked


def system_of(arguments: Arguments, name: str, offered: Mapping[str, System]) -> System:
    """Return the system that a parameter names; CRS84 where it is not given (``OGC-CRS``)."""
    asked = arguments.get(name, CRS84)
    if asked not in offered:
        raise RefusalError("OGC-CRS", name=name, value=asked[:120], known=", ".join(offered))
    return offered[asked]


def query_of(
    arguments: Arguments,
    offered: Mapping[str, System],
    table: Table,
    queryables: Mapping[str, str],
    day: dt.date,
) -> Query:
    """Return what is asked of a collection; where no time is named, the state of ``day``."""
    known_only(arguments, names_of(table, queryables))
    first: dt.date | None = day
    last: dt.date | None = day
    if "datetime" in arguments:
        first, last = _days(arguments["datetime"])
    text = arguments.get("filter")
    language = arguments.get("filter-lang", FILTER_LANGUAGE)
    if language != FILTER_LANGUAGE:
        raise RefusalError("OGC-FILTER-LANGUAGE", value=language[:40], known=FILTER_LANGUAGE)
    for one, other in (("bbox-crs", "bbox"), ("filter-crs", "filter")):
        if one in arguments and other not in arguments:
            raise RefusalError("OGC-WITHOUT", name=one, other=other)
    return Query(
        system=system_of(arguments, "crs", offered),
        first=first,
        last=last,
        limit=min(whole(arguments, "limit", 1, USUAL), MOST),
        offset=whole(arguments, "offset", 0, 0),
        areas=_areas(arguments, system_of(arguments, "bbox-crs", offered)) if "bbox" in arguments else None,
        names=_names(arguments, table) if "properties" in arguments else None,
        outlines=not _yes(arguments, "skipGeometry"),
        properties={name: arguments[name] for name in queryables if name in arguments},
        filter=filters.parsed(text) if text is not None else None,
        filter_system=system_of(arguments, "filter-crs", offered),
        terms=_listed(arguments, "q"),
        ids=_listed(arguments, "ids"),
    )


def names_of(table: Table, queryables: Mapping[str, str]) -> tuple[str, ...]:
    """Return the parameters that a collection takes."""
    return (*OF_ITEMS, *(OF_RECORDS if table.texts is not None else ()), *queryables)


def _listed(arguments: Arguments, name: str) -> tuple[str, ...] | None:
    if name not in arguments:
        return None
    return tuple(part for part in map(str.strip, arguments[name].split(",")) if part)


def whole(arguments: Arguments, name: str, least: int, usual: int) -> int:
    """Return a whole number, ``least`` at least, that a parameter says (``WEB-PARAMETER``)."""
    text = arguments.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        wanted = {key: words.format(least=least) for key, words in _WHOLE.items()}
        raise RefusalError("WEB-PARAMETER", name=name, value=text[:80], **wanted)
    return int(text)


def _yes(arguments: Arguments, name: str) -> bool:
    text = arguments.get(name, "false")
    if text not in ("true", "false"):
        raise RefusalError("WEB-PARAMETER", name=name, value=text[:80], **_YES_NO)
    return text == "true"


def _areas(arguments: Arguments, system: System) -> tuple[Any, ...]:
    text = arguments["bbox"]
    refusal = RefusalError("WEB-PARAMETER", name="bbox", value=text[:80], **_BOX)
    try:
        sides = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise refusal from error
    if len(sides) not in (4, 6) or not all(abs(side) < _FAR for side in sides):
        raise refusal
    one, two, three, four = sides if len(sides) == 4 else (sides[0], sides[1], sides[3], sides[4])
    round_the_world = system.uri == CRS84 or (system.turned and system.epsg == 4326)
    lows, highs = (one, two), (three, four)
    upright = 0 if system.turned else 1  # the axis that goes north
    if lows[upright] > highs[upright] or (not round_the_world and lows[1 - upright] > highs[1 - upright]):
        raise refusal
    found = tuple(system.areas((one, two, three, four)))
    if not all(np.isfinite(area.bounds).all() for area in found):  # a place that the plane does not reach
        raise refusal
    return found


def _names(arguments: Arguments, table: Table) -> tuple[str, ...]:
    asked = [name for name in arguments["properties"].split(",") if name]
    for name in asked:
        if name not in table.columns:
            raise RefusalError("OGC-PROPERTY", name=name[:80], known=", ".join(table.columns))
    return tuple(name for name in table.columns if name in asked)


def _days(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day of an interval, the same of one day; None: without end that way."""
    first, between, last = text.partition("/")
    try:
        if not between:
            day = _day(text)
            return day, day
        begins = None if first in ("", "..") else _day(first)
        ends = None if last in ("", "..") else _day(last)
    except ValueError as error:
        raise RefusalError("WEB-PARAMETER", name="datetime", value=text[:80], **_DAYS) from error
    if begins is not None and ends is not None and begins > ends:
        raise RefusalError("WEB-PARAMETER", name="datetime", value=text[:80], **_DAYS)
    return begins, ends


def _day(text: str) -> dt.date:
    """Return a day, or the day of Vietnam on which a moment falls."""
    if len(text) == 10:
        return written_day(text)
    moment = dt.datetime.fromisoformat(text)
    if "T" not in text.upper() or moment.tzinfo is None:
        raise ValueError(text)
    try:
        return moment.astimezone(VIETNAM).date()
    except OverflowError as error:  # the ends of the calendar
        raise ValueError(text) from error


def _equal(table: Table, column: str, name: str, text: str) -> Mask:
    """Return the rows whose column says what a parameter asks, read as the column's kind."""
    values, known = table.compared(column)
    value: Any = text
    try:
        match values.dtype.kind:
            case "f":
                value = float(text)
            case "b":
                value = {"true": True, "false": False}[text]
            case "M":
                value = np.datetime64(written_day(text), "D")
    except (ValueError, KeyError) as error:
        raise RefusalError("OGC-VALUE", name=name, value=text[:80]) from error
    found: Mask = np.asarray(values == value, dtype=bool) & known
    codes = table.columns[column].vocabulary if table.columns[column].dtype is Dtype.CHOICE else ()
    if codes and text not in codes and not found.any():  # no row would be a wrong answer to a wrong code
        raise unknown_column(name, text, codes)
    return found
