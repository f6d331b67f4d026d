"""The masked form: what a carrier or the public may learn about another operator's mast.

The outcome, the operator and the distance to the nearest 10 m; never the mast's code, position or the line
to it (design: section 8).
"""

import math
from collections.abc import Iterable
from dataclasses import replace

from registry.model.findings import Finding

STEP_M = 10.0


def masked(findings: Iterable[Finding], viewer: str = "") -> list[Finding]:
    """Return the findings as ``viewer`` (an operator's code, "" for the public) may see them."""
    return [_masked(finding) if _hidden(finding, viewer) else finding for finding in findings]


def _hidden(finding: Finding, viewer: str) -> bool:
    if finding.related_operator is None:
        return False
    return viewer == "" or viewer not in finding.related_operator.split("+")


def _masked(finding: Finding) -> Finding:
    measured = None if finding.measured is None else nearest_ten(finding.measured)
    params = dict(finding.params)
    for key in ("related", "code"):
        if key in params:
            params[key] = "***"
    if measured is not None and "measured" in params:
        params["measured"] = measured
    return replace(finding, measured=measured, params=params, related=None, evidence=None)


def nearest_ten(metres: float) -> float:
    """Round a distance to the nearest 10 m, halves up."""
    return math.floor(metres / STEP_M + 0.5) * STEP_M
