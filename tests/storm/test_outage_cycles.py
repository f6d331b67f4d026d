"""Cycles: when reports are due, a cycle that is changed, who is late, and which cycle a report is for."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.outages.outages import (
    EventKind,
    OutageEvent,
    OutageReport,
    ReportKind,
    ReportSource,
    ReportState,
)
from registry.storm.outage_cycles import (
    LEAST_NOTICE,
    MOST_CYCLES,
    Reported,
    cycle_to_report,
    due_moments,
    hours_at,
    new_cycle_from,
    owing,
    standing,
)

START = dt.datetime(2026, 9, 7, 18, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
EVENT = OutageEvent("E", "Bão", EventKind.STORM, START, START + 6 * HOUR, 6, ("VTL", "VNPT"))


def hours(event: OutageEvent, now: float) -> list[float]:
    return [(due - START) / HOUR for due in due_moments(event, START + now * HOUR)]


def report(operator: str, due: float) -> OutageReport:
    at = START + due * HOUR
    return OutageReport(
        "R", "E", operator, at, at, at, ReportKind.UNCHANGED, ReportSource.FORM, ReportState.SENT
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "due"), [(0, [6]), (5.9, [6]), (6, [6, 12]), (13, [6, 12, 18]), (30, [6, 12, 18, 24, 30, 36])]
)
def test_reports_are_due_every_six_hours_up_to_the_next(now: float, due: list[float]) -> None:
    assert hours(EVENT, now) == due


def test_a_changed_cycle_holds_from_its_due_moment_on() -> None:
    changed = replace(EVENT, changes=((START + 12 * HOUR, 12), (START + 36 * HOUR, 24)))
    assert hours(changed, 40) == [6, 12, 24, 36, 60]
    assert [hours_at(changed, START + h * HOUR) for h in (6, 12, 24, 36)] == [6, 12, 12, 24]


@given(
    now=st.floats(0, 40), earlier=st.sampled_from((1, 2, 3, 6, 12, 24)),
    later=st.sampled_from((1, 2, 3, 6, 12, 24)),
)  # fmt: skip
def test_a_cycle_set_during_a_storm_keeps_every_deadline_that_was_said(
    now: float, earlier: int, later: int
) -> None:
    before = replace(EVENT, hours=earlier)
    moment = START + now * HOUR
    since = new_cycle_from(before, later, moment)
    after = replace(before, changes=((since, later),))
    said = due_moments(before, moment)
    found = due_moments(after, moment + 60 * HOUR)
    assert set(said) <= set(found)
    assert [due for due in found if due < moment] == [due for due in said if due < moment]
    assert since == said[-1] or since - moment > LEAST_NOTICE
    ahead = [due for due in found if due >= since]
    assert {b - a for a, b in pairwise(ahead)} == {later * HOUR}


def test_an_hourly_cycle_begins_within_the_hour_and_not_at_the_next_of_six() -> None:
    hourly = replace(EVENT, changes=((new_cycle_from(EVENT, 1, START + 13 * HOUR), 1),))
    assert hours(hourly, 17.5) == [6, 12, 14, 15, 16, 17, 18]


def test_nothing_is_awaited_after_the_end() -> None:
    assert hours(replace(EVENT, closed_at=START + 13 * HOUR), 100) == [6, 12]


def test_a_year_old_event_keeps_its_newest_cycles() -> None:
    due = due_moments(EVENT, START + 20_000 * HOUR)
    assert len(due) == MOST_CYCLES
    assert due[-1] > START + 20_000 * HOUR


def test_who_reported_is_in_time_by_when_the_first_report_came() -> None:
    due = START + 6 * HOUR
    assert standing(due, [due, due + HOUR], due + 2 * HOUR) is Reported.IN_TIME
    assert standing(due, [due + HOUR], due + 2 * HOUR) is Reported.LATE
    assert standing(due, [], due + HOUR) is Reported.MISSING
    assert standing(due, [], due) is Reported.AWAITED


def test_who_is_a_little_late_reports_for_the_cycle_that_is_past() -> None:
    now = START + 12.3 * HOUR
    assert cycle_to_report(EVENT, [], "VTL", now) == START + 12 * HOUR
    assert cycle_to_report(EVENT, [report("VTL", 12)], "VTL", now) == START + 18 * HOUR
    assert cycle_to_report(EVENT, [report("VNPT", 12)], "VTL", now) == START + 12 * HOUR
    closed = replace(EVENT, closed_at=now)
    assert cycle_to_report(closed, [report("VTL", 12)], "VTL", now) == START + 12 * HOUR


def test_who_owes_is_whoever_has_not_answered_the_last_past_cycle() -> None:
    now = START + 13 * HOUR
    assert owing(EVENT, [], START + 5 * HOUR) == ()
    assert owing(EVENT, [report("VTL", 6)], now) == ("VTL", "VNPT")
    assert owing(EVENT, [report("VTL", 12)], now) == ("VNPT",)
    power = replace(report("VNPT", 12), kind=ReportKind.POWER)
    assert owing(EVENT, [report("VTL", 12), power], now) == ("VNPT",)
    assert owing(replace(EVENT, closed_at=now), [], now) == ()
