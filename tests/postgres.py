"""A private PostgreSQL with PostGIS for the tests: started on first use, on 127.0.0.1 only, gone at the end.

PostgreSQL refuses to run as root, so as root it is run as the user ``postgres`` that its package makes.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

SUPERUSER = "registry"
ROOM = 4 << 30
"""Bytes that a server may come to need: a gigabyte of its log, and some databases of 15 MB at a time."""


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL that has PostGIS, or None."""
    found = []
    for control in Path("/usr/share/postgresql").glob("*/extension/postgis.control"):
        folder = Path("/usr/lib/postgresql") / control.parts[4] / "bin"
        if (folder / "initdb").exists():
            found.append((int(control.parts[4]), folder))
    return max(found)[1] if found else None


def missing() -> str | None:
    """Return why there is no PostgreSQL to test on, or None."""
    if binaries() is None:
        return "no PostgreSQL with PostGIS (Debian: apt install postgresql-17-postgis-3)"
    if os.geteuid() == 0 and not _has_user("postgres"):
        return "root cannot run PostgreSQL and there is no user postgres"
    return None


def all_required() -> bool:
    """Whether a missing part of the tests' world is a failure (in continuous integration) and no skip."""
    return os.environ.get("BTS_TESTS_REQUIRE_ALL") == "1"


class Server:
    """A running server; each ``fresh`` database is a copy of a template that has PostGIS."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._made: dict[Callable[[str], None], str] = {}

    def url(self, database: str) -> str:
        """Return the URL of one of its databases."""
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    @contextlib.contextmanager
    def fresh(self, *, postgis: bool = True, made_by: Callable[[str], None] | None = None) -> Iterator[str]:
        """Yield the URL of a database, which is dropped afterwards.

        It is empty, or a copy of what ``made_by`` made of an empty one the first time.
        """
        name = f"t{uuid.uuid4().hex}"
        template = "with_postgis" if postgis else "template1"
        if made_by is not None:
            template = self._made_once(made_by)
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _made_once(self, make: Callable[[str], None]) -> str:
        if make not in self._made:
            name = f"made_{len(self._made)}"
            self._run(f"CREATE DATABASE {name} TEMPLATE with_postgis")
            make(self.url(name))
            self._made[make] = name
        return self._made[make]

    def _run(self, *statements: str, database: str = "postgres") -> None:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def make_template(self) -> None:
        """Make the template once."""
        self._run("CREATE DATABASE with_postgis")
        self._run("CREATE EXTENSION postgis", database="with_postgis")


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Start a server in a new folder, yield it, stop it and remove the folder."""
    folder = binaries()
    assert folder is not None
    home = Path(tempfile.mkdtemp(prefix="registry-postgres-", dir=_in_memory()))
    try:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres", "postgres")
        port = _free_port()
        _call(
            folder / "initdb", "-D", home / "data", "-U", SUPERUSER, "-A", "trust", "--no-sync", "-E", "UTF8"
        )
        options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories= -c fsync=off"
        _call(folder / "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "-o", options, "start")
        try:
            server = Server(port)
            server.make_template()
            yield server
        finally:
            _call(folder / "pg_ctl", "-D", home / "data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _in_memory() -> str | None:
    """Return a folder of the machine's memory that has room, where a database is copied ten times as fast."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        return str(memory)
    return None


def _call(*command: str | Path) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    # The server keeps what it inherits open, so its output must not be a pipe that we wait for.
    done = subprocess.run(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False, timeout=60
    )
    assert done.returncode == 0, f"{' '.join(words)} ended with {done.returncode}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
