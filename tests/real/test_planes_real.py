"""Metres of every plane against the mapped communes of 2025: nothing wrong unsaid, nobody refused."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from registry.checks.context import Context
from registry.geo.coordinates import read_metres
from registry.model.areas import full_name
from registry.model.positions import Confidence
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.position_hints import hint_source
from registry.services.register.units.import_admin_units import import_admin_units
from tests.real import SHARED
from tests.services.appraise.plane_battery import (
    GEOD,
    PLANES,
    RIGHT_M,
    Spot,
    appraised,
    metres,
    off_m,
    outcome,
    spread,
)
from tests.services.offices import office

pytestmark = pytest.mark.real

BOUNDARIES = SHARED / "data" / "real" / "boundaries"
DAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    made = office(tmp_path_factory.mktemp("planes-real"))
    path = BOUNDARIES / "bac_ninh_2025_communes.geojson"
    import_admin_units(made, path, level="commune", valid_from=dt.date(2025, 7, 1), yes=True, who="lan")
    yield made
    made.close()


@pytest.fixture(scope="module")
def context(registry: Registry) -> Context:
    return context_for(registry, DAY)


def spots(context: Context, each: int) -> Iterator[Spot]:
    """Points anywhere in every commune, near its border too."""
    chance = random.Random(12)
    for unit in context.units.communes:
        west, south, east, north = unit.boundary.bounds
        left = each
        while left:
            lon, lat = round(chance.uniform(west, east), 6), round(chance.uniform(south, north), 6)
            if shapely.contains_xy(unit.boundary, lon, lat):
                left -= 1
                yield Spot(lon, lat, full_name(unit), unit.code)


def own_plane(spot: Spot) -> int:
    return 9209 if int(spot.code) >= 9163 else 9214


def test_each_row_by_itself_in_every_plane(registry: Registry, context: Context) -> None:
    hints = hint_source(registry, DAY)
    counted = {"stated": 0, "right": 0, "unsure": 0, "no plane": 0}
    for spot in spots(context, 2):
        known = hints({"commune": spot.commune})
        assert known.own == own_plane(spot)
        for epsg in PLANES:
            north, east = metres(spot, epsg)
            if not 100_000 <= east <= 900_000:
                continue
            position = read_metres(str(north), str(east), known).position
            assert position.lon is not None
            assert position.lat is not None
            off = off_of(position.lon, position.lat, spot)
            backed = spread(spot, context, epsg)
            if position.confidence is Confidence.STATED:
                assert off < RIGHT_M or own_plane(spot) in backed
                counted["stated"] += 1
                continue
            assert off <= max(position.accuracy_m, RIGHT_M) * 1.01
            assert spread_holds(context, spot, position.lon, position.lat)
            counted["right" if off < RIGHT_M else "unsure"] += 1
    assert counted["stated"] >= 99 * 2
    assert counted["right"] > counted["unsure"] > 0


def off_of(lon: float, lat: float, spot: Spot) -> float:
    return float(GEOD.inv(spot.lon, spot.lat, lon, lat)[2])


def spread_holds(context: Context, spot: Spot, lon: float, lat: float) -> bool:
    unit = next(unit for unit in context.units.communes if unit.code == spot.code)
    error = unit.boundary_error_m / 100_000 + 1e-6  # degrees: none is shorter than 100 km here
    return bool(shapely.distance(unit.boundary, shapely.Point(lon, lat)) < error)


@pytest.mark.parametrize("epsg", [9214, 9209, 3405, 5897, 32648, 5898, 9213, 9215, 9210])
def test_a_list_of_every_commune_in_one_plane(
    registry: Registry, context: Context, epsg: int, tmp_path: Path
) -> None:
    places = list(spots(context, 1))
    rows = [(spot, epsg, spot.commune) for spot in places] + [(spot, epsg, "") for spot in places[:20]]
    found, codes = appraised(registry, tmp_path, rows)
    wrong = 0
    for number, (row, (spot, _, _)) in enumerate(zip(found, rows, strict=True)):
        assert outcome(row, "LOC-01") != "fail", spot
        off = off_m(row, spot)
        wrong += off > RIGHT_M
        if row.proposal.position.confidence is Confidence.STATED:
            assert off < RIGHT_M, (spot, codes.get(number))
        else:
            assert off <= max(row.proposal.position.accuracy_m, RIGHT_M) * 1.01
    assert wrong == 0  # 99 mapped communes tell even the planes of 105° apart
