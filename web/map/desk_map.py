"""The Folium map of the desk: background, borders of the view, and the element that starts our layers."""

from typing import Any
from urllib.parse import urlsplit

import folium
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template
from markupsafe import escape

from registry.settings import Settings
from web.map.folium_page import new_map

Box = tuple[float, float, float, float]


class Desk(JSCSSMixin):
    """Hands the Leaflet map and the configuration to ``static/js/map/desk.js`` and asks for the masts at
    once."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            window.btsDesk = {
                map: {{ this._parent.get_name() }},
                config: {{ this.config|tojson }},
                {% if this.config.urls.masts %}
                masts: fetch({{ this.config.urls.masts|tojson }}).catch((error) => error)
                {% endif %}
            };
        {% endmacro %}
        """
    )

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types
        self._name = "Desk"
        self.config = config


class LocalTiles(JSCSSMixin):
    """Background from the office's own PMTiles file, drawn by protomaps-leaflet."""

    default_js = [("protomaps", "protomaps-leaflet.js")]  # noqa: RUF012 - Folium's form
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            protomapsL.leafletLayer({url: {{ this.url|tojson }}, flavor: "light", lang: "vi"})
                .addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types
        self._name = "LocalTiles"
        self.url = url


def _host(tile_url: str) -> str:
    """Return the host of a tile address, to name the source of the background."""
    return str(escape(urlsplit(tile_url).netloc or " "))


def desk_map(settings: Settings, box: Box, config: dict[str, Any]) -> folium.Map:
    """Return the desk's map: over ``box`` (west, south, east, north), with the background of the settings."""
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
