"""Moments as people write them: read on Vietnam's clock, and never completed by a guess."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.vietnam_time import VIETNAM, written
from registry.services.outages.moments import read_moment

AS_OF = dt.datetime(2026, 9, 8, 6, 0, tzinfo=VIETNAM)
SEVENTH = dt.datetime(2026, 9, 7, 21, 30, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "text",
    [
        "21:30 07/09/2026", "07/09/2026 21:30", "21h30 ngày 7/9/2026", "21h30 7/9",
        "lúc 21 giờ 30, ngày 07-09",
        "2026-09-07T21:30", "2026-09-07 21:30:00", "21g30 07.09.26", "2026/09/07 21:30", "21h30 2026.09.07",
        "2026-09-07T21:30:00+07:00", "2026-09-07T14:30Z", "2026-09-07 14:30:00.000 +0000",
        "07/09/2026 9:30:00 PM", "09:30 CH 07/09/2026", "9:30PM 7/9", "9h30 p.m. 7/9", "21:30 CH 7/9",
        "9 giờ 30 tô\u0301i 7/9", SEVENTH, SEVENTH.replace(tzinfo=None),
    ],
)  # fmt: skip
def test_the_ways_in_which_it_is_written(text: object) -> None:
    assert read_moment(text, AS_OF).at == SEVENTH


def test_a_day_without_its_year_is_the_last_one() -> None:
    assert read_moment("8h 30/12", AS_OF).at == dt.datetime(2025, 12, 30, 8, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("21:30", "OUTAGE-TIME-NO-DAY"), (dt.time(5, 0), "OUTAGE-TIME-NO-DAY"),
        ("07/09/2026", "OUTAGE-TIME-NO-HOUR"), (dt.date(2026, 9, 7), "OUTAGE-TIME-NO-HOUR"),
        ("2026-09-07", "OUTAGE-TIME-NO-HOUR"), ("tối qua", "OUTAGE-TIME-NOT-READ"),
        ("25:10 07/09/2026", "OUTAGE-TIME-NOT-READ"), ("10:00 31/02/2026", "OUTAGE-TIME-NOT-READ"),
        ("2026/09/07", "OUTAGE-TIME-NO-HOUR"), ("31/02/2026", "OUTAGE-TIME-NOT-READ"),
        ("21:30 AM 07/09/2026", "OUTAGE-TIME-NOT-READ"), ("2026-13-07 21:30", "OUTAGE-TIME-NOT-READ"),
        ("21:30-22:00 07/09/2026", "OUTAGE-TIME-NOT-READ"), ("20h30 - 21h30 7/9", "OUTAGE-TIME-NOT-READ"),
        ("07:30 08/09/2026", "OUTAGE-TIME-AHEAD"), ("2026-09-07T23:30:00Z", "OUTAGE-TIME-AHEAD"),
        ("9" * 400, "OUTAGE-TIME-NOT-READ"),
        ("0001-01-01T00:00", "OUTAGE-TIME-NOT-READ"), ("9999-12-31T23:59", "OUTAGE-TIME-AHEAD"),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_said(cell: object, code: str) -> None:
    read = read_moment(cell, AS_OF)
    assert (read.at, read.problem) == (None, code)


def test_a_time_alone_is_proposed_for_the_last_such_moment() -> None:
    assert read_moment("21h30", AS_OF).proposed == "21:30 07/09/2026"
    assert read_moment("05:00", AS_OF).proposed == "05:00 08/09/2026"
    assert read_moment("", AS_OF) == (None, "", None)


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("22h", 22, 0), ("22 gio", 22, 0), ("22g30", 22, 30), ("22 giờ 30 phút", 22, 30), ("10 giờ tối", 22, 0),
     ("11h đêm", 23, 0), ("2 giờ đêm", 2, 0), ("3h chieu", 15, 0), ("5h sáng", 5, 0),
     (dt.time(4, 10), 4, 10)],
)  # fmt: skip
def test_a_time_alone_is_of_the_one_day_on_which_the_event_has_it(
    text: object, hour: int, minute: int
) -> None:
    read = read_moment(text, AS_OF, AS_OF - dt.timedelta(hours=23))
    assert read.at is not None
    local = read.at.astimezone(VIETNAM)
    assert (local.hour, local.minute) == (hour, minute)
    assert AS_OF - dt.timedelta(days=1) < read.at <= AS_OF
    assert (read.problem, read.proposed) == ("OUTAGE-TIME-DAY-TAKEN", written(read.at))


def test_noon_and_midnight_in_halves_of_the_day() -> None:
    assert read_moment("12:30 PM 07/09/2026", AS_OF).at == SEVENTH.replace(hour=12)
    assert read_moment("12:30 SA 07/09/2026", AS_OF).at == SEVENTH.replace(hour=0)
    assert read_moment("4:30 SA", AS_OF).proposed == "04:30 08/09/2026"


def test_a_time_alone_is_taken_for_no_day_where_several_or_none_may_be_meant() -> None:
    assert read_moment("22h", AS_OF, AS_OF - dt.timedelta(hours=40)).problem == "OUTAGE-TIME-NO-DAY"
    assert read_moment("22h", AS_OF, AS_OF - dt.timedelta(hours=2)).problem == "OUTAGE-TIME-NO-DAY"
    assert read_moment("9h đêm 07/09", AS_OF).at == SEVENTH - dt.timedelta(minutes=30)
    assert read_moment("7h chiều 07/09", AS_OF).problem == "OUTAGE-TIME-NOT-READ"


@pytest.mark.parametrize("text", ["12 giờ đêm 06/09", "12h đêm ngày 6/9/2026", "06/09/2026 12:00 dem"])
def test_midnight_of_a_day_is_asked_back_as_it_may_be_either_end_of_it(text: str) -> None:
    assert read_moment(text, AS_OF) == (None, "OUTAGE-TIME-MIDNIGHT", None)


def test_midnight_without_a_day_is_one_moment() -> None:
    read = read_moment("12 giờ đêm", AS_OF, AS_OF - dt.timedelta(hours=20))
    assert read.at == dt.datetime(2026, 9, 8, 0, 0, tzinfo=VIETNAM)


@given(st.integers(0, 10_000_000))
def test_what_is_shown_is_read_back(minutes: int) -> None:
    moment = AS_OF - dt.timedelta(minutes=minutes)
    assert read_moment(written(moment), AS_OF).at == moment


@given(st.text(max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    read = read_moment(text, AS_OF)
    assert (read.at is None) or not read.problem
