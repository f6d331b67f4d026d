"""What was read under a mark stands until somebody commits: from here, from another process, or a restore."""

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest

from registry.services.office.registry import open_registry
from registry.settings import read_settings
from registry.store import batches, ledger
from registry.store.database import Connection, Database
from tests.services.offices import office


def write(database: Database) -> None:
    with database.write() as connection:
        batches.open_batch(connection, kind="settings", who="lan")


def test_a_mark_is_the_same_until_anybody_commits(database: Database, backend: str) -> None:
    with database.read():  # the version of the register is checked
        pass
    first = database.stamp()
    if backend == "postgresql":
        assert first is None
        return
    assert first is not None
    with database.read() as connection:
        ledger.head(connection)
    assert database.stamp() == first
    write(database)
    second = database.stamp()
    assert second != first
    assert database.path is not None
    other = (
        f'import sqlite3; c = sqlite3.connect({str(database.path)!r}); c.execute("PRAGMA user_version = 7")'
    )
    subprocess.run([sys.executable, "-c", other], check=True)
    third = database.stamp()
    assert third not in (first, second)
    database.close()
    assert database.stamp() is None  # until somebody reads, and what he opens is checked
    write(database)
    assert database.stamp() not in (None, first, second, third)


def test_a_file_put_in_its_place_has_another_mark(tmp_path: Path) -> None:
    with_one = office(tmp_path / "one")
    with_two = office(tmp_path / "two")
    try:
        assert with_one.kept("head", ledger.head) == with_one.kept("head", ledger.head)
        before = with_one.database.stamp()
        write(with_two.database)
        assert with_two.database.path is not None
        assert with_one.database.path is not None
        with_two.close()
        with_two.database.path.replace(with_one.database.path)
        assert with_one.database.stamp() != before
    finally:
        with_one.close()


def test_what_is_kept_is_read_once_and_anew_after_another_process_wrote(tmp_path: Path) -> None:
    here = office(tmp_path / "home")
    there = open_registry(read_settings({"BTS_HOME": str(tmp_path / "home")}))
    asked: list[int] = []

    def count(connection: Connection) -> int:
        asked.append(1)
        return ledger.head(connection).seq

    try:
        first = here.kept("count", count)
        assert here.kept("count", count) == first
        assert len(asked) == 1
        write(there.database)
        assert here.kept("count", count) == first + 1
        assert here.kept("count", count) == first + 1
        assert len(asked) == 2
    finally:
        here.close()
        there.close()


def test_where_no_mark_can_be_told_everything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "stamp", lambda _self: None)
    with contextlib.closing(office(tmp_path / "home")) as made:
        first = made.kept("head", ledger.head)
        assert made.kept("head", ledger.head) == first
        write(made.database)
        assert made.kept("head", ledger.head) != first
