"""Positions (toạ độ): what was written, how it was read, and how far to trust it."""

from dataclasses import dataclass
from enum import StrEnum

DEFAULT_ACCURACY_M = 10.0
UNSURE_PLANE = "unsure-plane"
"""The reading of metres for which several planes are as likely; even accepted, it never leads to a fail."""


class Confidence(StrEnum):
    """How the position came out of the text."""

    STATED = "stated"  # read as written
    COARSE = "coarse"  # read as written, but its digits say less than 10 m
    PROPOSED = "proposed"  # a repair we propose; never leads to a fail
    ACCEPTED = "accepted"  # a proposed repair that a person took for right; still read as it was
    UNREADABLE = "unreadable"  # no position: lon and lat are None


@dataclass(frozen=True, slots=True)
class Position:
    """A point in EPSG:4326 degrees, or the honest absence of one.

    ``raw`` is the text of the cells as the file shows it. ``reading`` names the way it was read
    (``decimal``, ``decimal-comma``, ``dms``, ``vn2000``, ``swapped`` ...). ``crs`` is the CRS of what
    was written (EPSG:4326, EPSG:9214, ...). ``accuracy_m`` is stated, else 10 m, or coarser where the
    digits written say so.
    """

    lon: float | None
    lat: float | None
    raw: tuple[str, ...] = ()
    reading: str = "decimal"
    crs: str = "EPSG:4326"
    accuracy_m: float = DEFAULT_ACCURACY_M
    confidence: Confidence = Confidence.STATED

    @property
    def known(self) -> bool:
        """Whether there is a point at all."""
        return self.lon is not None and self.lat is not None

    @property
    def firm(self) -> bool:
        """Whether a rule may fail by it: no repair that nobody took for right, no plane that is not sure."""
        return self.confidence is not Confidence.PROPOSED and self.reading != UNSURE_PLANE
