"""A mast in several campaigns on one phone: what was done in one is not done in another."""

import contextlib
import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from registry.model.field.inspections import CampaignKind
from registry.services.field.campaign_targets import progress_of, targets_of
from registry.services.field.campaigns import CampaignPlan, amend_campaign, list_campaigns, make_campaign
from registry.services.field.selection import Selection
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.settings import Settings
from registry.store.field.tables import inspections
from tests.e2e.field.office import CHIEF, rows, season
from tests.e2e.field.phone import phone

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = season(demo_settings, tmp_path_factory.mktemp("đợt") / "home", sample=6, seed="đợt")
    with contextlib.closing(open_registry(made)) as registry:
        before = next(one.id for one in list_campaigns(registry, person=CHIEF) if one.name == "Mùa mưa bão")
        worst = [one.mast.structure for one in targets_of(registry, before, person=CHIEF)][:4]
        plan = CampaignPlan(
            CampaignKind.REINSPECTION, "Kiểm tra lại sau bão số 9", today(), today() + dt.timedelta(days=9),
            selection=Selection(structures=tuple(worst)), due_on=today() + dt.timedelta(days=1),
        )  # fmt: skip
        make_campaign(registry, plan, person=CHIEF)
    return made


def campaign_named(office: Settings, name: str) -> str:
    with contextlib.closing(open_registry(office)) as registry:
        return next(one.id for one in list_campaigns(registry, person=CHIEF) if one.name == name)


def visited(office: Settings, name: str) -> int:
    with contextlib.closing(open_registry(office)) as registry:
        return progress_of(registry, campaign_named(office, name), person=CHIEF).visited


