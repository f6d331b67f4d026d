"""A duty officer goes from an empty page to the ranked list and the letters; a carrier acknowledges."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.model.people import Role
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from web.app import create_app

PASSWORD = "mot-mat-khau-du-dai"
THREE_MINUTES_S = 180


@pytest.fixture(scope="module")
def office(copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the illustrative register with a duty officer and Viettel's clerk."""
    settings = copy_demo(tmp_path_factory.mktemp("trực bão") / "demo")
    with closing(open_registry(settings)) as registry:
        for name, role, organisation in (
            ("trucban", Role.DUTY_OFFICER, ""),
            ("viettel", Role.CARRIER, "VTL"),
        ):
            add_account(
                registry, name, [role], organisation=organisation, password=PASSWORD, must_change=False,
                who="t",
            )  # fmt: skip
    with served(create_app(settings)) as address:
        yield address


def signed_in(visit: Visit, office: str, name: str, size: dict[str, int]):  # type: ignore[no-untyped-def]  # a page
    page = visit(f"{office}/sign-in", size)
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def test_from_an_empty_page_to_the_ranking_and_the_letters(visit: Visit, office: str) -> None:
    page = signed_in(visit, office, "trucban", DESK)
    began = time.monotonic()
    page.goto(f"{office}/storms")
    expect(page.get_by_role("heading", name="Chưa theo dõi cơn bão nào")).to_be_visible()
    page.get_by_role("link", name="Thử với bão Yagi 2024").click()
    page.get_by_role("button", name="Đọc bản tin").click()
    page.wait_for_selector("body[data-ready]")
    expect(page.get_by_role("heading", name="Đã đọc 16 vị trí")).to_be_visible()
    assert serious(page) == []
    page.select_option("#disaster", "4")
    page.get_by_role("button", name="Lưu và xem ảnh hưởng").click()
    page.wait_for_selector("body[data-ready]")
    # the situation: time by keyboard, a rank with its parts, a mast on the map
    before = page.inner_text("#time-said")
    page.focus("#time")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#time-said")).not_to_have_text(before)
    assert page.get_attribute("#time", "aria-valuetext") == page.inner_text("#time-said")
    first = page.locator(".rank-row").first
    first.locator("summary").click()
    expect(first.locator(".parts").get_by_text("Gió so với thiết kế")).to_be_visible()
    assert "sai số ± 30 %" in page.inner_text(".estimate")
    assert serious(page) == []
    page.get_by_role("button", name="Dự thảo văn bản cho doanh nghiệp").click()
    page.wait_for_url("**/letters")
    rows = page.locator(".letters tbody tr")
    expect(rows.nth(4)).to_be_attached()
    with page.expect_download() as got:
        rows.filter(has_text="Viettel").first.get_by_role("link", name="Công văn (.docx)").click()
    assert Path(got.value.path()).read_bytes()[:2] == b"PK"
    took = time.monotonic() - began
    assert took < THREE_MINUTES_S, f"{took:.0f} s"
    assert serious(page) == []
    # signed and sent elsewhere; the carrier then acknowledges in its own account
    viettel = rows.filter(has_text="Viettel").first
    numbers = page.locator("input[form=send-all][name^=number-]")
    numbers.first.fill("511/SKHCN-BCVT")
    expect(numbers.nth(1)).to_have_value("512/SKHCN-BCVT")  # proposed, each can be changed
    expect(page.get_by_role("button", name=re.compile(r"Ghi đã gửi \(\d\)"))).to_be_visible()
    numbers.first.fill("")
    expect(numbers.nth(1)).to_have_value("")
    viettel.get_by_label("Số, ký hiệu").fill("512/SKHCN-BCVT")
    page.get_by_role("button", name="Ghi đã gửi (1)").click()
    page.get_by_text("Chưa xác nhận").wait_for()
    clerk = signed_in(visit, office, "viettel", PHONE)
    clerk.goto(f"{office}/storms")
    clerk.get_by_role("link", name="Mở danh sách cột").click()
    clerk.get_by_role("button", name="Đã nhận, đang thực hiện").click()
    clerk.get_by_text("Đã nhận", exact=False).first.wait_for()
    card = clerk.locator(".mast-card").first
    card.get_by_label("Đã làm").check()
    clerk.get_by_role("button", name="Lưu kết quả từng cột").click()
    clerk.get_by_text("Đã ghi 1 cột.", exact=True).wait_for()
    assert sideways(clerk) <= 0
    assert serious(clerk) == []
    page.reload()
    expect(page.locator("main")).to_contain_text("bằng tài khoản")


