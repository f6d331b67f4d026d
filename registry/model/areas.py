"""Areas: administrative units with validity, zones of named layers, and where a layer is complete."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.settings import DATA

REFORM = dt.date(2025, 7, 1)
"""The first day of today's provinces and communes; districts ended the day before.

NQ 202/2025/QH15 (provinces merged), NQ 1658/NQ-UBTVQH15 (communes).
"""


class AdminLevel(StrEnum):
    """Level of an administrative unit (đơn vị hành chính); districts ended on 1/7/2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


_LAYERS = tomllib.loads((DATA / "codes" / "layers.toml").read_text(encoding="utf-8"))


class Layer(StrEnum):
    """The layers a zone can belong to: every table of ``data/codes/layers.toml``.

    Those that code names stand here too, so that a name which is no layer is no programme; any other is
    ``Layer("school")``.
    """

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
    locals().update({name.upper(): name for name in sorted(_LAYERS.keys() - set(map(str.lower, locals())))})


@dataclass(frozen=True, slots=True)
class LayerFacts:
    """What is known of a layer besides its zones: see the head of ``data/codes/layers.toml``.

    ``label``, ``letter`` and ``gap`` are by language ("vi", "en"); ``style`` is how a map draws it.
    """

    layer: Layer
    label: Mapping[str, str]
    letter: Mapping[str, str]
    gap: Mapping[str, str]
    aliases: tuple[str, ...]
    lines: bool = False
    snaps: bool = False
    forbids: bool = False
    style: Mapping[str, Any] = field(default_factory=dict)


_STYLE = ("line", "fill", "width", "dash", "hatch", "forbid", "forbid_line", "roof")


def _facts(name: str, item: Mapping[str, Any]) -> LayerFacts:
    spoken = {
        kind: {lang: item[f"{kind}_{lang}"] for lang in ("vi", "en")} for kind in ("label", "letter", "gap")
    }
    return LayerFacts(
        Layer(name),
        **spoken,
        aliases=tuple(item["aliases"]),
        lines=item.get("lines", False),
        snaps=item.get("snaps", False),
        forbids=item.get("forbids", False),
        style={key: item[key] for key in _STYLE if key in item},
    )


LAYERS: Mapping[Layer, LayerFacts] = {Layer(name): _facts(name, item) for name, item in _LAYERS.items()}
"""Every layer in the order of the legend: what decides first."""


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
