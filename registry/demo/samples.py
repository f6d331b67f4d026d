"""Two sample workbooks of proposals, written into the registry's home by ``bts init --demo``.

The clean one holds the five illustrative proposals; the messy one has every fault that lists of carriers have
been seen with, about one a row. Both look like an office's letter: names above, title, borders, a total, a
signature.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from registry.demo.lists import header, label, save_workbook
from registry.demo.messy_list import messy_rows
from registry.demo.places import NOTE, parameters
from registry.demo.proposals import DemoProposal, demo_proposals
from registry.model.requests.proposals import ProposalKind

CLEAN_NAME = "danh-sach-mau-sach.xlsx"
MESSY_NAME = "danh-sach-mau-lon-xon.xlsx"
CLEAN_COLUMNS = (
    "ordinal", "site_code", "operator", "kind", "lon", "lat", "address", "commune", "mast_class", "form",
    "support", "land_type", "mast_height_m", "rod_m", "building_height_m", "ground_elevation_m",
    "designed_operators", "sharing_sent", "sharing_replied", "plan_code", "design_wind_ms", "note",
)  # fmt: skip
WIDE = {"address": 34, "commune": 18, "sharing_sent": 36, "sharing_replied": 40, "note": 20, "ordinal": 6}

_FONT = "Times New Roman"
_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="DDEBF7")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Sender:
    """A carrier as its letters name it: in a cell, above the table, and in the sign of its letters."""

    name: str
    company: tuple[str, str]
    sign: str


SENDERS = {
    code: Sender(item["name"], (item["company"][0], item["company"][1]), item["sign"])
    for code, item in parameters("senders").items()
}
"""The carriers that send lists, by code."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above the table."""

    company: tuple[str, str]
    number: str
    title: str
    day: dt.date


def write_samples(folder: Path, day: dt.date) -> tuple[Path, Path]:
    """Write both sample workbooks of ``day`` into ``folder`` (made where missing) and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    clean, messy = folder / CLEAN_NAME, folder / MESSY_NAME
    write_clean(clean, day)
    write_messy(messy, day)
    return clean, messy


def write_clean(path: Path, day: dt.date) -> None:
    """Write the clean list: one sheet, title rows, one header row, five proposals."""
    write_proposals(path, day, "215/VTBG-KT", demo_proposals(day), CLEAN_COLUMNS)


def write_own(path: Path, day: dt.date) -> None:
    """Write the clean list as a carrier may see it: without the row on a mast that is another's."""
    own = [item for item in demo_proposals(day) if item.kind is not ProposalKind.SHARE]
    write_proposals(path, day, "215/VTBG-KT", own, CLEAN_COLUMNS)


def write_proposals(
    path: Path, day: dt.date, number: str, proposals: Sequence[DemoProposal], columns: Sequence[str]
) -> None:
    """Write proposals of one carrier as the list of its letter with this number, in these columns."""
    sender = SENDERS[proposals[0].operator]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Danh sách đề nghị"
    letter = Letterhead(
        sender.company,
        f"Số: {number}",
        "DANH SÁCH VỊ TRÍ ĐỀ NGHỊ CHẤP THUẬN LẮP ĐẶT TRẠM BTS",
        day,
    )
    top = _letterhead(sheet, letter, len(columns))
    _head(sheet, top, [header(name) for name in columns])
    for index, proposal in enumerate(proposals, 1):
        values = _clean_row(index, proposal, day, sender)
        _data(sheet, top + index, [values.get(name) for name in columns])
        for name in ("lon", "lat"):
            sheet.cell(top + index, list(columns).index(name) + 1).number_format = "0.000000"
    for column, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDE.get(name, 13)
    sheet.freeze_panes = f"C{top + 1}"
    save_workbook(book, path)


