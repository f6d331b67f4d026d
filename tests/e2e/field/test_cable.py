"""Outside cable at a mast, on the phone and at the desk: whose it is, one defect for each that it is of."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from registry.settings import Settings
from registry.store.field.tables import defects
from tests.e2e.field.office import rows
from tests.e2e.field.phone import phone

pytestmark = pytest.mark.e2e


def test_a_low_bundle_of_several_owners_is_a_defect_of_each_until_an_officer_says_otherwise(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        held.context.set_offline(True)
        page = held.page
        held.choose_mast(page.locator(".mast-code strong").nth(7).inner_text())
        inspection = held.start_check()
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{inspection}/defects")
        page.get_by_role("button", name="Thêm tồn tại").click()
        asked = page.get_by_role("group", name="Cáp, cột cáp này của ai")
        held.tap("Thép")
        expect(asked).to_be_hidden()
        held.tap("Cáp ngoại vi")
        expect(asked).to_be_visible()
        expect(asked.locator("label").first).to_contain_text("(chủ cột)")
        held.tap("Cáp võng thấp")
        for at in (1, 2):
            asked.get_by_role("checkbox").nth(at).check()
        names = [asked.locator("label").nth(at).inner_text() for at in (1, 2)]
        assert held.faults() == []
        assert held.sideways() == 0
        page.get_by_role("button", name="Ghi tồn tại", exact=True).click()
        for at, name in enumerate(names):
            expect(page.locator(".defects li").nth(at)).to_contain_text(name)
        page.get_by_role("button", name="Thêm tồn tại").click()
        held.tap("Cáp ngoại vi")
        held.tap("Cáp võng thấp")
        page.get_by_role("button", name="Ghi tồn tại", exact=True).click()
        expect(page.locator(".defects li").nth(2)).to_contain_text("chưa rõ của ai")
        held.context.set_offline(False)
        held.shows("kept", 0)
        held.shows("received", 0)
        found = {row["organisation"]: row["id"] for row in rows(office, defects, inspection=inspection)}
        assert len(found) == 3
        desk = browser.new_context(
            viewport={"width": 1280, "height": 800}, storage_state=held.context.storage_state()
        )
        try:
            view = desk.new_page()
            view.goto(f"{address}/visits/{inspection}")
            for name in (*names, "chưa rõ của ai"):  # alike in words, each says whose it is
                expect(view.locator(".defect-list li", has_text=name)).to_have_count(1)
            view.goto(f"{address}/defects/{found['']}")
            expect(view.locator("main")).to_contain_text("Chưa rõ đơn vị")
            whose = view.locator("details", has=view.locator("#whose"))
            whose.locator("#whose").select_option(label=names[0])
            whose.locator("#whose-reason").fill("Thẻ trên cáp")
            whose.get_by_role("button", name="Ghi đơn vị khắc phục").click()
            expect(view.locator(".said")).to_contain_text("chưa được báo")
            expect(view.locator(".history")).to_contain_text(names[0])
        finally:
            desk.close()
