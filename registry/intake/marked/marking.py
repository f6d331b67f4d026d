"""Marking a workbook (in the child): status column, fills, comments and a summary sheet.

Of an .xlsx only the parts that change are written (``package_marking``); what that does not know, and every
other format, is laid out whole with openpyxl and saved anew.
"""

import datetime as dt
import zipfile
from copy import copy
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from registry.columns import fold
from registry.errors import DAMAGED_ZIP, RefusalError
from registry.intake.delimited import read_delimited
from registry.intake.limits import MAX_CELL_TEXT
from registry.intake.marked.package_marking import STATUS_WIDTH, mark_package
from registry.intake.marked.package_parts import UnfamiliarPackageError
from registry.intake.marks import COMMENT_AUTHOR as _AUTHOR
from registry.intake.marks import (
    COMMENT_PART,
    STATUS_HEADER,
    SUMMARY_MARK,
    SUMMARY_TITLE,
    CellMark,
    WorkbookMarks,
)
from registry.intake.raw import RawSheet
from registry.intake.sheet_titles import free_title
from registry.intake.sheet_xml import cells_to_lay_out
from registry.intake.workbook import read_workbook
from registry.messages import render

_COMMENT_LIMIT = 3_000
_MOST_CELLS = 1_500_000  # the longest list has 50,000 rows; openpyxl lays out 60,000 cells a second
_MOST_MERGED = 10_000

# What openpyxl drops or flattens when it saves a workbook again, by the parts of the package.
_NOT_KEPT = (
    ("xl/charts/", "biểu đồ"),
    ("xl/drawings/drawing", "hình vẽ, hình khối"),
    ("xl/media/", "hình ảnh"),
    ("xl/vbaProject", "macro"),
    ("xl/externalLinks/", "liên kết ngoài"),
    ("xl/pivotTables/", "bảng tổng hợp Pivot"),
    ("xl/slicers/", "bộ lọc Slicer"),
    ("xl/threadedComments/", "bình luận theo luồng"),
    ("xl/activeX/", "điều khiển ActiveX"),
    ("xl/ctrlProps/", "nút điều khiển biểu mẫu"),
    ("xl/embeddings/", "đối tượng nhúng"),
    ("xl/queryTables/", "truy vấn dữ liệu"),
)


Notes = list[tuple[str, dict[str, Any]]]
"""What could not be kept, as (code, params)."""


def mark(request: dict[str, Any]) -> Notes:
    """Write the marked workbook to ``target``; return what could not be kept as (code, params)."""
    source, target, kind = Path(request["path"]), Path(request["target"]), request["kind"]
    marks: WorkbookMarks = request["marks"]
    part = target.with_name(target.name + ".part")
    try:
        notes = _kept(source, kind, part, marks)
        if notes is None:
            notes = _laid_out(source, kind, part, marks, request["name"])
        part.replace(target)
    except OSError as error:
        raise RefusalError("OUTPUT-NOT-WRITTEN", path=str(target), reason=error.strerror or "") from error
    return notes


def _kept(source: Path, kind: str, part: Path, marks: WorkbookMarks) -> Notes | None:
    """Change only what is marked; None where the package holds what is not known well enough."""
    if kind != ".xlsx":
        return None
    try:
        mark_package(source, part, marks)
    except (UnfamiliarPackageError, *DAMAGED_ZIP, ValueError, KeyError, ParseError):
        part.unlink(missing_ok=True)
        return None
    return []


def _laid_out(source: Path, kind: str, part: Path, marks: WorkbookMarks, name: str) -> Notes:
    """Lay out the whole workbook, mark it and save it anew; return what is not as it was."""
    notes: Notes = []
    titles: dict[str, str] = {}
    if kind == ".xlsx":
        try:
            book = _loaded(source)
        except (*DAMAGED_ZIP, KeyError, TypeError, IndexError, OSError, ParseError):
            # calamine read what openpyxl cannot (broken styles, a million formatted empty rows): the cells
            # come back, the looks do not
            book, titles = _rebuilt(source, kind, name)
            notes.append(("WORKBOOK-MADE-NEW", {"extension": kind}))
        else:
            lost = _lost(source, book)
            if lost:
                notes.append(("WORKBOOK-NOT-KEPT", {"parts": ", ".join(lost)}))
    else:
        book, titles = _rebuilt(source, kind, name)
        notes.append(("WORKBOOK-MADE-NEW", {"extension": kind}))
    for sheet in book.worksheets:
        _clear(sheet)
    looks = _Looks()
    for sheet_name, header_row in marks.header_rows.items():
        title = titles.get(sheet_name, sheet_name)
        if title in book.sheetnames and isinstance(book[title], Worksheet):
            _mark_sheet(book[title], sheet_name, header_row, marks, looks)
    _summary(book, marks, notes)
    book.save(part)
    return notes


