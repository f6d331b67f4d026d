"""The table of after-action reports of storms."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "after_action_reports",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("storm", "storms.id"),
        *texts("state"),
        sa.Column("texts", Json),
        *texts("number"),
        sa.Column("dated", sa.Date),
        *texts("figures_sha256", "letter_sha256"),
        sa.Column("ledger_seq", sa.Integer, nullable=False),
        *texts("ledger_hash", "reason", "final_by", "final_at", "who", "at"),
    )
