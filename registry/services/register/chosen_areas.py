"""A chosen area on the ground: its shape by the register's own borders, what it is made of, the masts inside.

Former districts and communes are places that people still think in. Their borders are as good as the
register has them, which each part says in metres (``boundary_error_m``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.context import Context
from registry.errors import RefusalError
from registry.geo.area_texts import read_area
from registry.geo.crs import to_metric, to_wgs84
from registry.model.alphabet import in_alphabet
from registry.model.areas import AdminLevel, AdminUnit, full_name
from registry.model.chosen_areas import AreaPart, PartKind
from registry.model.people import Person
from registry.services.office.registry import Registry
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.map_masts import MapMasts

Rows = npt.NDArray[np.int64]
_CIRCLE = 32  # corners in a quarter: a circle of 500 m is off by 0.15 m


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that can be chosen: of today, or ``former``.

    ``above`` is what a former commune belonged to, ``now`` the names of today's communes that hold its land,
    ``was`` the former communes of one of today. ``box`` is west, south, east, north.
    """

    unit: AdminUnit
    former: bool
    above: str
    now: tuple[str, ...]
    was: tuple[str, ...]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PartThere:
    """One part as it lies on the ground; ``place`` where it is a unit."""

    part: AreaPart
    shape: Any
    place: Place | None

    @property
    def error_m(self) -> float:
        """How far its border may be off, in metres; 0 for what was drawn."""
        return 0.0 if self.place is None else self.place.unit.boundary_error_m


