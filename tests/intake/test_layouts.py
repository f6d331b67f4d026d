"""Layouts that real lists have: titles, merged headers, groups, totals, several sheets, hidden rows."""

import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake import ParsedList, read_list
from registry.messages import render
from tests.intake.bac_ninh import hints
from tests.intake.books import HEAD, ROWS, save

SITES = ListKind.SITES


def read(path: Path, kind: ListKind = SITES, **options: Any) -> ParsedList:
    found = read_list(path, kind, **{"hints": hints, **options})
    for issue in found.issues:
        assert render(issue.code, issue.params, "vi")
        assert render(issue.code, issue.params, "en")
    return found


def codes(found: ParsedList) -> Counter[str]:
    return Counter(issue.code for issue in found.issues)


def numbers(found: ParsedList) -> list[int]:
    return [row.row for row in found.rows]


def test_rows_keep_the_number_that_excel_shows_below_blank_rows_and_a_title(tmp_path: Path) -> None:
    def prepare(book: Any) -> None:
        sheet = book["DS"]
        sheet.insert_rows(1, 4)
        sheet.insert_cols(1, 2)
        sheet["C3"] = "DANH SÁCH VỊ TRÍ TRẠM BTS ĐỀ NGHỊ NĂM 2026"

    found = read(save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS)), prepare=prepare))
    assert numbers(found) == [6, 7, 8]
    assert found.sheets[0].header_row == 5
    assert found.sheets[0].letter_of("site_code") == "D"
    assert found.rows[0].values["site_code"] == "BGG00001"
    assert (found.rows[0].position.lon, found.rows[0].position.lat) == (106.1946, 21.27341)


@pytest.mark.parametrize("merged", [True, False])
def test_a_two_row_header_is_read_with_and_without_merged_cells(tmp_path: Path, merged: bool) -> None:
    rows = [
        ("STT", "Mã trạm", "Tọa độ WGS84", None, "Chiều cao (m)", None, "Ghi chú"),
        (None, None, "Vĩ độ", "Kinh độ", "Cột", "Kim thu sét", None),
        (1, "BGG00001", 21.27341, 106.19461, 42, 3, "gần chợ"),
    ]

    def prepare(book: Any) -> None:
        for area in ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2") if merged else ():
            book["DS"].merge_cells(area)

    found = read(save(tmp_path / "a.xlsx", ("DS", rows), prepare=prepare))
    assert numbers(found) == [3]
    values = found.rows[0].values
    assert (values["mast_height_m"], values["rod_m"], values["note"]) == (42.0, 3.0, "gần chợ")
    assert (found.rows[0].position.lon, found.rows[0].position.lat) == (106.19461, 21.27341)
    assert not codes(found)


def test_headers_match_without_diacritics_with_units_line_breaks_and_synonyms(tmp_path: Path) -> None:
    head = (
        "stt",
        "ma_tram",
        "NHA MANG",
        "Long\n(độ)",
        "LAT",
        "Do cao cot (m)",
        "Nam xay dung",
        "Chiều cao nhà, m",
    )
    found = read(
        save(tmp_path / "a.xlsx", ("DS", (head, (1, "X1", "VTT", 106.19461, 21.27341, 36, 2011, 12))))
    )
    assert [column.name for column in found.sheets[0].columns] == [
        "ordinal", "site_code", "operator", "lon", "lat", "mast_height_m", "built_on", "building_height_m",
    ]  # fmt: skip
    assert found.rows[0].values["operator"] == "VTL"


def test_an_unknown_header_is_listed_with_a_suggestion_and_its_cells_are_kept(tmp_path: Path) -> None:
    rows = [(*HEAD, "Chiều cao cọtt", "Màu sơn"), (*ROWS[0], 42, "đỏ trắng")]
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)))
    unknown = [(i.code, i.letter, i.proposed) for i in found.issues if i.code.startswith("HEADER-")]
    assert unknown == [("HEADER-PROPOSED-SURE", "F", "Chiều cao cột"), ("HEADER-UNKNOWN", "G", None)]
    assert "mast_height_m" not in found.rows[0].values
    assert found.rows[0].raw["Màu sơn"] == "đỏ trắng"


