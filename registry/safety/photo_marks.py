"""Arrows and circles that somebody drew over a photo: kept beside it, the photo itself stays as it was taken.

Written as ``A`` (an arrow from a point to a point) or ``C`` (an ellipse in the box between two corners) with
four whole numbers: thousandths of the photo's width and height as it is seen upright, from the upper left.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from registry.model.field.inspections import Item, ItemKind

LONGEST = 2_000  # characters: some eighty marks
_ALL = re.compile(r"(?:[AC]\d{1,4} \d{1,4} \d{1,4} \d{1,4})+", re.ASCII)
_ONE = re.compile(r"([AC])(\d+) (\d+) (\d+) (\d+)")
_WHOLE = 1_000


class Shape(StrEnum):
    """What was drawn."""

    ARROW = "A"
    CIRCLE = "C"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: an arrow's tail and head, or two corners of a circle's box, as shares of width and height."""

    shape: Shape
    x1: float
    y1: float
    x2: float
    y2: float


def are_marks(text: object) -> bool:
    """Whether a text is marks as they are sent."""
    return isinstance(text, str) and len(text) <= LONGEST and _ALL.fullmatch(text) is not None


def read_marks(text: str) -> tuple[Mark, ...]:
    """Return the marks of a text; what lies beyond the photo's edge lies on it."""
    return tuple(
        Mark(Shape(shape), *(min(int(number), _WHOLE) / _WHOLE for number in numbers))
        for shape, *numbers in _ONE.findall(text)
    )


def marks_by_photo(items: Iterable[Item]) -> dict[str, tuple[Mark, ...]]:
    """Return what is drawn over each photo (SHA-256) of a visit, as it stands."""
    found: dict[str, tuple[Mark, ...]] = {}
    for item in items:
        if item.kind is ItemKind.DRAWING and not item.replaced_by and isinstance(item.value, str):
            found[item.photos[0]] = read_marks(item.value)
    return {sha256: marks for sha256, marks in found.items() if marks}
