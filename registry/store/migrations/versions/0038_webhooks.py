"""Addresses of other programs that hear of events (``registry.services.office.events.webhooks``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their tables, and let deliveries carry what a program is told."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "webhooks",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *texts("name", "url"),
        sa.Column("events", Json),
        *texts("organisation", "state"),
        sa.Column("ledger_seq", sa.Integer, nullable=False),
        *texts("renewed_at", "who", "at"),
    )
    op.create_table(
        "webhook_position",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        *texts("hash"),
    )
    op.add_column("deliveries", sa.Column("subject", TEXT, nullable=False, server_default=""))
    op.add_column("deliveries", sa.Column("seq", sa.Integer, nullable=False, server_default="0"))
    op.add_column("deliveries", sa.Column("event", Json))
    op.create_index("ix_deliveries_subject", "deliveries", ["subject"])
