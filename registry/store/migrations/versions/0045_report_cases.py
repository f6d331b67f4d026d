"""Reports of the province's system: their case numbers, what they are joined to, and what was given back."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Reports that stand came from nowhere else and are joined to none."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    for name in ("case_number", "system", "received_at", "as_of", "sent_at", "answer_there", "joined_to"):
        op.add_column("citizen_reports", text(name))
    op.add_column("citizen_reports", sa.Column("case_key", TEXT))
    op.add_column("citizen_reports", sa.Column("due_on", sa.Date))
    op.create_index("ix_citizen_reports_case_key", "citizen_reports", ["case_key"], unique=True)
    op.create_index("ix_citizen_reports_joined_to", "citizen_reports", ["joined_to"])
    op.create_table(
        "report_returns",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False, unique=True),
        sa.Column("entry", _NUMBER, nullable=False),
        sa.Column("cases", sa.Integer, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        text("who"),
        text("at"),
    )
