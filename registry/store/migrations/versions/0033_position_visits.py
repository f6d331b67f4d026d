"""Visits of proposed positions (``registry.services.field.positions``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them; until now only structures of the register were visited."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "position_targets",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("request", "requests.id"),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("list_version", "row")),
        *texts("code", "organisation"),
        *(sa.Column(name, sa.Double, nullable=False) for name in ("lon", "lat", "accuracy_m")),
        *texts("commune", "address", "mast_class"),
        sa.Column("mast_height_m", sa.Double),
        sa.Column("look_at", Json),
        *texts("assignee"),
        sa.Column("due_on", sa.Date),
        *texts("note", "state", "reason", "who", "at"),
    )
    op.create_table(
        "position_items",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("inspection", TEXT, nullable=False, index=True),
        reference("target", "position_targets.id"),
        *texts("kind", "entry", "content", "sha256"),
        sa.Column("photos", Json),
        *texts("recorded_at"),
        sa.Column("seq", sa.Integer),
        *texts("replaces", "person", "device", "received_at"),
        sa.Column("clock_off_s", sa.Double),
        sa.Column("corrected", Json),
        *texts("corrected_by"),
    )
