"""What a letter's signatures said, the roots that the office concludes by, and edited sentences."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them; of letters that stand nothing is known."""
    op.add_column("attachments", sa.Column("signature", Json))
    op.create_table(
        "trust_roots",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", TEXT, nullable=False, server_default=""),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=False),
        *(sa.Column(name, TEXT, nullable=False, server_default="") for name in ("certificate", "who", "at")),
    )
    op.create_table(
        "letter_edits",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("request", "requests.id"),
        *(sa.Column(name, TEXT, nullable=False) for name in ("kind", "sentence")),
        *(sa.Column(name, TEXT, nullable=False, server_default="") for name in ("base", "text", "who", "at")),
    )
