"""The file of an inspection: every source once, over the period of the facts inspected.

Drafts of items come from it; nothing concludes by itself.
"""

import datetime as dt

from registry.model.company_inspections.gathered import FileLine, GatheredFile
from registry.model.company_inspections.inspection import CompanyInspection
from registry.model.company_inspections.on_the_spot import SampleKind
from registry.model.people import Person
from registry.services.company_inspections.deeds import check_reader
from registry.services.company_inspections.file import in_the_field, on_paper
from registry.services.company_inspections.file.owned import masts_of, owned
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.company_inspections.inspections import get_inspection, samples_of


def file_of(registry: Registry, inspection: str, *, person: Person) -> GatheredFile:
    """Return the file of an inspection's company over its period (to today while no last day is stated)."""
    check_reader(person)
    with registry.database.read() as connection:
        found = get_inspection(connection, inspection)
        sample = samples_of(connection, inspection)
    routes = [one.record for one in sample if one.kind is SampleKind.CABLE]
    return gathered(registry, found.company, *span_of(found), routes=routes, person=person)


def span_of(found: CompanyInspection) -> tuple[dt.date, dt.date]:
    """Return the days whose facts an inspection looks at; while they are not stated, this year's so far."""
    last = found.facts_to or today()
    first = found.facts_from or last.replace(month=1, day=1)
    return first, max(first, last)


def gathered(
    registry: Registry,
    company: str,
    first: dt.date,
    last: dt.date,
    *,
    routes: list[str] | None = None,
    person: Person,
) -> GatheredFile:
    """Return what the register holds of a company from ``first`` to ``last``.

    What was found on the spot after the period counts to the present day: an inspection looks at facts of its
    period with today's eyes, and where its period goes on, at nothing that is still to come. ``routes`` are
    the cable lines that the checks are asked of.
    """
    check_reader(person)
    own, now = owned(registry, company), today()
    ends = min(last, now)
    masts = masts_of(registry, own)
    lines: list[FileLine] = [
        *on_paper.compliance_lines(registry, own),
        *in_the_field.visit_lines(registry, masts, first, now),
        *in_the_field.defect_lines(registry, own, first, now, person=person),
        *on_paper.permit_lines(registry, own, first, ends),
        *in_the_field.cable_lines(registry, own, first, now, routes=routes or [], person=person),
        *in_the_field.citizen_lines(registry, masts, first, last),
        *on_paper.duty_lines(registry, own, first, ends),
        *on_paper.list_lines(registry, own, first, last),
    ]
    return GatheredFile(company, first, last, tuple(lines))
