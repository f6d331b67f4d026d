"""A carrier's outage report to try the pages with: a workbook of Viettel's, understood but for a few rows.

``bts init --demo`` writes it into the samples. The codes are those of the illustrative masts; one is
misspelt, one is another carrier's, one moment has no day, and one commune is counted without naming its
stations.
"""

from pathlib import Path
from typing import Any

import openpyxl

from registry.services.office.registry import Registry
from registry.services.outages.stations import StationSite, station_book

SAMPLE = "bao-cao-mat-lien-lac-viettel.xlsx"
OPERATOR, OTHER = "VTL", "VNPT"
HEADER = ("STT", "Mã trạm", "Xã/Phường", "Tình trạng", "Nguyên nhân", "Đang chạy máy nổ", "Mất liên lạc lúc",
          "Số trạm mất liên lạc", "Số trạm đã khôi phục", "Ghi chú")  # fmt: skip
STATIONS = 24
_CAUSES = ("mất điện", "mất điện lưới", "hết nhiên liệu", "đứt cáp quang", "ngập", "mất điện")


def write_outage_sample(registry: Registry, folder: Path) -> Path:
    """Write the workbook into ``folder`` and return its path."""
    book = station_book(registry)
    own = [item for item in book.of_operator[OPERATOR] if item.expected and item.commune]
    communes = sorted({item.commune for item in own}, key=lambda code: (book.expected[OPERATOR, code], code))
    struck, counted = communes[-1], communes[-2]
    shown = [item for item in own if item.commune == struck][:STATIONS]
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Báo cáo"
    sheet.append(("BÁO CÁO TÌNH HÌNH MẤT LIÊN LẠC (dữ liệu minh họa)",))
    sheet.append(HEADER)
    for number, item in enumerate(shown, 1):
        sheet.append(_row(number, item, book.communes[item.commune]))
    wrong = shown[0].code.replace("0", "O", 1)
    theirs = next(item.code for item in book.of_operator[OTHER] if book.find(OPERATOR, item.code) is None)
    last = len(shown) + 1
    sheet.append((last, wrong, "", "mất liên lạc", "mất điện", "", "21h30", "", "", ""))
    sheet.append((last + 1, theirs, "", "mất liên lạc", "", "", "", "", "", ""))
    count = max(1, book.expected[OPERATOR, counted] // 2)
    sheet.append((last + 2, "", book.communes[counted], "", "", "", "", count, 1, "chưa có mã từng trạm"))
    for letter, width in zip("BCDEFGHIJ", (14, 22, 16, 20, 16, 20, 18, 18, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / SAMPLE
    workbook.save(path)
    return path


def _row(number: int, item: StationSite, commune: str) -> tuple[Any, ...]:
    state = "đã khôi phục" if number % 5 == 0 else "mất liên lạc"
    generator = "có" if number % 4 == 0 else "không"
    cause = _CAUSES[number % len(_CAUSES)]
    return number, item.code, commune, state, cause, generator, "", "", "", ""
