"""The workbook of an event: the board's own numbers, each leading to its rows; what is not known is words."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from registry.messages import Language
from registry.model.outages.outages import Incident, IncidentKind, OutageEvent
from registry.services.office.registry import Registry
from registry.services.office.table_book import ILLUSTRATIVE
from registry.services.outages.board import board_of
from registry.services.outages.carrier_reports import send_report
from registry.services.outages.incidents import add_incident
from registry.services.outages.statement_list import listed_lines
from registry.services.outages.statements import Statement
from registry.services.outages.workbook import WIDEST, outage_book
from tests.services.outages.world import COMMUNE, OTHER, built, heading, opened

CARRIERS, COMMUNES, ROWS, INCIDENTS = "Doanh nghiệp", "Xã, phường", "Từng dòng", "Sự cố"


@pytest.fixture
def world(office: Registry) -> Registry:
    return built(office)


def down(code: str, **own: Any) -> Statement:
    return Statement(code, code=code, state="down", **own)


def book(registry: Registry, event: OutageEvent, lang: Language = "vi") -> Any:
    return openpyxl.load_workbook(BytesIO(outage_book(registry, board_of(registry, event.id), lang)))


def table(found: Any, name: str) -> list[dict[str, Any]]:
    """The rows under the header of a sheet, up to the first that is empty; cells by their heading."""
    head, *rows = found[name].iter_rows()
    names = [cell.value for cell in head]
    filled = [row for row in rows if row[1].value is not None]
    return [dict(zip(names, row, strict=False)) for row in filled]


def place(cell: Any) -> tuple[str, str]:
    """The sheet and cell to which a number leads."""
    sheet, _, where = cell.hyperlink.target.removeprefix("#").rpartition("!")
    return sheet.strip("'"), where


def values(row: dict[str, Any], *names: str) -> list[Any]:
    return [row[name].value for name in names]


def test_before_any_report_carriers_have_stations_and_no_numbers_at_all(world: Registry) -> None:
    found = book(world, opened(world))
    assert found.sheetnames == [CARRIERS, COMMUNES, ROWS, INCIDENTS]
    rows = table(found, CARRIERS)
    assert {row["Doanh nghiệp"].value: row["Vị trí trạm trong sổ"].value for row in rows} == {
        "VNPT": 3,
        "Viettel": 4,
    }
    for row in rows:
        assert values(row, "Bị ảnh hưởng", "Đang mất liên lạc", "Đã khôi phục") == ["chưa rõ"] * 3, "not 0"
        assert row["Kỳ vừa qua"].value == "Chưa báo cáo"
    assert [table(found, name) for name in (COMMUNES, ROWS, INCIDENTS)] == [[], [], []]


def test_sums_are_the_boards_and_each_leads_to_the_first_of_its_rows(world: Registry) -> None:
    event = opened(world)
    send_report(world, heading(event), [down("BGG00101"), down("BGG00103")])
    send_report(world, heading(event, "VNPT"), [down("BGG00105")])
    found, board = book(world, event), board_of(world, event.id)
    for row, carrier in zip(table(found, CARRIERS), board.carriers, strict=True):
        assert values(row, "Doanh nghiệp", "Đang mất liên lạc") == [carrier.name, carrier.down]
        sheet, cell = place(row["Đang mất liên lạc"])
        first = found[sheet][cell].row
        assert found[sheet].cell(first, 1).value == carrier.name
        assert found[sheet].cell(first - 1, 1).value != carrier.name
    assert sum(row["Đang mất liên lạc"].value for row in table(found, COMMUNES)) == 3


def test_a_communes_number_leads_to_that_carriers_rows_there_and_a_zero_leads_nowhere(
    world: Registry,
) -> None:
    event = opened(world)
    send_report(world, heading(event), [down("BGG00101"), down("BGG00103"), down("BGG00100")])
    send_report(world, heading(event, hours_ago=0.1), [Statement("1", code="BGG00103", state="restored")])
    found = book(world, event)
    for row in table(found, COMMUNES):
        cell = row["Đang mất liên lạc"]
        if not cell.value:
            assert cell.hyperlink is None
            continue
        sheet, where = place(cell)
        target = found[sheet][where].row
        assert [found[sheet].cell(target, at).value for at in (1, 2)] == values(
            row, "Doanh nghiệp", "Xã, phường"
        )
    silent = [row for row in table(found, COMMUNES) if row["Lưu ý"].value == "chưa báo cáo"]
    assert {row["Doanh nghiệp"].value for row in silent} == {"VNPT"}
    assert all(values(row, "Bị ảnh hưởng", "Đang mất liên lạc") == [None, None] for row in silent)


def test_what_is_partly_or_not_known_is_words_and_a_count_over_the_register_is_doubted(
    world: Registry,
) -> None:
    event = opened(world)
    send_report(world, heading(event), [down("BGG00100"), Statement("2", commune=OTHER, down=9)])
    found = book(world, event)
    viettel = next(row for row in table(found, CARRIERS) if row["Doanh nghiệp"].value == "Viettel")
    assert values(viettel, "Đang mất liên lạc", "Đã khôi phục", "Chạy máy nổ") == [10, "≥ 0", "chưa rõ"]
    (doubted,) = (row for row in table(found, COMMUNES) if str(row["Lưu ý"].value).startswith("cần kiểm tra"))
    assert (doubted["Đã khôi phục"].value, doubted["Vị trí trạm trong sổ"].value) == ("chưa rõ", 1)


def test_every_statement_that_stands_is_a_row_and_a_count_bears_its_number(world: Registry) -> None:
    event = opened(world)
    send_report(
        world, heading(event), [down("BGG00100", cause="grid"), Statement("2", commune=OTHER, down=1)]
    )
    send_report(world, heading(event, hours_ago=0.1), [Statement("1", code="BGG00100", state="restored")])
    rows = table(book(world, event), ROWS)
    assert len(rows) == len(listed_lines(board_of(world, event.id))) == 2
    told = {row["Mã trạm"].value: values(row, "Tình trạng", "Số lượng mất") for row in rows}
    assert told == {"BGG00100": ["Đã khôi phục", None], None: ["Số lượng theo xã, phường", 1]}


def test_a_text_that_looks_like_a_formula_is_text_on_every_sheet(world: Registry) -> None:
    event = opened(world, name="=1+1")
    send_report(
        world, heading(event), [down("BGG00100", note="=HYPERLINK(1)\x07"), down("BGG00101", note="#N/A")]
    )
    add_incident(world, Incident("", event.id, "VTL", IncidentKind.CABLE, COMMUNE, "@SUM(A1)"), who="vtl")
    cells = [cell for sheet in book(world, event) for row in sheet.iter_rows() for cell in row]
    assert not {"f", "e"} & {cell.data_type for cell in cells}
    assert {"'=HYPERLINK(1)", "'@SUM(A1)"} <= {cell.value for cell in cells}


def test_it_says_that_it_is_the_offices_own_and_of_an_illustrative_office_that_too(
    world: Registry, demo_registry: Registry
) -> None:
    for registry, illustrative in ((world, False), (demo_registry, True)):
        said = [cell.value for cell in book(registry, opened(registry))[CARRIERS]["A"]]
        assert any(text and "chỉ dùng nội bộ" in text for text in said)
        assert (ILLUSTRATIVE in said) is illustrative


def test_english_has_the_same_cells_and_no_column_is_wider_than_a_page(world: Registry) -> None:
    event = opened(world)
    send_report(world, heading(event), [down("BGG00100", note="dài " * 40)])
    vi, en = book(world, event), book(world, event, "en")
    assert en.sheetnames == ["Carriers", "Communes", "Statements", "Incidents"]
    assert [(one.max_row, one.max_column) for one in vi] == [(one.max_row, one.max_column) for one in en]
    for one in (*vi, *en):
        assert one.freeze_panes == "A2"
        assert all(10 <= column.width <= WIDEST for column in one.column_dimensions.values())
