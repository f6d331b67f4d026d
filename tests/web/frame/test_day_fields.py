"""Days and moments as people type them: one parser, one field, the day always before the month."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from registry.errors import RefusalError
from registry.model.vietnam_time import VIETNAM
from web.frame import parameters
from web.frame.day_fields import day_shown, moment_shown

TEMPLATES = Path(parameters.__file__).parents[1] / "templates"
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


def test_no_page_has_a_browser_s_own_field_of_a_day_or_an_hour() -> None:
    # its text is in the language of the browser: 1 December stands as 12/01 in an English one
    native = re.compile(r"""type\s*=\s*["']?(date|datetime-local|time|month|week)\b""")
    assert [str(page) for page in TEMPLATES.rglob("*.html") if native.search(page.read_text("utf-8"))] == []


@given(DAYS)
def test_what_a_field_shows_of_a_day_is_read_as_that_day(day: dt.date) -> None:
    assert parameters.written_day(day_shown(day)) == day
    assert parameters.written_day(day.isoformat()) == day  # as old addresses and programs say it
    assert day_shown(day.isoformat()) == day_shown(day)


@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_what_a_field_shows_of_a_moment_is_read_as_that_moment(day: dt.date, hour: int, minute: int) -> None:
    at = dt.datetime.combine(day, dt.time(hour, minute), VIETNAM)
    assert parameters.written_moment(moment_shown(at)) == at
    assert parameters.written_moment(f"{day:%Y-%m-%d}T{hour:02d}:{minute:02d}") == at


@pytest.mark.parametrize(
    "text", ["1/12/2026", "01/12/2026", "1/12/26", "01.12.2026", "1-12-2026", "2026-12-01", " 1/12/2026 "]
)
def test_the_day_stands_before_the_month_however_it_is_written(text: str) -> None:
    assert parameters.written_day(text) == dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    "text", ["1/12/2026 9:05", "9h05 1/12/26", "2026-12-01T09:05", "01/12/2026 09:05:00"]
)
def test_a_moment_is_read_with_its_clock_before_or_after(text: str) -> None:
    assert parameters.written_moment(text) == dt.datetime(2026, 12, 1, 9, 5, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026",
        "12/31/2026",
        "1/12",
        "1/12.2026",
        "1/12/026",
        "١/١/2026",
        "hôm nay",
        "01/01/1899",
        "1e3",
        "0/0/00",
    ],
)
def test_what_is_no_day_is_refused_by_its_code(text: str) -> None:
    with pytest.raises(RefusalError) as refused:
        parameters.written_day(text)
    assert refused.value.code == "DATE-NOT-READ"
    with pytest.raises(RefusalError) as unread:
        parameters.day(MultiDict({"first": text}), "first")
    assert unread.value.code == "WEB-PARAMETER"
    assert day_shown(text) == text  # it stays in its field to be mended


@pytest.mark.parametrize(
    "text", ["1/12/2026", "25:00 1/12/2026", "1/12/2026 9:5", "21:30", "31/02/2026 10:00"]
)
def test_what_is_no_moment_is_refused_by_its_code(text: str) -> None:
    with pytest.raises(RefusalError) as refused:
        parameters.written_moment(text)
    assert refused.value.code == "MOMENT-NOT-READ"


def test_an_empty_field_is_no_day() -> None:
    assert parameters.written_day("  ") is None
    assert parameters.written_moment("") is None
    assert (day_shown(None), moment_shown(None)) == ("", "")
