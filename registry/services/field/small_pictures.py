"""Photos made small for papers and pages: upright, without what cameras write, marks drawn over."""

import math
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from registry.errors import RefusalError
from registry.safety.photo_marks import Mark, Shape
from registry.services.field.photos import photo_path
from registry.services.office.registry import Registry

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

LONGEST_PX = 480
SCREEN_PX = 1600
_FORMATS = ("JPEG", "PNG", "WEBP")


def small_picture(
    registry: Registry, sha256: str, longest: int = LONGEST_PX, *, marks: Sequence[Mark] = ()
) -> bytes:
    """Return a photo at most ``longest`` pixels long with ``marks`` over it.

    b"" for one that is not there or cannot be drawn. The photo that is kept stays as it is.
    """
    try:
        path, _media_type = photo_path(registry, sha256)
    except RefusalError:
        return b""
    return made_small(path, longest, marks=marks)


def made_small(path: Path, longest: int, *, marks: Sequence[Mark] = ()) -> bytes:
    """Return the picture of a file at most ``longest`` pixels long, b"" for one that cannot be drawn."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    into = BytesIO()
    try:
        with Image.open(path, formats=_FORMATS) as image:
            image.draft("RGB", (longest, longest))
            drawn = ImageOps.exif_transpose(image).convert("RGB")
            drawn.thumbnail((longest, longest))
            _draw(drawn, marks)
            drawn.save(into, "JPEG", quality=78)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    return into.getvalue()


_INK, _EDGE = (214, 31, 31), (255, 255, 255)
_HEAD, _ANGLE = 0.06, math.radians(25)


def _draw(picture: "Picture", marks: Sequence[Mark]) -> None:
    """Draw marks in red on a white edge, so that they are seen on any ground."""
    from PIL import ImageDraw

    wide, high = picture.size
    thick = max(2, round(max(wide, high) / 160))
    pen = ImageDraw.Draw(picture)
    for mark in marks:
        start, end = (mark.x1 * wide, mark.y1 * high), (mark.x2 * wide, mark.y2 * high)
        for colour, width in ((_EDGE, thick * 2), (_INK, thick)):
            if mark.shape is Shape.CIRCLE:
                (left, right), (top, bottom) = (sorted(pair) for pair in zip(start, end, strict=True))
                pen.ellipse([left, top, right, bottom], outline=colour, width=width)
            else:
                pen.line([start, end], fill=colour, width=width)
                turned = math.atan2(start[1] - end[1], start[0] - end[0])
                for side in (turned - _ANGLE, turned + _ANGLE):
                    reach = _HEAD * max(wide, high)
                    tip = (end[0] + reach * math.cos(side), end[1] + reach * math.sin(side))
                    pen.line([end, tip], fill=colour, width=width)
