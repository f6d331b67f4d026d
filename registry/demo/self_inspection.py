"""Lists of self-inspections as carriers send them, for the samples and for the illustrative office."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from registry.demo.lists import header, save_workbook
from registry.demo.pictures import dice_of
from registry.demo.places import NOTE
from registry.services.office.registry import Registry
from registry.store.register.sites import load_masts

SAMPLE = "danh-sach-tu-kiem-tra-mau.xlsx"
COLUMNS = (
    "site_code",
    "si_inspected_on",
    "si_inspector",
    "si_instrument",
    "si_calibrated_on",
    "si_joint_gap",
    "si_earthing",
    "si_verticality",
    "si_result",
    "si_defects",
    "si_structural_on",
    "si_antennas",
    "si_designed_antennas",
    "si_houses",
    "si_note",
)


def write_self_inspection_sample(registry: Registry, folder: Path, day: dt.date) -> None:
    """Write a list of self-inspections of Viettel with a few faults, to be tried."""
    rows = self_inspections(own_codes(registry, "VTL", 24), day)
    rows[3][6] = "chưa đo"
    rows[5][0] = "BGG99999"
    rows[7][1] = day + dt.timedelta(days=20)
    rows[9][0] = rows[8][0]
    rows[11][8:10] = ["cần khắc phục", "Rỉ nặng đốt 5"]
    write_self_inspections(folder / SAMPLE, rows)


def own_codes(registry: Registry, operator: str, most: int) -> list[str]:
    """Return the first codes of an operator's masts."""
    with registry.database.read() as connection:
        masts = load_masts(connection)
    return [code for (name, code) in sorted(masts.alias_of) if name == operator][:most]


def self_inspections(codes: Sequence[str], day: dt.date) -> list[list[Any]]:
    """Return what a carrier's team says that it found at masts, a row each in the order of ``COLUMNS``."""
    rows: list[list[Any]] = []
    for at, code in enumerate(codes):
        dice = dice_of("sample", code)
        on = day - dt.timedelta(days=int(dice.integers(5, 60)))
        rows.append(
            [
                code,
                on,
                "Đội kỹ thuật số 2 (minh họa)",
                "Kyoritsu 4105A",
                on - dt.timedelta(days=150),
                round(float(dice.uniform(0.4, 2.6)), 1),
                round(float(dice.uniform(2, 9)), 1),
                int(dice.integers(10, 90)),
                "đạt",
                "",
                on - dt.timedelta(days=int(dice.integers(200, 900))),
                int(dice.integers(3, 9)),
                8,
                "có" if at % 3 == 0 else "không",
                NOTE,
            ]
        )
    return rows


def write_self_inspections(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows of self-inspections as a workbook."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Tự kiểm tra"
    sheet.append([header(name) for name in COLUMNS])
    for row in rows:
        sheet.append(row)
    for column in ("B", "E", "K"):
        for cell in sheet[column][1:]:
            cell.number_format = "dd/mm/yyyy"
    save_workbook(book, path)
