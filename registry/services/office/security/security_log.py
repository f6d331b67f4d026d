"""The log of security events: a chain of lines in files of the register's folder, which others are sent on.

Each line holds the hash of the line before it, across files, and the last one's number and hash stand in a
file beside them: a line that was changed, put in or cut away is seen (``check``), as long as the copy that
went to a collector, or a note of the head, is not in the same hands. A file is closed at ``FILE_BYTES`` and
kept for the days that the office sets. What cannot be written is counted and said; no request fails for it.
"""

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from registry.services.office.security.security_events import Event, as_json

FOLDER = "security"
FILE_BYTES = 8_000_000
MOST_BYTES = 1_000_000_000
"""All files together never take more, whatever the days say: the oldest go, and what was not sent is counted.
All files together never take more, whatever the days say: the oldest go, and what was not sent is counted."""
BEGIN = "0" * 64
_HEAD, _LOCK = "head", "lock"
_TAIL = 64 * 1024


class Place(NamedTuple):
    """Where a reader is: the number of a file and how many of its bytes were read."""

    file: int
    offset: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look through the chain found: how many lines, the last number and hash, the breaks (file, line).
    What a look through the chain found: how many lines, the last number and hash, the breaks (file, line)."""

    lines: int
    last: int
    head: str
    breaks: tuple[tuple[str, int], ...]
    cut: bool

    @property
    def sound(self) -> bool:
        """Whether nothing was changed, put in or cut away."""
        return not self.breaks and not self.cut


class SecurityLog:
    """The log in the folder ``home``; several processes may write at once."""

    def __init__(self, home: Path, *, days: int = 180, file_bytes: int = FILE_BYTES) -> None:
        self.folder = home / FOLDER
        self.days = days
        self.file_bytes = file_bytes

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the log against every other process; the folder is made where it is not there."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def append(self, events: Iterable[Event]) -> None:
        """Write events after what stands there, all of them or, where the disk is full, none (OSError)."""
        with self.held():
            self.append_held(events)

    def append_held(self, events: Iterable[Event]) -> None:
        """Do the same for whoever holds the log already."""
        number, before = self.head()
        lines = []
        for event in events:
            number += 1
            fields = event.fields() | {"chain": {"no": number, "before": before}}
            line = as_json(fields)
            before = hashlib.sha256(line.encode()).hexdigest()
            lines.append(line)
        if not lines:
            return
        path = self._open_file()
        _write(path, "".join(f"{line}\n" for line in lines).encode())
        head = os.open(self.folder / _HEAD, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(head, f"{number:020d} {before}\n".encode(), 0)
        finally:
            os.close(head)

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last line, (0, zeroes) where there is none.

        Where the noted head says more than the files do, a line is gone: the chain goes on from the note, so
        that the gap stays to be seen.
        """
        noted = self._noted_head() or (0, BEGIN)
        for path in reversed(self.files()):
            for line in reversed(_tail(path)):
                if (found := _chain(line)) is not None:
                    return noted if noted[0] >= found[0] else (found[0], hashlib.sha256(line).hexdigest())
        return noted

    def files(self) -> list[Path]:
        """Return the files, the oldest first."""
        return sorted(self.folder.glob("events-??????.jsonl"))

    def newest(self, most: int) -> Iterator[dict[str, Any]]:
        """Yield the last ``most`` events, the newest first, each with its place in the chain."""
        left = most
        for path in reversed(self.files()):
            for line in reversed(path.read_bytes().split(b"\n")):
                if left <= 0:
                    return
                fields = _fields(line)
                if fields is not None:
                    left -= 1
                    yield fields

    def after(
        self, place: Place, most_bytes: int = 256_000
    ) -> tuple[list[tuple[dict[str, Any], Place]], int]:
        """Return the events after a place, each with where it ends, and how many files went unread before.

        ``Place(0, 0)`` is the beginning of what is kept.
        """
        files = {_number(path): path for path in self.files()}
        if not files:
            return [], 0
        first = min(files)
        lost = max(0, first - place.file) if place.file else 0
        start = Place(first, 0) if place.file < first else place
        found: list[tuple[dict[str, Any], Place]] = []
        for number in sorted(one for one in files if one >= start.file):
            offset = start.offset if number == start.file else 0
            with files[number].open("rb") as file:
                file.seek(offset)
                block = file.read(most_bytes)
            for line in block[: block.rfind(b"\n") + 1].splitlines(keepends=True):
                offset += len(line)
                fields = _fields(line.rstrip(b"\n"))
                if fields is not None:
                    found.append((fields, Place(number, offset)))
            if found:
                break
        return found, lost

    def end(self) -> Place:
        """Return where the log ends now."""
        files = self.files()
        return Place(_number(files[-1]), files[-1].stat().st_size) if files else Place(0, 0)

    def check(self) -> Checked:
        """Look through the whole chain of what is kept."""
        lines, breaks = 0, []
        number, before = 0, ""
        for path in self.files():
            for at, line in enumerate(path.read_bytes().split(b"\n")[:-1], start=1):
                chain = _chain(line)
                if chain is None or (before and chain != (number + 1, before)):
                    breaks.append((path.name, at))
                if chain is None:
                    continue
                lines, number, before = lines + 1, chain[0], hashlib.sha256(line).hexdigest()
        noted = self._noted_head()
        return Checked(
            lines, number, before or BEGIN, tuple(breaks), noted is not None and noted != (number, before)
        )

    def _noted_head(self) -> tuple[int, str] | None:
        try:
            number, _, digest = (self.folder / _HEAD).read_text(encoding="ascii").strip().partition(" ")
            return int(number), digest
        except (OSError, ValueError):
            return None

    def _open_file(self) -> Path:
        """Return the file that is written to now: a new one where the last is full; the old ones go."""
        files = self.files()
        if files and files[-1].stat().st_size < self.file_bytes:
            return files[-1]
        self._let_go(files)
        return self.folder / f"events-{(_number(files[-1]) if files else 0) + 1:06d}.jsonl"

    def _let_go(self, files: list[Path]) -> None:
        limit = time.time() - self.days * 24 * 3600
        sizes = [(path, path.stat()) for path in files]
        total = sum(stat.st_size for _, stat in sizes)
        for path, stat in sizes:
            if stat.st_mtime >= limit and total + self.file_bytes <= MOST_BYTES:
                break
            path.unlink()
            total -= stat.st_size

    def oldest_day(self) -> dt.datetime | None:
        """Return when the first event that is kept was, None where there is none."""
        for path in self.files():
            with path.open("rb") as file:
                fields = _fields(file.readline().rstrip(b"\n"))
            if fields is not None:
                return dt.datetime.fromtimestamp(fields["time"] / 1000, dt.UTC)
        return None


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        if (
            size and os.pread(handle, 1, size - 1) != b"\n"
        ):  # a process was killed inside a line: it stands alone
            content = b"\n" + content
        try:
            written = os.write(handle, content)
        except OSError:
            os.ftruncate(handle, size)
            raise
        if written < len(content):  # the disk is full: no half of a line stays
            os.ftruncate(handle, size)
            raise OSError(28, "no space left for security events")
    finally:
        os.close(handle)


def _tail(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        block = file.read()
    return block[: block.rfind(b"\n") + 1].splitlines()


def _fields(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
        found["chain"]["no"], found["metadata"]["event_code"], found["time"]  # what every reader takes
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _chain(line: bytes) -> tuple[int, str] | None:
    fields = _fields(line)
    if fields is None:
        return None
    try:
        return int(fields["chain"]["no"]), str(fields["chain"]["before"])
    except (ValueError, KeyError):
        return None


def _number(path: Path) -> int:
    return int(path.stem.removeprefix("events-"))
