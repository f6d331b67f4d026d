"""What officers say of what stands out in visits (``registry.services.field.doubts.answers``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "doubt_answers",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *(
            sa.Column(name, TEXT, nullable=False, server_default="")
            for name in ("code", "word", "reason", "who", "at")
        ),
    )
