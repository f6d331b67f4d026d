"""The illustrative masts, plans and zones as the files that an office would import."""

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from registry.columns import column
from registry.demo.masts import DemoMast
from registry.demo.places import NOTE
from registry.demo.plans import DemoPlan
from registry.demo.zones import DemoZone, feature_collection
from registry.intake.sheet_titles import free_title
from registry.model.areas import Layer
from registry.settings import DATA

SITE_COLUMNS = (
    "ordinal", "site_code", "operator", "lon", "lat", "address", "commune", "district", "mast_class", "form",
    "support", "mast_height_m", "rod_m", "building_height_m", "ground_elevation_m", "owner", "shared_with",
    "designed_operators", "state", "built_on", "dismantled_on", "technology", "permit",
    "emf_certificate", "emf_expires_on", "design_wind_ms", "robust", "note",
)  # fmt: skip
PLAN_COLUMNS = (
    "ordinal", "plan_code", "operator", "lon", "lat", "address", "commune", "mast_class",
    "mast_height_m", "note",
)  # fmt: skip

_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


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
    return {
        "ordinal": index,
        "site_code": mast.code,
        "operator": mast.operator,
        "lon": mast.lon,
        "lat": mast.lat,
        "address": mast.address,
        "commune": mast.commune,
        "district": mast.district,
        "mast_class": mast.mast_class,
        "form": label("forms", mast.form),
        "support": label("supports", mast.support),
        "mast_height_m": mast.mast_height_m,
        "rod_m": mast.rod_m,
        "building_height_m": mast.building_height_m,
        "ground_elevation_m": mast.ground_elevation_m,
        "owner": mast.owner,
        "shared_with": ", ".join(mast.shared_with),
        "designed_operators": mast.designed_operators,
        "state": label("states", mast.state),
        "built_on": mast.built_on,
        "dismantled_on": mast.dismantled_on,
        "technology": mast.technology,
        "permit": mast.permit,
        "emf_certificate": mast.emf_certificate,
        "emf_expires_on": mast.emf_expires_on,
        "design_wind_ms": mast.design_wind_ms,
        "robust": "có" if mast.robust else "không",
        "note": mast.note,
    }


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
