"""The illustrative masts, plans and zones as the files that an office would import."""

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from registry.columns import CellType, ListKind, column, columns_for
from registry.demo.masts import DemoMast
from registry.demo.places import NOTE
from registry.demo.plans import DemoPlan
from registry.demo.zones import DemoZone, feature_collection
from registry.intake.sheet_titles import free_title
from registry.model.areas import Layer
from registry.settings import DATA

_ATTRIBUTES = {"site_code": "code"}
_AS_THEY_ARE = ("operator", "mast_class")  # lists write the codes themselves
_MAST = {item.name for item in fields(DemoMast)}
SITE_COLUMNS = tuple(
    item.name
    for item in columns_for(ListKind.SITES)
    if item.name == "ordinal" or _ATTRIBUTES.get(item.name, item.name) in _MAST
)
PLAN_COLUMNS = (
    "ordinal", "plan_code", "operator", "lon", "lat", "address", "commune", "mast_class",
    "mast_height_m", "note",
)  # fmt: skip

# The prefix is whatever name some library gave that namespace in this process.
_TIMES = re.compile(rb"(<\w+:(?:created|modified)\b[^>]*>)[^<]*")


@cache
def _labels() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((DATA / "codes" / "choices.toml").read_text(encoding="utf-8"))


def label(table: str, code: str) -> str:
    """Return how lists write a code of a code table: the first of its words."""
    return _labels()[table][code][0] if code else ""


def write_site_list(path: Path, masts: Iterable[DemoMast]) -> None:
    """Write masts as a list of existing sites, one sheet, header in row 1, positions in decimal degrees."""
    rows = [_site_row(index, mast) for index, mast in enumerate(masts, 1)]
    _write(path, "Danh sách trạm", SITE_COLUMNS, rows)


def write_plan_list(path: Path, plan: DemoPlan) -> None:
    """Write one plan version as a list of planned positions."""
    rows = [
        {
            "ordinal": index,
            "plan_code": position.code,
            "operator": plan.operator,
            "lon": position.lon,
            "lat": position.lat,
            "address": position.address,
            "commune": position.place.present,
            "mast_class": position.mast_class,
            "mast_height_m": position.max_height_m,
            "note": NOTE,
        }
        for index, position in enumerate(plan.positions, 1)
    ]
    _write(path, "Vị trí quy hoạch", PLAN_COLUMNS, rows)


def write_zone_file(path: Path, layer: Layer, zones: Iterable[DemoZone]) -> None:
    """Write one layer's zones as GeoJSON (EPSG:4326)."""
    content = json.dumps(feature_collection(layer, zones), ensure_ascii=False, separators=(",", ":"))
    path.write_text(content, encoding="utf-8")


def header(name: str) -> str:
    """Return a column's Vietnamese header with its unit, as the template has it."""
    item = column(name)
    return f"{item.label_vi} ({item.unit})" if item.unit else item.label_vi


def _site_row(index: int, mast: DemoMast) -> dict[str, Any]:
    """Return what a mast says under each column of a list, written as carriers write it."""
    return {name: index if name == "ordinal" else _cell(name, mast) for name in SITE_COLUMNS}


def _cell(name: str, mast: DemoMast) -> Any:
    value = getattr(mast, _ATTRIBUTES.get(name, name))
    match column(name).type:
        case CellType.CHOICE if name not in _AS_THEY_ARE:
            return label(column(name).choices, value)
        case CellType.CHOICES:
            return ", ".join(value)
        case CellType.YESNO:
            return "có" if value else "không"
    return value


def _write(path: Path, title: str, names: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(free_title(book, title))
    for index, name in enumerate(names, 1):
        sheet.column_dimensions[get_column_letter(index)].width = max(11, len(header(name)) + 2)
    sheet.append([header(name) for name in names])
    for row in rows:
        sheet.append([row[name] if row[name] != "" else None for name in names])
    save_workbook(book, path)


def save_workbook(book: Workbook, path: Path) -> None:
    """Save a workbook so that the same content always gives the same bytes (no times of writing inside)."""
    raw = BytesIO()
    book.save(raw)
    with ZipFile(raw) as written, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in written.namelist():
            content = written.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>2026-01-01T00:00:00Z", content)
            target.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
