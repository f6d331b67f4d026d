"""A request as its page shows it: rows with findings of both days and the officer's own, and the clock."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.appraisal import open_by_gaps
from registry.checks.context import Context
from registry.checks.corridors.claims import HEIGHT
from registry.law import law_in_force
from registry.model.findings import Finding, Outcome, Reservation, Verdict
from registry.model.requests.conditions import Condition
from registry.model.requests.desk import DecidedRow, NoteKind, Request, RequestState, RowNote
from registry.model.requests.desk_records import (
    Attachment,
    Clock,
    Consultation,
    HistoryEntry,
    LetterEdit,
    ListVersion,
    SharingRequest,
    StateChange,
    SupplementItem,
)
from registry.model.requests.kept_proposals import proposal_from_json
from registry.model.requests.matters import Matter
from registry.model.requests.proposals import Proposal
from registry.services.appraise.appraise_list import Appraisal, AppraisedRow
from registry.services.appraise.list_doubts import other_operator
from registry.services.appraise.proposal_json import finding_from_json, reading_from_json
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.requests.agreed.altered import altered
from registry.services.requests.agreed.noticed import Noticed, noticed, own_papers
from registry.services.requests.asked_hosts import concerning, with_sharing
from registry.services.requests.conditions.proposals import proposals
from registry.services.requests.conditions.saying import standing_of
from registry.services.requests.consulted.set_conditions import set_by_bodies
from registry.services.requests.dossiers import named_elsewhere
from registry.services.requests.gates.doubtful_cells import notice_matters
from registry.services.requests.judgement import (
    Judged,
    Reading,
    appraisal_of,
    counted,
    effective,
    judge,
    own_findings,
    stated,
)
from registry.services.requests.matter_answers import barring, corrected_since, unanswered
from registry.services.requests.matters import Facts, letter_matters, unsent_matters
from registry.services.requests.place_matters import row_matters
from registry.services.requests.reading import RequestRead
from registry.services.requests.taken import taken_now
from registry.services.requests.unread_cells import unread_matters
from registry.store.requests import requests as store

FILING = "filing"
_CLASHES = frozenset({Outcome.REVIEW, Outcome.FAIL})

_AGREEING = frozenset({Verdict.AGREE, Verdict.AGREE_WITH_CONDITIONS})


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a request.

    ``findings`` are those that count (computed on the day chosen, the officer's own in their place),
    ``computed`` what the program found on the day of decision and ``at_filing`` on the day of filing (empty
    where that is the same day). ``own`` maps a rule to the note by which the officer answered it.
    ``version`` is the row's own, for corrections. ``other`` is the operator that it names where that is not
    the one whose list it is: agreed, the position would be that operator's. ``matters`` are what has to be
    answered before it goes on, answered or not; none once the request is closed. ``noticed``: the agreed
    position that a notice of commencement is about; ``altered``: what another letter says of the row.
    """

    index: int
    proposal: Proposal
    findings: Sequence[Finding]
    verdict: Verdict
    computed: Sequence[Finding]
    computed_verdict: Verdict
    at_filing: Sequence[Finding]
    filing_verdict: Verdict
    own: dict[str, RowNote]
    decision: DecidedRow | None
    notes: tuple[RowNote, ...]
    consultations: tuple[Consultation, ...]
    sharing: tuple[SharingRequest, ...]
    version: int = 1
    commune_code: str = ""
    other: str = ""
    matters: tuple[Matter, ...] = ()
    conditions: tuple[Condition, ...] = ()
    noticed: Noticed | None = None
    altered: tuple[Matter, ...] = ()

    @property
    def unsettled(self) -> tuple[Matter, ...]:
        """Return what has to be answered about the row and was not: mended cells are no matter any more."""
        return unanswered(self.matters, self.notes)

    @property
    def differs(self) -> tuple[str, ...]:
        """Return the rules whose outcome on the day of filing is another than on the day of decision."""
        later = {finding.rule: finding.outcome for finding in self.computed}
        return tuple(f.rule for f in self.at_filing if later.get(f.rule) is not f.outcome)

    @property
    def objecting(self) -> tuple[str, ...]:
        """Return the bodies whose answer is that they do not agree."""
        return tuple(item.said_by for item in self.consultations if item.outcome == "object")

    @property
    def to_choose(self) -> bool:
        """Whether an officer has to choose for a row, and nothing is chosen for him.

        The rules agree to it though a body objects or no height is stated, or only what the office lacks
        leaves it open.
        """
        lacking = any(f.missing == HEIGHT and f.reservation is Reservation.CONDITION for f in self.findings)
        agreed = self.verdict in _AGREEING and (bool(self.objecting) or lacking)
        return agreed or open_by_gaps(self.findings)

    @property
    def clashes(self) -> tuple[Finding, ...]:
        """Return the findings of nearness to other open proposals (SPC-03)."""
        return tuple(f for f in self.findings if f.rule == "SPC-03" and f.outcome in _CLASHES)


