"""Cycles: when reports are due, a cycle that is changed, who is late, and which cycle a report is for."""

import datetime as dt
from dataclasses import replace

import pytest

from registry.model.outages import (
    EventKind,
    OutageEvent,
    OutageReport,
    ReportKind,
    ReportSource,
    ReportState,
)
from registry.storm.outage_cycles import (
    MOST_CYCLES,
    Reported,
    cycle_to_report,
    due_moments,
    hours_at,
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
