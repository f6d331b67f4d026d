"""What the row of a letter to a carrier says of its sending and of who acknowledged it."""

from typing import Any

from sqlalchemy import Column, Date

from registry.store.table_parts import text


def sending() -> tuple[Column[Any], ...]:
    """Return the columns anew: a column belongs to one table. Moments are ISO text in UTC."""
    return (
        text("number"),
        Column("sent_on", Date),
        text("sent_at"),
        text("sent_by"),
        text("letter_sha256"),
        text("book_sha256"),
        text("acknowledged_at"),
        text("acknowledged_by"),
        text("ack_source"),  # account, or how the office heard of it
        text("ack_note"),
    )
