"""The pages of the ledger: read, narrowed, turned, taken away as a file, by whom they are for."""

import csv
import io

import pytest
from flask import Flask
from openpyxl import load_workbook

from registry.services.register.map_masts import map_masts
from registry.store import ledger, ledger_pages
from registry.store.tables import LEDGERED
from tests.pages import Page, Pages
from tests.web.people import registry_of, signed_in, visitor


def text_of(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.fixture(scope="module")
def appraiser(app: Flask) -> Pages:
    return visitor(app, "appraiser")


@pytest.fixture(scope="module")
def own(app: Flask) -> tuple[str, str]:
    """The code and id of a mast on which Viettel has a station and VNPT has none."""
    return _mast(app, "VTL", "VNPT")


def _mast(app: Flask, on: str, off: str) -> tuple[str, str]:
    masts = map_masts(registry_of(app))
    here, there = (1 << masts.operators.index(code) for code in (on, off))
    networks = [int(mask) for mask in masts.networks]
    row = next(
        at for at, mask in enumerate(networks) if mask & here and not mask & there and masts.owners[at] != off
    )
    code = str(masts.codes[row])
    with registry_of(app).database.read() as connection:
        return code, ledger_pages.records_called(connection, code)["sites"][0]


def test_the_newest_entries_stand_first_and_pages_go_on_by_number(appraiser: Pages) -> None:
    said = text_of(appraiser.page("/ledger"))
    assert "Đầu sổ mục" in said
    first = appraiser.page("/ledger?kind=sites")
    older = next(one["href"] for one in first.all("a") if "before=" in one.get("href", ""))
    second = appraiser.page(older)
    newer = next(one["href"] for one in second.all("a") if "after=" in one.get("href", ""))
    back = appraiser.page(newer)
    assert [one["href"] for one in back.all("a") if "/ledger/entry/" in one["href"]] == [
        one["href"] for one in first.all("a") if "/ledger/entry/" in one["href"]
    ]


def test_a_mast_is_found_by_its_code_and_its_history_says_file_and_values(
    appraiser: Pages, own: tuple[str, str]
) -> None:
    code, site = own
    said = text_of(appraiser.page(f"/ledger?code={code}"))
    assert f"cột {code} ghi mới" in said
    assert ".xlsx" in said
    history = text_of(appraiser.page(f"/ledger/record/sites/{site}"))
    assert f"Lịch sử: cột {code}" in history
    assert "Kinh độ: 10" in history
    assert "Doanh nghiệp:" in history


def test_one_entry_stands_with_its_hash(app: Flask, appraiser: Pages) -> None:
    with registry_of(app).database.read() as connection:
        head = ledger.head(connection)
    assert head.hash in text_of(appraiser.page(f"/ledger/entry/{head.seq}"))
    appraiser.get(f"/ledger/entry/{head.seq + 1}", 404)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ledger?kind=ledger", 400), ("/ledger?from=x", 400), ("/ledger?before=x", 400),
        ("/ledger?before=5&after=3", 400), ("/ledger?from=2026-02-02&to=2026-01-01", 400),
        ("/ledger?x=1", 400), ("/ledger/record/ledger/1", 404), ("/ledger/record/sites/none", 404),
        ("/ledger?code=no+such+code", 200), ("/ledger?who=nobody", 200), ("/ledger?batch=b1", 200),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_and_nothing_is_a_fault(
    appraiser: Pages, address: str, status: int
) -> None:
    appraiser.get(address, status)


def test_a_carrier_reads_what_happened_to_its_own_masts_only(app: Flask, own: tuple[str, str]) -> None:
    code, site = own
    carrier, rival = visitor(app, "carrier"), visitor(app, "rival")
    said = text_of(carrier.page(f"/ledger/record/sites/{site}"))
    assert code in said
    assert "bts init" not in said, "who wrote it is nobody's whom it knows"
    rival.get(f"/ledger/record/sites/{site}", 404)
    for address in ("/ledger", "/ledger/entry/1", "/ledger/ledger.csv", "/ledger/checkpoints"):
        carrier.get(address, 403)
    for table in LEDGERED:
        with registry_of(app).database.read() as connection:
            entry = next(iter(ledger_pages.page(connection, ledger_pages.Asked(table=table), most=1)), None)
        if entry is not None and table != "sites":
            assert rival.client.get(f"/ledger/record/{table}/{entry.change.record}").status_code == 404, table


def test_accounts_are_for_the_administrator_and_defence_land_for_who_may_see_it(app: Flask) -> None:
    seen = {
        name: text_of(visitor(app, name).page("/ledger?kind=accounts"))
        for name in ("administrator", "inspector")
    }
    assert "Vai trò: Quản trị hệ thống" in seen["administrator"]
    assert "Quản trị hệ thống" not in seen["inspector"].split("Trước → sau")[1]
    assert "không hiện giá trị" in seen["inspector"]


def test_files_hold_what_the_filters_ask_for(app: Flask, own: tuple[str, str]) -> None:
    client = signed_in(app, "appraiser")
    answer = client.get(f"/ledger/ledger.csv?code={own[0]}&kind=sites")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    answer.close()
    assert rows[0][10:13] == ["Trường", "Trước", "Sau"]
    assert {row[8] for row in rows[1:]} == {f"cột {own[0]}"}
    assert own[0] in [row[12] for row in rows[1:] if row[10] == "Mã"]
    book = load_workbook(io.BytesIO(client.get(f"/ledger/ledger.xlsx?code={own[0]}&kind=sites").data))
    assert book.active is not None
    assert book.active.max_row == len(rows)


def test_the_sheet_of_a_mast_says_its_history_in_values_and_where_its_position_comes_from(
    appraiser: Pages, own: tuple[str, str]
) -> None:
    said = text_of(Page(appraiser.get(f"/map/site?code={own[0]}").get_data(as_text=True)))
    for words in (
        "Tọa độ như đã ghi",
        "Hệ tọa độ đã ghi WGS 84",
        "Cách xác định tọa độ theo danh sách",
        "Kinh độ: 10",
    ):
        assert words in said, words
