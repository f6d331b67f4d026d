"""Every long list is searched, sorted by its columns, filtered and sent as a workbook, all by its address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from registry.errors import RefusalError
from registry.settings import read_settings
from tests.copied import copy_home
from tests.walk import Address, clients, page_rules, passwords_of, walked
from tests.web.people import running
from web.frame.listing import Column, listing

NO_LONG_LIST = {
    "cables.batches": "a few files a quarter, each with its undoing",
    "cables.underground": "a province has a few areas",
    "checkpoints.listed": "the newest days in their order; the files beside it hold all",
    "consultations.bodies": "one form for each body with an account",
    "guides.listed": "one guide for each role",
    "open_data_office.listed": "one row for each set that can be opened",
    "ledger.listed": "in the order of its entries, by which it is paged: tests/web/ledger/test_entries.py",
    "hazards.listed": "warnings of now and ground on record, a few each; a warning's masts are on its page",
    "open_sessions.listed": "who is signed in now, by person: tests/web/frame/sign_in/test_sessions.py",
    "mast_table.listed": "what the map shows, for where no script runs: searched and filtered on the map",
    "storms.letter_map": "the map of a letter's masts; the letter has them as a list and a workbook",
    "storms.show": "the masts in the order of danger, which is what the list says; its workbook has all",
    "zones.drafts": "a few drafts a year",
    "style.show": "three lines that show what a list looks like",
}
"""What looks like a list but is none that grows long, or has an order of its own."""
ALWAYS_SHORT = frozenset(
    {
        "accounts.all_accounts", "consultations.listed", "outages.listed", "plans.listed", "plans.show",
        "storms.listed",
    }
)  # fmt: skip
"""Lists without groups or filters: what is searched says all that they could be filtered by."""
BY_THE_NUMBER = frozenset({"reports.rows"})
"""What is behind a number of a table: the number is the filter."""

WHOLE = "/list-changes"
"""The workbook of a quarter's changes goes to the carriers: it always has all of them."""

_SEARCH = re.compile(r'<input type="(?:search|text)" id="(?:q|codes?)"')
_SORTS = re.compile(r'<select id="sort".*?</select>', re.DOTALL)
_OPTION = re.compile(r'<option value="([^"]+)"')
_FILTER = re.compile(r'<select id="(?!sort)|class="queue-list|class="kinds"|class="count"')
_BOOK = re.compile(r'href="([^"]+)" download>(?:Tải bảng tính|Bảng tính)')


@dataclass
class Office:
    """The illustrative office in the middle of its work, with everybody signed in and their pages."""

    app: Flask
    people: dict[str, FlaskClient]
    pages: dict[str, list[Address]]


