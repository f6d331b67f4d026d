"""The Folium map of a page: the box that it shows, and the element that hands it to our scripts."""

from typing import TYPE_CHECKING, Any

from registry.settings import Settings
from web.map.background import background_config
from web.map.folium_page import new_map

if TYPE_CHECKING:
    import folium

Box = tuple[float, float, float, float]


def corners(box: Box) -> list[list[float]]:
    """Return a box (west, south, east, north) as Leaflet takes it: its corners as (lat, lon)."""
    west, south, east, north = box
    return [[south, west], [north, east]]


def desk_map(settings: Settings, box: Box, config: dict[str, Any]) -> "folium.Map":
    """Return a page's map: over ``box`` (west, south, east, north), its script told ``config``, that box
    (``opens``) and what the background is."""
    from web.map.desk_elements import Desk

    west, south, east, north = box
    made = new_map("desk", location=((south + north) / 2, (west + east) / 2))
    made.add_child(Desk({"opens": corners(box), **config, "background": background_config(settings)}))
    return made
