"""The table of workers, and what jobs need of them (``registry.services.office.operation.workers``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; jobs learn who asked for their end, and which worker alone can do one."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    op.create_table(
        "workers",
        sa.Column("id", TEXT, primary_key=True),
        text("kind"),
        text("host"),
        sa.Column("pid", sa.Integer, nullable=False),
        text("began_at"),
        text("beat_at"),
    )
    op.add_column("jobs", text("only"))
    op.add_column("jobs", text("ended_by"))
