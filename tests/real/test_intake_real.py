"""Real workbooks from four countries through the whole intake: every data row once, none lost.

None of these lies in the province, and every row that has a position says so.
"""

import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest

from registry.columns import ListKind
from registry.intake import ParsedList, RowMark, WorkbookMarks, read_list, return_workbook
from registry.messages import render
from tests.real import SHARED

pytestmark = pytest.mark.real

REAL = SHARED / "data" / "real"
BOOKS = REAL / "workbooks"


def read(path: Path) -> ParsedList:
    found = read_list(path, ListKind.SITES)
    assert all(render(issue.code, issue.params, "vi") for issue in found.issues)
    return found


def outside(found: ParsedList) -> set[tuple[str, int]]:
    return {(issue.sheet, issue.row) for issue in found.issues if issue.code == "COORD-OUTSIDE"}


def every_row_is_read_and_outside(found: ParsedList, count: int) -> None:
    assert len(found.rows) == count
    assert all(row.position.known for row in found.rows)
    assert outside(found) == {(row.sheet, row.row) for row in found.rows}


@pytest.mark.parametrize(
    ("name", "rows", "headers"),
    [
        ("sijunjung_bts.xlsx", [122], [1]),
        ("ANFR_MTP_Supports.xls", [206, 0, 0], [1, 0, 0]),
        ("ANFR_MTP_Mesures.xls", [149, 0], [1, 0]),
        ("VilleMTP_MTP_Fontaines.xls", [48, 0], [1, 0]),
        ("VilleMTP_MTP_EtabliPublic.xls", [1024], [1]),
        ("VilleMTP_MTP_MonumentsHist.ods", [115], [1]),
        ("VilleMTP_MTP_EquipementSportif_2012.xls", [245, 11, 51, 0], [1, 2, 3, 0]),
        ("fcc_fss_earth_stations_DOC-333151A1.xlsx", [108, 0, 0], [2, 0, 0]),
        ("fcc_fss_earth_stations_export.csv", [108], [2]),
        ("gso_province_district_ward.xlsx", [10_609], [1]),
    ],
)
def test_every_data_row_is_counted_below_the_header_that_was_found(
    name: str, rows: list[int], headers: list[int]
) -> None:
    found = read(BOOKS / name)
    assert [sheet.rows for sheet in found.sheets] == rows
    assert [sheet.header_row for sheet in found.sheets] == headers
    assert len(found.rows) == sum(rows)
    assert len({(row.sheet, row.row) for row in found.rows}) == sum(rows)


def test_sijunjung_both_coordinates_stand_in_one_cell_and_year_zero_is_unknown() -> None:
    found = read(BOOKS / "sijunjung_bts.xlsx")
    every_row_is_read_and_outside(found, 122)
    first = found.rows[0]
    assert (first.row, first.position.lat, first.position.lon) == (2, -0.86716, 101.37435)
    assert "built_on" not in first.values
    assert found.rows[3].values["built_on"].year == 1995
    assert found.rows[3].values["built_year_only"] is True


def test_anfr_headers_with_line_breaks_and_two_forms_that_agree() -> None:
    found = read(BOOKS / "ANFR_MTP_Supports.xls")
    every_row_is_read_and_outside(found, 206)
    assert "COORD-FORMS-DIFFER" not in {issue.code for issue in found.issues}
    assert "Antennes|Emetteurs|Bandes" in [sheet.name for sheet in found.sheets]


@pytest.mark.parametrize(
    "name", ["fcc_fss_earth_stations_DOC-333151A1.xlsx", "fcc_fss_earth_stations_export.csv"]
)
def test_fcc_degrees_minutes_and_seconds_stand_in_eight_columns(name: str) -> None:
    found = read(BOOKS / name)
    every_row_is_read_and_outside(found, 108)
    assert found.rows[0].position.lat == pytest.approx(39 + 34 / 60 + 7 / 3600)
    assert found.rows[0].position.lon == pytest.approx(-(79 + 34 / 60 + 45 / 3600))
    hidden = [issue.params["letters"] for issue in found.issues if issue.code == "COLUMNS-HIDDEN"]
    assert hidden == (["H, K, L"] if name.endswith("xlsx") else [])


