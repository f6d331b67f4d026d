"""Which warnings of the same body came after a warning and tell of the same: whoever is on duty says whether
they take its place.

A later bulletin may add to an earlier one as well as replace it, so nothing is decided here.
"""

import datetime as dt
import re
from collections.abc import Iterable

from registry.columns import fold
from registry.model.storm.hazards import Hazard, HazardDraft, HazardKind, HazardState
from registry.services.storm.hazards.asked import of_thunder

_PASSING = dt.timedelta(hours=12)
_WEATHER = {
    "thunder": "dông|giông|lốc|sét|mưa đá",
    "cold": "gió mùa|rét|không khí lạnh|băng giá|sương muối",
    "wind": "gió mạnh",
    "fog": "sương mù",
    "heat": "nắng nóng",
    "drought": "hạn hán|xâm nhập mặn",
    "fire": "cháy rừng",
}


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


def communes_before(drafts: Iterable[HazardDraft | Hazard], warnings: Iterable[Hazard]) -> tuple[str, ...]:
    """Return the communes that the last warning of the same river names (``warnings``: all on record), where
    floods name no place; they are offered, never taken.

    It lasted into the time of the flood, and may have been withdrawn since because the newer one came.
    """
    placed = [one for one in warnings if one.communes and one.kind is HazardKind.FLOOD]
    found: dict[str, None] = {}
    for draft in drafts:
        if draft.kind is not HazardKind.FLOOD or draft.communes or draft.geometry is not None:
            continue
        if not draft.level.river:  # two that name no river are of no same river
            continue
        begins = draft.from_at
        same = (
            one
            for one in placed
            if one.level.river == draft.level.river and (begins is None or one.from_at <= begins <= one.to_at)
        )
        last = max(same, key=lambda one: (one.issued_at or one.from_at, one.at), default=None)
        found |= dict.fromkeys(last.communes if last else ())
    return tuple(found)


def _comes_after(later: Hazard, one: Hazard) -> bool:
    if later.issued_at is None or one.issued_at is None or later.issued_at <= one.issued_at:
        return False
    alike = later.kind is one.kind and later.level.river == one.level.river
    # heavy rain of a passing thunderstorm takes the place of no days of rain
    alike = alike and _passing(later) == _passing(one)
    if one.kind is HazardKind.OTHER:  # of another kind of what: fog takes the place of no cold
        alike = alike and bool(_weather(later) & _weather(one) or not _weather(later) | _weather(one))
    body = _body(one.source)
    return alike and bool(body) and _body(later.source) == body and _shares_place(later, one)


def _passing(hazard: Hazard) -> bool:
    return of_thunder(hazard) and hazard.to_at - hazard.from_at <= _PASSING


def _weather(hazard: Hazard) -> set[str]:
    """Return of which weather a headline speaks: wind, cold, fog and others apart, thunder and what comes
    with it together."""
    said = hazard.headline.casefold()
    return {kind for kind, words in _WEATHER.items() if re.search(rf"\b(?:{words})\b", said)}


def _body(source: str) -> str:
    """Return who issued a warning, however it shortens its name."""
    return fold(source).replace("kttv", "khituongthuyvan")


def _shares_place(later: Hazard, one: Hazard) -> bool:
    """Whether two warnings may be of the same place: of a river, of the whole province, of one commune."""
    if one.level.river or not (one.communes and later.communes):
        return True
    return bool(set(one.communes) & set(later.communes))
