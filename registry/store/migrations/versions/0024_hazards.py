"""The tables of warnings of rain, flood and landslide (``registry.store.storm.hazard_tables``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.geometry import Geometry
from registry.store.table_parts import TEXT, Json

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, server_default="")


def _keys() -> tuple[sa.Column[int], sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("fid", sa.Integer, primary_key=True),
        sa.Column("id", TEXT, nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _shape() -> tuple[sa.Column[object], ...]:
    sides = (sa.Column(side, sa.Double) for side in ("west", "south", "east", "north"))
    return (sa.Column("geometry", Geometry), *sides)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "hazards",
        *_keys(),
        sa.Column("kind", TEXT, nullable=False),
        *map(_text, ("headline", "source", "number")),
        sa.Column("communes", Json),
        sa.Column("unplaced", Json),
        *_shape(),
        sa.Column("level", Json),
        sa.Column("rain_mm", Json),
        sa.Column("disaster_level", sa.Integer),
        _text("issued_at"),
        sa.Column("from_at", TEXT, nullable=False),
        sa.Column("to_at", TEXT, nullable=False, index=True),
        *map(_text, ("state", "reason", "sha256", "file_name", "who", "at")),
    )
    op.create_table(
        "hazard_grounds",
        *_keys(),
        sa.Column("kind", TEXT, nullable=False),
        *map(_text, ("name", "river")),
        sa.Column("alarm", sa.Integer),
        _text("area"),
        *_shape(),
        *map(_text, ("source", "who", "at")),
    )
    op.create_table(
        "road_cuts",
        *_keys(),
        *map(_text, ("name", "place", "commune", "cause", "area")),
        *_shape(),
        sa.Column("from_at", TEXT, nullable=False),
        *map(_text, ("to_at", "told_by", "note", "who", "at")),
    )
