"""The southern half of the illustrative province: masts and zones of its own, the northern ones untouched."""

import datetime as dt
import hashlib
from collections import Counter

import numpy as np
import shapely

from registry.demo.masts import demo_masts
from registry.demo.places import SOUTH, read_places
from registry.demo.south import southern_masts, southern_zones
from registry.demo.zones import demo_zones, outline
from registry.model.areas import Layer

DAY = dt.date(2026, 11, 29)
NORTH = (
    "b1c916ef5b78104a"  # of the northern masts' codes and places: what samples, requests and tests lean on
)


def test_the_northern_masts_are_what_they_were() -> None:
    lines = "\n".join(
        f"{m.code} {m.operator} {m.lon:.6f} {m.lat:.6f} {m.mast_class}" for m in demo_masts(DAY)
    )
    assert hashlib.sha256(lines.encode()).hexdigest()[:16] == NORTH


def test_every_district_of_the_south_has_masts_on_its_own_land() -> None:
    masts = southern_masts(DAY)
    assert 200 <= len(masts) <= 260
    assert {m.place.district for m in masts} == {p.district for p in read_places(SOUTH)}
    assert shapely.contains_xy(outline(SOUTH), [m.x for m in masts], [m.y for m in masts]).all()
    assert {m.operator for m in masts} == {"VTL", "VNPT", "VMS", "VNM"}
    assert Counter(m.place.district for m in masts)["Thành phố Bắc Ninh"] >= 50
    assert sum(bool(m.shared_with) for m in masts) > 20
    assert {m.mast_class for m in masts} >= {"A2b", "A2a", "A1a", "A1b", "A2c"}
    assert all(m.owner.split()[-1] != "Giang" for m in masts)


def test_no_code_is_of_two_masts() -> None:
    codes = [m.code for m in (*demo_masts(DAY), *southern_masts(DAY))]
    assert len(set(codes)) == len(codes)


def test_old_masts_of_the_south_mostly_keep_their_distance() -> None:
    xy = np.array([(m.x, m.y) for m in southern_masts(DAY) if m.stands])
    distance = np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(axis=2))
    np.fill_diagonal(distance, np.inf)
    assert np.mean(distance.min(axis=1) < 250) < 0.35


def test_the_zones_of_the_south_lie_there_and_overlap_no_planning_zone_of_the_north() -> None:
    zones = southern_zones()
    assert {zone.layer for zone in zones} >= {
        Layer.ROAD, Layer.RAILWAY, Layer.POWER_LINE, Layer.DYKE, Layer.HERITAGE_1, Layer.HERITAGE_2,
        Layer.URBAN_AREA, Layer.PLANNING, Layer.FOREST,
    }  # fmt: skip
    assert all(zone.geometry.is_valid and not zone.geometry.is_empty for zone in zones)
    near = outline(SOUTH).buffer(1_500)
    assert [zone.name for zone in zones if not near.covers(zone.geometry)] == []
    names = Counter((zone.layer, zone.name) for zone in (*demo_zones(), *zones))
    assert [key for key, count in names.items() if count > 1 and key[0] is Layer.PLANNING] == []
    planning = [zone for zone in (*demo_zones(), *zones) if zone.layer is Layer.PLANNING]
    whole = shapely.union_all([zone.geometry for zone in planning])
    assert sum(zone.geometry.area for zone in planning) - whole.area < 0.001 * whole.area
