"""From a refused row to the answer of a mast's owner beside it, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.model.people import Role
from registry.services.office.sign_in.accounts import add_account
from registry.settings import read_settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.services.requests import desk
from tests.web.people import PASSWORD
from web.app import create_app

pytestmark = pytest.mark.e2e
MAST = "BGG00045"


@pytest.fixture
def row(tmp_path: Path) -> Iterator[str]:
    """The address of a row of Viettel's that is refused: it lies 60 m from VNPT's only mast."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(settings)
    request = desk.received(registry, tmp_path)
    for name, code in (("viettel", "VTL"), ("vnpt", "VNPT")):
        add_account(
            registry, name, [Role.CARRIER], organisation=code, password=PASSWORD, must_change=False, who="t"
        )
    registry.close()
    with served(create_app(settings)) as address:
        yield f"{address}/requests/{request.id}#row=5"


def entered(visit: Visit, address: str, name: str, size: dict[str, int]) -> Page:
    """Sign in by the form that stands before a page, and come to it."""
    page = visit(address, size=size)
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(address.partition("#")[0] + "**")
    return page


def test_a_carrier_asks_from_its_refused_row_and_finds_the_owners_answer_there(
    visit: Visit, row: str, tmp_path: Path
) -> None:
    asker = entered(visit, row, "viettel", DESK)
    asker.wait_for_selector("body[data-ready]")
    asker.goto(row)
    asker.locator(".hosts .share").click()
    expect(asker.locator("#wanted")).to_have_value(
        "Lắp đặt thiết bị của Viettel, ở độ cao đến 42 m, phục vụ vị trí V5"
    )
    expect(asker.locator("main")).not_to_contain_text(MAST)
    assert serious(asker) == []
    assert sideways(asker) <= 0
    asker.screenshot(path=tmp_path / "form.png")
    asker.get_by_role("button", name="Gửi đề nghị").click()
    expect(asker.locator(".said")).to_contain_text("Đã gửi đề nghị dùng chung")

    base = row.partition("/requests")[0]
    owner = entered(visit, f"{base}/sharing", "vnpt", PHONE)
    owner.get_by_role("link", name=MAST).click()
    expect(owner.locator(".facts")).to_contain_text("ở độ cao đến 42 m")
    owner.get_by_label("Không đồng ý").check()
    owner.get_by_label("Căn cứ từ chối").select_option("load")
    owner.fill("#reason", "đã lắp đủ ăng ten")
    assert serious(owner) == []
    assert sideways(owner) <= 0
    owner.screenshot(path=tmp_path / "reply.png", full_page=True)
    owner.get_by_role("button", name="Gửi trả lời").click()
    expect(owner.locator(".state.refuse")).to_have_text("Không đồng ý")

    asker.goto(row)
    asker.wait_for_selector("body[data-ready]")
    beside = asker.locator("#row-sharing a")
    expect(beside).to_contain_text("Cột không còn khả năng chịu tải")
    expect(beside).not_to_contain_text(MAST)
    assert serious(asker) == []
    asker.screenshot(path=tmp_path / "row.png")
