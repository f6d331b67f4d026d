"""Cells: what is understood, what is not, and what is proposed instead."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from registry.columns import ListKind
from registry.columns import column as dictionary_column
from registry.intake import ParsedList, read_list
from registry.intake.column_values import read_column
from registry.intake.dates import read_dates
from registry.intake.sheet_xml import shown_text
from registry.messages import remedy, render
from registry.model.issues import Severity
from registry.model.numbers import plain_number
from tests.intake.books import HEAD, ROWS, save


def one(name: str, cell: Any) -> tuple[Any, str | None, str | None]:
    """Read one cell of a column: value, code of the problem, what is proposed."""
    column = dictionary_column(name)
    values, problems = read_column(column, [cell])
    problem = problems.get(0)
    return values[0], problem and problem.code, problem and problem.proposed


@pytest.mark.parametrize(
    ("cell", "metres"),
    [
        (42.0, 42.0),
        ("42", 42.0),
        ("42m", 42.0),
        ("42,5 m", 42.5),
        ("42.5", 42.5),
    ],
)
def test_heights_with_units_and_decimal_commas(cell: Any, metres: float) -> None:
    assert one("mast_height_m", cell) == (metres, None, None)


def test_a_point_of_thousands_is_read_and_so_tall_a_mast_asked_about() -> None:
    assert one("mast_height_m", "1.000,0") == (1000.0, "CELL-UNUSUAL-LIKELY", "100")


@pytest.mark.parametrize("cell", [0.0, -5.0, "0", "-3 m", 4200.0, "4200"])
def test_a_mast_of_no_height_or_of_kilometres_states_none(cell: Any) -> None:
    assert one("mast_height_m", cell) == (None, "CELL-NOT-PLAUSIBLE", None)


@pytest.mark.parametrize(
    ("name", "cell", "code", "metres"),
    [
        ("mast_height_m", 0.045, "CELL-KILOMETRES", "45"),
        ("mast_height_m", "0,045", "CELL-KILOMETRES", "45"),
        ("mast_height_m", "0,045 m", "CELL-KILOMETRES", "45"),
        ("mast_height_m", 0.1205, "CELL-KILOMETRES", "120.5"),
        ("top_agl_m", 0.3, "CELL-KILOMETRES", "300"),
        ("building_height_m", 0.018, "CELL-KILOMETRES", "18"),
        ("rod_m", 0.003, "CELL-KILOMETRES", "3"),
        ("guy_radius_m", "0.03", "CELL-KILOMETRES", "30"),
        ("mast_height_m", "45 km", "CELL-UNIT-DOUBTED", "45"),
        ("mast_height_m", "45 mm", "CELL-UNIT-DOUBTED", "45"),
        ("guy_radius_m", "30 km", "CELL-UNIT-DOUBTED", "30"),
        ("mast_height_m", 0.0001, "CELL-NOT-PLAUSIBLE", None),
        ("mast_height_m", -0.045, "CELL-NOT-PLAUSIBLE", None),
    ],
)
def test_a_length_in_another_unit_is_asked_about_and_never_taken(
    name: str, cell: Any, code: str, metres: str | None
) -> None:
    assert one(name, cell) == (None, code, metres)


@pytest.mark.parametrize(("name", "cell"), [("mast_height_m", "0,045 km"), ("mast_height_m", "4500 cm")])
def test_a_length_that_states_its_unit_is_converted(name: str, cell: str) -> None:
    assert one(name, cell) == (45.0, "CELL-UNIT-CONVERTED", None)


def test_heights_under_a_header_of_kilometres_are_converted_or_asked_about(tmp_path: Path) -> None:
    rows = [(*HEAD, "Chiều cao cột (km)"), (*ROWS[0], 0.042), (*ROWS[1], 42), (*ROWS[2], "36 m")]
    found = issues_of(save(tmp_path / "a.xlsx", ("DS", rows)))
    assert [row.values.get("mast_height_m") for row in found.rows] == [42.0, None, 36.0]
    assert [(i.code, i.row, i.proposed) for i in found.issues] == [
        ("COLUMN-UNIT", 1, None), ("CELL-UNIT-DOUBTED", 3, "42"),
    ]  # fmt: skip


def test_an_accuracy_of_nothing_is_none_while_a_rod_of_nothing_is_one() -> None:
    assert one("accuracy_m", 0.0) == (None, "CELL-NOT-PLAUSIBLE", None)
    assert one("rod_m", 0.0) == (0.0, None, None)
    assert one("ground_elevation_m", -1.5) == (-1.5, None, None)


@pytest.mark.parametrize("cell", ["", "-", "  ", "không có", "N/A", "?"])
def test_signs_for_nothing_are_missing_without_a_word(cell: str) -> None:
    assert one("mast_height_m", cell) == (None, None, None)


@pytest.mark.parametrize(
    ("cell", "code", "proposed"),
    [
        ("cao bốn mươi hai", "CELL-NOT-NUMBER", None),
        ("cột 42 dây co", "CELL-NOT-NUMBER", "42"),
        ("0k", "CELL-NOT-NUMBER", "0"),
        (dt.date(2026, 5, 1), "CELL-DATE-FOR-NUMBER", None),
        (True, "CELL-NOT-NUMBER", None),
        (float("nan"), "CELL-NOT-NUMBER", None),
        (float("inf"), "CELL-NOT-NUMBER", None),
    ],
)
def test_a_number_that_is_none_is_an_issue_with_a_proposal_where_there_is_one(
    cell: Any, code: str, proposed: str | None
) -> None:
    assert one("mast_height_m", cell) == (None, code, proposed)


def test_other_units_of_length_are_converted_and_said() -> None:
    value, code, _ = one("mast_height_m", "100 ft")
    assert value == pytest.approx(30.48)
    assert code == "CELL-UNIT-CONVERTED"


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("operator", "Viettel", "VTL"),
        ("operator", "vinaphone", "VNPT"),
        ("operator", "MOBIFONE", "VMS"),
        ("mast_class", "a2b", "A2b"),
        ("mast_class", "Loại 2", "loại 2"),
        ("form", "Cột dây co", "guyed"),
        ("state", "ĐANG HOẠT ĐỘNG", "in_service"),
        ("kind", "dung chung", "share"),
        ("kind", "XD mới", "new"),
        ("kind", "XD mới cột dây co", "new"),
        ("urban", "Có", True),
        ("urban", "không", False),
        ("generator", "Không có", False),
        ("generator", "chưa có", False),
        ("generator", "không rõ", None),
        ("generator", "ko", False),
        ("generator", "✓", True),
        ("battery_hours", "4h", 4.0),
        ("battery_hours", "4,5 giờ", 4.5),
        ("outage_battery_left", "4h", 4.0),
        ("shared_with", "Viettel, Mobifone", ("VTL", "VMS")),
        ("shared_with", "VNPT và Viettel", ("VNPT", "VTL")),
        ("shared_with", "Không", None),
        ("designed_operators", 3.0, 3),
        ("designed_operators", "2", 2),
        ("site_code", 123.0, "123"),
        ("site_code", " BGG  00123 ", "BGG 00123"),
    ],
)
def test_words_of_lists_become_codes(name: str, cell: Any, value: Any) -> None:
    assert one(name, cell) == (value, None, None)


def test_hours_are_no_height() -> None:
    assert one("mast_height_m", "42h") == (None, "CELL-NOT-NUMBER", "42")


def test_an_unknown_choice_is_an_issue_with_the_nearest_one_proposed() -> None:
    assert one("operator", "Vietel") == (None, "CELL-NOT-A-CHOICE", "Viettel")
    assert one("operator", "Bưu điện") == (None, "CELL-NOT-A-CHOICE", None)
    assert one("shared_with", "Viettel, Bưu điện") == (("VTL",), "CELL-NOT-A-CHOICE", None)


def test_half_an_operator_is_not_a_whole_number() -> None:
    assert one("designed_operators", 2.5) == (None, "CELL-NOT-WHOLE", "2")


@pytest.mark.parametrize(
    ("name", "cell", "value", "code", "proposed"),
    [
        ("mast_height_m", 420.0, 420.0, "CELL-UNUSUAL-LIKELY", "42"),
        ("mast_height_m", "425", 425.0, "CELL-UNUSUAL-LIKELY", "42.5"),
        ("mast_height_m", 150.0, 150.0, None, None),
        ("rod_m", 25.0, 25.0, "CELL-UNUSUAL-LIKELY", "2.5"),
        ("building_height_m", 950.0, 950.0, "CELL-UNUSUAL-LIKELY", "95"),
        ("guy_radius_m", 180.0, 180.0, "CELL-UNUSUAL-LIKELY", "18"),
        ("designed_operators", 20.0, 20, "CELL-UNUSUAL-LIKELY", "2"),
        ("designed_operators", 12.0, 12, "CELL-UNUSUAL", None),
    ],
)
def test_a_number_beyond_all_others_is_taken_and_asked_about(
    name: str, cell: Any, value: Any, code: str | None, proposed: str | None
) -> None:
    assert one(name, cell) == (value, code, proposed)
    assert one(name, 4200.0)[0] is None  # beyond what makes sense at all


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234.567", 1234567.0), ("1,234,567.8", 1234567.8), ("1.234.567,8", 1234567.8), ("1 234,5", 1234.5)],
)
def test_grouped_numbers(text: str, value: float) -> None:
    assert plain_number(text) == value


def test_dates_in_the_forms_that_lists_use() -> None:
    cells = [dt.datetime.fromisoformat("2018-03-05T08:30"), dt.date(2018, 3, 5), "05/03/2018", "5-3-2018",
             "2018-03-05", "ngày 5 tháng 3 năm 2018", "05/03/2018 00:00:00", "05 03 2018"]  # fmt: skip
    values, years, problems, month_first = read_dates(cells)
    assert values == [dt.date(2018, 3, 5)] * len(cells)
    assert not years
    assert not problems
    assert not month_first


def test_a_bare_year_is_its_first_day_and_zero_is_unknown() -> None:
    values, years, problems, _ = read_dates([2016.0, "2016", "năm 2016", 0.0, "0", ""])
    assert values == [dt.date(2016, 1, 1)] * 3 + [None] * 3
    assert years == {0, 1, 2}
    assert not problems


def test_the_order_of_day_and_month_is_decided_for_the_column_never_for_a_cell() -> None:
    day_first, _, problems, said = read_dates(["09/11/2018", "25/12/2018"])
    assert (day_first[0], said, problems) == (dt.date(2018, 11, 9), False, {})
    month_first, _, problems, said = read_dates(["09/11/2018", "12/25/2018"])
    assert (month_first[0], said, problems) == (dt.date(2018, 9, 11), True, {})
    mixed, _, problems, said = read_dates(["09/11/2018", "25/12/2018", "12/25/2018"])
    assert (mixed[0], mixed[2], said) == (dt.date(2018, 11, 9), None, False)
    assert problems[2].proposed == "25/12/2018"


@pytest.mark.parametrize("cell", ["hôm qua", "31/02/2018", 7.5, "99/99/9999", True])
def test_what_is_no_date_is_an_issue(cell: Any) -> None:
    values, _, problems, _ = read_dates([cell])
    assert (values, problems[0].code) == ([None], "CELL-NOT-DATE")


def test_a_day_number_of_excel_is_taken_for_its_date_and_said() -> None:
    values, _, problems, _ = read_dates([43164.0])
    assert (values, problems[0].code, problems[0].proposed) == (
        [dt.date(2018, 3, 5)],
        "CELL-DATE-AS-NUMBER",
        "05/03/2018",
    )


def issues_of(path: Path) -> ParsedList:
    found = read_list(path, ListKind.SITES)
    for issue in found.issues:
        render(issue.code, issue.params, "en")
        remedy(issue.code, issue.params, "vi")
    return found


def test_an_issue_names_sheet_row_column_letter_value_and_proposal(tmp_path: Path) -> None:
    rows = [HEAD, (1, "BGG00001", "Vietel", 106.1946, 21.27341)]
    issue = issues_of(save(tmp_path / "a.xlsx", ("DS", rows))).issues[0]
    assert (issue.sheet, issue.row, issue.column, issue.letter) == ("DS", 2, "Doanh nghiệp", "C")
    assert (issue.value, issue.code, issue.severity, issue.proposed) == (
        "Vietel", "CELL-NOT-A-CHOICE", Severity.ERROR, "Viettel",
    )  # fmt: skip


def test_error_cells_and_formulas_without_a_result_are_issues(tmp_path: Path) -> None:
    def prepare(book: Any) -> None:
        sheet = book["DS"]
        sheet["F2"], sheet["F2"].data_type = "#REF!", "e"
        sheet["F3"] = "=6*7"

    rows = [(*HEAD, "Chiều cao cột (m)"), *ROWS]
    found = issues_of(save(tmp_path / "a.xlsx", ("DS", rows), prepare=prepare))
    assert [(i.code, i.letter, i.row, i.value) for i in found.issues] == [
        ("CELL-ERROR", "F", 2, "#REF!"), ("CELL-FORMULA-EMPTY", "F", 3, ""),
    ]  # fmt: skip
    assert all("mast_height_m" not in row.values for row in found.rows)
    path = tmp_path / "a.csv"
    path.write_text(f"Mã trạm,Vĩ độ,Kinh độ,Ghi chú\nA1,21.27341,106.1946,{'g' * 32_768}\n", encoding="utf-8")
    [cut] = issues_of(path).issues
    assert (cut.code, cut.letter, cut.row, cut.params) == (
        "CELL-TEXT-CUT", "D", 2, {"length": 32_768, "longest": 32_767},
    )  # fmt: skip


def test_a_code_is_what_excel_shows_and_a_number_that_shows_another_value_is_said(tmp_path: Path) -> None:
    def prepare(book: Any) -> None:
        book["DS"]["B2"].number_format = "00000"
        book["DS"]["F2"].number_format = '0.0,"4"'

    rows = [(*HEAD, "Chiều cao cột (m)"), (1, 123, "VTL", 106.1946, 21.27341, 42000)]
    found = issues_of(save(tmp_path / "a.xlsx", ("DS", rows), prepare=prepare))
    assert found.rows[0].values["site_code"] == "00123"
    assert sorted((i.code, i.letter, i.value) for i in found.issues) == [
        ("CELL-NOT-PLAUSIBLE", "F", "42000"),
        ("CELL-SHOWN-DIFFERENTLY", "F", "42000"),
    ]


def test_only_padding_formats_are_written_out() -> None:
    assert shown_text(123.0, "00000") == "00123"
    assert shown_text(1.5, "00000") is None
    assert shown_text(123.0, "0%") is None


def test_a_year_alone_is_marked(tmp_path: Path) -> None:
    rows = [(*HEAD, "Năm xây dựng"), (*ROWS[0], 2016), (*ROWS[1], "05/03/2018"), (*ROWS[2], 0)]
    found = issues_of(save(tmp_path / "a.xlsx", ("DS", rows)))
    assert [row.values.get("built_on") for row in found.rows] == [
        dt.date(2016, 1, 1),
        dt.date(2018, 3, 5),
        None,
    ]
    assert [row.values.get("built_year_only") for row in found.rows] == [True, None, None]
