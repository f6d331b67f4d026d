"""Connections to the register: one writer at a time, readers that never wait for it.

SQLite (the default): write-ahead log; the writing engine begins ``IMMEDIATE`` with ``synchronous=FULL``, the
reading engine begins deferred and may not write. Python's legacy transaction control is switched off: it does
not begin before a SELECT, and a read-modify-write then loses updates without an error. PostgreSQL: writers
queue on one advisory lock, readers see one snapshot.
"""

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from registry.errors import RefusalError
from registry.extras import need_extra
from registry.store.data_stamp import DataStamp, Stamp
from registry.store.failures import refusal_of
from registry.store.lacking_columns import lacking
from registry.store.server_link import REST_S, Place, engine_of, make_schema, place_in
from registry.store.table_parts import UnreadableValueError
from registry.store.tables import metadata

__all__ = ["SCHEMA", "Connection", "Database"]
# Services hand a ``Connection`` on to the functions of the store, and know nothing else of SQLAlchemy.

SCHEMA = "0056"
"""The revision of ``registry/store/migrations`` that this program writes and reads."""
FIRST_SCHEMA = "0011"
"""The oldest that it can bring to ``SCHEMA``: those before were made by trials of the program only."""

_SQLITE = "sqlite:///"
_UNREACHABLE = "STORE-UNREACHABLE"


