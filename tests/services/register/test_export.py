"""Every layer leaves in every format, is marked where it is illustrative, and never runs as a formula."""

import contextlib
import csv
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.reading import read_list
from registry.services.office.registry import Registry
from registry.services.office.table_book import as_text
from registry.services.register.export import WRITERS, export_layer


@pytest.fixture(scope="module")
def registry(demo_registry: Registry) -> Registry:
    return demo_registry


@pytest.mark.parametrize("layer", ["sites", "stations", "plan", "units", "planning", "power_line"])
@pytest.mark.parametrize("extension", list(WRITERS))
def test_every_layer_in_every_format(registry: Registry, tmp_path: Path, layer: str, extension: str) -> None:
    path = tmp_path / f"out{extension}"
    count = export_layer(registry, layer, path)
    assert count > 0
    if extension == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))[1:]
        texts = [cell for row in rows for cell in row]
    elif extension == ".xlsx":
        with contextlib.closing(openpyxl.load_workbook(path, read_only=True)) as book:
            sheet = book.worksheets[0]
            rows = [list(map(str, row)) for row in sheet.iter_rows(min_row=2, values_only=True)]
        texts = [cell for row in rows for cell in row]
    else:
        frame = gpd.read_parquet(path) if extension == ".parquet" else gpd.read_file(path)
        assert frame.crs.to_epsg() in (4326, 4979)
        rows = frame.to_numpy().tolist()
        texts = [str(cell) for row in rows for cell in row]
    assert len(rows) == count
    assert texts.count("Dữ liệu minh họa") >= count


def test_exported_sites_are_read_again_as_they_stand(registry: Registry, tmp_path: Path) -> None:
    count = export_layer(registry, "sites", tmp_path / "sites.xlsx")
    again = read_list(tmp_path / "sites.xlsx", ListKind.SITES)
    assert len(again.rows) == count
    assert all(row.position.known for row in again.rows)
    assert {row.values["operator"] for row in again.rows} >= {"VNPT", "VTL", "VMS", "VNM"}
    assert not [issue for issue in again.issues if issue.severity.value == "error"]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-cmd", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert as_text(text) == "'" + text


def test_ordinary_values_leave_as_they_are() -> None:
    assert as_text("cột mới") == "cột mới"
    assert as_text(-3.5) == -3.5


def test_what_cannot_be_exported_is_refused_and_leaves_no_file(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="EXPORT-FORMAT"):
        export_layer(registry, "sites", tmp_path / "sites.pdf")
    with pytest.raises(RefusalError, match="EXPORT-LAYER"):
        export_layer(registry, "masts", tmp_path / "sites.csv")
    assert list(tmp_path.iterdir()) == []
