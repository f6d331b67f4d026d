"""The list that the register gives a carrier of its own masts: handed in as it is, it changes nothing."""

from pathlib import Path

import openpyxl

from registry.columns import ListKind, columns_for
from registry.services.lists.own_workbook import own_workbook
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from tests.services.lists.comparisons import compared
from tests.services.offices import HEADER, mast, write_list

LON, LAT = 106.301234, 21.351234
AT = {column.name: number for number, column in enumerate(columns_for(ListKind.SITES), 1)}


def known(registry: Registry, folder: Path) -> Path:
    """Write the own list of a Viettel that stated three masts and stands on one of VNPT's."""
    facts = ("Xã/Phường", "Năm xây dựng", "Kiểu cột", "Trụ vững", "Số GCN kiểm định", "Dùng chung với")
    said = ("Kép", "2016", "dây co", "có", "KĐ-1", "")
    rows = [(*mast(f"V{i}", "VTL", LON + i / 100, LAT, "A2b", 42 + i, "tạm ngừng"), *said) for i in range(3)]
    rows.append((*mast("N0", "VNPT", LON, LAT + 0.01, "A2b", 63), *said[:-1], "VTL"))
    import_sites(registry, write_list(folder / "vt.xlsx", rows, (*HEADER, *facts)), yes=True, who="lan")
    there = [mast("N0", "VTL", LON, LAT + 0.01)]
    import_sites(registry, write_list(folder / "chung.xlsx", there), yes=True, who="lan")
    path = folder / "own.xlsx"
    own_workbook(registry, "VTL", path)
    return path


def test_as_it_is_it_changes_nothing_and_misses_no_mast(registry: Registry, tmp_path: Path) -> None:
    found = compared(registry, known(registry, tmp_path))
    assert [(row.code, row.fate.value) for row in found.every()] == [
        (code, "unchanged") for code in ("N0", "V0", "V1", "V2")
    ]
    assert found.whole.gone == ()


def test_what_is_changed_in_it_is_the_only_change(registry: Registry, tmp_path: Path) -> None:
    path = known(registry, tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert [sheet.cell(row, AT["site_code"]).value for row in range(3, 7)] == ["N0", "V0", "V1", "V2"]
    sheet.cell(4, AT["mast_height_m"]).value = 48
    book.save(path)
    rows = list(compared(registry, path).every())
    assert [row.code for row in rows if row.changes] == ["V0"]
    assert [(one.field, one.before, one.after) for row in rows for one in row.changes] == [
        ("mast_height_m", 42.0, 48.0)
    ]


def test_a_technology_that_joins_has_the_certificate_as_its_own_news(
    registry: Registry, tmp_path: Path
) -> None:
    """The others have it in the register already: nobody is to read that the mast had none."""
    path = known(registry, tmp_path)
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0].cell(4, AT["technology"])
    cell.value = f"{cell.value}, 5G"
    book.save(path)
    changes = [one for row in compared(registry, path).every() for one in row.changes]
    assert {one.field: one.of for one in changes if one.field in {"technology", "emf_certificate"}} == {
        "technology": "5G",
        "emf_certificate": "5G",
    }


def test_of_another_s_mast_it_says_only_that_the_carrier_is_there(registry: Registry, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(known(registry, tmp_path)).worksheets[0]
    said = {name: sheet.cell(3, at).value for name, at in AT.items() if sheet.cell(3, at).value is not None}
    assert set(said) == {"ordinal", "site_code", "operator", "lon", "lat", "technology"}
    assert said["site_code"] == "N0"
