"""Our own elements of a Folium map: defined by Folium's classes, so loaded when a map is made."""

from typing import Any

from folium.elements import JSCSSMixin
from folium.template import Template

GROUND_STYLE = "/static/css/map/ground.css"


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
        self.default_css = [("ground", GROUND_STYLE)]
        if (config.get("background") or {}).get("tiles"):
            self.default_js = [("protomaps", "protomaps-leaflet.js")]
