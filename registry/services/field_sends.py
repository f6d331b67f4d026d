"""What phones send: items and photos, taken so that nothing is lost, doubled or changed without a word."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from registry.model.inspections import PhotoReceipt, Receipt
from registry.model.people import Person
from registry.services.registry import Registry

MOST_ITEMS = 200
LARGEST_PHOTO = 25 * 1024 * 1024
MEDIA_TYPES: Mapping[str, str] = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic"
}  # fmt: skip


def take_items(
    registry: Registry,
    items: Sequence[Any],
    *,
    person: Person,
    device: str,
    by: str = "",
    sent_at: str = "",
) -> list[Receipt]:
    """Take what a phone sent, in one batch; one receipt for each, in the order of ``items``.

    ``by`` is who recorded items that do not say it themselves. ``sent_at`` is the phone's clock at the sending.
    """
    raise NotImplementedError


def take_photo(
    registry: Registry, sha256: str, stream: IO[bytes], *, person: Person, device: str, media_type: str = ""
) -> PhotoReceipt:
    """Keep a photo under its SHA-256, on the disk when this returns; ``FIELD-PHOTO-HASH`` for another content."""
    raise NotImplementedError


def receipts_of(
    registry: Registry, ids: Sequence[str], photos: Sequence[str] = ()
) -> tuple[list[Receipt], list[PhotoReceipt]]:
    """Return the receipts of items and photos again, ``unknown`` where none came."""
    raise NotImplementedError


def import_rescue(registry: Registry, path: Path, *, person: Person) -> list[Receipt]:
    """Take a rescue file (.json, or .zip with its photos) as a phone wrote it."""
    raise NotImplementedError


def photo_path(registry: Registry, sha256: str) -> tuple[Path, str]:
    """Return where a photo lies and its media type; ``ATTACHMENT-UNKNOWN`` where it is not there."""
    raise NotImplementedError
