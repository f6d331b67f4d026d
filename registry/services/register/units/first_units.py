"""The administrative units that a new register starts with: real names and codes, and their borders.

Names, codes, kinds, points, boxes, areas and the crosswalk of 1/7/2025 come from the package
vietnamadminunits (MIT), which has no borders. Those are real where ``data/boundaries`` has the province's
(``real_borders``), else made from the points (``approximate_borders``); each states its error.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import shapely

from registry.geo.crs import to_wgs84
from registry.model.areas import REFORM, AdminLevel, AdminUnit
from registry.services.register.units.approximate_borders import (
    FORMER_COMMUNE_ERROR_M,
    SOURCE,
    Border,
    Borders,
    approximate_borders,
)
from registry.services.register.units.border_file import BorderFile, border_file
from registry.services.register.units.real_borders import real_borders
from registry.services.register.units.unit_source import (
    UnitSource,
    bare_name,
    kind_of,
    names_above,
    read_units,
)

RE_ESTABLISHED = dt.date(1997, 1, 1)  # Hà Bắc was parted into Bắc Giang and Bắc Ninh
_NONE = Border(None, FORMER_COMMUNE_ERROR_M, SOURCE)


def unit_id(code: str, valid_from: dt.date | None) -> str:
    """Return the id of a unit: codes are used again, so it carries the first day."""
    return f"{code}@{valid_from.isoformat() if valid_from else 'start'}"


def starting_units(province: str) -> list[AdminUnit]:
    """Return the present province ``province`` (GSO code) with all its communes, and what they came from."""
    return list(_starting_units(province))


@cache
def _starting_units(province: str) -> tuple[AdminUnit, ...]:
    return tuple(units_with(province, border_file(province)))


def units_with(province: str, file: BorderFile | None) -> Iterable[AdminUnit]:
    """Return the units of ``starting_units`` with the borders of a file, or approximate ones without one."""
    found = read_units(province)
    if found is None:
        return ()
    borders = real_borders(found, file) if file is not None else approximate_borders(found)
    return [_in_degrees(unit, borders.epsg) for unit in _units(province, found, borders)]


def _units(province: str, found: UnitSource, borders: Borders) -> Iterable[AdminUnit]:
    last = REFORM - dt.timedelta(days=1)
    names = names_above()

    def former(
        level: AdminLevel, code: str, named: tuple[str, str], parent: str, border: Border
    ) -> AdminUnit:
        first = RE_ESTABLISHED if level is AdminLevel.PROVINCE else None
        return _unit(level, code, named, parent, border, valid=(first, last))

    for code in sorted({item.province for item in found.old}):
        own = [item for item in found.old if item.province == code]
        yield former(AdminLevel.PROVINCE, code, names[code], "", borders.former_provinces[code])
        for district in sorted({item.district for item in own}):
            yield former(AdminLevel.DISTRICT, district, names[district], code, borders.districts[district])
    for item in found.old:
        border = borders.former_communes.get(item.code, _NONE)
        yield former(AdminLevel.COMMUNE, item.code, (item.name, item.kind), item.district, border)
    present = found.present
    yield _unit(
        AdminLevel.PROVINCE,
        province,
        (bare_name(present["province"], present["provinceShort"]),
         kind_of(present["province"], present["provinceShort"])),
        "",
        borders.province,
        valid=(REFORM, None),
        predecessors=sorted({item.province for item in found.old}),
    )  # fmt: skip
    for row in found.communes:
        code = row["wardCode"]
        yield _unit(
            AdminLevel.COMMUNE,
            code,
            (row["wardShort"], row["wardType"]),
            province,
            borders.communes[code],
            valid=(REFORM, None),
            predecessors=sorted(found.crosswalk.get(code, ())),
        )


def _unit(
    level: AdminLevel,
    code: str,
    named: tuple[str, str],
    parent: str,
    border: Border,
    *,
    valid: tuple[dt.date | None, dt.date | None],
    predecessors: Iterable[str] = (),
) -> AdminUnit:
    first, last = valid
    return AdminUnit(
        id=unit_id(code, first),
        code=code,
        level=level,
        name=named[0],
        kind=named[1],
        parent=parent,
        valid_from=first,
        valid_to=last,
        predecessors=tuple(predecessors),
        boundary=border.shape,
        boundary_error_m=border.error_m,
        source=border.source,
    )


def _in_degrees(unit: AdminUnit, epsg: int | None) -> AdminUnit:
    if unit.boundary is None or epsg is None:
        return unit

    def degrees_of(xy: Any) -> Any:
        return np.round(np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], epsg)), 6)

    return replace(unit, boundary=shapely.make_valid(shapely.transform(unit.boundary, degrees_of)))
