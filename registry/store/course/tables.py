"""The table of the course's tries (``registry.model.course``)."""

from sqlalchemy import Column, Integer, Table

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, text, version

course_tries = Table(
    "course_tries",
    metadata,
    key(),
    version(),
    Column("exercise", TEXT, nullable=False),
    Column("learner", TEXT, nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("began_seq", Integer, nullable=False),
    text("began_at"),
    Column("material", Json),
    Column("answers", Json),
    Column("files", Json),  # of the material: {"sha256", "name"}
    Column("checks", Integer, nullable=False),
    text("finished_at"),
    text("cleared_at"),
    text("source"),  # of a record that was brought in
    info=PLAIN,
)

COURSE_TABLES: tuple[Table, ...] = (course_tries,)
"""The tables of this part; proposals are not judged by them."""
