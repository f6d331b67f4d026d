"""What a carrier is told, and how the office sends word of it, as people meet it in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.model.notices import Channel
from registry.model.people import Role
from registry.services.office.registry import open_registry
from registry.services.office.sending import outbox
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.services.office import receivers
from tests.services.requests import desk
from tests.web.people import PASSWORD
from web.app import create_app

pytestmark = pytest.mark.e2e


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The small office with a carrier and an administrator."""
    found = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(found)
    for name, role, of in (("viettel", Role.CARRIER, "VTL"), ("quantri", Role.ADMINISTRATOR, "")):
        add_account(registry, name, [role], organisation=of, password=PASSWORD, must_change=False, who="t")
    registry.close()
    return found


@pytest.fixture
def server(settings: Settings) -> Iterator[str]:
    with served(create_app(settings)) as address:
        yield address


def sign_in(page: Page, name: str) -> None:
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".account-name")).to_have_text(name)


def sound(page: Page) -> None:
    assert serious(page) == []
    assert sideways(page) <= 0


def test_word_goes_out_and_the_carrier_opens_its_result(
    visit: Visit, server: str, settings: Settings, tmp_path: Path
) -> None:
    with receivers.mailbox() as box:
        office = visit(f"{server}/sign-in?next=/office/channels", DESK)
        sign_in(office, "quantri")
        sound(office)
        for field, text in (
            ("host", "127.0.0.1"), ("port", str(box.port)), ("sender", "bts@example.vn"),
            ("base", server),
        ):  # fmt: skip
            office.fill(f"#mail-{field}", text)
        office.select_option("#mail-security", "none")
        office.get_by_label("Mở kênh: gửi các thông báo từ nay").first.check()
        office.locator("#mail").get_by_role("button", name="Lưu").click()
        expect(office.get_by_role("status").first).to_have_text("Đã lưu.")
        line = office.get_by_role("form", name="Viettel", exact=True)
        line.get_by_label("Thư điện tử").fill("vanthu@viettel.vn")
        line.get_by_role("button", name="Gửi thử thư").click()
        expect(office.get_by_role("status").first).to_contain_text("Máy chủ trả lời: 250 taken")
        expect(office.get_by_role("status").first).to_be_in_viewport()  # the page opens at the addresses
        registry = open_registry(settings)
        desk.issued(registry, tmp_path, desk.received(registry, tmp_path))
        outbox.queue_new(registry)
        outbox.deliver_due(registry, Channel.MAIL)
        registry.close()
    link = next(word for word in box.mails[-1].get_content().split() if "/notices/" in word)
    office.goto(f"{server}/office/outbox")
    expect(office.locator(".outbox-list .state")).to_have_text("đã gửi")
    sound(office)

    phone = visit(f"{server}/sign-in", PHONE)
    sign_in(phone, "viettel")
    expect(phone.locator(".bell .waits")).to_contain_text("1")
    phone.locator(".bell").click()
    expect(phone.locator(".inbox tbody a")).to_contain_text("Đã có kết quả hồ sơ")
    sound(phone)
    phone.goto(link)  # as from the mail
    expect(phone.get_by_role("link", name="Phụ lục (.xlsx)")).to_be_visible()
    expect(phone.locator(".bell .waits")).to_have_count(0)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Phụ lục (.xlsx)").click()
    assert download.value.suggested_filename.startswith("Phu luc ")
