"""The day on which an owner received a sharing request."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of requests recorded before nobody stated it: their time to answer is counted from the sending."""
    op.add_column("sharing_requests", sa.Column("received_on", sa.Date))
