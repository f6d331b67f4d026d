"""Draft plans: zones that are not in force, and the scans of plans they are drawn over."""

import sqlalchemy as sa
from alembic import op

from registry.store.geometry import Geometry

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of draft plans."""
    op.create_table(
        "plan_drafts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("decision", TEXT, server_default="", nullable=False),
        sa.Column("article", TEXT, server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("batch", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_drafts")),
    )
    op.create_table(
        "draft_zones",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", TEXT, nullable=False),
        sa.Column("layer", TEXT, nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("decision", TEXT, server_default="", nullable=False),
        sa.Column("article", TEXT, server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.Column("west", sa.Double(), nullable=True),
        sa.Column("south", sa.Double(), nullable=True),
        sa.Column("east", sa.Double(), nullable=True),
        sa.Column("north", sa.Double(), nullable=True),
        sa.Column("allowed_classes", sa.Text(), nullable=True),
        sa.Column("max_height_m", sa.Double(), nullable=True),
        sa.Column("height_unlimited", sa.Boolean(), nullable=False),
        sa.Column("error_m", sa.Double(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=True),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["draft"],
            ["plan_drafts.id"],
            name=op.f("fk_draft_zones_draft"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("fid", name=op.f("pk_draft_zones")),
        sa.UniqueConstraint("id", name=op.f("uq_draft_zones_id")),
    )
    op.create_index(op.f("ix_draft_zones_draft"), "draft_zones", ["draft"])
    op.create_table(
        "zone_scans",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", TEXT, nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("sha256", TEXT, server_default="", nullable=False),
        sa.Column("image_sha256", TEXT, server_default="", nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("pins", sa.Text(), nullable=True),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["draft"],
            ["plan_drafts.id"],
            name=op.f("fk_zone_scans_draft"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_scans")),
    )
    op.create_index(op.f("ix_zone_scans_draft"), "zone_scans", ["draft"])
