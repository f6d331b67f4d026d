"""Appraise a carrier's list: every row gets its findings and a recommended verdict. Changes nothing."""

import datetime as dt
import operator as operators
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from registry.appraisal import Gap, common_gaps, verdict
from registry.checks.context import Context
from registry.collector import paused_collector
from registry.columns import ListKind, column
from registry.intake.meanings import Meanings
from registry.intake.parsed import SheetReading
from registry.intake.reading import read_list
from registry.law import Law
from registry.messages import Language, remedy, render
from registry.model.findings import Finding, Reservation, Verdict
from registry.model.issues import Issue
from registry.model.requests import Proposal
from registry.services.appraise.finding_texts import finding_json
from registry.services.appraise.judging import judge, judge_again
from registry.services.appraise.list_doubts import with_doubts
from registry.services.appraise.proposals import proposal_of
from registry.services.appraise.unread_columns import columns_that_may_say
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import check_operator, context_for
from registry.services.register.masking import masked
from registry.services.register.position_hints import hint_source

Progress = Callable[[str], None]
INDENTED_ROWS = 1_000
_NAMED_COLUMNS = 5
SHARED_FROM_ROWS = 10_000
"""From so many rows on, findings that are equal are kept once: memory counts then, time before."""
_NUMPY = orjson.OPT_SERIALIZE_NUMPY


@dataclass(frozen=True, slots=True)
class AppraisedRow:
    """One proposal with its findings in the order of the rules, and the verdict they recommend."""

    proposal: Proposal
    findings: list[Finding]
    verdict: Verdict


