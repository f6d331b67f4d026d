"""The tables of winds observed in storms, and of corrections of a storm's wind field."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    def numbers(*names: str, nullable: bool = False) -> tuple[sa.Column[float], ...]:
        return tuple(sa.Column(name, sa.Double, nullable=nullable) for name in names)

    op.create_table(
        "observed_winds",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("storm", "storms.id"),
        *texts("place", "structure"),
        *numbers("lon", "lat"),
        *texts("surroundings"),
        *numbers("height_m"),
        *texts("observed_at", "span"),
        *numbers("mean_ms", "gust_ms", nullable=True),
        sa.Column("mean_level", sa.Integer),
        sa.Column("gust_level", sa.Integer),
        sa.Column("averaging_s", sa.Integer, nullable=False),
        *texts("source", "told_by", "who", "at", "struck_at", "struck_by", "struck_reason"),
    )
    op.create_table(
        "wind_corrections",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("storm", "storms.id"),
        *numbers("land", "sea"),
        sa.Column("winds", Json),
        sa.Column("places", sa.Integer, nullable=False),
        *texts("reason", "who", "at", "ended_at", "ended_by", "ended_reason"),
    )
