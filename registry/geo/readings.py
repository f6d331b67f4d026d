"""Readings (kết quả đọc toạ độ): a position, what is wrong with it, and what is known beforehand."""

from dataclasses import dataclass, field
from typing import Any, Literal

from registry.model.positions import Confidence, Position

Field = Literal["lon", "lat", "position", "northing", "easting"]


@dataclass(frozen=True, slots=True)
class PositionHints:
    """What is known of a row before its position is read. Degrees are EPSG:4326.

    ``west`` to ``north`` is the box of the province. ``epsgs`` are the VN-2000 planes in use there; **the
    first is the row's own** (a caller that knows the commune puts its meridian first), and a position that
    only another brings into the box is a proposed repair. ``commune`` is (lon, lat, radius in metres) of the
    commune that the row names, ``registered`` the (lon, lat) on record for the row's code.
    """

    west: float
    south: float
    east: float
    north: float
    epsgs: tuple[int, ...] = (9214, 9209)
    commune: tuple[float, float, float] | None = None
    registered: tuple[float, float] | None = None

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in the province's box."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to say about a position; ``code`` and ``params`` are rendered by ``registry.messages``."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    proposed: str | None = None
    field: Field = "position"


@dataclass(frozen=True, slots=True)
class Reading:
    """A position as read, with everything that has to be said about it."""

    position: Position
    problems: tuple[Problem, ...] = ()


def unreadable(raw: tuple[str, ...], *problems: Problem) -> Reading:
    """Return a reading without a point."""
    position = Position(None, None, raw, reading="unreadable", confidence=Confidence.UNREADABLE)
    return Reading(position, problems)


def plain(degrees: float) -> str:
    """Write degrees for a proposal: point, at most seven decimals, no zeros at the end."""
    return f"{degrees:.7f}".rstrip("0").rstrip(".")


def plain_pair(lon: float, lat: float) -> str:
    """Write a proposed position: latitude, longitude."""
    return f"{plain(lat)}, {plain(lon)}"
