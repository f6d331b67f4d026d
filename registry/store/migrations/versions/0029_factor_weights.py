"""The table of the weights that the office decided for a storm's lists (``registry.services.storm``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "factor_weights",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("list", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("proposed", sa.Double),
        *(sa.Column(name, TEXT, nullable=False, server_default="") for name in ("reason", "who", "at")),
    )
