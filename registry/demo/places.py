"""Places of the illustrative province: the communes of before 1/7/2025, their real names and rough points.

Names, points and boxes come from the package vietnamadminunits (MIT) that also names the registry's units; a
point that its own box or its successor contradicts is replaced by one near the successor. Parameters come
from ``data/demo/*.toml``. Everything here is deterministic and touches no database.
"""

import json
import math
import sqlite3
import tomllib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np

from registry.geo.crs import to_metric, to_wgs84
from registry.settings import DATA

OLD_PROVINCE = "Tỉnh Bắc Giang"
SOUTH = "Tỉnh Bắc Ninh"  # the old province of that name, south of the river Cầu
OLD_PROVINCES = (OLD_PROVINCE, SOUTH)
PRESENT_PROVINCE = "Tỉnh Bắc Ninh"
METRIC_EPSG = 9214  # VN-2000 / TM-3 107°00', the meridian of old Bắc Giang
NOTE = "Dữ liệu minh họa"
FAR_M = 12_000.0  # a former commune whose point lies farther from its successor's has a wrong point
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Place:
    """A former commune: where people live, and which commune it belongs to now.

    ``x``, ``y`` are metres in EPSG:9214, ``half_m`` half the smaller side of its box. ``kind`` is Xã, Phường
    or Thị trấn; ``present`` the present commune's name with its kind, ``present_code`` its GSO code,
    ``present_centre`` its point (longitude, latitude) and ``present_area_km2`` its area.
    """

    name: str
    kind: str
    district: str
    x: float
    y: float
    half_m: float
    present: str
    present_code: str
    present_centre: tuple[float, float]
    present_area_km2: float

    @property
    def urban(self) -> bool:
        """Whether it was a ward or a township, not a rural commune."""
        return self.kind != "Xã"

    @property
    def written(self) -> str:
        """The former name with its kind, as old lists write it."""
        return f"{self.kind} {self.name}"


@cache
def parameters(name: str) -> dict[str, Any]:
    """Return the parameters of ``data/demo/<name>.toml``; they are shared, never changed."""
    return tomllib.loads((DATA / "demo" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def read_places(province: str = OLD_PROVINCE) -> tuple[Place, ...]:
    """Return the former communes of an old province that have a successor, in the order of their codes."""
    present, former, successor = _read_package(province)
    seen: set[tuple[float, float]] = set()
    places: list[Place] = []
    for index, row in enumerate(former):
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey']}"
        now = present.get(successor.get(key, ""))
        if now is None:
            continue
        (x, nx), (y, ny) = (
            axis.tolist()
            for axis in to_metric(
                np.array([row["wardLon"], now["wardLon"]]),
                np.array([row["wardLat"], now["wardLat"]]),
                METRIC_EPSG,
            )
        )
        reach = 1000 * math.sqrt(now["wardAreaKm2"] / math.pi)
        half = _half_side(row["wardBounds"]) or reach / 2
        if (x, y) in seen or math.hypot(x - nx, y - ny) > min(FAR_M, 2.2 * reach):
            angle = index * GOLDEN_ANGLE
            x, y = nx + 0.5 * reach * math.cos(angle), ny + 0.5 * reach * math.sin(angle)
        seen.add((x, y))
        places.append(
            Place(
                name=row["wardShort"],
                kind=row["wardType"],
                district=row["district"],
                x=x,
                y=y,
                half_m=min(half, 1.2 * reach),
                present=now["ward"],
                present_code=now["wardCode"],
                present_centre=(now["wardLon"], now["wardLat"]),
                present_area_km2=now["wardAreaKm2"],
            )
        )
    return tuple(places)


def metric_line(points: Iterable[Iterable[float]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Transform [longitude, latitude] pairs to an (n, 2) array of metres in EPSG:9214."""
    degrees = np.asarray(list(points), dtype=float)
    return np.column_stack(to_metric(degrees[:, 0], degrees[:, 1], METRIC_EPSG))


def degrees(x: float, y: float) -> tuple[float, float]:
    """Return (longitude, latitude) in EPSG:4326, six decimals, of one point in EPSG:9214 metres."""
    lon, lat = to_wgs84(np.array([x]), np.array([y]), METRIC_EPSG)
    return round(float(lon[0]), 6), round(float(lat[0]), 6)


Rows = list[sqlite3.Row]


def _read_package(province: str) -> tuple[dict[str, sqlite3.Row], Rows, dict[str, str]]:
    """Return present communes by key, former communes, and the present key of each former one."""
    package = files("vietnamadminunits") / "data"
    with as_file(package / "dataset.db") as path, closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        present = connection.execute(
            "SELECT ward, wardKey, wardCode, wardLat, wardLon, wardAreaKm2 FROM admin_units"
            " WHERE province = ?",
            (PRESENT_PROVINCE,),
        ).fetchall()
        former = connection.execute(
            "SELECT provinceKey, district, districtKey, wardShort, wardType, wardKey, wardLat, wardLon,"
            " wardBounds FROM admin_units_legacy WHERE province = ? ORDER BY wardCode, wardKey",
            (province,),
        ).fetchall()
    converter = json.loads((package / "converter_2025.json").read_text(encoding="utf-8"))
    merged = converter["DICT_PROVINCE_WARD_NO_DIVIDED"]["tinhbacninh"]
    successor = {old: new for new, olds in merged.items() for old in olds}
    return {row["wardKey"]: row for row in present}, former, successor


def _half_side(bounds: str | None) -> float | None:
    """Return half of the smaller side in metres of a box written "S,W - N,E" (with any dash)."""
    if not bounds:
        return None
    south_west, north_east = bounds.replace("–", " ").split()
    south, west = map(float, south_west.split(","))
    north, east = map(float, north_east.split(","))
    return min((north - south) * 110_700, (east - west) * 103_700) / 2
