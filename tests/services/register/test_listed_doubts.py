"""What of a list is hard to believe beside the register is said of its row, and taken as written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from registry.columns import COLUMNS, CellType
from registry.model.issues import Issue, Severity
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from tests.services.offices import HEADER, mast, write_list

LON, LAT = 106.301234, 21.351234
NUMBERS = [
    item
    for item in COLUMNS
    if item.level and item.type in {CellType.METRES, CellType.NUMBER, CellType.INTEGER}
    if item.name not in {"sharing_code", "mast_height_m"}  # a code is no number; the height is in every row
]
ENDS = (*HEADER, "Ngày xây dựng", "Ngày tháo dỡ")


def said(
    registry: Registry,
    folder: Path,
    rows: Sequence[Any],
    header: Sequence[str] = HEADER,
    *,
    yes: bool = False,
) -> list[Issue]:
    path = write_list(folder / "l.xlsx", rows, header)
    outcome = import_sites(registry, path, yes=yes, who="lan")
    codes = ("SITE-NUMBER", "SITE-DISMANTLED", "SITE-BUILT", "SITE-NOTED", "SITE-SAME", "SITE-AT")
    return [one for one in outcome.issues if one.code.startswith(codes)]


def test_every_number_ten_times_another_than_the_registers_is_asked_of(
    registry: Registry, tmp_path: Path
) -> None:
    header = (*HEADER, *(item.with_unit("vi") for item in NUMBERS))
    large = [10 if item.type is CellType.INTEGER else 40.0 for item in NUMBERS]
    said(registry, tmp_path, [[*mast("V0", "VTL", LON, LAT), *large]], header, yes=True)
    assert said(registry, tmp_path, [[*mast("V0", "VTL", LON, LAT), *large]], header) == []
    small = [number / 10 for number in large]
    found = said(registry, tmp_path, [[*mast("V0", "VTL", LON, LAT, "A2b", "4,2"), *small]], header)
    assert {(one.code, one.severity, one.row, one.params["factor"]) for one in found} == {
        ("SITE-NUMBER-SLIPPED", Severity.WARNING, 2, 10.0)
    }
    numbers = {one.letter: (one.params["before"], one.params["after"], one.proposed) for one in found}
    wanted = {"F": (42.0, 4.2, "42")}
    for letter, was, now in zip("IJKLMNOPQRSTU", large, small, strict=False):
        wanted[letter] = (was, now, f"{was:g}")
    assert len(NUMBERS) > 5
    assert numbers == wanted


def test_only_what_a_comma_explains_is_asked_of(registry: Registry, tmp_path: Path) -> None:
    cases: list[tuple[Any, Any, list[str | None]]] = [
        (42, "4,2", ["42"]),
        (4.2, 42, ["4.2"]),
        (100, 1, ["100"]),
        (42, "4,25", ["42.5"]),  # measured anew, and the comma one place too far left
        (42, "420 cm", [None]),  # in another unit than the register's: what the cell should hold is not known
        (42, 420, []),  # the reading asks of it itself
        (42, 45, []),
        (42, 21, []),
        (42, "4,6", []),
    ]
    before = [mast(f"V{n}", "VTL", LON + n / 100, LAT, "A2b", one[0]) for n, one in enumerate(cases)]
    after = [mast(f"V{n}", "VTL", LON + n / 100, LAT, "A2b", one[1]) for n, one in enumerate(cases)]
    said(registry, tmp_path, before, yes=True)
    found = said(registry, tmp_path, after)
    assert [(one.row, one.proposed) for one in found] == [
        (n + 2, proposed) for n, one in enumerate(cases) for proposed in one[2]
    ]
    again = import_sites(registry, tmp_path / "l.xlsx", who="lan").issues
    assert [one.code for one in again if (one.row, one.letter) == (7, "F")] == ["CELL-UNUSUAL-LIKELY"]


def test_an_end_that_contradicts_its_row_is_said(registry: Registry, tmp_path: Path) -> None:
    cases = [
        ("đã tháo dỡ", "", "", "SITE-DISMANTLED-NO-DAY"),
        ("đã tháo dỡ", "01/02/2015", "01/02/2020", ""),
        ("đã tháo dỡ", "01/02/2015", "01/02/2014", "SITE-DISMANTLED-BEFORE-BUILT"),
        ("đã tháo dỡ", "01/06/2015", "2015", ""),  # the year alone
        ("đã tháo dỡ", "", "01/01/2028", "SITE-DISMANTLED-AHEAD"),
        ("đang hoạt động", "", "01/02/2020", "SITE-DISMANTLED-STANDS"),
        ("đang hoạt động", "", "", ""),
        ("đang hoạt động", "01/02/2028", "", "SITE-BUILT-AHEAD"),
        ("tạm ngừng", "2029", "", "SITE-BUILT-AHEAD"),
        ("", "01/02/2028", "", "SITE-BUILT-AHEAD"),  # a new mast of which no state is told is in service
        ("đang xây dựng", "01/02/2028", "", ""),
    ]
    rows = [
        (*mast(f"V{n}", "VTL", LON + n / 100, LAT, "A2b", 42, state), built, gone)
        for n, (state, built, gone, _code) in enumerate(cases)
    ]
    found = said(registry, tmp_path, rows, ENDS)
    assert [(one.row, one.code) for one in found] == [
        (n + 2, one[3]) for n, one in enumerate(cases) if one[3]
    ]


def test_a_note_that_alone_says_that_the_mast_is_gone_is_asked_about(
    registry: Registry, tmp_path: Path
) -> None:
    cases = [
        ("", "Đã tháo dỡ tháng 6/2025", True),
        ("đang hoạt động", "da thao do", True),
        ("tạm ngừng", "cột đã được thanh lý", True),
        ("", "chưa tháo dỡ; đề nghị tháo dỡ trong quý II", False),
        ("", "đã thay ăng ten", False),
        ("", "", False),
    ]
    rows = [
        (*mast(f"V{n}", "VTL", LON + n / 100, LAT, "A2b", 42, state), note)
        for n, (state, note, _asked) in enumerate(cases)
    ]
    found = said(registry, tmp_path, rows, (*HEADER, "Ghi chú"))
    assert [(one.row, one.code) for one in found] == [
        (n + 2, "SITE-NOTED-DISMANTLED") for n, one in enumerate(cases) if one[2]
    ]


def test_two_masts_at_the_very_same_coordinates_are_asked_about_once(
    registry: Registry, tmp_path: Path
) -> None:
    rows = [
        mast("V0", "VTL", LON, LAT),
        mast("V1", "VTL", LON, LAT),
        mast("V2", "VTL", LON, LAT, "A2b", 42, "đã tháo dỡ"),  # one that is gone may have stood there
        mast("V3", "VTL", LON + 0.00001, LAT),
        mast("M0", "MBF", LON, LAT),  # another's: *Same mast?* asks
        mast("V0", "VTL", LON, LAT),  # the same mast in a second row
    ]
    asked = [one for one in said(registry, tmp_path, rows, yes=True) if one.code == "SITE-SAME-COORDINATES"]
    params = {"code": "V1", "other": "V0", "where": "2"}
    assert [(one.row, one.letter, one.params) for one in asked] == [(3, "D", params)]
    again = [one.code for one in said(registry, tmp_path, rows)]
    assert "SITE-SAME-COORDINATES" not in again  # the register has them there: it was asked when they came
    moved = [rows[0], mast("V3", "VTL", LON, LAT)]
    assert [(one.row, one.params["other"]) for one in said(registry, tmp_path, moved)] == [(3, "V0")]


def test_a_day_that_the_register_has_need_not_be_listed_again(registry: Registry, tmp_path: Path) -> None:
    gone = mast("V0", "VTL", LON, LAT, "A2b", 42, "đã tháo dỡ")
    stands = mast("V1", "VTL", LON + 0.01, LAT)
    said(registry, tmp_path, [(*gone, "", "01/02/2020"), (*stands, "", "")], ENDS, yes=True)
    taken_down = mast("V1", "VTL", LON + 0.01, LAT, "A2b", 42, "đã tháo dỡ")
    (issue,) = said(registry, tmp_path, [gone, taken_down])
    assert (issue.code, issue.letter, issue.row) == ("SITE-DISMANTLED-NO-DAY", "G", 3)


def test_masts_that_take_each_others_places_are_asked_about(registry: Registry, tmp_path: Path) -> None:
    places = {"V0": (LON, LAT), "V1": (LON + 0.01, LAT), "V2": (LON + 0.02, LAT), "V3": (LON + 0.03, LAT)}
    said(registry, tmp_path, [mast(code, "VTL", *at) for code, at in places.items()], yes=True)

    def listed(**where: str) -> list[Issue]:
        rows = [
            mast(code, "VTL", lon, lat + 0.00005)  # each measured anew, 5 m away
            for code in places
            for lon, lat in [places[where.get(code, code)]]
        ]
        return said(registry, tmp_path, rows)

    assert listed() == []
    found = listed(V0="V2", V2="V0")
    assert [(one.code, one.row, one.params["other"]) for one in found] == [
        ("SITE-AT-ANOTHERS-PLACE", 2, "V2"), ("SITE-AT-ANOTHERS-PLACE", 4, "V0"),
    ]  # fmt: skip
    assert {one.row for one in listed(V0="V1", V1="V2", V2="V0")} == {2, 3, 4}
    assert "SITE-AT-ANOTHERS-PLACE" not in {one.code for one in listed(V0="V3")}  # V3 stays: another question
