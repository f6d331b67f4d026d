"""When a visit was dropped (``registry.model.field.inspections.Inspection``): until now none could be."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it, empty."""
    op.add_column("inspections", sa.Column("dropped_at", TEXT, nullable=False, server_default=""))
