"""The province's own regulations (``registry.services.regulations``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; until now the law was the product's catalogue alone."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    op.create_table(
        "regulations",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        text("province"),
        sa.Column("number", sa.Integer, nullable=False),
        text("supersedes"),
        sa.Column("content", sa.Text, nullable=False),
        *(text(name) for name in ("state", "file_sha256", "file_name")),
        *(text(name) for name in ("replay_digest", "replay_sha256", "replay_at")),
        sa.Column("ended_on", sa.Date),
        text("reason"),
        *(text(name) for name in ("drafted_by", "proposed_by", "proposed_at")),
        *(text(name) for name in ("published_by", "published_at", "who", "at")),
    )
