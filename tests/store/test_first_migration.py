"""A register of 28/11/2026 (``registers/0011.sql``) opens as it is, whole, and is at the newest revision."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from registry.errors import RefusalError
from registry.store import ledger, structure
from registry.store.database import FIRST_SCHEMA, SCHEMA, Database
from registry.store.geometry import ids_in_box
from registry.store.migrations import runner
from registry.store.tables import PLACED, SPATIAL, metadata, sites
from registry.store.verification import verify
from tests.store.rows import created, site

TODAY = Path(__file__).parent / "registers" / "0011.sql"
EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of that register."""
    made = tmp_path / "registry.sqlite"
    with contextlib.closing(sqlite3.connect(made)) as connection:
        connection.executescript(TODAY.read_text(encoding="utf-8"))
    return made


@pytest.fixture
def register(path: Path) -> Iterator[Database]:
    """That register with the columns of masts that the dictionary has got since; nothing else is to do."""
    with contextlib.closing(Database(f"sqlite:///{path}")) as found:
        found.upgrade()
        yield found


def test_it_opens_with_all_its_rows_and_takes_new_ones(register: Database) -> None:
    register.check()
    with register.read() as connection:
        counts = {
            table.name: found
            for table in metadata.sorted_tables
            if (found := connection.execute(sa.select(sa.func.count()).select_from(table)).scalar())
        }
        assert ids_in_box(connection, sites, EVERYWHERE) == ["site-A", "site-B"]
        assert structure.problems(connection) == structure.missing(connection) == []
    assert counts == {
        "import_batches": 1, "ledger": 8, "sites": 2, "stations": 1, "structures": 2, "zones": 1,
    }  # fmt: skip
    with register.write() as connection:
        ledger.record(connection, created("sites", site("C", 106.3, 21.3)), who="hoa", batch="B1")
    with register.read() as connection:
        assert ids_in_box(connection, sites, (106.25, 21.25, 106.35, 21.35)) == ["site-C"]
        assert verify(connection).problems == ()
        assert {entry.change.origin for entry in ledger.entries(connection)} == {None}
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == SCHEMA


def test_it_has_the_tables_of_a_new_register(register: Database) -> None:
    def ours(_: object, name: str | None, *_rest: object) -> bool:
        return "_rtree" not in (name or "")

    with register.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, metadata) == []


def test_the_indexes_that_nobody_reads_go_with_the_next_that_is_made_anew(register: Database) -> None:
    with register.write() as connection:
        runner.make_triggers(connection)
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%USING rtree%'"
        assert {row[0] for row in connection.exec_driver_sql(query)} == {f"{t.name}_rtree" for t in SPATIAL}
        assert structure.problems(connection) == []
    assert len(PLACED) > len(SPATIAL)


def test_a_trigger_of_an_index_of_before_may_stand_only_as_it_was_made(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP TRIGGER zones_rtree_insert; CREATE TRIGGER zones_rtree_insert AFTER INSERT ON zones "
            "BEGIN UPDATE zones SET name = 'x'; END"
        )
    with contextlib.closing(Database(f"sqlite:///{path}")) as found, found.raw() as connection:
        problems = structure.problems(connection)
    assert {problem.code for problem in problems} == {"DATABASE-TRIGGER"}
    guards = [f"earlier_ledger_guard_{event}" for event in ("delete", "update")]  # of a table that came later
    assert sorted(problem.params["name"] for problem in problems) == [*guards, "zones_rtree_insert"]


def test_a_register_of_a_trial_before_is_refused(register: Database) -> None:
    assert FIRST_SCHEMA <= SCHEMA
    with register.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0007'")
    register.close()
    with pytest.raises(RefusalError, match="STORE-OLDER-SCHEMA"):
        register.check()
    with pytest.raises(RefusalError, match="STORE-BEFORE-FIRST"):
        register.upgrade()
