"""The table of critical places (``registry.model.critical_places``)."""

from sqlalchemy import Column, Date, Double, Table

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, text, version

critical_places = Table(
    "critical_places",
    metadata,
    key(),
    version(),
    text("name"),
    Column("kind", TEXT, nullable=False),
    Column("lon", Double),
    Column("lat", Double),
    Column("accuracy_m", Double),
    Column("commune_code", TEXT, nullable=False, server_default="", index=True),
    text("address"),
    text("speaker"),
    text("telephone"),
    Column("stated_masts", Json),  # ids of structures
    text("source"),
    Column("source_day", Date),
    text("note"),
    Column("unread", Json),  # cells that were not understood, by column
    Column("closed_on", Date),
    text("closed_why"),
    info=PLAIN,
)

CRITICAL_TABLES: tuple[Table, ...] = (critical_places,)
"""The tables of this part; proposals are not judged by them."""
