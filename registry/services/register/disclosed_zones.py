"""The zones of the map as the person who asks may see them: those of restricted layers are left out."""

from dataclasses import replace

from registry.checks.context import Context, ZoneSet
from registry.model.areas import Layer
from registry.model.people import Person
from registry.services.office.registry import Registry
from registry.services.register.disclosure import hidden_layers


def context_for_eyes(registry: Registry, context: Context, person: Person) -> Context:
    """Return the context with the zones that a person may see; the same object while the data is the same.

    Only to be drawn and listed: rules are judged by all zones. What is said of a layer's coverage stays.
    """
    hidden = hidden_layers(person)
    if not hidden or not any(layer in context.zones for layer in hidden):
        return context
    key = ("zones-for-eyes", hidden)
    held = registry.cache.get(key)
    if held is None or held[0] is not context:
        zones = {
            layer: ZoneSet(coverage=found.coverage) if layer in hidden else found
            for layer, found in context.zones.items()
        }
        held = registry.cache[key] = (context, replace(context, zones=zones))
    seen: Context = held[1]
    return seen


def may_see_layer(person: Person, layer: Layer) -> bool:
    """Whether a person may see the zones of a layer."""
    return layer not in hidden_layers(person)
