"""The clocks of an inspection: by the office's numbers alone, told once, and never by a pattern."""

import datetime as dt
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.company_inspections.steps import Clock, Stage
from registry.services.company_inspections.clocks import Clocks, set_days
from registry.services.company_inspections.held import list_inspections
from registry.services.company_inspections.near_steps import (
    due_steps,
    owed_by,
    tell_near_steps,
    waiting_for,
)
from registry.services.office.calendar import today
from registry.services.office.notices import inbox
from registry.services.office.registry import Registry
from registry.services.office.working_days import working_days
from tests.services.company_inspections.world import AN, MINH, NGA, VIETTEL, VNPT, masts, parts, taken_to

DAY = dt.timedelta(days=1)


def test_a_step_without_a_number_of_the_office_has_no_day_and_says_so(
    office: Registry, tmp_path: Path
) -> None:
    masts(office, 2)
    identity = taken_to(office, Stage.DECIDED, tmp_path)
    due = parts(office, identity).due
    assert due is not None
    assert (due.clock, due.days, due.due_on, due.source) == (Clock.ANNOUNCE, None, None, "unset")
    assert (due.pattern, due.pattern_unit) == (3, "working days"), "a reference beside it"
    assert not due.late(today() + 1000 * DAY), "nothing is late by another trade's procedure"
    assert due_steps(office, today() + 1000 * DAY) == []


def test_a_step_is_due_by_the_office_s_working_days_and_late_after_them(
    office: Registry, tmp_path: Path
) -> None:
    masts(office, 2)
    with pytest.raises(RefusalError, match="NOT-ALLOWED"):
        set_days(office, Clock.ANNOUNCE, 5, person=AN)
    set_days(office, Clock.ANNOUNCE, 5, person=MINH)
    identity = taken_to(office, Stage.DECIDED, tmp_path)
    due = parts(office, identity).due
    assert due is not None
    assert due.due_on == working_days(office).after(today(), 5)
    assert due.source == "office"
    assert [line.late for line in list_inspections(office, person=AN, day=due.due_on)] == [False]
    (late,) = due_steps(office, due.due_on + DAY)
    assert (late.inspection.id, late.late) == (identity, True)
    before = len(inbox(office, AN, None))
    assert tell_near_steps(office, due.due_on - 3 * DAY) == 1
    assert tell_near_steps(office, due.due_on) == 0, "told once"
    assert len(inbox(office, AN, None)) == before + 1


def test_what_a_company_owes_has_its_day_and_goes_when_it_is_done(office: Registry, tmp_path: Path) -> None:
    masts(office, 2)
    set_days(office, Clock.REPORT, 7, person=MINH)
    identity = taken_to(office, Stage.UNDER_WAY, tmp_path)
    reports = parts(office, identity).reports
    assert [one.due_on for one in reports] == [today(), working_days(office).after(today(), 7)]
    owed = owed_by(office, person=VIETTEL)
    assert [one.title.vi for one in owed] == [one.title for one in reports]
    assert [one.late(today() + DAY) for one in owed] == [True, False]
    assert owed_by(office, person=VNPT) == []
    (line,) = list_inspections(office, person=AN, day=today() + DAY)
    assert line.reports_late == 1
    taken_to(office, Stage.EXPLAINED, tmp_path)
    assert {one.inspection for one in owed_by(office, person=VIETTEL)} == {identity}


def test_a_decider_is_told_of_what_waits_for_him_and_not_of_his_own_step(
    office: Registry, tmp_path: Path
) -> None:
    masts(office, 2)
    identity = taken_to(office, Stage.PROPOSED, tmp_path)
    assert [line.inspection.id for line in waiting_for(office, MINH)] == [identity]
    assert [line.inspection.id for line in waiting_for(office, NGA)] == [identity]
    assert waiting_for(office, AN) == [], "who proposed it does not decide it"


def test_the_days_on_the_spot_are_those_of_the_decision(office: Registry, tmp_path: Path) -> None:
    masts(office, 2)
    identity = taken_to(office, Stage.REPORTS, tmp_path)
    due = parts(office, identity).due
    assert due is not None
    assert (due.clock, due.due_on, due.source) == (Clock.BEGIN, today(), "stated")
    assert Clocks(office).due(Clock.SEAL, None).due_on is None
