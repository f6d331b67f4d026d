"""Golden workbooks made by code: each is one way in which real lists are laid out.

What reading them gives stands in ``golden/*.csv``, one line per row or issue, to be read by people.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.intake.books import save


def carrier_with_everything(path: Path) -> Path:
    """Letterhead, two-row merged header, numbering, groups, old names, a hidden row, a total, signatures."""
    rows = [
        ("TẬP ĐOÀN VIỄN THÔNG", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (),
        ("DANH SÁCH VỊ TRÍ ĐỀ NGHỊ THỎA THUẬN NĂM 2026",),
        (),
        (
            "TT",
            "Mã trạm",
            "Nhà mạng",
            "Tọa độ WGS84",
            None,
            "Địa điểm xây dựng",
            "Chiều cao (m)",
            None,
            "Loại cột",
        ),
        (None, None, None, "Kinh độ", "Vĩ độ", None, "Cột", "Kim thu sét", None),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"),
        ("I", "Huyện Lạng Giang"),
        (1, "BGG00101", "Viettel", "106,26530", "21,34210", "Thôn Đông, xã Hương Lạc", 42, 3, "A2b"),
        (2, "BGG00102", "Vina phone", "106,27111", "21,35222", "Thôn Tây, TT Vôi", "36m", "3 m", "A2b"),
        ("II", "Huyện Tân Yên"),
        (3, "BGG00103", "MobiFone", "21,38123", "106,12345", "Xã Cao Thượng", "khoảng 30", None, "A1a"),
        (4, "BGG00104", "Vietnamobile", "106°6'4.68\"Đ", "21°22'7.40\"B", "Xã Ngọc Thiện", 24, 2, "loại 2"),
        ("Tổng cộng: 4 vị trí",),
        (),
        (None, "Người lập biểu", None, None, None, "Giám đốc"),
    ]

    def prepare(book: Any) -> None:
        sheet = book["Danh sách"]
        for area in ("A3:I3", "A5:A6", "B5:B6", "C5:C6", "D5:E5", "F5:F6", "G5:H5", "I5:I6", "B8:I8"):
            sheet.merge_cells(area)
        sheet.row_dimensions[10].hidden = True

    return save(path, ("Danh sách", rows), prepare=prepare)


def metres_and_one_cell(path: Path) -> Path:
    """Two sheets: VN-2000 under X and Y, and both coordinates in one cell; a sheet that is no list."""
    return save(
        path,
        (
            "VN2000",
            [
                ("Site", "Operator", "X", "Y", "Height"),
                ("BGG00201", "VTL", 2353210.55, 416500.25, 42),
                ("BGG00202", "VTL", "2.351.100,5", "417.800,25", "24,5"),
                ("BGG00203", "VTL", None, None, 30),
            ],
        ),
        (
            "GPS",
            [
                ("Tên trạm", "Đơn vị", "Tọa độ (lat, long)", "Năm phát sóng"),
                ("BGG00211", "VNP", "21.342101, 106.265301", 2016),
                ("BGG00212", "VNP", "106.271111; 21.352222", "05/03/2018"),
                ("BGG00213", "VNP", "0, 0", 0),
                ("BGG00214", "VNP", "chưa đo", "tháng 5"),
            ],
        ),
        ("Thư", [("Kính gửi Sở Khoa học và Công nghệ",)]),
    )


def cells_that_go_wrong(path: Path) -> Path:
    """Error cells, a formula without a result, padded codes, dates of every kind, a misspelt header."""
    rows = [
        (
            "Mã vị trí",
            "Doanh nghiệp",
            "Long",
            "Lat",
            "Chiều cao cọtt",
            "Ngày phát sóng",
            "Dùng chung với",
            "Long",
        ),
        (7, "VTL", 106.26531, 21.34211, 42, 43164, "VNPT; Mobifone", 1),
        (8, "VNPT", 106.27111, 21.35222, 36, "31/02/2018", "Bưu điện", 2),
        (9, "Vietel", 106.28111, 21.36222, 30, "năm 2011", "không", 3),
        (10, None, 106.29111, 21.37222, 24, "03/2019", None, 4),
    ]

    def prepare(book: Any) -> None:
        sheet = book["DS"]
        for row in range(2, 6):
            sheet.cell(row, 1).number_format = "00000"
        sheet["E3"].value, sheet["E3"].data_type = "#DIV/0!", "e"
        sheet["D5"] = "=D4+0.01"

    return save(path, ("DS", rows), prepare=prepare)


WORKBOOKS: tuple[Callable[[Path], Path], ...] = (
    carrier_with_everything,
    metres_and_one_cell,
    cells_that_go_wrong,
)
