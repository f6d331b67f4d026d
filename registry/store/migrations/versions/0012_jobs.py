"""The table of jobs: work that is done beside the pages (``registry.services.office.operation.jobs``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    op.create_table(
        "jobs",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False, index=True),
        sa.Column("state", TEXT, nullable=False, index=True),
        text("who"),
        text("asked_at"),
        sa.Column("options", Json),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        text("holder"),
        text("began_at"),
        text("ended_at"),
        sa.Column("result", Json),
        text("code"),
        sa.Column("params", Json),
    )
