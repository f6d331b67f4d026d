"""The ledger is read: where an entry was read from, indexes for its pages, and a record of verifications."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; an entry that stands has no origin, and its hash stays."""
    op.add_column("ledger", sa.Column("origin", TEXT))
    op.create_index("ix_ledger_who_seq", "ledger", ["who", "seq", "table_name"])
    op.create_index("ix_ledger_table_name_seq", "ledger", ["table_name", "seq"])
    op.create_table(
        "verifications",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("at", TEXT, nullable=False),
        *(sa.Column(name, TEXT, nullable=False, server_default="") for name in ("who", "head")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("entries", "problems", "checkpoints")),
        *(
            sa.Column(name, TEXT, nullable=False, server_default="")
            for name in ("first_problem", "differs_from")
        ),
    )
