"""One finding of a cable rule, with its source, article and the shape to draw (still metric)."""

from typing import Any

from registry.law import Rule
from registry.model.findings import Finding, Note, Outcome, Stage


def say(
    rule: Rule,
    outcome: Outcome,
    code: str,
    *,
    params: dict[str, Any] | None = None,
    measured: float | None = None,
    limit: float | None = None,
    unit: str = "",
    related: str | None = None,
    owner: str | None = None,
    evidence: Any = None,
    flips: bool = False,
    verified: bool = True,
    stage: Stage = Stage.POSITION,
    notes: tuple[Note, ...] = (),
    missing: str | None = None,
) -> Finding:
    """Return a finding under a rule. ``evidence`` is metric; whoever shows it turns it into degrees."""
    return Finding(
        rule=rule.code,
        outcome=outcome,
        code=code,
        params=params or {},
        measured=measured,
        limit=limit,
        unit=unit,
        source=rule.document,
        article=rule.article,
        related=related,
        related_operator=owner,
        evidence=evidence,
        flips=flips,
        verified=verified,
        stage=stage,
        notes=notes,
        missing=missing,
    )
