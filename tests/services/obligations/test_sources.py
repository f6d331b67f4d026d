"""Where obligations come from: last days of the rules, what is in sight, and each source by itself."""

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.compliance.run import DUTIES
from registry.law import Rule, catalogue, law_in_force
from registry.model.duties import Duty, DutyState
from registry.model.requests.desk import RequestKind
from registry.services.obligations.compliance import compliance_run
from registry.services.obligations.sources import Sources, every_duty, last_day
from registry.services.obligations.works import AHEAD_DAYS
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.store.requests.tables import requests
from tests.services.requests import desk

CARRIERS = {"VNPT", "VTL", "VMS", "VNM"}
NOVEMBER = dt.date(2026, 11, 20)


@contextlib.contextmanager
def sources(
    registry: Registry, day: dt.date = NOVEMBER, since: dt.date = dt.date(2026, 1, 1)
) -> Iterator[Sources]:
    """The sources as the register stands, seen from a day."""
    law = law_in_force("24", day, rules=catalogue(DUTIES))
    run = compliance_run(registry, day)
    with registry.database.read() as connection:
        yield Sources(registry, connection, day, law, run, since)


def owed(registry: Registry, code: str, day: dt.date = NOVEMBER, **own: dt.date) -> list[Duty]:
    with sources(registry, day, **own) as found:
        return [duty for duty in every_duty(found) if duty.code == code]


def rule(**options: object) -> Rule:
    return Rule("DUT-X", "QĐ 1", "Điều 2", None, None, options=options)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_by_a_day_is_that_day_and_before_it_the_day_before(day: dt.date) -> None:
    named = f"{day:%m-%d}"
    assert last_day(rule(by=named), day.year) == day
    assert last_day(rule(before=named), day.year) == day - dt.timedelta(days=1)


def test_before_new_year_s_day_is_the_last_day_of_the_year_before() -> None:
    assert last_day(rule(before="01-01"), 2027) == dt.date(2026, 12, 31)


def test_what_was_due_before_the_register_began_is_not_its_to_follow(office: Registry) -> None:
    with sources(office, since=dt.date(2026, 6, 1)) as found:
        assert not found.in_sight(dt.date(2026, 5, 31))
        assert found.in_sight(dt.date(2026, 6, 1))
        assert found.in_sight(NOVEMBER + dt.timedelta(days=AHEAD_DAYS))
        assert not found.in_sight(NOVEMBER + dt.timedelta(days=AHEAD_DAYS + 1))
        assert set(found.operators) == CARRIERS


def test_a_duty_cites_its_rule_and_the_office_s_own_is_keyed_so(office: Registry) -> None:
    with sources(office) as found:
        made = found.duty(rule(day_stated=False), "", "2027", NOVEMBER, items=3)
    assert (made.key, made.source, made.items) == ("DUT-X:OFFICE:2027", "QĐ 1, Điều 2", 3)
    assert (made.state, made.day_stated) == (DutyState.LATER, False)


@pytest.mark.parametrize("month", [1, 4, 6, 11, 12])
def test_no_duty_comes_twice_and_every_carrier_owes_alike(office: Registry, month: int) -> None:
    with sources(office, dt.date(2026, month, 20)) as found:
        duties = list(every_duty(found))
    assert duties
    assert len({duty.key for duty in duties}) == len(duties)
    owing = Counter(duty.code for duty in duties if duty.organisation)
    for code in ("DUT-PLAN", "DUT-LIST", "DUT-YEAR", "DUT-HALF", "DUT-SEASON"):
        assert owing[code] % len(CARRIERS) == 0, code


def test_the_office_puts_the_plan_up_and_carriers_hand_theirs_in(office: Registry) -> None:
    (own,) = owed(office, "DUT-SUBMIT")
    assert (own.organisation, own.due_on) == ("", dt.date(2026, 12, 29))
    assert {duty.organisation for duty in owed(office, "DUT-PLAN")} == CARRIERS
    assert owed(office, "DUT-PLAN", dt.date(2026, 9, 1)) == [], "not in sight yet"


def test_a_report_that_nobody_handed_in_is_owed_over_new_year(office: Registry) -> None:
    year = owed(office, "DUT-YEAR", dt.date(2027, 1, 10))
    assert {(duty.organisation, duty.due_on) for duty in year} == {
        (code, dt.date(2026, 12, 14)) for code in CARRIERS
    }
    half = owed(office, "DUT-HALF", dt.date(2027, 1, 10))
    assert {duty.due_on for duty in half} == {dt.date(2026, 6, 14)}
    rule_there = law_in_force("24", dt.date(2027, 1, 10), rules=catalogue(DUTIES)).get("DUT-HALF")
    assert rule_there is not None
    assert rule_there.valid_from is not None
    began = rule_there.valid_from
    early = owed(office, "DUT-HALF", began.replace(month=12, day=31), since=dt.date(2020, 1, 1))
    assert {duty.due_on >= began for duty in early} <= {True}, "before the decision nobody owed one"


def test_a_list_of_a_later_quarter_closes_what_an_earlier_one_lacked(office: Registry) -> None:
    day = desk.today()
    duties = owed(office, "DUT-LIST", day, since=day - dt.timedelta(days=400))
    assert Counter(duty.organisation for duty in duties) == Counter(dict.fromkeys(CARRIERS, 2))
    assert {(duty.state, duty.done_on) for duty in duties} == {(DutyState.DONE, day)}
    later = owed(office, "DUT-LIST", day + dt.timedelta(days=100))
    assert {duty.state for duty in later if duty.due_on > day + dt.timedelta(days=99)} == {DutyState.LATER}


def test_a_plan_received_this_year_closes_the_coming_year_s_of_its_carrier_alone(
    office: Registry, tmp_path: Path
) -> None:
    request = desk.received(office, tmp_path, desk.FIVE[:1], kind=RequestKind.ANNUAL_PLAN)
    year = desk.today().year

    def done(received: dt.date, day: dt.date) -> list[Duty]:
        with deed(office, "test", "lan") as made:
            made.amend(requests, request.id, received_on=received)
        return [duty for duty in owed(office, "DUT-PLAN", day) if duty.state is DutyState.DONE]

    (found,) = done(dt.date(year, 10, 1), dt.date(year, 11, 20))
    assert (found.organisation, found.done_on) == ("VTL", dt.date(year, 10, 1))
    assert request.number in found.done_by
    late = dt.date(year + 1, 1, 10)  # the plan of that very year, and not of the one after it
    assert [duty.due_on.year for duty in done(late, late)] == [year]
    again = done(late, dt.date(year + 1, 11, 20))
    assert [duty.due_on.year for duty in again] == [year], "the coming year's is owed still"


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (dt.date(2027, 3, 20), [dt.date(2027, 4, 30)]),
        (dt.date(2027, 11, 10), [dt.date(2027, 4, 30)]),  # the season lasts 200 days
        (dt.date(2027, 11, 20), []),
    ],
)
def test_masts_are_looked_at_before_the_season_and_owed_to_its_end(
    office: Registry, day: dt.date, due: list[dt.date]
) -> None:
    found = owed(office, "DUT-SEASON", day)
    assert sorted({duty.due_on for duty in found}) == due
    assert all(duty.state is DutyState.DONE for duty in found if not duty.items)
