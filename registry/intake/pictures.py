"""Pictures from outside made anew: decoded within limits, turned upright, without anything but the pixels."""

import re
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from registry.errors import RefusalError
from registry.intake.exif import moment_taken, place_taken

MOST_PIXELS = 80_000_000
LONGEST_SIDE = 4096  # of the picture that pages show
_FORMATS = ("PNG", "JPEG")
_QUALITY = 88
_AT = re.compile(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d")


def remake(request: dict[str, Any]) -> dict[str, Any]:
    """Decode the PNG or JPEG at ``path`` and write it to ``target`` as JPEG, at most ``LONGEST_SIDE`` long.

    Returns ``width`` and ``height`` of what was written, and ``taken`` (see ``_taken``), which is not in it
    any more. With ``webp`` in the request such a picture is taken too; ``longest`` makes it smaller. Runs in
    the child process. Raises RefusalError: ``SCAN-NOT-PICTURE``, ``SCAN-TOO-LARGE``.
    """
    name, source = str(request["name"]), Path(request["path"])
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(source, formats=(*_FORMATS, *(["WEBP"] if request.get("webp") else []))) as opened:
            _check_size(name, *opened.size)
            taken = _taken(opened)
            upright = ImageOps.exif_transpose(opened)
            made = _flat(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusalError(
            "SCAN-TOO-LARGE", name=name, width="?", height="?", limit=MOST_PIXELS // 1_000_000
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise RefusalError("SCAN-NOT-PICTURE", name=name) from error
    longest = min(int(request.get("longest") or LONGEST_SIDE), LONGEST_SIDE)
    made.thumbnail((longest, longest))
    made.save(Path(request["target"]), "JPEG", quality=_QUALITY, optimize=True)
    return {"width": made.width, "height": made.height, "taken": taken}


def _taken(opened: Image.Image) -> dict[str, Any]:
    """Return what the camera wrote: ``at`` ("2026-11-26 14:03:05", its own clock), ``lon`` and ``lat``.

    Each only where it is there and can be; a picture whose metadata is broken is still a picture.
    """
    exif = opened.getexif()
    at, place = moment_taken(exif, or_changed=True), place_taken(exif)
    found: dict[str, Any] = {}
    if _AT.fullmatch(at):
        found["at"] = f"{at[:10].replace(':', '-')} {at[11:]}"
    return found if place is None else found | {"lon": place[0], "lat": place[1]}


def _check_size(name: str, width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise RefusalError(
            "SCAN-TOO-LARGE", name=name, width=width, height=height, limit=MOST_PIXELS // 1_000_000
        )


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture in RGB, on white where it was transparent."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        full = picture.convert("RGBA")
        white = Image.new("RGB", full.size, "white")
        white.paste(full, mask=full.getchannel("A"))
        return white
    return picture.convert("RGB")
