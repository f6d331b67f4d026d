"""The masked form of a cable finding: that a shareable line of X runs so many metres away.

Where another carrier's line runs, its code and how much is left in it are that carrier's trade secret.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from registry.messages import CODE_KEPT_BACK, Words
from registry.model.areas import Layer
from registry.model.findings import Finding, Outcome
from registry.model.people import Person
from registry.services.register.masking import nearest_ten

_LEFT = Words("dung lượng", "capacity")


def masked_lines(findings: Iterable[Finding], viewer: Person, hidden: Collection[Layer]) -> list[Finding]:
    """Return the findings as a person may see them."""
    layers = {layer.value for layer in hidden}
    return [_one(finding, viewer, layers) for finding in findings]


def _one(finding: Finding, viewer: Person, hidden: Collection[str]) -> Finding:
    told = finding.outcome in (Outcome.UNKNOWN, Outcome.NA)
    if finding.params.get("layer") in hidden and not told:
        return replace(
            finding, code="ZONE-HIDDEN", params={}, measured=None, limit=None, unit="", notes=(),
            related=None, evidence=None,
        )  # fmt: skip
    owner = finding.related_operator
    if owner is None or viewer.sees_all or viewer.organisation == owner:
        return finding
    params = dict(finding.params)
    params |= {"code": CODE_KEPT_BACK, "left": _LEFT}
    for name in ("d", "overlap"):
        if isinstance(params.get(name), float):
            params[name] = nearest_ten(params[name])
    measured = None if finding.measured is None else nearest_ten(finding.measured)
    return replace(finding, params=params, measured=measured, related=None, evidence=None)
