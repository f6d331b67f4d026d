"""The table of the province's own regulations (``registry.model.regulations``)."""

from sqlalchemy import Column, Date, Integer, Table

from registry.store.table_parts import PLAIN, Json, key, metadata, text, version

regulations = Table(
    "regulations",
    metadata,
    key(),
    version(),
    text("province"),  # GSO code
    Column("number", Integer, nullable=False),  # which version of one text
    text("supersedes"),  # id of the published one that this is a new version of
    Column("content", Json, nullable=False),  # registry.regulations.written
    text("state"),  # draft, proposed, published, dropped
    text("file_sha256"),
    text("file_name"),
    text("replay_digest"),  # of the content that was replayed
    text("replay_sha256"),  # its result, a file
    text("replay_at"),
    Column("ended_on", Date),  # the last day, where the office ended it
    text("reason"),
    text("drafted_by"),
    text("proposed_by"),
    text("proposed_at"),
    text("published_by"),
    text("published_at"),
    text("who"),
    text("at"),
    info=PLAIN,
)

REGULATION_TABLES: tuple[Table, ...] = (regulations,)
"""The tables of this part."""
