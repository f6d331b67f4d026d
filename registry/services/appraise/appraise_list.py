"""Appraise a carrier's list: every row gets its findings and a recommended verdict. Changes nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from registry.appraisal import Gap, common_gaps, verdicts
from registry.checks.context import Context
from registry.checks.on_day.judging import judge, judge_again
from registry.collector import paused_collector
from registry.columns import ListKind, column
from registry.geo.readings import PositionHints
from registry.intake.meanings import Meanings
from registry.intake.parsed import HintSource, ParsedList, SheetReading
from registry.intake.reading import read_list
from registry.law import Law
from registry.messages import Language, remedy, render
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding, Reservation, Verdict
from registry.model.issues import Issue
from registry.model.requests.proposals import Proposal
from registry.services.appraise.finding_lines import FindingLines, lines_of_rows
from registry.services.appraise.finding_texts import finding_json
from registry.services.appraise.list_doubts import with_doubts
from registry.services.appraise.proposals import proposal_of
from registry.services.appraise.unread_columns import columns_that_may_say
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import check_operator, context_for
from registry.services.register.masking import masked_rows
from registry.services.register.position_hints import hint_source

Progress = Callable[[str], None]
INDENTED_ROWS = 1_000
_NAMED_COLUMNS = 5
_LINES = 500
_BUFFER = 2**20  # a row is longer than the buffer that files have
_NUMPY = orjson.OPT_SERIALIZE_NUMPY


@dataclass(frozen=True, slots=True)
class AppraisedRow:
    """One proposal with its findings in the order of the rules, and the verdict they recommend."""

    proposal: Proposal
    findings: Sequence[Finding]
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
    with ThreadPoolExecutor(1) as beside:  # a process of its own makes out the cells: meanwhile the context
        known = beside.submit(_known, registry, day, operator)

        def hints(values: dict[str, Any]) -> PositionHints:
            return known.result()[1](values)

        say("reading")
        try:
            parsed = read_list(
                path, ListKind.PROPOSALS, hints=hints, operator=operator,
                meanings=columns, sheets=sheets, all_meant=all_meant,
            )  # fmt: skip
        finally:
            context, _hints = known.result()  # what is refused of the register goes before what is of a file
    say("checks")
    return appraise_read(parsed, context, path, operator=operator, name=name)


def _known(registry: Registry, day: dt.date, operator: str) -> tuple[Context, HintSource]:
    """Return what the register knows on a day, and what it knows of rows before they are read."""
    context = context_for(registry, day)
    check_operator(operator, context)
    return context, hint_source(registry, day)


def appraise_read(
    parsed: ParsedList, context: Context, source: Path, *, operator: str = "", name: str | None = None
) -> Appraisal:
    """Judge a list of proposals that is already read; ``operator`` holds for rows that name none."""
    proposals = [proposal_of(row, operator) for row in parsed.rows]
    appraised, law = appraise_proposals(proposals, context)
    return Appraisal(
        file_name=name or parsed.name,
        sha256=parsed.sha256,
        source=source,
        as_of=context.as_of,
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
    return _appraised(proposals, findings), law


@paused_collector()
def appraise_again(
    proposals: Sequence[Proposal], before: Sequence[AppraisedRow], context: Context
) -> list[AppraisedRow]:
    """Judge a list of which ``before`` was judged in the same context; what did not change is not asked."""
    table = FindingTable.of([row.findings for row in before])
    return _appraised(proposals, judge_again(proposals, context, [row.proposal for row in before], table))


def _appraised(proposals: Sequence[Proposal], findings: FindingTable) -> list[AppraisedRow]:
    return [
        AppraisedRow(proposal, found, recommended)
        for proposal, found, recommended in zip(proposals, findings.rows(), verdicts(findings), strict=True)
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


def seen_rows(appraisal: Appraisal, viewer: str | None) -> list[AppraisedRow]:
    """Return the rows as ``viewer`` (an operator, "" for the public) may see them; None: in full."""
    if viewer is None:
        return appraisal.rows
    findings = [row.findings for row in appraisal.rows]
    shown = masked_rows(findings, viewer, secret=appraisal.context.mask_secret)
    return [replace(row, findings=seen) for row, seen in zip(appraisal.rows, shown, strict=True)]


def row_json(row: AppraisedRow, lang: Language = "vi") -> dict[str, Any]:
    """Return one proposal of the contract."""
    return _row_head(row) | {"findings": [finding_json(finding, lang) for finding in row.findings]}


def _row_head(row: AppraisedRow) -> dict[str, Any]:
    """Return what stands before a proposal's findings."""
    proposal, position = row.proposal, row.proposal.position
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
    }


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
    with path.open("wb", buffering=_BUFFER) as file:
        file.write(orjson.dumps(_heading(appraisal, lang), option=_NUMPY).removesuffix(b"}"))
        file.write(b',"proposals":[')
        _write_lines(file, _row_lines(appraisal, lang, viewer))
        file.write(b'],"issues":[')
        _write_lines(
            file, (orjson.dumps(issue_json(issue, lang), option=_NUMPY) for issue in appraisal.issues)
        )
        file.write(b"]}\n")


def _row_lines(appraisal: Appraisal, lang: Language, viewer: str | None) -> Iterator[bytes]:
    """Yield the JSON of each row, made so many at a time that memory does not count."""
    rows = seen_rows(appraisal, viewer)
    table = FindingTable.behind([row.findings for row in rows])
    lines = None if table is None else FindingLines(table, lang)
    for start in range(0, len(rows), _LINES):
        block = rows[start : start + _LINES]
        if lines is not None:
            told = lines.block(start, start + len(block))
        else:
            told = lines_of_rows([row.findings for row in block], lang)
        for row, findings in zip(block, told, strict=True):
            yield orjson.dumps(_row_head(row), option=_NUMPY)[:-1] + b',"findings":' + findings + b"}"


def _write_lines(file: BinaryIO, lines: Iterable[bytes]) -> None:
    between = b"\n"
    for line in lines:
        file.write(between)
        file.write(line)
        between = b",\n"
