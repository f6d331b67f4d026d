"""What lies on the disk is for its owner only; what a killed process left is swept."""

import contextlib
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from registry.demo.initialise import init_registry
from registry.services.office.attachments import keep_bytes
from registry.services.office.backups.backup import backup
from registry.services.office.operation.leftovers import sweep_leftovers
from registry.services.office.registry import open_registry
from registry.services.register.verify import verify
from registry.settings import Settings, read_settings
from registry.store.scratch import scratch, sweep


def settings_in(home: Path) -> Settings:
    return read_settings({"BTS_HOME": str(home)})


@pytest.fixture
def open_mask() -> "contextlib.ExitStack":
    before = os.umask(0o022)
    stack = contextlib.ExitStack()
    stack.callback(os.umask, before)
    return stack


def test_home_database_logs_files_and_backup_are_for_their_owner(
    tmp_path: Path, open_mask: contextlib.ExitStack
) -> None:
    with open_mask:
        (tmp_path / "made before").mkdir()
        for home in (tmp_path / "new", tmp_path / "made before"):
            settings = settings_in(home)
            init_registry(settings)
            with contextlib.closing(open_registry(settings)) as registry:
                with registry.database.write() as connection:
                    connection.exec_driver_sql("SELECT 1")
                keep_bytes(registry, b"x", "x.pdf")
                backup(registry, tmp_path / "b.zip")
                modes = {item.name: stat.S_IMODE(item.stat().st_mode) for item in home.iterdir()}
            assert stat.S_IMODE(home.stat().st_mode) == 0o700
            assert modes["registry.sqlite"] == 0o600
            assert modes["files"] == 0o700
            assert {mode for name, mode in modes.items() if name.startswith("registry.sqlite")} == {0o600}
            assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


def test_a_register_of_an_earlier_version_is_closed_to_others_when_it_is_opened(
    tmp_path: Path, open_mask: contextlib.ExitStack
) -> None:
    with open_mask:
        settings = settings_in(tmp_path / "home")
        init_registry(settings)
        file = settings.home / "registry.sqlite"
        file.chmod(0o644)
        open_registry(settings).close()
        assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_the_folder_of_a_register_that_lies_elsewhere_is_closed_to_others_too(
    tmp_path: Path, open_mask: contextlib.ExitStack
) -> None:
    """As with PostgreSQL, and where somebody made the folder: files, samples, maps and settings lie in it."""
    with open_mask:
        home, away = tmp_path / "home", f"sqlite:///{tmp_path / 'away' / 'registry.sqlite'}"
        settings = read_settings({"BTS_HOME": str(home), "BTS_DATABASE_URL": away})
        home.mkdir(mode=0o755)
        (home / "samples").mkdir(mode=0o755)
        init_registry(settings)
        open_registry(settings).close()
        assert stat.S_IMODE(home.stat().st_mode) == 0o750


def test_a_folder_of_a_killed_process_is_swept_and_one_at_work_is_not(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from registry.store.scratch import scratch\n"
        "with scratch('.backup-', Path(sys.argv[1])) as room:\n"
        "    (room / 'half').write_bytes(b'x'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    (tmp_path / ".backup-of an earlier program").mkdir()
    assert len(list(tmp_path.glob(".backup-*"))) == 2
    with scratch(".backup-", tmp_path) as room:
        assert [item.name for item in tmp_path.glob(".backup-*")] == [room.parent.name]
        assert sweep(".backup-", tmp_path) == 0
        assert room.is_dir()
    assert list(tmp_path.glob(".backup-*")) == []


def test_half_written_files_are_swept_after_an_hour(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    init_registry(settings)
    with contextlib.closing(open_registry(settings)) as registry:
        kept = keep_bytes(registry, b"x", "x.pdf")
        for name in (".photo-0123", ".0123456789abcdef"):
            (settings.files / name).write_bytes(b"half")
        assert sweep_leftovers(registry) == 0  # somebody may be at it
        old = time.time() - 7200
        for item in settings.files.iterdir():
            os.utime(item, (old, old))
        assert sweep_leftovers(registry) == 2
        assert [item.name for item in settings.files.iterdir()] == [kept.path.name]


def test_a_register_where_nobody_can_write_is_verified_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disc: SQLite may make no log beside the file, and needs none."""
    settings = settings_in(tmp_path / "home")
    init_registry(settings)
    with contextlib.closing(open_registry(settings)) as registry:
        head = verify(registry).head
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    before = sorted((item.name, item.stat().st_mtime_ns) for item in settings.home.iterdir())
    with contextlib.closing(open_registry(settings)) as registry:
        assert verify(registry).head == head
        names = {item.name for item in settings.home.iterdir()}
    assert not names & {"registry.sqlite-wal", "registry.sqlite-shm"}
    assert sorted((item.name, item.stat().st_mtime_ns) for item in settings.home.iterdir()) == before
