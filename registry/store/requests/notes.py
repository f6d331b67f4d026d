"""Notes on the rows of requests by their kind, whatever request they stand in."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.requests.desk import RowNote
from registry.store.reading import first_of, rows_of
from registry.store.requests.requests import note_of
from registry.store.requests.tables import row_notes


def notes_of_kind(connection: Connection, kind: str) -> list[RowNote]:
    """Return the notes of a kind, withdrawn ones too, in the order in which they were written."""
    query = sa.select(row_notes).where(row_notes.c.kind == kind).order_by(row_notes.c.at, row_notes.c.id)
    return [note_of(row) for row in rows_of(connection, query)]


def find_note(connection: Connection, note: str) -> RowNote | None:
    """Return a note by its id; None where there is none."""
    row = first_of(connection, sa.select(row_notes).where(row_notes.c.id == note))
    return None if row is None else note_of(row)
