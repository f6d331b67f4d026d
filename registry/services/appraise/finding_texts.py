"""A finding in the reader's words and in the JSON of the contract."""

from typing import Any

from registry.messages import Language, render
from registry.model.findings import Finding


def sentence(finding: Finding, lang: Language = "vi") -> str:
    """Return the finding's message with its notes, as one text."""
    said = render(finding.code, finding.params, lang).rstrip(".")
    for code, params in finding.notes:
        said += ". " + render(code, params, lang).rstrip(".")
    return said


def finding_json(finding: Finding, lang: Language = "vi") -> dict[str, Any]:
    """Return one finding as ``bts appraise --json`` and ``/api/check`` write it."""
    return {
        "rule": finding.rule,
        "outcome": str(finding.outcome),  # str() asks for less than .value
        "reservation": None if finding.reservation is None else str(finding.reservation),
        "stage": str(finding.stage),
        "blocking": finding.blocking,
        "measured": None if finding.measured is None else round(float(finding.measured), 2),
        "limit": finding.limit,
        "unit": finding.unit,
        "source": finding.source,
        "article": finding.article,
        "verified": finding.verified,
        "code": finding.code,
        "message": sentence(finding, lang),
        "related": finding.related,
        "related_operator": finding.related_operator,
        "flips": finding.flips,
        "evidence": finding.evidence,
    }
