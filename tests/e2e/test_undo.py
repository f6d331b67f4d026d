"""The undo that is offered after a deed, in a browser: by keys, on a phone, when scrolled, axe."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESK, PHONE, Visit, serious, sideways

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_deed_is_taken_back_by_one_press_and_leads_back_to_its_form(
    visit: Visit, open_office: str, size: dict[str, int]
) -> None:
    page = visit(f"{open_office}/cables/node-form", size)
    page.locator("[name=node_code]").fill(f"CỘT-{size['width']}")
    page.locator("[name=node_kind]").select_option("pole_own")
    page.locator("[name=cable_owner]").fill("VTL")
    page.locator("[name=at]").fill("21,2735; 106,1946")
    page.locator("main form button.primary").press("Enter")
    offer = page.locator(".undo-offer")
    expect(offer).to_contain_text("Vừa ghi vào sổ: sửa mạng cáp.")
    expect(page).to_have_url(f"{open_office}/cables/node/{page.url.rsplit('/', 1)[1]}")
    there = page.url
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(offer).to_be_in_viewport(ratio=1)
    assert sideways(page) <= 0
    assert serious(page) == []
    offer.get_by_role("button", name="Hoàn tác").press("Enter")
    expect(page).to_have_url(f"{open_office}/cables/node-form")
    expect(offer).to_contain_text("Đã hoàn tác: sửa mạng cáp.")
    expect(offer.get_by_role("button", name="Làm lại")).to_be_visible()
    page.goto(f"{open_office}/cables")
    expect(page.locator("h1")).to_be_visible()
    expect(offer).to_have_count(0)
    assert page.request.get(there).status == 404
