"""Zones, coverages, units, plans, lists, operators and settings come back as they were put in."""

import datetime as dt
import math

import shapely

from registry.model.areas import AdminLevel, AdminUnit, Layer, LayerCoverage, OperatorList, Zone
from registry.model.plans import PlannedPosition, PlanVersion
from registry.store import ledger
from registry.store.database import Database
from registry.store.office.operators import (
    is_demo,
    known_operators,
    load_meta,
    load_operators,
    load_owners,
    load_settings,
    meta_change,
    setting_change,
)
from registry.store.register.lists import latest_complete, list_row, load_lists
from registry.store.register.plans import load_positions, load_versions, position_row, version_id, version_row
from registry.store.register.units import digest, load_units, unit_row
from registry.store.zones.zones import coverage_row, load_coverages, load_zones, zone_id, zone_row
from tests.owners import owner_row
from tests.store.rows import created

SQUARE = shapely.box(106.1, 21.2, 106.2, 21.3)
DAY = dt.date(2026, 11, 24)


def write(database: Database, table: str, *rows: dict[str, object], key: str = "id") -> None:
    with database.write() as connection:
        ledger.record(connection, created(table, *rows, key=key), who="a", batch="B1")


def zone(name: str, **fields: object) -> Zone:
    values = {
        "id": name, "layer": Layer.PLANNING, "name": name, "decision": "QĐ 1", "article": "Điều 2",
        "valid_from": dt.date(2025, 1, 1), "valid_to": None, "geometry": SQUARE,
    }  # fmt: skip
    return Zone(**{**values, **fields})  # type: ignore[arg-type]


def test_zones_keep_the_three_kinds_of_height_limit(database: Database) -> None:
    zones = [
        zone("a", max_height_m=None, allowed_classes=None),
        zone("b", max_height_m=45.0, allowed_classes=frozenset({"A2b", "A1a"}), error_m=30.0),
        zone("c", max_height_m=math.inf, allowed_classes=frozenset(), attributes={"nguồn": "bản đồ"}),
    ]
    write(database, "zones", *map(zone_row, zones))
    with database.read() as connection:
        assert load_zones(connection) == zones


def test_zones_of_a_day_and_a_layer(database: Database) -> None:
    ended = zone("ended", valid_to=dt.date(2025, 6, 30))
    later = zone("later", valid_from=dt.date(2027, 1, 1))
    road = zone("road", layer=Layer.ROAD)
    write(database, "zones", *map(zone_row, (ended, later, road, zone("now"))))

    def names(**chosen: object) -> list[str]:
        with database.read() as connection:
            return [item.id for item in load_zones(connection, **chosen)]  # type: ignore[arg-type]

    assert names(as_of=DAY) == ["now", "road"]
    assert names(as_of=dt.date(2025, 6, 30)) == ["ended", "now", "road"]
    assert names(as_of=dt.date(2025, 7, 1), layer=Layer.PLANNING) == ["now"]
    assert names() == ["ended", "later", "now", "road"]


def test_the_same_shape_by_the_same_decision_is_the_same_zone() -> None:
    assert zone_id(Layer.ROAD, "QĐ 1", SQUARE) == zone_id(Layer.ROAD, "QĐ 1", shapely.from_wkb(SQUARE.wkb))
    assert zone_id(Layer.ROAD, "QĐ 1", SQUARE) != zone_id(Layer.ROAD, "QĐ 2", SQUARE)


