"""What a phone takes along: the masts of an area with their sheets, checklists, settings, a map to draw."""

from typing import Any

from registry.model.people import Person
from registry.services.registry import Registry

Box = tuple[float, float, float, float]


def packs_of(registry: Registry, *, person: Person) -> dict[str, Any]:
    """Return the campaigns and assignments of who is signed in, ready for JSON."""
    raise NotImplementedError


def pack(registry: Registry, campaign: str, *, person: Person, box: Box | None = None) -> dict[str, Any]:
    """Return a campaign's masts (in ``box``: west, south, east, north), checklists, settings and map."""
    raise NotImplementedError
