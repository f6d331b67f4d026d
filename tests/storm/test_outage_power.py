"""The countdown of a battery: the newest word holds, and what nobody said is not known."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from registry.model.outages.outages import LineState, OutageLine
from registry.storm.outage_fold import fold
from registry.storm.outage_power import Countdown, countdown, dark_at, power_words

START = dt.datetime(2026, 9, 8, 0, 0, tzinfo=dt.UTC)
KEY = ("VTL", "A")


def at(hours: float) -> dt.datetime:
    return START + dt.timedelta(hours=hours)


def line(hours: float, state: LineState = LineState.POWER, **more: object) -> OutageLine:
    made = OutageLine(f"{hours}", "R", "VTL", at(hours), state, "07228", site="A")
    return replace(made, **more)  # type: ignore[arg-type]


def test_what_is_left_goes_before_what_a_full_battery_has() -> None:
    assert dark_at(lost_at=at(0), hours=6) == at(6)
    assert dark_at(lost_at=at(0), hours=6, left=2, left_at=at(3)) == at(5)
    assert dark_at(lost_at=at(4), hours=6, left=2, left_at=at(3)) == at(10)  # said of an earlier cut
    assert dark_at(lost_at=None, hours=6) is None
    assert dark_at(lost_at=at(0), hours=None) is None


@given(st.none() | st.floats(0, 48), st.none() | st.floats(0, 48), st.none() | st.booleans())
def test_no_end_is_ever_named_without_hours_and_a_start(
    lost: float | None, hours: float | None, generator: bool | None
) -> None:
    end = dark_at(lost_at=None if lost is None else at(lost), hours=hours)
    stands = countdown(end, generator=generator, hours_known=hours is not None, now=at(24))
    assert (end is None) is (lost is None or hours is None)
    if generator:
        assert stands is Countdown.GENERATOR
    elif hours is None:
        assert stands is Countdown.NO_HOURS
    elif lost is None:
        assert stands is Countdown.NO_START
    else:
        assert stands is (Countdown.RUNNING if lost + hours > 24 else Countdown.OVER)


def test_words_of_power_are_carried_on_until_the_station_is_restored() -> None:
    lines = [
        line(1, power_lost_at=at(0.5), battery_hours=4),
        line(2, generator=True),
        line(3, generator=False),
    ]
    assert power_words(lines, at(2))[KEY].generator is True
    word = power_words(lines)[KEY]
    assert (word.lost_at, word.battery_hours, word.generator) == (at(0.5), 4, False)
    after = power_words([*lines, line(4, LineState.RESTORED)])[KEY]
    assert (after.lost_at, after.battery_hours, after.generator) == (None, 4, None)


def test_a_station_on_its_battery_is_on_the_air() -> None:
    assert fold([line(1)]).affected == 0
    picture = fold([line(1, generator=True)])
    assert (picture.down, picture.affected, picture.generators) == (0, 0, 1)
    back = fold([line(1, LineState.DOWN), line(2)])
    assert (back.down, back.affected, back.stations[KEY].down) == (0, 1, False)
    assert fold([line(1), line(2, LineState.DOWN)]).down == 1