def test_the_worst_mast_of_the_storm_is_not_hidden_by_a_visit_before_it(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    storm, before = "Kiểm tra lại sau bão số 9", "Mùa mưa bão"
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        page.select_option("#campaign", label=before)
        expect(page.locator(".day-done")).to_have_text("0 cột xong, 6 cột còn")
        # what presses in a campaign that is not shown is told, and one tap away
        page.get_by_role("button", name=f"Đợt khác có 4 cột sắp đến hạn: {storm}").click()
        expect(page.locator("#campaign option:checked")).to_have_text(storm)
        expect(page.get_by_role("button", name="Đợt khác có")).to_have_count(0)
        page.select_option("#campaign", label=before)
        expect(page.locator(".day-done")).to_have_text("0 cột xong, 6 cột còn")
        code = page.locator("a.mast .mast-code strong").first.inner_text()
        held.choose_mast(code)
        first = held.start_check()
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{first}/end")
        page.get_by_role("button", name="Kết thúc, để trống").click()
        page.wait_for_selector("main[data-screen=send]")
        held.shows("kept", 0)
        assert visited(office, before) == 1
        held.open("#/")
        page.fill("#search", "")
        expect(page.locator(".day-done")).to_have_text("1 cột xong, 5 cột còn")
        page.get_by_text("Chỉ hiện cột chưa xong").click()
        expect(page.locator("a.mast")).to_have_count(5)
        held.context.set_offline(True)  # the next day starts in the field
        page.select_option("#campaign", label=storm)
        expect(page.locator(".day-done")).to_have_text("0 cột xong, 4 cột còn")
        expect(page.locator("a.mast")).to_have_count(4)
        row = page.locator("a.mast", has_text=code)
        expect(row.locator(".mast-state")).to_contain_text("Chưa kiểm tra trong đợt này")
        row.click()
        expect(page.get_by_role("link", name="của đợt khác")).to_be_visible()
        assert held.faults() == []
        assert held.sideways() == 0
        other = page.evaluate("location.hash").split("/")[-1]
        # a plate read at the mast while the other campaign is chosen leads to the campaign that has the mast
        held.context.set_offline(False)
        second = held.start_check()
        assert second != first
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{second}/end")
        page.get_by_role("button", name="Kết thúc, để trống").click()
        page.wait_for_selector("main[data-screen=send]")
        following = page.get_by_role("link", name="Cột tiếp theo")
        expect(following).to_be_visible()
        assert other not in (following.get_attribute("href") or "")
        held.shows("kept", 0)
        assert (visited(office, before), visited(office, storm)) == (1, 1)
        assert {row["id"]: row["campaign"] for row in rows(office, inspections)}.items() >= {
            first: campaign_named(office, before), second: campaign_named(office, storm)
        }.items()  # fmt: skip
        # the chosen campaign lists four masts; a fifth is opened by its plate and is the season's
        with contextlib.closing(open_registry(office)) as registry:
            season_only = targets_of(registry, campaign_named(office, before), person=CHIEF)[5].mast
        held.open(f"#/mast/{season_only.structure}")
        third = held.start_check()  # opened only it is nobody's visit yet
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{third}/end")
        page.get_by_role("button", name="Kết thúc, để trống").click()
        page.wait_for_selector("main[data-screen=send]")
        held.shows("kept", 0)
        assert rows(office, inspections, id=third)[0]["campaign"] == campaign_named(office, before)


def test_a_campaign_that_the_office_ended_leads_on_to_no_mast_of_it(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    """What an open phone sent was taken, and it led on to the next mast of what was over."""
    name = "Kết thúc khi đang đi"
    with contextlib.closing(open_registry(office)) as registry:
        season = campaign_named(office, "Mùa mưa bão")
        some = tuple(one.mast.structure for one in targets_of(registry, season, person=CHIEF))[4:6]
        plan = CampaignPlan(
            CampaignKind.REINSPECTION, name, today(), today() + dt.timedelta(days=9),
            selection=Selection(structures=some), due_on=today(),
        )  # fmt: skip
        made = make_campaign(registry, plan, person=CHIEF)
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        page.select_option("#campaign", label=name)
        expect(page.locator(".day-done")).to_have_text("0 cột xong, 2 cột còn")
        codes = page.locator("a.mast .mast-code strong").all_inner_texts()
        held.choose_mast(codes[0])
        visit = held.start_check()
        held.context.set_offline(True)
        held.entry(visit, "rust")
        held.tap("Không")
        expect(page.locator("[data-entry=rust]")).to_have_count(0)  # it leads on
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/end")
        page.get_by_role("button", name="Kết thúc, để trống").click()
        page.wait_for_selector("main[data-screen=send]")
        expect(page.get_by_role("link", name=f"Cột tiếp theo: {codes[1]}")).to_be_visible()
        with contextlib.closing(open_registry(office)) as registry:
            amend_campaign(registry, made.id, person=CHIEF, seen=made.version, state="closed")
        held.context.set_offline(False)
        held.shows("kept", 0)
        expect(page.get_by_role("link", name=f"Cột tiếp theo: {codes[1]}")).to_have_count(0)
        page.evaluate("location.hash = '#/'")
        expect(page.get_by_text(f"Đợt “{name}” không còn trong các đợt giao cho bạn")).to_be_visible()
    assert visited(office, name) == 1  # what was recorded stays, and counts


def test_whoever_has_no_mast_is_told_what_left_his_phone_and_by_which_account_he_is_signed_in(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        with contextlib.closing(open_registry(office)) as registry:  # the last test of this office
            for one in list_campaigns(registry, person=CHIEF, state="open"):
                amend_campaign(registry, one.id, person=CHIEF, seen=one.version, state="closed")
        page.get_by_role("button", name="Tải lại đợt kiểm tra").click()
        expect(page.locator("#content").get_by_text("Chưa có đợt kiểm tra nào giao cho bạn.")).to_be_visible()
        expect(
            page.locator("#content").get_by_text("không còn trong các đợt giao cho bạn").first
        ).to_be_visible()
        expect(page.get_by_text("Đang đăng nhập bằng tài khoản inspector.")).to_be_visible()
        other = page.get_by_role("button", name="Đăng nhập bằng tài khoản khác")
        expect(other).to_be_visible()
        assert held.faults() == []
        assert held.sideways() <= 0
        other.click()
        expect(page.locator("#username")).to_be_visible()  # and not sent straight back
