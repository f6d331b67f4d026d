"""Ten carriers' layouts: at least 95 % of their cells are understood without a question, and none wrongly."""

import csv
from collections import defaultdict
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.columns import ListKind
from registry.geo.areas import near_m
from registry.intake import ParsedList, ParsedRow, read_list
from registry.intake.headers import find_header
from registry.intake.raw import RawSheet
from registry.intake.sheet_reader import SheetReader
from registry.model.issues import Issue
from tests.intake.carriers.layouts import LAYOUTS, MEANINGS
from tests.intake.carriers.writing import PLACES, Layout

KIND = ListKind.PROPOSALS
SAME_PLACE_M = 2.0  # what a thousandth of a second, a centimetre and the change of datum leave


class Meant(NamedTuple):
    row: int
    letter: str
    name: str
    value: str


def meanings() -> dict[str, list[Meant]]:
    found: dict[str, list[Meant]] = defaultdict(list)
    with MEANINGS.open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            found[line["layout"]].append(
                Meant(int(line["row"]), line["letter"], line["field"], line["value"])
            )
    return found


def says(row: ParsedRow, name: str) -> str | None:
    value = row.values.get(name)
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else None if value is None else str(value)


def read_as_meant(row: ParsedRow, meant: Meant) -> bool | None:
    """Whether a cell was understood: None where nothing was read of it."""
    base = meant.name.partition(":")[0]
    if base in PLACES:
        lon, lat = map(float, meant.value.split())
        place = row.position
        if place.lon is None or place.lat is None:
            return None
        return near_m(lon, lat, place.lon, place.lat) < SAME_PLACE_M
    said = says(row, meant.name)
    return None if said is None else said == meant.value


def judged(found: ParsedList, cells: list[Meant]) -> tuple[int, list[Any], list[Any]]:
    """Return how many cells have a meaning, those not understood, and those understood wrongly."""
    rows = {row.row: row for row in found.rows}
    columns = {column.letter: column.name for sheet in found.sheets for column in sheet.columns}
    missed, wrong = [], []
    for meant in cells:
        name = columns.get(meant.letter, "")
        if meant.name == "-":
            wrong += [meant] if name else []
            continue
        if name not in ("", meant.name) and not {name, meant.name} <= {"northing", "easting"}:
            wrong.append((meant, name))
            continue
        good = read_as_meant(rows[meant.row], meant) if meant.row in rows else None
        if good is None:
            missed.append(meant)
        elif not good:
            wrong.append((meant, says(rows[meant.row], meant.name)))
    told = {(meant.row, meant.name.partition(":")[0]) for meant in cells}
    for number, row in rows.items():
        wrong += [(number, name) for name in row.values if (number, name) not in told]
    return sum(1 for meant in cells if meant.name != "-"), missed, wrong


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ParsedList]:
    folder = tmp_path_factory.mktemp("carriers")
    return {layout.code: read_list(layout.save(folder), KIND) for layout in LAYOUTS}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.code)
def test_no_cell_of_a_carriers_layout_is_understood_wrongly(
    layout: Layout, read: dict[str, ParsedList]
) -> None:
    cells = meanings()[layout.code]
    assert cells == [Meant(*line[1:]) for line in layout.meanings()]  # the file tells the layouts of today
    known, missed, wrong = judged(read[layout.code], cells)
    assert known > 40
    assert wrong == []
    assert len(missed) <= 0.2 * known, missed


def test_of_ten_carriers_cells_ninety_five_of_a_hundred_are_understood_without_a_question(
    read: dict[str, ParsedList],
) -> None:
    told = meanings()
    totals = [judged(read[code], cells) for code, cells in told.items()]
    known, missed = sum(total[0] for total in totals), sum(len(total[1]) for total in totals)
    assert len(totals) == 10
    assert known > 500
    assert 1 - missed / known >= 0.95


def sheet_of(layout: Layout) -> list[list[Any]]:
    """Return what stands above the head, the head, and the rows of a list with a head of one row."""
    above = len(layout.above)
    lines = [
        ["" if cell is None else float(cell) if type(cell) is int else cell for cell in line]
        for at, (line, row) in enumerate(layout.lines())
        if row is not None or at <= above
    ]
    width = max(map(len, lines))
    return [line + [""] * (width - len(line)) for line in lines]


