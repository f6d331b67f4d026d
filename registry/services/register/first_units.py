"""The administrative units that a new register starts with: real names and codes, approximate boundaries.

Names, codes, kinds, points, boxes, areas and the crosswalk of 1/7/2025 come from the package
vietnamadminunits (MIT). It has no boundaries, so they are made from its points
(``registry.geo.boundaries``): former communes are the Voronoi cells of the middles of their boxes among those
of all neighbouring provinces; districts and provinces are the unions of theirs; the communes of 2025 divide
the province by nearness weighed by their areas. A former commune whose point is wrong, or is another's too,
has no boundary.

How far these may be off was measured against surveyed boundaries of the 99 communes of 2025, of the province
and of old Bắc Giang's districts (``tests/real/test_imports_real.py`` measures it again): the figures below
cover 95 of 100 points of the real boundaries. The province's is wider, because a point beyond it is refused.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import shapely

from registry.geo.boundaries import power_cells, voronoi_cells
from registry.geo.crs import to_metric, to_wgs84
from registry.model.areas import REFORM, AdminLevel, AdminUnit
from registry.services.register.unit_source import (
    EPSG,
    FormerCommune,
    bare_name,
    degrees,
    kind_of,
    names_above,
    read_units,
)

RE_ESTABLISHED = dt.date(1997, 1, 1)  # Hà Bắc was parted into Bắc Giang and Bắc Ninh
COMMUNE_ERROR_M = 2_600.0
FORMER_COMMUNE_ERROR_M = 3_000.0  # cannot be measured: nobody has published their boundaries
DISTRICT_ERROR_M = 4_400.0
PROVINCE_ERROR_M = 3_500.0  # so wide that less than 0.1 km² of the real territory would be called outside it
SOURCE = "vietnamadminunits (MIT), ranh giới gần đúng"
FAR_M = 12_000.0  # a former commune whose point lies farther from its successor's has a wrong point


def unit_id(code: str, valid_from: dt.date | None) -> str:
    """Return the id of a unit: codes are used again, so it carries the first day."""
    return f"{code}@{valid_from.isoformat() if valid_from else 'start'}"


def starting_units(province: str) -> list[AdminUnit]:
    """Return the present province ``province`` (GSO code) with all its communes, and what they came from."""
    return list(_starting_units(province))


@cache
def _starting_units(province: str) -> tuple[AdminUnit, ...]:
    present, communes, crosswalk, old, around = read_units(province)
    if not present:
        return ()
    successor = {was: now for now, olds in crosswalk.items() for was in olds}
    at = {row["wardCode"]: to_metric(*degrees(row["wardLon"], row["wardLat"]), EPSG) for row in communes}
    trusted = [item for item in old if _trusted(item, successor, at)]
    cells = _cells_of(trusted, around)
    units = list(_old_units(old, cells))
    territory = shapely.union_all([unit.boundary for unit in units if unit.level is AdminLevel.PROVINCE])
    units.append(
        AdminUnit(
            id=unit_id(province, REFORM),
            code=province,
            level=AdminLevel.PROVINCE,
            name=bare_name(present["province"], present["provinceShort"]),
            kind=kind_of(present["province"], present["provinceShort"]),
            parent="",
            valid_from=REFORM,
            valid_to=None,
            predecessors=tuple(sorted({item.province for item in old})),
            boundary=territory,
            boundary_error_m=PROVINCE_ERROR_M,
            source=SOURCE,
        )
    )
    x = np.array([at[row["wardCode"]][0][0] for row in communes])
    y = np.array([at[row["wardCode"]][1][0] for row in communes])
    weights = np.array([float(row["wardAreaKm2"]) * 1e6 / np.pi for row in communes])
    parts = power_cells(x, y, weights, territory)
    for row, part in zip(communes, parts, strict=True):
        units.append(
            AdminUnit(
                id=unit_id(row["wardCode"], REFORM),
                code=row["wardCode"],
                level=AdminLevel.COMMUNE,
                name=row["wardShort"],
                kind=row["wardType"],
                parent=province,
                valid_from=REFORM,
                valid_to=None,
                predecessors=tuple(sorted(crosswalk.get(row["wardCode"], ()))),
                boundary=part,
                boundary_error_m=COMMUNE_ERROR_M,
                source=SOURCE,
            )
        )
    return tuple(_to_degrees(unit) for unit in units)


def _old_units(old: list[FormerCommune], cells: dict[str, Any]) -> Iterable[AdminUnit]:
    last = REFORM - dt.timedelta(days=1)

    def unit(
        code: str, level: AdminLevel, named: tuple[str, str], parent: str, parts: list[FormerCommune]
    ) -> AdminUnit:
        drawn = [cells[item.code] for item in parts if item.code in cells]
        error = {
            AdminLevel.PROVINCE: PROVINCE_ERROR_M,
            AdminLevel.DISTRICT: DISTRICT_ERROR_M,
            AdminLevel.COMMUNE: FORMER_COMMUNE_ERROR_M,
        }[level]
        first = RE_ESTABLISHED if level is AdminLevel.PROVINCE else None
        return AdminUnit(
            id=unit_id(code, first),
            code=code,
            level=level,
            name=named[0],
            kind=named[1],
            parent=parent,
            valid_from=first,
            valid_to=last,
            boundary=shapely.union_all(drawn) if drawn else None,
            boundary_error_m=error,
            source=SOURCE,
        )

    names = names_above()
    for code in sorted({item.province for item in old}):
        parts = [item for item in old if item.province == code]
        yield unit(code, AdminLevel.PROVINCE, names[code], "", parts)
        for district in sorted({item.district for item in parts}):
            inside = [item for item in parts if item.district == district]
            yield unit(district, AdminLevel.DISTRICT, names[district], code, inside)
    for item in old:
        yield unit(item.code, AdminLevel.COMMUNE, (item.name, item.kind), item.district, [item])


def _cells_of(old: list[FormerCommune], around: list[FormerCommune]) -> dict[str, Any]:
    """Return the Voronoi cells of ``old`` among ``around``, whose misplaced points are left out.

    A neighbour that the province would surround has a wrong point: its cell would be a hole in the province.
    """
    codes = {item.code for item in old}
    seeds = [*old, *(item for item in around if item.code not in codes)]
    cells = voronoi_cells(np.array([item.x for item in seeds]), np.array([item.y for item in seeds]))
    own = {
        item.code: cell
        for item, cell in zip(seeds, cells, strict=True)
        if cell is not None and item.code in codes
    }
    land = shapely.union_all(list(own.values()))
    filled = shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(land)])
    beside = [
        item for item in around if item.code in codes or not shapely.contains_xy(filled, item.x, item.y)
    ]
    return own if len(beside) == len(around) else _cells_of(old, beside)


def _trusted(item: FormerCommune, successor: dict[str, str], at: dict[str, Any]) -> bool:
    now = successor.get(item.code)
    if now is None:
        return False
    x, y = at[now]
    return bool(np.hypot(item.x - x[0], item.y - y[0]) <= FAR_M)


def _to_degrees(unit: AdminUnit) -> AdminUnit:
    if unit.boundary is None:
        return unit
    drawn = shapely.transform(unit.boundary, _degrees_of)
    return replace(unit, boundary=shapely.make_valid(drawn))


def _degrees_of(xy: Any) -> Any:
    return np.round(np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], EPSG)), 6)
