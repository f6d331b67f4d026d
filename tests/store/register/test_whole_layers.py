"""Masts and stations of the whole register, in the order of an export; merged sites are left out."""

import datetime as dt

from registry.model.plans import PlanVersion
from registry.store import ledger
from registry.store.database import Database
from registry.store.register.placed_masts import code_givers
from registry.store.register.plans import each_position, version_row
from registry.store.register.sites import alias_row
from registry.store.register.whole_layers import each_mast, each_station, stations_by_mast
from registry.store.tables import sites, structures
from tests.store.rows import created, mast, site, station


def test_masts_and_stations_come_with_their_site_by_its_code(database: Database) -> None:
    second = {**mast("B"), "id": "mast-B0", "owner": "VNPT"}
    changes = [
        *created("sites", site("B", lon=106.3), site("A"), site("C", merged_into="site-A")),
        *created("structures", mast("B"), second, mast("A"), mast("C")),
        *created("stations", station("B", "VTL", technology="4G"), station("B", "MBF"), station("C", "VTL"),
                 {**station("B", "VTL", technology="2G"), "id": "station-B-2G"}),
        *created("site_aliases", alias_row("site-B", "VTL", "B"),
                 alias_row("site-B", "MBF", "B", former=True), alias_row("site-B", "", "B")),
    ]  # fmt: skip
    with database.write() as connection:
        ledger.record(connection, changes, who="lan", batch="B0")
    with database.read() as connection:
        found = list(each_mast(connection))
        assert [(item.site["code"], item.structure["id"]) for item in found] == [
            ("A", "mast-A"),
            ("B", "mast-B"),
            ("B", "mast-B0"),
        ]
        assert (found[2].site["id"], found[2].structure["owner"]) == ("site-B", "VNPT")
        assert set(found[0].site) == set(sites.c.keys())
        assert set(found[0].structure) == set(structures.c.keys())
        listed = [
            (row["code"], row["operator"], row["technology"], row["lon"]) for row in each_station(connection)
        ]
        assert listed == [("B", "MBF", "", 106.3), ("B", "VTL", "2G", 106.3), ("B", "VTL", "4G", 106.3)]
        carried = stations_by_mast(connection)
        assert list(carried["mast-B"]) == ["MBF", "VTL"]
        assert {row["technology"] for row in carried["mast-B"]["VTL"]} == {"2G", "4G"}
        assert code_givers(connection) == {("site-B", "B"): "VTL"}  # a present code before a former one
        assert code_givers(connection, ["site-A"]) == {}


def test_planned_positions_come_with_their_plan(database: Database) -> None:
    old = PlanVersion("old", "VTL", "1/QĐ", dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    new = PlanVersion("new", "VTL", "2/QĐ", dt.date(2026, 1, 1), None)
    rows = [
        {"id": name, "plan_version": version.id, "operator": "VTL", "code": name, "accuracy_m": 10.0}
        for name, version in (("P2", new), ("P1", new), ("P3", old))
    ]
    changes = [
        *created("plan_versions", version_row(new), version_row(old)),
        *created("planned_positions", *rows),
    ]
    with database.write() as connection:
        ledger.record(connection, changes, who="lan", batch="B0")
    with database.read() as connection:
        found = [(row["code"], row["decision"], row["valid_to"]) for row in each_position(connection)]
    assert found == [("P3", "1/QĐ", old.valid_to), ("P1", "2/QĐ", None), ("P2", "2/QĐ", None)]
