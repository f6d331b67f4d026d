"""Papers of the exchange folder (``registry.services.requests.exchange``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their table; until now no paper went or came by a folder."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "exchange_papers",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        *texts("name", "sha256"),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        *texts("number"),
        sa.Column("dated", sa.Date),
        *texts("sender", "about", "request", "reason", "who", "at"),
    )
    op.create_index("ix_exchange_papers_state", "exchange_papers", ["state"])
