"""A repaired workbook is the sender's own, and read again it says what was repaired and nothing else."""

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from registry.columns import ListKind
from registry.intake import ParsedList, read_list
from registry.model.positions import Position
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass, MastForm, Support
from registry.services.appraise.proposals import proposal_of
from registry.services.appraise.repaired_workbook import write_repaired
from registry.services.appraise.row_texts import texts_of
from tests.intake.books import HEAD, ROWS, save
from tests.intake.carriers.layouts import LAYOUTS
from tests.intake.carriers.writing import Layout

KIND = ListKind.PROPOSALS
PLACE = Position(106.2512345, 21.3312345)
REPAIRS: list[dict[str, Any]] = [
    {"mast_height_m": 37.5, "position": PLACE},
    {"mast_class": MastClass.A1A, "form": MastForm.MONOPOLE, "support": Support.ROOF, "operator": "VMS"},
    {"building_height_m": 11.25, "rod_m": None, "note": "=1+1", "kind": ProposalKind.REPLACE},
    {"site_code": "007", "designed_operators": 3, "emf_expires_on": dt.date(2027, 3, 1), "address": "–x"},
    {"shared_with": ("VNPT", "VMS"), "top_agl_m": 60.0, "commune": "Nội Hoàng"},
]


def proposals(found: ParsedList) -> list[Proposal]:
    return [proposal_of(row) for row in found.rows]


def said(row: Proposal) -> dict[str, str]:
    texts = texts_of(row)
    return {name: text for name, text in texts.items() if name != "position"} | {
        "place": f"{row.position.lon or 0:.6f} {row.position.lat or 0:.6f}"
    }


def repaired(path: Path, target: Path) -> tuple[list[Proposal], list[Proposal]]:
    """Repair the first rows of a list; return the rows as they should be, and as they are read again."""
    found = read_list(path, KIND)
    before = proposals(found)
    now = [replace(row, **own) for row, own in zip(before, REPAIRS, strict=False)]
    pairs = [(old, new, own) for old, new, own in zip(before, now, REPAIRS, strict=False)]
    write_repaired(path, found.sheets, pairs, target, name=path.name)
    return [*now, *before[len(now) :]], proposals(read_list(target, KIND))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.code)
def test_a_repaired_list_reads_as_it_was_repaired_in_any_carriers_layout(
    layout: Layout, tmp_path: Path
) -> None:
    wanted, again = repaired(layout.save(tmp_path), tmp_path / "out.xlsx")
    assert [said(row) for row in again] == [said(row) for row in wanted]
    assert [(row.sheet, row.row) for row in again] == [(row.sheet, row.row) for row in wanted]


def test_the_workbook_is_the_senders_own_with_notes_and_no_text_is_a_formula(tmp_path: Path) -> None:
    def prepare(book: Any) -> None:
        book["DS"]["B2"].number_format = "@"
        book["DS"].column_dimensions["B"].width = 33

    source = save(
        tmp_path / "a.xlsx",
        ("DS", [(*HEAD, "Chiều cao (cm)"), *((*row, 4200) for row in ROWS)]),
        prepare=prepare,
    )
    wanted, again = repaired(source, tmp_path / "out.xlsx")
    assert [row.mast_height_m for row in again] == [row.mast_height_m for row in wanted] == [37.5, 42.0, 42.0]
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet = book["DS"]
    assert sheet.column_dimensions["B"].width == 33
    assert sheet["F2"].value == "37,5 m"
    assert "4200" not in str(sheet["F2"].value)
    assert "“42”, sửa thành “37,5”" in sheet["F2"].comment.text
    assert sheet["F3"].comment is None
    assert [cell.value for cell in sheet[1]][6:] == [
        "Loại cột",
        "Kiểu cột",
        "Vị trí đặt",
        "Chiều cao công trình (m)",
        "Chiều cao kim thu sét (m)",
        "Ghi chú",
        "Hình thức",
    ]
    assert book.sheetnames == ["DS", "Tổng hợp"]
    assert (
        book["Tổng hợp"]["A3"].value == "Đã sửa 10 ô khi xem trước danh sách; các ô được tô màu và có ghi chú"
    )
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)
