"""Whether who asks to share a mast named it itself."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of requests recorded before nobody knows: a list not yet sent left no trace in them (decision 0150)."""
    op.add_column("sharing_requests", sa.Column("asker_named", sa.Boolean))