def test_a_repeated_header_is_said_and_the_first_column_is_used(tmp_path: Path) -> None:
    found = read(save(tmp_path / "a.xlsx", ("DS", [(*HEAD, "Longitude"), (*ROWS[0], 1.5)])))
    assert codes(found) == {"HEADER-TWICE": 1}
    assert found.rows[0].position.lon == 106.1946


def test_of_a_name_and_a_code_the_column_that_holds_codes_is_the_code(tmp_path: Path) -> None:
    head = ("STT", "Tên trạm", "Mã trạm", "Kinh độ", "Vĩ độ")
    rows = [head, (1, "Trạm Đa Mai 1", "BGG00124", 106.1946, 21.2731)]
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)))
    assert found.rows[0].values["site_code"] == "BGG00124"
    assert [(i.code, i.letter) for i in found.issues if i.code == "HEADER-TWICE"] == [("HEADER-TWICE", "B")]
    rows = [head, (1, "BGG00124", "người đặt", 106.1946, 21.2731)]
    assert read(save(tmp_path / "b.xlsx", ("DS", rows))).rows[0].values["site_code"] == "BGG00124"


@pytest.mark.parametrize(
    ("first", "second", "rows", "expected"),
    [
        ("Mã trạm", "Site ID", [("BGG00124", 778001), ("BGG00125", 778002), ("", 778003)], "BGG00124"),
        ("Mã trạm", "Tên trạm", [("BGG 00124", "ĐaMai1")], "BGG 00124"),
        ("Tên trạm", "Mã trạm", [("ĐaMai1", "BGG00124")], "BGG00124"),
        ("Tên trạm", "Mã trạm", [("DaMai1", "BGG00124")], "BGG00124"),
        ("Mã trạm", "Tên trạm", [("BGG00124", "DaMai1")], "BGG00124"),
        ("Mã trạm", "Tên trạm", [("", "BGG00124")], "BGG00124"),
        ("Mã trạm", "Tên trạm", [("BN-TĐ-012", "QuangChau2")], "BN-TĐ-012"),
    ],
)
def test_the_column_of_codes_is_told_by_most_of_its_cells_then_by_its_header(
    tmp_path: Path, first: str, second: str, rows: list[tuple[object, object]], expected: str
) -> None:
    head = ("STT", first, second, "Kinh độ", "Vĩ độ")
    listed = [(n, *row, 106.1946, 21.2731) for n, row in enumerate(rows, start=1)]
    found = read(save(tmp_path / "a.xlsx", ("DS", [head, *listed])))
    assert found.rows[0].values["site_code"] == expected
    assert "HEADER-TWICE" in {issue.code for issue in found.issues}


@pytest.mark.parametrize("header", ["Năm PS", "Ngày PS", "Năm lên sóng", "Ngày lên sóng"])
def test_the_day_a_mast_first_served_is_its_year_of_building(tmp_path: Path, header: str) -> None:
    rows = [(*HEAD, header), (*ROWS[0], 2016)]
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)))
    assert found.sheets[0].columns[-1].name == "built_on"


def test_rows_of_numbering_units_groups_totals_and_signatures_are_said_and_left_out(tmp_path: Path) -> None:
    rows = [
        (*HEAD, "Chiều cao cột (m)"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        ("I", "Huyện Lạng Giang"),
        (*ROWS[0], 42),
        (*ROWS[1], 30),
        ("II", "Huyện Tân Yên"),
        (*ROWS[2], 24),
        ("Tổng cộng", None, None, None, None, 96),
        (),
        (None, "Bắc Ninh, ngày 12 tháng 3 năm 2026"),
        (None, "Người lập biểu", None, "Giám đốc chi nhánh"),
    ]
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)))
    assert numbers(found) == [4, 5, 7]
    assert {(i.code, i.row) for i in found.issues} == {
        ("ROW-SECTION", 3), ("ROW-SECTION", 6), ("ROW-TOTAL", 8), ("ROW-NOTE", 10), ("ROW-NOTE", 11),
    }  # fmt: skip


