"""The sender's own workbook, marked: a status for every row, comments where they belong, a summary."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from registry.checks.engine import POSITION_COLUMNS
from registry.checks.registered import CHECKS
from registry.collector import paused_collector
from registry.columns import column
from registry.intake import CellMark, RowMark, SheetReading, WorkbookMarks, return_workbook
from registry.messages import Language, issue_of, number, remedy, render
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding, Outcome, Reservation, Verdict
from registry.model.issues import Issue, Severity
from registry.services.appraise.appraise_list import Appraisal, gaps_said
from registry.services.appraise.finding_texts import sentence, unit_said
from registry.services.register.masking import masked

SIGNS: dict[Outcome, str] = {
    Outcome.FAIL: "✕",
    Outcome.UNKNOWN: "?",
    Outcome.CONSENT: "§",
    Outcome.REVIEW: "!",
    Outcome.PASS: "✓",
    Outcome.NA: "–",
}
# the colours of web/static/css/tokens.css, so that page and workbook look alike
OUTCOME_COLOURS: dict[Outcome, str] = {
    Outcome.FAIL: "#7a0019",
    Outcome.UNKNOWN: "#616161",
    Outcome.CONSENT: "#5b3fd6",
    Outcome.REVIEW: "#9c6f00",
    Outcome.PASS: "#007d8a",
    Outcome.NA: "",
}
VERDICT_COLOURS: dict[Verdict, str] = {
    Verdict.REFUSE: "#7a0019",
    Verdict.CANNOT_ASSESS: "#474d54",
    Verdict.AGREE_WITH_CONDITIONS: "#6b4a00",
    Verdict.AGREE: "#0b5d4a",
}
SHOWN_REASONS = 6
LISTED_ISSUES = 2_000
# Excel opens a sheet with 100,000 comments in minutes, and nobody reads them; the status says the reasons
MOST_COMMENTS = 5_000
MOST_TINTED = 100_000
_WEIGHT = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.CONSENT, Outcome.REVIEW)
_WEIGHTS: dict[Outcome | Severity, int] = {
    Outcome.FAIL: 0, Severity.ERROR: 1, Outcome.UNKNOWN: 2, Severity.WARNING: 3, Outcome.CONSENT: 4,
    Outcome.REVIEW: 5, Outcome.NA: 5, Severity.INFO: 6,
}  # fmt: skip
_SEVERITY_COLOURS = {Severity.ERROR: "#7a0019", Severity.WARNING: "#9c6f00", Severity.INFO: ""}
_MARKS = {check.code: check.marks for check in CHECKS}
_TELLING = frozenset({"outcome", "stage", "kind"})  # what the kind of a reservation follows from

Line = tuple[str | int | float, ...]
Corrected = Mapping[int, Mapping[str, tuple[str, str]]]
"""Cells that say something else than the file by now: by a row's index and field what the file says, and what
they say."""


@paused_collector()
def write_workbook(
    appraisal: Appraisal,
    path: Path,
    viewer: str | None = None,
    lang: Language = "vi",
    corrected: Corrected | None = None,
) -> tuple[Issue, ...]:
    """Write the marked workbook to ``path``; return what of the source it could not keep.

    ``corrected`` was written on a page for cells of the source, which stay as their sender wrote them.
    With ``viewer`` (an operator's code) the findings stand in the masked form. Raises RefusalError (FILE-*)
    as reading the list does.
    """
    return write_marked(appraisal, marks(appraisal, viewer, lang, corrected=corrected), path)


def write_marked(appraisal: Appraisal, made: WorkbookMarks, path: Path) -> tuple[Issue, ...]:
    """Write the source with its marks to ``path``; all but a little of it is done in the child process."""
    notes = return_workbook(appraisal.source, made, path, name=appraisal.file_name)
    if not made.left_out:
        return notes
    return (
        *notes,
        issue_of("RETURNED-COMMENTS-CAPPED", params={"count": made.left_out, "limit": MOST_COMMENTS}),
    )


def marks(
    appraisal: Appraisal,
    viewer: str | None = None,
    lang: Language = "vi",
    *,
    most_comments: int | None = None,
    corrected: Corrected | None = None,
) -> WorkbookMarks:
    """Return what is written into the workbook of an appraisal: every row's status, and cells with a reason.

    The weightiest ``most_comments`` cells (default MOST_COMMENTS) have comments; the others are only tinted,
    and the summary says how many there are.
    """
    most = MOST_COMMENTS if most_comments is None else most_comments
    sheets = {sheet.name: sheet for sheet in appraisal.sheets if sheet.read}
    cells = _Cells(sheets, lang)
    common = frozenset(gap.missing for gap in appraisal.gaps if gap.missing.startswith("layer:"))
    rows: dict[tuple[str, int], RowMark] = {}
    for at, (row, findings) in enumerate(zip(appraisal.rows, _weighed(appraisal), strict=True)):
        place = (row.proposal.sheet, row.proposal.row)
        secret = appraisal.context.mask_secret
        shown = findings if viewer is None else masked(findings, viewer, secret=secret)
        reasons = sorted(
            conditions_and_fails(shown),
            key=lambda item: (_said_above(item, common), item.reservation is Reservation.OFFICE, _rank(item)),
        )
        status = _status(row.verdict, reasons, lang, (corrected or {}).get(at, {}))
        rows[place] = RowMark(status, VERDICT_COLOURS[row.verdict])
        for finding in reasons:
            if not _said_above(finding, common):
                cells.finding(place, finding)
    for issue in appraisal.issues:
        cells.issue(issue)
    left_out = max(0, len(cells) - most)
    return WorkbookMarks(
        rows=rows,
        cells=cells.marks(most),
        header_rows={name: sheet.header_row for name, sheet in sheets.items()},
        summary=tuple(_summary(appraisal, lang, (most, left_out))),
        left_out=left_out,
    )


def _weighed(appraisal: Appraisal) -> Sequence[Sequence[Finding]]:
    """Return each row's findings; of a list in columns only groups that may stand in somebody's way, for most
    findings of a long list are passes."""
    rows = [row.findings for row in appraisal.rows]
    table = FindingTable.behind(rows)
    if table is None:
        return rows
    found: list[list[Finding]] = [[] for _ in rows]
    for group in table.groups():
        if group.common.reservation is not None or not _TELLING.isdisjoint(group.columns):
            for at, row in enumerate(group.rows.tolist()):
                found[row].append(group.finding(at))
    return found


def conditions_and_fails(findings: Sequence[Finding]) -> list[Finding]:
    """Return what a row's status must name: fails, conditions, and the office's gaps that leave it open."""
    found: dict[Reservation | None, list[Finding]] = {kind: [] for kind in (None, *Reservation)}
    for finding in findings:
        found[finding.reservation].append(finding)
    return [
        *found[Reservation.LEGAL],
        *found[Reservation.CONDITION],
        *(finding for finding in found[Reservation.OFFICE] if finding.lowers),
    ]


def _rank(finding: Finding) -> int:
    return _WEIGHT.index(finding.outcome) if finding.outcome in _WEIGHT else 0


def _said_above(finding: Finding, common: frozenset[str]) -> bool:
    """Whether a finding only lacks layers that the office does not have: the summary says so for all rows.

    Such reasons come last in a row's status, so that they hide none of its own, and mark no cell.
    """
    missing = (finding.missing or "").split(";")
    return finding.reservation is Reservation.OFFICE and all(item in common for item in missing)


def reason(finding: Finding, lang: Language = "vi") -> str:
    """Return a finding in one line: sign, rule, outcome, measured against limit, article."""
    parts = [f"{SIGNS[finding.outcome]} {finding.rule} {render(f'OUTCOME-{finding.outcome.name}', {}, lang)}"]
    if finding.measured is not None:
        parts.append(measure(finding, lang))
    law = ", ".join(part for part in (finding.source, finding.article) if part)
    if law:
        parts.append(law)
    if finding.related:
        parts.append(finding.related)
    return " · ".join(parts)


def measure(finding: Finding, lang: Language = "vi") -> str:
    """Return "87,3 m < 120 m"; the measured value alone where there is no limit, "" without either."""
    if finding.measured is None:
        return ""
    text = _amount(finding.measured, unit_said(finding, lang), lang)
    if finding.limit is None:
        return text
    relation = "<" if finding.measured < finding.limit else ">" if finding.measured > finding.limit else "="
    return f"{text} {relation} {_amount(finding.limit, unit_said(finding, lang), lang, whole=True)}"


def _amount(value: float, unit: str, lang: Language, *, whole: bool = False) -> str:
    decimals = 0 if float(value).is_integer() and (whole or unit != "m") else 1 if unit == "m" else 2
    return f"{number(float(value), decimals, lang)} {unit}".rstrip()


def _status(
    verdict: Verdict, reasons: Sequence[Finding], lang: Language, corrected: Mapping[str, tuple[str, str]]
) -> str:
    lines = [_verdict(verdict, lang)]
    if corrected:  # else the verdict would stand beside values that it is not about
        lines.append(render("RETURNED-CORRECTED", {"cells": _cells_said(corrected, lang)}, lang))
    lines += [reason(finding, lang) for finding in reasons[:SHOWN_REASONS]]
    if len(reasons) > SHOWN_REASONS:
        lines.append(render("RETURNED-MORE", {"count": len(reasons) - SHOWN_REASONS}, lang))
    return "\n".join(lines)


def _cells_said(corrected: Mapping[str, tuple[str, str]], lang: Language) -> str:
    cells = corrected.items()
    return "; ".join(f"{column(name).label(lang)} “{was}” → “{now}”" for name, (was, now) in cells)


def _verdict(verdict: Verdict, lang: Language) -> str:
    return render(f"VERDICT-{verdict.name.replace('_', '-')}", {}, lang)


class _Cells:
    """What is to be said at which cell. Words are made only for the cells that get a comment."""

    def __init__(self, sheets: dict[str, SheetReading], lang: Language) -> None:
        self._sheets = sheets
        self._lang = lang
        self._letters = {
            # a position over several columns names its parts "lat:degrees": the first stands for all
            name: {column.name.partition(":")[0]: column.letter for column in reversed(sheet.columns)}
            for name, sheet in sheets.items()
        }
        self._noted: dict[tuple[str, int, str], list[Finding | Issue]] = defaultdict(list)

    def __len__(self) -> int:
        """Return how many cells have something to say."""
        return len(self._noted)

    def finding(self, place: tuple[str, int], finding: Finding) -> None:
        """Add a finding to the cells that its rule looks at."""
        for letter in self._looked_at(place[0], finding.rule):
            self._noted[*place, letter].append(finding)

    def issue(self, issue: Issue) -> None:
        """Add an issue to its own cell; one of a whole column to its header."""
        sheet = self._sheets.get(issue.sheet)
        row = issue.row or (sheet.header_row if sheet else 0)
        if issue.letter and row:
            self._noted[issue.sheet, row, issue.letter].append(issue)

    def marks(self, most_comments: int) -> dict[tuple[str, int, str], CellMark]:
        """Return the marks that were gathered, the weightiest first; comments for so many of them."""
        order = sorted(self._noted, key=lambda place: min(map(_weight, self._noted[place])))
        found = {
            place: CellMark(
                "\n\n".join(dict.fromkeys(map(self._said, self._noted[place]))), self._tint(place)
            )
            for place in order[:most_comments]
        }
        for place in order[most_comments : most_comments + MOST_TINTED]:
            found[place] = CellMark("", self._tint(place))
        return found

    def _tint(self, place: tuple[str, int, str]) -> str:
        return next((colour for item in self._noted[place] if (colour := _colour(item))), "")

    def _said(self, item: Finding | Issue) -> str:
        lang = self._lang
        if isinstance(item, Finding):
            return f"{reason(item, lang)}\n{sentence(item, lang)}"
        parts = [
            f"{item.code}: {render(item.code, item.params, lang)}",
            remedy(item.code, item.params, lang),
        ]
        if item.proposed:
            parts.append(render("RETURNED-PROPOSED", {"value": item.proposed}, lang))
        return "\n".join(part for part in parts if part)

    def _looked_at(self, sheet: str, rule: str) -> list[str]:
        letters = self._letters.get(sheet, {})
        for name in _MARKS.get(rule, POSITION_COLUMNS):
            if name not in letters:
                continue
            if name in POSITION_COLUMNS:
                return [letters[item] for item in POSITION_COLUMNS if item in letters]
            return [letters[name]]
        fallback = next(
            (letters[name] for name in ("site_code", "address", "commune") if name in letters), ""
        )
        return [fallback] if fallback else []


def _weight(item: Finding | Issue) -> int:
    return _WEIGHTS[item.outcome if isinstance(item, Finding) else item.severity]


def _colour(item: Finding | Issue) -> str:
    return OUTCOME_COLOURS[item.outcome] if isinstance(item, Finding) else _SEVERITY_COLOURS[item.severity]


def _summary(appraisal: Appraisal, lang: Language, comments: tuple[int, int]) -> Iterator[Line]:
    counts = appraisal.counts
    most, left_out = comments
    if appraisal.context.illustrative:
        yield (render("RETURNED-ILLUSTRATIVE", {}, lang),)
        yield ()
    yield (render("RETURNED-FILE", {}, lang), appraisal.file_name)
    yield (render("RETURNED-DAY", {}, lang), f"{appraisal.as_of:%d/%m/%Y}")
    yield (render("RETURNED-ROWS", {}, lang), counts["rows"])
    for verdict in VERDICT_COLOURS:
        yield (_verdict(verdict, lang), counts[verdict.value])
    yield (render("RETURNED-DECIDES", {}, lang),)
    yield (render("RETURNED-LAW", {}, lang), appraisal.law.digest)
    if left_out:
        yield (render("RETURNED-COMMENTS-CAPPED", {"count": left_out, "limit": most}, lang),)
    if appraisal.gaps:
        yield ()
        yield (render("RETURNED-GAPS", {}, lang),)
        for gap in gaps_said(appraisal, lang):
            rows = render("RETURNED-GAP-ROWS", {"rows": gap["rows"], "of": counts["rows"]}, lang)
            left = render("RETURNED-GAP-LOWERS", {"rows": gap["lowered"]}, lang) if gap["lowered"] else ""
            yield (rows, gap["message"], left)
    yield ()
    yield (render("RETURNED-LEGEND", {}, lang),)
    for outcome, sign in SIGNS.items():
        yield (sign, render(f"OUTCOME-{outcome.name}", {}, lang))
    yield ()
    yield (render("RETURNED-ISSUES", {"count": len(appraisal.issues)}, lang),)
    if appraisal.issues:
        yield tuple(render("RETURNED-ISSUE-HEADS", {}, lang).split("|"))
    for issue in appraisal.issues[:LISTED_ISSUES]:
        yield (
            render(issue.code, issue.params, lang),
            remedy(issue.code, issue.params, lang),
            issue.sheet,
            issue.row or "",
            " · ".join(part for part in (issue.letter, issue.column) if part),
            issue.value,
            issue.proposed or "",
            render(f"SEVERITY-{issue.severity.name}", {}, lang),
        )
