"""Winds that were observed in a storm (gió quan trắc), and corrections of the wind field that rest on them.

Positions are EPSG:4326 degrees, heights metres above the ground, winds m/s, moments ISO text in UTC as in the
ledger. What was not observed is None.
"""

from dataclasses import dataclass
from enum import StrEnum


class WindSource(StrEnum):
    """Who measured a wind, which is how far it is to be believed."""

    STATION = "station"  # trạm khí tượng thủy văn
    ANEMOMETER = "anemometer"  # máy đo gió của doanh nghiệp, đơn vị khác
    REPORT = "report"  # người tại chỗ báo, báo chí


class WindSpan(StrEnum):
    """What of the storm an observation tells."""

    STRONGEST = "strongest"  # mạnh nhất từ đầu cơn bão đến lúc đó
    MOMENT = "moment"  # đúng lúc đó


@dataclass(frozen=True, slots=True)
class ObservedWind:
    """A wind at a place: a mean over ``averaging_s`` seconds, a 3 s gust, or both.

    ``surroundings`` is the class of exposure that the place stands for (``registry.storm.exposures``).
    ``mean_level``/``gust_level`` are Beaufort levels where a level is all that was told; the speed is then
    the middle of the level. ``structure`` is the mast where it was measured, "" for none. ``told_by`` says
    where it comes from in words. One that was struck out (``struck_at``) stays readable, counts no more.
    """

    id: str
    storm: str
    place: str
    structure: str
    lon: float
    lat: float
    surroundings: str
    height_m: float
    observed_at: str
    span: WindSpan
    mean_ms: float | None
    mean_level: int | None
    averaging_s: int
    gust_ms: float | None
    gust_level: int | None
    source: WindSource
    told_by: str
    who: str
    at: str
    struck_at: str = ""
    struck_by: str = ""
    struck_reason: str = ""
    version: int = 1

    @property
    def counts(self) -> bool:
        """Whether it was not struck out."""
        return not self.struck_at


@dataclass(frozen=True, slots=True)
class WindCorrection:
    """A correction of a storm's wind field that an officer decided, from the observations ``winds`` (ids).

    The model's winds are multiplied by ``land`` over land and ``sea`` at sea and on the coast. ``places`` is
    how many places the observations are of. In force from ``at`` until it is taken back or another follows.
    """

    id: str
    storm: str
    land: float
    sea: float
    winds: tuple[str, ...]
    places: int
    reason: str
    who: str
    at: str
    ended_at: str = ""
    ended_by: str = ""
    ended_reason: str = ""
    version: int = 1

    @property
    def in_force(self) -> bool:
        """Whether it still counts."""
        return not self.ended_at
