"""Defects (tồn tại): deadline by rule, the organisation's answer, re-inspection, overdue.

A carrier sees and answers its own only: every function takes the person and holds to it. Nothing that was
said of a defect is overwritten without a step that says who, when and why.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from registry.errors import RefusalError
from registry.model.field.defects import STANDING_DEFECTS, Defect, DefectState, DefectStep
from registry.model.notices import NoticeKind, Recipient, Subject
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.field.deeds import check_officer, field_deed, needed
from registry.services.field.defect_arrivals import found_on_site
from registry.services.field.defect_steps import (
    UNKNOWN,
    check_words,
    deadline_columns,
    deed_of,
    defects_of,
    own_defect,
    step_row,
)
from registry.services.field.photos import picture_kind
from registry.services.field.responsible import labels_of, remedier_of, remediers
from registry.services.office.attachments import keep_file
from registry.services.office.calendar import now, today
from registry.services.office.deeds import check_since
from registry.services.office.notices import tell
from registry.services.office.registry import Registry
from registry.store.field import defects as store
from registry.store.field.defects import Filter
from registry.store.field.tables import defect_steps, defects
from registry.store.field.views import rows_by, rows_where
from registry.store.records import record_of
from registry.typed_text import line_within

Files = Sequence[tuple[Path, str]]
PROGRESS = "progress"
"""The result of an answer that tells how far the remedy has come, and not that it is done."""
OTHERS = "organisation"
"""The step by which a defect becomes another organisation's, or nobody's yet."""
DEFECTS = "own_defects"
"""The kind of document that a notice of a letter about defects leads to: its organisation's list."""


def list_defects(
    registry: Registry,
    *,
    person: Person,
    campaign: str = "",
    structure: str = "",
    organisation: str = "",
    states: Sequence[str] = (),
    overdue: bool = False,
    day: dt.date | None = None,
) -> list[Defect]:
    """Return the defects that a person may see, the earliest deadline first, those without one last.

    ``states`` empty: all but those that a later item replaced. ``overdue``: only those past their deadline on
    ``day`` (default today: by now).
    """
    day = day or today()
    at = now() if day == today() else None
    asked = Filter(
        campaign=campaign,
        structure=structure,
        organisation=organisation,
        states=states,
        due_before=day if overdue else None,
        over_at=at,
        bound_to=person.bound_to,
    )
    with registry.database.read() as connection:
        rows = store.list_defects(connection, asked)
        found = defects_of(connection, rows, person)
    return [item for item in found if item.overdue(day, at)] if overdue else found


def get_defect(registry: Registry, defect: str, *, person: Person) -> tuple[Defect, list[DefectStep]]:
    """Return one defect with its steps; ``DEFECT-UNKNOWN`` where the person may see none such."""
    with registry.database.read() as connection:
        row = own_defect(rows_by(connection, defects, [defect]).get(defect), person, defect)
        found = defects_of(connection, [row], person)
        rows = rows_where(connection, defect_steps, "defect", [row["id"]], order="at")
    if not found:
        raise RefusalError(UNKNOWN, id=defect[:40])
    steps = [record_of(DefectStep, step) for step in rows]
    return found[0], steps if person.sees_all else _own_steps(steps)


def _own_steps(steps: Sequence[DefectStep]) -> list[DefectStep]:
    """Return what an organisation sees of a defect that was another's before: what came since, no more."""
    moved = [at for at, step in enumerate(steps) if step.kind == OTHERS]
    return list(steps[moved[-1] + 1 :] if moved else steps)


@one_moment()
def answer_defect(
    registry: Registry,
    defect: str,
    *,
    words: str,
    photos: Files = (),
    remedied_on: dt.date | None = None,
    finished: bool = True,
    person: Person,
    seen: int,
) -> Defect:
    """Record what the organisation says it has done (photos as path and name); by itself or by an officer.

    Not ``finished``: it is told and kept, and the defect goes on waiting to be remedied.
    """
    told = needed(words)
    said = {"state": DefectState.ANSWERED, "note": told} if finished else {"note": told}
    with deed_of(registry, defect, "answer", person, seen, offered=said, open_to_owner=True) as deed:
        if remedied_on is not None and not deed.found_on <= remedied_on <= today():
            raise RefusalError("REQUEST-DAY", day=remedied_on, first=deed.found_on, last=today())
        kept = _kept(registry, photos)
        if finished:
            deed.set(state=DefectState.ANSWERED)
        result = "" if finished else PROGRESS
        deed.step(words=told, photos=kept, on_day=remedied_on or today(), result=result)
    return get_defect(registry, defect, person=person)[0]


