"""Two visits of one mast, field by field: what each says, and which of them an officer lets count."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.model.inspections import Inspection, MastLabel, Reading
from registry.model.people import Person
from registry.services.registry import Registry


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of the checklist: what each visit recorded (in the order of visits; None: nothing)."""

    entry: str
    words_vi: str
    words_en: str
    readings: tuple[Reading | None, ...]
    differs: bool
    chosen: str = ""
    chosen_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Visits of one mast side by side."""

    mast: MastLabel
    inspections: tuple[Inspection, ...]
    fields: tuple[Field, ...]


def compare(
    registry: Registry, structure: str, *, person: Person, campaign: str = "", inspections: Sequence[str] = ()
) -> Comparison:
    """Return the visits of a mast (of a campaign, or those named) side by side."""
    raise NotImplementedError


def choose_item(
    registry: Registry, structure: str, *, entry: str, item: str, among: Sequence[str], reason: str,
    person: Person,
) -> None:  # fmt: skip
    """Record which item counts for an entry; nothing is overwritten, a later choice stands beside it."""
    raise NotImplementedError


def conflicts_of(registry: Registry, *, person: Person, campaign: str = "") -> list[tuple[MastLabel, int]]:
    """Return the masts that were visited more than once with a field that differs and is not chosen yet."""
    raise NotImplementedError
