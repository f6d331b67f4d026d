"""Field reports by anybody, and their reporters."""

import sqlalchemy as sa
from alembic import op

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "citizen_reports",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("token", TEXT, nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("words", TEXT, server_default="", nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("source", TEXT, server_default="", nullable=False),
        sa.Column("place", TEXT, server_default="", nullable=False),
        sa.Column("structure", TEXT, server_default="", nullable=False),
        sa.Column("photos", sa.Text(), nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("target", TEXT, server_default="", nullable=False),
        sa.Column("defect", TEXT, server_default="", nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("reply", TEXT, server_default="", nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("handled_at", TEXT, server_default="", nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_reports")),
        sa.UniqueConstraint("token", name=op.f("uq_citizen_reports_token")),
    )
    op.create_index(op.f("ix_citizen_reports_structure"), "citizen_reports", ["structure"])
    op.create_index(op.f("ix_citizen_reports_state"), "citizen_reports", ["state"])
    op.create_table(
        "report_contacts",
        sa.Column("report", TEXT, nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("phone", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_report_contacts")),
    )
