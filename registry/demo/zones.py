"""Zones of the illustrative province: urban areas, planning zones, heritage, roads, dykes and the rest.

Everything is drawn from the hand-made parameters of ``data/demo/areas.toml`` and the communes' rough points,
so it is schematic and every zone says so. Shapes are made in EPSG:9214 and returned in EPSG:4326.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import shapely

from registry.demo.lines import curve, in_degrees, river_reach
from registry.demo.places import OLD_PROVINCE, Place, metric_line, parameters, read_places
from registry.model.areas import AdminLevel, Layer
from registry.services.register.units.first_units import starting_units

PROVINCE = "24"


@dataclass(frozen=True, slots=True)
class DemoZone:
    """One zone as it is written to a file: its layer, name, metric geometry and attributes."""

    layer: Layer
    name: str
    geometry: Any
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def wgs84(self) -> Any:
        """The geometry in EPSG:4326, with six decimals."""
        return shapely.make_valid(in_degrees(self.geometry))


@cache
def demo_zones() -> tuple[DemoZone, ...]:
    """Return every zone of the illustrative province, layer by layer; the same on every call."""
    areas = parameters("areas")
    rng = np.random.default_rng(areas["seed"])
    urban = list(towns(areas["urban"], read_places(), rng))
    return (
        *_lines(areas),
        *heritage(areas, rng),
        *_boxes(areas, rng),
        *urban,
        *_planning(areas, rng, [zone.geometry for zone in urban]),
    )


def feature_collection(layer: Layer, zones: Iterable[DemoZone]) -> dict[str, Any]:
    """Return a layer's zones as a GeoJSON FeatureCollection with the attributes that imports recognise."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": zone.name, **zone.attributes},
                "geometry": shapely.geometry.mapping(zone.wgs84),
            }
            for zone in zones
            if zone.layer is layer
        ],
    }


def road_lines() -> list[Any]:
    """Return the axes of the main roads as metric LineStrings, for placing masts along them."""
    return [curve(road["line"]) for road in parameters("areas")["road"]]


def _lines(areas: dict[str, Any]) -> Iterator[DemoZone]:
    for item in areas["road"]:
        yield band_zone(Layer.ROAD, item, curve(item["line"]))
    for item in areas["railway"]:
        yield band_zone(Layer.RAILWAY, item, curve(item["line"]))
    for item in areas["power_line"]:
        yield band_zone(Layer.POWER_LINE, item, curve(item["line"], straight=True))
    yield from dykes(areas)


def band_zone(layer: Layer, item: dict[str, Any], axis: Any) -> DemoZone:
    """Return the land along a road, railway or power line, half_width_m to each side of its metric axis."""
    said = {"class": "road_class", "voltage_kv": "voltage_kv"}
    extra = {wanted: item[key] for key, wanted in said.items() if key in item}
    return DemoZone(layer, item["name"], _band(axis, item["half_width_m"]), extra)


def dykes(areas: dict[str, Any]) -> Iterator[DemoZone]:
    """Yield the dykes beside the rivers, on the sides that are asked for."""
    for river in areas["river"]:
        axis = river_reach(river["name"], *river["reach"])
        for side in river.get("sides", ["left", "right"]):
            offset = river["offset_m"] if side == "left" else -river["offset_m"]
            dyke = shapely.offset_curve(axis, offset, join_style="round")
            name = f"{river['name'][0].lower()}{river['name'][1:]}"
            word = "tả" if side == "left" else "hữu"
            extra = {"dyke_class": river["dyke_class"]}
            yield DemoZone(Layer.DYKE, f"Đê {word} {name}", _band(dyke, river["half_width_m"]), extra)


def heritage(areas: dict[str, Any], rng: np.random.Generator) -> Iterator[DemoZone]:
    """Yield zones I and II of each monument, as uneven rings about its rough place."""
    for item in areas["heritage"]:
        (x, y) = metric_line([item["centre"]])[0]
        inner = blob(x, y, item["inner_m"], rng)
        outer = shapely.union(blob(x, y, item["outer_m"], rng), inner.buffer(60)).difference(inner)
        extra = {"rank": item["rank"]}
        yield DemoZone(Layer.HERITAGE_1, f"{item['name']} - khu vực bảo vệ I", inner, extra)
        yield DemoZone(Layer.HERITAGE_2, f"{item['name']} - khu vực bảo vệ II", outer, extra)


