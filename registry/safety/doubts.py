"""What makes an officer look at a visit once more: arithmetic over one visit, no accusation.

The numbers are the office's own working numbers (``data/checklists/doubts.toml``).
"""

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from registry.settings import DATA


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on something is shown: days, items, seconds an item, metres."""

    photo_days: int
    haste_items: int
    haste_s: float
    placed_items: int
    far_m: float


@cache
def thresholds() -> Thresholds:
    """Return the numbers in force."""
    read = tomllib.loads((DATA / "checklists" / "doubts.toml").read_text(encoding="utf-8"))
    return Thresholds(
        photo_days=int(read["photo_old"]["days"]),
        haste_items=int(read["haste"]["least_items"]),
        haste_s=float(read["haste"]["seconds_an_item"]),
        placed_items=int(read["no_place"]["least_items"]),
        far_m=float(read["far"]["metres"]),
    )


def hurried(moments: Sequence[dt.datetime], numbers: Thresholds | None = None) -> tuple[int, float] | None:
    """Return (items, seconds) of the quickest run of answers that is too quick to have been looked at.

    ``moments`` are when each answer was recorded by one phone's clock. A run of ``haste_items`` answers that
    took less than ``haste_s`` seconds each is too quick; it grows as long as it stays so. None: no run.
    """
    numbers = numbers or thresholds()
    ordered = sorted(moments)
    best: tuple[int, float] | None = None
    for first in range(len(ordered) - numbers.haste_items + 1):
        for last in range(len(ordered) - 1, first + numbers.haste_items - 2, -1):
            taken = (ordered[last] - ordered[first]).total_seconds()
            if taken < numbers.haste_s * (last - first):
                if best is None or last - first + 1 > best[0]:
                    best = last - first + 1, taken
                break
    return best


def days_before(taken: str, visited: dt.date) -> int | None:
    """Return how many days before a visit a camera says a photo was taken; None: it says no day."""
    try:
        day = dt.date.fromisoformat(taken.strip()[:10].replace(":", "-"))  # EXIF writes 2023:05:01
    except ValueError:
        return None
    return (visited - day).days
