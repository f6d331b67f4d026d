"""What the checks know on one day: masts, zones, lists, plans and units, as arrays in metric CRS.

Built by ``registry.services.register.context``, which makes another one where the register changed, and
shared by requests; nothing here is ever changed after it is built. ``x``/``y`` are metres in the declared
metric CRS (EPSG:9214), ``lon``/``lat`` degrees in EPSG:4326; the spatial trees index metric geometries.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

import registry.geo.threads  # noqa: F401 - what stands here is shared by threads
from registry.checks.days_worked import WEEKDAYS, DaysWorked
from registry.geo.kept_tree import KeptTree
from registry.geo.lost_shapes import lost
from registry.geo.outlines import outlines
from registry.law import NO_OWN_LAW, OwnLaw
from registry.model.areas import AdminUnit, Layer, OperatorList, Zone
from registry.model.code_rows import PlainCodes
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.sites import MastClass, Operator
from registry.model.terrain import Terrain

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Masts:
    """The masts that count on the day (not dismantled, not built later), n rows.

    ``networks`` is a bit mask: bit k is set where the mast carries (or is approved for) the operator with
    index k in ``Context.operators``. ``top_agl_m`` and ``mast_height_m`` are nan where not stated.
    ``in_question``: a *same mast?* question is open, so a spacing fail against it is a review, unless the
    masts that it may be the same as break the limit too: ``twins``, by row, absent where one of them does not
    count on the day.
    ``aliases`` maps a code (current, former or an operator's own) to the row.
    """

    codes: npt.NDArray[np.object_]
    lon: Floats
    lat: Floats
    x: Floats
    y: Floats
    accuracy_m: Floats
    networks: Ints
    approved_only: Bools  # approved but not built
    small: Bools  # mast height at most 3 m (stated)
    in_question: Bools
    top_agl_m: Floats
    mast_classes: npt.NDArray[np.object_]
    owners: npt.NDArray[np.object_]
    aliases: Mapping[str, int] = field(default_factory=dict)
    mast_height_m: Floats | None = None  # the mast alone; None where a world is built without them
    designed_operators: Floats | None = None  # nan: not stated; None as above, and so the next two
    load_used_pct: Floats | None = None  # of what it can bear, nan: not stated
    robust: Bools | None = None  # stated to be a robust station (trạm trụ vững)
    twins: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def points(self) -> npt.NDArray[np.object_]:
        """Metric points of all masts, in row order; every tree shares them."""
        return np.asarray(shapely.points(self.x, self.y), dtype=object)

    @cached_property
    def tree(self) -> shapely.STRtree | KeptTree:
        """Index over the metric points of all masts, by row."""
        return shapely.STRtree(self.points)

    @cached_property
    def may_be_small(self) -> Bools:
        """Masts of a class that is small by definition whose height nobody states."""
        unstated = (
            np.ones(len(self), dtype=bool) if self.mast_height_m is None else np.isnan(self.mast_height_m)
        )
        return np.asarray((self.mast_classes == MastClass.A1A.value) & unstated & ~self.small, dtype=bool)

    @cached_property
    def by_plain_code(self) -> PlainCodes:
        """The row of a code as codes are compared (``registry.model.site_codes``)."""
        return PlainCodes(self.aliases, self.codes)

    @cached_property
    def neighbour_trees(self) -> dict[tuple[int, str], Any]:
        """Trees by networks, filled by ``registry.checks.spacing_neighbours`` on first use, then kept."""
        return {}


@dataclass(frozen=True)
class OpenProposals:
    """Proposals of other requests that are not yet decided, m rows; see ``Masts`` for CRS and bit masks.

    ``labels`` say where each stands (request and row), as a reader would look it up.
    """

    codes: npt.NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    labels: npt.NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    lon: Floats = field(default_factory=lambda: np.empty(0))
    lat: Floats = field(default_factory=lambda: np.empty(0))
    accuracy_m: Floats = field(default_factory=lambda: np.empty(0))
    networks: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.codes)

    def same(self, other: "OpenProposals") -> bool:
        """Whether both are the same proposals, in the same order."""
        return all(
            np.array_equal(getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__
        )


_ROUGH_M = 20.0  # a border drawn with fewer corners, for the question who is surely outside


@dataclass(frozen=True)
class Coverage:
    """Where absence is known: ``everywhere`` in the territory, or inside ``area`` (metric), or nowhere.

    ``ground`` is the territory as far as its border may lie (``Units.ground``); None: its border is unknown.
    """

    everywhere: bool = False
    area: Any = None
    ground: Any = None

    def holds(self, x: Floats, y: Floats) -> Bools:
        """Whether each point lies where the layer is known to be complete."""
        if self.everywhere and self.ground is None:
            return np.ones(len(x), dtype=bool)
        if self.everywhere:
            return np.asarray(shapely.intersects_xy(self.ground, x, y), dtype=bool)
        if self.area is None:
            return np.zeros(len(x), dtype=bool)
        return np.asarray(shapely.intersects_xy(self.area, x, y), dtype=bool)


@dataclass(frozen=True)
class ZoneSet:
    """The zones of one layer that are valid on the day; ``geometries`` metric, in the order of ``zones``."""

    zones: tuple[Zone, ...] = ()
    geometries: npt.NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    coverage: Coverage = Coverage()

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index over ``geometries``; they are prepared for repeated predicates."""
        shapely.prepare(self.geometries)
        return shapely.STRtree(self.geometries)

    @cached_property
    def errors_m(self) -> Floats:
        """How far each zone's edge may be off, in metres (0: as surveyed)."""
        return np.array([zone.error_m for zone in self.zones], dtype=float)

    @cached_property
    def lost(self) -> Bools:
        """Which zones may be off by more than they measure: nobody knows where they lie."""
        return lost(self.geometries, self.errors_m)

    @cached_property
    def largest_error_m(self) -> float:
        """The largest of ``errors_m``."""
        return float(self.errors_m.max()) if self.zones else 0.0

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What checks derive from the zones once and keep (the widths of their corridors)."""
        return {}

    @cached_property
    def edges(self) -> npt.NDArray[np.object_]:
        """The boundary of each geometry (metric), prepared for repeated predicates."""
        edges = np.asarray(shapely.boundary(self.geometries), dtype=object)
        shapely.prepare(edges)
        return edges

    @cached_property
    def geojson(self) -> list[dict[str, Any] | None]:
        """Each zone's outline as a GeoJSON dict (EPSG:4326), to draw as evidence (shared, never changed).

        It follows the zone's edge to 2 m, or less closely where it would have more than 300 vertices.
        """
        return outlines([zone.geometry for zone in self.zones])

    def hits(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Return (point row, zone row) of every zone that holds a point; nan points hit nothing."""
        if not self.zones:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        pairs = self.tree.query(shapely.points(x, y), predicate="intersects")
        return pairs[0], pairs[1]


@dataclass(frozen=True)
class Units:
    """Administrative units: those in force on the day with metric boundaries, and old names.

    ``communes`` are the units in force; ``geometries`` their metric boundaries (None where unknown);
    ``territory`` is the office's territory on the day (metric, or None), off by up to ``error_m``.
    ``districts`` are those of any time whose communes occur here, to tell communes of one name apart.
    ``legacy`` are the units that ended; ``current_of`` maps a legacy commune's unit id to the ids of the
    communes in force that succeeded it.
    """

    communes: tuple[AdminUnit, ...] = ()
    geometries: npt.NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    territory: Any = None
    error_m: float = 0.0
    territory_name: str = ""
    legacy: tuple[AdminUnit, ...] = ()
    current_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # former wards and townships (metric), which stand in for urban areas until the office has the layer
    former_urban: npt.NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    former_urban_error_m: float = 0.0
    districts: tuple[AdminUnit, ...] = ()

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index over ``geometries``."""
        shapely.prepare(self.geometries)
        return shapely.STRtree(self.geometries)

    @cached_property
    def edges(self) -> npt.NDArray[np.object_]:
        """The boundary of each geometry (metric, None where unknown), prepared for repeated predicates."""
        edges = np.asarray(shapely.boundary(self.geometries), dtype=object)
        shapely.prepare(edges)
        return edges

    @cached_property
    def ground(self) -> Any:
        """The territory as far as its border may lie (metric, prepared): beyond it nothing is registered."""
        if self.territory is None:
            return None
        slack = self.error_m + _ROUGH_M
        ground = shapely.buffer(shapely.simplify(self.territory, _ROUGH_M / 2), slack, quad_segs=8)
        shapely.prepare(ground)
        return ground

    @cached_property
    def territory_edge(self) -> Any:
        """The boundary of the territory (metric), prepared; both are prepared by asking for it."""
        edge = shapely.boundary(self.territory)
        shapely.prepare(edge)
        shapely.prepare(self.territory)
        return edge

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What checks derive from the units once and keep (indices of names, points of the edge)."""
        return {}

    @cached_property
    def former_urban_tree(self) -> shapely.STRtree:
        """Index over ``former_urban``."""
        shapely.prepare(self.former_urban)
        return shapely.STRtree(self.former_urban)

    @cached_property
    def former_urban_edge_tree(self) -> shapely.STRtree:
        """Index over the boundaries of ``former_urban``."""
        edges = np.asarray(shapely.boundary(self.former_urban), dtype=object)
        shapely.prepare(edges)
        return shapely.STRtree(edges)


@dataclass(frozen=True)
class Plans:
    """The plan versions in force per operator and their positions (x, y metric; nan where none)."""

    versions: Mapping[str, PlanVersion] = field(default_factory=dict)  # by operator, in force on the day
    announced: frozenset[str] = frozenset()  # operators with some plan version entered, in force or not
    positions: tuple[PlannedPosition, ...] = ()
    x: Floats = field(default_factory=lambda: np.empty(0))
    y: Floats = field(default_factory=lambda: np.empty(0))
    by_code: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (operator, code) -> row

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What checks derive from the plans once and keep (trees by operator, indices of addresses)."""
        return {}


@dataclass(frozen=True)
class Territory:
    """A part of the office's territory that had its own law: its GSO code on the day, full name and area
    (metric).

    Since 1/7/2025 there is one; before that day old Bắc Giang (24) and old Bắc Ninh (27).
    """

    code: str
    name: str
    geometry: Any = None


@dataclass(frozen=True)
class Context:
    """Everything the checks may look at, for one day. See the classes above for shapes and CRS.

    ``operators`` is in a fixed order: its index is the bit of ``Masts.networks``. ``lists`` holds the
    latest complete list of each operator, where there is one.
    """

    as_of: dt.date
    province: str
    metric_epsg: int
    operators: tuple[Operator, ...]
    masts: Masts
    zones: Mapping[Layer, ZoneSet] = field(default_factory=dict)
    lists: Mapping[str, OperatorList] = field(default_factory=dict)
    units: Units = Units()
    plans: Plans = Plans()
    open_proposals: OpenProposals = field(default_factory=OpenProposals)
    office_numbers: Mapping[str, float] = field(default_factory=dict)  # see ``law_in_force``
    own_law: OwnLaw = NO_OWN_LAW  # what the office published beside the catalogue
    illustrative: bool = False
    territories: tuple[Territory, ...] = ()
    days_worked: DaysWorked = WEEKDAYS
    terrain: Terrain | None = None  # the office's model of the ground, where it has one
    mask_secret: bytes = field(default=b"", repr=False)  # see ``registry.services.register.mask_secret``

    def law_territory(self, x: float, y: float) -> str:
        """Return the code of the territory whose law holds at a metric point: the one that holds it, else
        the nearest (its border is approximate), else the province of the settings."""
        known = [part for part in self.territories if part.geometry is not None]
        if len(known) < 2 or not (np.isfinite(x) and np.isfinite(y)):
            return known[0].code if len(known) == 1 else self.province
        at = shapely.Point(x, y)
        return min(known, key=lambda part: float(shapely.distance(part.geometry, at))).code

    def name_of(self, territory: str) -> str:
        """Return a province's name as it stands inside a sentence, its code where the name is not known."""
        name = next((part.name for part in self.territories if part.code == territory), "")
        return name[:1].lower() + name[1:] if name else f"tỉnh {territory}"

    def operator_index(self, code: str) -> int:
        """Return the bit of an operator's code, -1 where it is not known."""
        return self._index.get(code, -1)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {operator.code: index for index, operator in enumerate(self.operators)}

    def layer(self, layer: Layer) -> ZoneSet:
        """Return the zones of a layer; an empty set where nothing was imported."""
        return self.zones.get(layer, ZoneSet())
