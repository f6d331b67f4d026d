"""Tags of OpenStreetMap become layers and kinds of the background: Protomaps' words, few enough to stay
quiet.

What is listed here is drawn; everything else of an extract is passed over. ``min_zoom`` is the first zoom at
which a thing may be drawn; for areas it follows from their size (``zoom_of_area``).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from registry.basemap.layers import MIN_ZOOM

COAST = "coast"
"""No layer to draw: the lines that part land and sea."""
Form = Literal["point", "line", "area", "centre"]
"""How a thing is drawn; ``centre`` is a point upon an area."""

KEYS = (
    "highway",
    "railway",
    "waterway",
    "natural",
    "landuse",
    "leisure",
    "building",
    "amenity",
    "military",
    "aeroway",
)
"""The keys of ways of which any may be drawn."""
POINT_KEYS = ("place", "amenity", "office")

ROAD_RANKS = {
    "motorway": 0, "trunk": 1, "primary": 2, "secondary": 3, "tertiary": 4, "unclassified": 5,
    "residential": 5, "living_street": 5, "road": 5, "service": 5, "pedestrian": 6, "track": 6, "path": 6,
    "footway": 6, "cycleway": 6, "steps": 6,
}  # fmt: skip
"""Class of a road as ``roads.npz`` has it: 0 motorway to 4 tertiary, 5 minor, 6 track or path."""
_ROAD_KINDS = ("highway", "major_road", "major_road", "major_road", "medium_road", "minor_road", "path")
_ROAD_ZOOMS = {
    "motorway": 6, "trunk": 6, "primary": 8, "secondary": 9, "tertiary": 11, "unclassified": 12,
    "living_street": 13, "residential": 12, "road": 13, "service": 14, "pedestrian": 14, "track": 13,
    "path": 14, "footway": 14, "cycleway": 14, "steps": 15,
}  # fmt: skip
_LINK_LATER = 3
_RAILS = {"rail": 7, "light_rail": 10, "subway": 11, "narrow_gauge": 9, "tram": 12}
_WATER_LINES = {"river": 7, "canal": 11, "stream": 12, "drain": 14, "ditch": 14}
_WATER_AREAS = frozenset(("lake", "river", "reservoir", "canal", "basin", "pond", "lagoon", "oxbow"))
_LANDUSE = {
    "forest": "forest", "farmland": "farmland", "paddy": "farmland", "orchard": "orchard",
    "residential": "residential", "industrial": "industrial", "commercial": "commercial", "retail":
    "commercial", "military": "military", "cemetery": "cemetery", "grass": "grass", "meadow": "grass",
    "quarry": "quarry", "education": "school", "religious": "religious", "recreation_ground": "park",
    "village_green": "park",
}  # fmt: skip
_NATURAL = {"wood": "forest", "scrub": "scrub", "wetland": "wetland", "grassland": "grass", "sand": "sand"}
_LEISURE = {"park": "park", "garden": "park", "pitch": "pitch", "stadium": "pitch", "golf_course": "park"}
_PLACES: dict[str, tuple[str, int, int]] = {  # kind, first zoom, rank among labels
    "city": ("locality", 6, 1), "town": ("locality", 8, 2), "suburb": ("neighbourhood", 11, 4),
    "quarter": ("neighbourhood", 12, 5), "neighbourhood": ("neighbourhood", 13, 6),
    "village": ("locality", 11, 4), "hamlet": ("locality", 12, 5), "isolated_dwelling": ("locality", 14, 7),
    "locality": ("locality", 13, 6),
}  # fmt: skip
_POIS = {
    "hospital": 13, "school": 14, "college": 14, "university": 13, "townhall": 13, "police": 14,
    "marketplace": 14, "post_office": 14, "clinic": 14, "kindergarten": 15,
}  # fmt: skip
_ADMIN = {"4": ("region", 6), "6": ("county", 10)}
_AREA_ZOOMS = ((20.0, 6), (5.0, 8), (1.0, 9), (0.3, 10), (0.1, 11), (0.02, 12), (0.004, 13))
"""From so many square kilometres on, an area is drawn from the zoom beside it; smaller ones from 14."""
_BIG_HOUSE_KM2 = 0.002
_LONGEST_NAME = 120
_NUMBER = re.compile(r"\d[\d.,\s]*")


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing to draw: its layer, how it is drawn, and its properties.

    ``min_zoom`` None: follows from the area. ``road`` is the class of a road that can be travelled
    (``ROAD_RANKS``), None for everything else.
    """

    layer: str
    form: Form
    min_zoom: int | None
    properties: Mapping[str, Any] = field(default_factory=dict)
    road: int | None = None