def _loaded(source: Path) -> Workbook:
    if cells_to_lay_out(source) > _MOST_CELLS:
        raise ValueError("more cells than can be laid out in time")
    return openpyxl.load_workbook(source, rich_text=True)


def _lost(source: Path, book: Workbook) -> list[str]:
    with zipfile.ZipFile(source) as archive:
        names = archive.namelist()
    lost = [word for prefix, word in _NOT_KEPT if any(name.startswith(prefix) for name in names)]
    formulas = sum(
        1 for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    )
    if formulas:
        lost.append(f"kết quả đã tính của {formulas} công thức (Excel tính lại khi mở tệp)")
    return lost


def _rebuilt(source: Path, kind: str, name: str) -> tuple[Workbook, dict[str, str]]:
    """Lay out the sheets of an .xls, .ods or .csv in a new workbook, every cell where it was."""
    sheets: list[RawSheet] = (
        read_delimited(source, name) if kind == ".csv" else read_workbook(source, kind, name)
    )
    book = Workbook()
    book.remove(book.worksheets[0])
    titles: dict[str, str] = {}
    for raw in sheets:
        sheet = book.create_sheet(free_title(book, raw.name))
        titles[raw.name] = sheet.title
        if not raw.visible:
            sheet.sheet_state = "hidden"
        for index, row in enumerate(raw.rows):
            number = raw.row_number(index)
            for offset, value in enumerate(row):
                if value != "":
                    _put(sheet.cell(number, raw.first_column + offset + 1), value)
        for (top, left), (bottom, right) in raw.merged:
            if (bottom - top + 1) * (right - left + 1) > _MOST_MERGED:
                continue  # every cell below it would be made
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    if all(sheet.sheet_state == "hidden" for sheet in book.worksheets):
        book.create_sheet(free_title(book, SUMMARY_TITLE)).cell(1, 1, SUMMARY_MARK)
    return book, titles


def _put(cell: Any, value: Any) -> None:
    """Write a value; text stays text even where it begins with "=" (openpyxl would make a formula of it)."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:MAX_CELL_TEXT]
        cell.data_type = "s"
        return
    cell.value = value
    if isinstance(value, dt.datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"


def _clear(sheet: Worksheet) -> None:
    """Take away the comments and fills of an earlier marking of ours."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment is not None and cell.comment.author == _AUTHOR:
                before = cell.comment.text.rpartition(COMMENT_PART)[0]  # what another had said there
                cell.comment = Comment(before + COMMENT_PART, _AUTHOR) if before else None
                cell.fill = PatternFill()


class _Looks:
    """Fills and letters, made once for every look that a cell had before and then shared.

    Giving a cell a fill looks through all fills of the workbook; a long list has 100,000 cells to mark.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[bytes, str, bool], Any] = {}

    def give(self, cell: Any, colour: str, *, status: bool = False) -> None:
        """Tint a cell by an outcome's colour ("": no tint); a ``status`` is wrapped and bold as well."""
        before = b"" if cell._style is None else cell._style.tobytes()
        key = (before, colour, status)
        known = self._known.get(key)
        if known is not None:
            cell._style = copy(known)
            return
        if status:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if colour:
            cell.fill = _fill(colour)
            if status:
                cell.font = Font(bold=True, color=_argb(colour))
        self._known[key] = copy(cell._style)


def _mark_sheet(sheet: Worksheet, name: str, header_row: int, marks: WorkbookMarks, looks: _Looks) -> None:
    _repair(sheet, name, header_row, marks)
    if marks.rows:
        _mark_rows(sheet, name, header_row, marks, looks)
    for (sheet_name, row, letters), cell_mark in marks.cells.items():
        if sheet_name == name:
            _mark_cell(sheet, row, letters, cell_mark, looks)


