"""Where the illustrative masts stand: round the centres of communes and along the main roads."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from registry.demo.places import Place, read_places
from registry.demo.zones import demo_zones, outline, road_lines
from registry.model.areas import Layer


@dataclass(frozen=True, slots=True)
class Land:
    """Land to place masts on: its former communes, its main roads, its towns and its outline (metric)."""

    places: Sequence[Place]
    roads: Sequence[Any]
    town: Any
    outline: Any


def north() -> Land:
    """Return old Bắc Giang."""
    town = shapely.union_all([z.geometry for z in demo_zones() if z.layer is Layer.URBAN_AREA])
    return Land(read_places(), road_lines(), town, outline())


def mast_spots(rules: dict[str, Any], rng: np.random.Generator, on: Land) -> tuple[Any, Any, list[Place]]:
    """Place the masts one by one: round a commune's centre or along a road, seldom near another."""
    placing = rules["placing"]
    places, roads, town = on.places, on.roads, on.town
    centres = np.array([(p.x, p.y) for p in places])
    land = on.outline.buffer(-200)
    shapely.prepare([town, land])
    xs: list[float] = []
    ys: list[float] = []
    homes: list[Place] = []
    for district, wanted in rules["districts"].items():
        own = [index for index, p in enumerate(places) if p.district == district]
        near_roads = _road_points(roads, centres[own])
        weight = np.array([_draw(places[i], placing) for i in own])
        weight /= weight.sum()
        made = 0
        while made < wanted:
            if len(near_roads) and rng.random() < placing["along_roads"]:
                x, y = near_roads[int(rng.integers(len(near_roads)))]
                angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(*placing["road_offset_m"])
                x, y = x + offset * np.cos(angle), y + offset * np.sin(angle)
            else:
                home = places[own[int(rng.choice(len(own), p=weight))]]
                spread = _spread(home, placing)
                x, y = rng.normal(home.x, spread), rng.normal(home.y, spread)
            if not shapely.contains_xy(land, x, y):
                continue
            if xs:
                nearest = float(np.sqrt(np.min((np.array(xs) - x) ** 2 + (np.array(ys) - y) ** 2)))
                limit = placing["urban_limit_m" if shapely.contains_xy(town, x, y) else "rural_limit_m"]
                kept = rng.random() < placing["close_chance"]
                if nearest < placing["nearest_m"] or (nearest < limit and not kept):
                    continue
            nearest_own = own[int(np.argmin((centres[own, 0] - x) ** 2 + (centres[own, 1] - y) ** 2))]
            xs.append(float(x))
            ys.append(float(y))
            homes.append(places[nearest_own])
            made += 1
    return np.array(xs), np.array(ys), homes


def _draw(place: Place, placing: dict[str, Any]) -> float:
    """How strongly a commune draws masts: wards and townships more, large communes a little more."""
    return float((placing["ward_weight"] if place.urban else 1.0) * np.clip(place.half_m / 1800, 0.7, 1.5))


def _spread(place: Place, placing: dict[str, Any]) -> float:
    """Return the standard deviation in metres of masts about a commune's centre."""
    reach = 1000 * math.sqrt(place.present_area_km2 / math.pi)
    wide = place.half_m * placing["spread"]
    if not place.urban:
        wide = max(wide, reach * placing["rural_reach"])
    return float(np.clip(wide, placing["spread_min_m"], placing["spread_max_m"]))


def _road_points(roads: Sequence[Any], centres: Any) -> Any:
    """Return points every 150 m along the roads that pass within 2.5 km of one of the centres."""
    points = []
    for road in roads:
        stops = np.arange(0, road.length, 150)
        points.append(shapely.get_coordinates(shapely.line_interpolate_point(road, stops)))
    every = np.vstack(points)
    tree = shapely.STRtree(shapely.points(centres))
    hit = tree.query(shapely.points(every), predicate="dwithin", distance=2500)[0]
    return every[np.unique(hit)]


def place_as_written(rng: np.random.Generator, place: Place, built: dt.date) -> tuple[str, str]:
    """Return commune and district as the list writes them: old lists keep the names of before 1/7/2025."""
    if built.year < 2025 and rng.random() < 0.45:
        return place.written, place.district
    return place.present, ""


def address_of(rules: dict[str, Any], rng: np.random.Generator, place: Place) -> str:
    """Return an address as lists write it: a street in a ward, else a hamlet."""
    words = rules["words"]
    if place.kind == "Phường":
        street = words["streets"][int(rng.integers(len(words["streets"])))]
        return f"Số {int(rng.integers(1, 290))} đường {street}, {place.written} (cũ)"
    hamlet = words["hamlets"][int(rng.integers(len(words["hamlets"])))]
    return f"Thôn {hamlet}, {place.written} (cũ)"
