"""Approximate borders of a province and its units, from points: what stands in until real ones are known.

Former communes are the Voronoi cells of the middles of their boxes among those of all neighbouring provinces;
districts and provinces are the unions of theirs; the communes of 2025 divide the province by nearness weighed
by their areas (``registry.geo.boundaries``). A former commune whose point is wrong, or is another's too, has
no boundary. Where no commune of Vietnam lies beyond (a coast, another country), the cells end some kilometres
outside the communes' boxes, so that the province is drawn wider than it is there, never narrower.

How far these may be off was measured against real borders of Bắc Ninh's 99 communes, of the province and of
old Bắc Giang's districts (``tests/real/test_imports_real.py`` measures it again): the figures below cover 95
of 100 points of the real ones. The province's is wider, because a point beyond it is refused. The figures of
a province with such an open side are those of Bắc Ninh drawn as if it had no neighbour at all.
"""

from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.geo.boundaries import own_ground, power_cells, voronoi_cells
from registry.geo.crs import to_metric
from registry.services.register.units.unit_source import FormerCommune, UnitSource, degrees

COMMUNE_ERROR_M = 2_600.0
FORMER_COMMUNE_ERROR_M = 3_000.0  # cannot be measured: nobody has published their boundaries
DISTRICT_ERROR_M = 4_400.0
PROVINCE_ERROR_M = 3_500.0  # so wide that less than 0.1 km² of the real territory would be called outside it
OPEN_COMMUNE_ERROR_M = 3_600.0
OPEN_DISTRICT_ERROR_M = 6_500.0
OPEN_PROVINCE_ERROR_M = 9_000.0  # outwards; of the real territory nothing lies beyond the drawn one by 3.5 km
SOURCE = "vietnamadminunits (MIT), ranh giới gần đúng"
FAR_M = 12_000.0  # a former commune whose point lies farther from its successor's has a wrong point
BEYOND_BOX_M = 4_000.0  # boxes are rough: at 3 km some ground of the real province lay beyond the error
ISLAND_M = 4_000.0  # around the point of a commune that had no former ones (special zones at sea)
BESIDE_M = 1_000.0
_ISLANDS = "Đặc khu"
_OPEN = 0.95  # of what the cells would cover without boxes: less than that is left on an open side


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
    """Return the approximate borders (metric, ``found.epsg``) of the units of ``found``."""
    at = points_of(found)
    drawn = _cells_of(trusted(found, at), found.around)
    reach = shapely.union_all([shapely.buffer(shapely.box(*item.box), BEYOND_BOX_M) for item in found.old])
    cells = {code: shapely.intersection(cell, reach) for code, cell in drawn.items()}
    wide, land = shapely.union_all(list(drawn.values())), _filled(shapely.union_all(list(cells.values())))
    is_open = land.area < _OPEN * wide.area
    province_m = OPEN_PROVINCE_ERROR_M if is_open else PROVINCE_ERROR_M
    district_m = OPEN_DISTRICT_ERROR_M if is_open else DISTRICT_ERROR_M
    commune_m = OPEN_COMMUNE_ERROR_M if is_open else COMMUNE_ERROR_M

    def joined(codes: list[str], error_m: float) -> Border:
        own = [cells[code] for code in codes if code in cells]
        return Border(_filled(shapely.union_all(own)) if own else None, error_m, SOURCE)

    areas = np.array([float(row["wardAreaKm2"]) for row in found.communes])
    areas[areas <= 0] = np.median(areas[areas > 0])  # not stated
    x = np.array([at[row["wardCode"]][0] for row in found.communes])
    y = np.array([at[row["wardCode"]][1] for row in found.communes])
    weights = areas * 1e6 / np.pi
    outside = ~shapely.contains_xy(land, x, y)
    islands = [
        shapely.buffer(shapely.Point(x[row], y[row]), max(ISLAND_M, float(np.sqrt(weights[row]))))
        for row in np.flatnonzero(outside)
    ]
    territory = shapely.union_all([land, *islands])
    parts = power_cells(x, y, own_ground(x, y, weights), territory)
    return Borders(
        province=Border(territory, province_m, SOURCE),
        communes={
            row["wardCode"]: Border(part, commune_m, SOURCE)
            for row, part in zip(found.communes, parts, strict=True)
        },
        former_communes={code: Border(cell, FORMER_COMMUNE_ERROR_M, SOURCE) for code, cell in cells.items()},
        districts={
            code: joined([item.code for item in found.old if item.district == code], district_m)
            for code in sorted({item.district for item in found.old})
        },
        former_provinces={
            code: joined([item.code for item in found.old if item.province == code], province_m)
            for code in sorted({item.province for item in found.old})
        },
        epsg=found.epsg,
    )


def points_of(found: UnitSource) -> dict[str, tuple[float, float]]:
    """Return the points of the present communes (metric, ``found.epsg``) by code.

    Where a commune's point lies far from all that it came from, and those lie together, it is another's of
    the same name: the middle of those then stands for it. A special zone is islands, and far from all.
    Communes that would have one point (made of the same former ones) stand beside each other.
    """
    old = {item.code: item for item in found.old}
    at: dict[str, tuple[float, float]] = {}
    taken: set[tuple[float, float]] = set()
    for row in found.communes:
        x, y = to_metric(*degrees(row["wardLon"], row["wardLat"]), found.epsg)
        point = np.array([float(x[0]), float(y[0])])
        olds = np.array(
            [(old[was].x, old[was].y) for was in found.crosswalk.get(row["wardCode"], ()) if was in old]
        )
        if row["wardType"] != _ISLANDS and len(olds) > 1 and (np.hypot(*(olds - point).T) > FAR_M).all():
            middle = np.median(olds, axis=0)
            if np.median(np.hypot(*(olds - middle).T)) <= FAR_M:
                point = middle
        here = (float(point[0]), float(point[1]))
        while here in taken:
            here = (here[0] + BESIDE_M, here[1])
        taken.add(here)
        at[row["wardCode"]] = here
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
    filled = _filled(shapely.union_all(list(own.values())))
    beside = [
        item for item in around if item.code in codes or not shapely.contains_xy(filled, item.x, item.y)
    ]
    return own if len(beside) == len(around) else _cells_of(old, beside)


def _filled(land: Any) -> Any:
    """Return ground without its holes."""
    return shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(land)])
