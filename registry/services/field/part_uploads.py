"""Files that come in parts over a line that breaks: resumed where they stopped, checked by hash.

A file under way is one file on the disk, and beside it, written after its bytes are durable, how much of it
is sure. What a killed server or a cut line left beyond that is written over; a part that comes twice counts
once. An upload is named by who sends it and what it is: whoever begins the same file again goes on with it,
and nobody finds another's.
"""

import fcntl
import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

import orjson

from registry.errors import RefusalError
from registry.model.people import Person
from registry.services.field.photos import LARGEST_PHOTO
from registry.services.field.rescue_files import LARGEST
from registry.services.office.registry import Registry

PHOTO, RESCUE = "photo", "rescue"
MOST_BYTES = {PHOTO: LARGEST_PHOTO, RESCUE: LARGEST}
LARGEST_PART = 8 * 1024 * 1024
MOST_OF_ONE = {PHOTO: 20 * LARGEST_PHOTO, RESCUE: LARGEST + 20 * LARGEST_PHOTO}
"""Bytes that one person's unfinished uploads of a kind may come to.

Photos that a bad line broke off never keep the rescue file out: that file is what then helps.
"""
MOST_FILES_OF_ONE = 50
MOST_OF_ALL = 4 * LARGEST
"""Bytes of everybody's unfinished uploads that may lie on the disk."""
KEPT_FREE = 1024**3
"""Bytes of the disk that parts never take: the register itself has to go on writing."""
STALE_S = 3 * 24 * 3600.0
"""Seconds after which an upload that nobody goes on with is removed; the phone still has the original."""
_SHA256 = re.compile(r"^[0-9a-f]{64}$")
_ID = re.compile(r"^[0-9a-f]{40}$")
_PIECE = 1 << 20
_SWEPT_EVERY_S = 600.0
_FOLDER = "parts"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is coming in: ``received`` of its ``size`` bytes are on the disk and sure.

    ``checked``: the whole of it has its SHA-256. ``taken`` says how far its content has been taken in, in
    steps of whoever takes it.
    """

    id: str
    kind: str
    sha256: str
    size: int
    name: str = ""
    received: int = 0
    checked: bool = False
    taken: int = 0


def begin(registry: Registry, *, kind: str, sha256: str, size: int, name: str, person: Person) -> Upload:
    """Begin a file, or go on with it where the same person began it before.

    Refused: no kind, hash or size (``FIELD-UPLOAD-FORM``), larger than its kind may be
    (``FIELD-PHOTO-LARGE``, ``FIELD-RESCUE-TOO-LARGE``), more of a kind than one person may
    have under way (``FIELD-UPLOAD-MANY``), no room on the disk (``FIELD-UPLOAD-ROOM``).
    """
    if kind not in MOST_BYTES or not _SHA256.match(sha256) or size < 1:
        raise RefusalError("FIELD-UPLOAD-FORM")
    if size > MOST_BYTES[kind]:
        code = "FIELD-PHOTO-LARGE" if kind == PHOTO else "FIELD-RESCUE-TOO-LARGE"
        raise RefusalError(code, limit=MOST_BYTES[kind] >> 20)
    _sweep_at_times(registry)
    folder = _folder(registry, person)
    identity = hashlib.sha256(f"{kind}/{sha256}/{size}".encode()).hexdigest()[:40]
    with _locked(folder, identity):
        known = _read(folder, identity)
        if known is not None:
            _write(folder, known)  # in use again: not stale
            return known
        others, most = [one for one in _uploads(folder) if one.kind == kind], MOST_OF_ONE[kind]
        declared = sum(one.size for one in others)
        if declared + size > most or len(others) >= MOST_FILES_OF_ONE:
            raise RefusalError("FIELD-UPLOAD-MANY", limit=most >> 20, files=MOST_FILES_OF_ONE)
        _refuse_full(registry, size)
        made = Upload(identity, kind, sha256, size, name[:200])
        (folder / f"{identity}.part").open("wb").close()
        _write(folder, made)
    return made


def append(
    registry: Registry, identity: str, *, offset: int, sha256: str, stream: IO[bytes], person: Person
) -> Upload:
    """Add a part at ``offset``; it is durable when this returns. Sent again it counts once.

    Refused, with nothing added: other bytes than its hash says, or cut short (``FIELD-PART-HASH``), more than
    8 MiB (``FIELD-PART-LARGE``), a gap before it (``FIELD-PART-OFFSET``), more than the file was said to be
    (``FIELD-PART-BEYOND``), an upload that is not this person's or was removed (``FIELD-UPLOAD-UNKNOWN``).
    """
    body = _body(stream)
    if not body or hashlib.sha256(body).hexdigest() != sha256:
        raise RefusalError("FIELD-PART-HASH")
    folder = _folder(registry, person)
    _known(folder, identity)  # nothing is made for what is not there
    with _locked(folder, identity):
        known = _known(folder, identity)
        if offset < known.received:
            return known
        if offset > known.received:
            raise RefusalError("FIELD-PART-OFFSET", offset=offset, received=known.received)
        if offset + len(body) > known.size:
            raise RefusalError("FIELD-PART-BEYOND", size=known.size)
        _refuse_full(registry, len(body))
        with (folder / f"{identity}.part").open("r+b") as file:
            file.seek(offset)
            file.write(body)
            file.truncate()  # what a killed server left beyond
            file.flush()
            os.fsync(file.fileno())
        found = replace(known, received=offset + len(body))
        _write(folder, found)
    return found


@contextmanager
def whole(registry: Registry, identity: str, *, person: Person) -> Iterator[tuple[Upload, Path]]:
    """Yield a file that has come whole, for as long as it is taken in, to one taker at a time.

    Refused: not whole yet (``FIELD-PART-OFFSET``), another content than its hash says
    (``FIELD-UPLOAD-HASH``; it is removed and has to come again), taken in by another call
    (``FIELD-UPLOAD-BUSY``).
    """
    folder = _folder(registry, person)
    _known(folder, identity)
    with _locked(folder, identity, wait=False):
        known = _known(folder, identity)
        if known.received != known.size:
            raise RefusalError("FIELD-PART-OFFSET", offset=known.size, received=known.received)
        path = folder / f"{identity}.part"
        if path.stat().st_size > known.size:
            os.truncate(path, known.size)
        if not known.checked:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != known.sha256:
                _remove(folder, identity)
                raise RefusalError("FIELD-UPLOAD-HASH", named=known.sha256[:12], found=found[:12])
            known = replace(known, checked=True)
            _write(folder, known)
        yield known, path


def mark_taken(registry: Registry, upload: Upload, taken: int, *, person: Person) -> None:
    """Note how far the content of a file has been taken in; inside ``whole``."""
    _write(_folder(registry, person), replace(upload, taken=taken))


def drop(registry: Registry, identity: str, *, person: Person) -> None:
    """Let an upload go; none is no fault."""
    if _ID.match(identity):
        _remove(_folder(registry, person), identity)


def under_way(registry: Registry, kind: str, *, person: Person) -> list[Upload]:
    """Return a person's unfinished uploads of a kind, by name."""
    found = [one for one in _uploads(_folder(registry, person)) if one.kind == kind]
    return sorted(found, key=lambda one: (one.name, one.id))


