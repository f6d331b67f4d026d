"""The returned workbook: the sender's own, marked; text stays text; read again it gives the same rows."""

import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake import CellMark, ParsedList, RowMark, WorkbookMarks, read_list, return_workbook
from registry.intake.marks import STATUS_HEADER, SUMMARY_MARK, SUMMARY_TITLE
from registry.messages import render
from tests.intake.bombs import encrypted
from tests.intake.books import HEAD, ROWS, save

RED = "#7a0019"


def marks_for(found: ParsedList, text: str = "✕ Chưa thống nhất") -> WorkbookMarks:
    return WorkbookMarks(
        rows={(row.sheet, row.row): RowMark(text, RED) for row in found.rows},
        cells={
            (row.sheet, row.row, "D"): CellMark("✕ Không đạt: 87,3 m < 120 m", RED) for row in found.rows[::2]
        },
        header_rows={sheet.name: sheet.header_row for sheet in found.sheets if sheet.read},
        summary=(("Số dòng", len(found.rows)), ("=HYPERLINK(1)", "=1+1")),
    )


def returned(source: Path, target: Path, **options: Any) -> tuple[ParsedList, Any, tuple[Any, ...]]:
    found = read_list(source, ListKind.SITES)
    issues = return_workbook(source, marks_for(found, **options), target)
    for issue in issues:
        assert render(issue.code, issue.params, "vi")
    return found, openpyxl.load_workbook(target), issues


def charted(path: Path) -> Path:
    """A list with a chart and a formula."""

    def prepare(book: Any) -> None:
        chart = BarChart()
        chart.add_data(Reference(book["DS"], min_col=4, min_row=1, max_row=4))
        book["DS"].add_chart(chart, "H2")
        book["DS"]["F2"] = "=6*7"

    return save(path, ("DS", (HEAD, *ROWS)), prepare=prepare)


def test_the_senders_formatting_stays_and_a_status_column_follows_the_last_used_one(tmp_path: Path) -> None:
    def prepare(book: Any) -> None:
        sheet = book["DS"]
        sheet["B2"].font = Font(bold=True, color="FF00AA00")
        sheet["B2"].fill = PatternFill("solid", fgColor="FFFFFF00")
        sheet.column_dimensions["B"].width = 33
        sheet["B3"].comment = Comment("Ghi chú của người gửi", "Người gửi")
        sheet.merge_cells("A6:C6")

    source = save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS)), prepare=prepare)
    _, book, issues = returned(source, tmp_path / "out.xlsx")
    sheet = book["DS"]
    assert sheet["B2"].font.bold
    assert sheet["B2"].fill.fgColor.rgb == "FFFFFF00"
    assert sheet.column_dimensions["B"].width == 33
    assert sheet["B3"].comment.text == "Ghi chú của người gửi"
    assert "A6:C6" in {str(area) for area in sheet.merged_cells.ranges}
    assert [sheet.cell(row, 6).value for row in range(1, 5)] == [STATUS_HEADER, *["✕ Chưa thống nhất"] * 3]
    assert sheet["D2"].comment.text == "✕ Không đạt: 87,3 m < 120 m"
    assert sheet["D2"].fill.fill_type == "solid"
    assert sheet["D3"].comment is None
    assert book.sheetnames == ["DS", SUMMARY_TITLE]
    assert issues == ()


def test_text_that_begins_with_an_equals_sign_stays_text_everywhere(tmp_path: Path) -> None:
    def prepare(book: Any) -> None:
        book["DS"]["B2"].value, book["DS"]["B2"].data_type = "=cmd|' /C calc'!A0", "s"
        book["DS"]["F1"].value, book["DS"]["F1"].data_type = "=1+1", "s"

    source = save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS)), prepare=prepare)
    returned(source, tmp_path / "out.xlsx", text="=2+2")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(parts) == 2
    assert not any(b"<f" in part for part in parts)


@pytest.mark.parametrize("rows", [(HEAD, *ROWS), (("Danh sách",), (), HEAD, *ROWS, ("Tổng cộng",))])
def test_a_returned_workbook_read_again_gives_the_same_rows_and_is_marked_in_place(
    tmp_path: Path, rows: tuple[Any, ...]
) -> None:
    found, _, _ = returned(save(tmp_path / "a.xlsx", ("DS", rows)), tmp_path / "out.xlsx")
    again, book, _ = returned(tmp_path / "out.xlsx", tmp_path / "out2.xlsx", text="✓ Thống nhất")
    assert [(r.row, r.values, r.position) for r in again.rows] == [
        (r.row, r.values, r.position) for r in found.rows
    ]
    assert again.issues == found.issues
    assert book.sheetnames == ["DS", SUMMARY_TITLE]
    first = found.rows[0].row
    assert book["DS"].cell(first, 6).value == "✓ Thống nhất"
    assert book["DS"].cell(first, 7).value is None
    assert book["DS"].cell(first, 4).comment.text.count("Không đạt") == 1


def test_a_carriers_own_summary_sheet_is_left_alone(tmp_path: Path) -> None:
    source = save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS)), (SUMMARY_TITLE, [("của doanh nghiệp",)]))
    _, book, _ = returned(source, tmp_path / "out.xlsx")
    assert book.sheetnames == ["DS", SUMMARY_TITLE, f"{SUMMARY_TITLE} (2)"]
    assert book[f"{SUMMARY_TITLE} (2)"]["A1"].value == SUMMARY_MARK