@one_moment()
def reinspect_defect(
    registry: Registry,
    defect: str,
    *,
    remedied: bool,
    on_day: dt.date,
    words: str,
    inspection: str = "",
    photos: Files = (),
    new_deadline: dt.date | None = None,
    person: Person,
    seen: int,
) -> Defect:
    """Record a re-inspection: remedied closes the defect, else it waits again, until ``new_deadline``.

    Of one that waits again its organisation is told.
    """
    told = needed(words)
    said = {"state": DefectState.CLOSED if remedied else DefectState.REINSPECTED, "note": told}
    with deed_of(registry, defect, "reinspection", person, seen, offered=said) as deed:
        if not deed.found_on <= on_day <= today():
            raise RefusalError("REQUEST-DAY", day=on_day, first=deed.found_on, last=today())
        kept = _kept(registry, photos)
        result = "remedied" if remedied else "not_remedied"
        deed.step(words=told, photos=kept, on_day=on_day, result=result, inspection=inspection)
        if remedied:
            deed.set(state=DefectState.CLOSED, closed_on=on_day, reason="")
        else:
            deed.set(state=DefectState.REINSPECTED)
            deed.again = True
            if new_deadline is not None:
                _check_deadline(on_day, new_deadline)
                deed.set_deadline(new_deadline, told)
    return get_defect(registry, defect, person=person)[0]


def close_defect(registry: Registry, defect: str, *, reason: str, person: Person, seen: int) -> Defect:
    """Close a defect without a re-inspection, for a reason that is kept."""
    return _end(registry, defect, DefectState.CLOSED, "closed", reason=reason, person=person, seen=seen)


def withdraw_defect(registry: Registry, defect: str, *, reason: str, person: Person, seen: int) -> Defect:
    """Record that it was no defect."""
    return _end(registry, defect, DefectState.WITHDRAWN, "withdrawn", reason=reason, person=person, seen=seen)


@one_moment()
def reopen_defect(registry: Registry, defect: str, *, reason: str, person: Person, seen: int) -> Defect:
    """Open a defect again that was closed or withdrawn by mistake; its organisation is told."""
    told = needed(reason)
    again = {"state": DefectState.OPEN, "reason": told}
    with deed_of(registry, defect, "reopened", person, seen, offered=again, ended=True) as deed:
        deed.set(state=DefectState.OPEN, closed_on=None, reason="")
        deed.step(words=told, on_day=today())
        deed.again = True
    return get_defect(registry, defect, person=person)[0]


@one_moment()
def set_severity(
    registry: Registry,
    defect: str,
    *,
    severity: str,
    reason: str,
    person: Person,
    seen: int,
    deadline: dt.date | None = None,
) -> Defect:
    """State another severity; the deadline follows from it, counted from the finding as before.

    Where the officer states a ``deadline``, too, that one holds. Its organisation is told of another one.
    """
    told = needed(reason)
    with deed_of(registry, defect, "severity", person, seen, offered={"severity": severity}) as deed:
        check_words(deed.row["defect"], severity, deed.row.get("component", ""))
        row, found = deed.row, found_on_site(deed.connection, deed.row)
        limit = deadline_columns(
            registry, deed.connection, row["defect"], severity, deed.found_on, found_at=found
        )
        deed.set(severity=severity, **limit)
        deed.step(words=told, result=severity, on_day=today())
        if deadline is not None:
            _check_deadline(deed.found_on, deadline)
            deed.set_deadline(deadline, told)
        deed.again = deed.moves_deadline
    return get_defect(registry, defect, person=person)[0]


