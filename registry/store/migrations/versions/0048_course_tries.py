"""The table of the course's tries (``registry.store.course``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nobody took a course until now."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    op.create_table(
        "course_tries",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("exercise", "learner")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("ordinal", "began_seq")),
        text("began_at"),
        *(sa.Column(name, Json) for name in ("material", "answers", "files")),
        sa.Column("checks", sa.Integer, nullable=False),
        *(text(name) for name in ("finished_at", "cleared_at", "source")),
    )
    op.create_index("ix_course_tries_learner", "course_tries", ["learner"])
