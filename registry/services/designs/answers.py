"""The answer to a dossier: conditions proposed, submitted to the leader, given back, issued."""

import datetime as dt
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.model.designs.desk import (
    Answer,
    ConditionState,
    DeskDossier,
    DossierState,
    EarlierAnswer,
    OpinionKind,
)
from registry.model.findings import Outcome
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Person, Role
from registry.model.requests.matters import Weight
from registry.model.vietnam_time import one_moment
from registry.services.designs.deeds import (
    DOSSIER,
    check_leader,
    check_worker,
    dossier_deed,
    newest_file,
    standing_as,
)
from registry.services.designs.judged import judged_of, said_of
from registry.services.office.attachments import is_pdf, keep_file
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.notices import officer, role, tell
from registry.services.office.registry import Registry
from registry.services.requests.issued_numbers import check_number, taken_by
from registry.services.requests.matters import in_words
from registry.services.requests.signed_papers import check_letter, signature_matters
from registry.services.requests.taken import taken_now
from registry.store.changes import new_id
from registry.store.designs.dossiers import conditions_of, get_dossier, opinions_of
from registry.store.designs.tables import design_conditions, design_dossiers
from registry.store.records import plain_of
from registry.typed_text import line_within, within


@one_moment()
def propose_condition(
    registry: Registry,
    dossier: str,
    text: str,
    *,
    source: str = "",
    due_on: dt.date | None = None,
    finding: str = "",
    person: Person,
) -> str:
    """Add a condition to the draft of the answer; returns its id (``DESIGN-NO-TEXT`` without a text)."""
    check_worker(person)
    said = within(text, 2000)
    if not said:
        raise RefusalError("DESIGN-NO-TEXT")
    if due_on is not None and due_on < today():
        raise RefusalError("DESIGN-DUE-PAST", day=due_on)
    identity = new_id()
    with dossier_deed(registry, "condition", person, dossier=dossier) as made:
        standing_as(made, dossier, None, DossierState.RECEIVED)
        last = max((one.ordinal for one in conditions_of(made.connection, dossier)), default=0)
        made.create(
            design_conditions,
            {
                "id": identity, "dossier": dossier, "ordinal": last + 1, "text": said,
                "source": line_within(source, 300), "finding": finding, "due_on": due_on,
                "state": ConditionState.PROPOSED.value, "who": made.who, "at": made.at,
            },
        )  # fmt: skip
    return identity


@one_moment()
def drop_condition(registry: Registry, dossier: str, condition: str, *, seen: int, person: Person) -> None:
    """Take a condition out of the draft of the answer; one that was issued stays."""
    check_worker(person)
    with dossier_deed(registry, "condition-gone", person, dossier=dossier) as made:
        standing_as(made, dossier, None, DossierState.RECEIVED)
        row = made.standing(
            design_conditions, condition, unknown="DESIGN-CONDITION-UNKNOWN", seen=seen, offered={"text": ""}
        )
        if row["dossier"] != dossier or row["state"] != ConditionState.PROPOSED.value:
            raise RefusalError("DESIGN-CONDITION-UNKNOWN", id=condition[:40])
        made.remove(design_conditions, condition)


@one_moment()
def submit(registry: Registry, dossier: str, answer: Answer, *, seen: int, person: Person) -> None:
    """Submit the answer to the leader.

    Refused while findings that stand in the way are neither confirmed nor overruled (``DESIGN-UNSAID``), for
    "agrees" where something has to be changed (``DESIGN-ANSWER-AGAINST``), and for "on conditions" without
    one (``DESIGN-NO-CONDITION``).
    """
    check_worker(person)
    offered = {"state": DossierState.SUBMITTED.value, "answer": answer.value}
    with dossier_deed(registry, "submitted", person, dossier=dossier) as made:
        found = standing_as(made, dossier, seen, DossierState.RECEIVED, **offered)
        check_answer(registry, made, found, answer)
        made.amend(design_dossiers, dossier, **offered, submitted_by=made.who, returned="")
        tell(
            made,
            NoticeKind.DESIGN_SUBMITTED,
            [role(Role.LEADER)],
            Subject(DOSSIER, dossier),
            number=found.code,
        )


def check_answer(registry: Registry, made: Deed, dossier: DeskDossier, answer: Answer) -> None:
    """Refuse an answer that does not follow from what was found and said: see ``submit``."""
    file = newest_file(made, dossier)
    if not file.judged_sha256:
        raise RefusalError("DESIGN-NOT-JUDGED", code=dossier.code)
    opinions = [one for one in opinions_of(made.connection, dossier.id) if one.number == file.number]
    said = said_of(judged_of(registry, file), opinions, file.number)
    open_ones = [one for one in said if one.opinion is None and one.judged.finding.outcome not in _CLEAR]
    if open_ones:
        raise RefusalError("DESIGN-UNSAID", count=len(open_ones), code=dossier.code)
    unseen = [
        one for one in said if one.outcome is Outcome.UNKNOWN and one.judged.finding.code.endswith(UNSEEN)
    ]
    if unseen:
        raise RefusalError("DESIGN-PAPERS-UNSEEN", code=dossier.code)
    faults = sum(one.outcome is Outcome.FAIL for one in said)
    faults += sum(one.kind is OpinionKind.CHANGE for one in opinions)
    conditions = [
        one for one in conditions_of(made.connection, dossier.id) if one.state is ConditionState.PROPOSED
    ]
    if answer is Answer.AGREE and (faults or conditions):
        raise RefusalError("DESIGN-ANSWER-AGAINST", count=faults, conditions=len(conditions))
    if answer is Answer.CONDITIONS and not conditions:
        raise RefusalError("DESIGN-NO-CONDITION", code=dossier.code)


