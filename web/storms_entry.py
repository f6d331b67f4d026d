"""How a storm's bulletin comes in: pasted, typed as a table, or a file; read, looked at, then recorded."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from flask import redirect, render_template, request, url_for

from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.model.storm_records import StormRecord, StormState
from registry.model.storms import StormTrack
from registry.services.calendar import today
from registry.services.demo_storm import SOURCE, STORM_NAME, yagi_bulletin
from registry.services.storm_words import moment, storm_name
from registry.services.storms import BulletinText, StormFile, add_bulletin, list_storms, record_storm
from registry.storm.asking import TrackReading
from registry.storm.reading import read_track
from web import errors, storm_words
from web.accounts_guard import guarded
from web.csp import nonce
from web.desk_map import desk_map
from web.folium_page import folium_page
from web.languages import language
from web.office import context, registry, settings
from web.requests_frame import version_of, who
from web.storms_frame import WRITE, blueprint, storm_of, whole_of
from web.storms_map import map_config, track_box

__all__ = ["blueprint"]

MOST_KB = 1024
EXAMPLE = (
    "Hồi 13 giờ ngày 07/9/2024, vị trí tâm bão ở khoảng 20,8 độ Vĩ Bắc; 107,1 độ Kinh Đông; "
    "gió mạnh nhất cấp 13, giật cấp 16."
)
"""A line as bulletins write it."""
TABLE_ROWS = 8
_KEYS = frozenset({"wind_unit", "length_unit", "averaging", "time_zone", "year", "storm"})
"""The questions that readers ask (``registry.storm.asking``)."""
_CELLS = ("time", "lat", "lon", "level", "gust", "radius")


@dataclass(frozen=True, slots=True)
class Entered:
    """What a form holds: the text as it now stands, its name, and what was read from it."""

    text: str = ""
    name: str = ""
    reading: TrackReading | None = None
    track: StormTrack | None = None
    table: list[dict[str, str]] = field(default_factory=list)


@blueprint.get("/new")
@guarded(*WRITE)
def new() -> str:
    """Show the form of a new storm; ``sample=yagi`` fills it in an illustrative register."""
    if request.args.get("sample") == "yagi" and context().illustrative:
        sample = {"source": SOURCE}
        return _page(Entered(yagi_bulletin(), STORM_NAME), filled=sample)
    return _page(Entered())


@blueprint.post("/new")
@guarded(*WRITE)
def read() -> Any:
    """Read what was entered and show it on a map; record it where that is asked for and nothing is open."""
    return _read_and_record(None)


@blueprint.get("/<storm>/bulletins/new")
@guarded(*WRITE)
def newer(storm: str) -> str:
    """Show the form of a newer or corrected bulletin; ``from`` (a version's number) fills its text in."""
    file = storm_of(storm)
    wanted = next(
        (item for item in file.bulletins if str(item.ordinal) == request.args.get("from", "")), None
    )
    filled = {"source": file.current.source}
    if wanted is None:
        return _page(Entered(), file, filled=filled)
    from registry.services.storms import text_of

    filled |= dict(wanted.answers)
    return _page(Entered(text_of(registry(), wanted), wanted.file_name), file, filled=filled)


@blueprint.post("/<storm>/bulletins/new")
@guarded(*WRITE)
def read_newer(storm: str) -> Any:
    """Read a newer bulletin; record it as a new version where that is asked for."""
    return _read_and_record(storm_of(storm))


def refused_entry(error: RefusalError, storm: str = "") -> str:
    """Say a refusal on the form, with everything that was entered still in it."""
    file = storm_of(storm) if storm else None
    try:
        entered = _entered()
    except RefusalError:  # of the text itself, which is kept as it is
        entered = Entered(request.form.get("text", ""), request.form.get("name_of_text", ""), table=_typed())
    return _page(entered, file, refusal=error)


def _read_and_record(file: StormFile | None) -> Any:
    entered = _entered()
    reading, deed = entered.reading, request.form.get("deed") or request.args.get("deed", "read")
    if reading is None:
        raise RefusalError("STORM-EMPTY")
    if deed == "read" or entered.track is None:
        return _page(entered, file)
    if reading.errors and deed != "save-readable":
        return _page(entered, file, refusal=RefusalError("STORM-FAULTS", count=len(reading.errors))), 400
    text = BulletinText(
        entered.text,
        entered.name or "ban-tin.txt",
        entered.track.source,
        reading.kind,
        {key: value for key, value in _answers().items() if value},
    )
    level = whole_of("disaster_level")
    if file is None and (into := request.form.get("into", "")):
        file = storm_of(into)
    if file is None:
        made = record_storm(registry(), entered.track, text, who=who(), disaster_level=level)
    else:
        made = add_bulletin(
            registry(), file.storm.id, entered.track, text, who=who(),
            seen=file.storm.version if request.form.get("into") else version_of(),
            reason=request.form.get("reason", ""), disaster_level=level,
        )  # fmt: skip
    return redirect(url_for("storms.show", storm=made.storm.id), 303)


def _entered() -> Entered:
    """Read the form: a file goes before the text, and rows of the table are added to the text."""
    form = request.form
    text, name = form.get("text", "").replace("\r\n", "\n"), form.get("name_of_text", "")
    file = request.files.get("file")
    if file is not None and file.filename:
        content = file.stream.read(MOST_KB * 1024 + 1)
        if len(content) > MOST_KB * 1024:
            raise RefusalError("STORM-TEXT-LONG", most=MOST_KB)
        name = file.filename.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
        try:
            encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
            text = content.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise RefusalError("TRACK-NOT-TEXT") from error
    typed = _typed()
    text = "\n".join(filter(None, (text.rstrip("\n"), *(_line(row, at) for at, row in enumerate(typed, 1)))))
    if not text.strip():
        return Entered(text, name)
    if len(text) > MOST_KB * 1024:
        raise RefusalError("STORM-TEXT-LONG", most=MOST_KB)
    reading = read_track(text, _answers(), today().year, dt.datetime.now(dt.UTC))
    return Entered(text, name, reading, _named(reading.track))


def _answers() -> dict[str, str]:
    """Return what the officer answered to questions about the source."""
    return {
        name.removeprefix("ask-"): value.strip()
        for name, value in request.form.items()
        if name.startswith("ask-") and value.strip()
    }


def _named(track: StormTrack | None) -> StormTrack | None:
    """Return the track by the name, number, year and source that the officer stated, where he did.

    What the form shows of an earlier reading was not stated by him: another text has a name of its own.
    """
    if track is None:
        return None
    name, source = _stated("storm_name"), _stated("source")
    number = whole_of("number") if _stated("number") is not None else track.number
    year = whole_of("year") if _stated("year") is not None else track.year
    return replace(
        track,
        name=name if name is not None else _international(track),
        number=number,
        year=year if year is not None else track.year,
        source=source or track.source,
    )


def _international(track: StormTrack) -> str:
    """Return the international name that was read, "" for none: "Bão số 3" only repeats the number."""
    only_number = track.number is not None and track.name.casefold() == f"bão số {track.number}"
    return "" if track.name == "?" or only_number else track.name


def _shown_facts(track: StormTrack | None, refusal: RefusalError | None) -> dict[str, str]:
    """Return what the fields of a track show: as read and stated, and after a refusal as typed."""
    if track is None:
        return {}
    facts = {
        "storm_name": _international(track),
        "number": "" if track.number is None else str(track.number),
        "year": str(track.year),
        "source": track.source,
    }
    return {name: request.form.get(name, value) for name, value in facts.items()} if refusal else facts


def _read_facts(track: StormTrack | None) -> dict[str, str]:
    """Return what the source itself says of the same fields."""
    if track is None:
        return {}
    return {
        "storm_name": _international(track),
        "number": "" if track.number is None else str(track.number),
        "year": str(track.year),
        "source": track.source,
    }


def _stated(name: str) -> str | None:
    """Return a field that the officer changed from what was read; None where it is as it was read."""
    value = request.form.get(name)
    if value is None or value.strip() == request.form.get(f"read-{name}", "").strip():
        return None
    return value.strip()


def _watched(track: StormTrack | None, file: StormFile | None) -> StormRecord | None:
    """Return the storm that is watched already and that a new bulletin seems to be of, by number or name."""
    if track is None or file is not None:
        return None
    for storm in list_storms(registry()):
        same_number = storm.number is not None and storm.number == track.number
        same_name = bool(storm.name) and storm.name.casefold() == track.name.strip().casefold()
        if storm.state is StormState.OPEN and storm.year == track.year and (same_number or same_name):
            return storm
    return None


def _typed() -> list[dict[str, str]]:
    """Return the rows of the table in which something was typed."""
    found = []
    for at in range(TABLE_ROWS):
        row = {name: request.form.get(f"row-{at}-{name}", "").strip()[:40] for name in _CELLS}
        row["forecast"] = request.form.get(f"row-{at}-forecast", "")
        if any(row[name] for name in _CELLS):
            found.append(row)
    return found


def _line(row: dict[str, str], at: int) -> str:
    """Write a row of the table as a bulletin says it, so that one reader reads everything."""
    try:
        when = dt.datetime.fromisoformat(row["time"])
        numbers = {name: row[name].replace(",", ".") for name in _CELLS[1:]}
        lat, lon = float(numbers["lat"]), float(numbers["lon"])
        level, gust, radius = (int(numbers[name]) if numbers[name] else None for name in _CELLS[3:])
    except ValueError as error:
        raise RefusalError("STORM-TABLE-ROW", row=at) from error
    begin = "Dự báo đến" if row["forecast"] else "Hồi"
    said = f"{begin} {when.hour} giờ {when.minute:02d} ngày {when:%d/%m/%Y}, vị trí tâm bão ở khoảng "
    said += f"{lat:g} độ Vĩ Bắc; {lon:g} độ Kinh Đông"
    said += f"; gió mạnh nhất cấp {level}" if level is not None else ""
    said += f", giật cấp {gust}" if gust is not None else ""
    said += f"; gió mạnh cấp 6 trở lên trong bán kính {radius} km" if radius is not None else ""
    return f"{said}."


def _page(
    entered: Entered,
    file: StormFile | None = None,
    *,
    refusal: RefusalError | None = None,
    filled: dict[str, str] | None = None,
) -> str:
    lang, track, reading = language(), entered.track, entered.reading
    watched = _watched(track, file)
    made = None
    if track is not None:
        config = map_config(settings(), track, {"borders": url_for("map.borders")})
        made = folium_page(desk_map(settings(), track_box(track), config), nonce())
    issues = [
        {
            "line": issue.row,
            "value": issue.value,
            "severity": issue.severity.value,
            "message": render(issue.code, issue.params, lang),
            "remedy": remedy(issue.code, issue.params, lang),
        }
        for issue in (reading.issues if reading else ())
    ]
    form = {**(filled or {}), **request.form.to_dict()} if request.method == "POST" else dict(filled or {})
    questions = [
        {
            "key": item.key,
            "text": render(item.code, item.params, lang),
            "suggested": item.suggested,
            "choices": [(one.value, render(one.code, one.params, lang)) for one in item.choices],
        }
        for item in (reading.questions if reading else ())
    ]
    asked = {item["key"] for item in questions}
    return render_template(
        "storms/new.html",
        entered=entered,
        file=file,
        reading=reading,
        track=track,
        issues=issues,
        faults=sum(item["severity"] == "error" for item in issues),
        questions=questions,
        answered={key: value for key, value in (filled or _answers()).items() if key in _KEYS - asked},
        refusal=errors.said(refusal),
        shown=_shown_facts(track, refusal),
        read_facts=_read_facts(reading.track if reading else None),
        watched=watched,
        watched_name=storm_name(watched, lang) if watched else "",
        form=form,
        map=made,
        moment=moment,
        words=storm_words,
        table_rows=range(TABLE_ROWS),
        typed=entered.table,
        illustrative_sample=context().illustrative and file is None and not entered.text,
        most_kb=MOST_KB,
        example=EXAMPLE,
    )
