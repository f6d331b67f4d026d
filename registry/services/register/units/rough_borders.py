"""What counts by commune have to say while borders of communes are made from points.

A mast counts in the commune whose border holds its position. Where that border may be kilometres off, the
count of a commune is an estimate, and whoever sends it on must be able to read so beside it.
"""

from collections.abc import Iterable

from registry.messages import Language, Words, number, say
from registry.model.areas import AdminUnit

POINTS_ERROR_M = 1_000.0
"""From this error on a border was made from points: drawn ones are closer."""

_ROUGH = Words(
    "Ranh giới xã, phường đang dùng là gần đúng (sai số đến ± {error} m): cột được xếp vào xã, phường theo "
    "tọa độ, nên số của từng xã, phường có thể lệch.",
    "The communes' borders in use are approximate (up to ± {error} m off): masts are counted by position, "
    "so that the numbers of single communes may be off.",
)


def is_rough(unit: AdminUnit) -> bool:
    """Whether a unit has no border, or one that was made from points."""
    return unit.boundary is None or unit.boundary_error_m >= POINTS_ERROR_M


def rough_note(units: Iterable[AdminUnit], lang: Language) -> list[str]:
    """Return the sentence of counts by these units; none where every border is drawn."""
    errors = [unit.boundary_error_m for unit in units if unit.boundary is not None and is_rough(unit)]
    return [say(_ROUGH, lang).format(error=number(max(errors), 0, lang))] if errors else []
