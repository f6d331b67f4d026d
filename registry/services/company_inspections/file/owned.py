"""By which name a company's masts and lines are its own."""

from dataclasses import dataclass

from registry.services.field.responsible import labels_of
from registry.services.field.selection import Selection, chosen_rows
from registry.services.office.registry import Registry
from registry.store.company_inspections.inspections import get_inspection
from registry.store.office.operators import load_operators, organisation_names


@dataclass(frozen=True, slots=True)
class Owned:
    """A company: its code, and what masts, defects and cables bear: an operator's code, else a name."""

    code: str
    borne: str
    name: str


def owned(registry: Registry, company: str) -> Owned:
    """Return by which name a company's works are its own."""
    with registry.database.read() as connection:
        name = organisation_names(connection).get(company, company)
        operators = {one.code for one in load_operators(connection)}
    return Owned(company, company if company in operators else name, name)


def owned_by_inspected(registry: Registry, inspection: str) -> Owned:
    """Return it of the company of an inspection."""
    with registry.database.read() as connection:
        company = get_inspection(connection, inspection).company
    return owned(registry, company)


def masts_of(registry: Registry, company: Owned) -> dict[str, str]:
    """Return structure -> code of the masts that a company answers for."""
    table, rows = chosen_rows(registry, Selection(organisations=(company.borne,)))
    ids = [str(table.structures[row]) for row in rows]
    with registry.database.read() as connection:
        return {key: label.code for key, label in labels_of(connection, ids).items()}