def test_the_situation_fits_a_phone_and_the_wall_keeps_its_view(visit: Visit, office: str) -> None:
    page = signed_in(visit, office, "trucban", PHONE)
    page.goto(f"{office}/storms")
    address = page.locator(".request-number").first.get_attribute("href")
    page.goto(office + str(address))
    page.wait_for_selector("body[data-ready]")
    assert sideways(page) <= 0
    small = page.evaluate(
        "[...document.querySelectorAll('main a, main button, main select, main summary')].filter((e) => "
        "e.offsetParent && !e.closest('.leaflet-container') && !e.closest('p') && !e.closest('dd') && "
        "e.getBoundingClientRect().height < 43).map((e) => e.outerHTML.slice(0, 90))"
    )
    assert small == []
    assert serious(page) == []
    for path in ("/bulletins", "/letters", "/after"):
        page.goto(office + str(address) + path)
        assert sideways(page) <= 0, path
        assert serious(page) == [], path
    wall = signed_in(visit, office, "trucban", {"width": 1920, "height": 1080})
    wall.goto(f"{office}{address}/wall")
    wall.wait_for_selector("body[data-ready]")
    before = wall.inner_text("#time-said")
    wall.focus("#time")
    wall.keyboard.press("ArrowLeft")
    expect(wall.locator("#time-said")).not_to_have_text(before)
    said = wall.inner_text("#time-said")
    wall.reload()
    wall.wait_for_selector("body[data-ready]")
    expect(wall.locator("#time-said")).to_have_text(said)
    assert serious(wall) == []


def test_observed_winds_are_pasted_and_the_field_is_corrected_by_them(visit: Visit, office: str) -> None:
    page = signed_in(visit, office, "trucban", DESK)
    page.goto(f"{office}/storms")
    page.locator(".request-number").first.click()
    page.wait_for_selector("body[data-ready]")
    page.get_by_role("navigation", name="Các trang của cơn bão").get_by_role(
        "link", name="Gió quan trắc"
    ).click()
    expect(page.get_by_role("heading", name="Gió quan trắc", level=1)).to_be_visible()
    page.fill(
        "#table-text",
        "Bắc Giang; 20:00 07/09; 7; 9\nLục Ngạn; 20:00 07/09; 9; 11\nNơi lạ; 20:00 07/09; 8; 10",
    )
    page.get_by_role("button", name="Đọc thử").click()
    expect(page.get_by_text("Đọc được 2 dòng, chưa ghi")).to_be_visible()
    page.get_by_role("button", name="Ghi 2 quan trắc").click()
    expect(page.get_by_text("Đã ghi 2 quan trắc gió mới.")).to_be_visible()
    expect(page.locator("#table-text")).to_have_value("Nơi lạ; 20:00 07/09; 8; 10")  # nothing is lost
    expect(page.get_by_text("Mới có 2 nơi đo")).to_be_visible()
    assert serious(page) == []
    page.fill("#correct-reason", "hai trạm đều yếu hơn mô hình")
    page.get_by_role("button", name="Hiệu chỉnh", exact=True).click()
    expect(page.locator("#bias-title + p")).to_contain_text("đã hiệu chỉnh ×")
    page.get_by_role("link", name="Tình hình", exact=True).click()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#tiles")).to_contain_text("đã hiệu chỉnh ×")
    phone = signed_in(visit, office, "trucban", PHONE)
    phone.goto(f"{page.url}/winds")
    expect(phone.get_by_role("heading", name="Ghi một quan trắc")).to_be_visible()
    assert sideways(phone) == 0
