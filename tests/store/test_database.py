"""One writer at a time, readers that never wait, and refusals that a person understands."""

import multiprocessing
import sqlite3
import threading
import time
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from registry.errors import RefusalError
from registry.messages import render
from registry.store import ledger
from registry.store.database import SCHEMA, Database
from registry.store.failures import refusal_of, refusal_of_sqlite
from registry.store.office.operators import load_settings, setting_change
from registry.store.tables import sites
from tests import postgres
from tests.store.rows import created, site

PROCESSES, ROUNDS = 4, 25


def count_up(url: str, rounds: int) -> None:
    """Add one to a counter again and again: read, then write what was read plus one."""
    database = Database(url)
    for _ in range(rounds):
        with database.write() as connection:
            value = load_settings(connection).get("counter", 0)
            ledger.record(
                connection, [setting_change(connection, "counter", value + 1)], who="counter", batch="B0"
            )
    database.close()


def test_four_processes_that_read_modify_and_write_lose_no_update(database: Database) -> None:
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=count_up, args=(database.url, ROUNDS)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    with database.read() as connection:
        assert load_settings(connection)["counter"] == PROCESSES * ROUNDS
        assert ledger.head(connection).seq == PROCESSES * ROUNDS


def test_a_reader_never_waits_for_a_long_writer_and_sees_one_snapshot(database: Database) -> None:
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A")), who="a", batch="B1")
    with database.write() as writing:
        ledger.record(writing, created("sites", site("B"), site("C")), who="a", batch="B2")
        begun = time.perf_counter()
        with database.read() as reading:
            assert reading.execute(sa.select(sa.func.count()).select_from(sites)).scalar_one() == 1
        assert time.perf_counter() - begun < 5.0  # far less than it would wait
    with database.read() as reading:
        assert reading.execute(sa.select(sa.func.count()).select_from(sites)).scalar_one() == 3


def test_a_snapshot_does_not_change_under_the_reader(database: Database) -> None:
    with database.read() as reading:
        assert ledger.head(reading).seq == 0
        with database.write() as writing:
            ledger.record(writing, created("sites", site("A")), who="a", batch="B1")
        assert ledger.head(reading).seq == 0
    with database.read() as reading:
        assert ledger.head(reading).seq == 1


def test_a_second_writer_waits_then_is_refused(database: Database) -> None:
    impatient = Database(database.url, wait_s=0.2)
    with database.write(), pytest.raises(RefusalError) as refused, impatient.write():
        pass
    assert refused.value.code == "STORE-LOCKED"
    impatient.close()


