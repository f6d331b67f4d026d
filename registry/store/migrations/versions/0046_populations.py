"""The table of population figures (``registry.services.overview``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "populations",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("commune_code", TEXT, nullable=False, server_default="", index=True),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("inhabitants", sa.Integer, nullable=False),
        sa.Column("households", sa.Integer),
        *(
            sa.Column(name, TEXT, nullable=False, server_default="")
            for name in ("source", "document", "licence", "note")
        ),
    )
