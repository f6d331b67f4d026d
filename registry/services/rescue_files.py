"""Rescue files: what a phone could not send, as the phone wrote it; read within limits."""

import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.errors import DAMAGED_ZIP, RefusalError
from registry.services.field_photos import LARGEST_PHOTO

FORMAT = "bts-field-rescue"
LARGEST = 4 * 1024**3
LARGEST_LIST = 64 * 1024 * 1024
MOST_ITEMS = 20_000
MOST_PHOTOS = 5_000
_ITEMS = "items.json"
_SHA256 = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class RescuedPhoto:
    """A photo of a rescue file, unpacked."""

    sha256: str
    path: Path
    media_type: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Rescue:
    """A rescue file: its items, who recorded each, its photos. ``skipped`` entries could not be unpacked."""

    device: str
    items: list[Any]
    by: Mapping[str, str]
    photos: list[RescuedPhoto]
    skipped: int = 0


def read_rescue(path: Path, folder: Path, *, name: str) -> Rescue:
    """Read a .json, or a .zip with its photos, unpacked into ``folder`` under names of our own.

    Raises RefusalError ``FIELD-RESCUE`` for what is none, or larger than any phone's work.
    """
    try:
        if not zipfile.is_zipfile(path):
            if path.stat().st_size > LARGEST_LIST:
                raise RefusalError("FIELD-RESCUE", name=name)
            return _read(json.loads(path.read_bytes()), [], 0, name)
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            total = sum(part.file_size for part in parts)
            if len(parts) > MOST_PHOTOS + 10 or total > LARGEST:
                raise RefusalError("FIELD-RESCUE", name=name)
            listed = archive.getinfo(_ITEMS)
            if listed.file_size > LARGEST_LIST:
                raise RefusalError("FIELD-RESCUE", name=name)
            with archive.open(listed) as file:
                said = json.loads(file.read(LARGEST_LIST + 1))
            return _read(said, *_unpacked(archive, said, folder), name)
    except (OSError, KeyError, *DAMAGED_ZIP) as error:
        raise RefusalError("FIELD-RESCUE", name=name) from error


def _unpacked(archive: zipfile.ZipFile, said: Any, folder: Path) -> tuple[list[RescuedPhoto], int]:
    """Unpack the photos one by one; a damaged one is skipped, the others are worth having."""
    found: list[RescuedPhoto] = []
    skipped = 0
    listed = said.get("photos") if isinstance(said, Mapping) else None
    for entry in listed[:MOST_PHOTOS] if isinstance(listed, list) else []:
        sha256 = entry.get("sha256") if isinstance(entry, Mapping) else None
        inside = entry.get("file") if isinstance(entry, Mapping) else None
        if not isinstance(sha256, str) or not _SHA256.match(sha256) or not inside:
            continue
        target = folder / sha256
        try:
            part = archive.getinfo(str(inside))
            with archive.open(part) as file, target.open("wb") as into:
                size = 0
                while piece := file.read(1 << 20):
                    size += len(piece)
                    if size > LARGEST_PHOTO:
                        raise ValueError("larger than a photo")
                    into.write(piece)
        except (OSError, KeyError, *DAMAGED_ZIP):
            skipped += 1
            continue
        found.append(RescuedPhoto(sha256, target, str(entry.get("type") or ""), str(entry.get("by") or "")))
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