@dataclass(frozen=True, slots=True)
class RequestFile:
    """Everything on a request's page.

    ``appraisal`` is the list with the findings that count; ``filing`` what the program found by the law of
    the day of receipt (None where that is the same day). Both None for a request without a list. ``notes``
    are those on the list in force, ``earlier_notes`` those whose row a corrected list no longer has.
    ``elsewhere`` are sources of the dossier's papers that are no law here (``dossiers.named_elsewhere``).
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
    in_by: dt.date | None = None
    supplements: tuple[SupplementItem, ...] = ()
    edits: tuple[LetterEdit, ...] = ()
    matters: tuple[Matter, ...] = ()
    elsewhere: frozenset[str] = frozenset()

    @property
    def unsettled(self) -> tuple[Matter, ...]:
        """Return what has to be answered about the request as a whole and was not."""
        return unanswered(self.matters, [note for note in self.notes if note.row < 0])

    @property
    def own_papers(self) -> dict[str, tuple[str, ...]]:
        """Return the papers of the dossier that the office wrote itself, by code, with their numbers."""
        return own_papers((row.noticed for row in self.rows), self.request.organisation)

    @property
    def came_late(self) -> bool:
        """Whether the dossier came in after the last day that a text names (annual plan: 30/11)."""
        return self.in_by is not None and self.request.received_on > self.in_by

    @property
    def undecided(self) -> tuple[int, ...]:
        """Return the indices of the rows without a decision."""
        return tuple(row.index for row in self.rows if row.decision is None)

    @property
    def doubted(self) -> frozenset[int]:
        """Return the indices of the rows of which a cell was read with a doubt that nobody has answered."""
        if self.appraisal is None or not self.lists:
            return frozenset()
        since = self.lists[-1].at
        answered = {row.index: corrected_since(row.notes, since) for row in self.rows}
        notices = notice_matters(
            self.appraisal.issues, self.appraisal.sheets, [row.proposal for row in self.rows], answered
        )
        return frozenset(at for at, matter in notices if unanswered([matter], self.rows[at].notes))

    @property
    def by_itself(self) -> tuple[int, ...]:
        """Return the undecided rows that want a decision of their own.

        Rules agree to them, yet a body objects or no height is stated, or they name another operator than
        the one that filed them; or something of them was not read, was read with a doubt or is taken, and
        nobody has answered it; or they can be agreed to on conditions only, of which the findings propose
        none, or not one that a body set; or only what the office lacks leaves them open.
        """
        rows = (self.rows[at] for at in self.undecided)
        doubted = self.doubted
        return tuple(
            row.index
            for row in rows
            if row.unsettled
            or row.to_choose
            or (row.verdict in _AGREEING and (row.other or row.index in doubted or barring(row.matters)))
            or (row.verdict is Verdict.AGREE_WITH_CONDITIONS and not proposals(row.findings))
            or (row.verdict in _AGREEING and set_by_bodies(row.consultations, row.findings))
        )


def load_request(registry: Registry, request: str, *, on_day: dt.date | None = None) -> RequestFile:
    """Return a request (by id or number) with everything on its page, as it is ``on_day`` (default today).

    An open request is judged anew, a withdrawn one as of its day; an issued one shows what decided it.
    """
    day = on_day or today()
    with registry.database.read() as connection:
        read = RequestRead(registry, connection, request, day)
    found = read.request
    decision_day = found.issued_on or (day if found.open else read.states[-1].on_day)
    appraisal: Appraisal | None = None
    filing: Appraisal | None = None
    rows: list[FileRow] = []
    facts = Facts.of(found)
    matters: list[Matter] = []
    if found.open:
        matters = letter_matters(facts, taken_now(registry))
        matters += unsent_matters(read.consultations, found.list_version)
    if read.rows:
        if found.state is RequestState.ISSUED:
            appraisal, rows = _as_issued(registry, read, decision_day)
        else:
            appraisal, filing, rows = _judged_anew(registry, read, decision_day)
        asked = [row.proposal for row in rows]
        agreed, told = noticed(registry, found.kind, asked), altered(registry, found, asked)
        rows = [replace(row, noticed=agreed.get(row.index), altered=told.get(row.index, ())) for row in rows]
        if found.open:
            rows = _with_matters(registry, read, facts, appraisal, rows)
    chosen = found.received_on if found.judged_on == FILING else decision_day
    kept = {note.id for note in read.notes}
    return RequestFile(
        request=replace(found, due_on=read.clock.due_on, as_of=chosen),
        clock=read.clock,
        appraisal=appraisal,
        filing=filing,
        rows=tuple(rows),
        notes=tuple(read.notes),
        earlier_notes=tuple(note for note in read.all_notes if note.id not in kept),
        decisions=tuple(read.decisions),
        consultations=tuple(read.consultations),
        attachments=tuple(read.attachments),
        sharing=tuple(read.sharing),
        lists=tuple(store.list_of(row) for row in read.list_rows),
        states=tuple(read.states),
        history=tuple(read.history),
        decision_day=decision_day,
        in_by=read.in_by,
        supplements=tuple(read.supplements),
        edits=tuple(read.edits),
        matters=tuple(matters),
        elsewhere=named_elsewhere(registry),
    )


def _with_matters(
    registry: Registry, read: RequestRead, facts: Facts, appraisal: Appraisal, rows: list[FileRow]
) -> list[FileRow]:
    proposals = [row.proposal for row in rows]
    since = read.list_rows[-1]["at"]
    answered = {row.index: corrected_since(row.notes, since) for row in rows}
    found = unread_matters(appraisal.issues, appraisal.sheets, proposals, answered)
    for at, doubts in row_matters(facts, proposals, taken_now(registry), appraisal.context).items():
        found.setdefault(at, []).extend(doubts)
    for row in rows:
        if row.noticed is not None:
            found.setdefault(row.index, []).extend(row.noticed.matters)
    return [replace(row, matters=tuple(found.get(row.index, ()))) for row in rows]


def _reading(read: RequestRead) -> Reading:
    return Reading(*reading_from_json(read.list_rows[-1]["reading"]), read.filer)


def _judged_anew(
    registry: Registry, read: RequestRead, decision_day: dt.date
) -> tuple[Appraisal, Appraisal | None, list[FileRow]]:
    request, reading = read.request, _reading(read)
    kept_rows = [proposal_from_json(row["proposal"]) for row in read.rows]
    told = stated(kept_rows, read.notes, request.kind)
    asked = _asked(read, told, context_for(registry, decision_day, leave_out=request.id))
    proposals = with_sharing(told, asked, read.names)
    later = judge(registry, request.id, proposals, decision_day)
    earlier: Judged | None = None
    if request.received_on != decision_day:
        earlier = judge(registry, request.id, proposals, request.received_on)
    chosen = earlier if earlier is not None and request.judged_on == FILING else later
    found = [
        effective(row.findings, own_findings(_of_row(read, index), index))
        for index, row in enumerate(chosen.rows)
    ]
    rows = counted(proposals, found)
    appraisal = appraisal_of(registry, request, chosen, rows, reading)
    filing = None
    if earlier is not None:
        filing = appraisal_of(registry, request, earlier, earlier.rows, reading)
    shown = [
        _file_row(
            read,
            index,
            row,
            computed=later.rows[index],
            filing=earlier.rows[index] if earlier else None,
            sharing=asked.get(index, ()),
        )
        for index, row in enumerate(rows)
    ]
    return appraisal, filing, shown


def _as_issued(
    registry: Registry, read: RequestRead, decision_day: dt.date
) -> tuple[Appraisal, list[FileRow]]:
    request = read.request
    kept_rows = [proposal_from_json(row["proposal"]) for row in read.rows]
    proposals = stated(kept_rows, read.notes, request.kind)
    day = request.received_on if request.judged_on == FILING else decision_day
    context = context_for(registry, day, leave_out=request.id)
    law = law_in_force(context.province, day, office=context.office_numbers, own=context.own_law)
    kept: dict[str, list[list[Finding]]] = {
        part: [[finding_from_json(item) for item in (row["judged"] or {}).get(part, [])] for row in read.rows]
        for part in ("findings", "computed", "filing")
    }
    rows = counted(proposals, kept["findings"])
    computed, filing = counted(proposals, kept["computed"]), counted(proposals, kept["filing"])
    asked = _asked(read, proposals, context)
    judged = Judged(context, law, tuple(proposals), rows)
    shown = [
        _file_row(
            read, index, row, computed=computed[index],
            filing=filing[index] if filing[index].findings else None, sharing=asked.get(index, ()),
        )
        for index, row in enumerate(rows)
    ]  # fmt: skip
    return appraisal_of(registry, request, judged, rows, _reading(read)), shown


def _asked(
    read: RequestRead, proposals: Sequence[Proposal], context: Context
) -> dict[int, list[SharingRequest]]:
    return concerning(proposals, context, named=read.sharing_in_force, others=read.other_sharing)


def _file_row(
    read: RequestRead,
    index: int,
    row: AppraisedRow,
    *,
    computed: AppraisedRow,
    filing: AppraisedRow | None,
    sharing: Sequence[SharingRequest],
) -> FileRow:
    version = read.request.list_version
    return FileRow(
        index=index,
        proposal=row.proposal,
        findings=row.findings,
        verdict=row.verdict,
        computed=computed.findings,
        computed_verdict=computed.verdict,
        at_filing=filing.findings if filing else [],
        filing_verdict=filing.verdict if filing else computed.verdict,
        own=own_findings(_of_row(read, index), index),
        decision=read.decision_of.get(index),
        notes=_of_row(read, index),
        consultations=tuple(
            item for item in read.consultations if item.list_version == version and item.concerns(index)
        ),
        sharing=tuple(sharing),
        version=int(read.rows[index]["version"]),
        commune_code=read.rows[index]["commune_code"],
        other=other_operator(row.proposal, read.filer),
        conditions=standing_of(
            read.decision_of.get(index),
            read.conditions_of.get(index, ()),
            issued=read.request.state is RequestState.ISSUED,
        ),
    )


def _of_row(read: RequestRead, row: int) -> tuple[RowNote, ...]:
    """Return the checks by hand of the whole list, and a row's own notes."""
    common = [note for note in read.notes_of.get(-1, []) if note.kind == NoteKind.MANUAL_CHECK]
    return (*common, *read.notes_of.get(row, []))
