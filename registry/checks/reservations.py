"""Whose reservation a finding is: of the law, a condition, or the office's own gap (``docs/verdicts.md``).

``data/codes/reservations.toml`` says it by the message code, with the reason. A check states it itself where
it hangs on the circumstances (``stated`` in that file): the edge of a zone is a matter of measuring where the
zone is surveyed, and of the office where the zone is only approximate.
"""

import tomllib
from functools import cache

from registry.model.findings import Finding, Outcome, Reservation, Stage
from registry.settings import DATA

_OPEN = frozenset({Outcome.REVIEW, Outcome.UNKNOWN})


@cache
def reservations() -> dict[str, Reservation]:
    """Return the kind of every message code that has one whatever the circumstances."""
    written = tomllib.loads((DATA / "codes" / "reservations.toml").read_text(encoding="utf-8"))
    return {
        code: kind for kind in (Reservation.CONDITION, Reservation.OFFICE) for code in written[kind.value]
    }


def classify(finding: Finding, *, refuses: bool) -> None:
    """Write down whose reservation a finding of the position's stage is; ``refuses``: its rule can refuse.

    What is missing could refuse the row wherever the rule could, unless the check says better. A code that
    nobody classified is taken as such a gap, so that nothing unknown is agreed to (a test finds it first).
    """
    if finding.stage is not Stage.POSITION:
        return
    gap = finding.outcome is Outcome.NA and finding.missing is not None
    if finding.kind is None and (gap or finding.outcome in _OPEN):
        finding.kind = reservations().get(finding.code, Reservation.OFFICE)
        finding.could_refuse = finding.kind is Reservation.OFFICE and refuses
