"""What a list of masts says of masts that another operator leads, and of columns that wait for a word."""

from pathlib import Path

import openpyxl

from registry.model.mast_lists import Fate
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from tests.services.lists.comparisons import compared
from tests.services.offices import HEADER, mast, write_list

LON, LAT = 106.301234, 21.351234
STEP = 0.01


def test_masts_left_out_are_told_apart_by_who_leads_them(registry: Registry, tmp_path: Path) -> None:
    rows = [mast("N0", "VNPT", LON, LAT), mast("V0", "VTL", LON + STEP, LAT)]
    import_sites(registry, write_list(tmp_path / "1.xlsx", rows), yes=True, who="lan")
    own = [mast("N0", "VTL", LON, LAT), mast("V1", "VTL", LON + 2 * STEP, LAT)]
    import_sites(registry, write_list(tmp_path / "2.xlsx", own), yes=True, who="lan")
    path = write_list(tmp_path / "quý.xlsx", [mast("V1", "VTL", LON + 2 * STEP, LAT)])
    preview = compared(registry, path)
    assert preview.whole.gone == ("N0", "V0")
    assert preview.whole.gone_led == {"N0": "VNPT"}


def test_a_row_whose_operator_waits_for_its_column_asks_for_the_column_not_for_a_cell(
    registry: Registry, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for sheet, header in ((book.active, "Đơn vị QL"), (book.create_sheet("Hai"), "Doanh nghiệp")):
        assert sheet is not None
        sheet.append([HEADER[0], header, *HEADER[2:]])
        for at in range(3):
            lon = LON + (at + 3 * (sheet.title == "Hai")) * STEP
            sheet.append(mast(f"{sheet.title}{at}", "Viettel", lon, LAT))
    book.save(tmp_path / "hai.xlsx")
    rows = list(compared(registry, tmp_path / "hai.xlsx").every())
    assert [row.fate for row in rows] == [Fate.REFUSED] * 3 + [Fate.NEW] * 3
    [said] = {(one.code, one.letter, one.params["column"]) for row in rows[:3] for one in row.issues}
    assert said == ("SITE-OPERATOR-COLUMN", "", "B “Đơn vị QL”")
    assert not any(row.issues for row in rows[3:])
