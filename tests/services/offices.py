"""Offices for the tests of services: a fresh register, lists and files as carriers and a GIS write them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from registry.demo.initialise import init_registry
from registry.services.office.registry import Registry, open_registry
from registry.settings import Settings
from tests.copied import copied

HEADER = (
    "Mã trạm",
    "Doanh nghiệp",
    "Kinh độ",
    "Vĩ độ",
    "Loại cột",
    "Chiều cao cột (m)",
    "Trạng thái",
    "Công nghệ",
)


def office(home: Path) -> Registry:
    """A register with operators and units, and nothing else."""
    return open_registry(copied(_bare, home))


def _bare(settings: Settings) -> None:
    init_registry(settings)


def write_list(path: Path, rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def mast(code: str, operator: str, lon: float, lat: float, *rest: Any) -> tuple[Any, ...]:
    """One row under ``HEADER``: an A2b of 42 m in service with 4G, unless ``rest`` says otherwise."""
    given = [*rest, *("A2b", 42, "đang hoạt động", "4G")[len(rest) :]]
    return code, operator, f"{lon:.6f}".replace(".", ","), f"{lat:.6f}".replace(".", ","), *given


def write_geojson(path: Path, features: Sequence[tuple[Any, dict[str, Any]]]) -> Path:
    """Write (geometry as GeoJSON or None, properties) features."""
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": shape, "properties": values} for shape, values in features
        ],
    }
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return path


def square(lon: float, lat: float, side: float = 0.01) -> dict[str, Any]:
    ring = [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}
