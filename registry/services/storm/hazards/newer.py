"""Which warnings of the same body came after a warning and tell of the same: whoever is on duty says whether
they take its place.

A later bulletin may add to an earlier one as well as replace it, so nothing is decided here.
"""

from collections.abc import Iterable

from registry.columns import fold
from registry.model.storm.hazards import Hazard, HazardState
from registry.services.storm.hazards.asked import of_thunder


def newer_warnings(warnings: Iterable[Hazard]) -> dict[str, Hazard]:
    """Return, by the id of a warning, the last one that its body issued later of the same kind, river and
    place; ``warnings`` are those in force or to come."""
    standing = [one for one in warnings if one.state is HazardState.STANDING]
    found: dict[str, Hazard] = {}
    for one in standing:
        later = [each for each in standing if _comes_after(each, one)]
        if later:
            found[one.id] = max(later, key=lambda each: (each.issued_at or each.from_at, each.at))
    return found


def _comes_after(later: Hazard, one: Hazard) -> bool:
    if later.issued_at is None or one.issued_at is None or later.issued_at <= one.issued_at:
        return False
    alike = later.kind is one.kind and later.level.river == one.level.river
    # heavy rain of a passing thunderstorm takes the place of no days of rain
    alike = alike and of_thunder(later) == of_thunder(one)
    return alike and bool(one.source) and fold(later.source) == fold(one.source) and _shares_place(later, one)


def _shares_place(later: Hazard, one: Hazard) -> bool:
    """Whether two warnings may be of the same place: of a river, of the whole province, of one commune."""
    if one.level.river or not (one.communes and later.communes):
        return True
    return bool(set(one.communes) & set(later.communes))
