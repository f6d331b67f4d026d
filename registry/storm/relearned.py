"""The weights of a storm's lists as the storms on record propose them: shrunk towards those in force.

The chance of each list is a normal integral of a sum of logarithms (``registry.storm.chances``): the
logarithms of the weights are the coefficients of a probit. They are estimated with a normal prior around the
present values (the weight's ``spread``): few cases move them little, and the interval says how little.
Nothing here is used by itself: an officer decides.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from registry.storm.chances import Floats, normal_integral

LEAST_CASES = 8
"""With fewer failures among the masts that have a feature nothing is proposed for it."""
_STEPS = 40
_CLOSE = 1e-7
_FAR = 6.0
_Z95 = 1.959964


class Seen(NamedTuple):
    """What storms did to n masts: ``ratio`` by the present weights and its ``spread``, who ``failed``, and
    the features: n by k, how often each of k weights is in the ratio (1, -1 where it divides, else 0)."""

    ratio: Floats
    spread: Floats
    failed: npt.NDArray[np.bool_]
    features: Floats


class Proposal(NamedTuple):
    """What is proposed for a weight: the value with its interval of 95 %, and the cases that it rests on.

    ``cases`` failures among ``masts`` with the feature; ``value`` None: too few of them, nothing is proposed.
    """

    name: str
    present: float
    value: float | None
    low: float | None
    high: float | None
    cases: int
    masts: int


def proposals(
    seen: Seen, names: Sequence[str], present: Sequence[float], spreads: Sequence[float]
) -> list[Proposal]:
    """Return what the cases propose for each weight, by ridge-penalised probit (Fisher scoring)."""
    x = seen.features / np.maximum(seen.spread, 1e-6)[:, None]
    start = np.log(seen.ratio) / np.maximum(seen.spread, 1e-6)
    prior = 1.0 / np.square(np.asarray(spreads, dtype=float))
    change = np.zeros(len(names))
    information = np.diag(prior)
    for _step in range(_STEPS):
        z = np.clip(start + x @ change, -_FAR, _FAR)
        p = np.clip(normal_integral(z), 1e-9, 1.0 - 1e-9)
        density = np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi)
        weight = density**2 / (p * (1.0 - p))
        gradient = x.T @ ((seen.failed - p) * density / (p * (1.0 - p))) - prior * change
        information = (x * weight[:, None]).T @ x + np.diag(prior)
        step = np.linalg.solve(information, gradient)
        change += np.clip(step, -0.2, 0.2)
        if float(np.abs(step).max(initial=0.0)) < _CLOSE:
            break
    error = np.sqrt(np.diag(np.linalg.inv(information)))
    found = []
    for at, name in enumerate(names):
        has = seen.features[:, at] != 0
        cases, masts, now = int((seen.failed & has).sum()), int(has.sum()), float(present[at])
        if cases < LEAST_CASES:
            found.append(Proposal(name, now, None, None, None, cases, masts))
            continue
        value, wide = now * float(np.exp(change[at])), float(np.exp(_Z95 * error[at]))
        found.append(Proposal(name, now, value, value / wide, value * wide, cases, masts))
    return found
