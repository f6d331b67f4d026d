"""The weights of a storm's two lists: dated data of the house, and what the office decided instead.

A storm is judged by the weights that held on the day it began: a later decision changes no old storm.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from registry.messages import Words
from registry.model.storm.factor_weights import DecidedWeight, RiskList
from registry.model.storm.storms import StormTrack
from registry.model.vietnam_time import VIETNAM
from registry.storm.constants import storm_data

CHANCE, VALUE = "chance", "value"


@dataclass(frozen=True, slots=True)
class FactorWeight:
    """One weight with its reason; ``spread`` is the standard deviation of its logarithm (0: not learned)."""

    list: RiskList
    name: str
    value: float
    from_day: dt.date
    words: Words
    basis: Words
    kind: str = CHANCE
    spread: float = 0.0
    decided: DecidedWeight | None = None


@dataclass(frozen=True)
class Weights:
    """The weights in force on a day, by list and name."""

    day: dt.date
    items: Mapping[tuple[RiskList, str], FactorWeight] = field(hash=False)

    def __hash__(self) -> int:
        return hash((self.day, tuple(self.items.values())))

    def of(self, which: RiskList, name: str) -> float:
        """Return the value of a weight."""
        return self.items[which, name].value

    def fall(self, name: str) -> float:
        """Return a weight of the list of masts that may fall."""
        return self.of(RiskList.MAY_FALL, name)

    def dark(self, name: str) -> float:
        """Return a weight of the list of masts that hurt when dark."""
        return self.of(RiskList.HURTS_DARK, name)

    @property
    def flag_from(self) -> float:
        """The chance from which a warning singles a mast out."""
        return self.fall("flag_from")


@cache
def shipped_weights() -> tuple[FactorWeight, ...]:
    """Return every weight of ``data/storm/weights.toml``, in its order."""
    return tuple(
        FactorWeight(
            RiskList(item["list"]),
            str(item["name"]),
            float(item["value"]),
            item["from"],
            Words(item["vi"], item["en"]),
            Words(item["basis"], item["basis_en"]),
            str(item.get("kind", CHANCE)),
            float(item.get("spread", 0.0)),
        )
        for item in storm_data("weights")["weight"]
    )


def day_of(track: StormTrack) -> dt.date:
    """Return the day on which a storm began: that of its first position, in Vietnam."""
    return min(point.at for point in track.points).astimezone(VIETNAM).date()


def weights_on(day: dt.date, decided: Iterable[DecidedWeight] = ()) -> Weights:
    """Return the weights in force on a day: the newest of the house, and over it the office's newest.

    Of decisions for one day the one taken last counts. The house's first weight holds before its day, too;
    a decision never does.
    """
    found: dict[tuple[RiskList, str], FactorWeight] = {}
    for item in sorted(shipped_weights(), key=lambda one: one.from_day):
        if (item.list, item.name) not in found or item.from_day <= day:
            found[item.list, item.name] = item
    for own in sorted(decided, key=lambda one: (one.from_day, one.at, one.id)):
        key = (own.list, own.name)
        if own.from_day <= day and key in found and found[key].from_day <= max(own.from_day, day):
            house = found[key]
            found[key] = FactorWeight(
                own.list, own.name, own.value, own.from_day, house.words,
                Words(own.reason, own.reason), house.kind, house.spread, own,
            )  # fmt: skip
    return Weights(day, found)


def spread_of(name: str) -> float:
    """Return how much something not known or not sure widens the error: the deviation of a logarithm."""
    return float(storm_data("weights")["spread"][name])


def limit(name: str) -> float:
    """Return a number at which a factor begins: years, months, hours, masts, places or per cent."""
    return float(storm_data("weights")["limits"][name])


def height_law() -> Mapping[str, Any]:
    """Return the exponents of the gust's growth with height."""
    found: Mapping[str, Any] = storm_data("weights")["height"]
    return found
