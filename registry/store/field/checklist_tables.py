"""The table of the office's own versions of checklists; what was published is never changed."""

from sqlalchemy import Column, Date, Integer, Table

from registry.store.table_parts import PLAIN, key, metadata, text, version

DRAFT, PUBLISHED, DROPPED = "draft", "published", "dropped"

own_checklists = Table(
    "own_checklists",
    metadata,
    key(),
    version(),
    text("sheet"),  # code of the checklist
    Column("number", Integer, nullable=False),  # its version
    Column("based_on", Integer),  # the version that it was drawn up from
    text("content"),  # its written form as JSON (data/checklists/README.md)
    text("state"),  # draft, published, dropped
    text("reason"),  # why it was published, or dropped
    Column("valid_from", Date),
    Column("retired_on", Date),  # the last day on which it may be recorded with
    text("drafted_by"),
    text("published_by"),
    text("published_at"),
    text("who"),
    text("at"),
    info=PLAIN,
)
