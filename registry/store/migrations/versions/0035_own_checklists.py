"""The office's own versions of checklists (``registry.services.field.checklists``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their table; until now the product's alone were recorded with."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "own_checklists",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *texts("sheet"),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("based_on", sa.Integer),
        *texts("content", "state", "reason"),
        sa.Column("valid_from", sa.Date),
        sa.Column("retired_on", sa.Date),
        *texts("drafted_by", "published_by", "published_at", "who", "at"),
    )
