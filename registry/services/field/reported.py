"""What citizens said of a mast that somebody is sent to: their words and photos, small, for the phone.

Who they are is kept apart and never goes along; a telephone number, an address of mail or the number of an
identity card that somebody wrote into the words is covered.
"""

import base64
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from registry.errors import RefusalError
from registry.model.field.field_reports import FieldReport
from registry.services.field.small_pictures import made_small
from registry.services.office.attachments import file_path
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.public.citizen_reports import sent_to

MOST_PHOTOS = 2
LONGEST_PX = 320
COVERED = "•••"
_PRIVATE = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # mail
    r"|(?<![\d.,])\d{12}(?!\d)"  # identity card
    r"|(?<![\d.,])(?:\+?84|0)(?:[ .\-]?\d){8,10}(?!\d)"  # telephone
)
_KEPT = 64  # pictures held at once


def reported(connection: Connection, targets: Mapping[str, str]) -> dict[str, list[FieldReport]]:
    """Return target of a campaign -> the open reports for which somebody is sent there, as they came.

    ``targets``: target -> its mast.
    """
    found: dict[str, list[FieldReport]] = defaultdict(list)
    for target, one in sent_to(connection, targets):
        found[target].append(one)
    return found


def told(registry: Registry, one: FieldReport) -> dict[str, Any]:
    """Return a report as the phone takes it along."""
    pictures = [_picture(registry, photo.sha256) for photo in one.photos[:MOST_PHOTOS]]
    return {
        "number": one.number,
        "at": f"{in_vietnam(one.at):%H:%M %d/%m/%Y}",
        "words": covered(one.words),
        "place": covered(one.place),
        "photos": [picture for picture in pictures if picture],
        "more": len(one.photos) - MOST_PHOTOS if len(one.photos) > MOST_PHOTOS else 0,
    }


def covered(text: str) -> str:
    """Return words in which what leads to a person is covered."""
    return _PRIVATE.sub(COVERED, text)


def _picture(registry: Registry, sha256: str) -> str:
    """Return a photo, small, as an address that holds it; "" for one that cannot be drawn."""
    kept: dict[str, str] = registry.cache.setdefault("reported-pictures", {})
    held = kept.get(sha256)
    if held is not None:
        return held
    try:
        content = made_small(file_path(registry, sha256, "photo.jpg"), LONGEST_PX)
    except RefusalError:
        content = b""
    made = f"data:image/jpeg;base64,{base64.b64encode(content).decode()}" if content else ""
    with registry.lock:
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)))
        kept[sha256] = made
    return made
