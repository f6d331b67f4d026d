"""Days in the texts of sharing requests, and the working days since."""

import datetime as dt
from dataclasses import replace

import pytest

from registry.checks.days_worked import WEEKDAYS, DaysWorked
from registry.checks.proposals import Proposals
from registry.checks.sharing import sharing_papers
from registry.checks.sharing_texts import date_in
from registry.law import law_in_force
from registry.model.findings import Finding, Outcome
from registry.model.requests.proposals import SharingSeen
from registry.model.working_days import WorkingDays
from tests.world import proposal, world


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("CV 120/VTBG ngày 02/11/2026", dt.date(2026, 11, 2)),
        ("2-11-2026", dt.date(2026, 11, 2)),
        ("gửi 2.11.2026, nhắc lại 9.11.2026", dt.date(2026, 11, 2)),
        ("ngày 31/02/2026 rồi 03/03/2026", dt.date(2026, 3, 3)),
        ("CV 120/2026", None),
        ("đã gửi", None),
    ],
)
def test_the_first_real_day_of_a_text_is_read(text: str, day: dt.date | None) -> None:
    assert date_in(text) == day


def test_without_a_calendar_working_days_are_monday_to_friday_after_the_first() -> None:
    friday = dt.date(2026, 11, 13)
    assert WEEKDAYS.between(friday, friday) == 0
    assert WEEKDAYS.between(friday, dt.date(2026, 11, 15)) == 0
    assert WEEKDAYS.between(friday, dt.date(2026, 11, 16)) == 1
    assert WEEKDAYS.between(friday, dt.date(2026, 11, 24)) == 7
    assert WEEKDAYS.between(dt.date(2026, 1, 1), dt.date(2026, 12, 31)) == sum(
        (dt.date(2026, 1, 1) + dt.timedelta(days=more)).weekday() < 5 for more in range(1, 365)
    )


def judged(asked: tuple[SharingSeen, ...], day: dt.date, days_worked: DaysWorked = WEEKDAYS) -> Finding:
    """SHR-02 for a row about which the register holds these requests; its text says that none was sent."""
    row = replace(proposal(sharing_sent="Chưa gửi"), sharing=asked)
    context = replace(world(as_of=day), days_worked=days_worked)
    rule = law_in_force("24", day).rules["SHR-02"]
    return sharing_papers(Proposals.of([row], context), context, rule).at(0)


SENT, DUE = dt.date(2026, 11, 2), dt.date(2026, 11, 11)
ASKED = SharingSeen("VNPT", SENT, DUE)
RECEIVED = replace(ASKED, received_on=dt.date(2026, 11, 5), due_on=dt.date(2026, 11, 16))


@pytest.mark.parametrize(
    ("asked", "day", "outcome", "code"),
    [
        ((ASKED,), DUE, Outcome.REVIEW, "SHR-02-OWNER-AWAITED"),
        ((ASKED,), DUE + dt.timedelta(days=1), Outcome.REVIEW, "SHR-02-OWNER-LATE"),
        ((RECEIVED,), dt.date(2026, 11, 16), Outcome.REVIEW, "SHR-02-OWNER-AWAITED-RECEIVED"),
        ((RECEIVED,), dt.date(2026, 11, 17), Outcome.REVIEW, "SHR-02-OWNER-LATE-RECEIVED"),
        ((replace(ASKED, due_on=None),), DUE, Outcome.REVIEW, "SHR-02-OWNER-ASKED"),
        ((replace(ASKED, answer="refuse", reason="hết tải"),), DUE, Outcome.PASS, "SHR-02-ASKED"),
        ((replace(ASKED, answer="agree"),), DUE, Outcome.REVIEW, "SHR-02-AGREED"),
        ((replace(ASKED, answer="refuse"), ASKED), DUE, Outcome.REVIEW, "SHR-02-OWNER-AWAITED"),
        ((ASKED,), SENT - dt.timedelta(days=1), Outcome.REVIEW, "SHR-02-NOT-SENT"),
    ],
)
def test_what_the_register_holds_counts_before_the_rows_text(
    asked: tuple[SharingSeen, ...], day: dt.date, outcome: Outcome, code: str
) -> None:
    found = judged(asked, day)
    assert (found.outcome, found.code) == (outcome, code)


def test_the_days_passed_are_counted_from_the_receipt_where_it_is_known() -> None:
    found = judged((RECEIVED,), dt.date(2026, 11, 17))
    assert found.measured == WEEKDAYS.between(dt.date(2026, 11, 5), dt.date(2026, 11, 17)) == 8
    assert found.params["received_on"] == dt.date(2026, 11, 5)
    no_limit = judged((replace(RECEIVED, due_on=None),), dt.date(2026, 11, 17))  # "sent on …, … days ago"
    assert no_limit.params["passed"] == WEEKDAYS.between(SENT, dt.date(2026, 11, 17)) == 11


def test_public_holidays_are_no_working_days_where_the_office_has_a_calendar() -> None:
    sent, day = dt.date(2026, 4, 24), dt.date(2026, 5, 6)  # 30/4 and 1/5 lie between, and what they move
    found = judged((SharingSeen("VNPT", sent, day),), day, WorkingDays())
    assert found.measured == WorkingDays().between(sent, day)
    assert found.measured < WEEKDAYS.between(sent, day)
