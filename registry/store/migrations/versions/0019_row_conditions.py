"""The table of conditions of agreements (``registry.services.requests.conditions``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it; texts of decisions from before stay in their decisions and are followed from there."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "row_conditions",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("request", "requests.id"),
        sa.Column("list_version", sa.Integer, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        *texts("text", "proposed", "finding", "body", "step"),
        sa.Column("due_on", sa.Date),
        *texts("state", "reason", "who", "at", "answer"),
        sa.Column("files", Json),
        *texts("answered_by", "answered_at", "paper", "word"),
        sa.Column("settled_on", sa.Date),
        *texts("settled_by", "settled_at"),
    )
