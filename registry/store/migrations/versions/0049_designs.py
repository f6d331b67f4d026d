"""Design dossiers of residential and urban areas (``registry.services.designs``)."""

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json, reference

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; until now drawings of residential areas were judged outside the register."""

    def texts(*names: str) -> tuple[sa.Column[str], ...]:
        return tuple(sa.Column(name, TEXT, nullable=False, server_default="") for name in names)

    def keys() -> tuple[sa.Column[str], sa.Column[int]]:
        return sa.Column("id", TEXT, primary_key=True), sa.Column("version", sa.Integer, nullable=False)

    op.create_table(
        "design_dossiers",
        *keys(),
        *texts("code", "applicant", "applicant_kind", "contact", "area_name", "stage"),
        sa.Column("kinds", Json),
        sa.Column("communes", Json),
        sa.Column("received_on", sa.Date, nullable=False),
        *texts("letter_number"),
        sa.Column("letter_on", sa.Date),
        sa.Column("approved_on", sa.Date),
        *texts("approval"),
        sa.Column("underground", sa.Boolean),
        sa.Column("fibres_per_home", sa.Double),
        sa.Column("papers", Json),
        *texts("ducts_offered", "state", "officer", "answer", "returned", "submitted_by", "issued_number"),
        sa.Column("issued_on", sa.Date),
        *texts("signed_name", "signed_sha256"),
        sa.Column("signature", Json),
        sa.Column("told_on", sa.Date),
        *texts("handed_batch", "reason", "who", "at"),
    )
    op.create_table(
        "design_files",
        *keys(),
        reference("dossier", "design_dossiers.id"),
        sa.Column("number", sa.Integer, nullable=False),
        *texts("purpose"),
        sa.Column("joins", sa.Boolean, nullable=False),
        *texts("name", "sha256"),
        sa.Column("plane", sa.Integer),
        sa.Column("layers", Json),
        *texts("confirmed_by", "read_sha256", "content_sha256", "judged_sha256", "judged_by", "judged_at"),
        sa.Column("counts", Json),
        sa.Column("received_on", sa.Date),
        *texts("note", "who", "at"),
    )
    op.create_table(
        "design_opinions",
        *keys(),
        reference("dossier", "design_dossiers.id"),
        sa.Column("number", sa.Integer, nullable=False),
        *texts("kind", "finding", "outcome", "text", "source", "who", "at"),
    )
    op.create_table(
        "design_conditions",
        *keys(),
        reference("dossier", "design_dossiers.id"),
        sa.Column("ordinal", sa.Integer, nullable=False),
        *texts("text", "source", "finding"),
        sa.Column("due_on", sa.Date),
        *texts("state", "evidence", "file_name", "file_sha256"),
        sa.Column("settled_on", sa.Date),
        *texts("settled_by", "who", "at"),
    )
