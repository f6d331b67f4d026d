"""The clock of a dossier: late from the day after its last day on, whatever weekday that is."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.designs.desk import DossierState
from registry.model.working_days import WorkingDays
from registry.services.designs.clock import ClockFace, DesignClock

FRIDAY = dt.date(2026, 10, 16)


def clock(received: dt.date, days: int | None, day: dt.date) -> DesignClock:
    dossier: Any = SimpleNamespace(received_on=received, issued_on=None, state=DossierState.RECEIVED)
    return ClockFace(days, "", WorkingDays(), day).of(dossier, None)


@given(st.integers(0, 400), st.integers(1, 40), st.integers(0, 90))
def test_it_is_late_as_soon_as_its_day_is_over(start: int, days: int, later: int) -> None:
    received = FRIDAY + dt.timedelta(days=start)
    day = received + dt.timedelta(days=later)
    found = clock(received, days, day)
    assert found.due_on is not None
    assert found.left is not None
    assert (day > found.due_on) == (found.left < 0) == found.late
    assert (found.left == 0) == (day == found.due_on)


@pytest.mark.parametrize(("off", "left"), [(0, 0), (1, -1), (2, -1), (3, -1), (4, -2)])
def test_a_weekend_after_the_last_day_is_late(off: int, left: int) -> None:
    found = clock(FRIDAY - dt.timedelta(days=7), 5, FRIDAY + dt.timedelta(days=off))
    assert (found.due_on, found.left) == (FRIDAY, left)


def test_without_a_limit_only_days_are_counted() -> None:
    found = clock(FRIDAY, None, FRIDAY + dt.timedelta(days=10))
    assert (found.due_on, found.left, found.used, found.late) == (None, None, 6, False)