class Database:
    """The register's database by URL: ``sqlite:///path`` or ``postgresql://...`` (with PostGIS).

    Several registers may live in one database of PostgreSQL, each in a schema that its address names
    (``?schema=so_20``); without it a register lies where the database looks first, in ``public``.
    ``wait_s`` is how long a writer waits for another before it is refused (``STORE-LOCKED``). Nothing is
    opened or created before the first use; ``upgrade`` alone creates.
    """

    def __init__(self, url: str, *, wait_s: float = 30.0) -> None:
        self.url = url
        self.wait_s = wait_s
        self.path: Path | None = None
        self._place: Place | None = None
        self._checked = False
        self._rests_until = 0.0  # until when nobody tries to reach a server that could not be reached
        self._making = threading.Lock()
        self._engines: dict[str, sa.Engine] = {}
        self._file: tuple[int, int] | None = None
        self._stamp: DataStamp | None = None
        if url.startswith(_SQLITE) and url != _SQLITE:
            self.backend = "sqlite"
            self.path = Path(url.removeprefix(_SQLITE))
            self._stamp = DataStamp(self.path)
        elif url.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
            self.backend = "postgresql"
            try:
                self._place = place_in(url)
            except (ArgumentError, ValueError) as error:  # a port that is no number
                raise RefusalError("STORE-BAD-URL", url=_without_password(url)) from error
        else:
            raise RefusalError("STORE-BAD-URL", url=_without_password(url))

    @property
    def schema(self) -> str:
        """The schema of its own that the address names; "" where it names none, and for SQLite."""
        return "" if self._place is None else self._place.schema

    @property
    def name(self) -> str:
        """The database as it may be shown: the path, or the URL without its password."""
        return str(self.path) if self.path is not None else _without_password(self.url)

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that holds the writer's lock from its first statement.

        Committed at the end, rolled back on any exception. Only one writer runs at a time, so what is read
        inside stays true until the commit.
        """
        self.check()
        with self._transaction("write") as connection:
            yield connection

    @contextlib.contextmanager
    def aside(self) -> Iterator[Connection]:
        """Yield a connection for what is outside the ledger and whose rows several processes may share.

        PostgreSQL: without the writer's lock, so that it waits for no long import; a row that somebody holds
        is skipped or waited for. SQLite: as ``write``, there is one writer.
        """
        self.check()
        with self._transaction("aside") as connection:
            yield connection

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection on one unchanging snapshot that cannot write and never waits for a writer."""
        self.check()
        with self._transaction("read") as connection:
            yield connection

    @contextlib.contextmanager
    def raw(self) -> Iterator[Connection]:
        """Yield a connection that cannot write, to a database of whatever version, register or not."""
        with self._transaction("read") as connection:
            yield connection

    def stamp(self) -> Stamp | None:
        """Return a mark that differs after any commit by anybody; None where reading anew is as cheap.

        Ask before reading: what is read under it stands as long as the mark is the same.
        """
        return None if self._stamp is None or not self._checked else self._stamp.present()

    def exists(self) -> bool:
        """Whether there is a register at this URL, of whatever version."""
        return self._version() is not None

    def version(self) -> str | None:
        """Return the version of the register at this URL, None where there is none."""
        return self._version()

    def is_current(self) -> bool:
        """Whether the register is what this program writes and reads."""
        return self._version() == SCHEMA and not self._lacks()

    def check(self) -> None:
        """Refuse a register that is missing or of another version; asked once, then remembered."""
        if self._checked:
            return
        version = self._version()
        if version is None:
            raise RefusalError("STORE-MISSING", database=self.name)
        if version > SCHEMA:
            raise RefusalError("STORE-NEWER-SCHEMA", database=self.name, found=version, known=SCHEMA)
        if version < SCHEMA or (lacks := self._lacks()):
            found = version if version < SCHEMA else f"{version} − {', '.join(lacks)}"
            raise RefusalError("STORE-OLDER-SCHEMA", database=self.name, found=found, known=SCHEMA)
        self._checked = True

    def upgrade(self, prove: Callable[[Connection], None] | None = None) -> None:
        """Create the register, or bring an older one to this version; nothing changes where it is current.

        ``prove`` looks at the result before it is committed: what it raises leaves the register as it was.
        """
        # Alembic costs a tenth of a second to import, and only this needs it.
        from registry.store.migrations.runner import upgrade  # noqa: PLC0415

        version = self._version()
        if version is not None and version > SCHEMA:
            raise RefusalError("STORE-NEWER-SCHEMA", database=self.name, found=version, known=SCHEMA)
        if version is not None and version < FIRST_SCHEMA:
            raise RefusalError("STORE-BEFORE-FIRST", database=self.name, found=version, known=FIRST_SCHEMA)
        if version == SCHEMA and not self._lacks():
            return
        if self.path is not None:
            try:
                _make_for_owner(self.path)
            except OSError as error:
                raise RefusalError(
                    "STORE-CANNOT-CREATE", database=self.name, reason=error.strerror or ""
                ) from error
        with self._transaction("create") as connection:
            if self.schema:
                make_schema(connection, self.schema)
            _migrate(upgrade, connection, self.name)
            if prove is not None:
                prove(connection)
        self._checked = False

    def close(self) -> None:
        """Close every connection; the database may be used again afterwards."""
        with self._making:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()
            if self._stamp is not None:
                self._stamp.close()
            self._checked = False

    def rename(self, target: Path) -> None:
        """Give a finished SQLite register its name, as one step; refused where one of that name stands.

        Whoever looks at ``target`` finds no register or the whole of it.
        """
        assert self.path is not None
        self.close()
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it in the one file
        try:
            target.hardlink_to(self.path)
        except FileExistsError as error:
            raise RefusalError("REGISTRY-EXISTS", home=str(target.parent)) from error
        except OSError:  # a file system without hard links
            self.path.replace(target)

    def _version(self) -> str | None:
        if self.path is not None and not self.path.is_file():
            return None
        with self._transaction("read") as connection:
            # In its own schema: PostGIS's, where names are looked for too, may hold another's register.
            if not sa.inspect(connection).has_table("alembic_version", schema=self.schema or None):
                return None
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return None if found is None else str(found)

    def _lacks(self) -> list[str]:
        """Return the columns of masts that the dictionary of columns has and this register not yet."""
        with self._transaction("read") as connection:
            if self.schema:
                there = set(sa.inspect(connection).get_table_names(schema=self.schema))
                if gone := sorted(metadata.tables.keys() - there):  # else the name would be another's table
                    return gone[:5]
            return [f"{column.table.name}.{column.name}" for column in lacking(connection)]

    def _follow_file(self) -> None:
        """Let go of a file that a restore moved aside, so that a running server goes on with the new one."""
        if self.path is None:
            return
        try:
            status = self.path.stat()
        except OSError:  # what is missing or out of reach is refused when it is opened
            return
        file = (status.st_dev, status.st_ino)
        if self._file is not None and self._file != file:
            self.close()
        self._file = file

    @contextlib.contextmanager
    def _transaction(self, purpose: str) -> Iterator[Connection]:
        self._follow_file()
        if time.monotonic() < self._rests_until:
            raise RefusalError(_UNREACHABLE, database=self.name)
        try:
            with self._engine(purpose).begin() as connection:
                if self.backend == "postgresql":
                    self._begin_postgresql(connection, purpose)
                yield connection
        except UnreadableValueError as error:
            raise RefusalError("STORE-DAMAGED", database=self.name) from error
        except DBAPIError as error:
            refusal = refusal_of(error, self.name)
            if refusal is None:
                raise
            if refusal.code == _UNREACHABLE:
                self._rests_until = time.monotonic() + REST_S
            raise refusal from error

    def _begin_postgresql(self, connection: Connection, purpose: str) -> None:
        if purpose == "read":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self.wait_s * 1000)}")
        if purpose == "aside":
            return
        assert self._place is not None
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({self._place.writer_lock})")

    def _engine(self, purpose: str) -> sa.Engine:
        with self._making:
            if self.backend == "postgresql":
                purpose = "any"
            elif purpose == "aside":
                purpose = "write"
            if purpose not in self._engines:
                make = self._postgresql if self.backend == "postgresql" else self._sqlite
                self._engines[purpose] = make(purpose)
            return self._engines[purpose]

    def _postgresql(self, _: str) -> sa.Engine:
        need_extra("postgres")
        assert self._place is not None
        try:
            return engine_of(self._place)
        except (ArgumentError, ValueError) as error:
            raise RefusalError("STORE-BAD-URL", url=self.name) from error

    def _sqlite(self, purpose: str) -> sa.Engine:
        mode = "rwc" if purpose == "create" else "rw"  # opening a register never creates an empty one

        def connect() -> sqlite3.Connection:
            resting = purpose == "read" and _rests(Path(str(self.path)))
            return sqlite3.connect(
                f"file:{quote(str(self.path))}?mode={'ro&immutable=1' if resting else mode}",
                uri=True,
                timeout=self.wait_s,
                isolation_level=None,
                check_same_thread=False,
            )

        engine = sa.create_engine("sqlite://", creator=connect, poolclass=QueuePool, max_overflow=20)
        pragmas = ["foreign_keys=ON", "cache_size=-65536"]  # 64 MiB, so that a long list does not spill
        if purpose == "create":
            pragmas.append("journal_mode=WAL")
        pragmas += ["query_only=ON"] if purpose == "read" else ["synchronous=FULL"]

        @sa.event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        @sa.event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN" if purpose == "read" else "BEGIN IMMEDIATE")

        return engine


