"""The database as this program makes it, on both backends, and what somebody else put into it."""

import contextlib
import sqlite3

import pytest
import sqlalchemy as sa

from registry.store import structure
from registry.store.database import Database

EVIL = (
    "CREATE FUNCTION evil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "CREATE TRIGGER evil BEFORE INSERT ON sites FOR EACH ROW EXECUTE FUNCTION evil()",
)
BODY = (
    "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NULL; END $$"
)


def said(database: Database) -> set[tuple[str, str]]:
    with database.read() as connection:
        found = [*structure.missing(connection), *structure.problems(connection)]
    return {(problem.code, str(problem.params.get("name", ""))) for problem in found}


def test_a_register_as_it_is_made_has_nothing_foreign_and_lacks_nothing(database: Database) -> None:
    assert said(database) == set()


@pytest.mark.parametrize(
    ("statement", "code", "name"),
    [
        ("CREATE TABLE evil (x integer)", "DATABASE-UNKNOWN", "evil"),
        ("CREATE VIEW evil AS SELECT * FROM account_secrets", "DATABASE-UNKNOWN", "evil"),
        ("ALTER TABLE sites ADD COLUMN evil integer", "DATABASE-UNKNOWN", "sites.evil"),
        ("DROP TABLE field_photos", "DATABASE-MISSING", "field_photos"),
        ("ALTER TABLE field_photos DROP COLUMN look", "DATABASE-MISSING", "field_photos.look"),
    ],
)
def test_what_is_added_or_taken_away_is_named(
    database: Database, statement: str, code: str, name: str
) -> None:
    with database.write() as connection:
        connection.execute(sa.text(statement))
    assert (code, name) in said(database)


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_trigger_or_a_guard_of_nothing_in_a_server_is_named(database: Database) -> None:
    with database.write() as connection:
        for statement in EVIL:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("CREATE RULE evil AS ON DELETE TO sites DO INSTEAD NOTHING")
        connection.exec_driver_sql(BODY)
    assert said(database) == {
        ("DATABASE-UNKNOWN", "sites.evil"),
        ("DATABASE-TRIGGER", "ledger_guard"),
    }


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_damaged_file_is_said(database: Database) -> None:
    with database.write() as connection:
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_structures_site_id'"
        ).scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    assert database.path is not None
    with contextlib.closing(sqlite3.connect(database.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    with database.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x0a\x00\x10\x00\x05")  # five cells that are not there
    assert "DATABASE-DAMAGED" in {code for code, _name in said(database)}
