"""The archive IBTrACS with its own columns: a row of units, UTC, and winds by agency, each its averaging.

One agency's winds are taken, with its radii: those of agencies side by side are means over 1, 2 and 10
minutes and must not be mixed. ``NUMBER`` counts the storms of a season in the world and is no Vietnamese
number; it is left out.
"""

from collections.abc import Mapping
from typing import Any

from registry.errors import RefusalError
from registry.storm.asking import Asking, Choice, TrackReading
from registry.storm.sources.checked import Notes, blank, number_of
from registry.storm.sources.columns import QUADRANTS, Column
from registry.storm.sources.given import Given, reading_of
from registry.storm.sources.quadrants import of_halves
from registry.storm.sources.rows import Rows, track_of
from registry.storm.sources.table import read_table
from registry.storm.units import KNOT_MS

AGENCIES: dict[str, tuple[str, int]] = {
    "USA": ("JTWC, NHC", 60),
    "TOKYO": ("RSMC Tokyo", 600),
    "HKO": ("HKO", 600),
    "KMA": ("KMA", 600),
    "CMA": ("CMA", 120),
}
"""Beginning of an agency's columns: what it is called, and the seconds of its means."""
_OWN = {"SID": "storm", "NAME": "name", "SEASON": "season", "LAT": "lat", "LON": "lon"}
_DIRECTIONS = {
    "1": "NORTHEAST", "2": "EAST", "3": "SOUTHEAST", "4": "SOUTH", "5": "SOUTHWEST", "6": "WEST",
    "7": "NORTHWEST", "8": "NORTH",
}  # fmt: skip
_HEAD = 20_000


def looks_like_ibtracs(text: str) -> bool:
    """Whether the first line has the columns of the archive."""
    first = next((line for line in text[:_HEAD].splitlines() if line.strip()), "")
    names = {name.strip().strip('"').upper() for name in first.split(",")}
    return {"SID", "ISO_TIME", "LAT", "LON"} <= names and any(name.endswith("_WIND") for name in names)


def read_ibtracs(given: Given) -> TrackReading:
    """Return the track of one storm of the archive by one agency."""
    rows, notes, asking = read_table(given.text), Notes(), Asking(given.answers)
    if rows is None:
        raise RefusalError("TRACK-KIND-UNKNOWN")
    agency = _agency(rows, asking)
    if not agency:
        if not any(name.endswith("_WIND") and _count(rows, name) for name in rows.headers):
            notes.add("TRACK-NOTHING-USABLE", 0)
        track_of(_rows_of(rows, "USA"), asking, Notes(), given.this_year)  # which storm is asked at once
        return reading_of("ibtracs", None, asking, notes)
    return reading_of(
        "ibtracs", track_of(_rows_of(rows, agency), asking, notes, given.this_year), asking, notes
    )


def _agency(rows: Rows, asking: Asking) -> str:
    """Return the agency whose winds are taken: the only one that has any, else as asked."""
    counts = {code: _count(rows, f"{code}_WIND") for code in AGENCIES}
    known = [code for code, count in counts.items() if count]
    if not known and _count(rows, "WMO_WIND"):
        return "WMO"
    if len(known) <= 1:
        return known[0] if known else ""
    asking.suggest("agency", known[0])
    return asking.choose(
        "agency",
        "TRACK-ASK-AGENCY",
        tuple(
            Choice(
                code,
                "TRACK-CHOICE-AGENCY",
                {"agency": AGENCIES[code][0], "minutes": AGENCIES[code][1] // 60, "points": counts[code]},
            )
            for code in known
        ),
    )


def _count(rows: Rows, name: str) -> int:
    header = next((one for one in rows.headers if one.strip().upper() == name), "")
    return sum(number_of(cells.get(header, "")) is not None for cells in rows.cells) if header else 0


def _rows_of(rows: Rows, agency: str) -> Rows:
    """Return the rows with the columns of one agency only."""
    averaging = AGENCIES[agency][1] if agency in AGENCIES else _of_wmo(rows)
    columns: dict[str, Column] = {}
    for header in rows.headers:
        name = header.strip().upper()
        own = name.removeprefix(f"{agency}_") if name.startswith(f"{agency}_") else ""
        if name in _OWN:
            columns[header] = Column(_OWN[name])
        elif name == "ISO_TIME":
            columns[header] = Column("time", zone="UTC")
        elif own == "WIND":
            columns[header] = Column("wind", "kt", averaging)
        elif own == "GUST":
            columns[header] = Column("gust", "kt")
        elif own == "PRES":
            columns[header] = Column("pressure", "hPa")
        elif own == "RMW":
            columns[header] = Column("rmax", "nmi")
        elif len(own) == 6 and own[0] == "R" and own[1:3].isdigit() and own[4:].lower() in QUADRANTS:
            columns[header] = Column(
                "radius", "nmi", wind_ms=int(own[1:3]) * KNOT_MS, quadrant=own[4:].lower()
            )
    found = Rows(columns, list(rows.cells), rows.lines, f"IBTrACS, {agency}", rows.headers)
    if agency == "TOKYO":
        _add_halves(found, {header.strip().upper(): header for header in rows.headers})
    return found


def _add_halves(rows: Rows, header_of: Mapping[str, str]) -> None:
    """Add the radii that RSMC Tokyo states as a longer one towards a direction and a shorter one opposite."""
    for knots in (30, 50):
        names = [header_of.get(f"TOKYO_R{knots}_{end}", "") for end in ("DIR", "LONG", "SHORT")]
        if not all(names):
            continue
        column = f"R{knots}"
        rows.columns[column] = Column("radius", "nmi", wind_ms=knots * KNOT_MS)
        rows.cells = [
            {**cells, column: _halves(*(cells.get(name) for name in names))} for cells in rows.cells
        ]


def _halves(direction: Any, long: Any, short: Any) -> dict[str, float] | str:
    wide, narrow = (
        number_of(long) if not blank(long) else None,
        number_of(short) if not blank(short) else None,
    )
    if not wide:
        return ""
    towards = _DIRECTIONS.get(str(direction).strip(), "")
    return of_halves(towards, wide, narrow or wide)


def _of_wmo(rows: Rows) -> int:
    """Return the averaging period of the column WMO_WIND: known of Tokyo alone, else asked (0)."""
    header = next((one for one in rows.headers if one.strip().upper() == "WMO_AGENCY"), "")
    agencies = {str(cells.get(header, "")).strip().lower() for cells in rows.cells} - {""}
    return 600 if agencies == {"tokyo"} else 0
