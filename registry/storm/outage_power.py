"""When a station without grid power goes dark: its battery counted down, never guessed.

Pure. A carrier's own word goes before an area that somebody else names: a station that is reported as
restored after the area lost its power is not at risk by that area; one that it says runs on its battery is,
area or not.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from registry.model.outages.outages import LineState, OutageLine
from registry.storm.outage_fold import StationKey, effective


class Countdown(StrEnum):
    """What is known of the battery of a station without grid power."""

    RUNNING = "running"  # tắt lúc … nếu chưa có máy phát
    OVER = "over"  # lẽ ra đã tắt lúc …, chưa báo mất liên lạc
    NO_HOURS = "no_hours"  # chưa rõ ắc quy chạy được mấy giờ
    NO_START = "no_start"  # chưa rõ mất điện từ lúc nào
    GENERATOR = "generator"  # đang chạy máy nổ
    COUNTED = "counted"  # xã có trạm được đếm là mất mà không nêu mã: chưa rõ trạm này


@dataclass(frozen=True, slots=True)
class PowerWord:
    """What a carrier's statements say of one station's power, the newest of each kind.

    ``state`` and ``as_of`` are the last statement's; ``left_at`` is as of when ``battery_left`` was stated.
    """

    state: LineState
    as_of: dt.datetime
    line: OutageLine
    lost_at: dt.datetime | None = None
    battery_hours: float | None = None
    battery_left: float | None = None
    left_at: dt.datetime | None = None
    generator: bool | None = None


def power_words(lines: Iterable[OutageLine], until: dt.datetime | None = None) -> dict[StationKey, PowerWord]:
    """Return what stands of every named station's power at ``until``.

    What a station that is back on the air said of its power before no longer holds, but how long its battery
    carries it does.
    """
    found: dict[StationKey, PowerWord] = {}
    for line in effective(lines):
        if not line.site or (until is not None and line.as_of > until):
            continue
        key = (line.operator, line.site)
        before = found.get(key)
        hours = line.battery_hours
        if hours is None and before is not None:
            hours = before.battery_hours
        word = PowerWord(line.state, line.as_of, line, battery_hours=hours, generator=line.generator)
        if before is not None and line.state is not LineState.RESTORED:
            word = replace(
                word, lost_at=before.lost_at, battery_left=before.battery_left, left_at=before.left_at,
                generator=before.generator if line.generator is None else line.generator,
            )  # fmt: skip
        if line.power_lost_at is not None:
            word = replace(word, lost_at=line.power_lost_at)
        if line.battery_left is not None:
            word = replace(word, battery_left=line.battery_left, left_at=line.as_of)
        found[key] = word
    return found


def dark_at(
    *,
    lost_at: dt.datetime | None,
    hours: float | None,
    left: float | None = None,
    left_at: dt.datetime | None = None,
) -> dt.datetime | None:
    """Return when a battery is empty, None where that is not known.

    What is said to be left goes before what the battery has when it is full: it is newer, and measured. A
    battery that was charged again in between is not told apart from one that was not: ``left_at`` before
    ``lost_at`` is of an earlier cut and says nothing.
    """
    if left is not None and left_at is not None and (lost_at is None or left_at >= lost_at):
        return left_at + dt.timedelta(hours=left)
    if hours is not None and lost_at is not None:
        return lost_at + dt.timedelta(hours=hours)
    return None


def countdown(
    end: dt.datetime | None,
    *,
    generator: bool | None,
    hours_known: bool,
    now: dt.datetime,
) -> Countdown:
    """Return how a station without grid power stands at ``now``; a generator stops the clock."""
    if generator:
        return Countdown.GENERATOR
    if end is not None:
        return Countdown.RUNNING if end > now else Countdown.OVER
    return Countdown.NO_START if hours_known else Countdown.NO_HOURS
