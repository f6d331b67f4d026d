"""A register made before a column was written into the dictionary is refused until the upgrade adds it."""

import pytest

from registry.columns import Level, stored_columns
from registry.errors import RefusalError
from registry.messages import render
from registry.store import structure
from registry.store.database import Database
from registry.store.lacking_columns import lacking
from registry.store.tables import sites, stations, structures

TABLES = {Level.SITE: sites, Level.STRUCTURE: structures, Level.STATION: stations}


@pytest.mark.parametrize("name", ["structures.sharing_code", "stations.emf_certificate", "sites.note"])
def test_a_column_that_is_lacking_is_said_and_added_empty(database: Database, name: str) -> None:
    table, column = name.split(".")
    with database.write() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
        assert [f"{item.table.name}.{item.name}" for item in lacking(connection)] == [name]
    database.close()
    with pytest.raises(RefusalError, match="STORE-OLDER-SCHEMA") as refused, database.read():
        pass
    assert name in render(refused.value.code, refused.value.params, "en")
    database.upgrade()
    with database.read() as connection:
        assert lacking(connection) == []
        assert structure.missing(connection) == []
        assert structure.problems(connection) == []


def test_every_column_that_lists_fill_is_in_the_table_of_its_level() -> None:
    for level, table in TABLES.items():
        for item in stored_columns(level):
            assert item.stored in table.c, item.name
