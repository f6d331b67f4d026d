"""A phone that stays signed in by a PIN and leads its day: what is done, what is home, what was a mistake."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from registry.model.people import Person, Role
from registry.services.office.sign_in import phones
from tests.e2e.field.phone import Phone, phone
from tests.web.people import registry_of
from web.frame.sign_in import sessions

pytestmark = pytest.mark.e2e

PIN = "284617"
RECORD = """async (inspection) => {
  const record = await import("/static/js/field/record.js");
  await record.record(await record.visitOf(inspection), {kind: "note", note: "x"});
}"""
ADMINISTRATOR = Person("administrator", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def held(browser: Browser, address: str, tmp_path: Path) -> Iterator[Phone]:
    with phone(browser.browser_type, tmp_path / "phone", address, bypass_csp=True) as made:
        made.begin()
        yield made


def test_seven_days_by_a_pin_until_the_office_ends_it(app: Flask, held: Phone) -> None:
    page = held.page
    expect(page.locator(".day-done")).to_have_text(re.compile(r"0 cột xong, \d+ cột còn"))
    expect(page.locator(".day-home")).to_have_text("Chưa ghi cột nào trên máy này.")
    held.open("#/send")
    page.locator("#pin-card a").click()
    page.get_by_label("PIN mới").fill("123456")
    page.get_by_role("button", name="Đặt PIN").click()
    expect(page.get_by_role("alert").last).to_contain_text("không phải một số lặp lại")
    page.get_by_label("PIN mới").fill(PIN)
    page.get_by_label("Nhập lại PIN").fill(PIN)
    page.get_by_role("button", name="Đặt PIN").click()
    expect(page.locator("#pin-card")).to_contain_text("Giữ đăng nhập đến")

    # a mast opened by mistake leaves nothing; one with an answer is asked, and counts for nothing
    page.goto(f"{held.address}/field#/")
    page.locator("#next-mast").click()
    expect(page.locator("main[data-screen=mast]")).to_be_visible()  # until then the heading is the list's
    code = page.locator("h1").inner_text().split(" · ")[0]
    held.start_check()
    page.get_by_role("button", name="Bỏ lượt này").click()
    expect(page.locator("main[data-screen=mast]")).to_contain_text("Chưa kiểm tra")
    held.shows("kept", 0)

    # the browser ends, the session is gone, there is no network: the PIN opens the app
    held.context.clear_cookies()
    held.restart(offline=True)
    page = held.page
    expect(page.locator("h1")).to_have_text("Nhập PIN")
    assert not page.locator(".mast").count()
    assert held.faults() == []
    page.get_by_label("Mã PIN", exact=True).fill("000000")
    page.get_by_role("button", name="Mở ứng dụng").click()
    expect(page.get_by_role("alert").last).to_contain_text("Còn 9 lần")
    page.get_by_label("Mã PIN", exact=True).fill(PIN)
    page.get_by_role("button", name="Mở ứng dụng").click()
    expect(page.locator(".mast").first).to_be_visible()
    held.choose_mast(code)
    page.evaluate(RECORD, held.start_check())
    expect(page.locator("#counts .count.kept b")).not_to_have_text("0")

    # with a network again all goes by itself, without a password
    held.context.set_offline(False)
    held.open("#/send")
    expect(page.locator("main .good")).to_contain_text("Tất cả đã về cơ quan.")
    held.shows("kept", 0)

    # begun by mistake, with answers that the office has: dropped, and the mast is to be visited again
    held.choose_mast(code)
    page.get_by_role("link", name="Tiếp tục kiểm tra").click()
    page.get_by_role("button", name="Bỏ lượt này").click()
    page.locator(".drop .warning").get_by_role("button", name="Bỏ lượt này").click()
    expect(page.locator("main[data-screen=mast]")).to_contain_text("Chưa kiểm tra")
    held.open("#/send")
    expect(page.locator("main .good")).to_contain_text("Tất cả đã về cơ quan.")

    # the office ends it: said with a button, and nothing is lost
    registry = registry_of(app)
    with app.app_context():
        standing = [one for one in phones.seen_phones(registry, sessions.sign_ins()) if one.stands]
        assert len(standing) == 1
        phones.end_phone(registry, sessions.sign_ins(), standing[0].phone.id, person=ADMINISTRATOR)
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("#phrase")).to_contain_text("không còn")
    expect(page.locator("#sign-in")).to_be_visible()
    page.locator("#sign-in").click()
    held.sign_in()
    expect(page.locator("h1")).to_have_text("Nhập PIN")