_HOUSE = Kind("buildings", "area", 14, {"kind": "building"})
_HOUSE_ALONE = (_HOUSE,)
_COAST = (Kind(COAST, "line", MIN_ZOOM, {"kind": "coastline"}),)


def of_way(tags: Mapping[str, str], *, closed: bool) -> tuple[Kind, ...]:
    """Return what is drawn of a way; a closed way may be an area."""
    if closed and tags.get("building", "no") != "no":
        centre = _poi(tags, "centre")
        return _HOUSE_ALONE if centre is None else (_HOUSE, centre)
    if "highway" in tags:
        return _some(_road(tags))
    if "railway" in tags:
        return _some(_rail(tags))
    if tags.get("natural") == "coastline":
        return _COAST
    if closed:
        return of_area(tags)
    if "waterway" in tags:
        return _some(_water_line(tags))
    return ()


def of_area(tags: Mapping[str, str]) -> tuple[Kind, ...]:
    """Return what is drawn of an area: a closed way, or a relation of type multipolygon or boundary."""
    if tags.get("building", "no") != "no":
        return _HOUSE_ALONE
    if tags.get("boundary") == "administrative":
        found = _ADMIN.get(tags.get("admin_level", ""))
        if found is None:
            return ()
        about = {"kind": found[0], "kind_detail": tags["admin_level"], **names(tags)}
        return (Kind("boundaries", "line", found[1], about),)
    drawn = _some(_water_area(tags) or _land(tags))
    return drawn + _some(_poi(tags, "centre"))


def of_point(tags: Mapping[str, str]) -> tuple[Kind, ...]:
    """Return what is drawn of a node."""
    place = _PLACES.get(tags.get("place", ""))
    if place is None:
        return _some(_poi(tags, "point"))
    named = names(tags)
    if not named:
        return ()
    kind, zoom, rank = place
    people = _people(tags.get("population", ""))
    about = {"kind": kind, "kind_detail": tags["place"], **named, "sort_rank": rank}
    return (Kind("places", "point", zoom, about if people is None else about | {"population": people}),)


def zoom_of_area(layer: str, square_km: float) -> int:
    """Return the first zoom at which an area of this size is drawn."""
    if layer == "buildings":
        return 13 if square_km >= _BIG_HOUSE_KM2 else 14
    return next((zoom for least, zoom in _AREA_ZOOMS if square_km >= least), 14)


def names(tags: Mapping[str, str]) -> dict[str, str]:
    """Return ``name``, and ``name:vi`` where the Vietnamese name is another."""
    name, vietnamese = _text(tags.get("name", "")), _text(tags.get("name:vi", ""))
    if not name:
        return {"name": vietnamese} if vietnamese else {}
    return {"name": name} if vietnamese in {"", name} else {"name": name, "name:vi": vietnamese}


def _some(kind: Kind | None) -> tuple[Kind, ...]:
    return () if kind is None else (kind,)


def _text(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())[:_LONGEST_NAME]


