"""Delimited tables with a header: what office tools write, what people type, archives with a row of units."""

import csv
import io
from collections import Counter
from collections.abc import Iterable

from registry.errors import RefusalError
from registry.storm.asking import Asking, TrackReading
from registry.storm.sources.checked import Notes
from registry.storm.sources.columns import column_of, unit_named
from registry.storm.sources.given import Given, reading_of
from registry.storm.sources.rows import Rows, track_of

_DELIMITERS = "\t;|,"
NEEDED = ("time", "lat", "lon")
_HEAD = 20_000  # characters in which a header stands
# Layouts that are known to go by these units; suggested, and still asked.
_LAYOUTS: tuple[tuple[frozenset[str], dict[str, str]], ...] = (
    (frozenset({"track_id", "sshs_cat"}), {"wind_unit": "kt", "averaging": "60", "time_zone": "UTC"}),
    (frozenset({"track_id", "slp"}), {"wind_unit": "kt", "averaging": "600", "time_zone": "UTC"}),
    (
        frozenset({"iso_time"}),
        {"wind_unit": "kt", "averaging": "600", "length_unit": "nmi"},
    ),
    (frozenset({"r34_quadrants"}), {"averaging": "60", "time_zone": "UTC"}),
)


def looks_like_table(text: str) -> bool:
    """Whether one of the first lines of a text is a header that names time, latitude and longitude."""
    return read_table(text[:_HEAD].rpartition("\n")[0] if len(text) > _HEAD else text) is not None


def read_delimited(given: Given) -> TrackReading:
    """Return the track of a delimited table."""
    rows, notes = read_table(given.text), Notes()
    if rows is None:
        raise RefusalError("TRACK-KIND-UNKNOWN")
    asking = Asking(given.answers, suggested(rows.headers))
    return reading_of("table", track_of(rows, asking, notes, given.this_year), asking, notes)


def suggested(headers: Iterable[str]) -> dict[str, str]:
    """Return what the layout of a table usually goes by, by question."""
    names = {header.strip().lower() for header in headers}
    return next((found for needed, found in _LAYOUTS if needed <= names), {})


def read_table(text: str) -> Rows | None:
    """Return the rows of a delimited text whose header names time, latitude and longitude; else None.

    Lines above the header (a title) are passed over, as long as they are few.
    """
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: Rows | None = None
    names: list[str] = []
    try:
        line = 1
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if rows is None:
                columns = {cell: column for cell in cells if (column := column_of(cell)) is not None}
                if {column.field for column in columns.values()}.issuperset(NEEDED):
                    rows, names = Rows(columns, source="bảng", headers=tuple(cells)), cells
                elif start > 10:
                    return None
                continue
            if not rows.cells and _is_units(rows, names, cells):
                continue
            rows.cells.append(dict(zip(names, cells, strict=False)))
            rows.lines.append(start)
    except csv.Error:
        return None
    return rows


def _delimiter(text: str) -> str:
    head = text[:20_000].splitlines()[:12]
    counted = {sign: Counter(line.count(sign) for line in head if line.strip()) for sign in _DELIMITERS}
    for sign in _DELIMITERS:
        times, lines = max(counted[sign].items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if times >= 2 and lines >= 2:
            return sign
    return ","


def _is_units(rows: Rows, names: list[str], cells: list[str]) -> bool:
    """Whether a row under the header names units (as IBTrACS writes them); they are taken over."""
    found = dict(zip(names, cells, strict=False))
    time = found.get(rows.header("time"), "").strip()
    units = {header: unit_named(found.get(header, "")) for header in rows.columns}
    if time or not any(units.values()):
        return False
    for header, unit in units.items():
        if unit:
            rows.columns[header] = rows.columns[header]._replace(unit=unit)
    return True
