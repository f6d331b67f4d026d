"""Lets one thread at a time ask GEOS about shapes that threads share.

A prepared geometry builds its indexes when it is first asked and keeps state while it answers; two threads
that ask one at once bring the process down (GEOS issue 825, https://github.com/libgeos/geos/issues/825).
Shapely lets threads in side by side, and prepares what ``intersects_xy`` and ``contains_xy`` are given.
The context of checks is shared by all pages and jobs, so from the import of this module on every predicate
waits for the one before it.
"""

import threading
from collections.abc import Callable
from typing import Any

import shapely

_ASKING = threading.RLock()
_PREDICATES = (
    "contains", "contains_properly", "covered_by", "covers", "crosses", "disjoint", "distance", "dwithin",
    "equals", "intersects", "overlaps", "relate", "relate_pattern", "touches", "within",
)  # fmt: skip
_NAMES = (
    *_PREDICATES, *(f"{name}_scalar" for name in _PREDICATES), "contains_xy", "intersects_xy", "prepare",
    "destroy_prepared",
)  # fmt: skip


def _one_at_a_time(function: Callable[..., Any]) -> Callable[..., Any]:
    def ask(*given: Any, **named: Any) -> Any:
        with _ASKING:
            return function(*given, **named)

    return ask


def _hold() -> None:
    """Put the lock around Shapely's own functions once, where all its modules look them up."""
    for name in _NAMES:
        function = getattr(shapely.lib, name, None)
        if function is not None:
            setattr(shapely.lib, name, _one_at_a_time(function))


_hold()
