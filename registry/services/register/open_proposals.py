"""The open proposals as the register holds them, read at one version of the desk."""

from typing import NamedTuple

from registry.checks.on_day.open_rows import OpenRows
from registry.store.database import Connection
from registry.store.requests.requests import desk_version, open_rows


class OpenAtVersion(NamedTuple):
    """The rows of all open requests, and the version of the desk that they were read at."""

    version: int
    rows: OpenRows


def open_at(connection: Connection) -> OpenAtVersion:
    """Read the rows of the open requests."""
    return OpenAtVersion(desk_version(connection), OpenRows(open_rows(connection)))
