"""The answers to a design dossier that were issued before the one in hand."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import Json

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Dossiers that stand have had one answer at most."""
    op.add_column("design_dossiers", sa.Column("earlier", Json))
