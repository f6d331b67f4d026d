"""A KMZ is a zip with one KML: its text, unpacked within limits in the limited child process."""

import io
import zipfile
from typing import Any

from registry.errors import DAMAGED_ZIP, RefusalError
from registry.limited import run_child

MOST_ENTRIES = 200
MOST_BYTES = 4_000_000


def is_zip(content: bytes) -> bool:
    """Whether a file begins as a zip does."""
    return content[:4] == b"PK\x03\x04"


def kml_of(content: bytes, name: str) -> str:
    """Return the text of the KML in a KMZ; refused where there is none or it is too large (``TRACK-KMZ``)."""
    found: str = run_child("registry.intake.maps.kmz:unpack", {"content": content}, name=name)
    return found


def unpack(request: dict[str, Any]) -> str:
    """Return the first KML's text; runs in the child."""
    try:
        with zipfile.ZipFile(io.BytesIO(request["content"])) as packed:
            entries = packed.infolist()
            inside = [entry for entry in entries if entry.filename.lower().endswith(".kml")]
            if len(entries) > MOST_ENTRIES or not inside or inside[0].file_size > MOST_BYTES:
                raise RefusalError("TRACK-KMZ", name=request["name"])
            with packed.open(inside[0]) as stream:
                found = stream.read(MOST_BYTES + 1)
            if len(found) > MOST_BYTES:
                raise RefusalError("TRACK-KMZ", name=request["name"])
            return found.decode("utf-8-sig")
    except (*DAMAGED_ZIP, UnicodeDecodeError) as error:
        raise RefusalError("TRACK-KMZ", name=request["name"]) from error
