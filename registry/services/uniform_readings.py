"""What is too good to be true: readings alike at every mast, photos used twice or taken elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.model.inspections import MastLabel
from registry.model.people import Person
from registry.services.registry import Registry


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at; never an accusation. ``code`` with ``params`` is a message of the catalogue."""

    code: str
    params: Mapping[str, Any]
    masts: Sequence[MastLabel]
    inspections: Sequence[str] = ()
    photos: Sequence[str] = ()
    person: str = ""


def flags_of(registry: Registry, *, person: Person, campaign: str = "") -> list[Flag]:
    """Return what stands out in a campaign's readings and photos (or in all); for the office only."""
    raise NotImplementedError


def look_at_photos(registry: Registry, *, most: int = 200) -> int:
    """Make out size, place, time and look of photos that were not looked at yet; returns how many."""
    raise NotImplementedError
