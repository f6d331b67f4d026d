"""What stands at the office's doors beside the request itself: edited sentences, and visits still out."""

from collections.abc import Iterator

from registry.model.requests.matters import Matter, Weight
from registry.services.field.positions.targets import OPEN, targets_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.gates.sheet import Kind, Point
from registry.services.requests.letters.edits import edit_points
from registry.services.requests.opened import RequestFile

VISIT, VISIT_ANY = "MATTER-VISIT-OUT", "MATTER-VISIT-OUT-ANY"


def points_beside(registry: Registry, file: RequestFile) -> tuple[Point, ...]:
    """Return the points of ``filed_sheet`` that are read apart from the request."""
    return (*edit_points(registry, file), *_visits_out(registry, file))


def _visits_out(registry: Registry, file: RequestFile) -> Iterator[Point]:
    """Yield the rows of the list in force to which somebody was sent and from which nothing came back yet.

    They are told and ask for nothing: whether a decision waits for what is seen there is the officer's.
    """
    version = file.request.list_version
    with registry.database.read() as connection:
        for target, _visits in targets_of(registry, connection, file.request.id, day=today()):
            if target.list_version != version or target.state != OPEN or target.progress == "visited":
                continue
            code, params = (VISIT, {"name": target.assignee}) if target.assignee else (VISIT_ANY, {})
            yield Point(
                Kind.VISITS, Matter(code, target.id, Weight.SAYS, params=params), Weight.SAYS, target.row
            )
