"""Values out of limit, under the mast and without a network: offered as defects, or said to be none."""

import contextlib
import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from registry.model.field.inspections import CampaignKind
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.selection import Selection, choose
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.settings import Settings
from registry.store.field.tables import defects
from tests.e2e.field.office import CHIEF, items_of, rows
from tests.e2e.field.phone import Phone, phone
from tests.web.people import with_people

pytestmark = pytest.mark.e2e

LEAN = "185 mm, ngoài giới hạn ≤ 105 mm (H/400)"
EARTH = "12,5 Ω, ngoài giới hạn ≤ 10 Ω (tham khảo)"


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = with_people(demo_settings, tmp_path_factory.mktemp("giới hạn") / "home")
    with contextlib.closing(open_registry(made)) as registry:
        own = choose(registry, Selection(organisations=("VTL",)))
        wanted = ("lattice", 42.0)
        mast = next(one.mast for one in own if (one.mast.form, one.mast.mast_height_m) == wanted)
        plan = CampaignPlan(
            CampaignKind.SPECIALISED, "Đo lại", today(), today() + dt.timedelta(days=9),
            selection=Selection(structures=(mast.structure,)), decision="12/QĐ-SKHCN", decided_on=today(),
            organisation="VTL",
        )  # fmt: skip
        make_campaign(registry, plan, person=CHIEF)
    return made


def technical_sheet(held: Phone) -> str:
    """Begin the technical sheet of the first mast without a network; returns the visit's id."""
    held.begin()
    held.context.set_offline(True)
    held.page.locator("a.mast").first.click()
    held.page.get_by_role("button", name="Phiếu kỹ thuật cột tự đứng").click()
    held.page.wait_for_selector("main[data-screen=visit]")
    return str(held.page.evaluate("location.hash.split('/')[2]"))


