"""An older register is brought to this version after a backup, or is exactly as it was."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.columns import Level, stored_columns
from registry.errors import RefusalError
from registry.services.office.backups.backup import manifest_of, restore
from registry.services.office.backups.kept_backups import FOLDER
from registry.services.office.backups.upgrade import upgrade
from registry.services.office.operation import operation_reports
from registry.services.office.registry import open_registry
from registry.services.register.verify import verify
from registry.settings import Settings
from registry.store import ledger, server_dump
from registry.store.database import SCHEMA, Database
from registry.store.migrations import runner
from tests.postgres import Server, binaries
from tests.services.office.backups.test_backup import PASS, filled, head_of, settings_in

NEWEST = stored_columns(Level.STRUCTURE)[-1].stored
FIRST = Path(__file__).parents[3] / "store" / "registers" / "0011.sql"


@pytest.fixture
def old(tmp_path: Path) -> Settings:
    """A register as the program of 28/11/2026 left it, with a file."""
    settings = settings_in(tmp_path / "nhà")
    settings.home.mkdir(mode=0o700)
    with contextlib.closing(sqlite3.connect(settings.home / "registry.sqlite")) as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
    settings.files.mkdir()
    (settings.files / "ảnh.jpg").write_bytes(bytes(1000))
    return settings


@pytest.fixture
def old_on_server(server: Server, tmp_path: Path) -> Iterator[Settings]:
    """A register on PostgreSQL that lacks what this program's dictionary of columns has got since."""
    with server.fresh() as url:
        settings = settings_in(tmp_path / "nhà", url)
        filled(settings)
        engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE structures DROP COLUMN {NEWEST} CASCADE")
        engine.dispose()
        yield settings


def state(settings: Settings) -> tuple[str | None, ledger.Head, list[str]]:
    with contextlib.closing(Database(settings.database_url)) as database, database.raw() as connection:
        tables = sorted(sa.inspect(connection).get_table_names())
        return database.version(), ledger.head(connection), tables


def codes(report: operation_reports.Report) -> list[str]:
    return [one.code for one in report.wrong]


def test_the_first_register_becomes_one_of_this_version(old: Settings, tmp_path: Path) -> None:
    version, head, _ = state(old)
    assert version == "0011"
    report = upgrade(old, passphrase=PASS)
    assert codes(report) == []
    assert (report.figures["before"], report.figures["after"]) == ("0011", SCHEMA)
    assert state(old)[:2] == (SCHEMA, head), "nothing of the ledger changed"
    assert operation_reports.newest(old, operation_reports.UPGRADE) == report
    path = old.home / FOLDER / report.figures["backup"]
    assert path.name.startswith("nang-cap-")
    assert (manifest_of(path)["schema"], manifest_of(path)["head"]) == ("0011", head.hash)
    there = settings_in(tmp_path / "máy khác")
    restore(path, there, passphrase=PASS)
    with contextlib.closing(open_registry(there)) as registry:
        assert verify(registry).head == head.hash
    assert (there.files / "ảnh.jpg").stat().st_size == 1000


def test_the_backup_holds_what_the_older_program_reads(old: Settings, tmp_path: Path) -> None:
    """The way back: the very database of before, which the program of before takes by its own restore."""
    before = state(old)
    path = old.home / FOLDER / upgrade(old).figures["backup"]
    shutil.unpack_archive(path, tmp_path / "ra", "zip")
    was = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'ra' / 'registry.sqlite'}")
    assert state(was) == before


def test_a_register_of_this_version_is_left_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "nhà")
    filled(settings)
    report = upgrade(settings)
    assert codes(report) == []
    assert "không có gì phải nâng cấp" in operation_reports.as_text(report)
    assert not list((settings.home / FOLDER).glob("nang-cap-*"))


def test_without_a_register_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="STORE-MISSING"):
        upgrade(settings_in(tmp_path / "trống"))


def fail_at_last(connection: sa.Connection) -> None:
    connection.exec_driver_sql("SELECT * FROM no_such_table")


def fail_by_a_fault(_: sa.Connection) -> None:
    raise KeyError("a fault of ours")


@pytest.mark.parametrize("failing", [fail_at_last, fail_by_a_fault])
def test_a_migration_that_fails_leaves_the_register_as_it_was(
    old: Settings, monkeypatch: pytest.MonkeyPatch, failing: object
) -> None:
    before = state(old)
    content = {path: path.read_bytes() for path in sorted(old.files.rglob("*")) if path.is_file()}
    monkeypatch.setattr(runner, "make_triggers", failing)  # after all migrations, before the commit
    report = upgrade(old)
    assert codes(report) == ["UPGRADE-FAILED"]
    assert state(old) == before
    assert {path: path.read_bytes() for path in content} == content
    assert (old.home / FOLDER / report.figures["backup"]).is_file()
    monkeypatch.undo()
    assert codes(upgrade(old)) == [], "it works once the migration does"


def test_an_upgrade_after_which_the_register_is_unsound_is_taken_back(
    old: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the upgrade somebody wrote past the ledger: only the verification afterwards can tell."""
    with contextlib.closing(sqlite3.connect(old.home / "registry.sqlite")) as raw:
        raw.execute("UPDATE structures SET mast_height_m = 99")
        raw.commit()
        assert raw.total_changes
    before = state(old)
    report = upgrade(old)
    assert codes(report) == ["UPGRADE-NOT-SOUND"]
    assert state(old) == before


def test_a_register_on_the_server_is_dumped_upgraded_and_comes_back(
    old_on_server: Settings, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = binaries()
    assert folder is not None
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    before = state(old_on_server)
    monkeypatch.setattr(runner, "make_triggers", fail_at_last)
    assert codes(upgrade(old_on_server)) == ["UPGRADE-FAILED"]
    assert state(old_on_server) == before
    monkeypatch.undo()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    report = upgrade(old_on_server)
    assert codes(report) == []
    head = head_of(old_on_server)
    with server.fresh(postgis=False) as url:
        path = old_on_server.home / FOLDER / report.figures["backup"]
        subprocess.run([folder / "pg_restore", "--no-owner", f"--dbname={url}", path], check=True)
        was = Settings(home=old_on_server.home, database_url=url)
        assert state(was) == before
        assert head == before[1].hash


def test_of_several_versions_of_the_tool_the_newest_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapper = tmp_path / "pg_wrapper"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pg_dump").symlink_to(wrapper)
    for path in (wrapper, *(tmp_path / version / "bin" / "pg_dump" for version in ("9.6", "15", "17"))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n", encoding="utf-8")
        path.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(server_dump, "_DEBIAN", tmp_path)
    assert server_dump._newest() == str(tmp_path / "17" / "bin" / "pg_dump")


def test_without_the_tool_nothing_is_done(old_on_server: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(old_on_server)
    monkeypatch.setenv("PATH", "")
    assert codes(upgrade(old_on_server)) == ["UPGRADE-NO-DUMP"]
    assert state(old_on_server) == before


def test_the_command_says_it(old: Settings) -> None:
    environ = {**os.environ, "BTS_HOME": str(old.home), "COLUMNS": "200"}
    command = [str(Path(sys.executable).parent / "bts"), "upgrade"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, "Kết quả: ĐẠT" in done.stdout) == (0, True), done.stderr