def _road(tags: Mapping[str, str]) -> Kind | None:
    stated = tags["highway"]
    detail = stated.removesuffix("_link")
    rank = ROAD_RANKS.get(detail)
    if rank is None or tags.get("area") == "yes":
        return None
    link = detail != stated
    about: dict[str, Any] = {
        "kind": _ROAD_KINDS[rank],
        "kind_detail": stated,
        **names(tags),
        "sort_rank": 400 - rank,
    }
    refs = [_text(ref) for ref in tags.get("ref", "").split(";") if ref.strip()]
    if refs:
        about |= {"ref": ";".join(refs), "shield_text": refs[0]}
    if link:
        about["is_link"] = True
    if (way := _direction(tags, detail)) is not None:
        about["oneway"] = way
    open_to_all = tags.get("access", "yes") not in {"no", "private"}
    return Kind(
        "roads", "line", min(15, _ROAD_ZOOMS[detail] + (_LINK_LATER if link else 0)),
        about | _above_and_below(tags), road=rank if open_to_all else None,
    )  # fmt: skip


def _direction(tags: Mapping[str, str], detail: str) -> str | None:
    stated = tags.get("oneway", "")
    if stated in {"yes", "true", "1"}:
        return "yes"
    if stated in {"-1", "reverse"}:
        return "-1"
    round_about = tags.get("junction") in {"roundabout", "circular"}
    return "yes" if not stated and (round_about or detail == "motorway") else None


def _above_and_below(tags: Mapping[str, str]) -> dict[str, bool]:
    found = {}
    if tags.get("bridge", "no") != "no":
        found["is_bridge"] = True
    if tags.get("tunnel", "no") != "no":
        found["is_tunnel"] = True
    return found


def _rail(tags: Mapping[str, str]) -> Kind | None:
    zoom = _RAILS.get(tags["railway"])
    if zoom is None:
        return None
    aside = "service" in tags
    about = {"kind": "rail", "kind_detail": tags["railway"], "sort_rank": 300, **names(tags)}
    return Kind("roads", "line", 13 if aside else zoom, about | _above_and_below(tags))


def _water_line(tags: Mapping[str, str]) -> Kind | None:
    zoom = _WATER_LINES.get(tags["waterway"])
    if zoom is None or tags.get("tunnel", "no") != "no":
        return None
    return Kind("water", "line", zoom, {"kind": tags["waterway"], **names(tags)})


def _water_area(tags: Mapping[str, str]) -> Kind | None:
    if tags.get("natural") == "water":
        stated = tags.get("water", "water")
        kind = stated if stated in _WATER_AREAS else "water"
    elif tags.get("waterway") in {"riverbank", "dock"}:
        kind = "river"
    elif tags.get("landuse") in {"reservoir", "basin", "aquaculture"}:
        kind = (
            "basin"
            if tags["landuse"] == "basin"
            else "reservoir"
            if tags["landuse"] == "reservoir"
            else "pond"
        )
    else:
        return None
    return Kind("water", "area", None, {"kind": kind, **names(tags)})


def _land(tags: Mapping[str, str]) -> Kind | None:
    kind = (
        "military"
        if "military" in tags
        else "aerodrome"
        if tags.get("aeroway") == "aerodrome"
        else _LANDUSE.get(tags.get("landuse", ""))
        or _NATURAL.get(tags.get("natural", ""))
        or _LEISURE.get(tags.get("leisure", ""))
        or {"grave_yard": "cemetery", "hospital": "hospital", "school": "school", "university": "school"}.get(
            tags.get("amenity", "")
        )
    )
    return None if kind is None else Kind("landuse", "area", None, {"kind": kind, **names(tags)})


def _poi(tags: Mapping[str, str], form: Form) -> Kind | None:
    named = names(tags)
    if not named:
        return None
    amenity = tags.get("amenity", "")
    about: dict[str, Any] = {"kind": amenity, **named}
    if amenity == "place_of_worship":
        if "religion" in tags:
            about["kind_detail"] = tags["religion"]
        return Kind("pois", form, 14, about)
    if amenity in _POIS:
        return Kind("pois", form, _POIS[amenity], about)
    if tags.get("office") == "government":
        return Kind("pois", form, 14, about | {"kind": "townhall"})
    return None


def _people(text: str) -> int | None:
    found = _NUMBER.match(text.strip())
    digits = re.sub(r"\D", "", found.group()) if found else ""
    return int(digits) if digits and len(digits) < 10 else None
