"""What the register knows of a row before its position is read: its commune's place, its code's position."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from registry.checks.communes import keys_of, names_of
from registry.checks.context import Context, Units
from registry.geo.areas import Area, area_of
from registry.geo.crs import to_metric
from registry.geo.readings import PositionHints
from registry.intake.parsed import HintSource
from registry.model.areas import AdminLevel, AdminUnit
from registry.model.positions import DEFAULT_ACCURACY_M
from registry.provinces import plane_of_former, planes_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.place_names import office_box

MARGIN_DEG = 0.03  # about 3 km: the box comes from approximate boundaries


def office_hints(context: Context, margin_deg: float = MARGIN_DEG) -> PositionHints:
    """Return what is known of every place of the office: the box of its communes, the province's planes."""
    west, south, east, north = office_box(context)
    return PositionHints(
        west - margin_deg,
        south - margin_deg,
        east + margin_deg,
        north + margin_deg,
        epsgs=planes_of(context.province),
    )


def box_here(registry: Registry) -> tuple[float, float, float, float]:
    """Return the box of the office's communes of today; the country's where no boundary is known."""
    return office_box(context_for(registry, today()))


def hint_source(registry: Registry, day: dt.date) -> HintSource:
    """Return what gives, for a row's values, what the register knows of where the row should lie on a day."""
    return hints_of(context_for(registry, day))


def hints_of(context: Context) -> HintSource:
    """Return what gives, for a row's values, the province's box and evidence of where the row should lie.

    The evidence is the commune that the row names, by its old or new name, else the district that it names,
    as far as the border may lie, and the position on record for its code. The VN-2000 plane of the former
    province comes first.
    """
    plain = replace(office_hints(context), territory=_territory(context))
    places: dict[tuple[str, str], PositionHints] = {("", ""): plain}

    def hints(values: dict[str, Any]) -> PositionHints:
        asked = (values.get("commune", ""), values.get("district", ""))
        if asked not in places:
            places[asked] = _of_place(context, plain, *asked)
        row = context.masts.aliases.get(values.get("site_code", ""))
        if row is None:
            return places[asked]
        registered = (float(context.masts.lon[row]), float(context.masts.lat[row]))
        return replace(places[asked], registered=registered)

    return hints


def _of_place(context: Context, plain: PositionHints, commune: str, district: str) -> PositionHints:
    """Return the hints of a row that names a commune, or only a district that is known."""
    units = context.units
    named = names_of(units).find(commune, district)
    places = [units.communes[row] for row in named.rows]
    origins = [named.former] if named.former else list(_former(units, named.rows))
    if not places and district:
        wanted = set(keys_of(district))
        places = origins = [unit for unit in units.districts if wanted & set(keys_of(unit.name))]
    planes = dict.fromkeys((*_planes(units, origins), *plain.epsgs))
    return replace(plain, commune=_area(places), epsgs=tuple(planes))


def _area(units: Sequence[AdminUnit]) -> Area | None:
    drawn = [unit for unit in units if unit.boundary is not None and not unit.boundary.is_empty]
    if not drawn:
        return None
    return area_of([unit.boundary for unit in drawn], max(unit.boundary_error_m for unit in drawn))


def _former(units: Units, rows: Iterable[int]) -> Iterator[AdminUnit]:
    """Yield the former communes that communes in force came from; where none is known, the one whose code it
    bears (a commune of today has the code of one of those that it was made of)."""
    names = names_of(units)
    for row in rows:
        unit = units.communes[row]
        came = names.predecessors(row) or [
            old for old in units.legacy if old.level is AdminLevel.COMMUNE and old.code == unit.code
        ]
        yield from came or [unit]


def _planes(units: Units, origins: Iterable[AdminUnit]) -> Iterator[int]:
    """Yield the planes of the former provinces in which communes or districts lay."""
    province_of = {unit.code: unit.parent for unit in units.districts}
    for unit in origins:
        province = unit.parent if unit.level is AdminLevel.DISTRICT else province_of.get(unit.parent, "")
        plane = plane_of_former(province)
        if plane is not None:
            yield plane


def _territory(context: Context) -> Callable[[float, float], bool] | None:
    """Return what says of a point whether LOC-01 would not call it outside; None where no border is known."""
    ground = context.units.territory
    if ground is None:
        return None
    slack = math.hypot(context.units.error_m, DEFAULT_ACCURACY_M)

    def holds(lon: float, lat: float) -> bool:
        x, y = to_metric(np.array([lon]), np.array([lat]), context.metric_epsg)
        return bool(shapely.dwithin(ground, shapely.Point(x[0], y[0]), slack))

    return holds
