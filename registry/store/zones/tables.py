"""The tables of draft plans: zones that are not in force, and the scans of plans they are drawn over.

All are ledgered like the others (see ``registry.store.tables``). No check ever reads them: a draft becomes
law only when it is published, which writes its zones into ``zones``.
"""

from sqlalchemy import Boolean, Column, Date, Double, Integer, Table

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

plan_drafts = Table(
    "plan_drafts",
    metadata,
    key(),
    version(),
    text("name"),
    text("decision"),  # of zones that name none of their own
    text("article"),
    Column("valid_from", Date),  # None: not yet known; needed to publish
    Column("valid_to", Date),
    text("state"),  # draft, published, discarded
    text("note"),
    text("who"),
    text("at"),
    Column("published_on", Date),
    text("batch"),  # that published it
    info=PLAIN,
)

draft_zones = Table(
    "draft_zones",
    metadata,
    *spatial_key(),
    version(),
    reference("draft", "plan_drafts.id"),
    Column("layer", TEXT, nullable=False),
    text("name"),
    text("decision"),  # "": the draft's
    text("article"),
    Column("valid_from", Date),  # None: the draft's
    Column("valid_to", Date),
    *geometry(),
    Column("allowed_classes", Json),  # None: the decision does not say
    Column("max_height_m", Double),  # None: not stated, unless height_unlimited
    Column("height_unlimited", Boolean, nullable=False),
    Column("error_m", Double, nullable=False),
    Column("attributes", Json),
    text("who"),
    text("at"),
    info=AREA,
)

zone_scans = Table(
    "zone_scans",
    metadata,
    key(),
    version(),
    reference("draft", "plan_drafts.id"),
    text("name"),  # as the sender called the file
    text("sha256"),  # of what was sent
    text("image_sha256"),  # of the picture made from it, which pages show
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("pins", Json),  # [[x, y, longitude, latitude], ...]: pixels from the top left, EPSG:4326
    text("who"),
    text("at"),
    info=PLAIN,
)
