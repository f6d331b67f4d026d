"""The table of population figures (``registry.model.populations``)."""

from sqlalchemy import Column, Date, Integer, Table

from registry.store.table_parts import PLAIN, TEXT, key, metadata, text, version

populations = Table(
    "populations",
    metadata,
    key(),
    version(),
    Column("commune_code", TEXT, nullable=False, server_default="", index=True),
    Column("as_of", Date, nullable=False),
    Column("inhabitants", Integer, nullable=False),
    Column("households", Integer),  # None: the table does not say
    text("source"),
    text("document"),
    text("licence"),
    text("note"),
    info=PLAIN,
)

OVERVIEW_TABLES: tuple[Table, ...] = (populations,)
"""The tables of this part; proposals are not judged by them."""
