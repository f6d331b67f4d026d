"""Real borders of a province's units, as far as those of its present communes tell them.

The province and those it came from are unions of present communes. So is a former district, where the table
of 1/7/2025 says that no commune of today took land of it and of another. A former commune that alone became a
commune of today has its border. Where several became one, the old borders between them are not known: the
real outline is parted by nearness to their points, and the approximate error stays.
"""

from functools import partial
from typing import Any

import numpy as np
import shapely

from registry.geo.boundaries import voronoi_cells
from registry.geo.crs import to_metric, to_wgs84
from registry.services.register.units.approximate_borders import (
    DISTRICT_ERROR_M,
    FORMER_COMMUNE_ERROR_M,
    PROVINCE_ERROR_M,
    Border,
    Borders,
    points_of,
    trusted,
)
from registry.services.register.units.border_file import BorderFile
from registry.services.register.units.unit_source import FormerCommune, UnitSource

PARTED = "vietnamadminunits (MIT), gần đúng trong ranh giới xã 2025"


def real_borders(found: UnitSource, file: BorderFile) -> Borders:
    """Return the borders (EPSG:4326) of the units of ``found`` by the present communes' real ones."""
    shapes = file.shapes()
    by_code = {item.code: item for item in found.old}
    known = {item.code for item in trusted(found, points_of(found))}
    pieces: dict[str, list[Any]] = {}
    whole: set[str] = set(by_code)  # former communes that share no commune of today with another
    for now, olds in found.crosswalk.items():
        if len(olds) == 1:
            pieces.setdefault(olds[0], []).append(shapes[now])
            continue
        whole.difference_update(olds)
        for was, piece in _parted(shapes[now], [by_code[code] for code in olds if code in known], found.epsg):
            pieces.setdefault(was, []).append(piece)

    def of(communes: list[str], error_m: float) -> Border:
        return Border(_union([shapes[code] for code in communes]), error_m, file.source)

    def former(code: str) -> Border:
        real = code in whole
        return Border(
            _union(pieces[code]),
            file.error_m if real else FORMER_COMMUNE_ERROR_M,
            file.source if real else PARTED,
        )

    def above(olds: set[str], error_m: float, rough_m: float) -> Border:
        touched = [now for now, them in found.crosswalk.items() if olds.intersection(them)]
        inside = [now for now in touched if olds.issuperset(found.crosswalk[now])]
        if len(inside) == len(touched):
            return of(inside, error_m)
        cut = [piece for was in sorted(olds) for piece in pieces.get(was, ())]
        return Border(_union([*(shapes[now] for now in inside), *cut]), rough_m, PARTED)

    def district(code: str) -> Border:
        olds = {item.code for item in found.old if item.district == code}
        return above(olds, file.error_m, DISTRICT_ERROR_M)

    def province(code: str) -> Border:
        olds = {item.code for item in found.old if item.province == code}
        return above(olds, file.province_error_m, PROVINCE_ERROR_M)

    return Borders(
        province=of(sorted(shapes), file.province_error_m),
        communes={code: Border(shape, file.error_m, file.source) for code, shape in shapes.items()},
        former_communes={code: former(code) for code in sorted(pieces)},
        districts={code: district(code) for code in sorted({item.district for item in found.old})},
        former_provinces={code: province(code) for code in sorted({item.province for item in found.old})},
    )


def _parted(shape: Any, between: list[FormerCommune], epsg: int) -> list[tuple[str, Any]]:
    """Part a commune of today among the former ones with a known point by nearness, without gap."""
    if len(between) < 2:
        return [(item.code, shape) for item in between]
    land = shapely.transform(shape, partial(_metric, epsg=epsg))
    cells = voronoi_cells(np.array([item.x for item in between]), np.array([item.y for item in between]))
    parts = [
        (item.code, shapely.intersection(cell, land))
        for item, cell in zip(between, cells, strict=True)
        if cell is not None
    ]
    return [
        (code, shapely.transform(part, partial(_degrees, epsg=epsg)))
        for code, part in parts
        if not part.is_empty
    ]


def _union(shapes: list[Any]) -> Any:
    return shapely.make_valid(shapely.union_all(shapes)) if shapes else None


def _metric(lonlat: Any, epsg: int) -> Any:
    return np.column_stack(to_metric(lonlat[:, 0], lonlat[:, 1], epsg))


def _degrees(xy: Any, epsg: int) -> Any:
    return np.round(np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], epsg)), 6)