def test_israel_positions_are_wkt_points() -> None:
    found = read(REAL / "towers" / "israel_cell_towers.csv")
    every_row_is_read_and_outside(found, 7781)
    assert (found.rows[0].position.lon, found.rows[0].position.lat) == (35.02727078, 31.87741707)
    assert found.rows[0].position.raw == ("Point (35.02727078 31.87741707)",)


def test_hydropower_given_as_csv_agrees_with_its_geometry_but_for_three(tmp_path: Path) -> None:
    features = json.loads((REAL / "vietnam" / "hydropower_vietnam_dms.geojson").read_text(encoding="utf-8"))[
        "features"
    ]
    names = list(features[0]["properties"])
    path = tmp_path / "thuy_dien.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(names)
        writer.writerows([feature["properties"].get(name) for name in names] for feature in features)
    found = read(path)
    assert len(found.rows) == 197
    far = 0
    for row, feature in zip(found.rows, features, strict=True):
        lon, lat = _first_point(feature["geometry"]["coordinates"])[:2]
        assert row.position.lon is not None
        assert row.position.lat is not None
        east = (row.position.lon - lon) * math.cos(math.radians(lat))
        far += math.hypot(east, row.position.lat - lat) * 111_000 > 250
    assert far == 3


def _first_point(coordinates: Any) -> Any:
    return coordinates if isinstance(coordinates[0], int | float) else _first_point(coordinates[0])


def test_bandung_broken_strings_given_as_csv_keep_every_row(tmp_path: Path) -> None:
    features = json.loads((REAL / "towers" / "bandung_menara_detail.json").read_text(encoding="utf-8"))[
        "features"
    ]
    names = sorted({name for feature in features for name in feature["properties"]})
    path = tmp_path / "menara.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Longitude", "Latitude", *names])
        for feature in features:
            lon, lat = feature["geometry"]["coordinates"][:2]
            writer.writerow([lon, lat, *(feature["properties"].get(name, "") for name in names)])
    found = read(path)
    assert len(found.rows) == 763
    assert {row.row for row in found.rows if not row.position.known} <= {
        issue.row for issue in found.issues if issue.code.startswith("COORD-")
    }
    known = {(row.sheet, row.row) for row in found.rows if row.position.known}
    assert known <= {(issue.sheet, issue.row) for issue in found.issues if issue.code.startswith("COORD-")}


def test_a_json_file_is_refused_whatever_it_is_called(tmp_path: Path) -> None:
    data = (REAL / "towers" / "bandung_menara_detail.json").read_bytes()
    for name, code in (("menara.json", "FILE-EXTENSION"), ("menara.xlsx", "FILE-NOT-WHAT-IT-SAYS")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Exception, match=code):
            read_list(tmp_path / name, ListKind.SITES)


@pytest.mark.parametrize(
    "name",
    ["sijunjung_bts.xlsx", "fcc_fss_earth_stations_DOC-333151A1.xlsx", "ANFR_MTP_Supports.xls",
     "VilleMTP_MTP_MonumentsHist.ods", "fcc_fss_earth_stations_export.csv"],
)  # fmt: skip
def test_a_returned_workbook_gives_the_same_rows_again(name: str, tmp_path: Path) -> None:
    found = read(BOOKS / name)
    marks = WorkbookMarks(
        rows={(row.sheet, row.row): RowMark("? Chưa đủ căn cứ", "#616161") for row in found.rows},
        header_rows={sheet.name: sheet.header_row for sheet in found.sheets if sheet.read},
    )
    return_workbook(BOOKS / name, marks, tmp_path / "out.xlsx")
    again = read(tmp_path / "out.xlsx")
    assert [(row.row, row.values, row.position) for row in again.rows] == [
        (row.row, row.values, row.position) for row in found.rows
    ]
