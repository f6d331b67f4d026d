"""The type of map sheets: a plain face that has every Vietnamese letter and goes into the PDF."""

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

_WANTED = ("Liberation Sans", "Arial")
_ALWAYS = "DejaVu Sans"  # comes with matplotlib


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """Return the faces that this machine has, the best first; what one lacks is taken from the next."""
    from matplotlib.font_manager import fontManager

    there = set(fontManager.get_font_names())
    return (*(name for name in _WANTED if name in there), _ALWAYS)


def font(
    size: float, *, bold: bool = False, style: Literal["normal", "italic"] = "normal"
) -> "FontProperties":
    """Return the type of a text of ``size`` points."""
    from matplotlib.font_manager import FontProperties

    weight = "bold" if bold else "normal"
    return FontProperties(family=list(families()), size=size, weight=weight, style=style)
