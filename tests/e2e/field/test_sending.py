"""What phones send: records that cannot be taken, two phones at one mast, two tabs of one phone."""

import contextlib
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from registry.services.office.registry import open_registry
from registry.settings import Settings
from registry.store.field.tables import field_items, field_photos, inspections, set_aside_items
from tests.e2e.field.office import items_of, rows
from tests.e2e.field.phone import FULL, phone

pytestmark = pytest.mark.e2e


def test_a_record_that_cannot_be_taken_is_set_aside_with_its_reason_and_blocks_nothing(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address, bypass_csp=True) as held:
        held.begin()
        page = held.page
        held.context.set_offline(True)
        page.evaluate(
            """async () => {
              const { record, startVisit } = await import("/static/js/field/record.js");
              const { meta } = await import("/static/js/field/store.js");
              const by = await meta("user");
              const visit = await startVisit({
                structure: "không có", code: "BGG?", name: "", campaign: "", checklist: "office", by,
                checklist_version: 1,
              });
              await record(visit, {kind: "note", note: "x"});
            }"""
        )
        code = page.locator(".mast-code strong").nth(5).inner_text()
        held.choose_mast(code)
        inspection = held.start_check()
        held.entry(inspection, "rust")
        held.tap("Nhẹ")
        held.context.set_offline(False)
        held.shows("verified", 2)  # a visit begins with its first answer
        held.shows("aside", 2)
        held.open("#/send")
        section = page.locator("section", has_text="Để riêng")
        expect(section).to_contain_text("FIELD-STRUCTURE-UNKNOWN")
        assert held.faults() == []
        assert held.sideways() == 0
    assert len(items_of(office, inspection)) == 2
    kept = [row for row in rows(office, set_aside_items) if "không có" in row["content"]]
    assert [row["code"] for row in kept] == ["FIELD-STRUCTURE-UNKNOWN"] * 2


def test_a_full_phone_sends_what_it_holds_once_and_says_that_it_is_full(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address, bypass_csp=True) as held:
        held.begin()
        page = held.page
        held.context.set_offline(True)
        held.choose_mast(page.locator(".mast-code strong").nth(8).inner_text())
        inspection = held.start_check()
        held.entry(inspection, "rust")
        held.tap("Nhẹ")
        held.entry(inspection, "overview")
        held.photograph(7000)
        held.shows("kept", 3)
        sent: list[str] = []
        held.context.on("request", lambda asked: sent.append(f"{asked.method} {asked.url}"))
        page.evaluate(FULL)
        held.context.set_offline(False)
        expect(page.locator("#phrase")).to_contain_text("Bộ nhớ của máy đã đầy")
        expect(page.locator("#phrase")).not_to_contain_text("Máy chủ")
        held.shows("kept", 3)  # nothing could be noted
        assert len(items_of(office, inspection)) == 3
        (sha,) = (sha for item in items_of(office, inspection) for sha in item["photos"])
        assert sha in {row["sha256"] for row in rows(office, field_photos)}
        first = [one for one in sent if "/field/items" in one or sha in one]
        page.evaluate("window.dispatchEvent(new Event('online'))")  # still full: nothing goes a second time
        page.wait_for_function("document.body.dataset.phase === 'full'")
        assert [one for one in sent if "/field/items" in one or sha in one] == first
        page.evaluate("() => { window.room(); window.dispatchEvent(new Event('online')); }")
        held.shows("verified", 3)
    assert len(items_of(office, inspection)) == 3


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


def test_a_server_that_was_set_up_anew_from_a_backup_is_sent_again_what_it_lacks(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address, bypass_csp=True) as held:
        held.begin()
        page = held.page
        code = page.locator(".mast-code strong").nth(7).inner_text()
        held.choose_mast(code)
        inspection = held.start_check()
        held.entry(inspection, "rust")
        held.tap("Nhẹ")
        held.photograph(700)
        held.shows("verified", 3)
        sent = items_of(office, inspection)
        with contextlib.closing(open_registry(office)) as registry, registry.database.write() as connection:
            (name,) = {sha for item in sent for sha in item["photos"]}
            connection.execute(sa.delete(field_photos).where(field_photos.c.sha256 == name))
            connection.execute(sa.delete(field_items).where(field_items.c.inspection == inspection))
            connection.execute(sa.delete(inspections).where(inspections.c.id == inspection))
        assert items_of(office, inspection) == []
        page.evaluate(
            """async () => {
              const { setMeta } = await import("/static/js/field/store.js");
              await setMeta("asked-after/inspector", Date.now() - 13 * 3600e3);
            }"""
        )
        held.open("#/send")
        page.get_by_role("button", name="Gửi ngay").click()
        held.shows("kept", 3)  # no longer shown as verified
        page.get_by_role("button", name="Gửi ngay").click()
        held.shows("verified", 3)
    again = items_of(office, inspection)
    assert sorted(again, key=lambda item: item["seq"]) == sorted(sent, key=lambda item: item["seq"])
    assert [row["sha256"] for row in rows(office, field_photos, sha256=name)] == [name]
