"""A sharing request says what is to be put on the mast, and its refusal on which ground."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; of requests that stand neither is known."""
    for name in ("wanted", "ground"):
        op.add_column("sharing_requests", sa.Column(name, TEXT, nullable=False, server_default=""))
