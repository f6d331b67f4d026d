"""Registers that became part of this one, and their ledgers (``registry.store.earlier``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make both tables; until now no register became part of another."""

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, TEXT, nullable=False, server_default="")

    op.create_table(
        "earlier_registers",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sign", TEXT, nullable=False, unique=True),
        text("name"),
        text("province"),
        sa.Column("entries", _NUMBER, nullable=False),
        *(text(name) for name in ("head", "first_at", "last_at")),
        sa.Column("after_seq", _NUMBER, nullable=False),
        *(sa.Column(name, Json) for name in ("renamed", "kept_only", "report")),
        *(text(name) for name in ("who", "at")),
    )
    op.create_table(
        "earlier_ledger",
        sa.Column("register", TEXT, primary_key=True),
        sa.Column("seq", _NUMBER, primary_key=True, autoincrement=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("at", "who", "batch", "table_name", "record")),
        *(sa.Column(name, TEXT) for name in ("before", "after", "origin")),
        *(sa.Column(name, TEXT, nullable=False) for name in ("previous_hash", "hash")),
    )
    op.create_index(
        "ix_earlier_ledger_register_table_name_record", "earlier_ledger", ["register", "table_name", "record"]
    )
