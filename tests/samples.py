"""Lists made like those that carriers send, each with its own layout, from the illustrative masts.

VNPT's follows the headers of its site-definition export (longitude first, dates as text, sharing codes),
Viettel's its own names for sites and stations with decimal commas, MobiFone's writes degrees, minutes and
seconds under a two-row header, Vietnamobile's is short and half English.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from registry.demo.masts import DemoMast, demo_masts
from registry.demo.places import degrees
from registry.demo.proposals import Ground

FORMS = {"guyed": "cột dây co", "lattice": "cột tự đứng", "monopole": "đơn thân", "roof_pole": "cột trên mái",
         "disguised": "ngụy trang"}  # fmt: skip

TOO_NEAR_M = (168.0, 90.0)  # of the last two proposals: too near outside towns, and too near anywhere


@dataclass(frozen=True, slots=True)
class CarrierList:
    """A written list, whose it is and what day it states."""

    path: Path
    operator: str
    list_date: dt.date
    masts: int


def carrier_lists(folder: Path, day: dt.date) -> list[CarrierList]:
    """Write four lists into ``folder``: one a month old, one eighteen months old, two of this quarter."""
    made = []
    writers: tuple[tuple[str, int, Callable[[Path, Sequence[DemoMast]], None]], ...] = (
        ("VNPT", 30, write_vnpt),
        ("VTL", 12, write_viettel),
        ("VMS", 55, write_mobifone),
        ("VNM", 548, write_vietnamobile),
    )
    for operator, age_days, write in writers:
        masts = [m for m in demo_masts(day) if m.operator == operator]
        path = folder / f"ds-{operator.lower()}.xlsx"
        write(path, masts)
        made.append(CarrierList(path, operator, day - dt.timedelta(days=age_days), len(masts)))
    return made


def write_vnpt(path: Path, masts: Sequence[DemoMast]) -> None:
    """Write a list under the headers of VNPT's site-definition export."""
    header = ("STT", "Mã CSHT", "Ngày hoạt động CSHT", "Tỉnh", "Quận/Huyện", "Xã/Phường", "Địa chỉ",
              "Longitude",
              "Latitude", "Chung cơ sở hạ tầng", "Loại CSHT", "Loại trạm CSHT", "Kiểu cột", "Độ cao cột (m)",
              "Trạng thái")  # fmt: skip
    rows = [
        (
            str(index), m.code, f"{m.built_on:%d/%m/%Y}" if m.built_on else "", "Bắc Giang", m.place.district,
            m.place.written, m.address, m.lon, m.lat, "1" if m.shared_with else "0", "Nhà xây",
            m.mast_class if m.mast_class.startswith("loại") else "", FORMS[m.form], m.mast_height_m,
            _state(m),
        )
        for index, m in enumerate(masts, 1)
    ]  # fmt: skip
    _save(path, "RNAS", [header], rows)


def write_viettel(path: Path, masts: Sequence[DemoMast]) -> None:
    """Write a list in Viettel's words, positions as texts with a decimal comma, under two title rows."""
    header = ("TT", "Mã tỉnh", "Mã nhà trạm", "Mã công trình", "Hợp đồng", "Ngày thi công xong", "Vĩ độ",
              "Kinh độ",
              "Địa điểm", "Xã", "Loai_cot", "Chiều cao cột (m)", "Phong_may", "Dùng chung",
              "Hiện trạng")  # fmt: skip
    rows = [
        (
            index, "BGG", m.code, f"CT{index:05d}", f"HĐ {index}/2019", m.built_on, _comma(m.lat),
            _comma(m.lon),
            m.address, m.commune, FORMS[m.form], m.mast_height_m, "Container",
            ", ".join(m.shared_with), _state(m),
        )
        for index, m in enumerate(masts, 1)
    ]  # fmt: skip
    titles = [("CHI NHÁNH VIETTEL BẮC GIANG",), ("DANH SÁCH NHÀ TRẠM ĐANG QUẢN LÝ",), ()]
    _save(path, "Nha tram", [*titles, header], rows)


