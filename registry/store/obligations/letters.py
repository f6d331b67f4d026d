"""Letters that are followed, as records: whether one was sent, answered or is late is worked out on a day."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.duties import DutyLetter, LetterKind, LetterState
from registry.store.obligations.tables import duty_letters
from registry.store.reading import first_of, narrowed, rows_of
from registry.store.records import record_of


def letters_of(
    connection: Connection, day: dt.date, *, organisation: str | None = None, kind: LetterKind | None = None
) -> list[DutyLetter]:
    """Return the letters as they stand on a day, the newest first; of one kind.

    An ``organisation`` sees those that were sent to it only.
    """
    query = sa.select(duty_letters).order_by(duty_letters.c.drafted_on.desc(), duty_letters.c.at.desc())
    if organisation is not None:
        query = query.where(duty_letters.c.organisation == organisation, duty_letters.c.sent_on.is_not(None))
    return [_letter(row, day) for row in rows_of(connection, narrowed(query, duty_letters, kind=kind))]


def get_letter(connection: Connection, letter: str, day: dt.date) -> DutyLetter | None:
    """Return one letter by its id as it stands on a day, None where there is none."""
    row = first_of(connection, sa.select(duty_letters).where(duty_letters.c.id == letter))
    return None if row is None else _letter(row, day)


def drafts_of(connection: Connection, kind: LetterKind) -> dict[str, str]:
    """Return organisation -> id of the letter of a kind that nobody has sent or put away."""
    query = sa.select(duty_letters.c.organisation, duty_letters.c.id).where(
        duty_letters.c.kind == kind.value,
        duty_letters.c.sent_on.is_(None),
        duty_letters.c.discarded.is_(False),
    )
    return {row.organisation: row.id for row in connection.execute(query)}


def _letter(row: Mapping[str, Any], day: dt.date) -> DutyLetter:
    items = row["items"] or {}
    if row["discarded"]:
        state = LetterState.DISCARDED
    elif row["answered_on"] is not None:
        state = LetterState.ANSWERED
    elif row["sent_on"] is None:
        state = LetterState.DRAFT
    elif row["answer_by"] is not None and row["answer_by"] < day:
        state = LetterState.LATE
    else:
        state = LetterState.SENT
    return record_of(
        DutyLetter,
        row,
        state=state,
        lines=tuple(items.get("lines", ())),
        facts=items.get("facts", {}),
        book=items.get("book", ""),
        paper=items.get("paper", ""),
    )
