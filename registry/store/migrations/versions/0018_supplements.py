"""The table of what carriers are asked to supplement (``registry.services.requests.supplements``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it; requests that were asked in one text keep that text in their states."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "supplement_items",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("request", "requests.id"),
        sa.Column("list_version", sa.Integer, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        *texts("label", "cell", "paper", "reason"),
        sa.Column("before", Json),
        *texts("who", "at", "answer", "answered_by", "answered_at"),
    )