def test_a_count_below_the_coordinates_is_a_total(tmp_path: Path) -> None:
    found = read(save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS, (None, "Tổng cộng", 713)))))
    assert numbers(found) == [2, 3, 4]
    assert codes(found) == {"ROW-TOTAL": 1}


@pytest.mark.parametrize("count", ["30 vị trí", "30 trạm BTS", "3"])
def test_a_count_in_words_below_the_coordinates_is_a_total(tmp_path: Path, count: str) -> None:
    found = read(save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS, ("Cộng", None, count)))))
    assert numbers(found) == [2, 3, 4]
    assert codes(found) == {"ROW-TOTAL": 1}


@pytest.mark.parametrize(
    "words", ["Cộng khu vực I", "Cộng: Huyện Tân Yên", "Tổng số xã Kép", "CỘNG MỤC II", "Tổng 30 cột"]
)
def test_the_total_of_a_part_of_the_table_is_no_mast(tmp_path: Path, words: str) -> None:
    rows = [
        (*HEAD, "Chiều cao cột (m)"),
        (*ROWS[0], 42),
        (None, words, None, None, None, 1),
        (*ROWS[1], 30),
        (None, "Cộng Hòa 1", None, None, None, 42),  # a mast of that commune, its position not written
        (None, "Tổng khu 2", None, None, None, 42),
    ]
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)))
    assert numbers(found) == [2, 4, 5, 6]
    assert codes(found)["ROW-TOTAL"] == 1


@pytest.mark.parametrize("words", ["Cộng Yên Thế", "Tổng Yên Thế", "CỘNG: YÊN THẾ"])
def test_a_place_with_the_number_of_rows_above_it_is_their_total(tmp_path: Path, words: str) -> None:
    head = (*HEAD, "Chiều cao cột (m)")
    rows = [head, (*ROWS[0], 42), (*ROWS[1], 30), (None, words, None, None, None, 2), (*ROWS[2], 36)]
    found = read(save(tmp_path / "a.xlsx", ("DS", [*rows, (None, "Cộng Hòa", None, None, None, 42)])))
    assert numbers(found) == [2, 3, 5, 6]  # a mast of the commune Cộng Hòa, its position not written
    assert codes(found)["ROW-TOTAL"] == 1


def test_a_company_and_a_duct_are_no_totals(tmp_path: Path) -> None:
    """Neither "Tổng công ty" nor "Cống" is a sum, in whatever column it stands among the first."""
    rows = [
        ("Doanh nghiệp", "Mã trạm", "Kinh độ", "Vĩ độ", "Địa chỉ"),
        ("Tổng công ty Viễn thông MobiFone", "BGG00001", None, None, "thôn Đông"),
        ("Tổng Công ty Hạ tầng mạng", "BGG00002", None, None, "thôn Đoài"),
        ("Cộng", 2, None, None, None),
    ]
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)))
    assert numbers(found) == [2, 3]
    assert codes(found)["ROW-TOTAL"] == 1
    cables = [
        ("Mã đoạn", "Hình thức lắp đặt", "Nút đầu", "Nút cuối"),
        ("D1", "Cống", "B1", "B2"),
        ("D2", "CỐNG", "B2", "B3"),
    ]
    found = read(save(tmp_path / "b.xlsx", ("DS", cables)), ListKind.CABLES)
    assert [row.values["cable_mount"] for row in found.rows] == ["duct", "duct"]


def test_a_row_with_nothing_but_a_code_is_still_a_row(tmp_path: Path) -> None:
    found = read(save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS, (None, "BGG00777", None, None, None)))))
    assert numbers(found) == [2, 3, 4, 5]
    assert not found.rows[-1].position.known
    assert codes(found) == {"COORD-MISSING": 1}


