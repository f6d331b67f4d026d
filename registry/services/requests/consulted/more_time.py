"""A consulted body asks for more time to answer; the office moves the day, or lets it stand."""

import datetime as dt

from registry.errors import RefusalError
from registry.model.requests.desk import NoteKind, RowNote
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.actions import action
from registry.services.requests.kept_notes import write_note
from registry.services.requests.opened import RequestFile
from registry.services.requests.told import tell_later_asked
from registry.store.requests.tables import consultations
from registry.typed_text import within

LONGEST = 1000


@one_moment()
def ask_more_time(
    registry: Registry,
    request: str,
    consultation: str,
    *,
    until: dt.date | None,
    reason: str,
    who: str,
    seen: int,
) -> None:
    """Note on the list that a body will answer by a later day, and why; its officer is told.

    The day asked for stays until the officer moves it (``sent.record_sent``). Refused once it has
    answered (``CONSULTATION-ANSWERED``), and without a reason or a day later than the one asked for
    (``CONSULTATION-LATER``).
    """
    why = within(reason, LONGEST)
    with action(registry, request, "note", who=who, submitted=True) as made:
        standing = {item["id"]: item for item in made.rows(consultations)}.get(consultation)
        if standing is None:
            raise RefusalError("REQUEST-CONSULTATION-UNKNOWN")
        if standing["outcome"]:
            raise RefusalError("CONSULTATION-ANSWERED")
        made.check(consultations, consultation, seen, {"answer_by": until})
        by = max(today(), dt.date.fromisoformat(str(standing["answer_by"] or today())))
        if until is None or until <= by or not why:
            raise RefusalError("CONSULTATION-LATER", by=by)
        write_note(
            made, NoteKind.CONSULTED,
            f"{standing['body']} xin trả lời trước ngày {until:%d/%m/%Y}: {why}",
            details={"consultation": consultation, "until": until.isoformat()},
        )  # fmt: skip
        tell_later_asked(made, str(standing["body"]), until)


def later_asked(file: RequestFile) -> dict[str, RowNote]:
    """Return the last asking for more time of each question that has no answer yet, by its id."""
    open_ = {item.id for item in file.consultations if not item.outcome}
    return {
        str(note.details["consultation"]): note
        for note in sorted(file.notes, key=lambda note: note.at)
        if note.kind == NoteKind.CONSULTED and "until" in note.details and not note.withdrawn
        if note.details["consultation"] in open_
    }


def until_of(note: RowNote) -> dt.date:
    """Return by which day a body that asked for more time will answer."""
    return dt.date.fromisoformat(str(note.details["until"]))
