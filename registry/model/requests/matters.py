"""Matters (điều phải trả lời): what an officer answers before a request, or a row of it, goes on.

A cell that was not read; a letter, a file, a place or a code that another request or the register holds. What
is certain is mended, what may be meant is answered with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Weight(StrEnum):
    """What a matter asks for."""

    BARS = "bars"  # nothing is agreed or filed before it is mended; no reason settles it
    ASKS = "asks"  # it may be meant: a reason settles it
    SAYS = "says"  # said for completeness


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter about a request (``row`` -1) or about a row (its index).

    ``code`` and ``params`` are rendered by ``registry.messages``. ``about`` names what it is about (another
    request, an agreed position, a mast, a cell), so that an answer holds for that and for nothing else.
    ``cell`` is the field of the row that mends it ("" none); ``rows`` are the other rows of the same list
    that it is about: it bars only while one of them is agreed to as well. ``holders`` are the organisations
    whose the other side is: nobody else but the office may read it (empty: the request's own).
    """

    code: str
    about: str
    weight: Weight = Weight.ASKS
    row: int = -1
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    cell: str = ""
    rows: tuple[int, ...] = ()
    holders: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return what an answer to it is kept under."""
        return f"{self.code}:{self.about}"

    def seen_by(self, own: str | None) -> bool:
        """Whether an organisation (its code; None: the office) may read it."""
        return own is None or not self.holders or own in self.holders
