"""Accounts: what the office says of a person, and the secrets apart."""

import sqlalchemy as sa
from alembic import op

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of accounts."""
    op.create_table(
        "accounts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("roles", sa.Text(), nullable=True),
        sa.Column("organisation", TEXT, server_default="", nullable=False),
        sa.Column("territory", TEXT, server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("two_factor", sa.Boolean(), nullable=False),
        sa.Column("password_set", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_name")),
    )
    op.create_table(
        "account_secrets",
        sa.Column("account", TEXT, nullable=False),
        sa.Column("password", TEXT, server_default="", nullable=False),
        sa.Column("session_key", TEXT, nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("second_method", TEXT, server_default="", nullable=False),
        sa.Column("second_secret", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_account_secrets")),
        sa.UniqueConstraint("session_key", name=op.f("uq_account_secrets_session_key")),
    )
