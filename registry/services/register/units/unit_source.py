"""The package vietnamadminunits (MIT), read: names, codes, points, areas, and the crosswalk of 1/7/2025."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import numpy as np

from registry.geo.crs import to_metric
from registry.provinces import metric_plane

AROUND_DEG = 0.35  # neighbouring communes that bound the province's cells
_NUMBER = re.compile(r"-?\d+\.?\d*")


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A former commune as the package has it; ``x``/``y`` the middle of its box, ``box`` its sides (metres).

    ``box`` is west, south, east, north.
    """

    province: str
    district: str
    code: str
    name: str
    kind: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    key: str


class UnitSource(NamedTuple):
    """A province as the package has it.

    ``present`` names it; ``communes`` are its rows; ``crosswalk`` gives a present commune's former ones by
    code; ``old`` are the former communes and ``around`` those of the neighbourhood, its own among them.
    Metres are of the plane ``epsg``.
    """

    present: dict[str, Any]
    communes: list[dict[str, Any]]
    crosswalk: dict[str, list[str]]
    old: list[FormerCommune]
    around: list[FormerCommune]
    epsg: int


def read_units(province: str) -> UnitSource | None:
    """Return what the package says of a present province (GSO code), None where it knows none."""
    epsg = metric_plane(province)
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
            return None
        key = communes[0]["provinceKey"]
        content = json.loads(
            (files("vietnamadminunits") / "data" / "converter_2025.json").read_text(encoding="utf-8")
        )
        former = tuple(content["DICT_PROVINCE"][key])
        marks = ", ".join("?" * len(former))
        own = [
            _former(row, epsg)
            for row in source.execute(
                # island districts had no communes
                f"SELECT * FROM admin_units_legacy WHERE provinceKey IN ({marks}) "  # noqa: S608 - only question marks
                "AND wardBounds IS NOT NULL ORDER BY wardCode",
                former,
            )
        ]
        west, south, east, north = _box(communes)
        around = [
            _former(row, epsg)
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
    return UnitSource(communes[0], communes, crosswalk, own, around, epsg)


@cache
def present_communes() -> dict[str, frozenset[str]]:
    """Return the codes of the present communes by the code of their province."""
    with _package() as source:
        rows = source.execute(
            "SELECT provinceCode, wardCode FROM admin_units WHERE wardLon IS NOT NULL "
            "AND wardAreaKm2 IS NOT NULL AND wardCode IS NOT NULL"
        )
        found: dict[str, set[str]] = {}
        for province, ward in rows:
            found.setdefault(province, set()).add(ward)
    return {province: frozenset(codes) for province, codes in found.items()}


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
def names_above() -> dict[str, tuple[str, str]]:
    """Return code -> (name, kind) of every former district and province."""
    with _package() as source:
        rows = source.execute(
            "SELECT DISTINCT provinceCode, province, provinceShort, districtCode, district, "
            "districtShort FROM admin_units_legacy"
        ).fetchall()
    found: dict[str, tuple[str, str]] = {}
    for code, name, short, district_code, district, district_short in rows:
        found[code] = (bare_name(name, short), kind_of(name, short))
        if district_code:
            found[district_code] = (bare_name(district, district_short), kind_of(district, district_short))
    return found


def _former(row: sqlite3.Row, epsg: int) -> FormerCommune:
    south, west, north, east = (float(value) for value in _NUMBER.findall(row["wardBounds"]))
    x, y = to_metric(
        np.array([(west + east) / 2, west, east]), np.array([(south + north) / 2, south, north]), epsg
    )
    return FormerCommune(
        province=row["provinceCode"],
        district=row["districtCode"],
        code=row["wardCode"],
        name=row["wardShort"],
        kind=row["wardType"],
        x=float(x[0]),
        y=float(y[0]),
        box=(float(x[1]), float(y[1]), float(x[2]), float(y[2])),
        key=f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey']}",
    )


def _box(communes: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    lon = [row["wardLon"] for row in communes]
    lat = [row["wardLat"] for row in communes]
    return min(lon) - AROUND_DEG, min(lat) - AROUND_DEG, max(lon) + AROUND_DEG, max(lat) + AROUND_DEG


def degrees(lon: float, lat: float) -> tuple[Any, Any]:
    """Return a point (EPSG:4326) as two arrays of length 1, as frames are changed."""
    return np.array([lon], dtype=float), np.array([lat], dtype=float)


def bare_name(full: str, short: str) -> str:
    """Return a unit's name without its kind, where the package has it."""
    return short or full


def kind_of(full: str, short: str) -> str:
    """Return "Tỉnh" of "Tỉnh Bắc Ninh", with the capitals that the package is not sure of."""
    return full[: len(full) - len(short)].strip().capitalize() if short and full.endswith(short) else ""
