"""Administrative units as they stood on a day, and which of today's came from which of then."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.context import Territory, Units
from registry.columns import fold
from registry.geo.crs import to_metric
from registry.model.areas import AdminLevel, AdminUnit, full_name

# A former ward or township stands in for an urban area until the office has that layer.
URBAN_KINDS = frozenset({fold("Phường"), fold("Thị trấn")})
URBAN_UNTIL = dt.date(2025, 6, 30)  # after it, wards hold hamlets too (NQ 1658/NQ-UBTVQH15)
_OPEN = dt.date.max


class UnitsOfAllDays:
    """All units with their metric boundaries, in the order of ``units``."""

    def __init__(self, units: Iterable[AdminUnit], epsg: int) -> None:
        self.units = list(units)
        shapes = np.array([unit.boundary for unit in self.units], dtype=object)
        self.metric = dict(
            zip(
                (unit.id for unit in self.units),
                shapely.transform(shapes, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], epsg))),
                strict=True,
            )
        )
        self.by_code: dict[tuple[AdminLevel, str], list[AdminUnit]] = defaultdict(list)
        for unit in self.units:
            self.by_code[unit.level, unit.code].append(unit)
        self.provinces = {unit.code for unit in self.units if unit.level is AdminLevel.PROVINCE}

    def at(self, level: AdminLevel, code: str, day: dt.date) -> AdminUnit | None:
        """Return the unit of a code that is in force on a day."""
        return next((unit for unit in self.by_code[level, code] if in_force(unit, day)), None)

    def predecessors(self, unit: AdminUnit) -> list[AdminUnit]:
        """Return the units that ``unit`` came from, directly: those that ended last before its first day."""
        if unit.valid_from is None:
            return []
        found = []
        for code in unit.predecessors:
            ended = [
                old
                for old in self.by_code[unit.level, code]
                if old.valid_to is not None and old.valid_to < unit.valid_from
            ]
            if ended:
                found.append(max(ended, key=lambda old: old.valid_to or _OPEN))
        return found


class UnitsOnDay(NamedTuple):
    """The units of one day, and the parts of the territory that have their own law."""

    units: Units
    territories: tuple[Territory, ...]


def in_force(unit: AdminUnit, day: dt.date) -> bool:
    """Whether a unit exists on a day."""
    return (unit.valid_from is None or unit.valid_from <= day) and (
        unit.valid_to is None or day <= unit.valid_to
    )


def units_on(all_units: UnitsOfAllDays, day: dt.date, province: str) -> UnitsOnDay:
    """Return the units of the present province ``province`` on ``day``: before its first day, of what it came
    from (a code is used again, so the way back goes by predecessors, never by code)."""
    provinces = _provinces_on(all_units, day, province)
    codes = {unit.code for unit in provinces}
    here = [unit for unit in all_units.units if in_force(unit, day)]
    parents = {(unit.level, unit.code): unit for unit in here}
    communes = tuple(
        unit for unit in here if unit.level is AdminLevel.COMMUNE and _top(unit, parents) in codes | {""}
    )
    legacy = tuple(unit for unit in all_units.units if unit.valid_to is not None and unit.valid_to < day)
    territory, error = _territory(all_units, provinces, communes)
    if territory is not None:
        shapely.prepare(territory)
    urban = [
        unit
        for unit in all_units.units
        if unit.level is AdminLevel.COMMUNE
        and fold(unit.kind) in URBAN_KINDS
        and in_force(unit, min(day, URBAN_UNTIL))
        and unit.boundary is not None
    ]
    units = Units(
        communes=communes,
        geometries=_array(all_units.metric[unit.id] for unit in communes),
        territory=territory,
        error_m=error,
        territory_name=", ".join(full_name(unit) for unit in provinces),
        legacy=legacy,
        current_of=_current_of(all_units, communes),
        former_urban=_array(all_units.metric[unit.id] for unit in urban),
        former_urban_error_m=max((unit.boundary_error_m for unit in urban), default=0.0),
        districts=tuple(unit for unit in all_units.units if unit.level is AdminLevel.DISTRICT),
    )
    parts = tuple(Territory(unit.code, full_name(unit), all_units.metric[unit.id]) for unit in provinces)
    return UnitsOnDay(units, parts)


def _territory(
    all_units: UnitsOfAllDays, provinces: list[AdminUnit], communes: tuple[AdminUnit, ...]
) -> tuple[Any, float]:
    """Return the territory (metric, or None) and its error: of the provinces, or of their communes where
    those are surveyed and the provinces are not."""
    error = max((unit.boundary_error_m for unit in provinces), default=0.0)
    shapes = [all_units.metric[unit.id] for unit in provinces]
    inner = [all_units.metric[unit.id] for unit in communes]
    surveyed = all(unit.boundary_error_m == 0 and unit.boundary is not None for unit in communes)
    if error > 0 and communes and surveyed:
        shapes, error = inner, 0.0
    shapes = [shape for shape in shapes if shape is not None]
    return (shapely.union_all(shapes) if shapes else None), error


def _provinces_on(all_units: UnitsOfAllDays, day: dt.date, province: str) -> list[AdminUnit]:
    known = all_units.by_code[AdminLevel.PROVINCE, province]
    if not known:
        return []
    asked = [max(known, key=lambda unit: unit.valid_from or dt.date.min)]
    found: list[AdminUnit] = []
    while asked:
        unit = asked.pop(0)
        if in_force(unit, day):
            found.append(unit)
        else:
            asked.extend(all_units.predecessors(unit))
    return found


def _top(unit: AdminUnit, parents: dict[tuple[AdminLevel, str], AdminUnit]) -> str:
    """Return the code of the province that a commune belongs to; "" where nobody says."""
    code = unit.parent
    district = parents.get((AdminLevel.DISTRICT, code))
    if district is not None:
        code = district.parent
    return code


def _current_of(all_units: UnitsOfAllDays, communes: tuple[AdminUnit, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for unit in communes:
        asked = all_units.predecessors(unit)
        while asked:
            old = asked.pop()
            if unit.id not in found[old.id]:
                found[old.id].append(unit.id)
                asked.extend(all_units.predecessors(old))
    return {old: tuple(now) for old, now in found.items()}


def _array(shapes: Iterable[Any]) -> Any:
    found = list(shapes)
    array = np.empty(len(found), dtype=object)
    array[:] = found
    return array
