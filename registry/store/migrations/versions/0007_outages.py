"""Outages: events, reports of carriers line by line, and incidents with their clocks."""

import sqlalchemy as sa
from alembic import op

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of outages."""
    op.create_table(
        "outage_events",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("storm", TEXT, server_default="", nullable=False),
        sa.Column("started_at", TEXT, server_default="", nullable=False),
        sa.Column("first_due", TEXT, server_default="", nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=True),
        sa.Column("operators", sa.Text(), nullable=True),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("closed_at", TEXT, server_default="", nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_events")),
    )
    op.create_table(
        "outage_reports",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("operator", TEXT, nullable=False),
        sa.Column("due", TEXT, server_default="", nullable=False),
        sa.Column("as_of", TEXT, server_default="", nullable=False),
        sa.Column("received_at", TEXT, server_default="", nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("source", TEXT, server_default="", nullable=False),
        sa.Column("source_note", TEXT, server_default="", nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("file_name", TEXT, server_default="", nullable=False),
        sa.Column("file_sha256", TEXT, server_default="", nullable=False),
        sa.Column("rest", sa.Text(), nullable=True),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["event"],
            ["outage_events.id"],
            name=op.f("fk_outage_reports_event"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_reports")),
    )
    op.create_index(op.f("ix_outage_reports_event"), "outage_reports", ["event"])
    op.create_table(
        "outage_lines",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("report", TEXT, nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("operator", TEXT, nullable=False),
        sa.Column("site", TEXT, server_default="", nullable=False),
        sa.Column("code", TEXT, server_default="", nullable=False),
        sa.Column("commune", TEXT, server_default="", nullable=False),
        sa.Column("as_of", TEXT, server_default="", nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("cause", TEXT, server_default="", nullable=False),
        sa.Column("generator", sa.Boolean(), nullable=True),
        sa.Column("occurred_at", TEXT, server_default="", nullable=False),
        sa.Column("detected_at", TEXT, server_default="", nullable=False),
        sa.Column("restored_at", TEXT, server_default="", nullable=False),
        sa.Column("down", sa.Integer(), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=False),
        sa.Column("generators", sa.Integer(), nullable=True),
        sa.Column("corrects", TEXT, server_default="", nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["report"],
            ["outage_reports.id"],
            name=op.f("fk_outage_lines_report"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_lines")),
    )
    op.create_index(op.f("ix_outage_lines_event"), "outage_lines", ["event"])
    op.create_index(op.f("ix_outage_lines_report"), "outage_lines", ["report"])
    op.create_table(
        "outage_incidents",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("operator", TEXT, nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("site", TEXT, server_default="", nullable=False),
        sa.Column("code", TEXT, server_default="", nullable=False),
        sa.Column("commune", TEXT, server_default="", nullable=False),
        sa.Column("place", TEXT, server_default="", nullable=False),
        sa.Column("occurred_at", TEXT, server_default="", nullable=False),
        sa.Column("detected_at", TEXT, server_default="", nullable=False),
        sa.Column("notified_at", TEXT, server_default="", nullable=False),
        sa.Column("resolved_at", TEXT, server_default="", nullable=False),
        sa.Column("resolution", TEXT, server_default="", nullable=False),
        sa.Column("damage", TEXT, server_default="", nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("description", TEXT, server_default="", nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("line", TEXT, server_default="", nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["event"],
            ["outage_events.id"],
            name=op.f("fk_outage_incidents_event"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage_incidents")),
    )
    op.create_index(op.f("ix_outage_incidents_event"), "outage_incidents", ["event"])
