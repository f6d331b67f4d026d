"""Who of a provider is which account (``services.office.sign_in.identities``), and who waits for it."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, reference

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables; until now everybody signed in with a password of the register."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    op.create_table(
        "identities",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("account", "accounts.id"),
        *(text(name) for name in ("provider", "since")),
    )
    op.create_table(
        "strange_identities",
        sa.Column("id", TEXT, primary_key=True),
        *(text(name) for name in ("provider", "subject", "name", "first_at")),
        sa.Column("last_at", TEXT, nullable=False, server_default="", index=True),
        sa.Column("times", sa.Integer, nullable=False),
    )
