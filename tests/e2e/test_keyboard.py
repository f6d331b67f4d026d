"""A request from its list to its letter by people who have no mouse, and a mast found on the map.

Only keys are pressed. At every stop the ring that says where one is has a contrast of 3:1 and lies under
nothing, the keyboard is never nowhere, and the stops are counted: what a change adds before the work is seen
here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.model.people import Role
from registry.services.office.operation import jobs
from tests.e2e.conftest import Visit, served
from tests.e2e.keyboard import Keyboard
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, small_office

pytestmark = pytest.mark.e2e
CONTENT, ROWS = "Đến nội dung chính", "Đến danh sách vị trí"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[str]:
    """The address of a small office with a carrier, an appraiser and a leader."""
    with (
        small_office(tmp_path / "sổ", Role.CARRIER, Role.APPRAISER, Role.LEADER) as app,
        served(app) as address,
    ):
        yield address
        assert jobs.stop(registry_of(app), 60)  # what issuing has set going does not outlive its register


def signed_in(page: Page, name: str) -> Keyboard:
    """Sign in from wherever the page puts the keyboard first."""
    keys = Keyboard(page)
    if not page.locator("#username:focus").count():
        keys.to(page.locator("#username"), most=8)
    keys.type(name)
    keys.to(page.locator("#password"), most=1)
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_selector(".account-name")
    return keys


def past_the_gate(keys: Keyboard, deed: str, number: str = "", file: str = "") -> None:
    """Say why it goes on of each thing that asks, and do the deed."""
    page = keys.page
    page.wait_for_selector("body.gate[data-forms=ready]")
    asked = page.locator(".gate-typed input").all()
    keys.skip(CONTENT if asked else "Đến bước xác nhận")
    for field in asked:
        keys.to(field, most=6)
        keys.type("Đã đối chiếu với bản giấy")
    if number:
        expect(page.locator("#issue-number")).to_be_focused()
        keys.look()
        keys.type(number)
        keys.to(page.locator("#signed"), most=3)
        keys.choose_file(file)
        why = page.get_by_label("Lý do vẫn ban hành với tệp này")  # it is no PDF that one can read
        expect(why).to_be_visible()
        keys.to(why, most=3)
        keys.type("ký giấy")
    keys.to(page.get_by_role("button", name=deed, exact=True), most=20, way=deed)
    keys.press("Enter")


def the_carrier_files(page: Page, listed: Path) -> None:
    keys = signed_in(page, "carrier")
    page.wait_for_selector("body.requests-new[data-forms=ready]")
    keys.skip(CONTENT)
    keys.to(page.locator("#list"), most=2)
    told = page.locator(".file-field .file-told")
    expect(told).to_have_text("Chưa chọn tệp")  # in the page's words, whatever the browser speaks
    keys.choose_file(str(listed))
    expect(told).to_have_text(f"Đã chọn: {listed.name}")
    expect(page.locator("#list")).to_have_accessible_description(re.compile(f"Đã chọn: {listed.name}"))
    keys.to(page.locator("#letter-number"), most=6)
    keys.type("15/VT-KT")
    keys.to(page.get_by_role("button", name="Xem trước"), most=6, way="preview")
    keys.press("Enter")
    page.wait_for_selector("body.preview[data-ready]")
    keys.skip(CONTENT)
    keys.to(page.locator(".deeds").get_by_role("link", name="Gửi hồ sơ"), most=8, way="to the gate")
    keys.press("Enter")
    past_the_gate(keys, "Gửi hồ sơ")
    page.wait_for_selector("body.request:not(.preview)[data-ready]")
    expect(page.locator(".state")).to_have_text("Đã tiếp nhận")
    assert keys.stops["preview"] + keys.stops["to the gate"] <= 8
    assert keys.faults == []


def the_appraiser_decides(page: Page) -> None:
    keys = signed_in(page, "appraiser")
    keys.skip("Đến danh sách hồ sơ")
    expect(page.locator("#queue tbody a").first).to_be_focused()
    keys.look()
    keys.press("Enter")
    page.wait_for_selector("body.request[data-ready]")
    keys.skip(ROWS)
    row = page.locator("#rows tbody tr.current a")
    keys.press("ArrowDown", "ArrowUp")
    expect(page.locator("body")).to_have_attribute("data-shown", "1")
    # the first by Tab alone, as somebody does who has not read of the page's keys
    chosen = page.locator("#decision input:checked")
    taken = keys.to(chosen, most=8)
    keys.press("ArrowDown", "ArrowDown")
    taken += keys.to(page.locator("#decision-reason"), most=8)
    keys.type("Theo kết quả kiểm tra thực địa")
    taken += keys.to(page.get_by_role("button", name="Lưu và sang dòng chưa quyết định"), most=3)
    assert taken < 12
    keys.press("Enter")
    for at in (2, 3, 4, 5):
        page.wait_for_selector(f"body[data-ready][data-shown='{at}']")
        expect(page.locator("#decided-number")).to_have_text(str(at - 1))
        expect(row).to_be_focused()  # the next row, whether the page was read anew or not
        keys.look()
        keys.press("1")
        keys.look()
        keys.press("Enter")
        asked = page.locator("#decision-reason")
        expect(asked).to_be_focused()
        keys.look()
        keys.type("Đã đối chiếu với bản giấy")
        keys.press("Control+Enter")
    submit = page.get_by_role("link", name="Trình lãnh đạo")
    expect(submit).to_be_focused()  # nothing is left to decide: the next step
    keys.look()
    keys.press("Enter")
    past_the_gate(keys, "Trình lãnh đạo")
    expect(page.locator(".state")).to_have_text("Đã trình lãnh đạo")
    page.wait_for_selector("body.request[data-ready]")
    assert 20 < len(keys.round()) < 60  # one can go through all of it and comes out again
    assert keys.faults == []


def the_leader_issues(page: Page, signed: Path) -> None:
    keys = signed_in(page, "leader")
    keys.skip("Đến danh sách hồ sơ")
    keys.press("Enter")
    page.wait_for_selector("body.request[data-ready]")
    keys.skip(CONTENT)
    keys.to(page.get_by_role("link", name="Ban hành", exact=True), most=4, way="to issue")
    keys.press("Enter")
    past_the_gate(keys, "Ghi nhận ban hành", "321/SKHCN-VT", str(signed))
    expect(page.locator(".state")).to_have_text("Đã ban hành")
    assert keys.faults == []


def test_from_the_list_to_the_letter_by_keys(visit: Visit, small: str, tmp_path: Path) -> None:
    the_carrier_files(visit(f"{small}/requests/new"), desk.write_list(tmp_path / "ds.xlsx", desk.FIVE))
    the_appraiser_decides(visit(f"{small}/requests?show=all"))
    the_leader_issues(visit(f"{small}/requests"), desk.pdf(tmp_path))


def test_a_mast_is_found_and_read_on_the_map_by_keys(visit: Visit, small: str) -> None:
    page = visit(f"{small}/sign-in")
    keys = signed_in(page, "appraiser")
    page.goto(f"{small}/")
    page.wait_for_selector("body[data-ready]")
    assert 20 < len(keys.round()) < 70
    page.reload()
    page.wait_for_selector("body[data-ready]")
    keys.skip(CONTENT)
    search, name = page.locator("#search-text"), page.locator("#sheet h2")
    keys.to(search, most=2, way="to the search")
    keys.type("BGG00045")
    keys.press("Enter")
    expect(name).to_have_text("BGG00045")
    expect(name).to_be_focused()  # the card is read from its name on
    keys.look()
    keys.to(page.locator("#sheet .copy").first, most=2, way="in the card")
    keys.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(search).to_be_focused()
    keys.to(page.locator("#show-list"), most=6, way="to the table")
    keys.press("Enter")
    row = page.locator("#table tr[data-index]").first
    expect(row).to_be_focused()
    keys.look()
    keys.press("Enter")
    expect(name).to_be_focused()
    keys.look()
    keys.to(page.locator("#sheet-close"), most=2, key="Shift+Tab")
    keys.press("Enter")
    expect(row).to_be_focused()
    keys.press("Escape")
    expect(page.locator("#show-list")).to_be_focused()
    assert keys.faults == []
