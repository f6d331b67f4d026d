"""Areas without grid power, batteries in outage reports, reminders, and files of the mailbox folder."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and the columns of what a report says of a station's power."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    def own() -> tuple[sa.Column[str], sa.Column[int]]:
        return sa.Column("id", TEXT, primary_key=True), sa.Column("version", sa.Integer, nullable=False)

    op.add_column("outage_events", sa.Column("reminds", sa.Boolean))
    op.add_column("outage_lines", *texts("power_lost_at"))
    op.add_column("outage_lines", sa.Column("battery_hours", sa.Double))
    op.add_column("outage_lines", sa.Column("battery_left", sa.Double))
    op.create_table(
        "outage_reminders",
        *own(),
        reference("event", "outage_events.id"),
        sa.Column("operator", TEXT, nullable=False),
        *texts("due", "way", "text", "note"),
        sa.Column("by_itself", sa.Boolean, nullable=False),
        *texts("who", "at"),
    )
    op.create_table(
        "outage_mail",
        *own(),
        *texts("name", "sha256", "received_at", "state", "operator", "sender", "subject", "event", "report",
               "code"),
        sa.Column("params", Json),
        *texts("who", "at"),
    )  # fmt: skip
    op.create_table(
        "power_areas",
        *own(),
        *texts("name", "area", "feeder", "since", "ended_at", "source", "source_note", "note", "reason"),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        *texts("who", "at"),
    )