@one_moment()
def set_deadline(
    registry: Registry, defect: str, *, deadline: dt.date, reason: str, person: Person, seen: int
) -> Defect:
    """State another deadline, with the reason; its organisation is told."""
    told = needed(reason)
    with deed_of(registry, defect, "deadline", person, seen, offered={"deadline": deadline}) as deed:
        _check_deadline(deed.found_on, deadline)
        deed.set_deadline(deadline, told)
        deed.again = deed.moves_deadline
    return get_defect(registry, defect, person=person)[0]


def _check_deadline(first: dt.date, deadline: dt.date) -> None:
    if deadline < first:
        raise RefusalError("REQUEST-DAY", day=deadline, first=first, last=dt.date(2100, 1, 1))


@one_moment()
def state_organisation(
    registry: Registry, defect: str, *, organisation: str, reason: str, person: Person, seen: int
) -> Defect:
    """State who has to remedy a defect, "" that it is not known, with the reason.

    The letter that told another and what another answered count no more: it waits, untold.
    """
    told = needed(reason)
    offered = {"organisation": organisation}
    with deed_of(registry, defect, OTHERS, person, seen, offered=offered) as deed:
        known = remediers(deed.connection)
        before = deed.row.get("organisation", "")
        if organisation == before:
            raise RefusalError("DEFECT-WHOSE-SAME")
        label = labels_of(deed.connection, [deed.row["structure"]]).get(deed.row["structure"])
        if organisation != remedier_of(label, deed.row["defect"], organisation, known):
            raise RefusalError("REQUEST-VALUE", value=organisation[:60])
        deed.set(organisation=organisation, letter_number="", letter_on=None)
        if deed.row["state"] == DefectState.ANSWERED:
            deed.set(state=DefectState.OPEN)
        deed.step(words=told, result=organisation, on_day=today())
    return get_defect(registry, defect, person=person)[0]


@one_moment()
def mark_letter(
    registry: Registry,
    defects_told: Sequence[str],
    *,
    number: str,
    on_day: dt.date,
    person: Person,
    organisation: str = "",
    since: int | None = None,
) -> int:
    """Record the letter that told the ``organisation`` of these defects; returns how many.

    ``since`` is the ledger's number when they were looked at; refused where somebody changed one of them
    after it (``CHANGED-MEANWHILE``), and for one that has ended (``DEFECT-STATE``).
    """
    check_officer(person)
    named = line_within(needed(number), 80)
    told = {"letter_number": named, "letter_on": on_day}
    with field_deed(registry, "defect-letter", person, number=named) as made:
        check_since(made.connection, defects, dict.fromkeys(defects_told, told), since)
        rows = [made.standing(defects, key, unknown=UNKNOWN) for key in dict.fromkeys(defects_told)]
        for row in rows:
            if row["state"] not in STANDING_DEFECTS:
                raise RefusalError("DEFECT-STATE", state=row["state"])
            if organisation not in ("", row.get("organisation", "")):
                raise RefusalError(UNKNOWN, id=row["id"])
            made.amend(defects, row["id"], letter_number=named, letter_on=on_day)
            made.create(defect_steps, step_row(row, "letter", person, words=named, on_day=on_day))
        to = {row.get("organisation", "") for row in rows} - {""}
        told_to = [Recipient(organisation=one) for one in sorted(to)]
        tell(made, NoticeKind.LETTER, told_to, Subject(DEFECTS, ""), number=named)
    return len(rows)


def _end(
    registry: Registry,
    defect: str,
    state: DefectState,
    kind: str,
    *,
    reason: str,
    person: Person,
    seen: int,
) -> Defect:
    told = needed(reason)
    said = {"state": state, "reason": told}
    with deed_of(registry, defect, kind, person, seen, offered=said) as deed:
        deed.set(state=state, closed_on=today(), reason=told)
        deed.step(words=told, on_day=today())
    return get_defect(registry, defect, person=person)[0]


def _kept(registry: Registry, photos: Files) -> list[dict[str, str]]:
    for path, name in photos:
        with Path(path).open("rb") as file:
            if picture_kind(file.read(16)) is None:
                raise RefusalError("FIELD-PHOTO-KIND", kind=Path(name).name[:80])
    return [
        {"sha256": keep_file(registry, path, name).sha256, "name": Path(name).name} for path, name in photos
    ]