def read_lines(lines: list[list[Any]]) -> tuple[list[tuple[dict[str, Any], Any, Any]], list[str]]:
    sheet = RawSheet("DS", [list(line) for line in lines])
    header = find_header(sheet, KIND)
    assert header is not None
    rows: list[ParsedRow] = []
    issues: list[Issue] = []
    seen = SheetReader(sheet, header, kind=KIND, hints=None, operator="", rows=rows, issues=issues).read()
    names = [column.name for column in seen.columns if column.name]
    return [(row.values, row.position.lon, row.position.lat) for row in rows], names


FLAT = [layout for layout in LAYOUTS if all(len(column.heads) == 1 for column in layout.columns)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_order_of_columns_and_blank_ones_between_change_nothing(data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(FLAT))
    lines = sheet_of(layout)
    before, names = read_lines(lines)
    above, below = lines[: len(layout.above)], lines[len(layout.above) :]
    order = data.draw(st.permutations(range(len(lines[0]))))
    blank = data.draw(st.integers(0, len(order)))
    turned = [[line[i] for i in order[:blank]] + [""] + [line[i] for i in order[blank:]] for line in below]
    after, again = read_lines([[*line, ""] for line in above] + turned)
    assert sorted(again) == sorted(names)
    assert after == before


@pytest.mark.parametrize(
    ("head", "cells", "name", "sure"),
    [
        ("Ghi nhận", ["A2b", "A1a", "A2b", "A2c"], "mast_class", True),
        ("Ghi nhận", ["A2b", "A1a", "khác", "chưa rõ loại"], "mast_class", False),
        ("Ghi nhận", ["A2b", "A1a"], "mast_class", False),  # too few to tell
        ("Ghi nhận", ["dây co", "tự đứng", "dây co"], "form", True),
        ("Ghi nhận", ["VNPT", "Viettel", "VNPT"], "operator", True),
        ("CSHT của", ["VNPT", "Viettel", "VNPT"], "owner", False),  # whose it is, not whose list
        ("Ghi nhận", [420173.0, 430173.0, 440173.0], "", False),  # half a position is none
        ("Ghi nhận", [42.0, 36.0, 30.0], "", False),  # a height of what?
        ("Trạm lân cận: loại", ["A2b", "A1a", "A2b"], "", False),
        ("Số DN dùng chung", [2.0, 3.0, 2.0], "designed_operators", False),  # and no list of operators
        ("Doanh nghiệp dùng chung hiện tại", [2.0, 3.0, 2.0], "", False),
    ],
)
def test_cells_that_tell_by_themselves_are_proposed_and_never_read(
    head: str, cells: list[Any], name: str, sure: bool
) -> None:
    lines = [["Mã trạm", "Xã", "Ghi chú", head]]
    lines += [[f"V{at}", "Kép", "gần chợ", cell] for at, cell in enumerate(cells)]
    sheet = RawSheet("DS", lines)
    header = find_header(sheet, KIND)
    assert header is not None
    rows: list[ParsedRow] = []
    seen = SheetReader(sheet, header, kind=KIND, hints=None, operator="", rows=rows, issues=[]).read()
    proposed = seen.columns[3].proposed
    assert (proposed.name if proposed else "", bool(proposed and proposed.sure)) == (name, sure)
    assert seen.columns[3].name == ""
    assert all(row.values.keys() == {"site_code", "commune", "note"} for row in rows)


_WORDS = """
chiều cao độ cột nhà công trình kim thu sét ăng ten tổng đỉnh mặt đất số mạng mã trạm loại kiểu dùng chung
công văn trả lời kinh vĩ địa điểm dự kiến của mực nước biển lân cận cũ thiết kế (m) AT TS H
"""
WORDS = st.sampled_from(_WORDS.split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    heads=st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), min_size=2, max_size=8),
    values=st.lists(st.one_of(st.floats(1, 90), st.sampled_from(["A2b", "dây co", "x", "3"])), min_size=9),
)
def test_no_field_is_read_from_two_columns_and_no_column_as_two_fields(
    heads: list[str], values: list[Any]
) -> None:
    """Whatever headers say: a column of numbers is never the height of a mast and of a building."""
    lines = [["Mã trạm", "Vĩ độ", "Kinh độ", *heads]]
    lines += [
        [f"V{at}", 21.3, 106.2, *(values[(at + k) % len(values)] for k in range(len(heads)))]
        for at in range(4)
    ]
    rows, names = read_lines(lines)
    parts = [name for name in names if ":" not in name]
    assert len(parts) == len(set(parts))
    for read_values, _lon, _lat in rows:
        assert set(read_values) - {"built_year_only"} <= {*names, "shared_with"}