def test_a_second_writer_goes_on_when_the_first_has_finished(database: Database) -> None:
    order: list[str] = []
    holding = threading.Event()

    def hold() -> None:
        with database.write():
            holding.set()
            time.sleep(0.2)
            order.append("first")

    thread = threading.Thread(target=hold)
    thread.start()
    assert holding.wait(60)
    with database.write():
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_what_fails_inside_a_write_leaves_nothing(database: Database) -> None:
    def write_then_fail() -> None:
        with database.write() as connection:
            ledger.record(connection, created("sites", site("A")), who="a", batch="B1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_then_fail()
    with database.read() as connection:
        assert ledger.head(connection).seq == 0


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(RefusalError) as refused, database.read() as connection:
        ledger.record(connection, created("sites", site("A")), who="a", batch="B1")
    assert refused.value.code == "STORE-READ-ONLY"


def test_a_register_that_was_never_made_is_refused_and_not_made(url: str) -> None:
    database = Database(url)
    assert not database.exists()
    with pytest.raises(RefusalError) as refused, database.read():
        pass
    assert refused.value.code == "STORE-MISSING"
    assert not database.exists()
    if database.path is not None:
        assert not database.path.exists()
    database.close()


@pytest.mark.parametrize(
    ("version", "code"), [("9999", "STORE-NEWER-SCHEMA"), ("0000", "STORE-OLDER-SCHEMA")]
)
def test_a_register_of_another_version_is_refused(database: Database, version: str, code: str) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
    database.close()
    with pytest.raises(RefusalError) as refused, database.write():
        pass
    assert refused.value.code == code
    assert SCHEMA in render(code, refused.value.params)
    assert version in render(code, refused.value.params, "en")
    if version > SCHEMA:
        with pytest.raises(RefusalError):
            database.upgrade()


def test_upgrading_a_current_register_changes_nothing(database: Database) -> None:
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A")), who="a", batch="B1")
    database.upgrade()
    with database.read() as connection:
        assert ledger.head(connection).seq == 1


@pytest.mark.parametrize("address", ["", "sqlite://", "sqlite:///", "mysql://a:secret@b/c", "nonsense"])
def test_an_address_that_is_none_of_ours_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(RefusalError) as refused:
        Database(address)
    assert refused.value.code == "STORE-BAD-URL"
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "registry.sqlite"
    path.write_bytes(b"Danh sach tram BTS\n" * 500)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(RefusalError) as refused, database.read():
        pass
    assert refused.value.code == "STORE-NOT-A-REGISTRY"
    database.close()


def test_an_empty_file_is_no_register(tmp_path: Path) -> None:
    path = tmp_path / "registry.sqlite"
    path.touch()
    database = Database(f"sqlite:///{path}")
    with pytest.raises(RefusalError) as refused:
        database.check()
    assert refused.value.code == "STORE-MISSING"
    database.close()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    database = Database(f"sqlite:///{tmp_path / 'file' / 'registry.sqlite'}")
    with pytest.raises(RefusalError) as refused:
        database.upgrade()
    assert refused.value.code == "STORE-CANNOT-CREATE"


def test_a_full_disk_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    database.upgrade()
    rows = created("sites", *(site(f"S{number}", address="x" * 500) for number in range(500)))

    def write_on_a_small_disk() -> None:
        with database.write() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
            ledger.record(connection, rows, who="a", batch="B1")

    with pytest.raises(RefusalError) as refused:
        write_on_a_small_disk()
    assert refused.value.code == "STORE-DISK-FULL"
    database.close()
    with database.read() as connection:
        assert ledger.head(connection).seq == 0
    database.close()


def test_odd_letters_in_a_path_are_only_letters(tmp_path: Path) -> None:
    path = tmp_path / "sổ ?mode=memory #1 100%.sqlite"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    assert path.is_file()
    assert database.name == str(path)


def test_sqlite_keeps_its_log_and_its_durability(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    database.upgrade()
    with database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA query_only").scalar() == 1
    database.close()
    with sqlite3.connect(tmp_path / "registry.sqlite") as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    plain.close()


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    database = Database("postgresql://office:secret@127.0.0.1:9/registry")
    with pytest.raises(RefusalError) as refused:
        database.check()
    assert refused.value.code == "STORE-UNREACHABLE"
    assert "127.0.0.1" in refused.value.params["database"]
    assert "secret" not in str(refused.value)
    database.close()


def test_a_database_or_user_that_the_server_lacks_is_refused(server: postgres.Server) -> None:
    for address, code in [
        (server.url("nowhere"), "STORE-NO-DATABASE"),
        (server.url("postgres").replace(postgres.SUPERUSER, "nobody"), "STORE-NO-ACCESS"),
    ]:
        database = Database(address)
        with pytest.raises(RefusalError) as refused:
            database.check()
        assert refused.value.code == code
        database.close()


def test_postgis_is_added_where_the_user_may(server: postgres.Server) -> None:
    with server.fresh(postgis=False) as address:
        database = Database(address)
        database.upgrade()
        with database.read() as connection:
            assert connection.exec_driver_sql("SELECT postgis_lib_version()").scalar()
        database.close()


@pytest.mark.parametrize("rest", ["u:secret@127.0.0.1:abc/x", "u:secret@127.0.0.1:1/x?nonsense=1"])
def test_an_address_that_the_driver_cannot_read_is_refused_without_its_password(rest: str) -> None:
    with pytest.raises(RefusalError, match="STORE-BAD-URL") as refused:
        Database(f"postgresql://{rest}").check()
    assert "secret" not in str(refused.value)


def test_a_full_disk_is_not_called_a_damaged_file() -> None:
    """Without room SQLite cannot lay the index of its log beside the file: a read fails as well."""
    for name, code in [("SQLITE_IOERR_SHMSIZE", "STORE-DISK-FULL"), ("SQLITE_IOERR_READ", "STORE-DAMAGED")]:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = name
        refusal = refusal_of_sqlite(error, "registry.sqlite")
        assert refusal is not None
        assert refusal.code == code


def test_what_the_server_said_first_counts_where_many_rows_went_together() -> None:
    """psycopg may end with "pipeline aborted", which would read as a server that cannot be reached."""
    last = psycopg.errors.PipelineAborted("pipeline aborted")
    last.__context__ = psycopg.errors.DiskFull("no space left on device")
    for cause, code in [(last, "STORE-DISK-FULL"), (psycopg.OperationalError("cut"), "STORE-UNREACHABLE")]:
        refusal = refusal_of(sa.exc.OperationalError("INSERT", {}, cause), "registry")
        assert refusal is not None
        assert refusal.code == code
