"""What the deeds on a regulation share: who may, and the record in the version seen."""

from contextlib import AbstractContextManager
from typing import Any

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.model.regulations import Regulation, RegulationState
from registry.services.office.deeds import KIND, Deed, deed
from registry.services.office.registry import Registry
from registry.store.regulations.regulations import get_regulation
from registry.store.regulations.tables import regulations

UNKNOWN = "REGULATION-UNKNOWN"
WRITERS = (Role.ADMINISTRATOR, Role.LEADER, Role.APPRAISER)


def may_draft(person: Person) -> bool:
    """Whether a person may draw up, try and propose a regulation."""
    return person.is_one_of(*WRITERS)


def may_publish(person: Person) -> bool:
    """Whether a person may put a regulation in force."""
    return person.is_one_of(Role.LEADER, Role.ADMINISTRATOR)


def check_drafter(person: Person) -> None:
    """Refuse whoever may not draw up a regulation (``REGULATION-NOT-ALLOWED``)."""
    if not may_draft(person):
        raise RefusalError("REGULATION-NOT-ALLOWED")


def check_publisher(person: Person) -> None:
    """Refuse whoever may not put a regulation in force (``REGULATION-NOT-ALLOWED``)."""
    if not may_publish(person):
        raise RefusalError("REGULATION-NOT-ALLOWED")


def check_reader(person: Person) -> None:
    """Refuse whoever is not of the office (``REGULATION-NOT-ALLOWED``)."""
    if not person.sees_all:
        raise RefusalError("REGULATION-NOT-ALLOWED")


def regulation_deed(
    registry: Registry, what: str, person: Person, **options: Any
) -> AbstractContextManager[Deed]:
    """Open a deed on a regulation; ``options`` say what it is about."""
    return deed(registry, f"{KIND}regulation", person, options={"what": what, **options})


def standing_as(made: Deed, identity: str, was: int, *states: RegulationState, **offered: Any) -> Regulation:
    """Return a regulation in the version seen; ``REGULATION-STATE`` where it is in another state."""
    made.standing(regulations, identity, unknown=UNKNOWN, seen=was, offered=offered)
    found = get_regulation(made.connection, identity)
    if found.state not in states:
        raise RefusalError("REGULATION-STATE", name=found.content.head.name or identity[:8])
    return found
