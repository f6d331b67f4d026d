"""The visits that came in of a defect's mast, as its page names them: whoever re-inspected is read there."""

from flask import url_for

from registry.model.field.defects import Defect
from registry.services.field.inspections import visits_since
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.wording.moments import phone_moment


def visit_lines(defect: Defect) -> list[tuple[str, str, str]]:
    """Return address, account and moment of each visit since a defect was found; none but to the office."""
    person = current_person()
    if not person.is_staff:
        return []
    return [
        (
            url_for("visits.show", inspection=row.inspection.id),
            row.inspection.person or "?",
            phone_moment(row.inspection.finished_at or row.inspection.started_at),
        )
        for row in visits_since(registry(), defect, person=person)
    ]
