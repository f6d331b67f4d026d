"""A duty officer pastes a warning of landslides and sends its letter, a carrier confirms; a road is cut."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.model.people import Role
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings
from tests import storm as storm_tests
from tests.documents.letters import lines_of
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.e2e.test_storm import PASSWORD, signed_in
from web.app import create_app

pytestmark = pytest.mark.e2e
FLASH = (Path(storm_tests.__file__).parent / "forms" / "flash.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def office(copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = copy_demo(tmp_path_factory.mktemp("mưa lũ") / "demo")
    with closing(open_registry(settings)) as registry:
        add_account(
            registry, "trucban", [Role.DUTY_OFFICER], organisation="", password=PASSWORD, must_change=False,
            who="t",
        )  # fmt: skip
        add_account(
            registry, "viettelbn", [Role.CARRIER], organisation="VTL", password=PASSWORD, must_change=False,
            who="t",
        )  # fmt: skip
    with served(create_app(settings)) as address:
        yield address


def test_a_pasted_warning_with_one_more_commune_and_a_road(visit: Visit, office: str) -> None:
    page = signed_in(visit, office, "trucban", DESK)
    page.goto(f"{office}/hazards/new")
    page.fill("#text", FLASH)
    page.get_by_role("button", name="Đọc bản tin").click()
    page.wait_for_selector("body[data-ready]")
    expect(page.get_by_label("Biển Động")).to_be_checked()
    expect(page.get_by_text("Tên chưa khớp xã, phường nào hiện nay: Không Tên.")).to_be_visible()
    expect(page.locator("#row-0-metres")).to_be_hidden()  # no flood: no water is asked for
    assert serious(page) == []
    for size in (PHONE, DESK):  # sentences beside the map wrap
        page.set_viewport_size(size)
        assert sideways(page) == 0
    page.fill("[data-place-text]", "lục nam")
    page.locator("[data-place-hits] li[role=option]").first.click()
    expect(page.locator("[data-parts] li")).to_have_count(1)
    expect(page.locator("#area")).to_have_value(re.compile(r"^u\."))
    page.select_option("#row-1-kind", "")  # the landslide of the same bulletin is left out
    for field, hours in (("from_at", -1), ("to_at", 12)):
        page.fill(
            f"[name={field}]", f"{now().astimezone(VIETNAM) + dt.timedelta(hours=hours):%d/%m/%Y %H:%M}"
        )
    page.get_by_role("button", name="Ghi cảnh báo").click()
    expect(page.get_by_text("Đã ghi 1 cảnh báo")).to_be_visible()
    page.wait_for_selector("body[data-ready]")
    page.locator("article.hazard h3 a").first.click()
    page.get_by_role("link", name="Công văn cho doanh nghiệp").click()
    page.get_by_role("button", name="Dự thảo văn bản cho doanh nghiệp").click()
    expect(page.get_by_text(re.compile("Đã dự thảo [0-9]+ văn bản"))).to_be_visible()
    row = page.get_by_role("row", name=re.compile("^Viettel "))
    with page.expect_download() as letter:
        row.get_by_role("link", name="Công văn (.docx)").click()
    assert "Kính gửi: Viettel" in "\n".join(lines_of(letter.value.path().read_bytes()))
    with page.expect_download() as book:
        row.get_by_role("link", name="Danh sách (.xlsx)").click()
    assert book.value.suggested_filename.endswith(".xlsx")
    letters = page.url
    row.get_by_role("textbox").fill("51/SKHCN")
    page.get_by_role("button", name=re.compile("^Ghi đã gửi")).click()
    expect(row.get_by_text("số 51/SKHCN")).to_be_visible()
    expect(row.get_by_text("Chưa xác nhận")).to_be_visible()
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert sideways(page) == 0
    carrier = signed_in(visit, office, "viettelbn", PHONE)
    carrier.goto(f"{office}/today")
    carrier.get_by_role("link", name="Công văn số 51/SKHCN", exact=True).click()
    carrier.get_by_label("Trả lời cơ quan").fill("Đã cử tổ 2")
    assert (serious(carrier), sideways(carrier)) == ([], 0)
    carrier.get_by_role("button", name="Đã nhận, đang thực hiện").click()
    expect(carrier.get_by_text("bằng tài khoản")).to_be_visible()
    page.goto(f"{office}/shift")
    expect(page.get_by_role("link", name=re.compile("Chưa gửi.*công văn"))).to_be_visible()
    page.goto(letters)
    expect(row.get_by_text("Đã nhận")).to_be_visible()
    expect(row.get_by_text("Đã cử tổ 2")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("link", name="Danh sách gọi điện").click()
    expect(page.get_by_role("heading", name=re.compile("^Viettel "))).to_be_visible()
    assert serious(page) == []
    for path in ("calls", "letters"):
        page.goto(re.sub(r"(calls|letters)$", path, page.url))
        page.set_viewport_size(PHONE)
        assert sideways(page) == 0
        page.set_viewport_size(DESK)
    page.goto(f"{office}/hazards/roads/new")
    page.wait_for_selector("body[data-ready]")
    page.fill("#name", "ĐT 293")
    page.fill("#told_by", "CSGT")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("ĐT 293: ngập từ")).to_be_visible()
    page.wait_for_selector("body[data-ready]")
    assert serious(page) == []
    page.set_viewport_size(PHONE)
    assert sideways(page) == 0
    page.get_by_role("button", name="Đi lại được: ĐT 293").click()
    expect(page.get_by_text("Không còn đường nào bị cắt trong các đường đã báo.")).to_be_visible()


def test_corners_that_nobody_closed_are_recorded_as_drawn(visit: Visit, office: str) -> None:
    page = signed_in(visit, office, "trucban", DESK)
    page.goto(f"{office}/hazards/grounds/new")
    page.wait_for_selector("body[data-ready]")
    page.fill("#name", "Bãi chưa khép")
    page.get_by_role("button", name="Đa giác").click()
    board = page.locator(".board-map")
    board.scroll_into_view_if_needed()
    for x, y in ((300, 150), (360, 150), (360, 210)):
        board.click(position={"x": x, "y": y})
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("#grounds")).to_contain_text("Bãi chưa khép")
