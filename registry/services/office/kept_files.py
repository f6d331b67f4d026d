"""Are the files on the disk those that the register took in? Each lies under the SHA-256 of its content."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.tables import LEDGERED, Table
from registry.store.verification import Problem

_NAME = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{1,5})?")
_SHA256 = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_LISTS = frozenset({"files", "photos", "items"})
"""Columns of lists in which a file is named by its SHA-256."""
_NOT_KEPT = {
    "import_batches": frozenset({"file_sha256"}),  # by which a list is known again that came once before
    "data_requests": frozenset({"file_sha256"}),  # of a workbook that is made anew when it is asked for
    "field_items": frozenset({"sha256", "photos"}),  # of the text; photos may come days after the item
    "set_aside_items": frozenset({"sha256"}),
    "defects": frozenset({"photos"}),  # as of items; those that came are in field_photos
    "defect_steps": frozenset({"photos"}),
}
"""Columns with a SHA-256 that is of no file, or of one that may still come."""


def file_problems(
    registry: Registry, connection: Connection, references: frozenset[str]
) -> tuple[list[Problem], list[Problem]]:
    """Return (problems, notes): files changed or missing; files that nothing ever named.

    The latter no page can reach: somebody put them there, or a process left them that ended between keeping
    a file and writing of it.
    """
    problems: list[Problem] = []
    notes: list[Problem] = []
    there: set[str] = set()
    for path, name in _files(registry.settings.files):
        match = _NAME.fullmatch(name)
        if match is None:
            notes.append(Problem("FILE-UNKNOWN", {"file": name}))
            continue
        there.add(match.group(1))
        if path.is_symlink() or not path.is_file() or _sha256(path) != match.group(1):
            problems.append(Problem("FILE-CHANGED", {"file": name}))
        elif match.group(1) not in references:
            notes.append(Problem("FILE-NEVER-NAMED", {"file": name}))
    for table, column, sha256 in _named(connection):
        if sha256 not in there:
            problems.append(Problem("FILE-MISSING", {"file": sha256, "table": table, "column": column}))
    return problems, notes


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            yield path, path.relative_to(folder).as_posix()


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:  # a disk that cannot give it back: as good as changed
        return ""


def _named(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Yield (table, column, SHA-256) of every file that a row which stands says is kept, each once."""
    seen: set[str] = set()
    for name, table in LEDGERED.items():
        for column in _columns(table):
            for (value,) in connection.execute(sa.select(sa.cast(table.c[column], sa.Text)).distinct()):
                for sha256 in _SHA256.findall(value or ""):
                    if sha256 not in seen:
                        seen.add(sha256)
                        yield name, column, sha256


def _columns(table: Table) -> list[str]:
    return [
        column
        for column in (one.name for one in table.c)
        if (column.endswith("sha256") or column in _LISTS) and column not in _NOT_KEPT.get(table.name, ())
    ]
