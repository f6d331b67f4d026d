"""A finding in the reader's words and in the JSON of the contract."""

from collections.abc import Iterable
from typing import Any

from registry.messages import Language, Words, parameters, render, render_column, say
from registry.model.finding_columns import FindingGroup, plain
from registry.model.findings import Finding, Note

_UNITS = {"d": Words("ngày làm việc", "working days")}


def unit_said(finding: Finding, lang: Language) -> str:
    """Return the unit of what was measured as people read it."""
    return say(_UNITS[finding.unit], lang) if finding.unit in _UNITS else finding.unit


def sentence(finding: Finding, lang: Language = "vi") -> str:
    """Return the finding's message with its notes, as one text."""
    return render(finding.code, finding.params, lang).rstrip(".") + _further(finding.notes, lang)


def sentences(group: FindingGroup, lang: Language = "vi") -> list[str]:
    """Return what ``sentence`` says of each finding of a group."""
    code, named = group.common.code, parameters(group.common.code, lang)
    columns = {name: plain(column, len(group)) for name, column in group.params.items() if name in named}
    said = [text.rstrip(".") for text in render_column(code, group.common.params, columns, len(group), lang)]
    if "notes" not in group.columns:
        further = _further(group.common.notes, lang)
        return [text + further for text in said] if further else said
    notes = plain(group.columns["notes"], len(group))
    return [text + _further(own, lang) for text, own in zip(said, notes, strict=True)]


def _further(notes: Iterable[Note], lang: Language) -> str:
    return "".join(". " + render(code, params, lang).rstrip(".") for code, params in notes)


def finding_json(finding: Finding, lang: Language = "vi", *, said: str | None = None) -> dict[str, Any]:
    """Return one finding as ``bts appraise --json`` and ``/api/check`` write it; ``said``: its sentence,
    where it is known."""
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
        "message": sentence(finding, lang) if said is None else said,
        "related": finding.related,
        "related_operator": finding.related_operator,
        "flips": finding.flips,
        "evidence": finding.evidence,
    }
