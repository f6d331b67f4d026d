"""Readings (kết quả đọc toạ độ): a position, what is wrong with it, and what is known beforehand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from registry.geo.areas import Area
from registry.model.positions import Confidence, Position

OWN = 0
"""Stands among planes for each row's own."""

Field = Literal["lon", "lat", "position", "northing", "easting"]


@dataclass(frozen=True, slots=True)
class PositionHints:
    """What is known of a row before its position is read. Degrees are EPSG:4326.

    ``west`` to ``north`` is the box of the province. ``epsgs`` are the VN-2000 planes in use there; **the
    first is the row's own** (a caller that knows the commune puts its meridian first), and a position that
    only another brings into the box is a proposed repair; empty where no plane is known. ``commune`` is the
    ground that the row names, ``registered`` the (lon, lat) on record for the row's code, ``territory`` says
    of a (lon, lat) whether it may lie in the office's ground.

    Of the file: ``stated`` is the plane that its header names, ``leaders`` the planes that its rows speak for
    where they speak for any (``OWN``: each row's own), ``voices`` how many do.
    """

    west: float
    south: float
    east: float
    north: float
    epsgs: tuple[int, ...] = ()
    commune: Area | None = None
    registered: tuple[float, float] | None = None
    territory: Callable[[float, float], bool] | None = None
    stated: int | None = None
    leaders: tuple[int, ...] = ()
    voices: int = 0

    @property
    def own(self) -> int | None:
        """The plane that metres of the row are read in where nothing speaks against it."""
        return self.stated or next(iter(self.epsgs), None)

    @property
    def may_place(self) -> bool:
        """Whether anything is known of where the row lies."""
        return self.commune is not None or self.registered is not None

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in the province's box."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def governs(self, lon: float, lat: float) -> bool:
        """Whether a point lies in the office's ground, or in the box where that is not known."""
        return self.holds(lon, lat) and (self.territory is None or self.territory(lon, lat))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to say about a position; ``code`` and ``params`` are rendered by ``registry.messages``."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    proposed: str | None = None
    field: Field = "position"


@dataclass(frozen=True, slots=True)
class Reading:
    """A position as read, with everything that has to be said about it.

    ``metres`` are the northing and easting that it was read from, without a zone number; None for degrees and
    where the zone is written, which leaves no question of the plane.
    """

    position: Position
    problems: tuple[Problem, ...] = ()
    metres: tuple[float, float] | None = None


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


COUNTRY_BOX = PositionHints(102.1, 8.0, 114.6, 23.4)
"""The box of the country, islands included, where nobody gives what is known; the office's services do. It
knows no plane: metres are then read in none without a word."""
