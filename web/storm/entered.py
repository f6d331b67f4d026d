"""What the form of a bulletin holds: a file, pasted text, rows of its table, and what the officer stated."""

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from flask import request

from registry.errors import RefusalError
from registry.model.numbers import plain_number
from registry.model.storm.storms import StormTrack
from registry.services.office.calendar import now
from registry.services.storm.file import StormFile
from registry.services.storm.track_files import file_text, read_text
from registry.services.storm.vocabulary import issued_at
from registry.storm.ahead import leap_is_said, older_is_said
from registry.storm.asking import TrackReading
from web.frame import parameters
from web.storm.frame import whole_of

MOST_KB = 1024
TABLE_ROWS = 8
_CELLS = ("time", "lat", "lon", "level", "gust", "radius")


@dataclass(frozen=True, slots=True)
class Entered:
    """What a form holds: the text as it now stands, its name, and what was read from it."""

    text: str = ""
    name: str = ""
    reading: TrackReading | None = None
    track: StormTrack | None = None
    table: list[dict[str, str]] = field(default_factory=list)


def entered(watched: StormFile | None) -> Entered:
    """Read the form: a file goes before the text, and rows of the table are added to the text.

    What a bulletin of a storm that is ``watched`` leaves out (name, number, year) is that storm's.
    """
    form = request.form
    text, name = form.get("text", "").replace("\r\n", "\n"), form.get("name_of_text", "")
    file = request.files.get("file")
    if file is not None and file.filename:
        content = file.stream.read(MOST_KB * 1024 + 1)
        if len(content) > MOST_KB * 1024:
            raise RefusalError("STORM-TEXT-LONG", most=MOST_KB)
        name = file.filename.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
        text = file_text(content, name)
    typed = typed_rows()
    text = "\n".join(filter(None, (text.rstrip("\n"), *(_line(row, at) for at, row in enumerate(typed, 1)))))
    if not text.strip():
        return Entered(text, name)
    if len(text) > MOST_KB * 1024:
        raise RefusalError("STORM-TEXT-LONG", most=MOST_KB)
    reading = read_text(text, answers(watched), now(), name=name)
    if watched is not None and not form.get("corrects"):
        reading = leap_is_said(older_is_said(reading, issued_at(watched.current) or now()), watched.track)
    return Entered(text, name, reading, _named(reading.track, watched))


def answers(watched: StormFile | None) -> dict[str, str]:
    """Return what the officer answered to questions about the source; the year is that of a storm watched."""
    known = {}
    if watched is not None and watched.track.points[-1].at < _year_ends(watched.storm.year):
        known = {"year": str(watched.storm.year)}
    return known | {
        name.removeprefix("ask-"): value.strip()
        for name, value in request.form.items()
        if name.startswith("ask-") and value.strip()
    }


def _year_ends(year: int) -> dt.datetime:
    """Return from when on the next bulletin of a storm may be of the next year, so that it is asked."""
    return dt.datetime(year, 12, 20, tzinfo=dt.UTC)


def _named(track: StormTrack | None, watched: StormFile | None) -> StormTrack | None:
    """Return the track by the name, number, year and source that the officer stated, where he did.

    What the form shows of an earlier reading was not stated by him: another text has a name of its own.
    """
    if track is None:
        return None
    name, source = _stated("storm_name"), _stated("source")
    number = whole_of("number") if _stated("number") is not None else track.number
    year = whole_of("year") if _stated("year") is not None else track.year
    name = name if name is not None else _international(track)
    if watched is not None and not name and number in (None, watched.storm.number):  # a depression's too
        name, number = watched.storm.name, watched.storm.number
    return replace(
        track,
        name=name,
        number=number,
        year=year if year is not None else track.year,
        source=source or track.source,
    )


def _international(track: StormTrack) -> str:
    """Return the international name that was read, "" for none.

    "Bão số 3" only repeats the number, and archives put a key of their own (2024244N09137) in a name's place.
    """
    only_number = track.number is not None and track.name.casefold() == f"bão số {track.number}"
    no_name = track.name == "?" or only_number or re.fullmatch(r"\d{7}[NS]\d{5}", track.name)
    return "" if no_name else track.name


def facts_of(track: StormTrack | None) -> dict[str, str]:
    """Return what the fields of a form say of a track, "" what nobody states."""
    if track is None:
        return {}
    return {
        "storm_name": _international(track),
        "number": "" if track.number is None else str(track.number),
        "year": str(track.year),
        "source": "" if track.source == "bản tin" else track.source,  # the word for none says nothing
    }


def _stated(name: str) -> str | None:
    """Return a field that the officer changed from what was read; None where it is as it was read."""
    value = request.form.get(name)
    if value is None or value.strip() == request.form.get(f"read-{name}", "").strip():
        return None
    return value.strip()


def typed_rows() -> list[dict[str, str]]:
    """Return the rows of the table in which something was typed."""
    found = []
    for at in range(TABLE_ROWS):
        row = {name: request.form.get(f"row-{at}-{name}", "").strip() for name in _CELLS}
        row["forecast"] = request.form.get(f"row-{at}-forecast", "")
        if any(row[name] for name in _CELLS):
            found.append(row)
    return found


def _line(row: dict[str, str], at: int) -> str:
    """Write a row of the table as a bulletin says it, so that one reader reads everything."""
    try:
        when = parameters.written_moment(row["time"])
    except RefusalError as error:
        raise RefusalError("STORM-TABLE-ROW", row=at) from error
    if when is None:
        raise RefusalError("STORM-TABLE-ROW", row=at)
    lat, lon = plain_number(row["lat"]), plain_number(row["lon"])
    whole = [plain_number(row[name]) if row[name] else None for name in _CELLS[3:]]
    unread = any(row[name] and number is None for name, number in zip(_CELLS[3:], whole, strict=True))
    if lat is None or lon is None or unread or any(number is not None and number % 1 for number in whole):
        raise RefusalError("STORM-TABLE-ROW", row=at)
    level, gust, radius = (None if number is None else int(number) for number in whole)
    begin = "Dự báo đến" if row["forecast"] else "Hồi"
    said = f"{begin} {when.hour} giờ {when.minute:02d} ngày {when:%d/%m/%Y}, vị trí tâm bão ở khoảng "
    said += f"{lat:g} độ Vĩ Bắc; {lon:g} độ Kinh Đông"
    said += f"; gió mạnh nhất cấp {level}" if level is not None else ""
    said += f", giật cấp {gust}" if gust is not None else ""
    said += f"; gió mạnh cấp 6 trở lên trong bán kính {radius} km" if radius is not None else ""
    return f"{said}."
