"""The table of phones that stay signed in (``registry.services.office.sign_in.phones``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, reference

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it; until now nobody stayed signed in for longer than a day."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    op.create_table(
        "phones",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("account", "accounts.id"),
        *(text(name) for name in ("device", "name", "since", "until", "stopped_at", "stopped_by")),
    )
