"""A list that comes as a frame of pandas or GeoPandas: read as a sheet is, with the same issues.

Column names are headers, values are cells, and the geometry is the position, brought to EPSG:4326 from the
frame's own system. Rows count from 1 in the order of the frame; who shows an issue names the row by its
label.
"""

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.geo.crs import of_file
from registry.intake.headers import first_row_header, match
from registry.intake.parsed import HintSource, ParsedList, ParsedRow
from registry.intake.raw import Cell, RawSheet
from registry.intake.sheet_reader import SheetReader
from registry.messages import issue_of
from registry.model.issues import Issue

if TYPE_CHECKING:
    import pandas as pd

_PLACES = frozenset({"lon", "lat", "position", "northing", "easting"})
_DEGREES, _POINT = ("lon", "lat"), "position"


@dataclass(frozen=True, slots=True)
class FrameList:
    """A frame as it was read; ``labels`` are the labels of its rows: that of row n is ``labels[n - 1]``."""

    parsed: ParsedList
    labels: tuple[Any, ...]


def is_frame(source: Any) -> bool:
    """Whether something is a frame of pandas; asked without importing pandas."""
    return hasattr(source, "columns") and hasattr(source, "index") and hasattr(source, "itertuples")


def read_frame(
    frame: "pd.DataFrame",
    kind: ListKind,
    *,
    hints: HintSource | None = None,
    operator: str = "",
    name: str = "frame",
) -> FrameList:
    """Read a frame as a list of a kind and say everything that was not understood; every row is a row.

    A geometry that is missing, empty, no point, or of a frame that names no system is an issue of its row
    (``FRAME-NO-POINT``, ``FRAME-NOT-A-POINT``, ``FRAME-NO-CRS``, ``FRAME-NOT-IN-CRS``) and no position; so is
    a value that no cell can hold (``FRAME-VALUE``). Raises RefusalError for a frame without columns
    (``FILE-NO-HEADER``). ``hints`` and ``operator`` as ``registry.intake.reading.read_list``.
    """
    issues: list[Issue] = []
    headers, table = _cells(frame, issues)
    points = _points(frame, issues)
    if points is not None:
        stated = any(match(text, kind).split(":")[0] in _PLACES for text in headers)
        headers, table = _with_points(headers, table, points, apart=stated)
    if not headers:
        raise RefusalError("FILE-NO-HEADER", name=name)
    rows = [list(headers), *map(list, zip(*table, strict=True))]
    sheet = RawSheet("", rows, lines=list(range(len(rows))))
    parsed = ParsedList(name, _digest(rows), kind, (), [], issues)
    spoken: list[Issue] = []
    reader = SheetReader(
        sheet, first_row_header(sheet, kind), kind=kind, hints=hints, operator=operator, rows=parsed.rows,
        issues=spoken, every_row=True,
    )  # fmt: skip
    parsed.sheets = (reader.read(),)
    told = {issue.row for issue in issues if issue.code in _NO_PLACE}
    issues += [issue for issue in spoken if not (issue.code == "COORD-MISSING" and issue.row in told)]
    if points is not None and points.system:
        parsed.rows[:] = [points.said(row) for row in parsed.rows]
    if not parsed.rows:
        issues.append(issue_of("LIST-EMPTY"))
    return FrameList(parsed, tuple(frame.index))


_NO_PLACE = frozenset({"FRAME-NO-POINT", "FRAME-NOT-A-POINT", "FRAME-NO-CRS", "FRAME-NOT-IN-CRS"})


@dataclass(frozen=True, slots=True)
class _Points:
    """Longitude and latitude of each row (nan: none), and what they were before: ``x``, ``y`` in ``system``
    ("" for EPSG:4326)."""

    lon: Any
    lat: Any
    x: Any
    y: Any
    system: str

    def said(self, row: ParsedRow) -> ParsedRow:
        """Return a row whose position says in which system it was stated, and with which numbers."""
        at = row.row - 1
        if row.position.known and math.isfinite(self.lon[at]):
            raw = (f"{self.x[at]:.10g}", f"{self.y[at]:.10g}")
            row.position = replace(row.position, raw=raw, crs=self.system)
        return row


