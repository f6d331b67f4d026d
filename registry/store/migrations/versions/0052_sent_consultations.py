"""The letter to a consulted body as it was sent."""

from alembic import op

from registry.store.table_parts import text

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Letters that were sent before have no file: they are made of the register, as they were."""
    op.add_column("consultations", text("letter_sha256"))
