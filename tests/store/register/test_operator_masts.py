"""The masts that an operator's codes name."""

from registry.store import ledger
from registry.store.database import Database
from registry.store.register.operator_masts import masts_named_by, stations_of
from registry.store.register.sites import alias_row
from registry.store.tables import structures
from tests.store.rows import created, mast, site, station


def test_a_present_code_goes_before_a_former_one_and_a_dismantled_mast_is_none(database: Database) -> None:
    changes = [
        *created("sites", site("A"), site("B"), site("C")),
        *created("structures", mast("A"), mast("B"), mast("C", state="dismantled")),
        *created("stations", station("A", "VTL", technology="4G"), station("A", "VNPT", technology="4G")),
        *created(
            "site_aliases",
            alias_row("site-A", "VTL", "X1"),
            alias_row("site-B", "VTL", "X1", former=True),
            alias_row("site-B", "VTL", "X2"),
            alias_row("site-C", "VTL", "X3"),
            alias_row("site-A", "VNPT", "Y1"),
        ),
    ]
    with database.write() as connection:
        ledger.record(connection, changes, who="lan", batch="B0")
    with database.read() as connection:
        found = masts_named_by(connection, "VTL")
        assert {code: row["id"] for code, row in found.items()} == {"X1": "mast-A", "X2": "mast-B"}
        assert set(found["X1"]) == set(structures.c.keys())
        assert [row["id"] for row in stations_of(connection, "VTL").values()] == ["station-A-VTL"]
        assert list(stations_of(connection, "VTL")) == [("mast-A", "4G")]
