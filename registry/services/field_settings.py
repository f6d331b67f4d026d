"""What the office sets for the field: accuracy gate, averaging, photos, days for defects."""

from dataclasses import dataclass

from registry.model.people import Person
from registry.services.registry import Registry


@dataclass(frozen=True, slots=True)
class FieldSettings:
    """``accuracy_gate_m``: fixes worse than this do not count. ``fixes``: how many are averaged.

    ``photo_longest_px`` 0: photos are never reduced. ``thunder_from``: first day (month, day) of the local
    thunderstorm season. Days are calendar days from the finding.
    """

    accuracy_gate_m: float = 20.0
    fixes: int = 5
    photo_longest_px: int = 0
    urgent_days: int = 3
    serious_days: int = 30
    minor_days: int = 90
    thunder_from: tuple[int, int] = (4, 1)


def field_settings(registry: Registry) -> FieldSettings:
    """Return what the office has set, defaults elsewhere."""
    raise NotImplementedError


def set_field_settings(registry: Registry, settings: FieldSettings, *, person: Person) -> None:
    """Set them; ``FIELD-SETTING`` for a number that makes no sense."""
    raise NotImplementedError
