"""The southern half of the illustrative province (old Bắc Ninh): its zones, and its masts.

It was made after the northern half and has numbers of its own, so that nothing of that one changed; its masts
stand in the same lists, after the northern ones, since a network has one list of the whole province.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import shapely

from registry.demo.lines import curve, ways
from registry.demo.mast_spots import Land, mast_spots
from registry.demo.masts import DemoMast, masts_at
from registry.demo.places import SOUTH, metric_line, parameters, read_places
from registry.demo.zones import DemoZone, band_zone, blob, dykes, heritage, outline, towns
from registry.model.areas import Layer


@cache
def southern_zones() -> tuple[DemoZone, ...]:
    """Return the zones of the southern half, the same on every call."""
    areas = parameters("south")
    rng = np.random.default_rng(areas["seed"])
    urban = list(towns(areas["urban"], read_places(SOUTH), rng))
    return (
        *_lines(areas), *dykes(areas), *heritage(areas, rng), *_forests(areas, rng), *urban,
        *_planning(areas["planning"], urban),
    )  # fmt: skip


@cache
def southern_masts(day: dt.date) -> tuple[DemoMast, ...]:
    """Return the masts of the southern half as they stand on ``day``; the same ones for a given day."""
    own, rules = parameters("masts")["south"], parameters("masts")
    operators = {code: {**rules["operators"][code], "owner": owner} for code, owner in own["owners"].items()}
    rules = {
        **rules, **{key: own[key] for key in ("seed", "code", "districts")}, "operators": operators,
        "words": rules["words"] | own["words"],
        "sharing": rules["sharing"] | {"same_mast_pairs": own["same_mast_pairs"]},
    }  # fmt: skip
    town = shapely.union_all([z.geometry for z in southern_zones() if z.layer is Layer.URBAN_AREA])
    roads = [axis for _item, axis in _axes(parameters("south")["road"])]
    rng = np.random.default_rng(own["seed"])
    spots = mast_spots(rules, rng, Land(read_places(SOUTH), roads, town, outline(SOUTH)))
    return masts_at(rules, rng, spots, day)


def _axes(items: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield each item with the part of its way that lies on this land."""
    land = outline(SOUTH)
    for item in items:
        lines = [way.line for way in ways() if item["way"] in (way.ref, way.name)]
        for part in shapely.get_parts(shapely.line_merge(shapely.union_all(lines).intersection(land))):
            yield item, part


def _lines(areas: dict[str, Any]) -> Iterator[DemoZone]:
    for key, layer in (("road", Layer.ROAD), ("railway", Layer.RAILWAY)):
        bands: dict[str, list[DemoZone]] = {}
        for item, axis in _axes(areas[key]):
            bands.setdefault(item["name"], []).append(band_zone(layer, item, axis))
        for name, parts in bands.items():
            whole = shapely.union_all([part.geometry for part in parts])
            yield DemoZone(layer, name, whole, parts[0].attributes)
    for item in areas["power_line"]:
        yield band_zone(Layer.POWER_LINE, item, curve(item["line"], straight=True))


def _forests(areas: dict[str, Any], rng: np.random.Generator) -> Iterator[DemoZone]:
    for item in areas["forest"]:
        (x, y), (half_x, half_y) = metric_line([item["centre"]])[0], item["half_m"]
        shape = shapely.affinity.scale(blob(x, y, 1000, rng, 0.22), half_x / 1000, half_y / 1000)
        turned = shapely.affinity.rotate(shape, item["turn_deg"])
        yield DemoZone(Layer.FOREST, item["name"], turned, {"forest_kind": item["kind"]})


def _planning(rules: dict[str, Any], urban: list[DemoZone]) -> Iterator[DemoZone]:
    land = outline(SOUTH).difference(outline())
    town = shapely.union_all([zone.geometry for zone in urban]).intersection(land)
    for key, shape in (("town", town), ("plain", land.difference(town))):
        extra = {name: rules[key][name] for name in ("allowed_classes", "max_height_m")}
        yield DemoZone(Layer.PLANNING, rules[key]["name"], shape, extra)
