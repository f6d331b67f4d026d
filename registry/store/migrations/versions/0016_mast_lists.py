"""The tables of lists of masts that carriers hand in (``registry.store.lists``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, server_default="")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "mast_lists",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("operator", TEXT, nullable=False, index=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("list_date", sa.Date, nullable=False),
        sa.Column("state", TEXT, nullable=False, index=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("by_office", sa.Boolean, nullable=False),
        sa.Column("columns", Json),
        *map(_text, ("note", "message", "reply", "who", "at", "sent_by", "sent_at")),
        *map(_text, ("looked_by", "looked_at", "batch", "outcome_sha256")),
        sa.Column("counts", Json),
    )
    op.create_table(
        "mast_list_rows",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column(
            "list", TEXT, sa.ForeignKey("mast_lists.id", deferrable=True, initially="DEFERRED"),
            nullable=False, index=True,
        ),
        _text("sheet"),
        sa.Column("row", sa.Integer, nullable=False),
        _text("code"),
        sa.Column("repairs", Json),
        *map(_text, ("reason", "mark", "who", "at")),
    )  # fmt: skip
