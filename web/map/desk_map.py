"""The Folium map of the desk: background, borders of the view, and the element that starts our layers."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import escape

from registry.settings import Settings
from web.map.folium_page import new_map

if TYPE_CHECKING:
    import folium
    from branca.element import MacroElement

Box = tuple[float, float, float, float]


def _host(tile_url: str) -> str:
    """Return the host of a tile address, to name the source of the background."""
    return str(escape(urlsplit(tile_url).netloc or " "))


def desk_map(settings: Settings, box: Box, config: dict[str, Any]) -> "folium.Map":
    """Return the desk's map: over ``box`` (west, south, east, north), with the background of the settings."""
    import folium

    from web.map.desk_elements import Desk, LocalTiles

    west, south, east, north = box
    made = new_map("desk", location=((south + north) / 2, (west + east) / 2))
    children: list[MacroElement] = []
    if settings.tile_url:
        children.append(folium.TileLayer(settings.tile_url, attr=_host(settings.tile_url), max_zoom=19))
    elif settings.pmtiles:
        children.append(LocalTiles("/tiles/base.pmtiles"))
    children.append(Desk(config))
    for child in children:
        made.add_child(child)
    return made
