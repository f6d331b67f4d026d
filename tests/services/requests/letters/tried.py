"""A list of thirty rows as a carrier writes one: new masts, shares, upgrades, and the faults of each list."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from registry.demo.masts import demo_masts
from registry.demo.places import degrees
from registry.demo.proposals import Ground
from registry.services.office.calendar import today

HEADER = ("Mã vị trí", "Doanh nghiệp", "Hình thức", "Kinh độ", "Vĩ độ", "Địa chỉ", "Loại cột", "Vị trí đặt",
          "Chiều cao cột", "Chiều cao kim thu sét", "Chiều cao công trình", "Số doanh nghiệp thiết kế",
          "Cột dùng chung", "Xã/Phường", "Đã đề nghị dùng chung", "Trả lời dùng chung")  # fmt: skip
HANOI = (105.8342, 21.0278)
ORDINARY = 21


def write_tried(path: Path, times: int = 1) -> Path:
    """Write the list of 30 rows; ``times``: with so many times its ordinary rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for row in tried_rows(times):
        sheet.append(row)
    book.save(path)
    return path


def tried_rows(times: int = 1) -> list[tuple[Any, ...]]:
    """Return the rows: 21 ordinary, the last of which repeats a code; roof, outside, near, swapped; 3 + 2."""
    spots = [(degrees(x, y), place.present) for place, x, y in Ground.of(today()).free_spots(town=False)]
    wanted = ORDINARY * times + 2
    chosen = [spots[at * len(spots) // wanted] for at in range(wanted)]
    standing = [one for one in demo_masts(today()) if one.state == "in_service" and one.mast_class == "A2b"]
    others = [one for one in standing if one.operator in ("VNPT", "VMS") and not one.shared_with]
    own = [one for one in standing if one.operator == "VTL"]
    rows = [
        _row(
            f"BNH{27001 + at}", *spot, commune, asked="512/VTBN, 02/11/2026", replied="514/VNPT: không có cột"
        )
        for at, (spot, commune) in enumerate(chosen[:-2])
    ]
    rows[-1] = (rows[2][0], *rows[-1][1:])
    ((lon, lat), commune), (swapped, other) = chosen[-2:]
    rows.append(_row("BNH28001", lon, lat, commune, mast_class="A1a", support="trên mái", height=3, house=15))
    rows.append(_row("BNH28002", *HANOI, ""))
    near = next(one for one in others if one.operator == "VNPT")
    rows.append(_row("BNH28003", near.lon, near.lat + 60 / 111_000, near.place.present))
    rows.append(_row("BNH28004", swapped[1], swapped[0], other))
    rows += [
        _row(f"BNH2801{at}", one.lon, one.lat, one.place.present, kind="dùng chung", host=one.code)
        for at, one in enumerate(others[3:6])
    ]
    rows += [_row(one.code, one.lon, one.lat, one.place.present, kind="nâng cấp") for one in own[4:6]]
    return rows


def _row(code: str, lon: float, lat: float, commune: str, *, kind: str = "cột mới", mast_class: str = "A2b",
         support: str = "dưới đất", height: float = 42, house: float | None = None, host: str = "",
         asked: str = "", replied: str = "") -> tuple[Any, ...]:  # fmt: skip
    return (
        code, "VTL", kind, round(lon, 6), round(lat, 6), f"Thôn {int(lat * 1e4) % 9 + 1}", mast_class,
        support, height, 2, house, 2, host, commune, asked, replied,
    )  # fmt: skip
