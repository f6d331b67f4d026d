"""The line to a database server: opened anew when it broke, given up when nothing comes through it.

Neither end is told when a network is cut. Without limits a page waits for ever for an answer, and the server
holds the writer's lock for a page that is gone, for as long as its operating system goes on asking: hours. So
both ends ask each other, and let go after ``GIVEN_UP_S``: the page says ``STORE-UNREACHABLE``, the server
takes back what was not committed. Whoever computes for long between two statements is not let go: his machine
answers.
"""

from typing import Any

import sqlalchemy as sa

GIVEN_UP_S = 10
"""So long nothing comes through before a line is given up: less than gunicorn lets a request take."""
CONNECTED_S = 5
"""So long a new line may take to be made."""
REST_S = 1.0
"""So long after a line failed nobody tries: who asks meanwhile is told at once, not one after the other."""
_ASKED = 3  # times in that while, after a third of it


def engine_of(address: str) -> sa.Engine:
    """Return the engine for what follows ``postgresql://``; what the address says itself of time holds.

    Raises ``ArgumentError`` or ``ValueError`` for an address that cannot be read.
    """
    url = sa.make_url(f"postgresql+psycopg://{address}")
    limits = {name: value for name, value in _limits().items() if name not in url.query}
    engine = sa.create_engine(url, max_overflow=20, pool_pre_ping=True, connect_args=limits)
    on_server = "; ".join(f"SET {name} = {value}" for name, value in _server_limits().items())

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.execute(on_server)
        connection.commit()

    return engine


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
