"""The province's VN-2000 plane for a page's scripts: what ``js/map/coordinates.js`` works metres out with."""

from typing import Any

from flask_babel import gettext as _

from registry.geo.fitted_planes import fitted_plane
from registry.geo.planes import MERIDIANS, plane_words
from registry.messages import Language, say

AROUND_DEG = 1.0
"""How far around the province the plane reaches, in degrees."""


def shown_plane(box: tuple[float, float, float, float], epsg: int, lang: Language) -> dict[str, Any] | None:
    """Return the plane fitted around a box (EPSG:4326); None where none holds."""
    west, south, east, north = box
    fitted = fitted_plane(epsg, west - AROUND_DEG, south - AROUND_DEG, east + AROUND_DEG, north + AROUND_DEG)
    if fitted is None:
        return None
    return {
        "epsg": epsg,
        "name": say(plane_words(epsg), lang),
        "box": [fitted.west, fitted.south, fitted.east, fitted.north],
        "powers": fitted.powers,
        "eastings": fitted.eastings,
        "northings": fitted.northings,
        "errorM": fitted.error_m,
    }


def short_plane(epsg: int) -> str:
    """Name a plane where there is little room: VN-2000, KTT 107°00'."""
    whole, part = divmod(round(MERIDIANS[epsg] * 60), 60)
    return str(_("VN-2000, KTT %(meridian)s", meridian=f"{whole}°{part:02d}'"))
