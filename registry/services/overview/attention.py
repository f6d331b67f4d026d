"""The places to look at first: points by the office's own weights, with their reasons.

No finding: nothing is decided by it. Without weights of the office it is ranked by illustrative ones, and
that is said wherever the list stands. What is not known of a place adds no points and is named beside it.
"""

from dataclasses import dataclass

from registry.messages import Language, number, with_values
from registry.services.overview.figures import Overview
from registry.services.overview.measures import Criterion, by_code, criteria


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a place stands in the list: the criterion, its points, its sentence."""

    criterion: Criterion
    points: float
    words: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A commune (row of the overview) with its points, reasons from the heaviest, and what is not known."""

    row: int
    points: float
    reasons: tuple[Reason, ...]
    unknown: tuple[Criterion, ...]


def ranked(overview: Overview, lang: Language = "vi") -> list[Ranked]:
    """Return the communes with points, those with most first; by name where they are even."""
    found = [one for row in range(len(overview.units)) if (one := ranked_row(overview, row, lang)).points > 0]
    return sorted(found, key=lambda one: (-one.points, overview.units[one.row].name, one.row))


def ranked_row(overview: Overview, row: int, lang: Language = "vi") -> Ranked:
    """Return the points of one commune with their reasons."""
    reasons, unknown = [], []
    for one in criteria():
        weight = overview.settings.weights.get(one.code, 0.0)
        if weight <= 0:
            continue
        value = overview.at(one.measure, row)
        if value is None:
            unknown.append(one)
            continue
        share = min(max((value - one.none) / (one.full - one.none), 0.0), 1.0)
        if share > 0:
            reasons.append(Reason(one, share * weight, _sentence(overview, one, row, value, lang)))
    reasons.sort(key=lambda reason: -reason.points)
    return Ranked(row, sum(reason.points for reason in reasons), tuple(reasons), tuple(unknown))


def _sentence(overview: Overview, one: Criterion, row: int, value: float, lang: Language) -> str:
    decimals = by_code()[one.measure].decimals
    names = ", ".join(overview.operators.get(code, code) for code in overview.missing[row])
    return with_values(one.said, lang, value=number(value, decimals, lang), names=names)
