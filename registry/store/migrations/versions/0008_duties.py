"""Obligations and their reminders."""

import sqlalchemy as sa
from alembic import op

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of marks, letters, facts of masts and answers about changes of lists."""
    op.create_table(
        "duty_marks",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("duty", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_marks")),
        sa.UniqueConstraint("duty", name=op.f("uq_duty_marks_duty")),
    )
    op.create_table(
        "duty_letters",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("organisation", TEXT, nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("items", sa.Text(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("number", TEXT, server_default="", nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_number", TEXT, server_default="", nullable=False),
        sa.Column("answer", TEXT, server_default="", nullable=False),
        sa.Column("discarded", sa.Boolean(), nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_letters")),
    )
    op.create_index(op.f("ix_duty_letters_organisation"), "duty_letters", ["organisation"])
    op.create_table(
        "mast_facts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("structure", TEXT, nullable=False),
        sa.Column("fact", TEXT, nullable=False),
        sa.Column("value", TEXT, server_default="", nullable=False),
        sa.Column("evidence", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["structure"],
            ["structures.id"],
            name=op.f("fk_mast_facts_structure"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mast_facts")),
        sa.UniqueConstraint("structure", "fact", name=op.f("uq_mast_facts_structure_fact")),
    )
    op.create_index(op.f("ix_mast_facts_structure"), "mast_facts", ["structure"])
    op.create_table(
        "change_answers",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change", TEXT, nullable=False),
        sa.Column("operator", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("answer", TEXT, server_default="", nullable=False),
        sa.Column("letter", TEXT, server_default="", nullable=False),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_answers")),
        sa.UniqueConstraint("change", name=op.f("uq_change_answers_change")),
    )
    op.create_index(op.f("ix_change_answers_operator"), "change_answers", ["operator"])
