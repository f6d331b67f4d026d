"""Both sides sign on the glass under the mast, without a network; the office sees who signed what."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.settings import Settings
from tests.e2e.field.phone import phone

pytestmark = pytest.mark.e2e


def sign(page: Page, side: str, name: str, post: str) -> None:
    box = page.get_by_role("region", name=side)
    box.get_by_label("Họ và tên").fill(name)
    box.get_by_label("Chức vụ").fill(post)
    glass = box.locator("canvas.glass")
    glass.scroll_into_view_if_needed()
    area = glass.bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + 30, area["y"] + 30)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(area["x"] + 30 + step * 20, area["y"] + 30 + (step % 3) * 15)
    page.mouse.up()
    box.get_by_role("button", name="Lưu chữ ký").click()
    expect(page.get_by_role("region", name=side).locator(".signed")).to_contain_text("Đã ký")


def test_both_sides_sign_under_the_mast_without_a_network(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        page.locator("a.mast").first.click()
        page.wait_for_selector("main[data-screen=mast]")
        held.context.set_offline(True)
        inspection = held.start_check()
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{inspection}/end")
        page.get_by_role("button", name="Kết thúc rồi hai bên ký").click()
        page.wait_for_selector("main[data-screen=sign]")
        expect(page.get_by_role("link", name="Cột tiếp theo: ")).to_be_visible()  # not only "send"
        assert held.sideways() == 0
        assert held.faults() == []
        unit = page.get_by_role("region", name="Đại diện đơn vị có cột")
        unit.get_by_label("Họ và tên").fill("Nguyễn Văn Bình")
        unit.get_by_role("button", name="Lưu chữ ký").click()
        expect(unit.get_by_role("alert")).to_have_text("Chưa có nét ký nào.")
        sign(page, "Đại diện đơn vị có cột", "Nguyễn Văn Bình", "Đội trưởng")
        sign(page, "Người kiểm tra", "Trần Thị Lan", "Chuyên viên")
        page.locator("#handover > summary").click()
        codes = page.locator("svg.handover-code")
        expect(codes.first).to_be_visible()
        assert held.sideways() == 0
        page.locator("#handover figure details summary").first.click()
        expect(page.locator("#handover pre").first).to_contain_text("Kiểm tra cột")
        page.reload()
        page.wait_for_selector("body.field[data-ready]")
        expect(page.locator(".signed")).to_have_count(2)
        expect(page.locator(".signed").last).to_contain_text("Nguyễn Văn Bình, Đội trưởng")
        held.context.set_offline(False)
        held.open("#/send")
        held.shows("verified", 4)
        held.page.goto(f"{address}/visits/{inspection}")
        shown = held.page.locator(".signers")
        expect(shown).to_contain_text("Nguyễn Văn Bình, Đội trưởng (nội dung đúng như khi ký)")
        expect(shown).to_contain_text("Trần Thị Lan, Chuyên viên (nội dung đúng như khi ký)")
        expect(shown.locator("svg.signed-ink path")).to_have_count(2)
