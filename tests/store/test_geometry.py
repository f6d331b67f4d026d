"""The database narrows by box, the answer is exact and the same on both backends."""

import random

import pytest
import shapely
import sqlalchemy as sa

from registry.model.ledger import Change
from registry.store import ledger
from registry.store.changes import amend, remove
from registry.store.database import Database
from registry.store.geometry import ids_in_box, wkb_hex
from registry.store.tables import sites, zones
from tests.store.rows import created, site


def zone(name: str, geometry: shapely.Geometry | None) -> dict[str, object]:
    return {
        "id": name,
        "layer": "road",
        "valid_from": "2026-01-01",
        "geometry": geometry,
        "height_unlimited": False,
        "error_m": 0.0,
    }


def write(database: Database, *changes: Change) -> None:
    with database.write() as connection:
        ledger.record(connection, changes, who="a", batch="B1")


def in_box(database: Database, table: sa.Table, *bounds: float) -> list[str]:
    with database.read() as connection:
        return ids_in_box(connection, table, bounds)  # type: ignore[arg-type]


def test_random_boxes_give_what_shapely_gives(database: Database) -> None:
    """R*Tree keeps 32-bit numbers: without the exact filter, points about a metre outside would come too."""
    chance = random.Random(24)
    points = {f"site-{n}": (106 + chance.random(), 21 + chance.random()) for n in range(300)}
    write(database, *created("sites", *(site(str(n), *points[f"site-{n}"]) for n in range(300))))
    for _ in range(40):
        west, south = 106 + chance.random() * 0.8, 21 + chance.random() * 0.8
        lon, lat = points[f"site-{chance.randrange(300)}"]
        for bounds in [
            (west, south, west + 0.2, south + 0.2),
            (lon, lat, lon, lat),
            (lon + 1e-9, lat, 107, 22),
        ]:
            area = shapely.box(*bounds)
            expected = sorted(key for key, place in points.items() if area.intersects(shapely.Point(place)))
            assert in_box(database, sites, *bounds) == expected


def test_the_index_follows_moves_and_removals(database: Database) -> None:
    write(
        database,
        *created("sites", site("A", 106.1, 21.1)),
        *created("zones", zone("z", shapely.box(1, 1, 2, 2))),
    )
    with database.write() as connection:
        place = ledger.rows_by_key(connection, sites, ["site-A"])["site-A"]
        area = ledger.rows_by_key(connection, zones, ["z"])["z"]
        moved = [amend(sites, place, lon=106.5), amend(zones, area, geometry=shapely.box(5, 5, 6, 6))]
        ledger.record(connection, moved, who="a", batch="B2")
    assert in_box(database, sites, 106.0, 21.0, 106.2, 22.0) == []
    assert in_box(database, sites, 106.4, 21.0, 106.6, 22.0) == ["site-A"]
    assert in_box(database, zones, 1, 1, 2, 2) == []
    assert in_box(database, zones, 5.5, 5.5, 5.6, 5.6) == ["z"]
    with database.write() as connection:
        area = ledger.rows_by_key(connection, zones, ["z"])["z"]
        ledger.record(connection, [amend(zones, area, geometry=None)], who="a", batch="B3")
    assert in_box(database, zones, 0, 0, 9, 9) == []
    with database.write() as connection:
        place = ledger.rows_by_key(connection, sites, ["site-A"])["site-A"]
        ledger.record(connection, [remove(sites, place)], who="a", batch="B3")
    assert in_box(database, sites, 0, 0, 180, 90) == []


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)]),
        shapely.box(0, 0, 9, 9).difference(shapely.box(1, 1, 2, 2)),
        shapely.LineString([(106.123456789012345, 21.1), (106.2, 21.2)]),
        shapely.GeometryCollection([shapely.Point(1, 2)]),
        shapely.LineString([(1, 2, 3), (4, 5, 6)]),
    ],
)
def test_a_geometry_comes_back_to_the_last_bit_in_two_dimensions(
    database: Database, geometry: shapely.Geometry
) -> None:
    write(database, *created("zones", zone("z", geometry)))
    with database.read() as connection:
        found = connection.execute(sa.select(zones.c.geometry)).scalar_one()
    assert wkb_hex(found) == wkb_hex(shapely.force_2d(geometry))
    assert shapely.get_srid(found) == 0
    assert not found.has_z
