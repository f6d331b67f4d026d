"""A day in the field at 390 px, and the ways in which such a day goes wrong."""

import datetime as dt
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, expect

from registry.model.inspections import CampaignKind
from registry.model.people import Person, Role
from registry.services.campaigns import CampaignPlan, make_campaign
from registry.services.registry import open_registry
from registry.settings import Settings
from registry.store.field_tables import field_items, field_photos, inspections, set_aside_items
from tests.e2e.conftest import served
from tests.e2e.field_phone import phone
from tests.web.people import with_people
from web.app import create_app
from web.field_app import Release, release

pytestmark = pytest.mark.e2e

CHIEF = Person(name="leader", roles=frozenset({Role.LEADER}))


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = with_people(demo_settings, tmp_path_factory.mktemp("field") / "home")
    registry = open_registry(settings)
    try:
        plan = CampaignPlan(
            CampaignKind.SEASON, "Trước mùa mưa bão", dt.date(2026, 3, 1), dt.date(2027, 5, 31), sample=12,
            due_on=dt.date(2027, 5, 1), seed="field",
        )  # fmt: skip
        make_campaign(registry, plan, person=CHIEF)
    finally:
        registry.close()
    return settings


@pytest.fixture(scope="module")
def app(office: Settings) -> Flask:
    return create_app(office)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with served(app) as found:
        yield found


def rows(settings: Settings, table: sa.Table, **wanted: str) -> list[dict[str, Any]]:
    registry = open_registry(settings)
    try:
        with registry.database.read() as connection:
            query = sa.select(table).where(*(table.c[name] == value for name, value in wanted.items()))
            return [dict(row) for row in connection.execute(query).mappings()]
    finally:
        registry.close()


def items_of(settings: Settings, inspection: str) -> list[dict[str, Any]]:
    return [json.loads(row["content"]) for row in rows(settings, field_items, inspection=inspection)]


def test_a_day_in_the_field(browser: Browser, office: Settings, address: str, tmp_path: Path) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        assert held.faults() == []
        assert held.overflow() == 0
        codes = [
            text.strip().split(" ")[0] for text in page.locator(".mast-code strong").all_inner_texts()[:3]
        ]
        held.context.set_offline(True)
        page.reload()
        page.wait_for_selector("body.field[data-ready]")
        visits = []
        for number, code in enumerate(codes):
            held.choose_mast(code)
            assert held.faults() == []
            inspection = held.start_check()
            visits.append(inspection)
            if number == 0:
                held.measure()
                assert held.faults() == []
            held.entry(inspection, "overview")
            held.photograph(10 * number + 1, 10 * number + 2)
            held.entry(inspection, "papers")
            held.tap("Có, hết hạn")
            held.tap("Có, còn hạn")  # corrected: a new item
            held.entry(inspection, "earthing")
            page.fill("input.number", "8,4")
            page.get_by_label("Máy đo").fill("Kyoritsu 4105A")
            assert "≤ 10 Ω (chưa kiểm chứng)" in page.locator(".limit").inner_text()
            held.next()
            held.entry(inspection, "rust")
            held.tap("Nặng")
            assert held.overflow() == 0
            if number < 2:
                page.evaluate("(where) => { location.hash = where; }", f"#/visit/{inspection}/end")
                page.get_by_role("button", name="Kết thúc, để trống").click()
                page.wait_for_selector("main[data-screen=send]")
        # half a number is typed when the phone dies
        held.entry(visits[2], "antennas")
        page.locator("input.number").press_sequentially("1")
        page.wait_for_timeout(300)
        recorded = int(page.locator("#counts .kept b").inner_text())
        held.restart(offline=True)
        page = held.page
        held.shows("kept", recorded)
        assert not [row for row in rows(office, inspections) if row["id"] in visits]
        held.entry(visits[2], "antennas")
        expect(page.locator("input.number")).to_have_value("1")
        page.locator("input.number").press("End")
        page.locator("input.number").press_sequentially("2")
        held.next()
        held.entry(visits[2], "papers")
        expect(page.get_by_label("Có, còn hạn")).to_be_checked()
        held.shows("kept", recorded + 1)
        held.context.set_offline(False)  # nobody taps: the phone hears of the network
        expect(page.locator("#sign-in")).to_be_visible(timeout=15_000)  # the session ended with the browser
        page.locator("#sign-in").click()
        held.sign_in()
        held.shows("verified", recorded + 1)
        held.shows("kept", 0)
        held.open("#/send")
        expect(page.get_by_text("Mọi mục đã được máy chủ xác minh.")).to_be_visible()
        assert held.faults() == []
    taken = [item for visit in visits for item in items_of(office, visit)]
    assert len(taken) == recorded + 1
    assert len({item["id"] for item in taken}) == recorded + 1
    earthing = [item for item in taken if item["entry"] == "earthing"]
    assert {(item["raw"], item["value"], item["unit"], item["instrument"]) for item in earthing} >= {
        ("8,4", "8.4", "Ω", "Kyoritsu 4105A")
    }
    papers = [item for item in items_of(office, visits[0]) if item["entry"] == "papers"]
    assert [item["value"] for item in sorted(papers, key=lambda item: item["seq"])] == ["expired", "posted"]
    assert papers[1]["replaces"] == papers[0]["id"] or papers[0]["replaces"] == papers[1]["id"]
    assert next(item for item in taken if item["entry"] == "antennas")["value"] == "12"
    photos = [item for item in taken if item["kind"] == "photo"]
    assert len(photos) == 6
    assert {item["photos"][0] for item in photos} <= {row["sha256"] for row in rows(office, field_photos)}
    place = next(item for item in taken if item["kind"] == "position")["position"]
    assert abs(float(place["lat"]) - 21.27) < 1e-4  # the stray fix, two kilometres off, has no part in it
    assert all(rows(office, inspections, id=visit)[0]["person"] == "inspector" for visit in visits)


