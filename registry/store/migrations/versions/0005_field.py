"""Campaigns, inspections, defects and field reports."""

import sqlalchemy as sa
from alembic import op

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [target], name=op.f(f"fk_{table}_{column}"), deferrable=True, initially="DEFERRED"
    )


def upgrade() -> None:
    """Make the tables of the field."""
    op.create_table(
        "campaigns",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("legal_basis", TEXT, server_default="", nullable=False),
        sa.Column("decision", TEXT, server_default="", nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("organisation", TEXT, server_default="", nullable=False),
        sa.Column("team", sa.Text(), nullable=True),
        sa.Column("checklists", sa.Text(), nullable=True),
        sa.Column("selection", sa.Text(), nullable=True),
        sa.Column("parent", TEXT, server_default="", nullable=False),
        sa.Column("seed", TEXT, server_default="", nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("files", sa.Text(), nullable=True),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "campaign_targets",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("campaign", TEXT, nullable=False),
        sa.Column("structure", TEXT, nullable=False),
        sa.Column("organisation", TEXT, server_default="", nullable=False),
        sa.Column("assignee", TEXT, server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        _refers("campaign_targets", "campaign", "campaigns.id"),
        _refers("campaign_targets", "structure", "structures.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_targets")),
    )
    op.create_index(op.f("ix_campaign_targets_campaign"), "campaign_targets", ["campaign"])
    op.create_index(op.f("ix_campaign_targets_structure"), "campaign_targets", ["structure"])
    op.create_table(
        "inspections",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("campaign", TEXT, nullable=True),
        sa.Column("structure", TEXT, nullable=False),
        sa.Column("checklist", TEXT, server_default="", nullable=False),
        sa.Column("checklist_version", sa.Integer(), nullable=True),
        sa.Column("person", TEXT, server_default="", nullable=False),
        sa.Column("device", TEXT, server_default="", nullable=False),
        sa.Column("started_at", TEXT, server_default="", nullable=False),
        sa.Column("finished_at", TEXT, server_default="", nullable=False),
        sa.Column("received_at", TEXT, server_default="", nullable=False),
        sa.Column("sent_by", TEXT, server_default="", nullable=False),
        sa.Column("reviewed_by", TEXT, server_default="", nullable=False),
        sa.Column("reviewed_at", TEXT, server_default="", nullable=False),
        sa.Column("review_note", TEXT, server_default="", nullable=False),
        sa.Column("files", sa.Text(), nullable=True),
        _refers("inspections", "campaign", "campaigns.id"),
        _refers("inspections", "structure", "structures.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
    )
    op.create_index(op.f("ix_inspections_campaign"), "inspections", ["campaign"])
    op.create_index(op.f("ix_inspections_structure"), "inspections", ["structure"])
    op.create_table(
        "field_items",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("inspection", TEXT, nullable=False),
        sa.Column("structure", TEXT, nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("entry", TEXT, server_default="", nullable=False),
        sa.Column("content", TEXT, server_default="", nullable=False),
        sa.Column("sha256", TEXT, server_default="", nullable=False),
        sa.Column("photos", sa.Text(), nullable=True),
        sa.Column("recorded_at", TEXT, server_default="", nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("replaces", TEXT, server_default="", nullable=False),
        sa.Column("person", TEXT, server_default="", nullable=False),
        sa.Column("device", TEXT, server_default="", nullable=False),
        sa.Column("received_at", TEXT, server_default="", nullable=False),
        sa.Column("clock_off_s", sa.Double(), nullable=True),
        sa.Column("corrected", sa.Text(), nullable=True),
        sa.Column("corrected_by", TEXT, server_default="", nullable=False),
        _refers("field_items", "inspection", "inspections.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_items")),
    )
    op.create_index(op.f("ix_field_items_inspection"), "field_items", ["inspection"])
    op.create_index(op.f("ix_field_items_replaces"), "field_items", ["replaces"])
    op.create_index(op.f("ix_field_items_structure"), "field_items", ["structure"])
    op.create_table(
        "set_aside_items",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item", TEXT, server_default="", nullable=False),
        sa.Column("content", TEXT, server_default="", nullable=False),
        sa.Column("sha256", TEXT, server_default="", nullable=False),
        sa.Column("code", TEXT, server_default="", nullable=False),
        sa.Column("params", sa.Text(), nullable=True),
        sa.Column("person", TEXT, server_default="", nullable=False),
        sa.Column("device", TEXT, server_default="", nullable=False),
        sa.Column("received_at", TEXT, server_default="", nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("decided_by", TEXT, server_default="", nullable=False),
        sa.Column("decided_at", TEXT, server_default="", nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside_items")),
    )
    op.create_index(op.f("ix_set_aside_items_item"), "set_aside_items", ["item"])
    op.create_table(
        "field_photos",
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("media_type", TEXT, server_default="", nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("person", TEXT, server_default="", nullable=False),
        sa.Column("device", TEXT, server_default="", nullable=False),
        sa.Column("received_at", TEXT, server_default="", nullable=False),
        sa.Column("looked_at", sa.Boolean(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("look", TEXT, server_default="", nullable=False),
        sa.Column("taken_at", TEXT, server_default="", nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_field_photos")),
    )
    op.create_table(
        "defects",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("structure", TEXT, nullable=False),
        sa.Column("inspection", TEXT, server_default="", nullable=False),
        sa.Column("item", TEXT, server_default="", nullable=False),
        sa.Column("campaign", TEXT, server_default="", nullable=False),
        sa.Column("organisation", TEXT, server_default="", nullable=False),
        sa.Column("entry", TEXT, server_default="", nullable=False),
        sa.Column("component", TEXT, server_default="", nullable=False),
        sa.Column("defect", TEXT, server_default="", nullable=False),
        sa.Column("severity", TEXT, server_default="", nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("photos", sa.Text(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("deadline_at", TEXT, server_default="", nullable=False),
        sa.Column("deadline_basis", TEXT, server_default="", nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("letter_number", TEXT, server_default="", nullable=False),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        _refers("defects", "structure", "structures.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defects")),
    )
    op.create_index(op.f("ix_defects_structure"), "defects", ["structure"])
    op.create_table(
        "defect_steps",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("defect", TEXT, nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("words", TEXT, server_default="", nullable=False),
        sa.Column("result", TEXT, server_default="", nullable=False),
        sa.Column("inspection", TEXT, server_default="", nullable=False),
        sa.Column("photos", sa.Text(), nullable=True),
        sa.Column("organisation", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        _refers("defect_steps", "defect", "defects.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defect_steps")),
    )
    op.create_index(op.f("ix_defect_steps_defect"), "defect_steps", ["defect"])
    op.create_table(
        "position_proposals",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("structure", TEXT, nullable=False),
        sa.Column("site", TEXT, nullable=False),
        sa.Column("inspection", TEXT, server_default="", nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=False),
        sa.Column("fixes", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("registered_lon", sa.Double(), nullable=False),
        sa.Column("registered_lat", sa.Double(), nullable=False),
        sa.Column("registered_accuracy_m", sa.Double(), nullable=False),
        sa.Column("distance_m", sa.Double(), nullable=False),
        sa.Column("limit_m", sa.Double(), nullable=False),
        sa.Column("items", sa.Text(), nullable=True),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("person", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.Column("decided_by", TEXT, server_default="", nullable=False),
        sa.Column("decided_at", TEXT, server_default="", nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        _refers("position_proposals", "structure", "structures.id"),
        _refers("position_proposals", "site", "sites.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_proposals")),
    )
    op.create_index(op.f("ix_position_proposals_site"), "position_proposals", ["site"])
    op.create_index(op.f("ix_position_proposals_structure"), "position_proposals", ["structure"])
    op.create_table(
        "field_choices",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("structure", TEXT, nullable=False),
        sa.Column("entry", TEXT, server_default="", nullable=False),
        sa.Column("item", TEXT, server_default="", nullable=False),
        sa.Column("among", sa.Text(), nullable=True),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        _refers("field_choices", "structure", "structures.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_choices")),
    )
    op.create_index(op.f("ix_field_choices_structure"), "field_choices", ["structure"])
    op.create_table(
        "mast_safety",
        sa.Column("structure", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=True),
        sa.Column("inspected_by", TEXT, server_default="", nullable=False),
        sa.Column("inspection_result", TEXT, server_default="", nullable=False),
        sa.Column("building_disused", sa.Boolean(), nullable=True),
        sa.Column("houses_in_fall", sa.Boolean(), nullable=True),
        sa.Column("roads_in_fall", sa.Boolean(), nullable=True),
        sa.Column("antennas", sa.Integer(), nullable=True),
        sa.Column("designed_antennas", sa.Integer(), nullable=True),
        sa.Column("owner_active", sa.Boolean(), nullable=True),
        sa.Column("sources", sa.Text(), nullable=True),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("structure", name=op.f("pk_mast_safety")),
    )
    op.create_table(
        "self_inspections",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("campaign", TEXT, nullable=False),
        sa.Column("structure", TEXT, nullable=False),
        sa.Column("organisation", TEXT, server_default="", nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=True),
        sa.Column("inspector", TEXT, server_default="", nullable=False),
        sa.Column("instrument", TEXT, server_default="", nullable=False),
        sa.Column("calibrated_on", sa.Date(), nullable=True),
        sa.Column("readings", sa.Text(), nullable=True),
        sa.Column("defects", TEXT, server_default="", nullable=False),
        sa.Column("result", TEXT, server_default="", nullable=False),
        sa.Column("remedied_on", sa.Date(), nullable=True),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("sheet", TEXT, server_default="", nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        _refers("self_inspections", "campaign", "campaigns.id"),
        _refers("self_inspections", "structure", "structures.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_inspections")),
    )
    op.create_index(op.f("ix_self_inspections_campaign"), "self_inspections", ["campaign"])
    op.create_index(op.f("ix_self_inspections_structure"), "self_inspections", ["structure"])
    op.create_table(
        "data_requests",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation", TEXT, server_default="", nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("masts", sa.Integer(), nullable=False),
        sa.Column("gaps", sa.Text(), nullable=True),
        sa.Column("file_name", TEXT, server_default="", nullable=False),
        sa.Column("file_sha256", TEXT, server_default="", nullable=False),
        sa.Column("letter_number", TEXT, server_default="", nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
