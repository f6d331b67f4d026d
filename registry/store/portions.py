"""Keys asked of the database in portions: a statement takes only so many parameters."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

PORTION = 500
_Key = TypeVar("_Key")


def portions(keys: Sequence[_Key], size: int = PORTION) -> Iterator[list[_Key]]:
    """Yield keys in their order, at most ``size`` at a time."""
    for start in range(0, len(keys), size):
        yield list(keys[start : start + size])
