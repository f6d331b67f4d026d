"""The chance that a gust is more than a thing bears, where both are known with an error only.

Both are taken as lognormal: the chance is the normal integral of the logarithm of their ratio over the root
of the squared errors. What is not known changes no ratio; it widens the error, which draws the chance
towards one half: it takes nobody over a threshold of one half, and hides nobody who is over it.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Term(NamedTuple):
    """One factor on the ratio for n masts; ``spread`` is the deviation of its logarithm where not known."""

    factor: Floats
    spread: Floats


def product(terms: Iterable[Term], n: int) -> tuple[Floats, Floats]:
    """Return the product of the factors, and the root of their squared spreads."""
    ratio, variance = np.ones(n), np.zeros(n)
    for term in terms:
        ratio *= term.factor
        variance += term.spread**2
    return ratio, np.sqrt(variance)


def exceeded(ratio: Floats, spread: Floats) -> Floats:
    """Return the chance that a ratio known with this spread of its logarithm is over one."""
    with np.errstate(divide="ignore"):
        return normal_integral(np.log(ratio) / np.maximum(spread, 1e-6))


def normal_integral(z: Floats) -> Floats:
    """Return Φ(z), to 1e-7 (Abramowitz & Stegun 1964, 7.1.26, of the error function)."""
    x = np.abs(z) / np.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * x)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    tail = 0.5 * poly * np.exp(-(x**2))
    return np.asarray(np.where(z >= 0, 1.0 - tail, tail), dtype=float)


def by_word(words: npt.NDArray[np.object_], factors: Mapping[str, float]) -> Floats:
    """Return the factor of each word; 1 for a word that has none."""
    found = np.ones(len(words))
    for word, factor in factors.items():
        found[words == word] = factor
    return found


def where_missing(missing: npt.NDArray[np.bool_], spread: float) -> Floats:
    """Return the spread where something is not known, else 0."""
    return np.where(missing, spread, 0.0)
