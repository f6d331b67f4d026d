"""Back to a moment on PostgreSQL by the given settings: base backup, archived log, recovery, verification."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from registry.services.office.registry import open_registry
from registry.services.register.verify import verify
from registry.settings import Settings
from registry.store import ledger
from registry.store.database import Database
from tests import postgres
from tests.deploy.parts import DEPLOY, free_port
from tests.store.rows import created, site

BIN = postgres.binaries()


def call(*command: str | Path) -> None:
    """Run a tool of PostgreSQL as its user; its server keeps what it inherits, so nothing is piped."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False, timeout=60
    )
    assert done.returncode == 0, " ".join(words)


def own(path: Path) -> Path:
    if os.geteuid() == 0:
        shutil.chown(path, "postgres", "postgres")
    return path


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server's user reaches: pytest's own are the tester's alone."""
    if reason := postgres.missing():
        if postgres.all_required():
            pytest.fail(reason)
        pytest.skip(reason)
    folder = own(Path(tempfile.mkdtemp(prefix="bts-moment-")))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def own_folder(path: Path) -> Path:
    path.mkdir(mode=0o700)
    return own(path)


def given(archive: Path, sockets: Path, port: int) -> str:
    """The office's settings with the folders of this test, as a file of settings has them."""
    text = (DEPLOY / "postgresql" / "bts.conf").read_text(encoding="utf-8")
    assert "/mnt/bts-wal" in text
    text = re.sub(r"^(shared_buffers|effective_cache_size) = .*$", "", text, flags=re.MULTILINE)
    text = text.replace("/mnt/bts-wal", str(archive)).replace(
        "listen_addresses = ''", "listen_addresses = '127.0.0.1'"
    )
    return f"{text}\nport = {port}\nunix_socket_directories = '{sockets}'\n"


@contextlib.contextmanager
def serving(data: Path, log: Path) -> Iterator[None]:
    assert BIN is not None
    call(BIN / "pg_ctl", "-D", data, "-l", log, "-w", "start")
    try:
        yield
    finally:
        call(BIN / "pg_ctl", "-D", data, "-w", "-m", "fast", "stop")


def wrote(database: Database, name: str) -> str:
    """Enter a site and return the ledger's head."""
    with database.write() as connection:
        ledger.record(connection, created("sites", site(name)), who="lan", batch=f"B-{name}")
    with database.read() as connection:
        return ledger.head(connection).hash


def verified(home: Path, url: str) -> tuple[str, int]:
    with contextlib.closing(open_registry(Settings(home=home, database_url=url))) as registry:
        found = verify(registry)
    assert found.sound, found.problems
    return found.head, found.entries


def test_the_register_is_brought_back_to_a_moment(place: Path, tmp_path: Path) -> None:
    assert BIN is not None
    data, base, archive = place / "data", place / "base", own_folder(place / "archive")
    port = free_port()
    call(BIN / "initdb", "-D", data, "-U", "bts", "-A", "trust", "-E", "UTF8", "--no-sync")
    with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(given(archive, place, port))
    url = f"postgresql://bts@127.0.0.1:{port}/postgres"
    with serving(data, place / "log"):
        database = Database(url)
        with contextlib.closing(database):
            database.upgrade()
            wrote(database, "A")
            call(
                BIN / "pg_basebackup",
                "-D",
                base,
                "-U",
                "bts",
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
                "-c",
                "fast",
            )
            kept = wrote(database, "B")
            with psycopg.connect(url, autocommit=True) as line:
                (moment,) = line.execute("SELECT clock_timestamp()::text").fetchone() or ("",)
            time.sleep(0.05)
            lost = wrote(database, "C")
            with psycopg.connect(url, autocommit=True) as line:
                (segment,) = line.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone() or ("",)
            until = time.monotonic() + 60
            while not (archive / segment).exists() and time.monotonic() < until:
                time.sleep(0.1)
        assert verified(tmp_path, url) == (lost, 3)
    assert (archive / segment).exists(), "the given archive_command copied the segment"
    assert not list(archive.glob(".*.part"))
    with (base / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(f"restore_command = 'cp {archive}/%f %p'\nrecovery_target_time = '{moment}'\n")
        conf.write("recovery_target_action = 'promote'\n")
    own(base / "postgresql.conf")
    (base / "recovery.signal").touch()
    own(base / "recovery.signal")
    with serving(base, place / "log-base"):
        until = time.monotonic() + 60
        with psycopg.connect(url, autocommit=True) as line:
            while time.monotonic() < until:
                (recovers,) = line.execute("SELECT pg_is_in_recovery()").fetchone() or (True,)
                if not recovers:
                    break
                time.sleep(0.1)
        assert verified(tmp_path, url) == (kept, 2), "B is there, C is not"
        database = Database(url)
        with contextlib.closing(database):
            wrote(database, "D")
        assert verified(tmp_path, url)[1] == 3, "and it is written again"


def test_the_rules_of_who_connects_are_read_by_the_server(place: Path) -> None:
    """PostgreSQL itself reads the given rules and the map of users, and finds no fault in them."""
    assert BIN is not None
    port = free_port()
    call(BIN / "initdb", "-D", place / "data", "-U", "bts", "-A", "trust", "-E", "UTF8", "--no-sync")
    with (place / "data" / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(f"port = {port}\nunix_socket_directories = ''\nlisten_addresses = '127.0.0.1'\n")
    with (
        serving(place / "data", place / "log"),
        psycopg.connect(f"postgresql://bts@127.0.0.1:{port}/postgres", autocommit=True) as line,
    ):
        for name in ("pg_hba.conf", "pg_ident.conf"):
            shutil.copyfile(DEPLOY / "postgresql" / name, place / "data" / name)
            own(place / "data" / name)
        rules = line.execute("SELECT type, user_name, auth_method, error FROM pg_hba_file_rules").fetchall()
        assert [rule for rule in rules if rule[3]] == []
        assert rules[-1][:3] == ("host", ["all"], "reject")
        assert {rule[2] for rule in rules} == {"peer", "reject"}
        maps = line.execute("SELECT map_name, pg_username, error FROM pg_ident_file_mappings").fetchall()
        assert maps
        assert [one for one in maps if one[2]] == []
