"""What programs were answered under a key of theirs (``registry.services.office.api_answers``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make its table."""
    op.create_table(
        "api_answers",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("asked_at", TEXT, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("answer", Json),
    )
    op.create_index("ix_api_answers_asked_at", "api_answers", ["asked_at"])
