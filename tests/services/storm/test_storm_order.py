"""Which of several storms comes first: the one whose gusts are next in time, not the strongest."""

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

from registry.services.storm.now import _first
from registry.services.storm.storm_clock import Phase

AT = dt.datetime(2026, 9, 10, 8, tzinfo=dt.UTC)


def storm(phase: Phase, hours: int | None, level: int, *, over: bool = False) -> Any:
    onset = None if hours is None else AT + dt.timedelta(hours=hours)
    return SimpleNamespace(clock=SimpleNamespace(over=over, phase=phase, onset=onset, gust_level=level))


def test_gusts_that_blow_come_first_then_those_that_begin_soonest() -> None:
    blowing, soon = storm(Phase.BLOWING, -2, 8), storm(Phase.COMING, 4, 9)
    late, unsure = storm(Phase.COMING, 20, 14), storm(Phase.UNSURE, None, 7)
    passed, over = storm(Phase.PASSED, -30, 15), storm(Phase.PASSED, -90, 16, over=True)
    mixed = [over, passed, late, unsure, soon, blowing]
    assert sorted(cast(Any, mixed), key=_first) == [blowing, soon, late, unsure, passed, over]


def test_of_storms_at_one_time_the_strongest_comes_first() -> None:
    weak, strong = storm(Phase.COMING, 4, 9), storm(Phase.COMING, 4, 12)
    assert sorted(cast(Any, [weak, strong]), key=_first) == [strong, weak]
