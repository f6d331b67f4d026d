"""The table of links by which the province now is read without an account."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "now_links",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *texts("given_to"),
        sa.Column("digest", TEXT, nullable=False, unique=True),
        *texts("until", "who", "at", "ended_at", "ended_by"),
    )
