"""Inspections of companies with all that belongs to them, as records."""

from typing import Any, TypeVar

from sqlalchemy import Table, select

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import ConclusionItem, PenaltyProposal, Recommendation
from registry.model.company_inspections.inspection import CompanyInspection, Paper, PaperKind, StepTaken
from registry.model.company_inspections.on_the_spot import Explanation, Place, RequestedReport, SampleItem
from registry.store.company_inspections.tables import (
    company_inspections,
    inspection_explanations,
    inspection_items,
    inspection_papers,
    inspection_penalties,
    inspection_places,
    inspection_recommendations,
    inspection_reports,
    inspection_samples,
    inspection_steps,
)
from registry.store.database import Connection
from registry.store.reading import rows_of
from registry.store.records import record_of

R = TypeVar("R")


def load_inspections(connection: Connection, company: str | None = None) -> list[CompanyInspection]:
    """Return the inspections, the newest first; those of one company where named."""
    query = select(company_inspections).order_by(company_inspections.c.code.desc(), company_inspections.c.id)
    if company is not None:
        query = query.where(company_inspections.c.company == company)
    return [record_of(CompanyInspection, row) for row in rows_of(connection, query)]


def get_inspection(connection: Connection, wanted: str) -> CompanyInspection:
    """Return one by its id (``COMPANY-INSPECTION-UNKNOWN``)."""
    query = select(company_inspections).where(company_inspections.c.id == wanted)
    found = rows_of(connection, query)
    if not found:
        raise RefusalError("COMPANY-INSPECTION-UNKNOWN", id=wanted[:40])
    return record_of(CompanyInspection, found[0])


def inspection_of(connection: Connection, campaign: str) -> CompanyInspection | None:
    """Return the inspection whose visits a campaign holds, None where it is of none."""
    query = select(company_inspections).where(company_inspections.c.campaign == campaign)
    found = rows_of(connection, query) if campaign else []
    return record_of(CompanyInspection, found[0]) if found else None


def codes_held(connection: Connection) -> set[str]:
    """Return the codes of all inspections."""
    return set(connection.execute(select(company_inspections.c.code)).scalars())


def steps_of(connection: Connection, inspection: str = "") -> list[StepTaken]:
    """Return the steps that an inspection took, in order; those of all where none is named."""
    return _belonging(connection, inspection_steps, StepTaken, inspection, "at")


def samples_of(connection: Connection, inspection: str = "") -> list[SampleItem]:
    """Return the sample, masts before cable, by code."""
    found = _belonging(connection, inspection_samples, SampleItem, inspection, "code")
    return sorted(found, key=lambda one: (one.kind.value != "mast", one.code))


def reports_of(connection: Connection, inspection: str = "") -> list[RequestedReport]:
    """Return the reports that are asked for, in the order of asking."""
    return _belonging(connection, inspection_reports, RequestedReport, inspection, "at")


def places_of(connection: Connection, inspection: str = "") -> list[Place]:
    """Return the places besides the visits of masts."""
    return _belonging(connection, inspection_places, Place, inspection, "at")


def explanations_of(connection: Connection, inspection: str = "") -> list[Explanation]:
    """Return what the company is asked, in the order of the findings as in the letter, then what it said
    unasked.

    Not by the moment alone: what one letter asks has one, and what is answered gets another.
    """
    found = _belonging(connection, inspection_explanations, Explanation, inspection, "at")
    place = {one.id: one.number for one in items_of(connection, inspection)}
    return sorted(found, key=lambda one: (not one.asked, place.get(one.item, 0)))


def items_of(connection: Connection, inspection: str = "") -> list[ConclusionItem]:
    """Return the items of the conclusion by their number."""
    return _belonging(connection, inspection_items, ConclusionItem, inspection, "number")


def recommendations_of(connection: Connection, inspection: str = "") -> list[Recommendation]:
    """Return the recommendations in the order of making."""
    return _belonging(connection, inspection_recommendations, Recommendation, inspection, "at")


def penalties_of(connection: Connection, inspection: str = "") -> list[PenaltyProposal]:
    """Return the penalties proposed, withdrawn ones too; for officers only."""
    return _belonging(connection, inspection_penalties, PenaltyProposal, inspection, "at")


def papers_of(connection: Connection, inspection: str = "") -> list[Paper]:
    """Return the papers that were issued, in order; those of one deed as the kinds stand."""
    found = _belonging(connection, inspection_papers, Paper, inspection, "at")
    kinds = list(PaperKind)
    return sorted(found, key=lambda one: (one.at, kinds.index(one.kind), one.id))


def _belonging(connection: Connection, table: Table, kind: type[R], inspection: str, order: str) -> list[R]:
    query: Any = select(table).order_by(table.c[order], table.c.id)
    if inspection:
        query = query.where(table.c.company_inspection == inspection)
    return [record_of(kind, row) for row in rows_of(connection, query)]
