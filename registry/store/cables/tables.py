"""The tables of outside cable: routes, segments, nodes, areas to be laid underground, and troubles.

All are ledgered like the others (see ``registry.store.tables``). Segments and nodes may be a million: what
lists and tiles ask for is in an index, and only the bounding box narrows.
"""

from sqlalchemy import Boolean, Column, Date, Double, Index, Integer, Table

from registry.store.table_parts import (
    AREA,
    PLACE,
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

cable_routes = Table(
    "cable_routes",
    metadata,
    key(),
    version(),
    Column("code", TEXT, nullable=False, server_default="", index=True),
    text("name"),
    Column("owner", TEXT, nullable=False, server_default="", index=True),
    text("decision"),
    text("note"),
    info=PLAIN,
)

cable_segments = Table(
    "cable_segments",
    metadata,
    *spatial_key(),
    version(),
    reference("route", "cable_routes.id"),
    Column("code", TEXT, nullable=False, server_default="", index=True),
    text("owner"),  # an operator's code, or the owner as written (power, lighting)
    Column("operators", Json),  # codes of those whose cables are on it
    text("mount"),  # aerial, duct, buried
    text("state"),  # in_service, planned, suspended, retired
    Column("capacity", Integer),
    Column("spare", Integer),  # None: not known
    text("unit"),  # fibres, pairs, bores, places
    Column("height_m", Double),
    Column("built_year", Integer),
    text("decision"),
    Column("tagged", Boolean),
    Column("spare_loop_m", Double),
    Column("length_m", Double, nullable=False),
    Column("accuracy_m", Double, nullable=False),
    text("from_node"),
    text("to_node"),
    text("note"),
    Column("retired_on", Date),
    Column("attributes", Json),
    *geometry(),
    Index("ix_cable_segments_kind", "state", "mount", "owner"),
    info={**AREA, "indexed": True},
)

cable_nodes = Table(
    "cable_nodes",
    metadata,
    *spatial_key(),
    version(),
    Column("code", TEXT, nullable=False, server_default="", index=True),
    text("kind"),  # data/codes/cable_nodes.toml
    Column("owner", TEXT, nullable=False, server_default="", index=True),
    Column("operators", Json),
    text("state"),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("accuracy_m", Double, nullable=False),
    Column("capacity", Integer),
    Column("spare", Integer),
    text("unit"),
    Column("height_m", Double),
    Column("built_year", Integer),
    Column("tagged", Boolean),
    text("note"),
    Column("retired_on", Date),
    Column("attributes", Json),
    info={**PLACE, "indexed": True},
)

underground_areas = Table(
    "underground_areas",
    metadata,
    *spatial_key(),
    version(),
    text("name"),
    text("decision"),
    Column("due_on", Date),
    text("state"),  # planned, done, cancelled
    text("note"),
    *geometry(),
    info=AREA,
)

cable_troubles = Table(
    "cable_troubles",
    metadata,
    key(),
    version(),
    text("kind"),
    Column("state", TEXT, nullable=False, server_default="", index=True),
    text("owner"),
    text("node"),
    text("segment"),
    Column("lon", Double),
    Column("lat", Double),
    text("occurred_at"),  # ISO with its offset; "" where nobody knows
    text("detected_at"),
    text("source"),
    text("source_ref"),
    text("note"),
    text("remedy"),
    text("fixed_at"),
    Column("alternative", Boolean, nullable=False),
    Column("plan_received_on", Date),
    Column("photos", Json),  # SHA-256 of kept files
    text("who"),
    text("at"),
    info=PLAIN,
)

CABLE_TABLES: tuple[Table, ...] = (
    cable_routes,
    cable_segments,
    cable_nodes,
    underground_areas,
    cable_troubles,
)
"""The tables of this part; proposals are not judged by them."""
