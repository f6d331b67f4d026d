"""The answer to a design dossier as it was issued."""

from alembic import op

from registry.store.table_parts import text

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Answers that were issued before have no file: they are made of the register, as they were."""
    op.add_column("design_dossiers", text("letter_sha256"))
