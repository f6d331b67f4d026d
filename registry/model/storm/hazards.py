"""Rain, flood, landslide and flash flood: what warnings say, the ground that floods or slides, roads cut.

Shapes are EPSG:4326, levels of water metres in the national height system as the bulletins give them, rain
millimetres, moments aware and in UTC. What a bulletin does not say is None or empty; nothing is guessed.
"""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class HazardKind(StrEnum):
    """Of what a bulletin warns."""

    RAIN = "rain"  # mưa lớn
    FLOOD = "flood"  # lũ trên sông, ngập lụt
    FLASH_FLOOD = "flash_flood"  # lũ quét
    LANDSLIDE = "landslide"  # sạt lở đất, sụt lún đất
    OTHER = "other"  # what an alert of another agency warns of: wind, thunder, ...


class HazardState(StrEnum):
    """Whether a warning counts."""

    STANDING = "standing"  # còn hiệu lực
    WITHDRAWN = "withdrawn"  # đã rút


class GroundKind(StrEnum):
    """What befalls a piece of ground."""

    LOW = "low"  # vùng trũng, thấp
    SLOPE = "slope"  # sườn dốc, ta luy


@dataclass(frozen=True, slots=True)
class RiverLevel:
    """Water at a station as a bulletin says it: metres, and the alarm level (báo động 0 to 3).

    ``above_m`` is how far the water is above that alarm level (negative: below), where it is said so.
    """

    river: str = ""
    station: str = ""
    metres: float | None = None
    alarm: int | None = None
    above_m: float | None = None


@dataclass(frozen=True, slots=True)
class Hazard:
    """One warning of one kind: where, from when to when, whose, by which number.

    ``communes`` are codes of today's communes, ``unplaced`` names of the bulletin that are none of them;
    with neither, nor a ``geometry``, it is of the whole province, or of the ground along its river.
    ``level`` is the water's now or as forecast, of a flood only; ``disaster_level`` the bulletin's (cấp độ
    rủi ro thiên tai). ``rain_mm``: least and most, or the least alone; a third is what it rains above in
    places (with least and most alike for the least alone, 0 for none). ``number`` and ``source`` name the
    bulletin, whose text is kept under ``sha256`` as ``file_name`` ("" where it was typed).
    """

    id: str
    kind: HazardKind
    headline: str
    source: str
    number: str
    communes: tuple[str, ...]
    unplaced: tuple[str, ...]
    geometry: Any  # shapely, None: none is drawn
    level: RiverLevel
    rain_mm: tuple[float, ...]
    disaster_level: int | None
    issued_at: dt.datetime | None
    from_at: dt.datetime
    to_at: dt.datetime
    state: HazardState
    reason: str
    sha256: str
    file_name: str
    who: str
    at: str
    version: int = 1

    def in_force(self, at: dt.datetime) -> bool:
        """Whether it counts at a moment."""
        return self.state is HazardState.STANDING and self.from_at <= at <= self.to_at

    def over(self, at: dt.datetime) -> bool:
        """Whether its time is past, or it was withdrawn."""
        return self.state is HazardState.WITHDRAWN or at > self.to_at


NO_LEVEL = RiverLevel()


@dataclass(frozen=True, slots=True)
class HazardDraft:
    """A warning as it was read or typed, before it is recorded: see ``Hazard``.

    ``unplaced`` are the names of communes as written, until a register places them.
    """

    kind: HazardKind
    from_at: dt.datetime | None = None
    to_at: dt.datetime | None = None
    headline: str = ""
    source: str = ""
    number: str = ""
    communes: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    geometry: Any = None
    level: RiverLevel = NO_LEVEL
    rain_mm: tuple[float, ...] = ()
    disaster_level: int | None = None
    issued_at: dt.datetime | None = None


def _of_river(name: str) -> str:
    """Return the name of a river as it is compared: where none is on record, people write "Mã", "sông Mã"."""
    words = unicodedata.normalize("NFC", name).casefold().split()
    return " ".join(words[1:] if words[:1] == ["sông"] else words)


@dataclass(frozen=True, slots=True)
class HazardGround:
    """Ground that floods or slides (vùng trũng, sườn dốc), drawn, by commune or from a file of the office.

    ``river`` and ``alarm`` (1 to 3) say at what water it floods; "" and None: in any flood. ``area`` is the
    text of the chosen area that it was drawn as, "" where it came from a file.
    """

    id: str
    kind: GroundKind
    name: str
    river: str
    alarm: int | None
    area: str
    geometry: Any
    source: str
    who: str
    at: str
    version: int = 1

    def floods(self, level: RiverLevel) -> bool:
        """Whether it floods at a stated level of a river; where the alarm is not known, it may."""
        if self.kind is not GroundKind.LOW:
            return False
        if self.river and level.river and _of_river(self.river) != _of_river(level.river):
            return False
        return self.alarm is None or level.alarm is None or level.alarm >= self.alarm


@dataclass(frozen=True, slots=True)
class RoadCut:
    """A road that crews cannot take (đường bị chia cắt), by whose word; ``to_at`` None: still cut.

    ``geometry`` is the spot or stretch, None where it is only named. ``cause``: flood, slide, bridge, tree,
    other.
    """

    id: str
    name: str
    place: str
    commune: str
    cause: str
    area: str
    geometry: Any
    from_at: dt.datetime
    to_at: dt.datetime | None
    told_by: str
    note: str
    who: str
    at: str
    version: int = 1

    def cut_at(self, at: dt.datetime) -> bool:
        """Whether it is cut at a moment."""
        return self.from_at <= at and (self.to_at is None or at < self.to_at)


CAUSES = ("flood", "slide", "bridge", "tree", "other")
"""Why a road is cut."""


@dataclass(frozen=True, slots=True)
class AlarmLevels:
    """The three alarm levels (báo động I, II, III) at a station of a river, metres, dated data.

    ``verified``: somebody of the office or of this project read the numbers in ``basis`` itself.
    """

    river: str
    station: str
    metres: tuple[float, float, float]
    basis: str
    verified: bool

    def alarm_of(self, metres: float) -> int:
        """Return the alarm level that a water level reaches, 0 below the first."""
        return sum(metres >= limit for limit in self.metres)


@dataclass(frozen=True, slots=True)
class River:
    """A river with names that bulletins give it, and the stations whose alarm levels are known."""

    code: str
    name: Mapping[str, str]  # by language
    stations: tuple[AlarmLevels, ...]
