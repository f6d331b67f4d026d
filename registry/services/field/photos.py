"""Photos from phones, kept by their SHA-256 so that a cut of power at any moment loses or corrupts none.

The bytes are written to a file of another name, made durable, read back and hashed, and only then given their
name, which is made durable too; the row of the register comes last. Whoever has the receipt has the photo.

A phone sends a copy for the screen before an original that takes long: it is shown until that has come, is no
record of the register, and lies with what is made anew.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from registry.errors import RefusalError
from registry.model.field.inspections import FieldPhoto, PhotoReceipt, ReceiptState
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.store import batches
from registry.store.database import Connection
from registry.store.field.tables import field_photos
from registry.store.field.views import rows_by
from registry.store.records import record_of

LARGEST_PHOTO = 25 * 1024 * 1024
MEDIA_TYPES: Mapping[str, str] = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic",
}  # fmt: skip
LARGEST_COPY = 1024 * 1024
KIND = f"{batches.DESK}photo"
_COPIES = "cache/photo_copies"
_SHA256 = re.compile(r"^[0-9a-f]{64}$")
_ASIDE = ".photo-"
_LEFT_BEHIND_S = 3600.0
_PIECE = 1 << 20
KEPT_FREE = 1 << 30
"""Bytes of the disk that copies leave free."""


@one_moment()
def take_photo(
    registry: Registry,
    sha256: str,
    stream: IO[bytes],
    *,
    person: Person,
    device: str,
    media_type: str = "",
    by: str = "",
) -> PhotoReceipt:
    """Keep a photo under its SHA-256; it lies on the disk, read back, when this returns.

    Sent twice it is kept once. Refused: another content than the name says (``FIELD-PHOTO-HASH``), more than
    25 MiB (``FIELD-PHOTO-LARGE``), nothing (``FIELD-PHOTO-EMPTY``) or no picture (``FIELD-PHOTO-KIND``).
    """
    if not _SHA256.match(sha256):
        raise RefusalError("FIELD-PHOTO-HASH", named=sha256[:64], found="?")
    files = registry.settings.files
    files.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = files / f"{_ASIDE}{secrets.token_hex(12)}"
    with registry.database.read() as connection:
        known = rows_by(connection, field_photos, [sha256]).get(sha256)
    try:
        size = _write(stream, aside)
        kind = _checked(aside, sha256, size, media_type)
        if known is not None:  # the same content, whatever it was called the first time
            kind = known["media_type"]
        target = files / f"{sha256}{MEDIA_TYPES[kind]}"
        aside.replace(target)
        _settle(files)
    except OSError as error:
        raise RefusalError("FIELD-PHOTO-NOT-KEPT", reason=error.strerror or "") from error
    finally:
        aside.unlink(missing_ok=True)
    if known is None:
        _record(registry, sha256, kind, size, person=person, device=device, by=by)
    _copy(registry, sha256).unlink(missing_ok=True)
    return PhotoReceipt(sha256, ReceiptState.VERIFIED, size)


def take_copy(registry: Registry, sha256: str, stream: IO[bytes]) -> None:
    """Keep a copy for the screen of a photo that has not come; where it has there is nothing to keep.

    Refused: no name (``FIELD-PHOTO-HASH``), more than 1 MiB (``FIELD-PHOTO-LARGE``), no JPEG
    (``FIELD-PHOTO-KIND``), no room (``FIELD-UPLOAD-ROOM``).
    """
    if not _SHA256.match(sha256):
        raise RefusalError("FIELD-PHOTO-HASH", named=sha256[:64], found="?")
    body = stream.read(LARGEST_COPY + 1)
    if len(body) > LARGEST_COPY:
        raise RefusalError("FIELD-PHOTO-LARGE", limit=LARGEST_COPY >> 20)
    if picture_kind(body[:16]) != "image/jpeg":
        raise RefusalError("FIELD-PHOTO-KIND", kind="?")
    with registry.database.read() as connection:
        if present(registry, connection, [sha256]):
            return
    target = _copy(registry, sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(target.parent).free < KEPT_FREE:
        raise RefusalError("FIELD-UPLOAD-ROOM")
    aside = target.with_name(f"{_ASIDE}{secrets.token_hex(12)}")
    aside.write_bytes(body)
    aside.replace(target)


def copied(registry: Registry, wanted: Iterable[str]) -> set[str]:
    """Return of which photos a copy for the screen has come, and no original since."""
    return {name for name in wanted if _SHA256.match(name) and _copy(registry, name).is_file()}


def _copy(registry: Registry, sha256: str) -> Path:
    return registry.settings.home / _COPIES / f"{sha256}.jpg"


def kept_whole(registry: Registry, sha256: str) -> PhotoReceipt | None:
    """Return the receipt of a photo that lies on the disk, read again and hashed; None where none does."""
    with registry.database.read() as connection:
        row = rows_by(connection, field_photos, [sha256] if _SHA256.match(sha256) else []).get(sha256)
    if row is None or not photo_file(registry, row).is_file():
        return None
    with photo_file(registry, row).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return PhotoReceipt(sha256, ReceiptState.VERIFIED, row["size_bytes"]) if found == sha256 else None


def photo_receipts(registry: Registry, connection: Connection, wanted: Iterable[str]) -> list[PhotoReceipt]:
    """Return the receipts of photos, by a row of the register and a file on the disk; in their order."""
    names = list(wanted)
    rows = rows_by(
        connection, field_photos, [name for name in names if isinstance(name, str) and _SHA256.match(name)]
    )
    found = []
    for name in names:
        row = rows.get(name)
        there = row is not None and photo_file(registry, row).is_file()
        state = ReceiptState.VERIFIED if there else ReceiptState.UNKNOWN
        found.append(PhotoReceipt(str(name)[:64], state, row["size_bytes"] if row and there else 0))
    return found


def present(registry: Registry, connection: Connection, wanted: Iterable[str]) -> set[str]:
    """Return which of these photos the register has, on the disk too."""
    rows = rows_by(connection, field_photos, list(wanted))
    return {name for name, row in rows.items() if photo_file(registry, row).is_file()}


def photo_path(registry: Registry, sha256: str) -> tuple[Path, str]:
    """Return where a photo lies and its media type; ``ATTACHMENT-UNKNOWN`` where it is not there."""
    with registry.database.read() as connection:
        row = rows_by(connection, field_photos, [sha256] if _SHA256.match(sha256) else []).get(sha256)
    path = None if row is None else photo_file(registry, row)
    if row is None or path is None or not path.is_file():
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    return path, row["media_type"]


def shown_path(registry: Registry, sha256: str) -> tuple[Path, str]:
    """Return what pages show of a photo: itself, or until it has come its copy for the screen."""
    try:
        return photo_path(registry, sha256)
    except RefusalError:
        if copied(registry, [sha256]):
            return _copy(registry, sha256), "image/jpeg"
        raise


def photos_of(connection: Connection, wanted: Iterable[str]) -> dict[str, FieldPhoto | None]:
    """Return SHA-256 -> photo; None for one that has not come yet."""
    names = list(dict.fromkeys(wanted))
    rows = rows_by(connection, field_photos, names)
    return {name: photo_of(rows[name]) if name in rows else None for name in names}


def photo_of(row: Mapping[str, Any]) -> FieldPhoto:
    """Return the photo of a row."""
    return record_of(FieldPhoto, row)


def _write(stream: IO[bytes], aside: Path) -> int:
    size = 0
    with aside.open("xb") as file:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > LARGEST_PHOTO:
                raise RefusalError("FIELD-PHOTO-LARGE", limit=LARGEST_PHOTO >> 20)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return size


def _checked(aside: Path, sha256: str, size: int, media_type: str) -> str:
    """Return the media type by the file's own first bytes; refused where the disk holds something else.

    A damaged picture is kept as what it was said to be: it is all that there is of that moment.
    """
    if not size:
        raise RefusalError("FIELD-PHOTO-EMPTY")
    with aside.open("rb") as file:
        kind = picture_kind(file.read(16)) or (media_type if media_type in MEDIA_TYPES else "")
        file.seek(0)
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise RefusalError("FIELD-PHOTO-HASH", named=sha256, found=found)
    if not kind:
        raise RefusalError("FIELD-PHOTO-KIND", kind=media_type[:40] or "?")
    return kind


def picture_kind(head: bytes) -> str | None:
    """Return the media type that a file's first 16 bytes tell of, None for what is no photo."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim", b"heis"):
        return "image/heic"
    return None


def _settle(folder: Path) -> None:
    """Make the names in a folder durable; without it a cut of power could take a renamed file back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _record(
    registry: Registry, sha256: str, kind: str, size: int, *, person: Person, device: str, by: str
) -> None:
    with deed(registry, KIND, person, file_sha256=sha256) as made:
        if sha256 in rows_by(made.connection, field_photos, [sha256]):
            return
        row = {
            "sha256": sha256,
            "media_type": kind,
            "size_bytes": size,
            "person": by or person.name,
            "device": device[:64],
            "received_at": made.at,
            "looked_at": False,
        }
        made.create(field_photos, row)


def photo_file(registry: Registry, row: Any) -> Path:
    """Return where the photo of a row lies, there or not."""
    return registry.settings.files / f"{row['sha256']}{MEDIA_TYPES.get(row['media_type'], '')}"
