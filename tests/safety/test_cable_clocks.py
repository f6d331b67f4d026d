"""The clocks of QĐ 72/2025 Điều 10(2): each from its own event."""

import datetime as dt
from dataclasses import replace

import pytest

from registry.law import Rule, catalogue
from registry.model.cables import CableTrouble, TroubleKind, TroubleState
from registry.safety.cable_clocks import clock_of
from registry.settings import DATA

ZONE = dt.timezone(dt.timedelta(hours=7))
SEEN = dt.datetime(2026, 11, 26, 8, 0, tzinfo=ZONE)
HOUR = dt.timedelta(hours=1)


def rule() -> Rule:
    return next(item for item in catalogue(DATA / "limits") if item.code == "LIM-CABLE")


def trouble(kind: TroubleKind, **more: object) -> CableTrouble:
    return CableTrouble("t", kind, "VNPT", None, None, SEEN, **more)  # type: ignore[arg-type]


def test_cable_counts_from_detection_and_a_pole_from_its_fall() -> None:
    fell = SEEN - 5 * HOUR
    cable = clock_of(trouble(TroubleKind.BROKEN_CABLE, occurred_at=fell), rule(), SEEN)
    pole = clock_of(trouble(TroubleKind.BROKEN_POLE, occurred_at=fell), rule(), SEEN)
    assert (cable.due, cable.start, cable.left) == (SEEN + 12 * HOUR, "detected", 12 * HOUR)
    assert (pole.due, pole.start, pole.assumed) == (fell + 24 * HOUR, "occurred", False)
    assert cable.article == pole.article == "Điều 10(2)"


def test_a_pole_whose_fall_nobody_saw_is_due_at_the_latest_a_day_after_detection() -> None:
    clock = clock_of(trouble(TroubleKind.LEANING_POLE), rule(), SEEN)
    assert (clock.due, clock.assumed) == (SEEN + 24 * HOUR, True)


@pytest.mark.parametrize(
    ("hours", "group"), [(0.0, "fine"), (9.0, "fine"), (9.1, "soon"), (12.0, "soon"), (12.1, "over")]
)
def test_a_clock_runs_down(hours: float, group: str) -> None:
    clock = clock_of(trouble(TroubleKind.BROKEN_CABLE), rule(), SEEN + hours * HOUR)
    assert clock.group == group


def test_what_is_repaired_was_in_time_or_late() -> None:
    for hours, met in ((11, True), (13, False)):
        done = trouble(TroubleKind.BROKEN_CABLE, state=TroubleState.FIXED, fixed_at=SEEN + hours * HOUR)
        assert clock_of(done, rule(), SEEN + 90 * HOUR).met is met


def test_undergrounding_instead_gives_ten_days_for_the_plan() -> None:
    chosen = trouble(TroubleKind.LEANING_POLE, alternative=True, occurred_at=SEEN)
    clock = clock_of(chosen, rule(), SEEN)
    end = dt.datetime(2026, 12, 6, 23, 59, 59, tzinfo=ZONE)
    assert (clock.due, clock.assumed) == (end, False)  # "kể từ ngày xảy ra sự cố": days, not hours
    assert clock_of(chosen, rule(), end - HOUR).group == "soon"
    assert clock_of(chosen, rule(), end + HOUR).group == "over"
    unseen = clock_of(trouble(TroubleKind.LEANING_POLE, alternative=True), rule(), SEEN)
    assert (unseen.due, unseen.assumed) == (end, True)
    came = trouble(
        TroubleKind.LEANING_POLE, alternative=True, occurred_at=SEEN, plan_received_on=dt.date(2026, 12, 7)
    )
    assert clock_of(came, rule(), SEEN).met is False
    early = dt.datetime(2026, 11, 26, 23, 0, tzinfo=dt.UTC)  # 27 November here: due on 7 December
    assert clock_of(replace(came, occurred_at=early), rule(), SEEN).met is True


def test_no_text_gives_a_bundle_a_time_limit() -> None:
    assert clock_of(trouble(TroubleKind.BUNDLE), rule(), SEEN).group == "none"
    assert clock_of(trouble(TroubleKind.BROKEN_POLE), None, SEEN).due is None