def write_messy(path: Path, day: dt.date) -> None:
    """Write the messy list: two-row merged header, faults, a hidden row, a total, a second sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "DS đề nghị"
    letter = Letterhead(
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "TỔNG HỢP TỪ CÁC DOANH NGHIỆP (minh họa)"),
        "Số:        /TH",
        "TỔNG HỢP VỊ TRÍ ĐỀ NGHỊ XÂY DỰNG TRẠM BTS",
        day,
    )
    rows = messy_rows(day)
    top = _letterhead(sheet, letter, len(_MESSY_LOW))
    _messy_head(sheet, top)
    first = top + 2
    for index, row in enumerate(rows):
        _data(sheet, first + index, [index + 1, *row.cells])
        if row.hidden:
            sheet.row_dimensions[first + index].hidden = True
    total = first + len(rows)
    _data(sheet, total, ["Tổng cộng", None, f"{len(rows)} vị trí"])
    sheet.merge_cells(start_row=total, start_column=1, end_row=total, end_column=2)
    _plain(sheet, total + 2, 2, "NGƯỜI LẬP BIỂU", bold=True)
    _plain(sheet, total + 2, 12, "GIÁM ĐỐC", bold=True)
    for index, width in enumerate(
        (6, 13, 13, 13, 17, 17, 14, 14, 30, 18, 16, 10, 10, 10, 10, 14, 24, 24, 34), 1
    ):
        sheet.column_dimensions[get_column_letter(index)].width = width
    second = book.create_sheet("Bổ sung")
    _head(
        second,
        1,
        ["STT", "Mã trạm", "Doanh nghiệp", "Long", "Lat", "Xã/phường", "Loại cột", "Độ cao cột (m)"],
    )
    for index, row in enumerate((rows[1], rows[11]), 2):
        code, operator, _kind, lon, lat = row.cells[:5]
        _data(
            second, index, [index - 1, code, operator, lon, lat, row.cells[8], row.cells[10], row.cells[11]]
        )
    notes = book.create_sheet("Ghi chú")
    _plain(notes, 1, 1, f"{NOTE}: danh sách cố ý có lỗi để thử việc đọc danh sách.")
    save_workbook(book, path)


def _clean_row(index: int, proposal: DemoProposal, day: dt.date, sender: Sender) -> dict[str, Any]:
    others = ", ".join(item.name for code, item in SENDERS.items() if code != proposal.operator)
    asked, answered = day - dt.timedelta(days=32), day - dt.timedelta(days=25)
    shares = proposal.kind.value == "share"
    return {
        "ordinal": index,
        "site_code": proposal.code,
        "operator": sender.name,
        "kind": label("kinds", proposal.kind.value),
        "lon": proposal.lon,
        "lat": proposal.lat,
        "address": f"{proposal.place.written} (cũ), {proposal.place.present}",
        "commune": proposal.place.present,
        "mast_class": proposal.mast_class,
        "form": label("forms", proposal.form),
        "support": label("supports", proposal.support),
        "land_type": label("land_types", proposal.land_type),
        "mast_height_m": proposal.mast_height_m,
        "rod_m": proposal.rod_m,
        "building_height_m": proposal.building_height_m,
        "ground_elevation_m": proposal.ground_elevation_m,
        "designed_operators": 2,
        "sharing_sent": f"Công văn 18{index}/{sender.sign} ngày {asked:%d/%m/%Y} gửi {others}",
        "sharing_replied": (
            f"Chủ cột đồng ý cho thuê, văn bản ngày {answered:%d/%m/%Y}"
            if shares
            else f"Văn bản trả lời ngày {answered:%d/%m/%Y}: không có cột dùng chung được"
        ),
        "plan_code": proposal.plan_code,
        "design_wind_ms": 44,
        "guy_radius_m": 18 if proposal.form == "guyed" else None,
        "note": NOTE,
    }


_MESSY_TOP = (
    "TT", "Tên trạm", "Nhà mạng", "Hình thức", "Tọa độ WGS84", "", "Tọa độ VN2000", "",
    "Địa điểm xây dựng", "Xã, phường", "Huyện cũ", "Loại cột", "Chiều cao (m)", "",
    "Thiết kế dùng chung", "Mã QH", "Văn bản đề nghị dùng chung", "Văn bản trả lời dùng chung",
    "Ghi chú nội bộ",
)  # fmt: skip
_MESSY_LOW = (
    "", "", "", "", "Kinh độ", "Vĩ độ", "X (m)", "Y (m)", "", "", "", "",
    "Chiều cao cột", "Chiều cao nhà", "", "", "", "", "",
)  # fmt: skip


def _messy_head(sheet: Worksheet, top: int) -> None:
    _head(sheet, top, _MESSY_TOP)
    _head(sheet, top + 1, _MESSY_LOW)
    for column, (above, below) in enumerate(zip(_MESSY_TOP, _MESSY_LOW, strict=True), 1):
        if above and not below:
            sheet.merge_cells(start_row=top, start_column=column, end_row=top + 1, end_column=column)
        elif above and below:
            sheet.merge_cells(start_row=top, start_column=column, end_row=top, end_column=column + 1)


def _letterhead(sheet: Worksheet, letter: Letterhead, width: int) -> int:
    """Write the head of an official letter and return the row of the table's header."""
    half = width // 2
    lines = (
        (letter.company[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (letter.company[1], "Độc lập - Tự do - Hạnh phúc"),
        (
            letter.number,
            f"Bắc Ninh, ngày {letter.day.day:02d} tháng {letter.day.month:02d} năm {letter.day.year}",
        ),
    )
    for row, (left, right) in enumerate(lines, 1):
        for column, end, text in ((1, half, left), (half + 1, width, right)):
            _plain(sheet, row, column, text, bold=row < 3, italic=row == 3, size=12)
            sheet.merge_cells(start_row=row, start_column=column, end_row=row, end_column=end)
    for row, text, size in ((5, letter.title, 14), (6, f"(Kèm theo văn bản {letter.number}; {NOTE})", 12)):
        _plain(sheet, row, 1, text, bold=row == 5, italic=row == 6, size=size)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    return 8


def _head(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, 1):
        cell: Any = sheet.cell(row, column, text or None)
        cell.font, cell.border, cell.fill = Font(name=_FONT, size=11, bold=True), _BORDER, _HEAD
        cell.alignment = _CENTRE
    sheet.row_dimensions[row].height = 46 if row > 1 else 30


def _data(sheet: Worksheet, row: int, values: Sequence[Any]) -> None:
    for column, value in enumerate(values, 1):
        cell: Any = sheet.cell(row, column, value)
        if isinstance(value, str) and value.startswith("="):
            cell.data_type = "s"  # a text, as the sender typed it behind an apostrophe
            cell.quotePrefix = True
        cell.font, cell.border, cell.alignment = Font(name=_FONT, size=11), _BORDER, _LEFT


def _plain(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 11,
) -> None:
    cell: Any = sheet.cell(row, column, text)
    cell.font = Font(name=_FONT, size=size, bold=bold, italic=italic)
    cell.alignment = _CENTRE if column != 1 or size > 11 else _LEFT