@dataclass(frozen=True, slots=True)
class AreaThere:
    """A chosen area on the ground: ``shape`` in EPSG:4326, prepared; its text; its parts in their order.

    ``area_km2`` is measured in the office's metric CRS.
    """

    text: str
    shape: Any
    parts: tuple[PartThere, ...]
    area_km2: float

    @property
    def error_m(self) -> float:
        """How far the border of a part may be off at most, in metres."""
        return max((part.error_m for part in self.parts), default=0.0)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which masts are looked at, as the desk's panel has it: masks of networks, classes and states; None:
    all."""

    operators: int | None = None
    classes: int | None = None
    states: int | None = None

    def of(self, masts: MapMasts, rows: Rows) -> Rows:
        """Return those of ``rows`` that are looked at."""
        for mask, of_mast in (
            (self.operators, masts.networks),
            (self.classes, 1 << masts.mast_class.astype(np.int64)),
            (self.states, 1 << masts.state.astype(np.int64)),
        ):
            if mask is not None:
                rows = rows[(of_mast[rows].astype(np.int64) & mask) != 0]
        return rows


def places(registry: Registry, context: Context) -> dict[str, Place]:
    """Return the units with a border that can be chosen, by id: communes of today, what they came from."""
    held = registry.cache.get("chosen-places")
    if held is None or held[0] is not context:
        held = registry.cache["chosen-places"] = (context, _places(context))
    found: dict[str, Place] = held[1]
    return found


def place_at(registry: Registry, context: Context, lon: float, lat: float, level: AdminLevel) -> Place | None:
    """Return the commune of today, or the former district, that holds a spot of EPSG:4326; None where none
    does.

    Former districts may overlap by the errors of their borders: of two, the one that is known better.
    """
    former = level is not AdminLevel.COMMUNE
    holding = [
        place
        for place in places(registry, context).values()
        if place.unit.level is level
        and place.former == former
        and place.box[0] <= lon <= place.box[2]
        and place.box[1] <= lat <= place.box[3]
        and shapely.intersects_xy(place.unit.boundary, lon, lat)
    ]
    return min(holding, key=lambda place: (place.unit.boundary_error_m, place.unit.id), default=None)


def area_there(registry: Registry, context: Context, text: str) -> AreaThere | None:
    """Return the area of a text on the ground; None where it has no part.

    Refused: what cannot be read (``read_area``), a line that crosses itself (``AREA-CROSSES``), a unit
    without a border here (``AREA-UNIT-UNKNOWN``), an area of which nothing is left (``AREA-EMPTY``).
    """
    area = read_area(text)
    if not area.parts:
        return None
    known = places(registry, context)
    parts: list[PartThere] = []
    whole: Any = shapely.Polygon()
    for number, part in enumerate(area.parts, 1):
        place = known.get(part.unit) if part.kind is PartKind.UNIT else None
        shape = _shape(context, part, place, number)
        whole = shapely.difference(whole, shape) if part.taken else shapely.union(whole, shape)
        parts.append(PartThere(part, shape, place))
    if whole.is_empty or whole.area == 0:
        raise RefusalError("AREA-EMPTY")
    shapely.prepare(whole)
    return AreaThere(text.strip(), whole, tuple(parts), _metric(context, whole).area / 1e6)


def masts_inside(
    registry: Registry, there: AreaThere, person: Person, shown: Shown = Shown()
) -> tuple[MapMasts, Rows]:
    """Return the masts that a person may see, and the rows of those inside: a carrier learns of its own
    alone."""
    masts = masts_for(registry, person)
    rows = masts.inside(*there.shape.bounds)
    rows = rows[shapely.contains_xy(there.shape, masts.lon[rows], masts.lat[rows])]
    return masts, shown.of(masts, rows)


def _shape(context: Context, part: AreaPart, place: Place | None, number: int) -> Any:
    if part.kind is PartKind.UNIT:
        if place is None:
            raise RefusalError("AREA-UNIT-UNKNOWN", unit=part.unit[:40])
        return place.unit.boundary
    if part.kind is PartKind.CIRCLE:
        epsg = context.metric_epsg
        lon, lat = part.points[0]
        x, y = to_metric(np.array([lon]), np.array([lat]), epsg)
        disc = shapely.buffer(shapely.Point(x[0], y[0]), part.radius_m, quad_segs=_CIRCLE)
        return shapely.transform(disc, lambda p: np.column_stack(to_wgs84(p[:, 0], p[:, 1], epsg)))
    shape = shapely.Polygon(part.points)
    if not shape.is_valid or shape.area == 0:
        raise RefusalError("AREA-CROSSES", part=number)
    return shape


def _metric(context: Context, shape: Any) -> Any:
    epsg = context.metric_epsg
    return shapely.transform(shape, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], epsg)))


def _places(context: Context) -> dict[str, Place]:
    units = context.units
    now = {unit.id: unit for unit in units.communes}
    above = {(unit.level, unit.code): full_name(unit) for unit in units.legacy}
    of_district: dict[str, set[str]] = {}
    was: dict[str, list[str]] = {}
    for unit in units.legacy:
        if unit.level is AdminLevel.COMMUNE:
            heirs = units.current_of.get(unit.id, ())
            of_district.setdefault(unit.parent, set()).update(heirs)
            for heir in heirs:
                was.setdefault(heir, []).append(unit.name)
    found = {}
    for unit in (*units.communes, *units.legacy):
        former = unit.id not in now
        heirs = units.current_of.get(unit.id, ()) if former else ()
        if unit.level is AdminLevel.DISTRICT:
            heirs = tuple(of_district.get(unit.code, ()))
        if unit.boundary is None or unit.boundary.is_empty or (former and not _shown(unit, heirs)):
            continue
        west, south, east, north = map(float, unit.boundary.bounds)
        found[unit.id] = Place(
            unit=unit,
            former=former,
            above=above.get((AdminLevel.DISTRICT, unit.parent), "") if former else "",
            now=_names(now[heir] for heir in heirs if heir in now),
            was=tuple(sorted(was.get(unit.id, ()), key=in_alphabet)),
            box=(west, south, east, north),
        )
    return found


def _shown(unit: AdminUnit, heirs: Iterable[str]) -> bool:
    """Whether a former unit is offered: a province is, a lower one where its land is ours today."""
    return unit.level is AdminLevel.PROVINCE or bool(tuple(heirs))


def _names(units: Iterable[AdminUnit]) -> tuple[str, ...]:
    return tuple(sorted({full_name(unit) for unit in units}, key=in_alphabet))