def test_an_ended_sign_in_loses_nothing_and_nobody_sends_anothers_work(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        held.context.set_offline(True)
        code = page.locator(".mast-code strong").nth(3).inner_text()
        held.choose_mast(code)
        inspection = held.start_check()
        held.entry(inspection, "lean")
        held.tap("Thẳng")
        held.photograph(100)
        held.shows("kept", 3)
        held.context.clear_cookies()
        held.context.set_offline(False)
        expect(page.locator("#sign-in")).to_be_visible()
        assert "Dữ liệu vẫn ở trên máy này" in page.locator("#phrase").inner_text()
        assert held.faults() == []
        held.shows("kept", 3)
        page.locator("#sign-in").click()
        held.sign_in("appraiser")  # a colleague borrows the phone
        held.open("#/send")
        expect(page.get_by_text("do tài khoản khác ghi (inspector)")).to_be_visible()
        held.shows("kept", 0)
        assert items_of(office, inspection) == []
        held.context.clear_cookies()
        page.get_by_role("button", name="Gửi ngay").click()
        page.locator("#sign-in").click()
        held.sign_in("inspector")
        held.shows("verified", 3)
        assert len(items_of(office, inspection)) == 3
        held.context.set_offline(True)
        held.entry(inspection, "lean")
        held.tap("Nghiêng, cong rõ")
        held.open(
            f"#/visit/{inspection}/defects"
        )  # what the sheet noticed is offered as a defect, not made one
        expect(page.locator("ul.defects li")).to_have_count(0)
        page.get_by_role("button", name="Ghi thành tồn tại: Độ thẳng đứng (nhìn): Nghiêng, cong rõ").click()
        page.get_by_role("button", name="Ghi tồn tại", exact=True).click()
        expect(page.locator("ul.defects li")).to_have_count(1)
        expect(page.get_by_role("button", name="Ghi thành tồn tại")).to_have_count(0)
        held.open("#/send")
        page.get_by_role(
            "button", name="Gửi ngay"
        ).click()  # it keeps the focus: the figures follow all the same
        held.context.set_offline(False)
        expect(page.locator("#content .counters .verified b")).to_have_text("5")
        expect(page.get_by_text("Mọi mục đã được máy chủ xác minh.")).to_be_visible()


def test_an_update_waits_for_a_tap_and_destroys_nothing(
    browser: Browser, office: Settings, app: Flask, address: str, tmp_path: Path
) -> None:
    with app.app_context():
        now = release()
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        code = page.locator(".mast-code strong").nth(4).inner_text()
        held.context.set_offline(True)
        held.choose_mast(code)
        inspection = held.start_check()
        held.context.set_offline(False)
        try:
            app.extensions["bts-field-release"] = Release("a-newer-version", now.files)
            look = "navigator.serviceWorker.getRegistration('/field').then((found) => found.update())"
            page.evaluate(look)
            expect(page.locator("#update")).to_be_visible(timeout=15_000)
            assert held.faults() == []
            assert page.evaluate("document.body.dataset.version") == now.version
            held.entry(inspection, "rust")
            held.tap("Nhẹ")  # the old app goes on with the new server
            held.shows("verified", 2)
            page.get_by_role("button", name="Dùng bản mới").click()
            expect(page.locator("body")).to_have_attribute("data-version", "a-newer-version")
            page.wait_for_selector("body.field[data-ready]")
            held.shows("verified", 2)
            held.context.set_offline(True)
            page.reload()
            page.wait_for_selector("body.field[data-ready]")
            held.entry(inspection, "rust")
            expect(page.get_by_label("Nhẹ", exact=True)).to_be_checked()
        finally:
            app.extensions["bts-field-release"] = now
    assert len(items_of(office, inspection)) == 2


def test_a_record_that_cannot_be_taken_is_set_aside_with_its_reason_and_blocks_nothing(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address, bypass_csp=True) as held:
        held.begin()
        page = held.page
        held.context.set_offline(True)
        page.evaluate(
            """async () => {
              const { startVisit } = await import("/static/js/field_record.js");
              const { meta } = await import("/static/js/field_store.js");
              const by = await meta("user");
              await startVisit({
                structure: "không có", code: "BGG?", name: "", campaign: "", checklist: "office", by,
                checklist_version: 1,
              });
            }"""
        )
        code = page.locator(".mast-code strong").nth(5).inner_text()
        held.choose_mast(code)
        inspection = held.start_check()
        held.context.set_offline(False)
        held.shows("verified", 1)
        held.shows("aside", 1)
        held.open("#/send")
        section = page.locator("section", has_text="Để riêng")
        expect(section).to_contain_text("FIELD-STRUCTURE-UNKNOWN")
        assert held.faults() == []
        assert held.overflow() == 0
    assert len(items_of(office, inspection)) == 1
    kept = [row for row in rows(office, set_aside_items) if "không có" in row["content"]]
    assert [row["code"] for row in kept] == ["FIELD-STRUCTURE-UNKNOWN"]


def test_two_phones_at_one_mast_are_both_kept(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    found = {}
    kind = browser.browser_type
    with phone(kind, tmp_path / "one", address) as one, phone(kind, tmp_path / "two", address) as two:
        for held, name, value in ((one, "inspector", "7,9"), (two, "appraiser", "12,5")):
            held.begin(name)
            code = held.page.locator(".mast-code strong").nth(6).inner_text()
            held.context.set_offline(True)
            held.choose_mast(code)
            found[name] = held.start_check()
            held.entry(found[name], "earthing")
            held.page.fill("input.number", value)
            held.page.get_by_role("button", name="Mục tiếp theo").click()
            held.shows("kept", 2)
        for held in (one, two):
            held.context.set_offline(False)
            held.shows("verified", 2)
    kept = {row["person"]: row for row in rows(office, inspections) if row["id"] in found.values()}
    assert kept.keys() == {"inspector", "appraiser"}
    assert len({row["structure"] for row in kept.values()}) == 1
    values = {name: [i["raw"] for i in items_of(office, visit) if i["raw"]] for name, visit in found.items()}
    assert values == {"inspector": ["7,9"], "appraiser": ["12,5"]}


def test_two_tabs_send_each_item_once(browser: Browser, address: str, tmp_path: Path) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        held.context.set_offline(True)
        held.choose_mast(page.locator(".mast-code strong").nth(7).inner_text())
        inspection = held.start_check()
        for code, words in (("rust", "Không"), ("foundation", "Ổn định"), ("lean", "Thẳng")):
            held.entry(inspection, code)
            held.tap(words)
        held.shows("kept", 4)
        other = held.context.new_page()
        other.goto(f"{address}/field#/send")
        other.wait_for_selector("body.field[data-ready]")
        sent: list[str] = []
        held.context.on(
            "request",
            lambda asked: (
                sent.extend(item["id"] for item in asked.post_data_json["items"])
                if asked.url.endswith("/field/items") and asked.post_data_json
                else None
            ),
        )
        held.context.set_offline(False)
        held.shows("verified", 4)
        expect(other.locator("#counts .verified b")).to_have_text("4")
        assert len(sent) == len(set(sent)) == 4


def test_unsent_work_leaves_the_phone_as_a_rescue_file_that_an_officer_takes_in(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address, accept_downloads=True) as held:
        held.begin()
        page = held.page
        held.context.set_offline(True)
        held.choose_mast(page.locator(".mast-code strong").nth(8).inner_text())
        inspection = held.start_check()
        held.entry(inspection, "lean")
        held.tap("Thẳng")
        held.photograph(200)
        held.open("#/send")
        page.evaluate("navigator.canShare = () => false")
        with page.expect_download() as coming:
            page.get_by_role("button", name="Lấy tệp cứu hộ").click()
        saved = tmp_path / "rescue.zip"
        coming.value.save_as(saved)
        with zipfile.ZipFile(saved) as archive:
            assert archive.testzip() is None
            said = json.loads(archive.read("items.json"))
        assert len(said["items"]) == 3
        assert set(said["by"].values()) == {"inspector"}
        held.context.set_offline(False)
        desk = browser.new_context(viewport={"width": 1280, "height": 800})  # at the office
        try:
            office_page = desk.new_page()
            office_page.goto(f"{address}/field/rescue")
            office_page.fill("#username", "leader")
            office_page.fill("#password", "mot-mat-khau-du-dai")
            office_page.keyboard.press("Enter")
            office_page.set_input_files("#file", saved)
            office_page.get_by_role("button", name="Nhận tệp").click()
            expect(office_page.get_by_text("3 mục:")).to_be_visible()
        finally:
            desk.close()
        held.shows("verified", 3)
    assert len(items_of(office, inspection)) == 3
    assert next(row for row in rows(office, inspections) if row["id"] == inspection)["person"] == "inspector"


def test_the_app_stands_at_twice_the_size_and_in_english(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    half = {"width": 195, "height": 422}  # 390 px at 200 %
    with phone(browser.browser_type, tmp_path / "phone", address, viewport=half) as held:
        held.begin()
        page = held.page
        page.click("#language")
        expect(page.locator("#counts")).to_contain_text("on this phone")
        for where in ("#/", "#/send", "#/map", "#/route"):
            held.open(where)
            page.wait_for_timeout(300)
            assert held.overflow() == 0, where
            assert held.faults() == [], where
        held.open("#/")
        page.locator("a.mast").first.click()
        page.get_by_role("button", name="ten-minute").click()
        page.wait_for_selector("main[data-screen=visit]")
        assert held.overflow() == 0
        inspection = page.evaluate("location.hash.split('/')[2]")
        held.entry(inspection, "rust")
        expect(page.locator(".entry h2")).to_have_text("Rust")
        expect(page.get_by_text("Could not be seen")).to_be_visible()
        assert held.faults() == []


def test_a_phone_is_cleared_only_when_the_server_has_everything(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address, bypass_csp=True) as held:
        held.begin()
        page = held.page
        held.context.set_offline(True)
        code = page.locator(".mast-code strong").nth(9).inner_text()
        held.choose_mast(code)
        inspection = held.start_check()
        held.entry(inspection, "rust")
        held.tap("Nhẹ")
        held.photograph(300)
        held.open("#/send")
        clear = page.get_by_role("button", name="Đăng xuất và xóa dữ liệu trên máy")
        clear.click()
        refused = page.locator("[role=alert]", has_text="Chưa xóa")
        expect(refused).to_contain_text(code)
        expect(refused).to_contain_text("3 mục chưa gửi (inspector)")
        assert held.faults() == []
        assert held.overflow() == 0
        held.context.set_offline(False)
        held.shows("verified", 3)
        clear.click()
        expect(page.get_by_text("Xóa khỏi máy này 3 mục và 1 ảnh")).to_be_visible()
        assert held.faults() == []
        held.context.set_offline(True)
        page.get_by_role("button", name="Xóa hẳn").click()
        expect(page.get_by_text("Cần mạng để đăng xuất")).to_be_visible()
        held.context.set_offline(False)
        held.shows("verified", 3)
        clear.click()
        page.get_by_role("button", name="Xóa hẳn").click()
        page.wait_for_selector("#username")  # signed out as well
        held.sign_in("appraiser")  # the next person finds nothing of the first
        held.shows("verified", 0)
        left = page.evaluate(
            """async () => {
              const {EVERYTHING, count} = await import("/static/js/field_store.js");
              const own = ["items", "proofs", "photos", "blobs", "drafts", "visits"];
              return Promise.all(EVERYTHING.filter((name) => own.includes(name)).map((name) => count(name)));
            }"""
        )
        assert left == [0] * 6
    assert len(items_of(office, inspection)) == 3
