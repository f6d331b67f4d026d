"""What is written into a returned workbook: statuses, comments and values of cells, lines of a summary."""

from dataclasses import dataclass, field

STATUS_HEADER = "Kết quả thẩm định (phần mềm)"
SUMMARY_TITLE = "Tổng hợp"
SUMMARY_MARK = "Tổng hợp kết quả thẩm định (phần mềm)"
COMMENT_AUTHOR = "Thẩm định BTS"
COMMENT_PART = "\n———\n"
"""What stands in a comment of ours between what another had said at its cell and what we say."""
GUIDE_MARK = "Hướng dẫn điền danh sách (phần mềm)"

OUR_HEADERS = {
    "inspected": ("Lần kiểm tra gần nhất (sổ đăng ký)", "Last inspected (register)"),
    "defects": ("Số tồn tại (sổ đăng ký)", "Defects (register)"),
    "data_mark": ("Nhãn dữ liệu", "data_mark"),
    "position_raw": ("Tọa độ như đã ghi", "Position as written"),
    "position_reading": ("Cách đọc tọa độ", "How the position was read"),
    "position_crs": ("Hệ tọa độ đã ghi", "System of the position"),
    "position_method": ("Cách xác định tọa độ", "How the position was found"),
    "position_confidence": ("Độ tin của tọa độ", "How far the position is trusted"),
    "illustrative": ("Dữ liệu minh họa", "Illustrative data"),
}
"""What files that the register gives away say beside what lists of masts say: no list is asked about them."""


@dataclass(frozen=True, slots=True)
class RowMark:
    """The status cell of one row: its text (sign and word, never colour alone) and its colour (#rrggbb)."""

    text: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class CellMark:
    """A comment on one cell ("": only the tint), with the sign and the colour of its outcome."""

    comment: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class WorkbookMarks:
    """Marks by place as Excel shows it: ``rows`` by (sheet, row), ``cells`` by (sheet, row, column letter).

    ``header_rows`` tells the header row of each sheet that was read (the status column's header goes there);
    ``summary`` are the rows of the summary sheet, each a tuple of texts or numbers; ``left_out`` counts the
    cells that have something to say and no comment. ``values`` are put in the place of cells (None empties
    one), ``added`` into new columns by (sheet, header), by row.
    """

    rows: dict[tuple[str, int], RowMark] = field(default_factory=dict)
    cells: dict[tuple[str, int, str], CellMark] = field(default_factory=dict)
    header_rows: dict[str, int] = field(default_factory=dict)
    summary: tuple[tuple[str | int | float, ...], ...] = ()
    left_out: int = 0
    values: dict[tuple[str, int, str], str | float | None] = field(default_factory=dict)
    added: dict[tuple[str, str], dict[int, str | float | None]] = field(default_factory=dict)
