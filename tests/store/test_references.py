"""What names a record that goes, and stays itself."""

from registry.store import ledger
from registry.store.database import Database
from registry.store.references import referring
from tests.store.rows import created, mast, site, station


def test_what_stays_is_found_and_what_goes_with_it_is_not(database: Database) -> None:
    rows = [
        *created("sites", site("A"), site("B")),
        *created("structures", mast("A"), mast("B")),
        *created("stations", station("A", "VTL"), station("A", "VNPT"), station("B", "VTL")),
    ]
    with database.write() as connection:
        ledger.record(connection, rows, who="lan", batch="B0")
    with database.read() as connection:
        found = [(item.table.name, item.key) for item in referring(connection, {"sites": ["site-A"]})]
        assert found == [("structures", "mast-A")]
        gone = {"sites": ["site-A"], "structures": ["mast-A"], "stations": ["station-A-VTL"]}
        (used,) = referring(connection, gone)
        assert (used.table.name, used.key, used.row["operator"]) == ("stations", "station-A-VNPT", "VNPT")
        assert list(referring(connection, {**gone, "stations": ["station-A-VTL", "station-A-VNPT"]})) == []
        assert list(referring(connection, {})) == []
