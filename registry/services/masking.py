"""The masked form: what a carrier or the public may learn about another operator's mast.

The outcome, the operator and the distance to the nearest 10 m; never the mast's code, position or the line
to it (design: section 8). A row of the list that the viewer sent is no secret, whoever it names.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from registry.checks.registered import CHECKS
from registry.checks.spacing_proposals import OWN_LIST
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.findings import Finding, Outcome
from registry.model.people import Person
from registry.services.disclosure import hidden_layers, restricted_layers

STEP_M = 10.0
_MAST = Words("một cột", "a mast")
_PLANNED = Words("một vị trí trong kế hoạch", "a planned position")
_PROPOSED = Words("của hồ sơ khác", "of another request")
_UNNAMED = Words("không nêu", "not named")


def masked(findings: Iterable[Finding], viewer: str = "") -> list[Finding]:
    """Return the findings as ``viewer`` (an operator's code, "" for the public) may see them."""
    shown = [_masked(finding) if _hidden(finding, viewer) else finding for finding in findings]
    return without_zones(shown, frozenset(restricted_layers()))


def masked_for(findings: Iterable[Finding], person: Person) -> list[Finding]:
    """Return the findings as a person may see them: in full inside the office, else in the masked form."""
    if person.sees_all:
        return without_zones(findings, hidden_layers(person))
    shown = [_masked(finding) if _hidden(finding, person.organisation) else finding for finding in findings]
    return without_zones(shown, hidden_layers(person))


def without_zones(findings: Iterable[Finding], hidden: Collection[Layer]) -> list[Finding]:
    """Return the findings without what they say of zones of hidden layers: the outcome and article stay.

    A finding that says only that the layer is missing, or that the rule does not apply, names no zone.
    """
    rules = {check.code for check in CHECKS if any(layer in hidden for layer in check.layers)}
    return [
        _without_zone(finding)
        if finding.rule in rules and finding.outcome not in (Outcome.UNKNOWN, Outcome.NA)
        else finding
        for finding in findings
    ]


def _without_zone(finding: Finding) -> Finding:
    clear = finding.outcome is Outcome.PASS
    return replace(
        finding,
        code="ZONE-HIDDEN-CLEAR" if clear else "ZONE-HIDDEN",
        params={},
        measured=None,
        limit=None,
        unit="",
        notes=(),
        related=None,
        evidence=None,
    )


def _hidden(finding: Finding, viewer: str) -> bool:
    if finding.related_operator is None or finding.params.get(OWN_LIST):
        return False
    return viewer == "" or viewer not in finding.related_operator.split("+")


def _masked(finding: Finding) -> Finding:
    label = _PLANNED if finding.rule.startswith("PLN") else _PROPOSED if finding.rule == "SPC-03" else _MAST
    return replace(
        finding,
        measured=None if finding.measured is None else nearest_ten(finding.measured),
        params=_masked_params(finding.params, label),
        notes=tuple((code, _masked_params(params, label)) for code, params in finding.notes),
        related=None,
        evidence=None,
    )


def _masked_params(params: dict[str, Any], label: Words) -> dict[str, Any]:
    shown = dict(params)
    if "related" in shown:
        shown["related"] = label
    if "code" in shown:
        shown["code"] = _PLANNED if label is _PLANNED else _UNNAMED
    if isinstance(shown.get("measured"), float):
        shown["measured"] = nearest_ten(shown["measured"])
    return shown


def nearest_ten(metres: float) -> float:
    """Round a distance to the nearest 10 m, halves up."""
    return math.floor(metres / STEP_M + 0.5) * STEP_M
