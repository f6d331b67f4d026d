"""How the map draws a zone by what it keeps out; knows no server, for files that stand alone."""

from registry.model.areas import LAYERS, Layer, Zone

BULKY = frozenset({"A2a", "A2b", "A2c"})


def grade(zone: Zone) -> str:
    """Return how the map draws a zone: ``forbids`` (hatched), ``roof`` (none on the ground) or ``open``."""
    if zone.layer is not Layer.PLANNING:
        return "forbids" if LAYERS[zone.layer].forbids else "open"
    if zone.allowed_classes is None or "A2b" in zone.allowed_classes:
        return "open"
    return "roof" if zone.allowed_classes & BULKY else "forbids"


def forbids(zone: Zone) -> bool:
    """Whether a zone keeps bulky masts out; the map hatches it."""
    return grade(zone) == "forbids"
