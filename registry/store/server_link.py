"""The line to a database server: opened anew when it broke, given up when nothing comes through it.

Neither end is told when a network is cut. Without limits a page waits for ever for an answer, and the server
holds the writer's lock for a page that is gone, for as long as its operating system goes on asking: hours. So
both ends ask each other, and let go after ``GIVEN_UP_S``: the page says ``STORE-UNREACHABLE``, the server
takes back what was not committed. Whoever computes for long between two statements is not let go: his machine
answers.

A register may live in a schema of its own (``?schema=so_20`` in the address), beside others in one database.
Every line then looks for names in that schema first and in PostGIS's after it, nowhere else.
"""

import re
import zlib
from typing import Any, NamedTuple

import sqlalchemy as sa

from registry.errors import RefusalError

GIVEN_UP_S = 10
"""So long nothing comes through before a line is given up: less than gunicorn lets a request take."""
CONNECTED_S = 5
"""So long a new line may take to be made."""
REST_S = 1.0
"""So long after a line failed nobody tries: who asks meanwhile is told at once, not one after the other."""
_ASKED = 3  # times in that while, after a third of it
_NAME = re.compile(r"(?!pg_)[a-z][a-z0-9_]{0,39}")
"""What a schema may be called: a name that needs no quotes, with room for what is named after it."""
_NOT_ITS_OWN = frozenset({"public", "information_schema", "postgis", "topology", "tiger"})
_PATH = (
    "SELECT set_config('search_path', %s || ', ' || coalesce((SELECT quote_ident(n.nspname) "
    "FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'postgis'), "
    "'public'), false)"
)


class Place(NamedTuple):
    """An address as libpq knows it, and the schema that it named for us; "" for the database's own."""

    url: sa.URL
    schema: str

    @property
    def writer_lock(self) -> str:
        """The numbers of the advisory lock that stands for "the writer" of this register, as SQL has them."""
        if not self.schema:
            return str(_WRITER)
        named = zlib.crc32(self.schema.encode())
        return f"{_WRITER}, {named - (1 << 32) if named >= 1 << 31 else named}"


_WRITER = 0x62747372
""""btsr". A lock of two numbers is never one of a single number."""


def place_in(url: str) -> Place:
    """Return where an address of PostgreSQL leads.

    ``STORE-BAD-SCHEMA`` for a schema that can be none; raises ``ArgumentError`` or ``ValueError`` for an
    address that cannot be read.
    """
    read = sa.make_url(f"postgresql+psycopg://{url.split('://', 1)[1]}")
    schema = read.query.get("schema", "")
    if schema == "public":  # where a register lies of which nothing is said
        schema = ""
    if not isinstance(schema, str) or (schema and (not _NAME.fullmatch(schema) or schema in _NOT_ITS_OWN)):
        raise RefusalError("STORE-BAD-SCHEMA", schema=str(schema)[:60])
    return Place(read.difference_update_query(["schema"]), schema)


def engine_of(place: Place) -> sa.Engine:
    """Return the engine of a place; what the address says itself of time holds."""
    url, schema = place
    limits = {name: value for name, value in _limits().items() if name not in url.query}
    engine = sa.create_engine(url, max_overflow=20, pool_pre_ping=True, connect_args=limits)
    on_server = "; ".join(f"SET {name} = {value}" for name, value in _server_limits().items())

    @sa.event.listens_for(engine, "connect", insert=True)  # before SQLAlchemy asks for the schema in use
    def _prepare(connection: Any, _record: Any) -> None:
        connection.execute(on_server)
        if schema:
            connection.execute(_PATH, [schema])
        connection.commit()

    return engine


def make_schema(connection: sa.Connection, schema: str) -> None:
    """Make a register's own schema where there is none; nobody else sees into it.

    ``STORE-NO-SCHEMA`` where the register's user may not make one.
    """
    known = sa.text("SELECT 1 FROM pg_namespace WHERE nspname = :schema")
    if connection.execute(known, {"schema": schema}).first() is not None:
        return
    try:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    except sa.exc.ProgrammingError as error:
        raise RefusalError("STORE-NO-SCHEMA", schema=schema) from error


def _limits() -> dict[str, int]:
    """Return what our end does, as libpq's manual names it (34.1.2)."""
    step = max(1, GIVEN_UP_S // _ASKED)
    return {
        "connect_timeout": min(CONNECTED_S, GIVEN_UP_S),
        "keepalives_idle": step,
        "keepalives_interval": step,
        "keepalives_count": _ASKED - 1,
        "tcp_user_timeout": GIVEN_UP_S * 1000,
    }


def _server_limits() -> dict[str, int]:
    """Return what the server's end does, as PostgreSQL's manual names it (19.3.2); not on a local socket."""
    step = max(1, GIVEN_UP_S // _ASKED)
    return {
        "tcp_keepalives_idle": step,
        "tcp_keepalives_interval": step,
        "tcp_keepalives_count": _ASKED - 1,
        "tcp_user_timeout": GIVEN_UP_S * 1000,
    }
