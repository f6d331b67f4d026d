"""Letters of warnings of rain, flood and landslide (``registry.services.storm.hazards.drafts``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; until now such letters were made anew whenever they were asked for, none was kept."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    op.create_table(
        "hazard_letters",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        reference("hazard", "hazards.id"),
        sa.Column("warnings", Json),
        *texts("recipient", "recipient_name", "state"),
        sa.Column("masts", sa.Integer, nullable=False),
        sa.Column("on_ground", sa.Integer, nullable=False),
        *texts("kept_sha256", "number"),
        sa.Column("sent_on", sa.Date),
        *texts(
            "sent_at", "sent_by", "letter_sha256", "book_sha256", "acknowledged_at", "acknowledged_by",
            "ack_source", "ack_note", "who", "at",
        ),
    )  # fmt: skip
