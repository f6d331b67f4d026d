"""Access tokens (``services.office.sign_in.tokens``), and accounts of services, which have only these."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their table, and say of each account that it is a person's: until now all were."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    op.add_column("accounts", text("kind"))
    op.create_table(
        "api_tokens",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("account", "accounts.id"),
        text("name"),
        sa.Column("scopes", Json),
        text("begins"),
        sa.Column("hidden", TEXT, nullable=False, unique=True),
        *(text(name) for name in ("since", "until", "stopped_at", "stopped_by")),
    )
