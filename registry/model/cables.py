"""Outside cable plant (mạng cáp ngoại vi): routes of segments, nodes that carry them, troubles.

A route (tuyến cáp) bears a code and belongs to one owner; its segments (đoạn) are the lines on the map.
Nodes are poles (cột treo cáp), chambers, ducts' ends, cabinets, height signs and tags; which kinds there
are, and the symbols of plans for them (C1, C2, N1, N2), stand in ``data/codes/cable_nodes.toml``. Positions
are EPSG:4326 degrees.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Mount(StrEnum):
    """How a cable is laid (QĐ 72/2025 Điều 2: treo, cống bể, chôn)."""

    AERIAL = "aerial"  # treo trên cột
    DUCT = "duct"  # trong cống, bể, tuynen
    BURIED = "buried"  # chôn trực tiếp


class PlantState(StrEnum):
    """Whether a segment or node stands; what is removed stays in the register as ``retired``."""

    IN_SERVICE = "in_service"
    PLANNED = "planned"
    SUSPENDED = "suspended"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class CableRoute:
    """A named line of one owner. ``code`` "" holds the segments whose route no list names."""

    id: str
    code: str
    owner: str
    name: str = ""
    decision: str = ""
    note: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class CableSegment:
    """One piece of a route. ``geometry`` is a shapely LineString in EPSG:4326.

    ``capacity`` and ``spare`` are counted in ``unit``; None where they are not known, which is never taken
    for 0. ``height_m`` is the lowest point above ground, ``spare_loop_m`` the longest loop of spare cable,
    ``tagged`` whether it bears its management marking (None: not known). ``length_m`` is geodesic,
    ``accuracy_m`` how far the line may be off.
    """

    id: str
    route: str
    code: str
    owner: str
    mount: Mount
    geometry: Any
    state: PlantState = PlantState.IN_SERVICE
    operators: tuple[str, ...] = ()
    capacity: int | None = None
    spare: int | None = None
    unit: str = ""
    height_m: float | None = None
    built_year: int | None = None
    decision: str = ""
    tagged: bool | None = None
    spare_loop_m: float | None = None
    length_m: float = 0.0
    accuracy_m: float = 10.0
    from_node: str = ""
    to_node: str = ""
    note: str = ""
    retired_on: dt.date | None = None
    attributes: dict[str, Any] | None = None
    version: int = 0
    number: int = 0  # the stable integer (fid) that tiles name it by


@dataclass(frozen=True, slots=True)
class CableNode:
    """A pole, chamber, cabinet, height sign or tag. ``kind`` is a code of ``data/codes/cable_nodes.toml``.

    ``height_m`` is that of a pole, or what a height sign states.
    """

    id: str
    code: str
    kind: str
    owner: str
    lon: float
    lat: float
    state: PlantState = PlantState.IN_SERVICE
    operators: tuple[str, ...] = ()
    capacity: int | None = None
    spare: int | None = None
    unit: str = ""
    height_m: float | None = None
    built_year: int | None = None
    tagged: bool | None = None
    accuracy_m: float = 10.0
    note: str = ""
    retired_on: dt.date | None = None
    attributes: dict[str, Any] | None = None
    version: int = 0
    number: int = 0


class UndergroundState(StrEnum):
    """What becomes of an undergrounding plan."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class UndergroundArea:
    """An area (vùng ngầm hóa) whose aerial lines are to be laid underground by ``due_on``; EPSG:4326."""

    id: str
    name: str
    decision: str
    due_on: dt.date | None
    geometry: Any
    state: UndergroundState = UndergroundState.PLANNED
    note: str = ""
    version: int = 0


class TroubleKind(StrEnum):
    """What is wrong with outside cable (domain: checklists and field reports)."""

    BROKEN_POLE = "broken_pole"  # cột gãy, đổ
    LEANING_POLE = "leaning_pole"  # cột nghiêng
    BROKEN_CABLE = "broken_cable"  # đứt cáp, mất truyền dẫn
    LOW_CABLE = "low_cable"  # cáp võng, thấp
    BUNDLE = "bundle"  # bó cáp rối, cáp bỏ không
    OPEN_COVER = "open_cover"  # nắp bể hỏng, mất
    OTHER = "other"


class TroubleState(StrEnum):
    """Whether a trouble is still one."""

    OPEN = "open"
    FIXED = "fixed"
    DROPPED = "dropped"  # found to be none


@dataclass(frozen=True, slots=True)
class CableTrouble:
    """A trouble with its two moments: when it occurred (None: nobody knows) and when it was detected or told.

    ``node`` and ``segment`` are ids of the plant concerned, "" where none was found near. ``alternative``:
    the owner chose to lay the line underground instead (Điều 10(2)); ``plan_received_on`` is when its plan
    reached the office.
    """

    id: str
    kind: TroubleKind
    owner: str
    lon: float | None
    lat: float | None
    detected_at: dt.datetime
    occurred_at: dt.datetime | None = None
    state: TroubleState = TroubleState.OPEN
    node: str = ""
    segment: str = ""
    source: str = "office"  # office, inspection, field_report, operator
    source_ref: str = ""
    note: str = ""
    remedy: str = ""
    fixed_at: dt.datetime | None = None
    alternative: bool = False
    plan_received_on: dt.date | None = None
    photos: tuple[str, ...] = field(default=())
    who: str = ""
    version: int = 0
