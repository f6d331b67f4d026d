"""Observed winds from a table: pasted text or a file (.xlsx, .xls, .ods, .csv), each line read or doubted.

The first line may name the columns, in any order; without such a line they are place, moment, level of the
mean, level of the gust. A place is a known station, a mast by its code, or a name with a position.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.columns import fold
from registry.errors import RefusalError
from registry.intake.limits import check_file
from registry.intake.sheets import raw_sheets
from registry.messages import issue_of
from registry.model.issues import Issue
from registry.model.numbers import plain_number
from registry.model.storm.observed_winds import WindSource, WindSpan
from registry.model.vietnam_time import VIETNAM
from registry.services.office.registry import Registry
from registry.services.storm.exposure import storm_masts
from registry.services.storm.observed import MOST, NewWind, row_of
from registry.storm.constants import storm_data
from registry.storm.exposures import CLASSES, IN_LAND
from registry.typed_text import beginning

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "place": ("nơi đo", "nơi", "trạm", "tên trạm", "điểm đo", "mã cột", "cột", "place", "station", "mast"),
    "at": ("lúc", "giờ", "thời gian", "thời điểm", "ngày giờ", "giờ ngày", "time", "at"),
    "mean_level": ("cấp gió", "cấp gió trung bình", "gió trung bình cấp", "cấp", "mean level"),
    "gust_level": ("cấp gió giật", "giật cấp", "gió giật cấp", "giật", "gust level"),
    "mean_ms": ("gió trung bình m/s", "gió trung bình", "tốc độ gió", "vận tốc gió", "gió m/s", "mean m/s"),
    "gust_ms": ("gió giật m/s", "gió giật", "tốc độ gió giật", "gust m/s", "gust"),
    "height_m": ("độ cao m", "độ cao", "cao m", "height m", "height"),
    "minutes": ("trung bình phút", "trung bình trong phút", "phút", "minutes"),
    "lat": ("vĩ độ", "vĩ", "lat", "latitude"),
    "lon": ("kinh độ", "kinh", "lon", "longitude"),
    "told_by": ("nguồn", "nguồn tin", "người báo", "source"),
}
"""The columns with the words that head them."""
PLAIN = ("place", "at", "mean_level", "gust_level")
"""The columns of a table that does not name them."""
_HEADS = {fold(word): name for name, words in COLUMNS.items() for word in words}
_NUMBERS = frozenset({"mean_level", "gust_level", "mean_ms", "gust_ms", "height_m", "minutes", "lat", "lon"})
_CLOCK = r"(?P<hour>[0-9]{1,2})\s?(?:[:hg]|giờ)\s?(?P<minute>[0-9]{2})?(?:\s?phút)?(?::[0-9]{2})?"
_DAY = r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})(?:[/.-](?P<year>[0-9]{4}|[0-9]{2}))?"
_ISO = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})[T ]\s?"
_MOMENTS = (
    re.compile(rf"{_CLOCK}[\s,]*(?:ngày\s)?{_DAY}", re.IGNORECASE),
    re.compile(rf"(?:ngày\s)?{_DAY}[\s,]+(?:lúc\s)?{_CLOCK}", re.IGNORECASE),
    re.compile(rf"{_ISO}(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::[0-9]{{2}})?"),
)
_STATION = re.compile(r"^tram(?:khituong(?:thuyvan)?|kttv)?")  # as folded: "Trạm khí tượng Lục Ngạn"
_DELIMITERS = ("\t", ";", "|")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where wind is measured: degrees (EPSG:4326), its class of exposure, the mast's id or ""."""

    name: str
    lon: float
    lat: float
    surroundings: str = IN_LAND
    structure: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated of a whole table: the year where a line has none, who measured, of when, who told."""

    year: int
    source: WindSource
    span: WindSpan
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class ReadWinds:
    """What a table says: winds with their lines, and what was not understood; ``left`` are those lines."""

    winds: tuple[tuple[int, NewWind], ...]
    issues: tuple[Issue, ...]
    left: str


def known_stations() -> list[Spot]:
    """Return the stations whose positions are known (``data/storm/records.toml``), by name."""
    records = storm_data("records")
    told = [*records["record"], *(item for one in records.get("moment", ()) for item in one["stations"])]
    found = {item["station"]: item for item in told}
    return [Spot(name, item["lon"], item["lat"], item["exposure"]) for name, item in sorted(found.items())]


def spot_of(registry: Registry, name: str, spots: Sequence[Spot] | None = None) -> Spot | None:
    """Return a known station or a mast by its code; None where neither has this name."""
    wanted = fold(name)
    for spot in known_stations() if spots is None else spots:
        if fold(spot.name) in (wanted, _STATION.sub("", wanted)):
            return spot
    masts = storm_masts(registry)
    rows = [row for row, code in enumerate(masts.codes) if fold(str(code)) == wanted] if wanted else []
    if not rows:
        return None
    row = rows[0]
    return Spot(
        str(masts.codes[row]), float(masts.lon[row]), float(masts.lat[row]), IN_LAND,
        str(masts.structure_ids[row]),
    )  # fmt: skip


def read_moment(text: str, year: int) -> dt.datetime:
    """Return a moment as people write it, Vietnam's clock, of ``year`` where none is written.

    ``WIND-MOMENT`` where it cannot be read.
    """
    typed = " ".join(text.split())
    for form in _MOMENTS:
        found = form.fullmatch(typed)
        if found is None:
            continue
        told = found.groupdict()
        stated = int(told["year"] or year)
        stated += 2000 if stated < 100 else 0
        try:
            return dt.datetime(
                stated, int(told["month"]), int(told["day"]), int(told["hour"]), int(told["minute"] or 0),
                tzinfo=VIETNAM,
            )  # fmt: skip
        except ValueError:
            break
    raise RefusalError("WIND-MOMENT", value=beginning(typed, 40))


def table_text(path: Path, name: str) -> str:
    """Return a file's first sheet as lines of cells parted by tabs, read in the limited child process.

    Refused as files are that cannot be read (codes FILE-*), and with more lines than a storm may have winds.
    """
    sheets = raw_sheets(path, check_file(path), name)
    rows = sheets[0].rows if sheets else []
    if len(rows) > MOST + 1:
        raise RefusalError("WIND-MANY", most=MOST)
    return "\n".join("\t".join(_cell(cell) for cell in row).rstrip("\t") for row in rows)


def read_winds(registry: Registry, text: str, stated: Stated) -> ReadWinds:
    """Read a table; what its lines leave out is as stated. A line not understood is said by its number.

    Refused with more lines than a storm may have winds (``WIND-MANY``).
    """
    lines = [(at, line) for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST + 1:
        raise RefusalError("WIND-MANY", most=MOST)
    columns: Sequence[str] = PLAIN
    delimiter = _delimiter([line for _at, line in lines])
    spots = known_stations()
    winds: list[tuple[int, NewWind]] = []
    issues: list[Issue] = []
    left: list[str] = []
    for number, (at, line) in enumerate(lines):
        cells = [cell.strip() for cell in line.split(delimiter)]
        if not number and (heads := _heads(cells)):
            columns = heads
            left.append(line)
            continue
        try:
            wind = _wind(registry, dict(zip(columns, cells, strict=False)), spots, stated)
            row_of(wind)
        except RefusalError as error:
            issues.append(issue_of(error.code, row=at, value=beginning(line, 80), params=error.params))
            left.append(line)
            continue
        winds.append((at, wind))
    return ReadWinds(tuple(winds), tuple(issues), "\n".join(left) if issues else "")


def _heads(cells: Sequence[str]) -> list[str]:
    """Return the columns that a line names; none where it names no place or no moment."""
    found = [_HEADS.get(fold(cell), "") for cell in cells]
    return found if {"place", "at"} <= set(found) else []


def _delimiter(lines: Sequence[str]) -> str:
    """Return what parts the cells: the first of tab, semicolon and bar that most lines have, else a comma."""
    for sign in _DELIMITERS:
        if sum(sign in line for line in lines) * 2 > len(lines):
            return sign
    return ","


def _wind(registry: Registry, told: Mapping[str, str], spots: Sequence[Spot], stated: Stated) -> NewWind:
    numbers = {name: _number(told.get(name, ""), name) for name in _NUMBERS}
    name, lon, lat = told.get("place", ""), numbers["lon"], numbers["lat"]
    spot = spot_of(registry, name, spots)
    if lon is not None and lat is not None:
        known = spot.surroundings if spot else IN_LAND
        spot = Spot(name, lon, lat, known, spot.structure if spot else "")
    if spot is None:
        raise RefusalError("WIND-PLACE")
    minutes = numbers["minutes"]
    return NewWind(
        place=spot.name,
        lon=spot.lon,
        lat=spot.lat,
        observed_at=read_moment(told.get("at", ""), stated.year),
        source=stated.source,
        told_by=told.get("told_by", "") or stated.told_by,
        mean_ms=numbers["mean_ms"],
        mean_level=_level(numbers["mean_level"], "mean_level"),
        gust_ms=numbers["gust_ms"],
        gust_level=_level(numbers["gust_level"], "gust_level"),
        averaging_s=120 if minutes is None else round(minutes * 60),
        height_m=10.0 if numbers["height_m"] is None else numbers["height_m"],
        surroundings=spot.surroundings if spot.surroundings in CLASSES else IN_LAND,
        span=stated.span,
        structure=spot.structure,
    )


def _number(text: str, name: str) -> float | None:
    typed = text.strip().strip("≈~ ").removesuffix("m/s").strip()
    if not typed or typed in {"-", "–", "—"}:
        return None
    value = plain_number(fold(typed).removeprefix("cap") if name.endswith("level") else typed)
    if value is None:
        raise RefusalError("WIND-NUMBER", value=beginning(text, 40), column=COLUMNS[name][0])
    return value


def _level(value: float | None, name: str) -> int | None:
    if value is not None and value % 1:
        raise RefusalError("WIND-NUMBER", value=f"{value:g}", column=COLUMNS[name][0])
    return None if value is None else int(value)


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return f"{value:%H:%M %d/%m/%Y}"
    if isinstance(value, float):
        return f"{value:.10g}"  # a longitude whole
    return " ".join(str(value).split())
