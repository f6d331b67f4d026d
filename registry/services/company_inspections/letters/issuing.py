"""A paper issued: numbered, dated, kept as it was then; its signed copy beside it."""

import datetime as dt
from pathlib import Path

from registry.errors import RefusalError
from registry.messages import Language
from registry.model.company_inspections.inspection import KeptFile, Paper, PaperKind
from registry.model.company_inspections.steps import ENDED, ORDER, Stage
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.deeds import (
    check_reader,
    check_writer,
    file_json,
    inspection_deed,
    may_see_penalties,
    not_before,
    numbered,
    standing_in,
)
from registry.services.company_inspections.held import InspectionParts, parts_of
from registry.services.company_inspections.letters.after import left_to_do, standing_penalties
from registry.services.company_inspections.letters.documents import TEMPLATES, paper_document
from registry.services.company_inspections.letters.vocabulary import PAPERS
from registry.services.office.attachments import keep_bytes, keep_file
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.registry import Registry
from registry.services.requests.issued_numbers import check_number, taken_by
from registry.services.requests.taken import taken_now
from registry.store.changes import new_id
from registry.store.company_inspections.inspections import papers_of
from registry.store.company_inspections.tables import inspection_papers

BY_HAND: dict[PaperKind, tuple[Stage, ...]] = {
    PaperKind.PROPOSAL: (Stage.DRAFTED, Stage.PROPOSED),
    PaperKind.FOLLOW_UP: (Stage.CONCLUDED,),
    PaperKind.PENALTY: (Stage.EXPLAINED, Stage.SUBMITTED, Stage.CONCLUDED),
}
"""Papers that are issued by themselves, and in which stages; the others are issued with their step."""
_OPEN = tuple(stage for stage in ORDER if stage not in ENDED)


def draft_document(
    registry: Registry, inspection: str, kind: PaperKind, lang: Language = "vi", *, person: Person
) -> bytes:
    """Return a paper as it would be now, marked as a draft; the penalty proposal for officers only."""
    check_reader(person)
    if kind is PaperKind.PENALTY and not may_see_penalties(person):
        raise RefusalError("COMPANY-INSPECTION-NOT-ALLOWED")
    with registry.database.read() as connection:
        parts = parts_of(connection, inspection, penalties=kind is PaperKind.PENALTY)
        return paper_document(registry, connection, parts, kind, lang)


def add_paper(
    registry: Registry, made: Deed, parts: InspectionParts, kind: PaperKind, *, number: str, day: dt.date
) -> None:
    """Issue a paper inside a deed: its .docx, as ``parts`` stand after it, is kept with number and day.

    Refused under a number that another letter of that year went out by (``REQUEST-NUMBER-TAKEN``).
    """
    own = {one.id for one in papers_of(made.connection, parts.inspection.id)}
    taken = taken_by(made.connection, number, day, taken_now(registry))
    check_number([one for one in taken if one.about not in own])
    content = paper_document(registry, made.connection, parts, kind, number=number, day=day)
    name = f"{TEMPLATES[kind]}.docx"
    kept = KeptFile(keep_bytes(registry, content, name).sha256, name)
    made.create(
        inspection_papers,
        {"id": new_id(), "company_inspection": parts.inspection.id, "kind": kind.value, "number": number,
         "dated": day, "file": file_json(kept), "signed": None, "who": made.who, "at": made.at},
    )  # fmt: skip


@one_moment()
def issue_paper(
    registry: Registry, inspection: str, kind: PaperKind, *, number: str, day: dt.date, person: Person
) -> None:
    """Issue a paper that goes with no step: the proposal, a letter of follow-up, the penalty proposal.

    Refused before the day of what it follows (``COMPANY-INSPECTION-DAY-EARLY``), and while there is nothing
    for it to name (``COMPANY-INSPECTION-PAPER-EMPTY``).
    """
    check_writer(person)
    told = numbered(number)
    if day > today():
        raise RefusalError("COMPANY-INSPECTION-DAY", day=day)
    if kind not in BY_HAND:
        raise RefusalError("COMPANY-INSPECTION-PAPER", kind=kind.value)
    with inspection_deed(registry, "paper", person, of=inspection, paper=kind.value) as made:
        found = standing_in(made, inspection, *BY_HAND[kind])
        parts = parts_of(made.connection, inspection, penalties=kind is PaperKind.PENALTY)
        if kind is not PaperKind.PROPOSAL:
            follows = found.concluded_on if kind is PaperKind.FOLLOW_UP else found.decided_on
            not_before(follows, day)
            if not (left_to_do(parts) if kind is PaperKind.FOLLOW_UP else standing_penalties(parts)):
                raise RefusalError("COMPANY-INSPECTION-PAPER-EMPTY", paper=PAPERS[kind])
        add_paper(registry, made, parts, kind, number=told, day=day)


@one_moment()
def keep_signed(
    registry: Registry, inspection: str, paper: str, path: Path, *, name: str, seen: int, person: Person
) -> None:
    """Keep the signed copy of a paper beside it (``COMPANY-INSPECTION-FILE`` for an empty file)."""
    check_writer(person)
    if not path.is_file() or not path.stat().st_size:
        raise RefusalError("COMPANY-INSPECTION-FILE", name=Path(name).name)
    kept = KeptFile(keep_file(registry, path, name).sha256, Path(name).name)
    with inspection_deed(registry, "paper_signed", person, of=inspection, file=kept.name) as made:
        offered = {"signed": file_json(kept)}
        made.standing(inspection_papers, paper, unknown="COMPANY-INSPECTION-PART", seen=seen, offered=offered)
        standing_in(made, inspection, *_OPEN)
        _paper_in(made, inspection, paper)
        made.amend(inspection_papers, paper, **offered)


def _paper_in(made: Deed, inspection: str, paper: str) -> Paper:
    for one in papers_of(made.connection, inspection):
        if one.id == paper:
            return one
    raise RefusalError("COMPANY-INSPECTION-PART", id=paper[:40])
