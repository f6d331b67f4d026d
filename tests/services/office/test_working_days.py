"""Working days: Vietnam's holidays, the days that a year swaps, and what the office enters itself."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.messages import LANGUAGES
from registry.model.working_days import WorkingDays
from registry.services.office.registry import Registry
from registry.services.office.working_days import enter_day, known_days, working_days
from tests.services.requests import desk

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
CALENDAR = WorkingDays()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (dt.date(2026, 2, 17), False),  # Tết
        (dt.date(2026, 4, 27), False),  # in lieu of Giỗ Tổ, which is a Sunday
        (dt.date(2026, 8, 31), False),  # swapped with
        (dt.date(2026, 8, 22), True),  # this Saturday
        (dt.date(2026, 9, 2), False),  # Quốc khánh
        (dt.date(2026, 11, 25), True),
        (dt.date(2026, 11, 28), False),  # an ordinary Saturday
    ],
)
def test_the_days_of_2026(day: dt.date, worked: bool) -> None:
    assert CALENDAR.is_working(day) is worked


def test_a_swapped_day_is_named_with_its_day_before_its_month() -> None:
    """The package's English is American: "substituted from 08/22/2026"."""
    day = dt.date(2026, 8, 31)
    said = {lang: next(one.name for one in known_days(2026, lang) if one.day == day) for lang in LANGUAGES}
    assert all("22/08/2026" in name for name in said.values()), said


def test_what_the_office_enters_goes_before_what_the_package_knows(office: Registry) -> None:
    saturday, friday = dt.date(2026, 12, 5), dt.date(2026, 12, 4)
    enter_day(office, saturday, "work", seen="none", who="quản trị")
    enter_day(office, friday, "rest", seen="none", who="quản trị")
    calendar = working_days(office)
    assert calendar.is_working(saturday)
    assert not calendar.is_working(friday)
    assert calendar.after(dt.date(2026, 12, 3), 1) == saturday
    enter_day(office, saturday, "rest", seen="work", who="quản trị")
    assert working_days(office) == WorkingDays(rest=frozenset({friday, saturday}))
    for day in (friday, saturday):
        enter_day(office, day, "none", seen="rest", who="quản trị")
    assert working_days(office) == WorkingDays()
    assert desk.sound(office)


def test_a_day_of_no_office_year_or_of_no_kind_is_refused(office: Registry) -> None:
    with pytest.raises(RefusalError, match="WORKING-DAYS-YEAR"):
        enter_day(office, dt.date(3026, 12, 5), "work", seen="none", who="a")
    with pytest.raises(RefusalError, match="REQUEST-VALUE"):
        enter_day(office, dt.date(2026, 12, 5), "half", seen="none", who="a")


@given(start=DAYS, count=st.integers(1, 60))
def test_so_many_working_days_later_is_a_working_day_and_counts_back(start: dt.date, count: int) -> None:
    end = CALENDAR.after(start, count)
    assert CALENDAR.is_working(end)
    assert CALENDAR.between(start, end) == count
    assert CALENDAR.between(start, end - dt.timedelta(days=1)) == count - 1


@given(start=DAYS, length=st.integers(0, 40), pause=st.integers(0, 40), count=st.integers(1, 20))
def test_a_pause_moves_the_end_and_none_of_its_days_count(
    start: dt.date, length: int, pause: int, count: int
) -> None:
    first = start + dt.timedelta(days=length)
    last = first + dt.timedelta(days=pause)
    end = CALENDAR.after(start, count, [(first, last)])
    assert end >= CALENDAR.after(start, count)
    assert not first < end <= last
    assert CALENDAR.between(start, last, [(first, last)]) == CALENDAR.between(start, first)


@given(start=DAYS, days=st.integers(0, 400))
def test_days_before_the_start_are_none(start: dt.date, days: int) -> None:
    assert CALENDAR.between(start, start - dt.timedelta(days=days)) == 0
