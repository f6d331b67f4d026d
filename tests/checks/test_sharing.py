"""Days in the texts of sharing requests, and the working days since."""

import datetime as dt

import pytest

from registry.checks.sharing import date_in, working_days


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


def test_working_days_are_monday_to_friday_after_the_first() -> None:
    friday = dt.date(2026, 11, 13)
    assert working_days(friday, friday) == 0
    assert working_days(friday, dt.date(2026, 11, 15)) == 0
    assert working_days(friday, dt.date(2026, 11, 16)) == 1
    assert working_days(friday, dt.date(2026, 11, 24)) == 7
    assert working_days(dt.date(2026, 1, 1), dt.date(2026, 12, 31)) == sum(
        (dt.date(2026, 1, 1) + dt.timedelta(days=more)).weekday() < 5 for more in range(1, 365)
    )
