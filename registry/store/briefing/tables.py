"""The tables of briefings and of the year's programme (``registry.model.briefing``)."""

from sqlalchemy import Boolean, Column, Date, Integer, Table

from registry.store.table_parts import PLAIN, Json, key, metadata, text, version

briefing_conclusions = Table(
    "briefing_conclusions",
    metadata,
    key(),
    version(),
    Column("met_on", Date, nullable=False),
    Column("ordinal", Integer, nullable=False),
    text("task"),
    text("officer"),
    Column("due_on", Date),
    text("state"),
    Column("done_on", Date),
    text("outcome"),
    text("who"),
    text("at"),
    info=PLAIN,
)

briefing_copies = Table(
    "briefing_copies",
    metadata,
    key(),
    version(),
    text("kind"),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    text("title"),
    Column("content", Json, nullable=False),
    text("seal"),
    Column("head", Integer, nullable=False),
    text("who"),
    text("at"),
    info=PLAIN,
)

programme_tasks = Table(
    "programme_tasks",
    metadata,
    key(),
    version(),
    Column("year", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    text("number"),
    text("content"),
    text("section"),
    text("room"),
    text("officer"),
    text("beside"),
    Column("months", Json),
    text("months_text"),
    text("product"),
    text("source"),
    text("note"),
    text("state"),
    Column("done_on", Date),
    text("evidence"),
    text("reason"),
    Column("unplanned", Boolean, nullable=False),
    text("link_kind"),
    text("link"),
    text("who"),
    text("at"),
    info=PLAIN,
)

BRIEFING_TABLES: tuple[Table, ...] = (briefing_conclusions, briefing_copies, programme_tasks)
"""The tables of this part."""
