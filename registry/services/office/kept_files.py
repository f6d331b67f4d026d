"""Are the files on the disk those that the register took in? Each lies under the SHA-256 of its content."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.office.named_files import named_files
from registry.store.verification import Problem

_NAME = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{1,5})?")


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
    for table, column, sha256 in named_files(connection):
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
