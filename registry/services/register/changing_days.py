"""The days on which zones and plans changed, and which zones were in force on one.

Between two days of a layer nothing of it changes, so that a map which moves through the years asks anew only
where it crosses one.
"""

import datetime as dt
from dataclasses import dataclass

from registry.model.areas import LAYERS, Layer, Zone
from registry.model.people import Person
from registry.model.plans import PlanVersion
from registry.services.office.registry import Registry
from registry.services.register.context import of_all_days
from registry.services.register.disclosed_zones import may_see_layer

_NEXT = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that begins (or a last day that ends) zones of a layer."""

    day: dt.date
    layer: Layer
    decision: str
    begins: bool


def changes_of(registry: Registry, person: Person) -> dict[Layer, list[dt.date]]:
    """Return the days from which another set of zones is in force, by layer that a person may see."""
    zones, _plans = of_all_days(registry)
    found: dict[Layer, set[dt.date]] = {}
    for zone in zones:
        days = found.setdefault(zone.layer, set())
        days.add(zone.valid_from)
        if zone.valid_to is not None:
            days.add(zone.valid_to + _NEXT)
    return {
        layer: sorted(found[layer]) for layer in LAYERS if layer in found and may_see_layer(person, layer)
    }


def decisions_of(registry: Registry, person: Person) -> list[Decision]:
    """Return the decisions behind those days, each once a day and layer, oldest first."""
    zones, _plans = of_all_days(registry)
    found = set()
    for zone in zones:
        if not may_see_layer(person, zone.layer):
            continue
        found.add(Decision(zone.valid_from, zone.layer, zone.decision, begins=True))
        if zone.valid_to is not None:
            found.add(Decision(zone.valid_to + _NEXT, zone.layer, zone.decision, begins=False))
    order = {layer: at for at, layer in enumerate(LAYERS)}
    return sorted(found, key=lambda one: (one.day, order[one.layer], not one.begins, one.decision))


def zones_on(registry: Registry, layer: Layer, day: dt.date) -> tuple[dt.date, list[Zone]]:
    """Return the zones of a layer that are in force on a day, and the day from which that has been so."""
    zones, _plans = of_all_days(registry)
    of_layer = [zone for zone in zones if zone.layer is layer]
    turns = [zone.valid_from for zone in of_layer] + [
        zone.valid_to + _NEXT for zone in of_layer if zone.valid_to is not None
    ]
    since = max((turn for turn in turns if turn <= day), default=dt.date.min)
    return since, [
        zone
        for zone in of_layer
        if zone.valid_from <= day and (zone.valid_to is None or day <= zone.valid_to)
    ]


def plans_for(registry: Registry, person: Person) -> list[PlanVersion]:
    """Return the versions of plans that a person may know of: all, or those of its own organisation."""
    _zones, plans = of_all_days(registry)
    own = person.bound_to
    return [version for version in plans if own is None or (own and version.operator == own)]
