"""The tables of design dossiers (``registry.model.designs.desk``)."""

from sqlalchemy import Boolean, Column, Date, Double, Integer, Table

from registry.store.table_parts import PLAIN, Json, key, metadata, reference, text, version

design_dossiers = Table(
    "design_dossiers",
    metadata,
    key(),
    version(),
    text("code"),
    text("applicant"),
    text("applicant_kind"),  # developer, body
    text("contact"),
    text("area_name"),
    Column("kinds", Json),  # residential, urban, industrial
    text("stage"),  # plan_500, basic_design, construction
    Column("communes", Json),  # codes of units
    Column("received_on", Date, nullable=False),
    text("letter_number"),
    Column("letter_on", Date),
    Column("approved_on", Date),
    text("approval"),
    Column("underground", Boolean),  # None: not stated
    Column("fibres_per_home", Double),
    Column("papers", Json),  # code of the paper -> in, lacking, unstated
    text("ducts_offered"),
    text("state"),
    text("officer"),
    text("answer"),
    text("returned"),  # why the leader gave the draft back
    text("submitted_by"),
    text("issued_number"),
    Column("issued_on", Date),
    text("signed_name"),
    text("signed_sha256"),
    text("letter_sha256"),  # of an answer that was issued: the Vietnamese one, as it went out
    Column("signature", Json),  # what the signed file's signatures say
    Column("earlier", Json),  # the answers issued before the one in hand
    Column("told_on", Date),  # the carriers were told of the area
    text("handed_batch"),  # the batch by which the built works came in
    text("reason"),
    text("who"),
    text("at"),
    info=PLAIN,
)

design_files = Table(
    "design_files",
    metadata,
    key(),
    version(),
    reference("dossier", "design_dossiers.id"),
    Column("number", Integer, nullable=False),  # which version of the drawing
    text("purpose"),  # design, built
    Column("joins", Boolean, nullable=False),  # adds to the version before it
    text("name"),
    text("sha256"),
    Column("plane", Integer),  # EPSG code, None: the file says it
    Column("layers", Json),  # layer of the file -> what it is
    text("confirmed_by"),
    text("read_sha256"),
    text("content_sha256"),
    text("judged_sha256"),
    text("judged_by"),
    text("judged_at"),
    Column("counts", Json),  # outcome -> how many
    Column("received_on", Date),
    text("note"),
    text("who"),
    text("at"),
    info=PLAIN,
)

design_opinions = Table(
    "design_opinions",
    metadata,
    key(),
    version(),
    reference("dossier", "design_dossiers.id"),
    Column("number", Integer, nullable=False),  # of the version that it is about
    text("kind"),  # confirmed, overruled, change, note
    text("finding"),
    text("outcome"),
    text("text"),
    text("source"),
    text("who"),
    text("at"),
    info=PLAIN,
)

design_conditions = Table(
    "design_conditions",
    metadata,
    key(),
    version(),
    reference("dossier", "design_dossiers.id"),
    Column("ordinal", Integer, nullable=False),
    text("text"),
    text("source"),
    text("finding"),
    Column("due_on", Date),
    text("state"),  # proposed, open, met, not_met
    text("evidence"),
    text("file_name"),
    text("file_sha256"),
    Column("settled_on", Date),
    text("settled_by"),
    text("who"),
    text("at"),
    info=PLAIN,
)

DESIGN_TABLES: tuple[Table, ...] = (design_dossiers, design_files, design_opinions, design_conditions)
"""The tables of this part."""