@dataclass(frozen=True)
class Appraisal:
    """What a list's appraisal found, and everything it was judged by.

    ``filer`` is the operator that hands it in as a request: "" for any list, and for a tower company's.
    """

    file_name: str
    sha256: str
    source: Path
    as_of: dt.date
    law: Law
    context: Context
    rows: list[AppraisedRow]
    issues: list[Issue]
    sheets: tuple[SheetReading, ...]
    gaps: list[Gap]
    filer: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows there are, and how many of each verdict."""
        by_verdict = Counter(row.verdict for row in self.rows)
        return {"rows": len(self.rows)} | {item.value: by_verdict.get(item, 0) for item in Verdict}


@paused_collector()
def appraise_list(
    registry: Registry,
    path: Path,
    *,
    operator: str = "",
    as_of: dt.date | None = None,
    name: str | None = None,
    progress: Progress | None = None,
    columns: Meanings | None = None,
    sheets: Sequence[str] = (),
    all_meant: bool = False,
) -> Appraisal:
    """Read the list at ``path`` and judge its rows by the law of ``as_of`` (default today).

    ``operator`` holds for rows that name none; ``name`` is the sender's file name where the file lies
    under another; ``columns`` is what a person says of columns (``all_meant``: all have to be there),
    ``sheets`` those that are read (none: all). Raises RefusalError for a file that cannot be read as a list.
    """
    say = progress or (lambda _step: None)
    day = as_of or today()
    say("context")
    context = context_for(registry, day)
    check_operator(operator, context)
    say("reading")
    hints = hint_source(registry, day)
    parsed = read_list(
        path, ListKind.PROPOSALS, hints=hints, operator=operator, meanings=columns, sheets=sheets,
        all_meant=all_meant,
    )  # fmt: skip
    proposals = [proposal_of(row, operator) for row in parsed.rows]
    say("checks")
    appraised, law = appraise_proposals(proposals, context)
    return Appraisal(
        file_name=name or parsed.name,
        sha256=parsed.sha256,
        source=path,
        as_of=day,
        law=law,
        context=context,
        rows=appraised,
        issues=with_doubts(parsed.issues, proposals, parsed.sheets, context),
        sheets=parsed.sheets,
        gaps=common_gaps([row.findings for row in appraised]),
    )


@paused_collector()
def appraise_proposals(proposals: list[Proposal], context: Context) -> tuple[list[AppraisedRow], Law]:
    """Judge proposals that are already read; returns them in order with the law they were judged by."""
    findings, law = judge(proposals, context)
    if len(proposals) >= SHARED_FROM_ROWS:
        findings = _shared(findings)
    rows = [
        AppraisedRow(proposal, found, verdict(found))
        for proposal, found in zip(proposals, findings, strict=True)
    ]
    return rows, law


def _shared(findings: list[list[Finding]]) -> list[list[Finding]]:
    """Return the findings with equal ones being one object: most rows of a long list are told the same."""
    kept: dict[Any, Finding] = {}

    def one(finding: Finding) -> Finding:
        if finding.evidence is not None:  # of this row alone
            return finding
        key = (finding.rule, finding.code, finding.measured, finding.related, repr(finding.params))
        known = kept.setdefault(key, finding)
        return known if known == finding else finding

    return [[one(finding) for finding in row] for row in findings]


@paused_collector()
def appraise_again(
    proposals: Sequence[Proposal], before: Sequence[AppraisedRow], context: Context
) -> list[AppraisedRow]:
    """Judge a list of which ``before`` was judged in the same context; a row that did not change is kept."""
    findings = judge_again(
        proposals, context, [row.proposal for row in before], [row.findings for row in before]
    )
    return [
        old
        if proposal == old.proposal and all(map(operators.is_, found, old.findings))
        else AppraisedRow(proposal, found, verdict(found))
        for proposal, found, old in zip(proposals, findings, before, strict=True)
    ]


def to_json(appraisal: Appraisal, lang: Language = "vi", viewer: str | None = None) -> dict[str, Any]:
    """Return the contract of ``bts appraise --json``; with ``viewer`` (an operator) in the masked form."""
    return {
        **_heading(appraisal, lang),
        "proposals": [row_json(row, lang) for row in seen_rows(appraisal, viewer)],
        "issues": [issue_json(issue, lang) for issue in appraisal.issues],
    }


def _heading(appraisal: Appraisal, lang: Language) -> dict[str, Any]:
    return {
        "file": {"name": appraisal.file_name, "sha256": appraisal.sha256},
        "as_of": appraisal.as_of.isoformat(),
        "law": appraisal.law.digest,
        "illustrative": appraisal.context.illustrative,
        "summary": appraisal.counts,
        "missing": [gap_json(gap, appraisal.context, lang, appraisal.issues) for gap in appraisal.gaps],
    }


Said = dict[str, tuple[Finding, dict[str, Any]]]
"""The finding of each rule that was last put into words, and its words: rows often share one."""


def seen_rows(appraisal: Appraisal, viewer: str | None) -> Iterator[AppraisedRow]:
    """Yield the rows as ``viewer`` (an operator, "" for the public) may see them; None: in full."""
    secret = appraisal.context.mask_secret
    for row in appraisal.rows:
        yield row if viewer is None else replace(row, findings=masked(row.findings, viewer, secret=secret))


def row_json(row: AppraisedRow, lang: Language = "vi", said: Said | None = None) -> dict[str, Any]:
    """Return one proposal of the contract; ``said`` is kept from row to row, and changed here."""
    proposal, position = row.proposal, row.proposal.position
    words = {} if said is None else said
    return {
        "sheet": proposal.sheet,
        "row": proposal.row,
        "site_code": proposal.site_code,
        "operator": proposal.operator,
        "kind": proposal.kind.value,
        "lon": position.lon,
        "lat": position.lat,
        "position": {
            "raw": list(position.raw),
            "reading": position.reading,
            "crs": position.crs,
            "accuracy_m": position.accuracy_m,
            "confidence": position.confidence.value,
        },
        "hidden": proposal.hidden,
        "verdict": row.verdict.value,
        "findings": [_said(finding, lang, words) for finding in row.findings],
    }


def _said(finding: Finding, lang: Language, said: Said) -> dict[str, Any]:
    known = said.get(finding.rule)
    if known is None or known[0] is not finding:
        known = said[finding.rule] = (finding, finding_json(finding, lang))
    return known[1]


def issue_json(issue: Issue, lang: Language = "vi") -> dict[str, Any]:
    """Return one issue of the contract, with what to do about it."""
    return {
        "sheet": issue.sheet,
        "row": issue.row,
        "column": issue.column,
        "letter": issue.letter,
        "value": issue.value,
        "code": issue.code,
        "severity": issue.severity.value,
        "message": render(issue.code, issue.params, lang),
        "remedy": remedy(issue.code, issue.params, lang),
        "proposed": issue.proposed,
    }


def gap_json(
    gap: Gap, context: Context, lang: Language = "vi", issues: Sequence[Issue] = ()
) -> dict[str, Any]:
    """Return what many rows lack in common: the layer or list, the rules it touches, the number of rows.

    A value may stand in a column that was not understood: then nobody says that the list does not state it.
    """
    names = {operator.code: operator.name for operator in context.operators}
    code, params = f"GAP-{gap.kind}", {"what": names.get(gap.name, gap.name), "rules": ", ".join(gap.rules)}
    unread = columns_that_may_say(gap.name, issues) if gap.missing.startswith("value:") else []
    if unread:
        known = column(gap.name)
        code, params = (
            "GAP-VALUE-NOT-READ",
            params | {"what": known.label(lang).casefold(), "columns": ", ".join(unread[:_NAMED_COLUMNS])},
        )
    return {
        "missing": gap.missing,
        "rules": list(gap.rules),
        "rows": gap.rows,
        "lowered": gap.lowered,
        "reservation": str(Reservation.OFFICE if gap.of_office else Reservation.CONDITION),
        "message": render(code, params, lang),
    }


def gaps_said(appraisal: Appraisal, lang: Language = "vi") -> list[dict[str, Any]]:
    """Return what rows lack in common as a reader is told it, one line a kind: operators whose list (or plan)
    is lacking stand in one. ``rows`` and ``lowered`` are then those of the operator that most rows lack."""
    groups: dict[str, list[Gap]] = {}
    for gap in appraisal.gaps:
        own = gap.kind in ("LIST", "PLAN")
        groups.setdefault(f"{gap.kind}-{bool(gap.lowered)}" if own else gap.missing, []).append(gap)
    names = {operator.code: operator.name for operator in appraisal.context.operators}
    found = []
    for gaps in groups.values():
        said = gap_json(gaps[0], appraisal.context, lang, appraisal.issues)
        if len(gaps) > 1:
            rules = list(dict.fromkeys(rule for gap in gaps for rule in gap.rules))
            what = ", ".join(names.get(gap.name, gap.name) for gap in gaps)
            said |= {
                "missing": ";".join(gap.missing for gap in gaps),
                "rules": rules,
                "rows": max(gap.rows for gap in gaps),
                "lowered": max(gap.lowered for gap in gaps),
                "message": render(f"GAP-{gaps[0].kind}", {"what": what, "rules": ", ".join(rules)}, lang),
            }
        found.append(said)
    return found


@paused_collector()
def write_json(appraisal: Appraisal, path: Path, lang: Language = "vi", viewer: str | None = None) -> None:
    """Write the contract's JSON to ``path`` in UTF-8.

    A list of more than INDENTED_ROWS rows has one line a row, written as it is made: indented, and held
    whole, 50,000 rows would take more than a gigabyte.
    """
    if len(appraisal.rows) <= INDENTED_ROWS:
        path.write_bytes(orjson.dumps(to_json(appraisal, lang, viewer), option=orjson.OPT_INDENT_2 | _NUMPY))
        return
    with path.open("wb") as file:
        file.write(orjson.dumps(_heading(appraisal, lang), option=_NUMPY).removesuffix(b"}"))
        file.write(b',"proposals":[')
        said: Said = {}
        _write_lines(file, (row_json(row, lang, said) for row in seen_rows(appraisal, viewer)))
        file.write(b'],"issues":[')
        _write_lines(file, (issue_json(issue, lang) for issue in appraisal.issues))
        file.write(b"]}\n")


def _write_lines(file: BinaryIO, items: Iterable[dict[str, Any]]) -> None:
    between = b"\n"
    for item in items:
        file.write(between)
        file.write(orjson.dumps(item, option=_NUMPY))
        between = b",\n"
