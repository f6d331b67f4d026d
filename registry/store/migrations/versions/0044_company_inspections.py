"""Inspections of companies, with all that belongs to them (``registry.services.company_inspections``)."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from registry.store.table_parts import TEXT, Json

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_DAYS = {"facts_from", "facts_to", "delegation_on", "decided_on", "span_from", "span_to", "explain_by",
         "concluded_on", "dated", "due_on", "handed_on", "held_on", "given_on", "facts_on", "answered_on",
         "settled_on", "acted_on", "found_on", "limit_on"}  # fmt: skip
_JSON = {"matters", "scope", "basis", "team", "file", "signed", "files", "evidence"}
_OTHERS: dict[str, Any] = {
    **dict.fromkeys(_DAYS, sa.Date), **dict.fromkeys(_JSON, Json),
    **dict.fromkeys(("drawn", "drawn_from", "number:items"), sa.Integer),
    **dict.fromkeys(("least_m", "most_m"), sa.Double), **dict.fromkeys(("verified", "ended"), sa.Boolean),
}  # fmt: skip
_PARTS = {
    "steps": "stage before dated note",
    "samples": "kind record code why detail seed drawn drawn_from pool",
    "reports": "form title what due_on state file note handed_on handed_by reason looked_by",
    "places": "kind record name held_on found present files",
    "explanations": "asked text item files given_on",
    "items": "number matter rule facts_on document article verified fact evidence verdict why source",
    "recommendations": "what to item due_on state answer answered_on answered_by files settled settled_by "
    "settled_on",
    "penalties": "item act document article least_m most_m verified ended acted_on found_on limit_on note "
    "withdrawn",
    "papers": "kind number dated file signed",
}


def upgrade() -> None:
    """Make the tables; until now an inspection of a company was a campaign alone."""
    columns = (
        "code company stage name matters scope reason facts_from facts_to basis delegation delegation_number "
        "delegation_on decision_number decided_on span_from span_to place team campaign explain_by "
        "conclusion_number concluded_on summary seal package_sha256 follows drafted_by moved_by note who at"
    )
    _create("company_inspections", [_column(name) for name in columns.split()])
    for part, names in _PARTS.items():
        table = f"company_inspection_{part}"
        of = sa.Column(
            "company_inspection",
            TEXT,
            sa.ForeignKey(
                "company_inspections.id",
                deferrable=True,
                initially="DEFERRED",
                name=f"fk_{table}_company_inspection",
            ),
            nullable=False,
        )
        _create(table, [of, *(_column(name, part) for name in (*names.split(), "who", "at"))])
        op.create_index(f"ix_{table}_company_inspection", table, ["company_inspection"])


def _create(table: str, columns: list[sa.Column[Any]]) -> None:
    key = sa.Column("id", TEXT, nullable=False)
    op.create_table(
        table,
        key,
        sa.Column("version", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _column(name: str, part: str = "") -> sa.Column[Any]:
    kind = _OTHERS.get(f"{name}:{part}") or _OTHERS.get(name)
    if kind is None:
        return sa.Column(name, TEXT, nullable=False, server_default="")
    return sa.Column(name, kind(), nullable=True)
