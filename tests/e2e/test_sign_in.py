"""Signing in as a person does it: with the keyboard, on a phone, in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.services.office.sign_in import accounts
from registry.settings import Settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.web.frame.sign_in.test_accounts import code_of
from tests.web.people import PASSWORD, with_people
from web.app import create_app

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def people(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home: Path = tmp_path_factory.mktemp("sign in") / "home"
    return with_people(demo_settings, home)


@pytest.fixture(scope="module")
def server(people: Settings) -> Iterator[str]:
    with served(create_app(people)) as address:
        yield address


def fill(page: Page, name: str, password: str) -> None:
    page.fill("#username", name)
    page.fill("#password", password)
    page.keyboard.press("Enter")


def test_one_signs_in_from_the_page_one_wanted_and_signs_out(visit: Visit, server: str) -> None:
    page = visit(f"{server}/appraise", size=DESK)
    expect(page).to_have_url(f"{server}/sign-in?next=/appraise")
    assert serious(page) == []
    fill(page, "appraiser", "wrong password")
    expect(page.get_by_role("alert")).to_have_text("Tên đăng nhập hoặc mật khẩu không đúng")
    assert serious(page) == []
    fill(page, "appraiser", PASSWORD)
    expect(page).to_have_url(f"{server}/appraise")
    expect(page.locator(".account-name")).to_have_text("appraiser")
    assert serious(page) == []
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_url(f"{server}/sign-in")
    page.goto(f"{server}/appraise")
    expect(page).to_have_url(f"{server}/sign-in?next=/appraise")


def test_a_first_password_is_changed_on_a_phone_in_english(
    visit: Visit, server: str, people: Settings
) -> None:
    registry = open_registry(people)
    first = accounts.add_account(registry, "first", ["leader"], who="test")
    registry.close()
    page = visit(f"{server}/sign-in", size=PHONE)
    assert sideways(page) == 0
    assert serious(page) == []
    page.get_by_role("button", name="English").click()
    fill(page, "first", first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Change the password")
    assert sideways(page) == 0
    assert serious(page) == []
    for field, value in (("password", first), ("new_password", "short"), ("new_password_confirm", "short")):
        page.fill(f"#{field}", value)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The new password needs at least 12 characters")
    assert serious(page) == []
    own = "a sentence of my own"
    for field, value in (("password", first), ("new_password", own), ("new_password_confirm", own)):
        page.fill(f"#{field}", value)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(today|campaigns|field)$"))
    page.goto(f"{server}/account")
    assert sideways(page) == 0
    assert serious(page) == []


def test_an_authenticator_app_is_set_up_and_asked_for(visit: Visit, server: str) -> None:
    page = visit(f"{server}/sign-in?next=/account", size=PHONE)
    fill(page, "inspector", PASSWORD)
    page.get_by_role("link", name="Ứng dụng xác thực").click()
    page.get_by_role("button", name="Cài ứng dụng xác thực").wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="Cài ứng dụng xác thực").click()
    expect(page.locator("#code")).to_be_visible()
    key = page.locator("code").inner_text()
    page.wait_for_function("document.querySelector('.qr').naturalWidth > 0")
    assert sideways(page) == 0
    assert serious(page) == []
    page.fill("#code", code_of(key))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã bật xác thực hai bước")
    assert serious(page) == []
    page.get_by_role("link", name="Bắt đầu làm việc").click()
    page.wait_for_url(re.compile("/(today|campaigns|field)$"))
    page.goto(f"{server}/account")
    page.get_by_role("button", name="Đăng xuất").click()
    fill(page, "inspector", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mã xác thực")
    assert serious(page) == []
    page.fill("#code", code_of(key, 1))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(today|campaigns|field)$"))


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_administrators_list_is_whole(visit: Visit, server: str, size: dict[str, int]) -> None:
    page = visit(f"{server}/sign-in?next=/accounts", size=size)
    fill(page, "administrator", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Quản lý tài khoản")
    expect(page.locator(".people li").nth(8)).to_be_attached()
    assert sideways(page) == 0
    assert serious(page) == []


def test_a_carriers_map_shows_its_own_masts_and_says_so(visit: Visit, server: str) -> None:
    page = visit(f"{server}/sign-in", size=DESK)
    fill(page, "carrier", PASSWORD)
    page.wait_for_url("**/today")
    page.goto(f"{server}/")
    page.wait_for_selector("body[data-ready]")
    expect(page.get_by_text("Cột của đơn vị khác không hiện vị trí")).to_be_visible()
    own = int(page.inner_text("#count-all").replace(".", ""))
    assert own > 0
    assert serious(page) == []
    other = visit(f"{server}/sign-in", size=DESK)
    fill(other, "viewer", PASSWORD)
    other.wait_for_selector("body[data-ready]")
    assert own < int(other.inner_text("#count-all").replace(".", ""))


@pytest.mark.parametrize("ended", ["signed out", "another token"])
def test_what_was_typed_outlives_a_session_that_ended(visit: Visit, server: str, ended: str) -> None:
    refused = ("Failed to load resource: the server responded with a status of 40",)  # the test is about it
    page = visit(f"{server}/sign-in?next=/defects/own", size=DESK, expected=refused)
    fill(page, "carrier", PASSWORD)
    page.locator("a.request-number").first.click()
    page.wait_for_url(re.compile("/defects/(?!own)"))
    where = page.url
    page.fill("#answer-words", "Đã thay bu lông\nvà sơn lại")
    page.fill("#remedied_on", today().isoformat())
    if ended == "signed out":
        page.context.clear_cookies()
    else:
        page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach((one) => { one.value = 'x'; })")
    page.get_by_role("button", name="Gửi báo cáo khắc phục").click()
    assert serious(page) == []
    page.get_by_role("link", name="Về trang đang gõ").click()
    if ended == "signed out":
        fill(page, "carrier", PASSWORD)
    expect(page).to_have_url(where)
    expect(page.locator("#answer-words")).to_have_value("Đã thay bu lông\nvà sơn lại")
    expect(page.locator("#remedied_on")).to_have_value(f"{today():%d/%m/%Y}")
    expect(page.locator(".kept-note")).to_be_visible()
    assert serious(page) == []
    page.reload()  # put back once, and not again over what is there
    expect(page.locator(".kept-note")).to_have_count(0)
