"""What a check of a cable line looks at: the line, the plant beside it, height signs, undergrounding.

Geometries are metres of the context's plane (EPSG:9214 unless set otherwise).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.cables import CableSegment, Mount, UndergroundArea

PLAN_ITEMS = ("position", "load", "hanging", "distance")
"""What a sharing plan of poles must say (QĐ 72/2025 Điều 14(4)); of ducts the plan itself (Điều 13(4))."""


@dataclass(frozen=True)
class LineAsked:
    """A line that is judged. ``line`` is metric, ``accuracy_m`` how far it may be off.

    None means that nobody has stated it. ``proposed`` False: it stands, and no dossier is asked for.
    ``laid`` True: some of it lies already, so that what is written for new lines is no verdict on it.
    ``leave_out`` are ids of routes that are the line itself.
    """

    line: Any
    mount: Mount
    owner: str
    accuracy_m: float = 5.0
    height_m: float | None = None
    spare_loop_m: float | None = None
    spare_loop_whole: bool = True
    tagged: bool | None = None
    height_signs: bool | None = None
    plan: Mapping[str, bool | None] = field(default_factory=dict)
    proposed: bool = True
    laid: bool = False
    leave_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Beside:
    """A standing or planned segment near the line, with its metric geometry and its route's code."""

    segment: CableSegment
    line: Any
    route_code: str = ""


@dataclass(frozen=True)
class Plant:
    """Everything near the line. ``lists`` holds the day of each owner's newest complete list.

    ``signs`` are metric points (n, 2) of height signs.
    """

    beside: Sequence[Beside] = ()
    signs: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    areas: Sequence[tuple[UndergroundArea, Any]] = ()
    lists: Mapping[str, dt.date] = field(default_factory=dict)