def test_charts_and_calculated_results_come_back_as_they_were(tmp_path: Path) -> None:
    source = charted(tmp_path / "a.xlsx")
    _, book, issues = returned(source, tmp_path / "out.xlsx")
    assert issues == ()
    assert book["DS"]["F2"].value == "=6*7"
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(tmp_path / "out.xlsx") as after:
        kept = [name for name in before.namelist() if "chart" in name or "drawing" in name]
        assert kept
        assert [after.read(name) for name in kept] == [before.read(name) for name in kept]


def test_what_cannot_be_kept_is_announced_in_the_issues_and_on_the_summary(tmp_path: Path) -> None:
    """A workbook with macros is laid out anew, without them."""
    source = charted(tmp_path / "a.xlsx")
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    _, book, issues = returned(source, tmp_path / "out.xlsx")
    assert [issue.code for issue in issues] == ["WORKBOOK-NOT-KEPT"]
    assert "macro" in issues[0].params["parts"]
    assert "biểu đồ" in issues[0].params["parts"]
    assert "1 công thức" in issues[0].params["parts"]
    assert book["DS"]["F2"].value == "=6*7"
    assert any("biểu đồ" in str(row[0]) for row in book[SUMMARY_TITLE].iter_rows(values_only=True))
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert "xl/vbaProject.bin" not in archive.namelist()


def test_a_csv_comes_back_as_a_new_workbook_with_every_cell_in_its_line(tmp_path: Path) -> None:
    source = tmp_path / "ds.csv"
    source.write_text(
        "Mã trạm;Kinh độ;Vĩ độ\n\nBGG1;106,19461;21,27342\n=cmd;106,2;21,28\n", encoding="utf-8"
    )
    found, book, issues = returned(source, tmp_path / "out.xlsx")
    assert [row.row for row in found.rows] == [3, 4]
    assert [issue.code for issue in issues] == ["WORKBOOK-MADE-NEW"]
    assert book["ds"]["A4"].value == "=cmd"
    assert book["ds"]["A4"].data_type == "s"
    assert book["ds"].cell(3, 4).value == "✕ Chưa thống nhất"


def test_control_letters_and_overlong_comments_do_not_stop_the_marking(tmp_path: Path) -> None:
    source = save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS)))
    marks = WorkbookMarks(
        rows={("DS", 2): RowMark("a\x00b", RED)},
        cells={("DS", 2, "D"): CellMark("x" * 50_000, RED), ("DS", 3, "XFD"): CellMark("xa", "")},
        header_rows={"DS": 1, "không có": 1},
    )
    assert return_workbook(source, marks, tmp_path / "out.xlsx") == ()
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["DS"]["F2"].value == "ab"


def test_an_encrypted_workbook_is_refused_and_no_file_is_left(tmp_path: Path) -> None:
    source, _ = encrypted(tmp_path)
    with pytest.raises(RefusalError) as refused:
        return_workbook(source, WorkbookMarks(), tmp_path / "out.xlsx")
    assert refused.value.code == "FILE-ENCRYPTED"
    assert not (tmp_path / "out.xlsx").exists()


def test_five_thousand_rows_are_marked_in_seconds(tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [(*HEAD, *(f"Cột {n}" for n in range(20)))]
    rows += [
        (n, f"BGG{n:05d}", "VTL", 106.19461, 21.27342, *(f"ô {n}" for _ in range(20))) for n in range(5000)
    ]
    source = save(tmp_path / "a.xlsx", ("DS", rows))
    started = time.monotonic()
    returned(source, tmp_path / "out.xlsx")
    assert time.monotonic() - started < 60  # some seconds alone; the machine may be shared


def test_a_million_formatted_empty_rows_are_marked_as_they_are(tmp_path: Path) -> None:
    source = tmp_path / "rows.xlsx"
    save(source, ("S", [HEAD, *ROWS]))
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = next(name for name in parts if name.startswith("xl/worksheets/"))
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(900, 800_900))
    parts[sheet] = parts[sheet].replace(b"</sheetData>", empty.encode() + b"</sheetData>")
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    found = read_list(source, ListKind.SITES)
    assert return_workbook(source, marks_for(found), tmp_path / "back.xlsx") == ()
    with zipfile.ZipFile(tmp_path / "back.xlsx") as archive:
        content = archive.read(sheet)
    assert empty.encode() in content
    assert content.rstrip().endswith(b"</worksheet>")
    added = 1 + len(found.rows)  # the heading of the result, and one of each row
    assert content.count(b"<is>") == parts[sheet].count(b"<is>") + added


def test_a_workbook_with_an_unreadable_part_that_holds_no_cells_comes_back_as_the_list_alone(
    tmp_path: Path,
) -> None:
    source = save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS)))
    raw = bytearray(source.read_bytes())
    with zipfile.ZipFile(source) as archive:
        start = archive.start_dir
    at = raw.find(b"xl/theme/theme1.xml", start) - 46  # the part's entry in the directory of the package
    raw[at + 10] = 9  # packed in a way that Windows knows and Python does not
    source.write_bytes(bytes(raw))
    _, book, issues = returned(source, tmp_path / "back.xlsx")
    assert "WORKBOOK-MADE-NEW" in {issue.code for issue in issues}
    assert book["DS"].max_row == 1 + len(ROWS)
