"""What the office's services of the field share: who may, the words of a deed, and the deed itself."""

from contextlib import AbstractContextManager
from typing import Any

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.services.office.deeds import KIND, Deed, deed
from registry.services.office.registry import Registry
from registry.store import images, ledger

OFFICERS = frozenset({Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER, Role.INSPECTOR, Role.DUTY_OFFICER})


def check_reader(person: Person) -> None:
    """Refuse whoever is not of the office (``FIELD-NOT-ALLOWED``)."""
    if not person.sees_all:
        raise RefusalError("FIELD-NOT-ALLOWED")


def check_officer(person: Person) -> None:
    """Refuse whoever does not work in the register for the office (``FIELD-NOT-ALLOWED``)."""
    if not person.is_staff:
        raise RefusalError("FIELD-NOT-ALLOWED")


def stamp() -> str:
    """Return the present moment as the ledger writes it."""
    return ledger.present()


def words(text: str, most: int = 4000) -> str:
    """Return a text as typed, without what no database holds, spaces at its ends, or no end."""
    return images.clean(text).strip()[:most]


def needed(text: str) -> str:
    """Return the reason of a deed; ``REQUEST-REASON`` where none is given."""
    reason = words(text)
    if not reason:
        raise RefusalError("REQUEST-REASON")
    return reason


def field_deed(registry: Registry, kind: str, person: Person, **options: Any) -> AbstractContextManager[Deed]:
    """Open a deed of the office about the field; ``options`` say what it is about."""
    return deed(registry, f"{KIND}{kind}", person, options=options)
