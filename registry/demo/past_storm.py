"""A storm that the illustrative office has behind it, so that there is something to tell and to learn from.

Its track is Yagi's, put three weeks back; what fell and went dark, and the winds that stations measured, are
made up. No letter is recorded: one that is entered today would have been sent today.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from registry.demo.places import parameters
from registry.demo.storm import EXERCISE, yagi_bulletin
from registry.demo.work_storm import struck_codes
from registry.errors import WrongCallError
from registry.model.outages.outages import Cause, EventKind, LineState, OutageEvent, ReportSource
from registry.model.storm.observed_winds import WindSource
from registry.model.vietnam_time import VIETNAM, written
from registry.services.office.registry import Registry
from registry.services.outages.carrier_reports import Heading, send_report
from registry.services.outages.events import close_event, open_event
from registry.services.outages.incidents import change_incident, incidents
from registry.services.outages.statements import Statement
from registry.services.storm.observed import NewWind, record_winds
from registry.services.storm.storms import BulletinText, close_storm, get_storm, record_storm
from registry.storm.reading import read_track

_FILE = "ban-tin-bao-da-qua.txt"
_CAUSES = (Cause.GRID, Cause.GRID, Cause.GENERATOR, Cause.GRID, Cause.FIBRE)


def add_past_storm(registry: Registry, day: dt.date) -> None:
    """Record the storm, its winds and its outages, and end both."""
    rules, who = parameters("work")["past_storm"], parameters("work")["duty"]
    before = day - dt.timedelta(days=rules["days_ago"])
    text = yagi_bulletin(dt.datetime.combine(before, dt.time(12), VIETNAM), over=True)
    track = read_track(text, {}, before.year).track
    if track is None:
        raise WrongCallError("the sample bulletin has no track")
    track = replace(track, name=rules["name"], number=None)
    said = BulletinText(text, _FILE, EXERCISE, "bulletin", {})
    storm = record_storm(registry, track, said, who=who).storm
    landed = dt.datetime.combine(before + dt.timedelta(days=1), dt.time(18), VIETNAM)
    record_winds(registry, storm.id, [_wind(item, landed) for item in rules["wind"]], who=who)
    event = open_event(
        registry, name=rules["event"], kind=EventKind.STORM, started_at=landed,
        first_due=landed + dt.timedelta(hours=6), hours=6, storm=storm.id, note=rules["note"], who=who,
    )  # fmt: skip
    for report in rules["report"]:
        _report(registry, event, report, landed)
    for at, line in enumerate(incidents(registry, event.id)):
        hours = rules["mended_after"][at % len(rules["mended_after"])]
        change_incident(
            registry, line.incident.id, {"resolved_at": landed + dt.timedelta(hours=hours)},
            seen=line.incident.version, reason="", who=who,
        )  # fmt: skip
    close_event(registry, event.id, seen=event.version, who=who)
    seen = get_storm(registry, storm.id).storm.version
    close_storm(registry, storm.id, seen=seen, reason=rules["note"], who=who)


def _wind(rules: dict[str, Any], landed: dt.datetime) -> NewWind:
    return NewWind(
        place=rules["place"], lon=rules["lon"], lat=rules["lat"],
        observed_at=landed + dt.timedelta(hours=rules["after"]), source=WindSource.STATION,
        told_by=rules["told_by"], gust_ms=rules["gust_ms"],
    )  # fmt: skip


def _report(registry: Registry, event: OutageEvent, rules: dict[str, Any], start: dt.datetime) -> None:
    """Send what a carrier said: stations off the air, the first of them with fallen masts; then all but some
    back again."""
    codes = struck_codes(registry, rules["operator"])[: rules["off"]]
    fell = written(start + dt.timedelta(hours=1))
    off = [
        Statement(
            str(at), code=code, state=LineState.DOWN,
            cause=Cause.COLLAPSE if at < rules["collapse"] else _CAUSES[at % len(_CAUSES)],
            occurred=fell if at < rules["collapse"] else "",
        )
        for at, code in enumerate(codes)
    ]  # fmt: skip
    _send(registry, event, rules, start + dt.timedelta(hours=rules["after"]), off)
    for hours, first in rules["back"]:
        back = [
            Statement(str(at), code=code, state=LineState.RESTORED) for at, code in enumerate(codes[first:])
        ]
        _send(registry, event, rules, start + dt.timedelta(hours=hours), back)


def _send(
    registry: Registry, event: OutageEvent, rules: dict[str, Any], as_of: dt.datetime, said: list[Statement]
) -> None:
    who, note = parameters("work")["duty"], rules["source_note"]
    phoned = ReportSource.PHONE
    send_report(
        registry, Heading(event.id, rules["operator"], event.first_due, as_of, phoned, who, note), said
    )
