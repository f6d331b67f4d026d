"""A request's rows judged on a day, and the officer's own findings in the place of the computed ones."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from registry.appraisal import common_gaps, verdict
from registry.checks.context import Context
from registry.intake.parsed import SheetReading
from registry.law import Law
from registry.model.findings import Finding, Outcome, Reservation
from registry.model.issues import Issue
from registry.model.requests.desk import NoteKind, Request, RequestKind, RowNote
from registry.model.requests.proposals import Proposal
from registry.services.appraise.appraise_list import (
    Appraisal,
    AppraisedRow,
    appraise_again,
    appraise_proposals,
)
from registry.services.appraise.list_doubts import with_doubts
from registry.services.office.attachments import suffix_of
from registry.services.office.registry import Registry
from registry.services.register.context import context_for

KEPT = 16
OF_KIND: Mapping[RequestKind, Mapping[str, Any]] = {
    RequestKind.COMMENCEMENT: {"commencing": True},
    RequestKind.ANNUAL_PLAN: {"for_plan": True},
}
"""What the rows of a request say by its kind: a notice is asked for no notice, a plan for no place in one."""


class Judged(NamedTuple):
    """What the program found on one day, before anybody's own findings."""

    context: Context
    law: Law
    proposals: tuple[Proposal, ...]
    rows: list[AppraisedRow]


class Reading(NamedTuple):
    """What was said when the list was read, and the operator whose list it is ("" a tower company's)."""

    issues: list[Issue]
    sheets: tuple[SheetReading, ...]
    filer: str = ""


def judge(registry: Registry, request: str, proposals: Sequence[Proposal], day: dt.date) -> Judged:
    """Judge the proposals of a request on a day; kept until the register or another open request changes."""
    context = context_for(registry, day, leave_out=request)
    rows = tuple(proposals)
    with registry.lock:
        kept: OrderedDict[tuple[str, dt.date], Judged] = registry.cache.setdefault("judged", OrderedDict())
        found = kept.get((request, day))
    if found is not None and found.context is context and found.proposals == rows:
        return found
    if found is not None and found.context is context and len(found.proposals) == len(rows):
        found = Judged(context, found.law, rows, appraise_again(rows, found.rows, context))
    else:
        answered, law = appraise_proposals(list(rows), context)
        found = Judged(context, law, rows, answered)
    with registry.lock:
        kept[request, day] = found
        kept.move_to_end((request, day))
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return found


def stated(
    proposals: Sequence[Proposal], notes: Iterable[RowNote], kind: RequestKind = RequestKind.POSITION
) -> list[Proposal]:
    """Return the proposals with what the officer states of them: urban or not, the latest word.

    Those of a notice of commencement or of a plan (``kind``) say that they are.
    """
    said = {
        note.row: bool(note.details["urban"])
        for note in notes
        if note.kind == NoteKind.URBAN and not note.withdrawn and "urban" in note.details
    }
    found = [replace(row, urban=said[index]) if index in said else row for index, row in enumerate(proposals)]
    said_of_kind = OF_KIND.get(kind)
    return [replace(row, **said_of_kind) for row in found] if said_of_kind else found


def own_findings(notes: Iterable[RowNote], row: int) -> dict[str, RowNote]:
    """Return by rule the note by which the officer answers it for a row: its own before the list's, the
    latest of each."""
    found: dict[str, RowNote] = {}
    chosen = [
        note
        for note in notes
        if note.kind in (NoteKind.MANUAL_CHECK, NoteKind.TAKEOVER)
        and not note.withdrawn
        and note.row in (row, -1)
        and note.outcome is not None
    ]
    for note in sorted(chosen, key=lambda item: (item.row >= 0, item.at)):
        found[note.rule] = note
    return found


def effective(findings: Sequence[Finding], own: dict[str, RowNote]) -> list[Finding]:
    """Return the findings that count. A check of the whole list by hand answers only what was left open."""
    return [
        _own(finding, note)
        if (note := own.get(finding.rule)) is not None and _answers(note, finding)
        else finding
        for finding in findings
    ]


def _answers(note: RowNote, finding: Finding) -> bool:
    """Whether a note answers a finding: one of the whole list, only gaps of the office and values it lacks.

    What a carrier or a body has to settle is a row's own: no word on the whole list takes it away.
    """
    gap = finding.reservation is Reservation.OFFICE
    return note.row >= 0 or gap or finding.outcome is Outcome.UNKNOWN


def _own(finding: Finding, note: RowNote) -> Finding:
    """Return the officer's finding; what the program had found stays beside it as a note."""
    by_hand = note.kind == NoteKind.MANUAL_CHECK
    params = {"text": note.text, "evidence": note.evidence} if by_hand else {"text": note.text}
    if condition := note.details.get("condition"):  # what a body agrees on, in its own words
        params["condition"] = f"{' '.join(str(condition).split())} ({note.evidence})"
    if note.details.get("objected"):
        params["objected"] = note.evidence
    return replace(
        finding,
        outcome=note.outcome or finding.outcome,
        code="DESK-MANUAL-CHECK" if by_hand else "DESK-TAKEOVER",
        params=params,
        notes=((finding.code, finding.params), *finding.notes),
        flips=False,
        verified=True,
        missing=None,
        kind=None,
        could_refuse=False,
    )


def appraisal_of(
    registry: Registry, request: Request, judged: Judged, rows: list[AppraisedRow], reading: Reading
) -> Appraisal:
    """Return the appraisal of a request's list in the form of any list's, with the rows that count.

    The doubts of the list as a whole are those of the rows as they are now, corrected ones included.
    """
    proposals = [row.proposal for row in rows]
    return Appraisal(
        file_name=request.file_name,
        sha256=request.file_sha256,
        source=list_path(registry, request.file_sha256, request.file_name),
        as_of=judged.context.as_of,
        law=judged.law,
        context=judged.context,
        rows=rows,
        issues=with_doubts(reading.issues, proposals, reading.sheets, judged.context, reading.filer),
        sheets=reading.sheets,
        gaps=common_gaps([row.findings for row in rows]),
    )


def counted(proposals: Sequence[Proposal], findings: Sequence[list[Finding]]) -> list[AppraisedRow]:
    """Return rows with the verdict that follows from their findings."""
    return [
        AppraisedRow(proposal, found, verdict(found))
        for proposal, found in zip(proposals, findings, strict=True)
    ]


def list_path(registry: Registry, sha256: str, name: str) -> Path:
    """Return where a list is kept."""
    return registry.settings.files / f"{sha256}{suffix_of(name)}"
