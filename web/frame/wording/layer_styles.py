"""How maps draw the zones of each layer; knows no server, for files that stand alone."""

from collections.abc import Mapping

from registry.model.areas import LAYERS


def layer_styles() -> dict[str, Mapping[str, object]]:
    """Return how a map draws the zones of each layer, for the page's scripts (js/map/zone_layer.js)."""
    return {layer.value: facts.style for layer, facts in LAYERS.items()}
