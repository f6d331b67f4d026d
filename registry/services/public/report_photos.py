"""Photos of reports: made anew in a limited child process, kept without what the camera wrote but time and
place.

What cannot be decoded is refused; the sent file itself is not kept.
"""

import tempfile
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.limited import run_child
from registry.services.office.attachments import keep_file
from registry.services.office.registry import Registry

MOST_PHOTOS = 4
LONGEST_SIDE = 2560  # pixels of a photo as it is kept


def kept_photo(registry: Registry, path: Path, name: str) -> dict[str, Any]:
    """Make a photo anew and keep it; return its row (``REPORT-PHOTO`` where it is no picture)."""
    shown = Path(name).name[:80]
    with tempfile.TemporaryDirectory(prefix="bts-report-") as folder:
        target = Path(folder) / "photo.jpg"
        try:
            size = run_child(
                "registry.intake.pictures:remake",
                {"path": str(path.resolve()), "target": str(target), "webp": True, "longest": LONGEST_SIDE},
                name=shown,
            )
        except RefusalError as error:
            raise RefusalError("REPORT-PHOTO", name=shown) from error
        kept = keep_file(registry, target, "photo.jpg")
    taken = size["taken"]
    return {
        "sha256": kept.sha256,
        "width": size["width"],
        "height": size["height"],
        "taken_at": taken.get("at", ""),
        "lon": taken.get("lon"),
        "lat": taken.get("lat"),
    }
