"""What people said of what is derived: marks on obligations, answers to differences of two lists."""

from sqlalchemy import Connection

from registry.store.obligations.tables import change_answers, duty_marks
from registry.store.reading import Row, every_row


def marks_by_duty(connection: Connection) -> dict[str, Row]:
    """Return key of an obligation -> the row of the officer's mark on it."""
    return {row["duty"]: row for row in every_row(connection, duty_marks)}


def answers_by_change(connection: Connection) -> dict[str, Row]:
    """Return key of a difference of two lists -> the row of what was said or asked of it."""
    return {row["change"]: row for row in every_row(connection, change_answers)}