def _points(frame: Any, issues: list[Issue]) -> _Points | None:
    """Return the points of a frame's active geometry; None where it has none."""
    name = getattr(frame, "_geometry_column_name", None)
    if name is None or name not in frame.columns:
        return None
    shapes = np.asarray(frame.geometry.values, dtype=object)
    lon, lat = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    single = [_one_point(shape) for shape in shapes]
    x, y = shapely.get_x(single), shapely.get_y(single)
    placed = np.isfinite(x) & np.isfinite(y)
    crs = frame.crs
    system = ""
    if crs is not None:
        epsg = crs.to_epsg()
        if epsg == 4326:
            lon[placed], lat[placed] = x[placed], y[placed]
        elif (change := of_file(crs)) is None:
            crs = None  # one whose datum nobody knows
        elif placed.any():
            system = f"EPSG:{epsg}" if epsg else str(crs.name)
            lon[placed], lat[placed] = change.transform(x[placed], y[placed])
    for at, shape in enumerate(shapes):
        code, params = "", {}
        if shape is None or shape.is_empty:
            code = "FRAME-NO-POINT"
        elif not placed[at]:
            code, params = "FRAME-NOT-A-POINT", {"kind": shape.geom_type}
        elif crs is None:
            code, params = "FRAME-NO-CRS", {"x": float(x[at]), "y": float(y[at])}
        elif not (math.isfinite(lon[at]) and math.isfinite(lat[at])):
            code, params = "FRAME-NOT-IN-CRS", {"x": float(x[at]), "y": float(y[at]), "system": system}
            lon[at] = lat[at] = np.nan
        if code:
            issues.append(issue_of(code, row=at + 1, column=str(name), params=params))
    return _Points(lon, lat, x, y, system)


def _one_point(shape: Any) -> Any:
    """Return a shape that is one point, also where it is written as several of one; None for any other."""
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type == "MultiPoint" and len(shape.geoms) == 1:
        return shape.geoms[0]
    return shape if shape.geom_type == "Point" else None


def _with_points(
    headers: Sequence[str], table: Sequence[list[Cell]], points: _Points, *, apart: bool
) -> tuple[list[str], list[list[Cell]]]:
    """Put the points before the columns: as two numbers, or as one text where the frame states places too.

    Two forms of a place are compared by whoever reads the row.
    """
    known = np.isfinite(points.lon)
    lon, lat = points.lon.tolist(), points.lat.tolist()
    pairs = list(zip(lon, lat, known.tolist(), strict=True))
    if apart:
        own = [[f"POINT ({one!r} {other!r})" if there else "" for one, other, there in pairs]]
        return [_POINT, *headers], [*own, *table]
    degrees = [
        [one if there else "" for one, _, there in pairs],
        [two if there else "" for _, two, there in pairs],
    ]
    return [*_DEGREES, *headers], [*degrees, *table]


def _cells(frame: Any, issues: list[Issue]) -> tuple[list[str], list[list[Cell]]]:
    """Return the frame's columns but those of shapes, each as the cells of a sheet."""
    headers: list[str] = []
    table: list[list[Cell]] = []
    active = getattr(frame, "_geometry_column_name", None)
    for place, name in enumerate(frame.columns):
        column = frame.iloc[:, place]
        if str(column.dtype) == "geometry":
            if name != active:
                issues.append(issue_of("FRAME-OTHER-SHAPE", column=str(name)))
            continue
        lacking = np.asarray(column.isna(), dtype=bool)
        values = np.asarray(column.astype(object), dtype=object)
        cells: list[Cell] = []
        for at, (value, none) in enumerate(zip(values, lacking, strict=True)):
            cell, plain = ("", True) if none else _cell(value)
            if not plain:
                issues.append(
                    issue_of(
                        "FRAME-VALUE", row=at + 1, column=str(name), value=str(cell),
                        params={"kind": type(value).__name__},
                    )
                )  # fmt: skip
            cells.append(cell)
        headers.append(str(name))
        table.append(cells)
    return headers, table


def _cell(value: Any) -> tuple[Cell, bool]:
    """Return a value as a cell holds it, and whether a cell can."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, str | bool | float):
        return str(value) if isinstance(value, str) else value, True
    if isinstance(value, int):
        return float(value) if abs(value) < 1e15 else str(value), True
    if isinstance(value, dt.datetime):
        return (value.date() if value.time() == dt.time() else value.replace(tzinfo=None)), True
    if isinstance(value, dt.date):
        return value, True
    if isinstance(value, Decimal):
        return float(value), True
    if isinstance(value, list | tuple | set | frozenset) and all(isinstance(one, str) for one in value):
        return ", ".join(value if isinstance(value, list | tuple) else sorted(value)), True
    return f"⟨{type(value).__name__}⟩", False


def _digest(rows: Iterable[Sequence[Cell]]) -> str:
    """Return the SHA-256 of the cells: the same frame has the same one."""
    found = hashlib.sha256()
    for row in rows:
        found.update(json.dumps(row, ensure_ascii=False, default=str).encode() + b"\n")
    return found.hexdigest()
