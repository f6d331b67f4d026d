"""The table of proposals to publish (``registry.services.office.publications``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    texts = (
        "kind", "subject", "name", "stamp", "note", "file_name", "file_sha256", "state", "who", "at",
        "decided_by", "decided_at", "reason", "batch",
    )  # fmt: skip
    op.create_table(
        "publications",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *(sa.Column(name, TEXT, nullable=False, server_default="") for name in texts),
        sa.Column("options", Json),
    )