def _repair(sheet: Worksheet, name: str, header_row: int, marks: WorkbookMarks) -> None:
    """Put values in the place of cells, and those that have no column into new ones behind the last."""
    for (sheet_name, row, letters), value in marks.values.items():
        cell: Any = sheet.cell(row, column_index_from_string(letters))
        if sheet_name == name and not isinstance(cell, MergedCell):
            if cell.number_format in ("@", "General") or value is None or isinstance(value, str):
                cell.number_format = "General"
            _put(cell, value)
    for (sheet_name, header), values in marks.added.items():
        if sheet_name != name:
            continue
        column = _last_column(sheet, header_row) + 1
        _put(sheet.cell(header_row, column), header)
        sheet.cell(header_row, column).font = Font(bold=True)
        for row, value in values.items():
            _put(sheet.cell(row, column), value)


def _mark_rows(sheet: Worksheet, name: str, header_row: int, marks: WorkbookMarks, looks: _Looks) -> None:
    column = _status_column(sheet, header_row)
    head: Any = sheet.cell(header_row, column)
    if not isinstance(head, MergedCell):
        _put(head, STATUS_HEADER)
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.column_dimensions[get_column_letter(column)].width = STATUS_WIDTH
    for row in range(header_row + 1, sheet.max_row + 1):
        cell: Any = sheet.cell(row, column)
        if cell.value is not None and not isinstance(cell, MergedCell):
            cell.value = None  # an earlier status of ours
    for (sheet_name, row), row_mark in marks.rows.items():
        if sheet_name != name:
            continue
        cell = sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            continue
        _put(cell, row_mark.text)
        looks.give(cell, row_mark.colour, status=True)


def _mark_cell(sheet: Worksheet, row: int, letters: str, mark: CellMark, looks: _Looks) -> None:
    cell: Any = sheet.cell(row, column_index_from_string(letters))
    if isinstance(cell, MergedCell):
        area = next((area for area in sheet.merged_cells.ranges if cell.coordinate in area), None)
        if area is None:
            return
        cell = sheet.cell(area.min_row, area.min_col)
    if mark.colour:
        looks.give(cell, mark.colour)
    text = ILLEGAL_CHARACTERS_RE.sub("", mark.comment)
    if not text:
        return
    if cell.comment is not None:
        text = f"{cell.comment.text.removesuffix(COMMENT_PART)}{COMMENT_PART}{text}"
    cell.comment = Comment(
        text[:_COMMENT_LIMIT],
        _AUTHOR,
        width=360,
        height=min(360, 60 + 18 * (text.count("\n") + len(text) // 48)),
    )


def _status_column(sheet: Worksheet, header_row: int) -> int:
    """Return the column of an earlier status, else the one after the last that holds anything."""
    wanted = fold(STATUS_HEADER)
    for cell in sheet[header_row]:
        if cell.value not in (None, "") and fold(str(cell.value)) == wanted:
            return int(cell.column)
    return _last_column(sheet, header_row) + 1


def _last_column(sheet: Worksheet, header_row: int) -> int:
    """Return the last column that holds anything, or is part of a merged range from the header down."""
    last = max(
        (int(cell.column) for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")),
        default=0,
    )
    merged = max(
        (area.max_col for area in sheet.merged_cells.ranges if area.max_row >= header_row), default=0
    )
    return max(last, merged)


def _summary(book: Workbook, marks: WorkbookMarks, notes: list[tuple[str, dict[str, Any]]]) -> None:
    for sheet in list(book.worksheets):
        if sheet.cell(1, 1).value == SUMMARY_MARK:
            book.remove(sheet)
    sheet = book.create_sheet(free_title(book, SUMMARY_TITLE))
    _put(sheet.cell(1, 1), SUMMARY_MARK)
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    lines = [*marks.summary, *((render(code, params, "vi"),) for code, params in notes)]
    for number, line in enumerate(lines, 3):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(number, column)
            _put(cell, value)
            cell.alignment = Alignment(wrap_text=column > 1, vertical="top")
    sheet.column_dimensions["A"].width = 44
    sheet.column_dimensions["B"].width = 60


def _argb(colour: str) -> str:
    return "FF" + colour.lstrip("#").upper()


def _fill(colour: str) -> PatternFill:
    """A light tint of an outcome's colour, so that what stands in the cell stays readable."""
    parts = [int(colour.lstrip("#")[i : i + 2], 16) for i in (0, 2, 4)]
    tint = "".join(f"{255 - (255 - part) // 6:02X}" for part in parts)
    return PatternFill("solid", fgColor="FF" + tint)
