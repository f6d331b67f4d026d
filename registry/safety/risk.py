"""Risk of masts: parts with weights, added up; what is not known stands beside the score, never in it.

Weights and curves are data (``data/risk``, see the README there), all of them the office's own. Everything is
arrays of n masts; 200,000 are scored in a fraction of a second.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.errors import WrongCallError
from registry.settings import DATA

Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]
WEIGHTS = DATA / "risk" / "weights-v1.toml"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the score: ``weight`` is what it adds at most.

    Its share follows from a word (``values``) or a number in ``unit`` (``curve``: straight lines between
    points, level beyond the ends).
    """

    code: str
    vi: str
    en: str
    weight: float
    basis: str
    unit: str = ""
    values: Mapping[str, float] | None = None
    curve: tuple[tuple[float, float], ...] = ()
    verified: bool = False
    basis_en: str = ""

    def share(self, column: Any) -> Floats:
        """Return the share, 0 to 1, of n words or numbers; nan where not known."""
        if self.values is not None:
            words = np.asarray(column, dtype=object)
            share = np.full(len(words), np.nan)
            for word, value in self.values.items():
                share[words == word] = value
            return share
        numbers = np.asarray(column, dtype=float)
        x, y = np.array(self.curve, dtype=float).T
        found = np.interp(numbers, x, y)  # nan in gives nan out
        return np.asarray(found, dtype=float)


@dataclass(frozen=True)
class RiskScores:
    """n masts by k parts: what each was ``measured`` by, and the ``share`` of its weight, nan: not known."""

    parts: tuple[Part, ...]
    measured: Mapping[str, Any]
    share: Floats

    @property
    def weights(self) -> Floats:
        """The weights of the parts, k numbers."""
        return np.array([part.weight for part in self.parts], dtype=float)

    @property
    def points(self) -> Floats:
        """Points by mast and part, nan where not known."""
        return self.share * self.weights

    @property
    def total(self) -> Floats:
        """Points of each mast, 0 to 100; what is not known adds nothing."""
        return np.asarray(np.nansum(self.points, axis=1), dtype=float)

    @property
    def unknown_points(self) -> Floats:
        """Points of each mast that are not known: what the score could still grow by."""
        return np.asarray(np.isnan(self.share) @ self.weights, dtype=float)

    def missing(self, row: int) -> tuple[str, ...]:
        """Return the codes of the parts that are not known of a mast."""
        return tuple(
            part.code for part, gone in zip(self.parts, np.isnan(self.share[row]), strict=True) if gone
        )


@cache
def parts(path: Path = WEIGHTS) -> tuple[Part, ...]:
    """Return the parts of the score; WrongCallError where the file does not keep its form."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        found = tuple(
            Part(**{**item, "curve": tuple((float(x), float(y)) for x, y in item.get("curve", ()))})
            for item in content["part"]
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise WrongCallError(f"weights {path.name} do not keep their form: {error}") from error
    for part in found:
        shares = list((part.values or {}).values()) + [y for _, y in part.curve]
        if not shares or not all(0 <= share <= 1 for share in shares) or part.weight < 0:
            raise WrongCallError(f"weights {path.name}: part {part.code} has no shares between 0 and 1")
    return found


def score(measured: Mapping[str, Any], chosen: tuple[Part, ...] | None = None) -> RiskScores:
    """Score n masts. ``measured`` holds, by code of the part, n words (None: not known) or numbers (nan)."""
    used = parts() if chosen is None else chosen
    gone = [part.code for part in used if part.code not in measured]
    if gone:
        raise WrongCallError(f"nothing was measured for {', '.join(gone)}")
    columns = [part.share(measured[part.code]) for part in used]
    return RiskScores(used, measured, np.column_stack(columns))
