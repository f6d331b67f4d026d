"""Files that rows name by the SHA-256 of their content: which of them the register says are kept."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.store.tables import LEDGERED

_SHA256 = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_LISTS = frozenset({"files", "photos", "items"})
"""Columns of lists in which a file is named by its SHA-256."""
_NOT_KEPT = {
    "import_batches": frozenset({"file_sha256"}),  # by which a list is known again that came once before
    "data_requests": frozenset({"file_sha256"}),  # of a workbook that is made anew when it is asked for
    "field_items": frozenset({"sha256", "photos"}),  # of the text; photos may come days after the item
    "position_items": frozenset({"sha256", "photos"}),  # likewise
    "set_aside_items": frozenset({"sha256"}),
    "defects": frozenset({"photos"}),  # as of items; those that came are in field_photos
    "defect_steps": frozenset({"photos"}),
}
"""Columns with a SHA-256 that is of no file, or of one that may still come."""


class NamedFile(NamedTuple):
    """A file by its SHA-256, and the first table and column that name it."""

    table: str
    column: str
    sha256: str


def named_files(connection: Connection) -> Iterator[NamedFile]:
    """Yield every file that a row which stands says is kept, each once, in the order of the tables."""
    seen: set[str] = set()
    for name, table in LEDGERED.items():
        for column in _columns(table):
            for (value,) in connection.execute(sa.select(sa.cast(table.c[column], sa.Text)).distinct()):
                for sha256 in _SHA256.findall(value or ""):
                    if sha256 not in seen:
                        seen.add(sha256)
                        yield NamedFile(name, column, sha256)


def _columns(table: Table) -> list[str]:
    return [
        column
        for column in (one.name for one in table.c)
        if (column.endswith("sha256") or column in _LISTS) and column not in _NOT_KEPT.get(table.name, ())
    ]