def _migrate(upgrade: Callable[[Connection], None], connection: Connection, name: str) -> None:
    """Do the migrations; whatever a step fails with is a refusal, as the transaction takes it all back."""
    try:
        upgrade(connection)
    except DBAPIError as error:
        said = str(error.orig).splitlines()[0][:200]
        raise refusal_of(error, name) or RefusalError("UPGRADE-FAILED", reason=said) from error
    except (sa.exc.SQLAlchemyError, ArithmeticError, LookupError, OSError, TypeError, ValueError) as error:
        raise RefusalError("UPGRADE-FAILED", reason=f"{type(error).__name__}: {error}"[:200]) from error


def _make_for_owner(path: Path) -> None:
    """Make an empty file and its folder, for their owner only; SQLite gives its logs the file's mode."""
    folder = path.parent
    new = not folder.is_dir() or not any(folder.iterdir())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if new:
        with contextlib.suppress(OSError):  # of somebody else, who decides
            folder.chmod(0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _rests(path: Path) -> bool:
    """Whether a file lies where nobody can write, with no log beside it: on a disc, say, kept as evidence.

    SQLite reads it only when told that it cannot change; a log would hold what the file does not.
    """
    log = path.with_name(f"{path.name}-wal")
    try:
        if log.exists() and log.stat().st_size:
            return False
        return not os.access(path.parent, os.W_OK)
    except OSError:
        return False


def _without_password(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return url.rsplit("@", maxsplit=1)[-1]
