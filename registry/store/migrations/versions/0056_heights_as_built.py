"""The height of a mast as built, and how much that is above the height that was agreed to."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Reports of completion before state no height of their own: what a note says is left as text."""
    op.add_column("approvals", sa.Column("built_height_m", sa.Double))
    op.add_column("approvals", sa.Column("built_higher_m", sa.Double))
