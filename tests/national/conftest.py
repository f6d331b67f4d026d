"""A small country as a lake: three provinces that border each other, with pairs planted across a border."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

from registry.lake.layout import LakeLayer
from registry.provinces import provinces
from tests.country.lands import lands_of
from tests.country.making import NEAR_THREE, SMALL, make_country

GEOD = Geod(ellps="WGS84")
MINE, THEIRS = "24", "20"
APART_M = 100.0
PLANTED = "N24-BIEN"
"""The code of a proposal of 24 that stands 50 m from the border; a mast of 20 stands 50 m beyond it."""


def across_the_border(share: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return a place in 24 and one in 20, 100 m apart on both sides of their border, at a share of it."""
    lands = {land.province.code: land for land in lands_of([provinces()[code] for code in NEAR_THREE], 7)}
    shared = shapely.intersection(lands[MINE].area, lands[THEIRS].area)
    middle = shapely.line_interpolate_point(shapely.line_merge(shared), share, normalized=True)
    for bearing in range(0, 360, 5):
        one, other = (
            GEOD.fwd(middle.x, middle.y, turned, APART_M / 2)[:2] for turned in (bearing, bearing + 180)
        )
        inside = shapely.contains(lands[MINE].area, shapely.Point(one))
        if inside and shapely.contains(lands[THEIRS].area, shapely.Point(other)):
            across = shapely.distance(shapely.Point(one), shared) * 111_000
            if across > 0.4 * APART_M:
                return one, other
    raise AssertionError("no border")


def put(values: dict[str, Any], row: int, place: tuple[float, float]) -> None:
    """Move a row of a layer to a place."""
    values["lon"][row], values["lat"][row] = place
    values["geometry"][row] = shapely.Point(place)


def plant(code: str, layers: dict[LakeLayer, dict[str, Any]]) -> None:
    """Put a proposal of 24 at its side of the border and a mast of 20 at the other; elsewhere two masts."""
    (here, there), (mine, theirs) = across_the_border(0.37), across_the_border(0.7)
    if code == MINE:
        rows = layers[LakeLayer.PROPOSALS]
        put(rows, 0, here)
        told = rows["proposal"][0].replace(rows["site_code"][0], PLANTED)
        place = f'"lat": {here[1]!r}, "lon": {here[0]!r}'
        start, end = told.index('"lat"'), told.index(', "raw"')
        rows["proposal"][0], rows["site_code"][0] = told[:start] + place + told[end:], PLANTED
        put(layers[LakeLayer.SITES], 0, mine)
    if code == THEIRS:
        sites = layers[LakeLayer.SITES]
        put(sites, 0, there)
        put(sites, 1, theirs)
        sites["accuracy_m"][0] = 3.0


@pytest.fixture(scope="session")
def small_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a lake of three provinces, 2,000 masts and 1,200 proposals."""
    lake = tmp_path_factory.mktemp("lake") / "kho"
    make_country(lake, SMALL, NEAR_THREE, last=plant)
    return lake


Files = dict[str, bytes]


@pytest.fixture(scope="session")
def files_of() -> Callable[[Path], Files]:
    """Return a reader of all files of a folder, by their names in it."""

    def files(folder: Path) -> Files:
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return files


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a file of a run, of all provinces, in their order."""
    import pyarrow.parquet as pq

    found: list[dict[str, Any]] = []
    for path in sorted((folder / name).rglob("*.parquet")):
        found += pq.ParquetFile(path).read().to_pylist()
    return found


def is_close(one: float, other: float) -> bool:
    """Return whether two distances are the same to a centimetre."""
    return bool(np.isclose(one, other, atol=0.01))
