"""Does every commune have a station that stands a level 4 disaster (QĐ 72/2025 Điều 8(4))?

The duty is laid on nobody by name, so a commune without one is said of the commune, never of a carrier; and
only where every awaited operator's list is complete, and states it of every mast there, is it known.
"""

import numpy as np

from registry.model.findings import Outcome
from registry.model.numbered import numbered
from registry.model.sites import SiteState
from registry.model.standing import CommuneRobust, StandingMasts


def robust_communes(
    masts: StandingMasts, communes: list[str], *, lists_complete: bool
) -> list[CommuneRobust]:
    """Return one answer per commune (code) of the territory, in the order given."""
    works = masts.states == SiteState.IN_SERVICE
    codes, different = numbered(masts.communes)
    row_of = {str(code): at for at, code in enumerate(different)}
    counts = {
        value: np.bincount(codes[works & (masts.robust == value)], minlength=len(different))
        for value in (-1, 0, 1)
    }
    return [
        _answer(
            code,
            *((int(counts[value][row_of[code]]) if code in row_of else 0) for value in (1, 0, -1)),
            lists_complete=lists_complete,
        )
        for code in communes
    ]


def _answer(
    code: str, robust: int, stated_not: int, not_stated: int, *, lists_complete: bool
) -> CommuneRobust:
    if robust:
        kind, outcome = "has", Outcome.PASS
    elif not stated_not and not not_stated:
        kind, outcome = "no_masts", Outcome.UNKNOWN
    elif not_stated:
        kind, outcome = "not_stated", Outcome.UNKNOWN
    elif not lists_complete:
        kind, outcome = "lists", Outcome.UNKNOWN
    else:
        kind, outcome = "none", Outcome.FAIL
    return CommuneRobust(code, outcome, kind, robust, stated_not, not_stated)