def test_coverages(database: Database) -> None:
    everywhere = LayerCoverage(Layer.PLANNING, "QĐ 1", dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    part = LayerCoverage(Layer.ROAD, "QĐ 2", dt.date(2025, 1, 1), None, SQUARE)
    write(database, "layer_coverages", coverage_row(everywhere), coverage_row(part))
    with database.read() as connection:
        assert load_coverages(connection) == [everywhere, part]
        assert load_coverages(connection, as_of=DAY) == [part]


def test_units_with_and_without_their_boundaries(database: Database) -> None:
    province = AdminUnit("24@2025", "24", AdminLevel.PROVINCE, "Bắc Ninh", "tỉnh", "", dt.date(2025, 7, 1),
                         None, ("24", "27"), None, 0.0, "Nghị quyết 202/2025/QH15")  # fmt: skip
    commune = AdminUnit("07375@1999", "07375", AdminLevel.COMMUNE, "Vôi", "thị trấn", "217", None,
                        dt.date(2025, 6, 30), (), SQUARE, 800.0, "")  # fmt: skip
    write(database, "admin_units", unit_row(province))
    with database.read() as connection:
        before = digest(connection)
    write(database, "admin_units", unit_row(commune))
    with database.read() as connection:
        assert digest(connection) == digest(connection) != before
        assert load_units(connection) == [commune, province]
        assert load_units(connection, level=AdminLevel.PROVINCE) == [province]
        assert [unit.boundary for unit in load_units(connection, boundaries=False)] == [None, None]


def test_plans_of_a_day_and_their_positions(database: Database) -> None:
    old = PlanVersion("p1", "VTL", "QĐ 1", dt.date(2020, 1, 1), dt.date(2024, 12, 31))
    new = PlanVersion(version_id("VTL", "QĐ 2", dt.date(2025, 1, 1)), "VTL", "QĐ 2", dt.date(2025, 1, 1))
    placed = PlannedPosition(
        "x", "p1", "VTL", "QH01", 106.1, 21.2, 10.0, "07375", "Vôi", "Thôn 1", "A2b", 45.0
    )
    unplaced = PlannedPosition("y", new.id, "VTL", "QH02", commune_as_written="xã Vôi")
    write(database, "plan_versions", version_row(old), version_row(new))
    write(database, "planned_positions", position_row(placed), position_row(unplaced))
    with database.read() as connection:
        assert load_versions(connection) == [old, new]
        assert load_versions(connection, as_of=DAY) == [new]
        assert sorted(load_positions(connection), key=lambda item: item.id) == [placed, unplaced]
        assert load_positions(connection, ["p1"]) == [placed]
        assert load_positions(connection, []) == []


def test_the_newest_complete_list_of_each_operator(database: Database) -> None:
    lists = [
        OperatorList("VTL", dt.date(2026, 1, 1), True, "B1"),
        OperatorList("VTL", dt.date(2026, 9, 1), True, "B2"),
        OperatorList("VTL", dt.date(2026, 10, 1), False, "B3"),
        OperatorList("VNPT", dt.date(2026, 10, 1), False, "B3"),
    ]
    write(database, "operator_lists", *map(list_row, lists))
    with database.read() as connection:
        assert len(load_lists(connection)) == 4
        assert latest_complete(connection) == {"VTL": lists[1]}
        assert latest_complete(connection, as_of=dt.date(2026, 8, 31)) == {"VTL": lists[0]}
        assert latest_complete(connection, as_of=dt.date(2025, 1, 1)) == {}


def test_operators_known_from_the_start(database: Database) -> None:
    write(database, "operators", *known_operators(), key="code")
    with database.read() as connection:
        found = load_operators(connection)
    assert [operator.code for operator in found] == ["VNPT", "VTL", "VMS", "VNM", "GTEL"]
    assert "Vinaphone" in found[0].old_names
    assert [operator.awaited for operator in found] == [True, True, True, True, False]


def test_owners(database: Database) -> None:
    write(database, "owners", owner_row("Công ty Hạ tầng", kind="tower_company", aliases=("HT",)))
    with database.read() as connection:
        found = load_owners(connection)
    assert found["Công ty Hạ tầng"]["kind"] == "tower_company"
    assert found["Công ty Hạ tầng"]["aliases"] == ["HT"]


def test_settings_of_the_office_are_set_changed_and_taken_away(database: Database) -> None:
    for value in ({"tên": "Sở"}, 0, None):
        with database.write() as connection:
            ledger.record(connection, [setting_change(connection, "office", value)], who="a", batch="B1")
        with database.read() as connection:
            assert load_settings(connection) == ({} if value is None else {"office": value})


def test_an_illustrative_register_says_so(database: Database) -> None:
    with database.write() as connection:
        assert not is_demo(connection)
        ledger.record(connection, [meta_change(connection, "demo", True)], who="a", batch="B1")
        assert is_demo(connection)
        assert load_meta(connection) == {"demo": True}
