"""Approximate borders of a province and its units, from points: what stands in until real ones are known.

Former communes are the Voronoi cells of the middles of their boxes among those of all neighbouring provinces;
districts and provinces are the unions of theirs; the communes of 2025 divide the province by nearness weighed
by their areas (``registry.geo.boundaries``). A former commune whose point is wrong, or is another's too, has
no boundary.

How far these may be off was measured against real borders of Bắc Ninh's 99 communes, of the province and of
old Bắc Giang's districts (``tests/real/test_imports_real.py`` measures it again): the figures below cover 95
of 100 points of the real ones. The province's is wider, because a point beyond it is refused.
"""

from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.geo.boundaries import power_cells, voronoi_cells
from registry.geo.crs import to_metric
from registry.services.register.units.unit_source import EPSG, FormerCommune, UnitSource, degrees

COMMUNE_ERROR_M = 2_600.0
FORMER_COMMUNE_ERROR_M = 3_000.0  # cannot be measured: nobody has published their boundaries
DISTRICT_ERROR_M = 4_400.0
PROVINCE_ERROR_M = 3_500.0  # so wide that less than 0.1 km² of the real territory would be called outside it
SOURCE = "vietnamadminunits (MIT), ranh giới gần đúng"
FAR_M = 12_000.0  # a former commune whose point lies farther from its successor's has a wrong point


class Border(NamedTuple):
    """A unit's border, by how many metres it may be off, and where it is from."""

    shape: Any
    error_m: float
    source: str


class Borders(NamedTuple):
    """The borders of a province's units by code: communes, the province, and what they came from."""

    province: Border
    communes: dict[str, Border]
    former_communes: dict[str, Border]
    districts: dict[str, Border]
    former_provinces: dict[str, Border]
    epsg: int | None = None  # of the shapes; None: EPSG:4326


def approximate_borders(found: UnitSource) -> Borders:
    """Return the approximate borders (metric, ``EPSG``) of the units of ``found``."""
    at = points_of(found)
    cells = _cells_of(trusted(found, at), found.around)
    former = {code: Border(cell, FORMER_COMMUNE_ERROR_M, SOURCE) for code, cell in cells.items()}

    def joined(codes: list[str], error_m: float) -> Border:
        drawn = [cells[code] for code in codes if code in cells]
        return Border(shapely.union_all(drawn) if drawn else None, error_m, SOURCE)

    provinces = {
        code: joined([item.code for item in found.old if item.province == code], PROVINCE_ERROR_M)
        for code in sorted({item.province for item in found.old})
    }
    territory = shapely.union_all([border.shape for border in provinces.values()])
    x = np.array([at[row["wardCode"]][0] for row in found.communes])
    y = np.array([at[row["wardCode"]][1] for row in found.communes])
    weights = np.array([float(row["wardAreaKm2"]) * 1e6 / np.pi for row in found.communes])
    parts = power_cells(x, y, weights, territory)
    return Borders(
        province=Border(territory, PROVINCE_ERROR_M, SOURCE),
        communes={
            row["wardCode"]: Border(part, COMMUNE_ERROR_M, SOURCE)
            for row, part in zip(found.communes, parts, strict=True)
        },
        former_communes=former,
        districts={
            code: joined([item.code for item in found.old if item.district == code], DISTRICT_ERROR_M)
            for code in sorted({item.district for item in found.old})
        },
        former_provinces=provinces,
        epsg=EPSG,
    )


def points_of(found: UnitSource) -> dict[str, tuple[float, float]]:
    """Return the points of the present communes (metric, ``EPSG``) by code."""
    at = {}
    for row in found.communes:
        x, y = to_metric(*degrees(row["wardLon"], row["wardLat"]), EPSG)
        at[row["wardCode"]] = (float(x[0]), float(y[0]))
    return at


def trusted(found: UnitSource, at: dict[str, tuple[float, float]]) -> list[FormerCommune]:
    """Return the former communes whose points are near the point of what succeeded them."""
    successor = {was: now for now, olds in found.crosswalk.items() for was in olds}

    def near(item: FormerCommune) -> bool:
        now = successor.get(item.code)
        return now is not None and bool(np.hypot(item.x - at[now][0], item.y - at[now][1]) <= FAR_M)

    return [item for item in found.old if near(item)]


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
