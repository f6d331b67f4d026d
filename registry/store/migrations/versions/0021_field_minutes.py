"""The tables of minutes and the signatures under them (``registry.services.field.minutes``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them; signed minutes from before stay files of their campaign or visit."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "field_minutes",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *texts("about", "organisation", "delegation", "place"),
        sa.Column("people", Json),
        *texts("opinion", "who", "at"),
    )
    op.create_table(
        "minutes_signatures",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("minutes", "field_minutes.id"),
        *texts("signer", "picture_sha256", "text_digest", "who", "at"),
    )
