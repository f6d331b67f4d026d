"""A sample list of zones, as the annex of a decision lists them: what is understood, and what is not."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from registry.demo.lists import save_workbook
from registry.demo.places import NOTE

ZONE_LIST_NAME = "danh-muc-vung-mau.xlsx"
HEAD = (
    "STT", "Lớp", "Khu vực, tuyến đường", "Loại cột được lắp đặt", "Chiều cao tối đa (m)", "Quyết định",
    "Điều, khoản", "Hiệu lực từ",
)  # fmt: skip
ROWS = (
    ("Các xã Tân Dĩnh, Kép", "tất cả", 60),
    ("Xã Tân Dĩnh, huyện Lạng Giang (cũ)", "A1a, A1b, A2b", 45),
    ("Thị trấn Vôi (cũ)", "A1", 30),
    ("QL.37 đoạn từ ĐT.293 đến QL.31, mỗi bên 50 m", "A1a, A1b", 25),
    ("Đường tỉnh 295, 100 m về mỗi bên tính từ tim đường", "A1a, A1b", 36),
    ("Trong bán kính 500 m quanh ngã tư QL.37 và ĐT.293", "A1a", 20),
    ("Trong bán kính 300 m quanh tọa độ 21°16'24\"B, 106°11'40\"Đ", "không cho phép loại nào", None),
    ("Phường Bắc Giang, trừ bán kính 1 km quanh tọa độ 21,2734; 106,1946", "A1a, A1b", "không giới hạn"),
    # what cannot be made out of the register is said, not guessed
    ("QL.1A từ Km 110+200 đến Km 120", "A1a", 20),
    ("Đường Hùng Vương đoạn từ đường Lê Lợi đến đường Nguyễn Văn Cừ", "A1a", 20),
    ("Xã Đồng Tiến (cũ)", "A1a", 20),
)
UNDERSTOOD = 8
DAY = "01/01/2027"


def write_zone_sample(folder: Path) -> Path:
    """Write the list into ``folder`` and return its path; its decision is marked as illustrative."""
    path = folder / ZONE_LIST_NAME
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "Phụ lục I"
    sheet.append([f"PHỤ LỤC I. KHU VỰC, TUYẾN ĐƯỜNG ĐƯỢC LẮP ĐẶT CỘT ĂNG TEN ({NOTE.upper()})"])
    sheet.append([])
    sheet.append(list(HEAD))
    for number, (extent, classes, height) in enumerate(ROWS, 1):
        sheet.append(
            [number, "vùng quy hoạch", extent, classes, height, NOTE, f"Phụ lục I, mục {number}", DAY]
        )
    sheet["A1"].font = Font(bold=True)
    for letter, width in zip("ABCDEFGH", (6, 16, 62, 24, 16, 22, 18, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 3)
    save_workbook(book, path)
    return path
