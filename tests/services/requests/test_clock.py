"""The clock of a request: never negative, and no day counts on which the carrier supplements."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.law import Threshold, catalogue, law_in_force
from registry.model.requests.desk import Request, RequestKind, RequestState
from registry.model.requests.desk_records import SharingRequest, StateChange
from registry.model.working_days import WorkingDays
from registry.services.office.registry import Registry
from registry.services.office.time_limits import (
    OFFICE,
    UNSET,
    limit_code,
    limit_for,
    limit_words,
    limits_on,
    office_numbers,
    set_office_number,
)
from registry.services.requests.clock import clock_of, pauses, sharing_clock
from registry.services.requests.requests import load_request, receive_request
from registry.settings import DATA
from tests.overlapping_rules import overlaps
from tests.services.requests import desk

CALENDAR = WorkingDays()
FRIDAY = dt.date(2026, 11, 20)
LIMITS = catalogue(DATA / "limits")


def request(limit: int | None = 10, received: dt.date = FRIDAY, state: RequestState = RequestState.APPRAISING,
            on: dt.date | None = None) -> Request:  # fmt: skip
    return Request(
        id="r", number="1/2026/HS-VT", kind=RequestKind.SHARING, organisation="VTL", letter_number="",
        letter_date=None, received_on=received, state=state, officer="lan", file_name="", file_sha256="",
        limit_days=limit, limit_date=on, limit_source="QĐ 72/2025/QĐ-UBND, Điều 19(3)",
    )  # fmt: skip


def changes(*steps: tuple[RequestState, dt.date]) -> list[StateChange]:
    return [StateChange(str(n), "r", n, state, day, "", "lan") for n, (state, day) in enumerate(steps, 1)]


def test_ten_working_days_after_friday_20_november_end_on_7_december() -> None:
    """Culture day (24/11, a holiday from 2026) does not count, nor do the weekends."""
    clock = clock_of(request(), changes((RequestState.RECEIVED, FRIDAY)), CALENDAR, FRIDAY)
    assert (clock.due_on, clock.used_days, clock.left_days) == (dt.date(2026, 12, 7), 0, 10)
    assert not clock.overdue
    last = clock_of(request(), changes((RequestState.RECEIVED, FRIDAY)), CALENDAR, dt.date(2026, 12, 7))
    assert (last.left_days, last.overdue) == (0, False)
    late = clock_of(request(), changes((RequestState.RECEIVED, FRIDAY)), CALENDAR, dt.date(2026, 12, 8))
    assert (late.left_days, late.overdue) == (-1, True)


def test_the_clock_stands_still_from_the_day_after_it_went_out_to_the_day_it_came_back() -> None:
    steps = changes(
        (RequestState.RECEIVED, FRIDAY),
        (RequestState.SUPPLEMENT, dt.date(2026, 11, 25)),
        (RequestState.APPRAISING, dt.date(2026, 12, 9)),
    )
    clock = clock_of(request(), steps, CALENDAR, dt.date(2026, 12, 10))
    assert clock.used_days == 3  # 23 and 25 November, 10 December
    assert clock.due_on == CALENDAR.after(dt.date(2026, 12, 9), 8)


def test_while_the_carrier_supplements_the_clock_does_not_run() -> None:
    steps = changes((RequestState.RECEIVED, FRIDAY), (RequestState.SUPPLEMENT, FRIDAY))
    clock = clock_of(request(state=RequestState.SUPPLEMENT), steps, CALENDAR, dt.date(2027, 3, 1))
    assert (clock.used_days, clock.running, clock.overdue) == (0, False, False)


def test_what_is_issued_stops_the_clock_for_good() -> None:
    steps = changes((RequestState.RECEIVED, FRIDAY), (RequestState.ISSUED, dt.date(2026, 12, 1)))
    one, other = (
        clock_of(request(state=RequestState.ISSUED), steps, CALENDAR, day)
        for day in (dt.date(2026, 12, 1), dt.date(2027, 12, 1))
    )
    assert one == other
    assert not one.running


def test_a_day_of_the_calendar_does_not_move_with_supplementing() -> None:
    due = dt.date(2026, 12, 29)
    steps = changes(
        (RequestState.RECEIVED, FRIDAY),
        (RequestState.SUPPLEMENT, dt.date(2026, 11, 23)),
        (RequestState.APPRAISING, dt.date(2026, 12, 23)),
    )
    assert clock_of(request(None, on=due), steps, CALENDAR, dt.date(2026, 12, 24)).due_on == due
    assert clock_of(request(None, on=due), steps, CALENDAR, dt.date(2026, 12, 30)).overdue


def test_without_a_limit_nothing_is_due_and_nothing_overdue() -> None:
    clock = clock_of(request(None), changes((RequestState.RECEIVED, FRIDAY)), CALENDAR, dt.date(2030, 1, 1))
    assert (clock.due_on, clock.left_days, clock.overdue) == (None, None, False)
    assert clock.used_days > 500


STEP = st.tuples(
    st.sampled_from([RequestState.SUPPLEMENT, RequestState.APPRAISING, RequestState.CONSULTING]),
    st.integers(0, 25),
)


@given(
    steps=st.lists(STEP, max_size=8), later=st.integers(0, 90), limit=st.one_of(st.none(), st.integers(1, 30))
)
def test_used_days_are_the_working_days_on_which_the_office_had_it(
    steps: list[tuple[RequestState, int]], later: int, limit: int | None
) -> None:
    """Told day by day: a day counts where it is worked and the request did not lie with the carrier."""
    day, entered = FRIDAY, [(RequestState.RECEIVED, FRIDAY)]
    for state, wait in steps:
        day += dt.timedelta(days=wait)
        entered.append((state, day))
    today = day + dt.timedelta(days=later)
    clock = clock_of(request(limit), changes(*entered), CALENDAR, today)
    expected = 0
    for offset in range(1, (today - FRIDAY).days + 1):
        one = FRIDAY + dt.timedelta(days=offset)
        out = [state for state, entered_on in entered if entered_on < one]
        expected += CALENDAR.is_working(one) and out[-1] is not RequestState.SUPPLEMENT
    assert clock.used_days == expected
    assert 0 <= clock.used_days <= CALENDAR.between(FRIDAY, today)
    if limit is not None:
        assert clock.left_days == limit - expected
        assert clock.overdue is (expected > limit)


@given(steps=st.lists(STEP, max_size=8), today=st.integers(0, 250))
def test_spans_of_supplementing_never_end_before_they_begin(
    steps: list[tuple[RequestState, int]], today: int
) -> None:
    day, entered = FRIDAY, [(RequestState.RECEIVED, FRIDAY)]
    for state, wait in steps:
        day += dt.timedelta(days=wait)
        entered.append((state, day))
    spans = pauses(changes(*entered), FRIDAY + dt.timedelta(days=today))
    assert all(first <= last for first, last in spans)


def test_sharing_is_approved_in_ten_working_days_by_article_19_3() -> None:
    limit = limit_for(law_in_force("24", FRIDAY, rules=LIMITS), RequestKind.SHARING, FRIDAY)
    assert (limit.days, limit.source) == (10, "QĐ 72/2025/QĐ-UBND, Điều 19(3)")


def test_the_annual_plan_comes_in_by_30_november_and_goes_up_before_30_december() -> None:
    limit = limit_for(law_in_force("24", FRIDAY, rules=LIMITS), RequestKind.ANNUAL_PLAN, FRIDAY)
    assert (limit.in_by, limit.on) == (dt.date(2026, 11, 30), dt.date(2026, 12, 29))
    assert "Điều 4(3), 19(2)" in limit.source


def test_a_position_has_no_limit_until_the_office_sets_one_and_then_it_is_the_office_s() -> None:
    unset = limit_for(law_in_force("24", FRIDAY, rules=LIMITS), RequestKind.POSITION, FRIDAY)
    assert (unset.days, unset.source) == (None, UNSET)
    law = law_in_force("24", FRIDAY, rules=LIMITS, office={"LIM-POSITION.days": 15.0})
    assert limit_for(law, RequestKind.POSITION, FRIDAY) == type(unset)(15, OFFICE)


def test_the_office_cannot_change_a_limit_of_the_law() -> None:
    law = law_in_force("24", FRIDAY, rules=LIMITS, office={"LIM-SHARING.days": 99.0})
    assert limit_for(law, RequestKind.SHARING, FRIDAY).days == 10


def test_an_owner_replies_in_seven_working_days_or_fifteen_days_with_a_survey() -> None:
    rule = law_in_force("24", FRIDAY).rules["SHR-02"]
    asked = SharingRequest("s", "VTL", "VNPT", "BGG00045", FRIDAY)
    plain = sharing_clock(asked, CALENDAR, rule, dt.date(2026, 12, 2))
    assert plain.due_on == dt.date(2026, 12, 2)
    assert not plain.overdue
    surveyed = SharingRequest("s", "VTL", "VNPT", "BGG00045", FRIDAY, survey=True)
    assert sharing_clock(surveyed, CALENDAR, rule, FRIDAY).due_on == dt.date(2026, 12, 5)
    assert sharing_clock(asked, CALENDAR, rule, dt.date(2026, 12, 3)).overdue
    none = replace(rule, thresholds={**rule.thresholds, "survey_days": Threshold(0.0, "days", verified=True)})
    assert sharing_clock(surveyed, CALENDAR, none, FRIDAY).due_on == plain.due_on  # no days of their own


def test_the_time_to_reply_begins_on_the_day_of_receipt_where_somebody_stated_it() -> None:
    rule = law_in_force("24", FRIDAY).rules["SHR-02"]
    asked = SharingRequest("s", "VTL", "VNPT", "BGG00045", FRIDAY, received_on=FRIDAY + dt.timedelta(days=5))
    found = sharing_clock(asked, CALENDAR, rule, dt.date(2026, 12, 3))
    assert (found.due_on, found.overdue) == (CALENDAR.after(FRIDAY + dt.timedelta(days=5), 7), False)
    assert found.due_on == dt.date(2026, 12, 4)
    surveyed = replace(asked, survey=True)
    assert sharing_clock(surveyed, CALENDAR, rule, FRIDAY).due_on == FRIDAY + dt.timedelta(days=20)


def test_before_the_regulation_no_limit_for_a_reply_is_known() -> None:
    asked = SharingRequest("s", "VTL", "VNPT", "BGG00045", dt.date(2025, 6, 2))
    found = sharing_clock(asked, CALENDAR, law_in_force("24", asked.sent_on).get("SHR-02"), FRIDAY)
    assert (found.due_on, found.limit_source, found.overdue) == (None, UNSET, False)


def test_the_office_sets_only_what_no_text_states(office: Registry) -> None:
    assert office_numbers()["LIM-POSITION.days"] == "working days"
    assert "LIM-SHARING.days" not in office_numbers()
    for key, value in (("LIM-SHARING.days", 5), ("LIM-POSITION.days", 0), ("nothing", 5)):
        with pytest.raises(RefusalError, match="REQUEST-VALUE"):
            set_office_number(office, key, value, who="quản trị")
    set_office_number(office, "LIM-POSITION.days", 12, who="quản trị")
    limit = limit_for(limits_on(office, FRIDAY), RequestKind.POSITION, FRIDAY)
    assert (limit.days, limit.source) == (12, OFFICE)
    assert "không phải quy định của pháp luật" in limit_words(limit.days, limit.on, limit.source)
    set_office_number(office, "LIM-POSITION.days", None, who="quản trị")
    assert limit_for(limits_on(office, FRIDAY), RequestKind.POSITION, FRIDAY).source == UNSET
    assert desk.sound(office)


def test_a_limit_is_said_with_its_source() -> None:
    assert limit_words(10, None, "QĐ 72/2025/QĐ-UBND, Điều 19(3)") == (
        "10 ngày làm việc (QĐ 72/2025/QĐ-UBND, Điều 19(3))"
    )
    assert limit_words(None, dt.date(2026, 12, 29), "Điều 4(3)", "en") == "by 29/12/2026 (Điều 4(3))"
    assert "cơ quan chưa đặt" in limit_words(None, None, UNSET)


def test_a_plan_that_comes_in_december_came_late(office: Registry) -> None:
    found = {}
    for day in (dt.date(2025, 12, 1), dt.date(2026, 11, 20)):
        made = receive_request(
            office,
            None,
            kind=RequestKind.ANNUAL_PLAN,
            organisation="VTL",
            officer="lan",
            received_on=day,
            who="lan",
        )
        file = load_request(office, made.id)
        found[day] = (file.came_late, file.clock.due_on)
    assert found == {
        dt.date(2025, 12, 1): (True, dt.date(2025, 12, 29)),
        dt.date(2026, 11, 20): (False, dt.date(2026, 12, 29)),
    }


def test_no_two_limits_of_a_code_hold_on_one_day_and_every_kind_has_one_today() -> None:
    assert overlaps(LIMITS) == []
    law = law_in_force("24", FRIDAY, rules=LIMITS)
    assert {limit_code(kind.value) for kind in RequestKind} <= set(law.rules)
    invented = [
        item for rule in LIMITS for item in rule.thresholds.values() if item.verified and item.value is None
    ]
    assert invented == []


def test_what_is_sent_back_on_its_last_day_is_due_on_the_day_on_which_it_comes_in_again() -> None:
    due = dt.date(2026, 12, 7)
    steps = (RequestState.RECEIVED, FRIDAY), (RequestState.SUPPLEMENT, due)
    paused = clock_of(request(), changes(*steps), CALENDAR, dt.date(2026, 12, 9))
    assert (paused.due_on, paused.left_days, paused.overdue) == (dt.date(2026, 12, 9), 0, False)
    again = changes(*steps, (RequestState.APPRAISING, dt.date(2026, 12, 15)))
    back = clock_of(request(), again, CALENDAR, dt.date(2026, 12, 15))
    assert (back.due_on, back.left_days, back.overdue) == (dt.date(2026, 12, 15), 0, False)
    late = clock_of(request(), again, CALENDAR, dt.date(2026, 12, 16))
    assert (late.due_on, late.left_days, late.overdue) == (dt.date(2026, 12, 15), -1, True)


@given(
    received=st.dates(dt.date(2026, 11, 2), dt.date(2026, 11, 30)),
    limit=st.integers(1, 15),
    gaps=st.lists(st.integers(0, 9), min_size=1, max_size=7),
    on=st.booleans(),
)
def test_it_is_due_today_or_late_as_its_day_says(
    received: dt.date, limit: int, gaps: list[int], on: bool
) -> None:
    """No page says that something is due today beside another day, or late by no day at all."""
    day, steps = received, [(RequestState.RECEIVED, received)]
    for at, gap in enumerate(gaps[:-1]):
        day += dt.timedelta(days=gap)
        steps.append((RequestState.APPRAISING if at % 2 else RequestState.SUPPLEMENT, day))
    asked = request(
        None if on else limit, received, steps[-1][0], received + dt.timedelta(limit) if on else None
    )
    today = day + dt.timedelta(days=gaps[-1])
    clock = clock_of(asked, changes(*steps), CALENDAR, today)
    assert clock.due_on is not None
    assert clock.left_days is not None
    assert clock.overdue == (today > clock.due_on) == (clock.left_days < 0)
    if clock.due_on == today:
        assert clock.left_days == 0
    elif clock.left_days == 0:  # what is left of a calendar's day may be a weekend
        assert on or not CALENDAR.is_working(today) or clock.due_on > today
