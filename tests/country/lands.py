"""The lands of the provinces, and where things stand on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.lake.tables import objects
from registry.provinces import Province

Floats = npt.NDArray[np.float64]


REACH = 0.85  # degrees: a province ends here where no other lies beyond


KM = 1.0 / 111.0


WEIGHTS = {
    "01": 9.0, "79": 14.0, "24": 3.6, "31": 4.6, "33": 3.5, "37": 4.4, "38": 3.8, "40": 3.4, "25": 4.0,
    "48": 3.0, "75": 4.5, "68": 3.4, "80": 3.2, "82": 4.2, "86": 4.2, "91": 5.0, "92": 4.2, "96": 2.6,
    "52": 3.5, "66": 3.3, "56": 2.2, "51": 2.1, "44": 1.8, "46": 1.3, "42": 1.6, "22": 1.5, "19": 1.8,
    "15": 1.8, "08": 1.8, "14": 1.4, "20": 0.9, "04": 0.6, "11": 0.7, "12": 0.5,
}  # fmt: skip
"""How many masts a province gets beside the others: rough and invented, as much is where many people live."""


OPERATORS = (
    ("VTL", "Viettel"), ("VNPT", "VNPT"), ("MBF", "MobiFone"), ("VNM", "Vietnamobile"), ("GTEL", "Gtel"),
)  # fmt: skip


SHARES = (0.36, 0.31, 0.24, 0.07, 0.02)


@dataclass(frozen=True)
class Land:
    """A province's land (EPSG:4326), its communes, and its towns with how wide each is (degrees)."""

    province: Province
    area: Any
    communes: npt.NDArray[np.object_]
    towns: Floats
    wide: Floats


def lands_of(chosen: Sequence[Province], seed: int) -> list[Land]:
    """Return the provinces' lands: whatever lies nearer to one middle than to another's."""
    middles = np.array([one.centre for one in chosen])
    around = shapely.union_all(shapely.buffer(shapely.points(middles), REACH))
    cells = _cells(middles, around)
    found = []
    for one, cell in zip(chosen, cells, strict=True):
        rng = np.random.default_rng([seed, int(one.code), 1])
        towns = within(cell, 4 + int(WEIGHTS[one.code]), rng)
        towns[0] = one.centre
        spots = within(cell, 24, rng)
        communes = np.array(_cells(spots, cell), dtype=object)
        wide = rng.uniform(2.0, 6.0, len(towns)) * WEIGHTS[one.code] ** 0.5 * KM
        found.append(Land(one, cell, communes, towns, wide))
    return found


def _cells(points: Floats, around: Any) -> list[Any]:
    """Return the part of an area that is nearest to each point."""
    if len(points) == 1:
        return [around]
    parts = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=around))
    tree = shapely.STRtree(parts)
    held = tree.query(shapely.points(points), predicate="within")[1]
    return [shapely.intersection(parts[at], around) for at in held.tolist()]


def within(area: Any, count: int, rng: np.random.Generator) -> Floats:
    """Return points spread evenly over an area."""
    west, south, east, north = area.bounds
    found: list[Floats] = [np.empty((0, 2))]
    shapely.prepare(area)
    while sum(map(len, found)) < count:
        spots = rng.uniform((west, south), (east, north), (2 * count + 16, 2))
        found.append(spots[shapely.contains_xy(area, spots[:, 0], spots[:, 1])])
    return np.concatenate(found)[:count]


def spots_of(land: Land, count: int, rng: np.random.Generator) -> Floats:
    """Return places: six of ten in towns, two along the highways between them, two anywhere."""
    kind = rng.choice(3, count, p=(0.6, 0.2, 0.2))
    town = rng.integers(0, len(land.towns), count)
    other = (town + 1 + rng.integers(0, len(land.towns) - 1, count)) % len(land.towns)
    spread = rng.normal(0.0, 1.0, (count, 2)) * land.wide[town][:, None]
    along = rng.uniform(0.0, 1.0, (count, 1))
    highway = land.towns[town] * along + land.towns[other] * (1.0 - along)
    highway += rng.normal(0.0, 0.15 * KM, (count, 2))
    spots = np.where((kind == 0)[:, None], land.towns[town] + spread, highway)
    shapely.prepare(land.area)
    outside = ~shapely.contains_xy(land.area, spots[:, 0], spots[:, 1]) | (kind == 2)
    spots[outside] = within(land.area, int(outside.sum()), rng)
    return spots


def commune_names(land: Land) -> list[str]:
    return [f"{land.province.code}{number:03d}" for number in range(len(land.communes))]


def commune_codes(land: Land, spots: Floats) -> Any:
    names = np.array([*commune_names(land), ""], dtype=object)
    at = np.full(len(spots), -1, dtype=np.int64)
    point, commune = shapely.STRtree(land.communes).query(shapely.points(spots), predicate="intersects")
    at[point] = commune
    return names[at]


def chosen_of(rng: np.random.Generator, names: Sequence[str], count: int, shares: Sequence[float]) -> Any:
    return np.array(names, dtype=object)[rng.choice(len(names), count, p=shares)]


def texts(values: Iterable[str]) -> Any:
    return objects(values)


def alike(value: Any, count: int) -> Any:
    found = np.empty(count, dtype=object)
    found[:] = value
    return found
