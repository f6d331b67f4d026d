"""Rescue files: what a phone could not send, as the phone wrote it; read within limits, photo by photo."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from registry.errors import DAMAGED_ZIP, RefusalError
from registry.services.field.photos import LARGEST_PHOTO

FORMAT = "bts-field-rescue"
LARGEST = 4 * 1024**3
LARGEST_LIST = 64 * 1024 * 1024
MOST_ITEMS = 20_000
MOST_PHOTOS = 5_000
_ITEMS = "items.json"
_SHA256 = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class RescuedPhoto:
    """A photo of a rescue file; ``open`` reads it from the file itself, no further than a photo may go.

    What it reads may turn out to be damaged (``DAMAGED_ZIP``).
    """

    sha256: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]
    media_type: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Rescue:
    """A rescue file: its items, who recorded each, its photos. ``skipped`` entries are not in it."""

    device: str
    items: list[Any]
    by: Mapping[str, str]
    photos: list[RescuedPhoto]
    skipped: int = 0


@contextmanager
def opened_rescue(path: Path, *, name: str) -> Iterator[Rescue]:
    """Open a .json, or a .zip with its photos; nothing is unpacked, and names inside lead nowhere.

    Raises RefusalError ``FIELD-RESCUE`` for what is none, or larger than any phone's work.
    """
    try:
        if not zipfile.is_zipfile(path):
            if path.stat().st_size > LARGEST_LIST:
                raise RefusalError("FIELD-RESCUE", name=name)
            found = _read(json.loads(path.read_bytes()), [], 0, name)
            archive = None
        else:
            archive = zipfile.ZipFile(path)
            found = _listed(archive, name)
    except (OSError, KeyError, *DAMAGED_ZIP) as error:
        raise RefusalError("FIELD-RESCUE", name=name) from error
    try:
        yield found
    finally:
        if archive is not None:
            archive.close()


def _listed(archive: zipfile.ZipFile, name: str) -> Rescue:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if len(parts) > MOST_PHOTOS + 10 or total > LARGEST:
        raise RefusalError("FIELD-RESCUE", name=name)
    listed = archive.getinfo(_ITEMS)
    if listed.file_size > LARGEST_LIST:
        raise RefusalError("FIELD-RESCUE", name=name)
    with archive.open(listed) as file:
        said = json.loads(file.read(LARGEST_LIST + 1))
    return _read(said, *_photos(archive, said), name)


def _photos(archive: zipfile.ZipFile, said: Any) -> tuple[list[RescuedPhoto], int]:
    """Return the photos that are in the file; one that is missing is skipped, the others are worth having."""
    found: list[RescuedPhoto] = []
    skipped = 0
    read: set[str] = set()  # a member is one photo, however often it is listed
    listed = said.get("photos") if isinstance(said, Mapping) else None
    for entry in listed[:MOST_PHOTOS] if isinstance(listed, list) else []:
        sha256 = entry.get("sha256") if isinstance(entry, Mapping) else None
        inside = entry.get("file") if isinstance(entry, Mapping) else None
        if not isinstance(sha256, str) or not _SHA256.match(sha256) or not inside:
            continue
        if str(inside) in read:
            continue
        read.add(str(inside))
        try:
            part = archive.getinfo(str(inside))
        except KeyError:
            skipped += 1
            continue
        if part.file_size > LARGEST_PHOTO:
            skipped += 1
            continue
        found.append(
            RescuedPhoto(
                sha256, partial(archive.open, part), str(entry.get("type") or ""), str(entry.get("by") or "")
            )
        )
    return found, skipped


def _read(said: Any, photos: list[RescuedPhoto], skipped: int, name: str) -> Rescue:
    items = said.get("items") if isinstance(said, Mapping) else None
    if not isinstance(said, Mapping) or said.get("format") != FORMAT or not isinstance(items, list):
        raise RefusalError("FIELD-RESCUE", name=name)
    if len(items) > MOST_ITEMS:
        raise RefusalError("FIELD-RESCUE", name=name)
    by = said.get("by")
    named = {str(key): str(value) for key, value in by.items()} if isinstance(by, Mapping) else {}
    return Rescue(str(said.get("device") or "")[:64], items, named, photos, skipped)
