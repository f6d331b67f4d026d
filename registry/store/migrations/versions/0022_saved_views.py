"""The tables of views of the map that people keep (``registry.services.office.saved_views``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    op.create_table(
        "saved_views",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("account", TEXT, nullable=False, index=True),
        sa.Column("name", TEXT, nullable=False),
        text("address"),
        sa.Column("night", sa.Boolean, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        text("who"),
        text("at"),
    )
    op.create_table(
        "first_views",
        sa.Column("account", TEXT, primary_key=True),
        sa.Column("view", TEXT, nullable=False),
    )
