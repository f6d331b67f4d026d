"""How a storm's bulletin comes in: pasted, typed as a table, or a file; read, looked at, then recorded."""

from typing import Any

from flask import redirect, render_template, request, url_for

from registry.demo.storm import SOURCE, STORM_NAME, yagi_bulletin
from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.model.storm.storm_records import Bulletin, StormRecord, StormState, depression_of
from registry.model.storm.storms import StormTrack
from registry.services.storm.file import StormFile
from registry.services.storm.hazards.texts import province_names
from registry.services.storm.storms import BulletinText, add_bulletin, list_storms, record_storm
from registry.services.storm.vocabulary import moment, storm_name
from registry.storm.asking import TrackReading
from registry.storm.sources.risk_areas import for_sea_alone, level_named, risk_areas
from registry.storm.sources.strength import risk_on_land
from web.frame import refusals
from web.frame.forms import version_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.people import who
from web.frame.security.csp import nonce
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_address
from web.storm import words
from web.storm.entered import MOST_KB, TABLE_ROWS, Entered, answers, entered, facts_of, typed_rows
from web.storm.forms import known_forms
from web.storm.frame import WRITE, blueprint, storm_of, whole_of
from web.storm.map import map_config, track_box

__all__ = ["blueprint"]

EXAMPLE = (
    "Hồi 13 giờ ngày 07/9/2024, vị trí tâm bão ở khoảng 20,8 độ Vĩ Bắc; 107,1 độ Kinh Đông; "
    "gió mạnh nhất cấp 13, giật cấp 16."
)
"""A line as bulletins write it."""
_KEYS = frozenset(
    {"wind_unit", "length_unit", "averaging", "time_zone", "year", "month", "storm", "tech", "agency"}
)
"""The questions that readers ask (``registry.storm.asking``)."""


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
    if wanted is None:  # whose bulletin a new one is, its text or the officer says
        return _page(Entered(), file, filled={})
    from registry.services.storm.storms import text_of

    filled = {"source": wanted.source, **wanted.answers}
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
        given = entered(file)
    except RefusalError:  # of the text itself, which is kept as it is
        given = Entered(
            request.form.get("text", ""), request.form.get("name_of_text", ""), table=typed_rows()
        )
    return _page(given, file, refusal=error)


def _read_and_record(file: StormFile | None) -> Any:
    given = entered(file)
    reading, deed = given.reading, request.form.get("deed") or request.args.get("deed", "read")
    if reading is None:
        raise RefusalError("STORM-EMPTY")
    if deed == "read" or given.track is None:
        return _page(given, file)
    if reading.errors and deed != "save-readable":
        return _page(given, file, refusal=RefusalError("STORM-FAULTS", count=len(reading.errors))), 400
    text = BulletinText(
        given.text,
        given.name or "ban-tin.txt",
        given.track.source,
        reading.kind,
        {key: value for key, value in answers(file).items() if value},
    )
    level = whole_of("disaster_level")
    if file is None and (into := request.form.get("into", "")):
        file = storm_of(into)
    if file is None:
        made = record_storm(registry(), given.track, text, who=who(), disaster_level=level)
    else:
        made = add_bulletin(
            registry(), file.storm.id, given.track, text, who=who(),
            seen=file.storm.version if request.form.get("into") else version_of(),
            reason=request.form.get("reason", ""), disaster_level=level,
            instead=request.form.get("instead", ""),
        )  # fmt: skip
    return redirect(url_for("storms.show", storm=made.storm.id), 303)


def _kept_level(bulletin: Bulletin | None) -> dict[str, str]:
    """Return the level of disaster that was chosen for the bulletin that another corrects."""
    if bulletin is None:
        return {}
    if bulletin.disaster_level == bulletin.track.disaster_level:
        return {"disaster_level": ""}
    return {"disaster_level": str(bulletin.disaster_level or 0)}


def _watched(track: StormTrack | None, file: StormFile | None) -> StormRecord | None:
    """Return the storm that is watched already and that a new bulletin seems to be of, by number or name."""
    if track is None or file is not None:
        return None
    for storm in list_storms(registry()):
        same_number = storm.number is not None and storm.number == track.number
        same_name = bool(storm.name) and storm.name.casefold() == track.name.strip().casefold()
        if track.number is None and not track.name.strip():  # a depression has neither
            same_name = storm.number is None and depression_of(storm.name) is not None
        if storm.state is StormState.OPEN and storm.year == track.year and (same_number or same_name):
            return storm
    return None


def _page(
    given: Entered,
    file: StormFile | None = None,
    *,
    refusal: RefusalError | None = None,
    filled: dict[str, str] | None = None,
) -> str:
    track, reading = given.track, given.reading
    watched = _watched(track, file)
    corrects = _corrected(file)
    issues, questions = _issues(reading), _questions(reading)
    areas = risk_areas(given.text) if track is not None else ()
    named = level_named(areas, province_names(context().units.territory_name))
    facts = facts_of(track)
    if refusal:  # what was typed stays as it was typed
        facts = {name: request.form.get(name, value) for name, value in facts.items()}
    asked = {item["key"] for item in questions}
    typed = request.form.to_dict() if request.method == "POST" else {}
    return render_template(
        "storm/new.html",
        entered=given,
        file=file,
        reading=reading,
        track=track,
        on_land=(named or risk_on_land(given.text)) if track is not None and track.disaster_level else None,
        named=named is not None,
        risk_areas=words.areas_of_risk(given.text) if track is not None else "",
        sea_alone=track is not None and for_sea_alone(areas),
        issues=issues,
        faults=sum(item["severity"] == "error" for item in issues),
        questions=questions,
        answered={key: value for key, value in (filled or answers(file)).items() if key in _KEYS - asked},
        refusal=refusals.said(refusal),
        shown=facts,
        read_facts=facts_of(reading.track if reading else None),
        watched=watched,
        corrects=corrects,
        instead="instead" in request.form or request.form.get("deed") in {None, "read"},
        watched_name=storm_name(watched, language()) if watched else "",
        form={**_kept_level(corrects), **(filled or {}), **typed},
        map=None if track is None else _map(track),
        moment=moment,
        words=words,
        table_rows=range(TABLE_ROWS),
        typed=given.table,
        illustrative_sample=context().illustrative and file is None and not given.text,
        most_kb=MOST_KB,
        example=EXAMPLE,
        forms=known_forms(),
    )


def _corrected(file: StormFile | None) -> Bulletin | None:
    """Return the bulletin that is being corrected into a new one; None where it is just a further one."""
    wanted = request.values.get("corrects") or request.args.get("from", "")
    found = (item for item in (file.in_use if file else []) if str(item.ordinal) == wanted)
    return next(found, None)


def _issues(reading: TrackReading | None) -> list[dict[str, Any]]:
    lang = language()
    return [
        {
            "line": issue.row,
            "value": issue.value,
            "severity": issue.severity.value,
            "message": render(issue.code, issue.params, lang),
            "remedy": remedy(issue.code, issue.params, lang),
        }
        for issue in (reading.issues if reading else ())
    ]


def _questions(reading: TrackReading | None) -> list[dict[str, Any]]:
    lang = language()
    return [
        {
            "key": item.key,
            "text": render(item.code, item.params, lang),
            "suggested": item.suggested,
            "choices": [(one.value, render(one.code, one.params, lang)) for one in item.choices],
        }
        for item in (reading.questions if reading else ())
    ]


def _map(track: StormTrack) -> Any:
    config = map_config(track, {"borders": borders_address()})
    return folium_page(desk_map(settings(), track_box(track), config), nonce())
