"""Who may do what with briefings and the programme, and what their deeds share."""

from contextlib import AbstractContextManager
from typing import Any

from registry.errors import RefusalError
from registry.model.people import STAFF, Person, Role
from registry.services.office.deeds import KIND, Deed, deed
from registry.services.office.registry import Registry
from registry.typed_text import within

READERS: frozenset[Role] = STAFF
"""Who reads briefings and the programme: whoever works in the office."""
LEADERS = (Role.LEADER, Role.ADMINISTRATOR)
"""Who sets the programme: imports it, adds, drops and changes tasks."""
LONGEST = 1000


def check_reader(person: Person) -> None:
    """Refuse whoever does not work in the office (``BRIEFING-NOT-ALLOWED``)."""
    if not person.is_one_of(*READERS):
        raise RefusalError("BRIEFING-NOT-ALLOWED")


def check_leader(person: Person) -> None:
    """Refuse whoever may not set the programme or conclude a meeting (``BRIEFING-LEADER-ONLY``)."""
    if not person.is_one_of(*LEADERS):
        raise RefusalError("BRIEFING-LEADER-ONLY")


def leads(person: Person, officer: str) -> bool:
    """Whether a person may say how far something of an officer is: that officer, or a leader."""
    return person.is_one_of(*LEADERS) or (bool(person.name) and person.name == officer)


def check_leads(person: Person, officer: str) -> None:
    """Refuse whoever neither leads the office nor the matter (``BRIEFING-OTHERS``)."""
    check_reader(person)
    if not leads(person, officer):
        raise RefusalError("BRIEFING-OTHERS", officer=officer or "–")


def briefing_deed(
    registry: Registry, what: str, person: Person, **options: Any
) -> AbstractContextManager[Deed]:
    """Open a deed of this part; ``options`` say what it is about."""
    return deed(registry, f"{KIND}briefing", person, options={"what": what, **options})


def needed(text: str, what: str) -> str:
    """Return a text as typed, in one line; ``BRIEFING-EMPTY`` where there is none."""
    found = within(" ".join(text.split()), LONGEST)
    if not found:
        raise RefusalError("BRIEFING-EMPTY", what=what)
    return found
