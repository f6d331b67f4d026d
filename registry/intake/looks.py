"""What a photo looks like, in 64 bits, and what its camera wrote into it (in the child).

The look is a difference hash: the picture in 9 x 8 grey dots, a bit for each dot that is brighter than the
one to its left. Pictures that were only made smaller, brighter or saved again differ in a few bits, others
in about 32.
"""

import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from registry.intake.exif import moment_taken, place_taken

MOST_PIXELS = 120_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_WIDTH, _HEIGHT = 9, 8


def looks(request: dict[str, Any]) -> list[dict[str, Any]]:
    """Return width, height, look, taken_at, lon and lat of each picture at ``paths``; {} for what is none."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    return [_look(Path(path)) for path in request["paths"]]


def _look(path: Path) -> dict[str, Any]:
    try:
        with Image.open(path, formats=_FORMATS) as opened:
            width, height = opened.size
            exif = opened.getexif()
            found: dict[str, Any] = {"width": width, "height": height, **_written(exif)}
            opened.draft("L", (256, 256))  # a JPEG is decoded small, which takes a tenth of the time
            small = (
                ImageOps.exif_transpose(opened).convert("L").resize((_WIDTH, _HEIGHT), Image.Resampling.BOX)
            )
    except Exception:  # noqa: BLE001 - a decoder of pictures from outside may raise anything; it is in the child
        return {}
    dots = small.tobytes()
    bits = 0
    for row in range(_HEIGHT):
        line = dots[row * _WIDTH : (row + 1) * _WIDTH]
        for left, right in pairwise(line):
            bits = bits << 1 | (right > left)
    return {**found, "look": f"{bits:016x}"}


def _written(exif: Any) -> dict[str, Any]:
    """Return when and where the camera says it was; what it does not say is left out."""
    taken, place = moment_taken(exif), place_taken(exif)
    found: dict[str, Any] = {"taken_at": taken} if taken else {}
    return found if place is None else found | {"lon": place[0], "lat": place[1]}
