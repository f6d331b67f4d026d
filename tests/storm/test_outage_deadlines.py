"""Clocks of incidents: which moment starts them, by how much they are late, and what is not known."""

import datetime as dt
from dataclasses import replace

import pytest

from registry.law import catalogue, law_in_force
from registry.model.outages.outages import Incident, IncidentKind
from registry.settings import DATA
from registry.storm.outage_deadlines import IncidentClock, Standing, clock_of, known_since

FELL = dt.datetime(2026, 9, 8, 1, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
LAW = law_in_force("24", dt.date(2026, 9, 8), rules=catalogue(DATA / "limits"))


def clock(kind: IncidentKind, now: float, **own: object) -> IncidentClock:
    incident = Incident("I", "E", "VTL", kind, "07228", occurred_at=FELL, detected_at=FELL + 3 * HOUR)
    return clock_of(replace(incident, **own), LAW, FELL + now * HOUR)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "hours", "starts"),
    [
        (IncidentKind.MAST, 6, 0),
        (IncidentKind.POLE, 24, 0),
        (IncidentKind.EQUIPMENT, 24, 0),
        (IncidentKind.CABLE, 12, 3),  # from when it was found
    ],
)
def test_each_kind_has_its_time_and_its_start(kind: IncidentKind, hours: int, starts: int) -> None:
    found = clock(kind, 1)
    assert (found.hours, found.verified) == (hours, True)
    assert found.start == FELL + starts * HOUR
    assert found.due == FELL + (starts + hours) * HOUR
    assert "Điều 10" in found.source


def test_overdue_says_by_how_much_and_running_how_much_is_left() -> None:
    assert clock(IncidentKind.MAST, 4.5).standing is Standing.RUNNING
    assert clock(IncidentKind.MAST, 4.5).by == 1.5 * HOUR
    assert clock(IncidentKind.MAST, 6).standing is Standing.RUNNING
    late = clock(IncidentKind.MAST, 8.25)
    assert (late.standing, late.by) == (Standing.OVERDUE, 2.25 * HOUR)


def test_what_is_done_stands_by_when_it_was_done() -> None:
    done = clock(IncidentKind.MAST, 100, resolved_at=FELL + 5 * HOUR)
    assert (done.standing, done.by) == (Standing.MET, HOUR)
    assert clock(IncidentKind.MAST, 100, resolved_at=FELL + 7 * HOUR).standing is Standing.LATE


def test_an_unknown_start_is_said_and_never_taken_from_the_other_moment() -> None:
    mast = clock(IncidentKind.MAST, 50, occurred_at=None)
    assert (mast.standing, mast.due) == (Standing.NO_START, None)
    cable = clock(IncidentKind.CABLE, 50, detected_at=None)
    assert (cable.standing, cable.due) == (Standing.NO_START, None)


def test_before_the_regulation_and_elsewhere_no_limit_is_made_up() -> None:
    incident = Incident("I", "E", "VTL", IncidentKind.MAST, "07228", occurred_at=FELL)
    for territory, day in (("24", dt.date(2025, 11, 30)), ("22", dt.date(2026, 9, 8))):
        law = law_in_force(territory, day, rules=catalogue(DATA / "limits"))
        assert clock_of(incident, law, FELL + 50 * HOUR).standing is Standing.NO_LIMIT
    assert known_since(incident) == FELL
    assert known_since(replace(incident, occurred_at=None)) is None
