"""Citizens' reports that are alike stand below the first of them (``registry.services.public.alike``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Reports that stand remain by themselves."""
    op.add_column("citizen_reports", sa.Column("twin_of", TEXT, nullable=False, server_default=""))
