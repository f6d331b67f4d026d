"""The tables of warnings of rain, flood and landslide, their letters, ground that suffers, and roads cut.

Ledgered like the others. Moments are ISO text in UTC as in the ledger.
"""

from sqlalchemy import Column, Integer, Table

from registry.store.storm.letter_columns import sending
from registry.store.table_parts import (
    AREA,
    PLAIN,
    TEXT,
    Json,
    geometry,
    key,
    metadata,
    reference,
    spatial_key,
    text,
    version,
)

hazards = Table(
    "hazards",
    metadata,
    *spatial_key(),
    version(),
    Column("kind", TEXT, nullable=False),
    text("headline"),
    text("source"),
    text("number"),
    Column("communes", Json),
    Column("unplaced", Json),
    *geometry(),  # None: by communes, by its river, or of the whole province
    Column("level", Json),
    Column("rain_mm", Json),
    Column("disaster_level", Integer),
    text("issued_at"),
    Column("from_at", TEXT, nullable=False),
    Column("to_at", TEXT, nullable=False, index=True),
    text("state"),  # standing, withdrawn
    text("reason"),  # of a correction or withdrawal
    text("sha256"),
    text("file_name"),
    text("who"),
    text("at"),
    info=AREA,
)

hazard_grounds = Table(
    "hazard_grounds",
    metadata,
    *spatial_key(),
    version(),
    Column("kind", TEXT, nullable=False),  # low, slope
    text("name"),
    text("river"),
    Column("alarm", Integer),
    text("area"),
    *geometry(),
    text("source"),
    text("who"),
    text("at"),
    info=AREA,
)

road_cuts = Table(
    "road_cuts",
    metadata,
    *spatial_key(),
    version(),
    text("name"),
    text("place"),
    text("commune"),
    text("cause"),
    text("area"),
    *geometry(),  # None: only named
    Column("from_at", TEXT, nullable=False),
    text("to_at"),
    text("told_by"),
    text("note"),
    text("who"),
    text("at"),
    info=AREA,
)

hazard_letters = Table(
    "hazard_letters",
    metadata,
    key(),
    version(),
    reference("hazard", "hazards.id"),  # the warning that it was drafted at
    Column("warnings", Json),  # all that it speaks of: id and version
    text("recipient"),  # an organisation's code
    text("recipient_name"),
    text("state"),  # draft, sent, replaced
    Column("masts", Integer, nullable=False),
    Column("on_ground", Integer, nullable=False),
    text("kept_sha256"),
    *sending(),
    text("who"),
    text("at"),
    info=PLAIN,
)

HAZARD_TABLES: tuple[Table, ...] = (hazards, hazard_grounds, road_cuts, hazard_letters)
"""The tables of this part."""
