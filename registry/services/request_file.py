"""A request as its page shows it: rows with the findings of both days and the officer's own, and the clock."""

import datetime as dt
from dataclasses import dataclass

from registry.model.desk import DecidedRow, Request, RowNote
from registry.model.desk_records import (
    Attachment,
    Clock,
    Consultation,
    HistoryEntry,
    ListVersion,
    SharingRequest,
    StateChange,
)
from registry.model.findings import Finding, Verdict
from registry.model.requests import Proposal
from registry.services.appraise_list import Appraisal


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a request.

    ``findings`` are those that count (computed on the day chosen, the officer's own in their place),
    ``computed`` what the program found on the day of decision and ``at_filing`` on the day of filing (empty
    where no other day was judged). ``own`` maps a rule to the note by which the officer answered it.
    """

    index: int
    proposal: Proposal
    findings: list[Finding]
    verdict: Verdict
    computed: list[Finding]
    computed_verdict: Verdict
    at_filing: list[Finding]
    filing_verdict: Verdict
    own: dict[str, RowNote]
    decision: DecidedRow | None
    notes: tuple[RowNote, ...]
    consultations: tuple[Consultation, ...]
    sharing: tuple[SharingRequest, ...]

    @property
    def differs(self) -> tuple[str, ...]:
        """Return the rules whose outcome on the day of filing is another than on the day of decision."""
        later = {finding.rule: finding.outcome for finding in self.computed}
        return tuple(f.rule for f in self.at_filing if later.get(f.rule) is not f.outcome)

    @property
    def clashes(self) -> tuple[Finding, ...]:
        """Return the findings against other open proposals (SPC-03) that are not passed."""
        return tuple(f for f in self.findings if f.rule == "SPC-03" and f.outcome.value in ("review", "fail"))


@dataclass(frozen=True, slots=True)
class RequestFile:
    """Everything on a request's page.

    ``appraisal`` is the list judged on the day of decision (today while it is open), ``filing`` on the day
    it was received; both None for a request without a list. ``notes`` are those on the list in force,
    ``earlier_notes`` those whose row a corrected list no longer has.
    """

    request: Request
    clock: Clock
    appraisal: Appraisal | None
    filing: Appraisal | None
    rows: tuple[FileRow, ...]
    notes: tuple[RowNote, ...]
    earlier_notes: tuple[RowNote, ...]
    decisions: tuple[DecidedRow, ...]
    consultations: tuple[Consultation, ...]
    attachments: tuple[Attachment, ...]
    sharing: tuple[SharingRequest, ...]
    lists: tuple[ListVersion, ...]
    states: tuple[StateChange, ...]
    history: tuple[HistoryEntry, ...]
    decision_day: dt.date

    @property
    def undecided(self) -> tuple[int, ...]:
        """Return the indices of the rows without a decision."""
        return tuple(row.index for row in self.rows if row.decision is None)