def test_a_value_out_of_limit_is_offered_at_the_item_and_at_the_end(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        page, visit = held.page, technical_sheet(held)
        held.entry(visit, "lean_x")
        page.locator("input.number").fill("111")
        held.next()
        page.locator("input.number").fill("148")
        page.get_by_role("button", name="Mục tiếp theo").click()  # the lean follows from two directions
        offer = page.locator("[data-entry=verticality] + .dock .noticed")
        expect(offer).to_contain_text(LEAN)
        make = page.get_by_role("button", name="Ghi thành tồn tại")
        expect(make).to_be_in_viewport(ratio=1)  # in sight above the bar
        page.get_by_role("button", name="Mục tiếp theo").click()
        expect(make).to_be_focused()  # what waits is not passed by at the first tap, which says so
        expect(page.locator(".dock .once-more")).to_contain_text("Bấm lần nữa: đi tiếp")
        assert held.faults() == []
        assert held.sideways() <= 0
        make.click()
        expect(page.locator(".picker .answer-of")).to_contain_text(LEAN)
        page.locator(".picker .choice", has_text="nghiêng").first.click()
        page.get_by_role("button", name="Ghi tồn tại").click()
        expect(page.locator("[data-entry=verticality]")).to_be_visible()
        expect(page.locator(".stack .good")).to_contain_text("Đã ghi tồn tại")
        held.next()
        held.entry(visit, "earthing")
        page.locator("input.number").fill("12,5")
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/end")
        warning = page.locator(".warning", has_text="chưa quyết định")
        expect(warning).to_contain_text(EARTH)
        expect(page.get_by_text("Đã ghi đủ các mục.")).to_have_count(0)
        assert held.faults() == []
        warning.locator("summary").click()
        page.get_by_role("button", name="Ghi là không phải tồn tại").click()
        expect(warning.get_by_role("alert")).to_contain_text("Ghi lý do")
        page.get_by_label("Vì sao không phải tồn tại").fill("đất khô, đo lại sau mưa")
        page.get_by_role("button", name="Ghi là không phải tồn tại").click()
        expect(page.locator(".warning", has_text="chưa quyết định")).to_have_count(0)
        held.entry(visit, "earthing")
        expect(page.locator(".stack .good")).to_contain_text("đất khô, đo lại sau mưa")
        page.locator("input.number").fill("14")  # another value is another question
        page.locator("input.number").blur()
        expect(page.locator(".noticed")).to_contain_text("14 Ω")
        page.get_by_role("button", name="Ghi thành tồn tại").click()
        page.get_by_role("radio", name="Nặng", exact=True).check()
        page.get_by_role("button", name="Ghi tồn tại").click()
        expect(page.locator(".stack .good")).to_contain_text("Đã ghi tồn tại: Điện trở tiếp đất")
        held.entry(visit, "earthing")  # back at a number that was recorded: a digit takes its place
        expect(page.locator("input.number")).to_have_value("14")
        page.locator(".keypad").get_by_role("button", name="9", exact=True).click()
        expect(page.locator("input.number")).to_have_value("9")
        page.locator(".keypad").get_by_role("button", name="5", exact=True).click()
        expect(page.locator("input.number")).to_have_value("95")
        for _ in range(12):  # a glove that stays on a key
            page.locator(".keypad").get_by_role("button", name="3", exact=True).click()
        expect(page.locator("input.number")).to_have_value("953333333333")
        page.locator("input.number").press_sequentially("77")  # nor by a keyboard beside the phone
        expect(page.locator("input.number")).to_have_value("953333333333")
        page.locator("input.number").fill("")
        page.locator("input.number").fill("1" * 80)
        expect(page.locator("input.number")).to_have_value("1" * 12)
        page.locator("input.number").fill("95")
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/end")
        page.get_by_role("button", name="Kết thúc, để trống").click()
        page.wait_for_selector("main[data-screen=send]")
        held.context.set_offline(False)
        held.shows("kept", 0)
    graded, made = sorted(rows(office, defects, inspection=visit), key=lambda row: str(row["entry"]))
    assert (graded["entry"], graded["severity"]) == ("earthing", "serious")
    assert graded["defect"] == "earthing_high"  # the one kind of what the sheet asks
    assert str(graded["note"]).startswith("14 Ω, ngoài giới hạn")
    assert made["note"] == LEAN
    assert made["entry"] == "verticality"
    (none,) = [item for item in items_of(office, visit) if item["kind"] == "note"]
    assert none["value"] == "no_defect"
    assert "12,5 Ω" in none["note"]
    assert "đất khô, đo lại sau mưa" in none["note"]


def test_a_limit_by_height_follows_the_height_that_is_found_at_the_mast(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        page, visit = held.page, technical_sheet(held)
        for entry, typed in (("lean_x", "111"), ("lean_y", "148")):
            held.entry(visit, entry)
            page.locator("input.number").fill(typed)
            page.get_by_role("button", name="Mục tiếp theo").click()
        held.entry(visit, "verticality")
        expect(page.locator(".limit")).to_contain_text("≤ 105 mm (H/400)")
        page.get_by_role("link", name="Khác với sổ đăng ký").click()
        height = page.get_by_label("Chiều cao cột tại chỗ, m (sổ ghi: 42 m)")
        height.fill("cao")
        page.get_by_role("button", name="Ghi khác với sổ").click()
        expect(page.locator(".reason", has_text="Chiều cao phải là số mét")).to_be_visible()
        assert held.faults() == []
        assert held.sideways() <= 0
        height.fill("80")
        expect(page.get_by_label("Như sổ")).to_be_checked()  # and what was tapped can be taken back
        page.locator(".choice", has_text="A2c").click()
        page.get_by_role("button", name="Ghi khác với sổ").click()
        expect(page.locator("[data-entry]")).to_be_visible()
        held.entry(visit, "verticality")
        expect(page.locator(".limit")).to_contain_text("≤ 200 mm (H/400, H = 80 m tại chỗ)")
        expect(page.locator(".noticed")).to_have_count(0)
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/end")
        expect(page.get_by_text("Chiều cao cột tại chỗ 80 m, sổ ghi 42 m")).to_be_visible()
        held.context.set_offline(False)
        held.open("#/send")
        expect(page.get_by_text("Tất cả đã về cơ quan.")).to_be_visible()
    notes = {item["value"]: item["raw"] for item in items_of(office, visit) if item["kind"] == "note"}
    assert notes == {"found_height": "80", "found_class": "A2c"}