def sweep(registry: Registry, *, older_than_s: float = STALE_S) -> int:
    """Remove what nobody has gone on with for so long; returns how many uploads went."""
    gone = 0
    for noted in _root(registry).glob("*/*.json"):
        if _age(noted) > older_than_s:
            _remove(noted.parent, noted.stem)
            gone += 1
    for left in _root(registry).glob("*/*"):  # bytes of which nothing is noted, locks of what is gone
        if left.suffix != ".json" and _age(left) > older_than_s and not left.with_suffix(".json").exists():
            left.unlink(missing_ok=True)
    return gone


def _body(stream: IO[bytes]) -> bytes:
    body = bytearray()
    while piece := stream.read(_PIECE):
        body += piece
        if len(body) > LARGEST_PART:
            raise RefusalError("FIELD-PART-LARGE", limit=LARGEST_PART >> 20)
    return bytes(body)


def _root(registry: Registry) -> Path:
    return registry.settings.home / _FOLDER


def _folder(registry: Registry, person: Person) -> Path:
    """Return the person's own folder: an id means nothing in another's."""
    folder = _root(registry) / hashlib.sha256(person.name.encode()).hexdigest()[:32]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _locked(folder: Path, identity: str, *, wait: bool = True) -> Iterator[None]:
    with (folder / f"{identity}.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusalError("FIELD-UPLOAD-BUSY") from error
        yield


def _known(folder: Path, identity: str) -> Upload:
    found = _read(folder, identity) if _ID.match(identity) else None
    if found is None:
        raise RefusalError("FIELD-UPLOAD-UNKNOWN")
    return found


def _read(folder: Path, identity: str) -> Upload | None:
    """Return what is noted of an upload; None where nothing is, or less lies on the disk than was noted."""
    try:
        said: dict[str, Any] = orjson.loads((folder / f"{identity}.json").read_bytes())
        found = Upload(**said)
        there = (folder / f"{identity}.part").stat().st_size
    except (FileNotFoundError, orjson.JSONDecodeError, TypeError):
        return None
    return found if there >= found.received else None


def _write(folder: Path, upload: Upload) -> None:
    aside = folder / f"{upload.id}.note"
    with aside.open("wb") as file:
        file.write(orjson.dumps(asdict(upload)))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / f"{upload.id}.json")


def _uploads(folder: Path) -> list[Upload]:
    return [one for path in folder.glob("*.json") if (one := _read(folder, path.stem)) is not None]


def _remove(folder: Path, identity: str) -> None:
    """Remove an upload but for its lock, on which another call may wait; that goes when it is old."""
    for ending in ("json", "part", "note"):
        (folder / f"{identity}.{ending}").unlink(missing_ok=True)


def _refuse_full(registry: Registry, coming: int) -> None:
    lying = sum(_size(path) for path in _root(registry).glob("*/*.part"))
    free = shutil.disk_usage(_root(registry)).free
    if lying + coming > MOST_OF_ALL or free - coming < KEPT_FREE:
        raise RefusalError("FIELD-UPLOAD-ROOM")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # finished meanwhile
        return 0


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _sweep_at_times(registry: Registry) -> None:
    """Sweep once in a while, whoever comes by: no timer has to run for it."""
    mark = _root(registry) / "swept"
    mark.parent.mkdir(parents=True, exist_ok=True)
    if not mark.exists() or _age(mark) > _SWEPT_EVERY_S:
        mark.touch()
        sweep(registry)
