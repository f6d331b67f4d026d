"""A table read whole: every row, all of its columns or some."""

from registry.store import ledger
from registry.store.database import Database
from registry.store.rows import rows_of
from registry.store.tables import sites
from tests.store.rows import created, site


def test_every_row_with_the_columns_that_are_asked_for(database: Database) -> None:
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A"), site("B")), who="lan", batch="B0")
    with database.read() as connection:
        assert sorted(row["code"] for row in rows_of(connection, sites)) == ["A", "B"]
        assert set(rows_of(connection, sites)[0]) == set(sites.c.keys())
        assert {tuple(row) for row in rows_of(connection, sites, ("code", "lon"))} == {("code", "lon")}
