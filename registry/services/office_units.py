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
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import shapely

from registry.geo.boundaries import power_cells, voronoi_cells
from registry.geo.crs import to_metric, to_wgs84
from registry.model.areas import AdminLevel, AdminUnit

REFORM = dt.date(2025, 7, 1)  # NQ 202/2025/QH15, NQ 1658/NQ-UBTVQH15: provinces merged, districts ended
RE_ESTABLISHED = dt.date(1997, 1, 1)  # Hà Bắc was parted into Bắc Giang and Bắc Ninh
COMMUNE_ERROR_M = 2_600.0
FORMER_COMMUNE_ERROR_M = 3_000.0  # cannot be measured: nobody has published their boundaries
DISTRICT_ERROR_M = 4_400.0
PROVINCE_ERROR_M = 3_500.0  # so wide that less than 0.1 km² of the real territory would be called outside it
SOURCE = "vietnamadminunits (MIT), ranh giới gần đúng"
FAR_M = 12_000.0  # a former commune whose point lies farther from its successor's has a wrong point
AROUND_DEG = 0.35  # neighbouring communes that bound the province's cells
EPSG = 9214
_NUMBER = re.compile(r"-?\d+\.?\d*")


@dataclass(frozen=True, slots=True)
class _Old:
    """A former commune as the package has it; ``x``/``y`` the middle of its box (metres)."""

    province: str
    district: str
    code: str
    name: str
    kind: str
    x: float
    y: float
    key: str


def unit_id(code: str, valid_from: dt.date | None) -> str:
    """Return the id of a unit: codes are used again, so it carries the first day."""
    return f"{code}@{valid_from.isoformat() if valid_from else 'start'}"


def starting_units(province: str) -> list[AdminUnit]:
    """Return the present province ``province`` (GSO code) with all its communes, and what they came from."""
    return list(_starting_units(province))


