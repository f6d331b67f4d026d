"""What the pages of critical places share: who sees and writes them, their map, what is known of service."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from registry.model.critical_places import CriticalPlace
from registry.model.people import INSIDE, Role
from registry.services.register.place_names import opening_box
from web.critical.words import KINDS
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import context, settings
from web.frame.security.csp import nonce
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_address

if TYPE_CHECKING:
    from web.map.folium_page import FoliumPage

blueprint = Blueprint("critical", __name__, url_prefix="/critical-places")

READ = tuple(sorted(INSIDE))
"""Who sees critical places: the office. A carrier reads of those of its own masts in the storm letters."""

WRITE = (Role.ADMINISTRATOR, Role.APPRAISER, Role.DUTY_OFFICER)
"""Who enters, changes and closes them."""


def may_write() -> bool:
    """Whether the person enters and changes critical places."""
    return current_person().is_one_of(*WRITE)


def may_see() -> bool:
    """Whether the person sees critical places."""
    return current_person().is_one_of(*READ)


def communes() -> dict[str, str]:
    """Return the communes' names by code."""
    return {unit.code: unit.name for unit in context().units.communes}


def features(places: Sequence[CriticalPlace]) -> dict[str, Any]:
    """Return places with a position as GeoJSON, each with its words and the address of its page."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
                "properties": {
                    "kind": place.kind.value,
                    "text": f"{place.name} · {KINDS[place.kind.value]}",
                    "url": url_for("critical.show", place=place.id),
                },
            }
            for place in places
            if place.placed
        ],
    }


def place_map(places: Sequence[CriticalPlace], *, masts: Sequence[Any] = (), field: str = "") -> "FoliumPage":
    """Return a map of places and the masts that serve them; a press writes into the form's ``field``."""
    config = {
        "lang": language(),
        "urls": {"borders": borders_address()},
        "texts": {"zoomIn": _("Phóng to"), "zoomOut": _("Thu nhỏ")},
        "places": features(places),
        "masts": [[mast.lon, mast.lat, f"{mast.code} · {mast.operator}"] for mast in masts],
        "field": field,
    }
    return folium_page(desk_map(settings(), opening_box(context()), config), nonce())