@pytest.fixture(scope="module")
def office(walked_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("walked") / "home"
    copy_home(walked_home, home)
    settings = read_settings({"BTS_HOME": str(home)})
    with running(settings) as app:
        yield Office(app, clients(app, passwords_of(settings)), walked(settings).found)


@pytest.mark.parametrize("who", ["thamdinh", "viettel", "quantri", "ubndxa"])
def test_every_list_is_searched_sorted_filtered_and_sent(office: Office, who: str) -> None:
    client = office.people[who]
    faults = []
    for page in office.pages[who]:
        text = client.get(page.path).get_data(as_text=True)
        sorts = _SORTS.search(text)
        is_list = page.endpoint.endswith((".listed", ".rows")) or sorts or '<nav class="page' in text
        if not is_list or page.endpoint in NO_LONG_LIST or not re.search(r"<tbody|class=\"people\"", text):
            continue
        lacking = [
            name
            for name, there in (
                ("search", _SEARCH.search(text)),
                ("sort", sorts),
                ("filter", _FILTER.search(text) or page.endpoint in ALWAYS_SHORT | BY_THE_NUMBER),
                ("workbook", _BOOK.search(text)),
            )
            if not there
        ]
        faults += [f"{page.endpoint} has no {name}" for name in lacking]
        if not lacking:
            faults += _tried(client, page.path, text)
    assert not faults, "\n".join(faults)


def test_every_exception_is_still_a_page(office: Office) -> None:
    assert {*NO_LONG_LIST, *ALWAYS_SHORT, *BY_THE_NUMBER} <= set(page_rules(office.app))


def _tried(client: FlaskClient, path: str, text: str) -> list[str]:
    """Sort by the first and the last column, both ways, and open the workbook; return what went wrong."""
    offered = _OPTION.findall(_SORTS.search(text).group())  # type: ignore[union-attr]
    faults = []
    for sort in (offered[0], offered[-1]):
        answer = client.get(f"{path}{'&' if '?' in path else '?'}sort={sort}")
        shown = answer.get_data(as_text=True)
        if answer.status_code != 200 or f'<option value="{sort}" selected' not in shown:
            faults.append(f"{path} is not sorted by {sort}")
            continue
        book = unescape(_BOOK.search(shown).group(1))  # type: ignore[union-attr]
        kept = parse_qs(urlsplit(book).query).get("sort", [])
        if sort == offered[-1] and kept != [sort] and not path.startswith(WHOLE):
            faults.append(f"{path}: the workbook forgets the order {sort}")
        sent = client.get(book)
        if sent.status_code != 200 or load_workbook(BytesIO(sent.get_data()), read_only=True).active is None:
            faults.append(f"{book} is no workbook")
    return faults


# ---- the list itself ---------------------------------------------------------------------------------------

COLUMNS = [
    Column("name", "Tên", lambda row: row[0]),
    Column("count", "Số", lambda row: row[1], number=True),
    Column("note", "Ghi chú", lambda row: row[2], heading=False),
]
ROWS = st.lists(
    st.tuples(st.text(max_size=8), st.none() | st.integers(-9, 9), st.text(max_size=4)), max_size=30
)


@pytest.fixture(scope="module")
def app() -> Flask:
    bare = Flask(__name__)
    bare.add_url_rule("/things/<kind>", "things", lambda kind: kind)
    return bare


@given(ROWS, st.sampled_from(["name", "-name", "count", "-count"]))
def test_sorting_loses_nothing_and_puts_the_unknown_last(
    app: Flask, rows: list[tuple[str, int | None, str]], sort: str
) -> None:
    with app.test_request_context(f"/things/a?sort={sort}"):
        found = list(listing(rows, COLUMNS).rows)
    assert sorted(map(repr, found)) == sorted(map(repr, rows))
    at = 0 if sort.endswith("name") else 1
    unknown = [row[at] in (None, "") for row in found]
    assert unknown == sorted(unknown)
    if at == 1:
        known = [row[1] for row in found if row[1] is not None]
        assert known == sorted(known, reverse=sort.startswith("-"))


def test_a_search_folds_diacritics_and_looks_into_what_the_workbook_alone_holds(app: Flask) -> None:
    rows = [("Cột Yên Dũng", 1, ""), ("Cột Lạng Giang", 2, "Đã tháo dỡ")]
    for asked, names in (("yen dung", ["Cột Yên Dũng"]), ("cot THÁO", ["Cột Lạng Giang"]), ("khác", [])):
        with app.test_request_context("/things/a", query_string={"q": asked}):
            assert [row[0] for row in listing(rows, COLUMNS).rows] == names


def test_an_address_holds_search_order_and_group_and_leaves_out_what_is_usual(app: Flask) -> None:
    rows = [(str(n), n, "") for n in range(120)]
    with app.test_request_context("/things/a?show=open&q=1&sort=-count&page=2"):
        found = listing(rows, COLUMNS, kept=("show",), per_page=20)
        assert (found.found, found.pages, found.page, found.items[0][1]) == (39, 2, 2, 91)
        assert found.address(page=1) == "/things/a?show=open&q=1&sort=-count&page=1"
        assert found.everything == "/things/a?show=open"
        up = found.headings[1]
        assert (up.direction, up.url) == ("descending", "/things/a?show=open&q=1&sort=count")
    with app.test_request_context("/things/a?page=99"):
        assert listing(rows, COLUMNS).page == 3


def test_a_heading_leads_only_to_an_order_that_the_list_takes(app: Flask) -> None:
    columns = [*COLUMNS, Column("phone", "Điện thoại", lambda row: row[2], sorts=False)]
    with app.test_request_context("/things/a"):
        urls = [one.url for one in listing([("a", 1, "")], columns).headings]
    assert [bool(url) for url in urls] == [True, True, False]
    for url in filter(None, urls):
        with app.test_request_context(url):
            assert listing([("a", 1, "")], columns).sort


@pytest.mark.parametrize("query", ["sort=note", "sort=nothing", "page=x"])
def test_what_a_list_does_not_know_is_refused(app: Flask, query: str) -> None:
    with app.test_request_context(f"/things/a?{query}"), pytest.raises(RefusalError) as refused:
        listing([("a", 1, "")], COLUMNS)
    assert refused.value.code == "WEB-PARAMETER"