def _boxes(areas: dict[str, Any], rng: np.random.Generator) -> Iterator[DemoZone]:
    for key, layer in (("forest", Layer.FOREST), ("military", Layer.MILITARY)):
        for item in areas[key]:
            (x, y) = metric_line([item["centre"]])[0]
            half_x, half_y = item["half_m"]
            if layer is Layer.FOREST:
                shape = shapely.affinity.scale(blob(x, y, 1000, rng, 0.22), half_x / 1000, half_y / 1000)
            else:
                shape = shapely.box(x - half_x, y - half_y, x + half_x, y + half_y)
            extra = {"forest_kind": item["kind"]} if "kind" in item else {}
            shape = shapely.affinity.rotate(shape, item["turn_deg"]).intersection(outline())
            yield DemoZone(layer, item["name"], shape, extra)
    kep = areas["aerodrome"]
    (x, y) = metric_line([kep["centre"]])[0]
    half_x, half_y = kep["length_m"] / 2, kep["width_m"] / 2
    shape = shapely.affinity.rotate(
        shapely.box(x - half_x, y - half_y, x + half_x, y + half_y), kep["turn_deg"]
    )
    extra = {
        "elevation_m": kep["elevation_m"],
        "limit_m": kep["limit_m"],
        "class": kep["class"],
        "verified": "không",
    }
    yield DemoZone(Layer.AERODROME_VICINITY, kep["name"], shape, extra)
    for key, layer in (("navigation_aid", Layer.NAVIGATION_AID), ("air_defence", Layer.AIR_DEFENCE)):
        for item in areas[key]:
            (x, y) = metric_line([item["centre"]])[0]
            yield DemoZone(layer, item["name"], shapely.Point(x, y).buffer(item["radius_m"]))


def towns(rules: dict[str, Any], places: Sequence[Place], rng: np.random.Generator) -> Iterator[DemoZone]:
    """Rings about former wards and townships, joined where they touch and named after their district."""
    groups: dict[str, list[Any]] = {}
    cores = [p for p in places if p.district == rules["core_district"] and p.urban]
    middle = shapely.MultiPoint([(p.x, p.y) for p in cores[:6]]).centroid
    for place in places:
        if not place.urban:
            continue
        radius = _urban_radius(place, rules, middle)
        name = f"Thị trấn {place.name}" if place.kind == "Thị trấn" else place.district
        groups.setdefault(name, []).append(blob(place.x, place.y, radius, rng))
    for name, blobs in groups.items():
        town = shapely.union_all(blobs).buffer(180).buffer(-180).simplify(12)
        for index, part in enumerate(shapely.get_parts(town)):
            suffix = f" ({index + 1})" if len(shapely.get_parts(town)) > 1 else ""
            label = (
                name.split(" ", 1)[1] if name.startswith(("Huyện", "Thị Xã", "Thị xã", "Thành phố")) else name
            )
            label = label.removeprefix("Xã ").removeprefix("xã ").removeprefix("phố ")
            yield DemoZone(Layer.URBAN_AREA, f"Đô thị {label}{suffix}", shapely.Polygon(part.exterior))


def _urban_radius(place: Place, rules: dict[str, Any], middle: Any) -> float:
    if place.kind == "Thị trấn":
        return float(rules["township_radius_m"])
    if middle.distance(shapely.Point(place.x, place.y)) < rules["core_radius_m"]:
        return float(rules["ward_radius_m"])
    return float(rules["outer_ward_radius_m"])


def _planning(areas: dict[str, Any], rng: np.random.Generator, urban: list[Any]) -> Iterator[DemoZone]:
    rules = areas["planning"]
    town = shapely.union_all(urban)
    land = outline()
    split = metric_line([[rules["split_lon"], 21.0], [rules["split_lon"], 21.7]])[0][0]
    west, south, east, north = land.bounds
    spots = {}
    for key in ("centre", "tourism"):
        (x, y) = metric_line([rules[key]["centre"]])[0]
        spots[key] = blob(x, y, rules[key]["radius_m"], rng)
    open_land = land.difference(shapely.union_all([town, spots["tourism"]]))
    shapes = {
        "centre": spots["centre"],
        "town": town.difference(spots["centre"]),
        "plain": open_land.intersection(shapely.box(west, south, split, north)),
        "mountain": open_land.intersection(shapely.box(split, south, east, north)),
        "tourism": spots["tourism"].difference(town),
    }
    for key, shape in shapes.items():
        rule = rules[key]
        extra = {"allowed_classes": rule["allowed_classes"], "max_height_m": rule["max_height_m"]}
        yield DemoZone(Layer.PLANNING, rule["name"], shape, extra)


@cache
def outline(old_province: str = OLD_PROVINCE) -> Any:
    """Return a rough outline of an old province (metric): the present communes on its land, joined."""
    own = {place.present_code for place in read_places(old_province)}
    shapes = [
        unit.boundary
        for unit in starting_units(PROVINCE)
        if unit.level is AdminLevel.COMMUNE and unit.valid_to is None and unit.code in own
    ]
    land = shapely.transform(shapely.union_all(shapes), metric_line)
    return shapely.Polygon(max(shapely.get_parts(land), key=shapely.area).exterior).simplify(60)


def blob(x: float, y: float, radius: float, rng: np.random.Generator, roughness: float = 0.12) -> Any:
    """Return an uneven ring (metric Polygon, 48 vertices) of about ``radius`` metres about a point."""
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    reach = np.ones(48)
    for wave in (2, 3, 5):
        reach += roughness * rng.normal() / wave**0.5 * np.cos(wave * angle + rng.uniform(0, 2 * np.pi)) * 0.7
    reach = radius * np.clip(reach, 0.5, 1.6)
    return shapely.Polygon(np.column_stack([x + reach * np.cos(angle), y + reach * np.sin(angle)]))


def _band(line: Any, half_width_m: float) -> Any:
    return line.buffer(half_width_m, 2, cap_style="flat", join_style="mitre")
