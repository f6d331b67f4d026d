"""The rows of a collection, made ready to be chosen from and to be sent.

Columns become arrays that compare by their type, outlines a tree, and every row the bytes of its GeoJSON:
made when it is first sent, kept while the data is the same.
"""

import datetime as dt
import math
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import orjson
import shapely

from registry.frames.columns import Dtype, FrameColumn
from registry.frames.features import Features
from web.ogc.systems import System

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Box = tuple[float, float, float, float]
_HEADS = b'{"type":"Feature","id":'


class Compared(NamedTuple):
    """A column to compare: its values, and where there is one."""

    values: Any
    known: Mask


class Table:
    """The rows of a collection; what a property is called is a column's name.

    ``texts`` are what a search by words reads of each row, in small letters; None: it is not searched so.
    """

    texts: list[str] | None = None

    def __init__(self, features: Features) -> None:
        self.features = features
        self.columns = {item.name: item for item in features.columns}
        self.names = [orjson.dumps(identity) for identity in features.ids]
        self._compared: dict[str, Compared] = {}
        self._properties: dict[tuple[str, ...], dict[int, bytes]] = {}
        self._outlines: dict[str, dict[int, bytes]] = {}

    def __len__(self) -> int:
        return len(self.features)

    @cached_property
    def shapes(self) -> Any:
        """The outlines, None where there is none; areas turned as GeoJSON asks."""
        found = np.array(self.features.shapes, dtype=object)
        found[shapely.is_empty(found)] = None
        return shapely.orient_polygons(found)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The outlines by place."""
        return shapely.STRtree(self.shapes)

    @cached_property
    def at(self) -> dict[str, int]:
        """The row of each id."""
        return {str(identity): row for row, identity in enumerate(self.features.ids)}

    @cached_property
    def extent(self) -> Box | None:
        """West, south, east and north of all outlines; None where there is none."""
        placed = [shape for shape in self.shapes if shape is not None]
        if not placed:
            return None
        west, south, east, north = map(float, shapely.total_bounds(placed))
        return west, south, east, north

    @cached_property
    def first_day(self) -> dt.date | None:
        """The first day of which anything is known; None where rows are there from ever."""
        known = self.features.first[~np.isnat(self.features.first)]
        return known.min().astype(object) if len(known) else None

    def held_between(self, first: dt.date | None, last: dt.date | None) -> Mask:
        """Return which rows held on any day from ``first`` to ``last`` (None: without end that way)."""
        found = np.ones(len(self), dtype=bool)
        if last is not None:
            began = self.features.first
            found &= np.isnat(began) | (began <= np.datetime64(last, "D"))
        if first is not None:
            ended = self.features.last
            found &= np.isnat(ended) | (ended >= np.datetime64(first, "D"))
        return found

    def saying(self, terms: Iterable[str]) -> Mask:
        """Return which rows say any of some terms."""
        wanted = [term.casefold() for term in terms]
        return np.array([any(term in text for term in wanted) for text in self.texts or ()], dtype=bool)

    def named(self, ids: Iterable[str]) -> Mask:
        """Return which rows have any of some ids."""
        found = np.zeros(len(self), dtype=bool)
        found[[self.at[one] for one in ids if one in self.at]] = True
        return found

    def within(self, areas: Iterable[Any]) -> Mask:
        """Return which outlines meet any of some areas of EPSG:4326; what has no outline meets none."""
        found = np.zeros(len(self), dtype=bool)
        for area in areas:
            found[self.tree.query(area, predicate="intersects")] = True
        return found

    def compared(self, name: str) -> Compared:
        """Return a column to compare with: texts, numbers, days or booleans."""
        if name not in self._compared:
            self._compared[name] = _compared(self.columns[name], self.features.values[name])
        return self._compared[name]

    def properties(self, row: int, names: tuple[str, ...]) -> dict[str, Any]:
        """Return what a row says in these columns, as JSON has it."""
        return {name: plain(self.columns[name], self.features.values[name][row]) for name in names}

    def encoded(self, rows: Rows, names: tuple[str, ...], system: System | None) -> list[bytes]:
        """Return the GeoJSON of rows with these columns, in a system (None: without their outlines)."""
        chosen = rows.tolist()
        said = self._properties.setdefault(names, {}) if len(names) == len(self.columns) else {}
        for row in chosen:
            if row not in said:
                said[row] = orjson.dumps(self.properties(row, names))
        outlines = {} if system is None else self._drawn(chosen, system)
        return [
            b'%s%s,"geometry":%s,"properties":%s}'
            % (_HEADS, self.names[row], outlines.get(row, b"null"), said[row])
            for row in chosen
        ]

    def _drawn(self, chosen: list[int], system: System) -> dict[int, bytes]:
        drawn = self._outlines.setdefault(system.uri, {})
        missing = [row for row in chosen if row not in drawn]
        if missing:
            texts = shapely.to_geojson(system.from_lon_lat(self.shapes[missing]))
            for row, text in zip(missing, texts, strict=True):
                drawn[row] = b"null" if text is None else text.encode()
        return drawn


def plain(column: FrameColumn, value: Any) -> Any:
    """Return a value as JSON has it: a day as ISO text, what is not known as null."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    match column.dtype:
        case Dtype.YES_NO:
            return bool(value)
        case Dtype.NUMBER:
            return float(value)
        case Dtype.WHOLE:
            return int(value)
    return str(value) or None


def _compared(column: FrameColumn, values: Any) -> Compared:
    held = [plain(column, value) for value in values]
    known = np.array([value is not None for value in held], dtype=bool)
    kinds: dict[Dtype, tuple[Any, Any]] = {
        Dtype.NUMBER: (float, 0.0),
        Dtype.WHOLE: (float, 0.0),
        Dtype.YES_NO: (bool, False),
        Dtype.DAY: ("datetime64[D]", "1970-01-01"),
    }
    dtype, nothing = kinds.get(column.dtype, (object, ""))
    return Compared(np.array([nothing if one is None else one for one in held], dtype=dtype), known)
