"""Several registers in one database of PostgreSQL, a schema each: none sees, waits for or drops another's."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from registry.errors import RefusalError
from registry.store import copies, ledger, ledger_guards, server_dump, structure, verification
from registry.store.database import SCHEMA, Database
from registry.store.office.operators import load_settings, setting_change
from registry.store.read_views import ReadView, drop_read_views, make_read_views, readers
from registry.store.server_link import place_in
from registry.store.tables import metadata, sites
from tests import postgres
from tests.store.rows import created, site

Three = tuple[Database, Database, Database]


@pytest.fixture
def three(server: postgres.Server) -> Iterator[Three]:
    """The database's own register, of before there were schemas, and two of provinces beside it."""
    with server.fresh() as address, contextlib.ExitStack() as stack:
        made = []
        for end in ("", "?schema=so_20", "?schema=so_24"):
            database = stack.enter_context(contextlib.closing(Database(address + end, wait_s=0.2)))
            database.upgrade()
            made.append(database)
        yield made[0], made[1], made[2]


def enter(database: Database, code: str) -> None:
    with database.write() as connection:
        ledger.record(connection, created("sites", site(code)), who="lan", batch="B1")


def codes(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(connection.execute(sa.select(sites.c.code)).scalars())


def test_each_register_holds_its_own_rows_guards_and_version_and_is_sound(three: Three) -> None:
    for database, code in zip(three, ("OWN", "LSN00001", "BGG00001"), strict=True):
        enter(database, code)
    assert [codes(database) for database in three] == [["OWN"], ["LSN00001"], ["BGG00001"]]
    for database in three:
        assert database.is_current()
        with database.read() as connection:
            assert (verification.verify(connection).entries, structure.problems(connection)) == (1, [])
            assert structure.missing(connection) == []
    with three[1].write() as connection:
        ledger_guards.drop_guards(connection)
    stand = []
    for database in three:
        with database.read() as connection:
            stand.append(ledger_guards.guards_stand(connection))
    assert stand == [True, False, True]


def test_a_writing_in_one_province_keeps_only_its_own_writers_waiting(three: Three) -> None:
    own, so_20, so_24 = three
    with so_20.write() as connection:
        ledger.record(connection, [setting_change(connection, "counter", 1)], who="a", batch="B1")
        for other in (own, so_24):  # would be refused after 0.2 seconds
            with other.write() as writing:
                ledger.record(writing, [setting_change(writing, "counter", 2)], who="b", batch="B1")
        same = Database(so_20.url, wait_s=0.2)
        with contextlib.closing(same), pytest.raises(RefusalError) as refused, same.write():
            pass
    assert refused.value.code == "STORE-LOCKED"
    found = []
    for database in three:
        with database.read() as connection:
            found.append(load_settings(connection)["counter"])
    assert found == [2, 1, 2]


def test_a_schema_without_a_register_is_none_although_another_lies_beside_postgis(three: Three) -> None:
    with contextlib.closing(Database(f"{three[0].url}?schema=so_27")) as absent:
        assert not absent.exists()
        with pytest.raises(RefusalError) as refused, absent.read():
            pass
        assert refused.value.code == "STORE-MISSING"
    assert three[0].is_current()


def test_a_register_that_lacks_a_table_is_refused_and_never_reads_the_table_beside_it(three: Three) -> None:
    own, so_20, _ = three
    enter(own, "OWN")
    with psycopg.connect(own.url, autocommit=True) as connection:
        connection.execute("DROP TABLE so_20.sites CASCADE")
    with contextlib.closing(Database(so_20.url)) as again:
        with pytest.raises(RefusalError) as refused, again.read():
            pass
        assert refused.value.code == "STORE-OLDER-SCHEMA"
        assert "sites" in str(refused.value.params["found"])
        with again.raw() as connection:
            assert {"name": "sites"} in [problem.params for problem in structure.missing(connection)]
    assert codes(own) == ["OWN"]


def test_making_the_indexes_anew_in_one_schema_leaves_those_of_the_others(three: Three) -> None:
    with psycopg.connect(three[0].url, autocommit=True) as connection:
        query = "SELECT schemaname FROM pg_indexes WHERE indexname = 'sites_rtree' ORDER BY schemaname"
        assert [row[0] for row in connection.execute(query)] == ["public", "so_20", "so_24"]
        connection.execute("DROP INDEX so_24.sites_rtree")
    from registry.store.migrations.runner import make_triggers

    with three[2].write() as writing:
        make_triggers(writing)
    with psycopg.connect(three[0].url) as connection:
        assert [row[0] for row in connection.execute(query)] == ["public", "so_20", "so_24"]


def test_postgis_may_lie_in_a_schema_of_its_own_or_be_made_by_the_first_register(
    server: postgres.Server,
) -> None:
    for before in ("CREATE SCHEMA postgis; CREATE EXTENSION postgis SCHEMA postgis", "SELECT 1"):
        with server.fresh(postgis=False) as address:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(before)
            with contextlib.closing(Database(f"{address}?schema=so_20")) as database:
                database.upgrade()
                enter(database, "LSN00001")
                assert codes(database) == ["LSN00001"]
                with database.read() as connection_of_ours:
                    assert structure.problems(connection_of_ours) == []
            with psycopg.connect(address) as connection:
                found = connection.execute(
                    "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
                    "WHERE e.extname = 'postgis'"
                ).fetchone()
            assert found == ("postgis" if before != "SELECT 1" else "public",)


def test_a_province_s_user_reaches_no_table_of_another_province(three: Three) -> None:
    own, so_20, _ = three
    enter(so_20, "LSN00001")
    with psycopg.connect(own.url, autocommit=True) as connection:
        for statement in (
            "CREATE ROLE lang_son LOGIN",
            "GRANT USAGE, CREATE ON SCHEMA so_20 TO lang_son",
            "GRANT ALL ON ALL TABLES IN SCHEMA so_20 TO lang_son",
            "GRANT ALL ON ALL SEQUENCES IN SCHEMA so_20 TO lang_son",
        ):
            connection.execute(statement)
    try:
        theirs = so_20.url.replace(f"{postgres.SUPERUSER}@", "lang_son@")
        with contextlib.closing(Database(theirs)) as database:
            enter_again = created("sites", site("LSN00002"))
            with database.write() as writing:
                ledger.record(writing, enter_again, who="lan", batch="B2")
            assert codes(database) == ["LSN00001", "LSN00002"]
        with psycopg.connect(own.url.replace(f"{postgres.SUPERUSER}@", "lang_son@")) as connection:
            for table in ("so_24.sites", "public.sites", "public.ledger"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"SELECT * FROM {table}")
                connection.rollback()
    finally:
        with psycopg.connect(own.url, autocommit=True) as connection:
            connection.execute("DROP OWNED BY lang_son; DROP ROLE lang_son")


def test_readers_of_two_provinces_are_two_roles_and_go_one_by_one(three: Three) -> None:
    own, so_20, so_24 = three
    view = ReadView("communes", "units", ("code", "name", "geometry"))
    roles = {own: "bts_t_public", so_20: "bts_t_so_20_public", so_24: "bts_t_so_24_public"}
    try:
        for database, role in roles.items():
            with database.write() as connection:
                make_read_views(connection, role, "public", [view])
        for database in three:
            with database.read() as connection:
                assert readers(connection) == ["public"]
        with so_20.write() as connection:
            drop_read_views(connection)
        with psycopg.connect(own.url) as connection:
            query = "SELECT schemaname FROM pg_views WHERE viewname = 'communes' ORDER BY schemaname"
            assert [row[0] for row in connection.execute(query)] == ["bts_t_public", "bts_t_so_24_public"]
    finally:
        with psycopg.connect(own.url, autocommit=True) as connection:
            for role in roles.values():
                connection.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_a_copy_goes_from_schema_to_file_to_another_server_with_the_same_head(
    three: Three, server: postgres.Server, tmp_path: Path
) -> None:
    _, so_20, so_24 = three
    for code in ("LSN00001", "LSN00002"):
        enter(so_20, code)
    enter(so_24, "BGG00001")
    copies.snapshot(so_20, path := tmp_path / "sổ.sqlite")
    with server.fresh() as elsewhere, contextlib.closing(Database(f"{elsewhere}?schema=tinh_20")) as moved:
        copies.load(path, moved)
        heads = []
        for database in (so_20, moved):
            with database.read() as connection:
                found = verification.verify(connection)
                assert (found.problems, structure.problems(connection)) == ((), [])
                heads.append((found.entries, found.head))
        assert heads[0] == heads[1]
        enter(moved, "LSN00003")  # numbers of rows go on after those that came
    assert codes(so_24) == ["BGG00001"]


def test_a_dump_before_an_upgrade_holds_the_province_s_schema_alone(
    three: Three, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = postgres.binaries()
    assert folder is not None
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    server_dump.dump(three[1].url, path := tmp_path / "so_20.dump")
    listed = subprocess.run(
        [str(folder / "pg_restore"), "--list", str(path)], capture_output=True, text=True, check=True
    ).stdout
    tables = [line.split() for line in listed.splitlines() if " TABLE DATA " in line]
    assert {words[words.index("DATA") + 1] for words in tables} == {"so_20"}
    assert len(tables) == len(metadata.tables) + 1  # and Alembic's


@pytest.mark.parametrize("name", ["So_20", "so-20", "20", "pg_so", "x" * 41, "postgis", "a;drop"])
def test_a_name_that_no_schema_of_ours_can_have_is_refused(name: str) -> None:
    with pytest.raises(RefusalError) as refused:
        Database(f"postgresql://registry@127.0.0.1/bts?schema={name}")
    assert refused.value.code == "STORE-BAD-SCHEMA"


def test_public_said_is_the_register_of_which_nothing_is_said() -> None:
    said, unsaid = (place_in(f"postgresql://bts@/bts{end}") for end in ("?schema=public", ""))
    assert said == unsaid
    locks = {place_in(f"postgresql://bts@/bts?schema=so_{code:02d}").writer_lock for code in range(97)}
    assert len(locks) == 97


def test_an_older_register_in_a_schema_is_upgraded_where_it_lies(three: Three) -> None:
    own, so_20, so_24 = three
    enter(so_20, "LSN00001")
    with psycopg.connect(own.url, autocommit=True) as connection:
        connection.execute("ALTER TABLE so_20.design_dossiers DROP COLUMN earlier")
        connection.execute("ALTER TABLE so_20.design_dossiers DROP COLUMN letter_sha256")
        connection.execute("DROP TABLE so_20.hazard_letters")
        connection.execute("ALTER TABLE so_20.sharing_requests DROP COLUMN received_on")
        connection.execute("ALTER TABLE so_20.sharing_requests DROP COLUMN asker_named")
        connection.execute("ALTER TABLE so_20.approvals DROP COLUMN built_height_m")
        connection.execute("ALTER TABLE so_20.approvals DROP COLUMN built_higher_m")
        connection.execute("ALTER TABLE so_20.consultations DROP COLUMN letter_sha256")
        connection.execute("UPDATE so_20.alembic_version SET version_num = '0049'")
    with contextlib.closing(Database(so_20.url)) as older:
        with pytest.raises(RefusalError, match="STORE-OLDER-SCHEMA"), older.read():
            pass
        older.upgrade()
        with older.read() as connection_of_ours:
            assert structure.problems(connection_of_ours) == []
            assert structure.missing(connection_of_ours) == []
            assert verification.verify(connection_of_ours).problems == ()
        assert (older.version(), codes(older)) == (SCHEMA, ["LSN00001"])
    for other in (own, so_24):
        with other.read() as connection_of_ours:
            assert (structure.problems(connection_of_ours), structure.missing(connection_of_ours)) == ([], [])
