"""A day of a province written into a lake: all of it or nothing, by one exporter at a time.

Whoever reads by the manifest sees the former day until the new one is complete (``layout``: staged files).
What an exporter that was killed left behind is finished or taken away by the next one.
"""

import datetime as dt
import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from registry.errors import RefusalError
from registry.lake.geoparquet import Packed
from registry.lake.layout import (
    ABOUT,
    MANIFESTS,
    PART,
    VERSION,
    LakeLayer,
    days,
    held,
    manifest_path,
    partition,
    staged,
)
from registry.lake.manifest import LakeFile, Manifest, as_text, read_about, read_manifest
from registry.messages import province_in_words

_HALF = ".part"
"""How the name of a file ends that is being written."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class Written:
    """What an export did: its manifest, and how many files it wrote, took from another day, or left."""

    manifest: Manifest
    new: int
    linked: int
    kept: int


def write_day(lake: Path, about: Manifest, layers: Iterable[tuple[LakeLayer, Packed]]) -> Written:
    """Write a day of a province; ``about`` is its manifest without files.

    Refused, and the lake left as it was: somebody else exports this province (``LAKE-BUSY``), the lake is for
    other eyes (``LAKE-DISCLOSURE``), the disk is full or refuses (``LAKE-DISK-FULL``, ``LAKE-NOT-WRITTEN``).
    """
    with _said_of_the_disk(lake):
        _make(lake, about.disclosure)
        with _alone(lake, about.province):
            finish(lake, about.province)
            return _write(lake, about, layers)


def _write(lake: Path, about: Manifest, layers: Iterable[tuple[LakeLayer, Packed]]) -> Written:
    known = _by_hash(lake, about)
    files = []
    done = {"new": 0, "linked": 0, "kept": 0}
    try:
        for layer, content in layers:
            folder = partition(layer, about.province, about.day)
            sha256 = hashlib.sha256(content.data).hexdigest()
            place = folder / PART
            files.append(
                LakeFile(layer.value, str(place), content.rows, len(content.data), sha256, content.bbox)
            )
            if hash_of(lake / place) == sha256:
                done["kept"] += 1
                continue
            waiting = lake / staged(place, sha256)
            waiting.parent.mkdir(parents=True, exist_ok=True)
            done["linked" if _linked(lake, known.get(sha256), sha256, waiting) else "new"] += 1
            if not waiting.exists():
                _put(waiting, content.data)
        manifest = replace(about, files=tuple(files))
        _put(manifest_path(lake, about.province, about.day), as_text(manifest).encode())
    finally:  # as the manifests say: what is new takes its place, or goes where the day did not come about
        finish(lake, about.province)
    return Written(manifest, **done)


def finish(lake: Path, province: str) -> None:
    """Put what the manifests of a province name in its place, and take away what none of them names.

    A day whose manifest cannot be read is left alone.
    """
    wanted: set[Path] = set()
    unknown = set()
    for day, manifest in _manifests(lake, province):
        if manifest is None:
            unknown.add(f"day={day.isoformat()}")
            continue
        for item in manifest.files:
            waiting, place = lake / staged(item.place, item.sha256), lake / item.place
            wanted.add(place)
            if waiting.is_file():
                waiting.replace(place)
                _flush(place.parent)
    for folder in lake.glob(f"layer=*/province={province}/day=*"):
        if folder.name in unknown:
            continue
        for path in folder.iterdir():
            if path not in wanted and (path.name == PART or path.name.startswith(f".{PART}")):
                path.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()
    for path in (lake / MANIFESTS / province).glob(f".*{_HALF}"):
        path.unlink()


def _manifests(lake: Path, province: str) -> Iterator[tuple[dt.date, Manifest | None]]:
    """Yield the days of a province with their manifests, None where one cannot be read."""
    for day in days(lake, province):
        try:
            yield day, read_manifest(lake, province, day)
        except RefusalError:
            yield day, None


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, "" where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _by_hash(lake: Path, about: Manifest) -> dict[str, PurePosixPath]:
    """Return where files of the province's other days lie, by their hash."""
    return {
        item.sha256: item.place
        for day, manifest in _manifests(lake, about.province)
        if manifest is not None and day != about.day
        for item in manifest.files
    }


def _linked(lake: Path, source: PurePosixPath | None, sha256: str, target: Path) -> bool:
    """Give a file of another day, if it is still what its manifest says, a second name; False where not."""
    if source is None:
        return False
    path = held(lake, source, sha256)
    if hash_of(path) != sha256:
        return False
    try:
        os.link(path, target)
    except OSError as error:
        if error.errno in _FULL:
            raise
        return False  # a disk without hard links, or too many of them: it is written
    return True


def _put(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name.lstrip('.')}{_HALF}")
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise
    _flush(path.parent)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make(lake: Path, disclosure: str) -> None:
    """Make the folder of a lake, closed to others on the machine unless it is for the public."""
    if not (lake / ABOUT).exists():
        if lake.is_dir() and not all(map(_ours, lake.iterdir())):
            raise RefusalError("LAKE-NOT-A-LAKE", folder=lake.name)
        lake.mkdir(parents=True, exist_ok=True, mode=0o755 if disclosure == "public" else 0o700)
        (lake / MANIFESTS).mkdir(exist_ok=True)
        with (lake / MANIFESTS / ".making").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # of two registers that begin a lake the first says for whom
            if not (lake / ABOUT).exists():
                said = {"disclosure": disclosure, "format": "bts-lake", "version": VERSION}
                _put(lake / ABOUT, (json.dumps(said, sort_keys=True) + "\n").encode())
    there = read_about(lake)
    if there != disclosure:
        raise RefusalError("LAKE-DISCLOSURE", there=there, wanted=disclosure)


def _ours(item: Path) -> bool:
    """Whether something in a folder is what an exporter that makes a lake there puts into it."""
    return item.name == MANIFESTS or item.name.lstrip(".").startswith((ABOUT, "layer="))


@contextmanager
def _alone(lake: Path, province: str) -> Iterator[None]:
    """Let one exporter of a province at a time write; the others are refused and lose nothing."""
    folder = lake / MANIFESTS / province
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".exporting").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusalError("LAKE-BUSY", province=province_in_words(province)) from error
        yield


@contextmanager
def _said_of_the_disk(lake: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise RefusalError("LAKE-DISK-FULL", folder=str(lake)) from error
        reason = error.strerror or str(error)
        raise RefusalError("LAKE-NOT-WRITTEN", folder=str(lake), reason=reason) from error
