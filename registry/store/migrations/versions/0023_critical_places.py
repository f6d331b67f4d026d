"""The table of critical places (``registry.services.critical``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "critical_places",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        *texts("name"),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("lon", sa.Double),
        sa.Column("lat", sa.Double),
        sa.Column("accuracy_m", sa.Double),
        sa.Column("commune_code", TEXT, nullable=False, server_default="", index=True),
        *texts("address", "speaker", "telephone"),
        sa.Column("stated_masts", Json),
        *texts("source"),
        sa.Column("source_day", sa.Date),
        *texts("note"),
        sa.Column("unread", Json),
        sa.Column("closed_on", sa.Date),
        *texts("closed_why"),
    )
