"""The tables of inspections of companies (``registry.model.company_inspections``)."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Double, Integer, Table

from registry.store.table_parts import PLAIN, Json, key, metadata, reference, text, version

company_inspections = Table(
    "company_inspections",
    metadata,
    key(),
    version(),
    text("code"),
    text("company"),  # an operator's code or an owner's id
    text("stage"),
    text("name"),
    Column("matters", Json),
    Column("scope", Json),
    text("reason"),
    Column("facts_from", Date),
    Column("facts_to", Date),
    Column("basis", Json),
    text("delegation"),  # decentralised, authorised
    text("delegation_number"),
    Column("delegation_on", Date),
    text("decision_number"),
    Column("decided_on", Date),
    Column("span_from", Date),
    Column("span_to", Date),
    text("place"),
    Column("team", Json),
    text("campaign"),  # whose visits are this inspection's
    Column("explain_by", Date),
    text("conclusion_number"),
    Column("concluded_on", Date),
    text("summary"),
    text("seal"),
    text("package_sha256"),
    text("follows"),
    text("drafted_by"),
    text("moved_by"),
    text("note"),
    text("who"),
    text("at"),
    info=PLAIN,
)


def _of_inspection(name: str, *columns: Column[Any]) -> Table:
    """Return a table whose rows belong to one inspection."""
    return Table(
        name,
        metadata,
        key(),
        version(),
        reference("company_inspection", "company_inspections.id"),
        *columns,
        text("who"),
        text("at"),
        info=PLAIN,
    )


inspection_steps = _of_inspection(
    "company_inspection_steps", text("stage"), text("before"), Column("dated", Date), text("note")
)
inspection_samples = _of_inspection(
    "company_inspection_samples",
    text("kind"),  # mast, cable
    text("record"),
    text("code"),
    text("why"),
    text("detail"),
    text("seed"),
    Column("drawn", Integer),
    Column("drawn_from", Integer),
    text("pool"),
)
inspection_reports = _of_inspection(
    "company_inspection_reports",
    text("form"),
    text("title"),
    text("what"),
    Column("due_on", Date),
    text("state"),
    Column("file", Json),
    text("note"),
    Column("handed_on", Date),
    text("handed_by"),
    text("reason"),
    text("looked_by"),
)
inspection_places = _of_inspection(
    "company_inspection_places",
    text("kind"),
    text("record"),
    text("name"),
    Column("held_on", Date),
    text("found"),
    text("present"),
    Column("files", Json),
)
inspection_explanations = _of_inspection(
    "company_inspection_explanations",
    text("asked"),
    text("text"),
    text("item"),
    Column("files", Json),
    Column("given_on", Date),
)
inspection_items = _of_inspection(
    "company_inspection_items",
    Column("number", Integer),
    text("matter"),
    text("rule"),
    Column("facts_on", Date),
    text("document"),
    text("article"),
    Column("verified", Boolean),
    text("fact"),
    Column("evidence", Json),
    text("verdict"),
    text("why"),
    text("source"),
)
inspection_recommendations = _of_inspection(
    "company_inspection_recommendations",
    text("what"),
    text("to"),
    text("item"),
    Column("due_on", Date),
    text("state"),
    text("answer"),
    Column("answered_on", Date),
    text("answered_by"),
    Column("files", Json),
    text("settled"),
    text("settled_by"),
    Column("settled_on", Date),
)
inspection_penalties = _of_inspection(
    "company_inspection_penalties",
    text("item"),
    text("act"),
    text("document"),
    text("article"),
    Column("least_m", Double),
    Column("most_m", Double),
    Column("verified", Boolean),
    Column("ended", Boolean),
    Column("acted_on", Date),
    Column("found_on", Date),
    Column("limit_on", Date),
    text("note"),
    text("withdrawn"),
)
inspection_papers = _of_inspection(
    "company_inspection_papers",
    text("kind"),
    text("number"),
    Column("dated", Date),
    Column("file", Json),
    Column("signed", Json),
)

COMPANY_INSPECTION_TABLES: tuple[Table, ...] = (
    company_inspections,
    inspection_steps,
    inspection_samples,
    inspection_reports,
    inspection_places,
    inspection_explanations,
    inspection_items,
    inspection_recommendations,
    inspection_penalties,
    inspection_papers,
)
"""The tables of this part."""
