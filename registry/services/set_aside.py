"""What phones sent and could not be taken: kept whole, shown with its reason, put right by an officer."""

from collections.abc import Mapping

from registry.model.inspections import Receipt, SetAside
from registry.model.people import Person
from registry.services.registry import Registry


def list_set_aside(registry: Registry, *, person: Person, state: str = "open") -> list[SetAside]:
    """Return what was set aside, the oldest first; for the office only."""
    raise NotImplementedError


def take_set_aside(
    registry: Registry, aside: str, *, corrections: Mapping[str, str], reason: str, person: Person, seen: int
) -> Receipt:
    """Take it after all with some fields put right (``structure``, ``campaign``, ``entry`` ...)."""
    raise NotImplementedError


def drop_set_aside(registry: Registry, aside: str, *, reason: str, person: Person, seen: int) -> SetAside:
    """Record that it is not taken, with the reason; it stays kept."""
    raise NotImplementedError
