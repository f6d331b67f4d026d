"""Every layer leaves in every format, is marked where it is illustrative, and never runs as a formula."""

import contextlib
import csv
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

from registry.columns import ListKind, columns_for
from registry.errors import RefusalError
from registry.intake.reading import read_list
from registry.services.office.registry import Registry
from registry.services.office.table_book import as_text
from registry.services.register.exports.export import WRITERS, export_layer
from registry.services.register.exports.exported_layers import layer_rows
from registry.services.register.import_sites import import_sites
from tests.services.offices import office, write_list


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


FULL = (
    "Mã trạm", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Loại cột", "Loại đất", "Chung cơ sở hạ tầng",
    "Số GCN kiểm định", "Ngày hết hạn", "Công nghệ", "Trụ vững", "Ghi chú",
)  # fmt: skip
ROW = ("BGG00001", "VNPT", "106,301234", "21,351234", "A2b", "đất tư", 4, "GCN-1", "01/02/2027", "4G", "có",
       "cổng phía sau")  # fmt: skip


def test_an_export_of_masts_holds_whatever_the_import_takes(tmp_path: Path) -> None:
    """Taken into another register, and out of that one again, it is the same list."""
    written = []
    for name in ("a", "b"):
        made = office(tmp_path / name)
        given = write_list(tmp_path / "given.xlsx", [ROW], FULL) if name == "a" else written[-1][0]
        assert import_sites(made, given, yes=True, who="lan").counts["new"] == 1
        export_layer(made, "sites", tmp_path / f"{name}.xlsx")
        [row] = read_list(tmp_path / f"{name}.xlsx", ListKind.SITES).rows
        written.append((tmp_path / f"{name}.xlsx", row.values))
        made.close()
    values = written[0][1]
    assert (values["land_type"], values["sharing_code"], values["robust"]) == ("private", 4, True)
    assert (values["note"], values["emf_certificate"]) == ("cổng phía sau", "GCN-1")
    assert values == written[1][1]


def test_every_column_of_a_list_of_masts_leaves_again_or_is_another_form_of_one(registry: Registry) -> None:
    another_form = {"ordinal", "position", "northing", "easting", "district", "province"}
    with registry.database.read() as connection:
        named = set(layer_rows(connection, "sites")[0])
    assert {column.name for column in columns_for(ListKind.SITES)} - named == another_form


def test_a_certificate_that_the_stations_of_one_network_do_not_share_is_left_to_their_own_list(
    tmp_path: Path,
) -> None:
    made = office(tmp_path / "home")
    import_sites(made, write_list(tmp_path / "l.xlsx", [ROW], FULL), yes=True, who="lan")
    other = (*ROW[:7], "GCN-2", "01/02/2028", "5G", *ROW[10:])
    import_sites(made, write_list(tmp_path / "m.xlsx", [other], FULL), yes=True, who="lan")
    with made.database.read() as connection:
        [row] = layer_rows(connection, "sites")
        assert (row["technology"], row["emf_certificate"]) == ("4G, 5G", None)
        assert {one["emf_certificate"] for one in layer_rows(connection, "stations")} == {"GCN-1", "GCN-2"}
    made.close()
