"""Storms, their bulletins, the letters drafted from them, and what carriers answered."""

import sqlalchemy as sa
from alembic import op

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of storms."""
    op.create_table(
        "storms",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("bulletin", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.Column("closed_at", TEXT, server_default="", nullable=False),
        sa.Column("closed_by", TEXT, server_default="", nullable=False),
        sa.Column("close_reason", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storms")),
    )
    op.create_table(
        "storm_bulletins",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("storm", TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("file_name", TEXT, server_default="", nullable=False),
        sa.Column("sha256", TEXT, server_default="", nullable=False),
        sa.Column("source", TEXT, server_default="", nullable=False),
        sa.Column("reader", TEXT, server_default="", nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column("disaster_level", sa.Integer(), nullable=True),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["storm"],
            ["storms.id"],
            name=op.f("fk_storm_bulletins_storm"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storm_bulletins")),
        sa.UniqueConstraint("storm", "ordinal", name=op.f("uq_storm_bulletins_storm_ordinal")),
    )
    op.create_index(op.f("ix_storm_bulletins_storm"), "storm_bulletins", ["storm"])
    op.create_table(
        "storm_orders",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("storm", TEXT, nullable=False),
        sa.Column("bulletin", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("recipient_name", TEXT, server_default="", nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("masts", sa.Integer(), nullable=False),
        sa.Column("bands", sa.Text(), nullable=True),
        sa.Column("first_by", TEXT, server_default="", nullable=False),
        sa.Column("rows_sha256", TEXT, server_default="", nullable=False),
        sa.Column("number", TEXT, server_default="", nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_at", TEXT, server_default="", nullable=False),
        sa.Column("sent_by", TEXT, server_default="", nullable=False),
        sa.Column("letter_sha256", TEXT, server_default="", nullable=False),
        sa.Column("book_sha256", TEXT, server_default="", nullable=False),
        sa.Column("acknowledged_at", TEXT, server_default="", nullable=False),
        sa.Column("acknowledged_by", TEXT, server_default="", nullable=False),
        sa.Column("ack_source", TEXT, server_default="", nullable=False),
        sa.Column("ack_note", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["storm"],
            ["storms.id"],
            name=op.f("fk_storm_orders_storm"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin"],
            ["storm_bulletins.id"],
            name=op.f("fk_storm_orders_bulletin"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storm_orders")),
    )
    op.create_index(op.f("ix_storm_orders_bulletin"), "storm_orders", ["bulletin"])
    op.create_index(op.f("ix_storm_orders_recipient"), "storm_orders", ["recipient"])
    op.create_index(op.f("ix_storm_orders_storm"), "storm_orders", ["storm"])
    op.create_table(
        "storm_mast_reports",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("order", TEXT, nullable=False),
        sa.Column("structure", TEXT, nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("source", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["order"],
            ["storm_orders.id"],
            name=op.f("fk_storm_mast_reports_order"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storm_mast_reports")),
        sa.UniqueConstraint("order", "structure", name=op.f("uq_storm_mast_reports_order_structure")),
    )
    op.create_index(op.f("ix_storm_mast_reports_order"), "storm_mast_reports", ["order"])
