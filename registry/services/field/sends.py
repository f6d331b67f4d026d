"""What phones send: items and photos, taken so that nothing is lost, doubled or changed without a word.

Every item bears an id that the phone made. Sent again it gives the same receipt and stays one row, whatever
the order and however often. What cannot be taken is set aside whole with its reason and is in nobody's way.
A send is one transaction and one batch of the ledger: a server that is killed has kept all of it or nothing.
"""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.errors import DAMAGED_ZIP, RefusalError
from registry.model.field.inspections import PhotoReceipt, Receipt, ReceiptState
from registry.model.people import Person, Role
from registry.model.vietnam_time import one_moment
from registry.services.field.arrivals import Arrivals, aside_receipt, receipt_of
from registry.services.field.items import Sent, moment_of, sent_of
from registry.services.field.photos import (
    LARGEST_PHOTO,
    MEDIA_TYPES,
    photo_path,
    photo_receipts,
    present,
    take_photo,
)
from registry.services.field.rescue_files import RescuedPhoto, opened_rescue
from registry.services.office.calendar import now as present_moment
from registry.services.office.deeds import write
from registry.services.office.registry import Registry
from registry.store import batches
from registry.store.field.views import aside_by_item, item_rows

__all__ = [
    "LARGEST_PHOTO",
    "MEDIA_TYPES",
    "MOST_ITEMS",
    "import_rescue",
    "photo_path",
    "receipts_of",
    "take_items",
    "take_photo",
    "take_rescue",
]

MOST_ITEMS = 200
KIND = f"{batches.DESK}field"
RESCUERS = (Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER, Role.INSPECTOR, Role.DUTY_OFFICER)


@one_moment()
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

    ``by`` is who recorded items that do not say it themselves; what somebody else recorded is set aside,
    because nobody sends another's work as his own (a rescue file does it openly). ``sent_at`` is the phone's
    clock at the sending: its difference to the server's is kept beside each item. ``FIELD-TOO-MANY`` beyond
    200.
    """
    if len(items) > MOST_ITEMS:
        raise RefusalError("FIELD-TOO-MANY", count=len(items), limit=MOST_ITEMS)
    return _take(
        registry, [(sent_of(item), by) for item in items], person=person, device=device, sent_at=sent_at
    )


def receipts_of(
    registry: Registry, ids: Sequence[str], photos: Sequence[str] = ()
) -> tuple[list[Receipt], list[PhotoReceipt]]:
    """Return the receipts of items and photos again, ``unknown`` where none came."""
    wanted = [str(identity) for identity in ids]
    with registry.database.read() as connection:
        rows = item_rows(connection, wanted)
        missing = sorted({name for row in rows.values() for name in row["photos"] or ()})
        there = present(registry, connection, missing)
        aside = aside_by_item(connection, [identity for identity in wanted if identity not in rows])
        found = []
        for identity in wanted:
            if identity in rows:
                found.append(receipt_of(rows[identity], there))
            elif identity in aside:
                found.append(aside_receipt(identity, aside[identity]))
            else:
                found.append(Receipt(identity, ReceiptState.UNKNOWN))
        return found, photo_receipts(registry, connection, photos)


@dataclass(frozen=True, slots=True)
class RescueStep:
    """How far a rescue file has been taken in: ``photos`` of ``of``; its ``receipts`` once all is in."""

    photos: int
    of: int
    receipts: list[Receipt] | None = None


@one_moment()
def import_rescue(registry: Registry, path: Path, *, person: Person, name: str = "") -> list[Receipt]:
    """Take a rescue file (.json, or .zip with its photos) as a phone wrote it, for whoever recorded it.

    Photos first, then the items, each with its receipt. A photo that is damaged is left out: its items then
    say that they miss it. ``FIELD-RESCUE`` for a file that is none.
    """
    return take_rescue(registry, path, person=person, name=name).receipts or []


@one_moment()
def take_rescue(
    registry: Registry,
    path: Path,
    *,
    person: Person,
    name: str = "",
    start: int = 0,
    seconds: float = math.inf,
) -> RescueStep:
    """Take a rescue file as ``import_rescue`` does, from its photo ``start`` on and for some seconds.

    Taken photo by photo out of the file: what the server holds at once does not grow with it.
    """
    if not person.is_one_of(*RESCUERS):
        raise RefusalError("FIELD-NOT-ALLOWED")
    until = time.monotonic() + seconds
    with opened_rescue(path, name=name or path.name) as rescue:
        for index, photo in enumerate(rescue.photos[start:], start):
            if time.monotonic() > until and index > start:
                return RescueStep(index, len(rescue.photos))
            _take_rescued(registry, photo, rescue.device, person)
        sent = [(sent_of(item), rescue.by.get(_id(item), "")) for item in rescue.items]
        found: list[Receipt] = []
        for first in range(0, len(sent), MOST_ITEMS):
            found += _take(
                registry, sent[first : first + MOST_ITEMS], person=person, device=rescue.device, rescued=True
            )
        return RescueStep(len(rescue.photos), len(rescue.photos), found)


def _take_rescued(registry: Registry, photo: RescuedPhoto, device: str, person: Person) -> None:
    try:
        opened = photo.open()
    except (OSError, *DAMAGED_ZIP):
        return
    try:
        with opened as stream:
            take_photo(
                registry, photo.sha256, stream, person=person, device=device, media_type=photo.media_type,
                by=photo.by,
            )  # fmt: skip
    except RefusalError as refusal:
        if not refusal.code.startswith("FIELD-PHOTO-") or refusal.code == "FIELD-PHOTO-NOT-KEPT":
            raise
    except DAMAGED_ZIP:  # found on the way; the other photos are worth having
        return


def _id(item: Any) -> str:
    return str(item.get("id", "")) if isinstance(item, Mapping) else ""


def _take(
    registry: Registry,
    sent: Sequence[tuple[Sent, str]],
    *,
    person: Person,
    device: str,
    sent_at: str = "",
    rescued: bool = False,
) -> list[Receipt]:
    now = present_moment()
    phone = moment_of(sent_at)
    off = None if phone is None else round((phone - now).total_seconds(), 1)
    with registry.database.write() as connection:
        arrivals = Arrivals(
            registry, connection, [item for item, _ in sent], person=person, device=device[:64], at=now,
            clock_off_s=off, rescued=rescued,
        )  # fmt: skip
        receipts = [arrivals.take(item, by) for item, by in sent]
        write(
            connection, arrivals.changes(), KIND, person,
            options={"device": device[:64], "rescue": rescued},
            summary={"items": arrivals.taken, "aside": arrivals.aside},
        )  # fmt: skip
    return receipts
