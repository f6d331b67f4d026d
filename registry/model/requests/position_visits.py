"""Visits of proposed positions (đi xem vị trí): what an inspector is sent to look at, and what comes back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.model.field.inspections import Item


@dataclass(frozen=True, slots=True)
class PositionTarget:
    """A row of a request that somebody goes to look at, as it stood when he was sent.

    ``lon``/``lat`` EPSG:4326 degrees. ``look_at`` is what the findings left open, {"rule", "vi", "en"} each.
    ``state``: open, withdrawn. ``progress``: open, begun, visited; ``late``: past ``due_on`` and not visited.
    """

    id: str
    request: str
    list_version: int
    row: int
    code: str
    organisation: str
    lon: float
    lat: float
    accuracy_m: float
    commune: str = ""
    address: str = ""
    mast_class: str = ""
    mast_height_m: float | None = None
    look_at: tuple[Mapping[str, str], ...] = ()
    assignee: str = ""
    due_on: dt.date | None = None
    note: str = ""
    state: str = "open"
    reason: str = ""
    who: str = ""
    at: str = ""
    version: int = 0
    progress: str = "open"
    late: bool = False
    visited_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PositionVisit:
    """One visit of a proposed position by one person, as its items tell.

    ``finished_at`` "": not finished. ``lon``/``lat``/``accuracy_m`` None: nothing was measured; ``rough``:
    only fixes beyond the office's gate. ``away_m`` is the distance on the ellipsoid from the position that he
    was sent to. ``missing``: photos (SHA-256) that have not come.
    """

    id: str
    target: str
    person: str
    checklist: str
    checklist_version: int | None
    started_at: str = ""
    finished_at: str = ""
    received_at: str = ""
    items: tuple[Item, ...] = ()
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    fixes: int = 0
    rough: bool = False
    away_m: float | None = None
    photos: tuple[str, ...] = ()
    missing: tuple[str, ...] = field(default=())
