"""The tables of storms, their bulletins, the letters drafted from them, and what carriers answered.

All are ledgered like the others (see ``registry.store.tables``). A bulletin's text and the masts of a letter
lie among the kept files; the tables name them by SHA-256.
"""

from sqlalchemy import Column, Date, Integer, Table, UniqueConstraint

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, reference, text, version

storms = Table(
    "storms",
    metadata,
    key(),
    version(),
    text("name"),
    Column("number", Integer),  # of the year (bão số 3); None: not numbered
    Column("year", Integer, nullable=False),
    text("state"),  # open, closed
    text("bulletin"),  # id of the version in use
    text("who"),
    text("at"),
    text("closed_at"),
    text("closed_by"),
    text("close_reason"),
    info=PLAIN,
)

storm_bulletins = Table(
    "storm_bulletins",
    metadata,
    key(),
    version(),
    reference("storm", "storms.id"),
    Column("ordinal", Integer, nullable=False),
    text("file_name"),
    text("sha256"),
    text("source"),
    text("reader"),
    Column("answers", Json),  # what was asked because the source does not say: units, averaging, time zone
    Column("track", Json, nullable=False),  # as it was read, so that a later reader changes nothing
    Column("disaster_level", Integer),  # the bulletin's; None: it states none
    text("reason"),  # of a correction
    text("who"),
    text("at"),
    UniqueConstraint("storm", "ordinal"),
    info=PLAIN,
)

storm_orders = Table(
    "storm_orders",
    metadata,
    key(),
    version(),
    reference("storm", "storms.id"),
    reference("bulletin", "storm_bulletins.id"),
    Column("kind", TEXT, nullable=False),  # carrier, power, stand_down
    Column("recipient", TEXT, nullable=False, index=True),  # an organisation's code, or power_company
    text("recipient_name"),
    text("state"),  # draft, sent, replaced
    Column("masts", Integer, nullable=False),
    Column("bands", Json),
    text("first_by"),
    text("rows_sha256"),
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
    text("who"),
    text("at"),
    info=PLAIN,
)

storm_mast_reports = Table(
    "storm_mast_reports",
    metadata,
    key(),
    version(),
    reference("order", "storm_orders.id"),
    Column("structure", TEXT, nullable=False),
    text("state"),  # done, not_done
    text("note"),
    text("source"),
    text("who"),
    text("at"),
    UniqueConstraint("order", "structure"),
    info=PLAIN,
)

STORM_TABLES: tuple[Table, ...] = (storms, storm_bulletins, storm_orders, storm_mast_reports)
"""The tables of this part; proposals are not judged by them."""