@one_moment()
def hand_back(registry: Registry, dossier: str, reason: str, *, seen: int, person: Person) -> None:
    """Give a submitted answer back to who drafted it (``REQUEST-REASON`` without a reason)."""
    check_leader(person)
    why = within(reason, 1000)
    if not why:
        raise RefusalError("REQUEST-REASON")
    offered = {"state": DossierState.RECEIVED.value, "returned": why}
    with dossier_deed(registry, "handed-back", person, dossier=dossier) as made:
        found = standing_as(made, dossier, seen, DossierState.SUBMITTED, **offered)
        made.amend(design_dossiers, dossier, **offered)
        to = officer(made.connection, found.submitted_by)
        tell(made, NoticeKind.DESIGN_HANDED_BACK, [to], Subject(DOSSIER, dossier), number=found.code)


@one_moment()
def issue(
    registry: Registry,
    dossier: str,
    *,
    number: str,
    on: dt.date,
    signed: Path,
    signed_name: str,
    seen: int,
    person: Person,
    reason: str = "",
) -> None:
    """Record that the answer went out: number, day, signed PDF; its conditions are followed from now on.

    A number that the year has used is refused (``REQUEST-NUMBER-TAKEN``). An altered signature is never
    taken; a file without one, or that does not say this number, wants a ``reason`` (``DESIGN-SIGNED``). An
    answer that asks for completion leaves the dossier with its sender.
    """
    check_leader(person)
    written = line_within(number, 120)
    if not written:
        raise RefusalError("REQUEST-NUMBER")
    kept = keep_file(registry, signed, signed_name)
    if not is_pdf(kept.path):
        raise RefusalError("REQUEST-NOT-PDF", name=signed_name)
    paper = check_letter(registry, kept.path, signed_name, (), number=written, day=on)
    matters = signature_matters(registry, paper, signed_name, kept.sha256)
    why = within(reason, 1000)
    if any(one.weight is Weight.BARS or (one.weight is Weight.ASKS and not why) for one in matters):
        raise RefusalError(
            "DESIGN-SIGNED", matters=in_words(one for one in matters if one.weight is not Weight.SAYS)
        )
    from registry.services.designs.letter import keep_answer  # noqa: PLC0415  fills a document

    letter = keep_answer(registry, dossier, written, on, person)
    offered = {"issued_number": written, "issued_on": on}
    with dossier_deed(registry, "issued", person, dossier=dossier, number=written) as made:
        found = standing_as(made, dossier, seen, DossierState.SUBMITTED, **offered)
        if not found.received_on <= on <= today():
            raise RefusalError("REQUEST-DAY", day=on, first=found.received_on, last=today())
        check_number(taken_by(made.connection, written, on, taken_now(registry)))
        answer = found.answer or Answer.COMPLETE
        check_answer(registry, made, found, answer)
        goes_back = answer is Answer.COMPLETE
        made.amend(
            design_dossiers, dossier, **offered, signed_name=signed_name, signed_sha256=kept.sha256,
            letter_sha256=letter, signature=paper.kept(), reason=why,
            state=(DossierState.RETURNED if goes_back else DossierState.ANSWERED).value,
        )  # fmt: skip
        for one in conditions_of(made.connection, dossier):
            if one.state is ConditionState.PROPOSED and not goes_back:
                made.amend(design_conditions, one.id, state=ConditionState.OPEN.value)
        to = officer(made.connection, found.officer)
        tell(
            made,
            NoticeKind.DESIGN_ISSUED,
            [to],
            Subject(DOSSIER, dossier),
            number=found.code,
            letter=written,
            day=on,
        )


def back_on_desk(found: DeskDossier) -> dict[str, Any]:
    """Return a dossier's columns once it came back completed: the answer issued is an earlier one."""
    issued = []
    if found.issued_number and found.issued_on is not None:
        issued.append(
            EarlierAnswer(
                found.answer or Answer.COMPLETE, found.issued_number, found.issued_on.isoformat(),
                found.signed_name, found.signed_sha256, found.signature, found.reason,
                found.letter_sha256,
            )
        )  # fmt: skip
    return {
        "state": DossierState.RECEIVED.value, "answer": "", "submitted_by": "", "issued_number": "",
        "issued_on": None, "signed_name": "", "signed_sha256": "", "letter_sha256": "",
        "signature": {}, "reason": "",
        "earlier": [plain_of(one) for one in (*found.earlier, *issued)],
    }  # fmt: skip


def dossier_now(registry: Registry, dossier: str) -> DeskDossier:
    """Return a dossier as it stands (``DESIGN-UNKNOWN``)."""
    with registry.database.read() as connection:
        return get_dossier(connection, dossier)


UNSEEN = "-UNSEEN"
"""How the codes end of what the officer has not looked at: a developer is not told of that."""
_CLEAR = frozenset({Outcome.PASS, Outcome.NA})
"""Outcomes on which nobody has to say anything."""