def write_mobifone(path: Path, masts: Sequence[DemoMast]) -> None:
    """Write a list with degrees, minutes and seconds under a two-row merged header, a total at the end."""
    top = ("STT", "Tên trạm", "Tọa độ", "", "Địa chỉ", "Loại cột", "H (m)", "Công nghệ", "Tình trạng")
    low = ("", "", "Vĩ độ", "Kinh độ", "", "", "", "", "")
    rows: list[Sequence[Any]] = [
        (
            index, m.code, dms(m.lat, "B"), dms(m.lon, "Đ"), m.address, m.mast_class, m.mast_height_m,
            m.technology, _state(m),
        )
        for index, m in enumerate(masts, 1)
    ]  # fmt: skip
    rows.append(("Tổng", f"{len(rows)} trạm", "", "", "", "", "", "", ""))
    merges = ["C1:D1", *(f"{letter}1:{letter}2" for letter in "ABEFGHI")]
    _save(path, "MobiFone", [top, low], rows, merges)


def write_vietnamobile(path: Path, masts: Sequence[DemoMast]) -> None:
    """Write a short list, half English."""
    header = ("No", "Site ID", "Lat", "Long", "Height (m)", "Tower type", "Owner", "Status")
    rows = [
        (
            index, m.code, m.lat, m.lon, m.mast_height_m, FORMS[m.form],
            m.owner, "on air" if m.state == "in_service" else _state(m),
        )
        for index, m in enumerate(masts, 1)
    ]  # fmt: skip
    _save(path, "VNM", [header], rows)


def write_proposals(path: Path, day: dt.date) -> int:
    """Write Viettel's proposals: ten on open ground, two too near another network; returns how many."""
    ground = Ground.of(day)
    header = ("STT", "Mã vị trí", "Hình thức", "Kinh độ", "Vĩ độ", "Xã/Phường", "Loại cột", "Kiểu cột",
              "Vị trí đặt", "Chiều cao cột (m)", "Kim thu sét (m)", "Số doanh nghiệp thiết kế")  # fmt: skip
    spots: list[tuple[str, float, float]] = []
    seen: set[str] = set()
    for place, x, y in ground.free_spots(town=False):
        if place.present not in seen and len(spots) < 10:
            seen.add(place.present)
            spots.append((place.present, x, y))
    for metres in TOO_NEAR_M:
        mast, x, y = next(item for item in ground.too_near(metres) if item[0].place.present not in seen)
        seen.add(mast.place.present)
        spots.append((mast.place.present, x, y))
    rows = []
    for index, (commune, x, y) in enumerate(spots, 1):
        lon, lat = degrees(x, y)
        rows.append(
            (index, f"BGG08{index:03d}", "cột mới", lon, lat, commune, "A2b", "dây co", "dưới đất", 42, 2, 2)
        )
    _save(path, "Đề nghị", [header], rows)
    return len(rows)


def dms(value: float, letter: str) -> str:
    """Write degrees as degrees, minutes and seconds with two decimals and the letter of the direction."""
    hundredths = round(value * 360_000)
    whole, rest = divmod(hundredths, 360_000)
    minutes, seconds = divmod(rest, 6_000)
    return f"{whole}°{minutes:02d}'{seconds / 100:05.2f}\"{letter}"


def _state(mast: DemoMast) -> str:
    return {
        "in_service": "đang hoạt động",
        "under_construction": "đang xây dựng",
        "approved": "đã duyệt",
        "suspended": "tạm ngừng",
        "dismantled": "đã tháo dỡ",
    }[mast.state]


def _comma(value: float) -> str:
    return f"{value:.6f}".replace(".", ",")


def _save(
    path: Path,
    title: str,
    head: Sequence[Sequence[Any]],
    rows: Sequence[Sequence[Any]],
    merges: Sequence[str] = (),
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in (*head, *rows):
        sheet.append([None if value == "" else value for value in row])
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(path)
