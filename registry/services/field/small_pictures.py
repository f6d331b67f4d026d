"""Photos made small for papers: upright, without what the camera wrote, as JPEG."""

from io import BytesIO

from registry.errors import RefusalError
from registry.services.field.photos import photo_path
from registry.services.office.registry import Registry

LONGEST_PX = 480
_FORMATS = ("JPEG", "PNG", "WEBP")


def small_picture(registry: Registry, sha256: str, longest: int = LONGEST_PX) -> bytes:
    """Return a photo at most ``longest`` pixels long, b"" for one that is not there or cannot be drawn."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        path, _media_type = photo_path(registry, sha256)
    except RefusalError:
        return b""
    into = BytesIO()
    try:
        with Image.open(path, formats=_FORMATS) as image:
            image.draft("RGB", (longest, longest))
            drawn = ImageOps.exif_transpose(image).convert("RGB")
            drawn.thumbnail((longest, longest))
            drawn.save(into, "JPEG", quality=78)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    return into.getvalue()
