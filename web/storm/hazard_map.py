"""What the maps of hazards draw: what is warned of, ground that floods or slides, roads, masts on ground."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import shapely
from flask_babel import gettext as _

from registry.model.storm.hazards import Hazard, HazardGround, RoadCut
from registry.services.register.place_names import opening_box
from registry.services.storm.hazards.words import ground_said, hazard_said, road_said
from registry.storm.masts import StormMasts
from web.frame.languages import language
from web.frame.office import context, settings
from web.frame.security.csp import nonce
from web.map.chosen import area_config
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_address

if TYPE_CHECKING:
    from web.map.folium_page import FoliumPage

_DRAWN_DEG = 0.0003  # about 30 m: how far a border may be drawn from where it is


def hazard_map(
    hazards: Iterable[Hazard],
    grounds: Iterable[HazardGround],
    roads: Iterable[RoadCut],
    masts: Sequence[tuple[float, float, str]],
) -> "FoliumPage":
    """Return a map of warnings, ground and roads, with masts as (longitude, latitude, words)."""
    found = {"features": features(hazards, grounds, roads), "masts": [list(mast) for mast in masts]}
    return folium_page(desk_map(settings(), opening_box(context()), _config() | found), nonce())


def features(
    hazards: Iterable[Hazard], grounds: Iterable[HazardGround], roads: Iterable[RoadCut]
) -> dict[str, Any]:
    """Return what is warned of, the ground on record and the roads that are cut as GeoJSON with words."""
    return {
        "type": "FeatureCollection",
        "features": [
            *_warned(hazards),
            *_features("ground", ((one.geometry, ground_said(one, language())) for one in grounds)),
            *_features("road", ((one.geometry, road_said(one, language())) for one in roads)),
        ],
    }


def area_map(others: Iterable[tuple[Any, str]] = ()) -> "FoliumPage":
    """Return the map on which an area is chosen for a form; ``others`` are drawn below it."""
    box = opening_box(context())
    config = _config() | {
        "area": area_config(),
        "box": [[box[1], box[0]], [box[3], box[2]]],
        "features": {"type": "FeatureCollection", "features": list(_features("ground", others))},
        "masts": [],
    }
    return folium_page(desk_map(settings(), box, config), nonce())


def mast_spots(masts: StormMasts, structures: Iterable[str]) -> list[tuple[float, float, str]]:
    """Return where structures stand, with their codes."""
    rows = [masts.row_of[identity] for identity in structures if identity in masts.row_of]
    return [
        (round(float(masts.lon[row]), 6), round(float(masts.lat[row]), 6), str(masts.codes[row]))
        for row in rows
    ]


def _config() -> dict[str, Any]:
    return {
        "lang": language(),
        "urls": {"borders": borders_address()},
        "texts": {"zoomIn": _("Phóng to"), "zoomOut": _("Thu nhỏ")},
    }


def _warned(hazards: Iterable[Hazard]) -> Iterable[dict[str, Any]]:
    borders = {unit.code: unit.boundary for unit in context().units.communes}
    for hazard in hazards:
        shapes = [borders[code] for code in hazard.communes if borders.get(code) is not None]
        if hazard.geometry is not None:
            shapes.append(hazard.geometry)
        yield from _features("warned", ((shape, hazard_said(hazard, language())) for shape in shapes))


def _features(kind: str, shapes: Iterable[tuple[Any, str]]) -> Iterable[dict[str, Any]]:
    for shape, words in shapes:
        if shape is not None:
            drawn = shapely.simplify(shape, _DRAWN_DEG)
            yield {
                "type": "Feature",
                "geometry": shapely.geometry.mapping(drawn),
                "properties": {"kind": kind, "words": words},
            }
