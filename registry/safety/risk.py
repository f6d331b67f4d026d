"""Risk of masts: parts with weights, added up; what is not known stands beside the score, never in it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the score: its ``weight`` is what it adds at most."""

    code: str
    vi: str
    en: str
    weight: float
    basis: str
    verified: bool = False


@dataclass(frozen=True)
class RiskScores:
    """n masts by k parts: ``share`` of each part's weight, 0 to 1, nan where not known."""

    parts: tuple[Part, ...]
    share: Floats

    @property
    def points(self) -> Floats:
        """Points by mast and part, nan where not known."""
        return self.share * np.array([part.weight for part in self.parts])

    @property
    def total(self) -> Floats:
        """Points of each mast; what is not known adds nothing."""
        return np.asarray(np.nansum(self.points, axis=1), dtype=float)
