"""Lists in everyday words: halves of coordinates, classes in a neighbour's column, words by their meaning."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from registry.columns import ListKind
from registry.geo.coordinates import read_pair
from registry.geo.readings import PositionHints
from registry.intake.choices import choice_table
from registry.intake.column_proposals import near_name, proposals, unnamed
from registry.intake.header_words import nearest_words, turned
from registry.intake.reading import read_list
from registry.messages import render
from tests.intake.books import save
from tests.intake.test_layouts import read

PROVINCE = PositionHints(105.8, 20.9, 107.1, 21.7, (9214, 9208))


def test_half_of_the_coordinates_names_the_half_that_is_missing_and_its_own_cell(tmp_path: Path) -> None:
    found = read(save(tmp_path / "a.xlsx", ("DS", (("Mã trạm", "Vĩ", "Kinh"), ("B1", 21.3121, None)))))
    [issue] = [one for one in found.issues if one.code == "COORD-HALF"]
    assert (issue.letter, issue.value) == ("C", "")
    assert render(issue.code, dict(issue.params), "vi") == "Thiếu kinh độ, mới có một nửa tọa độ"


@pytest.mark.parametrize(
    ("header", "code"), [("Vĩ độ", "LIST-HALF-POSITION"), ("Cao trình", "LIST-NO-POSITION")]
)
def test_a_sheet_with_one_half_of_positions_says_which_is_missing(
    tmp_path: Path, header: str, code: str
) -> None:
    rows = (("Mã trạm", "Doanh nghiệp", header), ("B1", "Viettel", 21.3121), ("B2", "Viettel", 21.3221))
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)))
    [issue] = [one for one in found.issues if one.code.startswith("LIST-")]
    assert issue.code == code
    assert ("“Kinh độ”" in render(issue.code, dict(issue.params), "vi")) == (code == "LIST-HALF-POSITION")


@pytest.mark.parametrize("header", ["Loại trạm", "Kiểu cột"])
def test_a_class_and_a_form_are_read_in_whichever_of_their_columns_they_stand(
    tmp_path: Path, header: str
) -> None:
    words = ("A2b", "dây co", "a1a", "tự đứng")
    rows = [(f"B{n}", 21.3121, 106.2 + n / 100, word) for n, word in enumerate(words)]
    found = read(save(tmp_path / "a.xlsx", ("DS", (("Mã trạm", "Vĩ độ", "Kinh độ", header), *rows))))
    told = [(row.values.get("mast_class"), row.values.get("form")) for row in found.rows]
    assert told == [("A2b", None), (None, "guyed"), ("A1a", None), (None, "lattice")]
    assert not any(row.unread for row in found.rows)
    assert "CELL-NOT-A-CHOICE" not in {issue.code for issue in found.issues}


def test_a_row_that_says_its_class_keeps_it(tmp_path: Path) -> None:
    head = ("Mã trạm", "Vĩ độ", "Kinh độ", "Loại cột", "Kiểu cột")
    rows = (("B1", 21.3121, 106.2011, "A2a", "A2b"), ("B2", 21.3121, 106.3011, "A2b", "dây co"))
    found = read(save(tmp_path / "a.xlsx", ("DS", (head, *rows))))
    assert [row.values["mast_class"] for row in found.rows] == ["A2a", "A2b"]
    assert [issue.code for issue in found.issues if issue.letter == "E"] == ["CELL-NOT-A-CHOICE"]


@pytest.mark.parametrize(
    ("table", "text", "proposed"),
    [
        ("forms", "cột ba chân", "tự đứng"),
        ("forms", "cột trên nóc nhà", "cột trên mái"),
        ("forms", "cột thân cây", "ngụy trang"),
        ("forms", "cột đèn", None),
        ("supports", "vỉa hè", "dưới đất"),
        ("supports", "KCN Quế Võ", "dưới đất"),
        ("land_types", "đất UBND xã", "đất công"),
        ("land_types", "đất lúa", None),
        ("mast_classes", "A1", None),  # as near to A1a as to A1b
        ("mast_classes", "A2", None),
        ("mast_classes", "A2bb", "A2b"),
    ],
)
def test_what_is_proposed_follows_the_meaning_of_a_word_not_its_letters(
    table: str, text: str, proposed: str | None
) -> None:
    assert choice_table(table).code(text) is None
    assert choice_table(table).suggestion(text) == proposed


@pytest.mark.parametrize("text", ["nóc nhà", "trên nóc nhà", "mái nhà", "sân thượng"])
def test_roofs_are_roofs_by_any_of_their_names(text: str) -> None:
    assert choice_table("supports").code(text) == "roof"


@pytest.mark.parametrize(
    ("header", "is_commune"),
    [("Phủ được bao xa", False), ("Xã dự kiến", True), ("XA DU KIEN", True), ("Phường xã nào", True)],
)
def test_a_word_without_its_signs_is_another_word_where_the_others_have_theirs(
    header: str, is_commune: bool
) -> None:
    assert ("commune" in nearest_words(header, ListKind.PROPOSALS)) == is_commune


@pytest.mark.parametrize(
    ("header", "field", "is_it"),
    [
        ("Người quản lý", "district", False),
        ("Quận quản lý", "district", True),
        ("QUAN", "district", True),
        ("Đơn vị quản lý", "lat", False),
        ("Máy nổ", "generator", True),
    ],
)
def test_a_word_with_other_signs_is_another_word(header: str, field: str, is_it: bool) -> None:
    assert (field in nearest_words(header, ListKind.SITES)) == is_it


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("PIN (h)", "battery_hours"),
        ("Pin dự phòng (h)", "battery_hours"),
        ("Pin (giờ)", "battery_hours"),
        ("Backup (h)", "battery_hours"),
        ("Battery (h)", "battery_hours"),
        ("Ắc quy (h)", "battery_hours"),
        ("Pin", ""),  # may be how many there are
        ("PIN (Ah)", ""),
        ("Ắc quy (Ah)", ""),
        ("Dung lượng ắc quy (kWh)", ""),
        ("H (m)", "mast_height_m"),
    ],
)
def test_hours_of_a_battery_are_told_by_their_unit_and_are_no_height(
    tmp_path: Path, header: str, field: str
) -> None:
    rows = (("Mã trạm", "Vĩ độ", "Kinh độ", header), ("B1", 21.3121, 106.2, 8), ("B2", 21.32, 106.3, 6))
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)), ListKind.SITES)
    held = {name for row in found.rows for name in ("battery_hours", "mast_height_m") if row.values.get(name)}
    assert held == ({field} if field else set())


def test_metres_in_the_columns_of_degrees_say_that_they_were_read_as_metres() -> None:
    reading = read_pair("432365.76", "2356306.36", PROVINCE)
    assert reading.position.known
    [problem] = [one for one in reading.problems if one.code == "COORD-METRES-THERE"]
    assert "107°00'" in render(problem.code, dict(problem.params), "vi")


@pytest.mark.parametrize("header", ["Thôn/phố", "Thôn/xóm/phố", "Tổ dân phố", "Thôn - tổ dân phố"])
def test_hamlets_and_streets_are_an_address_and_no_district(tmp_path: Path, header: str) -> None:
    rows = (("Mã trạm", "Vĩ độ", "Kinh độ", header), ("B1", 21.3121, 106.21, "Thôn Già Khê"))
    found = read(save(tmp_path / "a.xlsx", ("DS", rows)))
    assert found.rows[0].values["address"] == "Thôn Già Khê"


@pytest.mark.parametrize(
    ("words", "field"),
    [(("Trên mặt đất", "Trên mái nhà 3 tầng"), "support"), (("Thôn Nam", "Trên đồi Bảo Sơn"), "address")],
)
def test_where_it_is_put_up_is_an_address_or_what_it_stands_on_by_the_cells(
    tmp_path: Path, words: tuple[str, str], field: str
) -> None:
    rows = [(f"B{n}", 21.3121, 106.21 + n / 100, word) for n, word in enumerate(words)]
    book = ("DS", (("Mã trạm", "Vĩ độ", "Kinh độ", "Vị trí lắp đặt"), *rows))
    found = read(save(tmp_path / "a.xlsx", book))
    assert found.rows[0].values.get(field) in (words[0], "ground")
    assert ("COLUMN-READ-AS" in {one.code for one in found.issues}) == (field == "support")


def test_notes_below_the_table_are_no_group_headings(tmp_path: Path) -> None:
    head = ("Mã trạm", "Vĩ độ", "Kinh độ", "Loại cột")
    rows = [
        ("I. Khu vực Lục Nam",),
        ("B1", 21.3121, 106.21, "A2b"),
        ("Ghi chú: chiều cao chưa gồm kim thu sét.",),
        ("- Vị trí số 1 lắp trên cột hiện hữu.",),
    ]
    found = read(save(tmp_path / "a.xlsx", ("DS", (head, *rows))))
    said = {one.row: one.code for one in found.issues if one.code.startswith("ROW-")}
    assert said == {2: "ROW-SECTION", 4: "ROW-NOTE", 5: "ROW-NOTE"}


@pytest.mark.parametrize(
    ("header", "field"),
    [("id", ""), ("Code", ""), ("Tên", ""), ("Ghi chú mã", "note")],
)
def test_a_word_that_several_columns_have_tells_of_none(header: str, field: str) -> None:
    column = {2: unnamed("C", header, "", [f"{at}x" for at in range(9)])}
    _, proposed = proposals(column, frozenset({"site_code"}), ListKind.SITES, lambda _: 1.0)
    assert [one.name for one in proposed.values()] == ([field] if field else [])


def test_the_elevation_of_a_mast_may_be_its_height_and_is_none_of_the_ground() -> None:
    name, ratio = near_name("Cao độ cột (m)", ListKind.PROPOSALS) or ("", 0.0)
    assert (name, ratio < 0.9) == ("mast_height_m", True)  # asked, never taken
    assert nearest_words("Cao độ cột (m)", ListKind.PROPOSALS) == []
    assert not turned("Cao độ cột (m)", name, ListKind.PROPOSALS)
    assert nearest_words("Cao độ", ListKind.PROPOSALS) == ["ground_elevation_m"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Đang PS", "in_service"), ("đang phát sóng", "in_service"), ("Đã PS", "in_service"),
        ("Dừng PS", "suspended"), ("tạm dừng phát sóng", "suspended"), ("Ngừng PS", "suspended"),
    ],
)  # fmt: skip
def test_a_station_on_or_off_the_air_is_read_as_carriers_write_it(text: str, state: str) -> None:
    assert choice_table("states").code(text) == state


@pytest.mark.parametrize("header", ["Chủ sở hữu CSHT", "Chủ CSHT", "Chủ sở hữu nhà trạm", "Đơn vị sở hữu"])
def test_a_column_of_owners_is_never_the_one_of_whose_list_it_is(tmp_path: Path, header: str) -> None:
    rows = [(f"B{n}", 21.3121, 106.21 + n / 100, word) for n, word in enumerate(("VNPT", "Viettel", "VNPT"))]
    found = read(save(tmp_path / "a.xlsx", ("DS", (("Mã trạm", "Vĩ độ", "Kinh độ", header), *rows))))
    assert [row.values.get("owner") for row in found.rows] == ["VNPT", "Viettel", "VNPT"]
    assert not any("operator" in row.values for row in found.rows)


def test_a_sheet_in_english_needs_nothing_repaired(tmp_path: Path) -> None:
    head = ("No.", "Site ID", "Longitude", "Latitude", "Tower type", "Tower height (m)", "Year built")
    words = ("Guyed mast", "Self-supporting tower", "Monopole", "Rooftop pole")
    rows = [(n, f"B{n}", 106.21 + n / 100, 21.3121, word, "42m", 2010 + n) for n, word in enumerate(words, 1)]
    found = read(save(tmp_path / "a.xlsx", ("List", (head, *rows))))
    assert [row.values["form"] for row in found.rows] == ["guyed", "lattice", "monopole", "roof_pole"]
    assert {str(row.values["built_on"])[:2] for row in found.rows} == {"20"}
    assert {row.values["mast_height_m"] for row in found.rows} == {42.0}
    assert not any(row.unread for row in found.rows)


@pytest.mark.parametrize("kind", [ListKind.SITES, ListKind.PROPOSALS])
def test_the_parts_of_merged_groups_are_the_header_though_the_groups_are_understood_too(
    tmp_path: Path, kind: ListKind
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("TT", "Thông tin trạm", None, "Vị trí", None, None, "Ghi chú"))
    sheet.append((None, "Mã", "Tên thường gọi", "Tọa độ WGS-84 (N/E)", "Thôn, tổ", "Xã mới", None))
    sheet.append((1, "MBF-T001", "Chợ Mới", "21,30112; 106,21345", "Tổ 3", "Bắc Giang", ""))
    sheet.append((2, "MBF-T002", "Đồi Cao", "21,33752; 106,42500", "Thôn Đồng", "Lục Nam", ""))
    for cells in ("A1:A2", "B1:C1", "D1:F1", "G1:G2"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "a.xlsx")
    found = read_list(tmp_path / "a.xlsx", kind)
    assert [row.values["site_code"] for row in found.rows] == ["MBF-T001", "MBF-T002"]
    assert all(row.position.known for row in found.rows)
