"""Briefings and the year's programme (``registry.services.briefing``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables; until now no meeting and no programme was kept."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    op.create_table(
        "briefing_conclusions",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("met_on", sa.Date, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        text("task"),
        text("officer"),
        sa.Column("due_on", sa.Date),
        text("state"),
        sa.Column("done_on", sa.Date),
        *(text(name) for name in ("outcome", "who", "at")),
    )
    op.create_table(
        "briefing_copies",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        text("kind"),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        text("title"),
        sa.Column("content", sa.Text, nullable=False),
        text("seal"),
        sa.Column("head", sa.Integer, nullable=False),
        *(text(name) for name in ("who", "at")),
    )
    op.create_table(
        "programme_tasks",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        *(text(name) for name in ("number", "content", "section", "room", "officer", "beside")),
        sa.Column("months", sa.Text),
        *(text(name) for name in ("months_text", "product", "source", "note", "state")),
        sa.Column("done_on", sa.Date),
        *(text(name) for name in ("evidence", "reason")),
        sa.Column("unplanned", sa.Boolean, nullable=False),
        *(text(name) for name in ("link_kind", "link", "who", "at")),
    )
