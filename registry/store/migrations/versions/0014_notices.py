"""Notices, what of them goes out of the house, and the secrets of the ways out."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; they are empty."""
    op.create_table(
        "notices",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("kind", "organisation", "role", "account", "subject", "record"),
        sa.Column("params", sa.Text),
        *_texts("at", "opened_at", "opened_by"),
    )
    op.create_index("ix_notices_at", "notices", ["at"])
    op.create_index("ix_notices_opened_at", "notices", ["opened_at"])
    op.create_table(
        "deliveries",
        sa.Column("id", TEXT, primary_key=True),
        *_texts("notice", "channel", "recipient", "address", "state"),
        sa.Column("tries", sa.Integer, nullable=False),
        *_texts("created_at", "due_at", "tried_at", "error", "said"),
    )
    op.create_index("ix_deliveries_state", "deliveries", ["state"])
    op.create_table("channel_secrets", sa.Column("channel", TEXT, primary_key=True), *_texts("secret"))


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)
