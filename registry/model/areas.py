"""Areas: administrative units with validity, zones of named layers, and where a layer is complete."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

REFORM = dt.date(2025, 7, 1)
"""The first day of today's provinces and communes; districts ended the day before.

NQ 202/2025/QH15 (provinces merged), NQ 1658/NQ-UBTVQH15 (communes).
"""


class AdminLevel(StrEnum):
    """Level of an administrative unit (đơn vị hành chính); districts ended on 1/7/2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Layer(StrEnum):
    """The layers a zone can belong to."""

    PLANNING = "planning"
    URBAN_AREA = "urban_area"
    HERITAGE_1 = "heritage_1"
    HERITAGE_2 = "heritage_2"
    AERODROME_VICINITY = "aerodrome_vicinity"
    NAVIGATION_AID = "navigation_aid"
    POWER_LINE = "power_line"
    ROAD = "road"
    RAILWAY = "railway"
    DYKE = "dyke"
    MILITARY = "military"
    AIR_DEFENCE = "air_defence"
    FOREST = "forest"


@dataclass(frozen=True, slots=True)
class AdminUnit:
    """An administrative unit on the days of its validity (``valid_to`` is its last day; None: still valid).

    ``id`` is unique over time (code and first day); ``code`` is the GSO code, which is used again by
    later units. ``parent`` is the code of the unit above at that time. ``boundary`` is a shapely
    geometry in EPSG:4326 or None; ``boundary_error_m`` states how far it may be off (0: as surveyed).
    """

    id: str
    code: str
    level: AdminLevel
    name: str
    kind: str
    parent: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    predecessors: tuple[str, ...] = ()
    boundary: Any = None
    boundary_error_m: float = 0.0
    source: str = ""


def full_name(unit: AdminUnit) -> str:
    """Return a unit's kind and name: "Xã Tân Dĩnh"; a name that begins with its kind is not doubled."""
    return with_kind(unit.kind, unit.name)


def with_kind(kind: str, name: str) -> str:
    """Return a name with its kind in front, as ``full_name`` does for a whole unit."""
    # marks and space count: "Phượng Sơn" does not begin with "Phường", though it does once both are folded
    return name if not kind or name.casefold().startswith(f"{kind.casefold()} ") else f"{kind} {name}"


@dataclass(frozen=True, slots=True)
class Zone:
    """A polygon (or line) of a layer with its decision. ``geometry`` is shapely, EPSG:4326.

    ``allowed_classes``: None where the decision does not say. ``max_height_m``: a number of metres,
    None where not stated, ``float('inf')`` where the decision states that there is no limit.
    ``error_m`` > 0 marks an approximate zone.
    """

    id: str
    layer: Layer
    name: str
    decision: str
    article: str
    valid_from: dt.date
    valid_to: dt.date | None
    geometry: Any
    allowed_classes: frozenset[str] | None = None
    max_height_m: float | None = None
    error_m: float = 0.0
    attributes: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class LayerCoverage:
    """Where a layer is known to be complete: the whole territory (``geometry`` None) or a polygon."""

    layer: Layer
    decision: str
    valid_from: dt.date
    valid_to: dt.date | None
    geometry: Any = None


@dataclass(frozen=True, slots=True)
class OperatorList:
    """An imported list of one operator's masts: its date, and whether it claims to be complete."""

    operator: str
    list_date: dt.date
    complete: bool
    batch: str = ""