def test_every_sheet_with_a_header_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx",
        ("Bìa", [("Kính gửi: Sở Khoa học và Công nghệ",), ("Về việc thỏa thuận vị trí",)]),
        ("Lạng Giang", (HEAD, *ROWS)),
        ("Tân Yên", (HEAD, *ROWS[:1])),
    )
    found = read(path)
    assert [(sheet.name, sheet.read, sheet.rows) for sheet in found.sheets] == [
        ("Bìa", False, 0), ("Lạng Giang", True, 3), ("Tân Yên", True, 1),
    ]  # fmt: skip
    assert codes(found) == {"SHEET-NOT-READ": 1}


def test_a_sheet_that_only_counts_what_others_list_has_no_rows(tmp_path: Path) -> None:
    counts = [("TT", "Địa bàn", "Số trạm"), (1, "Thành phố", 12), (2, "Huyện", 8), (None, "Cộng", 20)]
    found = read(save(tmp_path / "a.xlsx", ("Tổng hợp", counts), ("DS", (HEAD, *ROWS))))
    assert [(sheet.name, sheet.read, sheet.rows) for sheet in found.sheets] == [
        ("Tổng hợp", False, 0), ("DS", True, 3),
    ]  # fmt: skip
    assert codes(found) == {"SHEET-COUNTS": 1}
    for column in (("Ký hiệu", "K1", "K2", None), ("Vỹ đ.", 21.3, 21.4, None)):  # this may be a list
        rows = [(*row, cell) for row, cell in zip(counts, column, strict=True)]
        found = read(save(tmp_path / "b.xlsx", ("Tổng hợp", rows), ("DS", (HEAD, *ROWS))))
        assert codes(found)["SHEET-COUNTS"] == 0
    assert codes(read(save(tmp_path / "c.xlsx", ("Tổng hợp", counts))))["SHEET-COUNTS"] == 0


def test_hidden_rows_columns_and_sheets_are_read_and_said(tmp_path: Path) -> None:
    def prepare(book: Any) -> None:
        book["DS"].row_dimensions[3].hidden = True
        book["DS"].column_dimensions["C"].hidden = True
        book["Ẩn"].sheet_state = "hidden"

    found = read(save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS)), ("Ẩn", (HEAD, ROWS[0])), prepare=prepare))
    assert [row.hidden for row in found.rows] == [False, True, False, False]
    assert codes(found) == {"ROWS-HIDDEN": 1, "COLUMNS-HIDDEN": 1, "SHEET-HIDDEN": 1}
    assert [column.letter for column in found.sheets[0].columns if column.hidden] == ["C"]


@pytest.mark.parametrize(
    ("head", "values", "said"),
    [
        (("Kinh độ", "Vĩ độ"), (106.19461, 21.27342), {}),
        (("Vĩ độ", "Kinh độ"), (21.27342, 106.19461), {}),
        (("X", "Y"), (106.19461, 21.27342), {"COLUMNS-XY-DEGREES": 1}),
        (("X", "Y"), (21.27342, 106.19461), {"COLUMNS-XY-DEGREES": 1}),
        (("Tọa độ", "Công nghệ"), ("21,27342; 106,19461", "4G"), {}),
        (("Tọa độ (lat, long)", "Công nghệ"), ("21.27342, 106.19461", "4G"), {}),
        (("Kinh độ", "Vĩ độ"), ("106°11'40.596\"Đ", "21°16'24.312\"B"), {}),
    ],
)
def test_the_position_is_found_in_whatever_form_it_is_written(
    tmp_path: Path, head: tuple[str, ...], values: tuple[Any, ...], said: dict[str, int]
) -> None:
    found = read(save(tmp_path / "a.xlsx", ("DS", [("Mã trạm", *head), ("BGG00001", *values)])))
    position = found.rows[0].position
    assert position.lon == pytest.approx(106.19461, abs=1e-7)
    assert position.lat == pytest.approx(21.27342, abs=1e-7)
    assert codes(found) == said