@cache
def _starting_units(province: str) -> tuple[AdminUnit, ...]:
    present, communes, crosswalk, old, around = _read(province)
    if not present:
        return ()
    successor = {was: now for now, olds in crosswalk.items() for was in olds}
    at = {row["wardCode"]: to_metric(*_degrees(row["wardLon"], row["wardLat"]), EPSG) for row in communes}
    trusted = [item for item in old if _trusted(item, successor, at)]
    cells = _cells_of(trusted, around)
    units = list(_old_units(old, cells))
    territory = shapely.union_all([unit.boundary for unit in units if unit.level is AdminLevel.PROVINCE])
    units.append(
        AdminUnit(
            id=unit_id(province, REFORM),
            code=province,
            level=AdminLevel.PROVINCE,
            name=_bare(present["province"], present["provinceShort"]),
            kind=_kind(present["province"], present["provinceShort"]),
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


def _old_units(old: list[_Old], cells: dict[str, Any]) -> Iterable[AdminUnit]:
    last = REFORM - dt.timedelta(days=1)

    def unit(
        code: str, level: AdminLevel, named: tuple[str, str], parent: str, parts: list[_Old]
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

    names = _names_above()
    for code in sorted({item.province for item in old}):
        parts = [item for item in old if item.province == code]
        yield unit(code, AdminLevel.PROVINCE, names[code], "", parts)
        for district in sorted({item.district for item in parts}):
            inside = [item for item in parts if item.district == district]
            yield unit(district, AdminLevel.DISTRICT, names[district], code, inside)
    for item in old:
        yield unit(item.code, AdminLevel.COMMUNE, (item.name, item.kind), item.district, [item])


def _cells_of(old: list[_Old], around: list[_Old]) -> dict[str, Any]:
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


def _trusted(item: _Old, successor: dict[str, str], at: dict[str, Any]) -> bool:
    now = successor.get(item.code)
    if now is None:
        return False
    x, y = at[now]
    return bool(np.hypot(item.x - x[0], item.y - y[0]) <= FAR_M)


def _read(
    province: str,
) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, list[str]], list[_Old], list[_Old]]:
    """Return (province, its communes, present code -> former codes, former communes, those all around)."""
    with _package() as source:
        communes = [
            dict(row)
            for row in source.execute(
                "SELECT * FROM admin_units WHERE provinceCode = ? AND wardLon IS NOT NULL "
                "AND wardAreaKm2 IS NOT NULL AND wardCode IS NOT NULL ORDER BY wardCode",
                (province,),
            )
        ]
        if not communes:
            return {}, [], {}, [], []
        key = communes[0]["provinceKey"]
        content = json.loads(
            (files("vietnamadminunits") / "data" / "converter_2025.json").read_text(encoding="utf-8")
        )
        former = tuple(content["DICT_PROVINCE"][key])
        marks = ", ".join("?" * len(former))
        own = [
            _old(row)
            for row in source.execute(
                # island districts had no communes
                f"SELECT * FROM admin_units_legacy WHERE provinceKey IN ({marks}) "  # noqa: S608 - only question marks
                "AND wardBounds IS NOT NULL ORDER BY wardCode",
                former,
            )
        ]
        west, south, east, north = _box(communes)
        around = [
            _old(row)
            for row in source.execute(
                "SELECT * FROM admin_units_legacy "
                "WHERE wardLon BETWEEN ? AND ? AND wardLat BETWEEN ? AND ? ORDER BY wardCode",
                (west, east, south, north),
            )
        ]
    by_key = {item.key: item.code for item in own}
    new_code = {row["wardKey"]: row["wardCode"] for row in communes}
    crosswalk: dict[str, list[str]] = {}
    for ward, keys in content["DICT_PROVINCE_WARD_NO_DIVIDED"][key].items():
        if ward in new_code:
            crosswalk.setdefault(new_code[ward], []).extend(by_key[was] for was in keys if was in by_key)
    for was, pieces in content["DICT_PROVINCE_WARD_DIVIDED"].get(key, {}).items():
        for piece in pieces:
            if was in by_key and piece["newWardKey"] in new_code:
                crosswalk.setdefault(new_code[piece["newWardKey"]], []).append(by_key[was])
    return communes[0], communes, crosswalk, own, around


@contextmanager
def _package() -> Iterator[sqlite3.Connection]:
    with as_file(files("vietnamadminunits") / "data" / "dataset.db") as path:
        # immutable: the package's folder need not be writable
        source = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        source.row_factory = sqlite3.Row
        try:
            yield source
        finally:
            source.close()


@cache
def _names_above() -> dict[str, tuple[str, str]]:
    """Return code -> (name, kind) of every former district and province."""
    with _package() as source:
        rows = source.execute(
            "SELECT DISTINCT provinceCode, province, provinceShort, districtCode, district, "
            "districtShort FROM admin_units_legacy"
        ).fetchall()
    found: dict[str, tuple[str, str]] = {}
    for code, name, short, district_code, district, district_short in rows:
        found[code] = (_bare(name, short), _kind(name, short))
        if district_code:
            found[district_code] = (_bare(district, district_short), _kind(district, district_short))
    return found


def _old(row: sqlite3.Row) -> _Old:
    south, west, north, east = (float(value) for value in _NUMBER.findall(row["wardBounds"]))
    x, y = to_metric(*_degrees((west + east) / 2, (south + north) / 2), EPSG)
    return _Old(
        province=row["provinceCode"],
        district=row["districtCode"],
        code=row["wardCode"],
        name=row["wardShort"],
        kind=row["wardType"],
        x=float(x[0]),
        y=float(y[0]),
        key=f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey']}",
    )


def _box(communes: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    lon = [row["wardLon"] for row in communes]
    lat = [row["wardLat"] for row in communes]
    return min(lon) - AROUND_DEG, min(lat) - AROUND_DEG, max(lon) + AROUND_DEG, max(lat) + AROUND_DEG


def _degrees(lon: float, lat: float) -> tuple[Any, Any]:
    return np.array([lon], dtype=float), np.array([lat], dtype=float)


def _bare(full: str, short: str) -> str:
    return short or full


def _kind(full: str, short: str) -> str:
    """Return "Tỉnh" of "Tỉnh Bắc Ninh", with the capitals that the package is not sure of."""
    return full[: len(full) - len(short)].strip().capitalize() if short and full.endswith(short) else ""


def _to_degrees(unit: AdminUnit) -> AdminUnit:
    if unit.boundary is None:
        return unit
    drawn = shapely.transform(unit.boundary, _degrees_of)
    return replace(unit, boundary=shapely.make_valid(drawn))


def _degrees_of(xy: Any) -> Any:
    return np.round(np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], EPSG)), 6)
