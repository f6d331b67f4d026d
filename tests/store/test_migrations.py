"""A new register is what the tables say, and after every migration indexes and guards stand and work."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from registry.model.ledger import Change
from registry.store import ledger, ledger_guards
from registry.store.database import SCHEMA, Database
from registry.store.geometry import ids_in_box
from registry.store.migrations import runner
from registry.store.tables import SPATIAL, metadata, sites
from tests.store.rows import created, site

EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)


def test_the_program_knows_the_newest_revision() -> None:
    scripts = ScriptDirectory.from_config(runner.configuration())
    assert scripts.get_heads() == [SCHEMA]
    revisions = [script.revision for script in scripts.walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")  # PostGIS's type is not SQLAlchemy's
def test_migrations_make_exactly_the_tables_that_the_program_declares(database: Database) -> None:
    def ours(_: object, name: str | None, *_rest: object) -> bool:
        return "_rtree" not in (name or "") and name != "spatial_ref_sys"

    with database.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True, "compare_server_default": False}
        )
        differences = compare_metadata(context, metadata)
    kinds = [item[0] if isinstance(item, tuple) else item[0][0] for item in differences]
    # SQLite does not tell which type a geometry or a number was declared with, PostgreSQL does
    assert [kind for kind in kinds if kind != "modify_type"] == []


def indexes(connection: sa.Connection) -> set[str]:
    if connection.dialect.name == "postgresql":
        query = "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%USING gist%'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_rtree_%'"
    return {row[0] for row in connection.execute(sa.text(query))}


def test_every_table_that_is_asked_for_a_box_has_its_index(database: Database) -> None:
    with database.read() as connection:
        found = indexes(connection)
    names = {f"{table.name}_rtree" for table in SPATIAL}
    if database.backend == "sqlite":
        names = {f"{name}_{event}" for name in names for event in ("insert", "update", "delete")}
    assert found == names
    assert {table.name for table in SPATIAL} == {"sites", "cable_nodes", "cable_segments"}


def test_a_batch_migration_drops_triggers_and_the_runner_makes_them_again(database: Database) -> None:
    """What Alembic's batch mode does to a table is done here, then what every upgrade ends with."""
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A", 106.1, 21.1)), who="a", batch="B1")
    with database.write() as connection:
        if database.backend == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            before = indexes(connection)
            operations = Operations(MigrationContext.configure(connection))
            for table in ("sites", "ledger"):
                with operations.batch_alter_table(table, recreate="always") as batch:
                    batch.add_column(sa.Column("new", sa.Text))
            assert before - indexes(connection) == {
                f"sites_rtree_{e}" for e in ("insert", "update", "delete")
            }
            assert not ledger_guards.guards_stand(connection)
        runner.make_triggers(connection)
    with database.write() as connection:
        assert ledger_guards.guards_stand(connection)
        assert ids_in_box(connection, sites, EVERYWHERE) == ["site-A"]
        ledger.record(connection, created("sites", site("B", 106.2, 21.2)), who="a", batch="B2")
        assert ids_in_box(connection, sites, (106.15, 21.15, 106.25, 21.25)) == ["site-B"]
        assert len(indexes(connection)) == len(SPATIAL) * (3 if database.backend == "sqlite" else 1)


def test_compacting_the_file_keeps_the_index_true(database: Database) -> None:
    """SQLite's VACUUM gives new row numbers to tables without an integer key of their own; ours have one."""
    with database.write() as connection:
        ledger.record(
            connection, created("sites", *(site(c, 106.1, 21.1) for c in "ABC")), who="a", batch="B1"
        )
        row = ledger.rows_by_key(connection, sites, ["site-A"])["site-A"]
        ledger.record(connection, [Change("sites", "site-A", row, None)], who="a", batch="B2")
    address = database.url.replace("postgresql:", "postgresql+psycopg:")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM")
    engine.dispose()
    with database.read() as connection:
        assert ids_in_box(connection, sites, EVERYWHERE) == ["site-B", "site-C"]