def test_degrees_minutes_and_seconds_in_columns_of_their_own(tmp_path: Path) -> None:
    rows = [
        ("Mã trạm", "Kinh độ", None, None, "Vĩ độ", None, None),
        (None, "Độ", "Phút", "Giây", "Độ", "Phút", "Giây"),
        ("BGG00001", 106, 11, 40.596, 21, 16, 24.312),
    ]

    def prepare(book: Any) -> None:
        for area in ("A1:A2", "B1:D1", "E1:G1"):
            book["DS"].merge_cells(area)

    found = read(save(tmp_path / "a.xlsx", ("DS", rows), prepare=prepare))
    assert found.rows[0].position.lon == pytest.approx(106.19461, abs=1e-6)
    assert found.rows[0].position.lat == pytest.approx(21.27342, abs=1e-6)


@pytest.mark.parametrize("turned", [False, True])
def test_vn2000_metres_under_x_and_y_are_told_apart_by_their_size(tmp_path: Path, turned: bool) -> None:
    northing, easting = 2353210.55, 416500.25
    row = ("BGG00001", easting, northing) if turned else ("BGG00001", northing, easting)
    found = read(save(tmp_path / "a.xlsx", ("DS", [("Mã trạm", "X", "Y"), row])))
    position = found.rows[0].position
    assert position.reading == "vn2000"
    assert position.lon == pytest.approx(106.19, abs=0.02)
    assert position.lat == pytest.approx(21.27, abs=0.02)
    assert ("COLUMNS-XY-TURNED" in codes(found)) is turned


def test_two_forms_of_a_position_that_differ_are_said(tmp_path: Path) -> None:
    rows = [(*HEAD, "Tọa độ"), (*ROWS[0], "21.27341, 106.1946"), (*ROWS[1], "21.28222, 106.20711")]
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)))
    assert [(issue.row, issue.code) for issue in found.issues] == [(3, "COORD-FORMS-DIFFER")]


def test_an_operator_is_taken_where_the_row_names_none(tmp_path: Path) -> None:
    rows = [HEAD, ROWS[0], (2, "BGG00002", None, 106.2, 21.28)]
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)), operator="VMS")
    assert [row.values["operator"] for row in found.rows] == ["VTL", "VMS"]


def test_a_file_without_any_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as refused:
        read(save(tmp_path / "a.xlsx", ("DS", [(1, 2, 3), (4, 5, 6)])))
    assert refused.value.code == "FILE-NO-HEADER"


def _tones_apart(letter: str) -> str:
    """Write a letter as old Windows keeps it: ấ is â and a tone mark."""
    marks = unicodedata.normalize("NFD", letter)
    own = unicodedata.normalize("NFC", "".join(c for c in marks if c not in "\u0300\u0301\u0303\u0309\u0323"))
    return own + "".join(c for c in marks if c in "\u0300\u0301\u0303\u0309\u0323")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_any_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    decimal = "." if delimiter == "," else ","
    lines = [
        delimiter.join(("STT", "Mã trạm", "Kinh độ", "Vĩ độ", "Ghi chú")),
        delimiter.join(("1", "BGG00001", f"106{decimal}19461", f"21{decimal}27342", '"gần chợ\nvà sông"')),
        "",
        delimiter.join(("2", "BGG00002", f"106{decimal}20000", f"21{decimal}28000", "")),
    ]
    text = "\r\n".join(lines)
    if encoding == "cp1258":
        text = "".join(_tones_apart(letter) for letter in text)
    path = tmp_path / "ds.csv"
    path.write_bytes(text.encode(encoding))
    found = read(path)
    assert numbers(found) == [2, 5]
    assert found.rows[0].position.lon == 106.19461
    assert found.rows[0].values["note"] == "gần chợ và sông"
    assert found.rows[1].values["site_code"] == "BGG00002"


def test_the_reply_to_a_sharing_request_is_known_under_the_name_that_lists_give_it(tmp_path: Path) -> None:
    head = (*HEAD, "Văn bản đề nghị dùng chung", "Trả lời đề nghị dùng chung")
    rows = [(*row, "12/VT ngày 01/10/2026", "không có cột") for row in ROWS]
    found = read(save(tmp_path / "a.xlsx", ("DS", (head, *rows))), ListKind.PROPOSALS)
    said = found.rows[0].values
    assert (said["sharing_sent"], said["sharing_replied"]) == ("12/VT ngày 01/10/2026", "không có cột")
