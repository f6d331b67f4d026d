"""A phone that holds very many items: what it reads, how fast it opens, what it lets go and what never."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from registry.services.office.registry import open_registry
from registry.settings import Settings
from registry.store.field.tables import field_items
from tests.e2e.field.office import season
from tests.e2e.field.phone import Phone, phone
from tests.e2e.field.stock import READS, VISIT, fill, rows_read

pytestmark = pytest.mark.e2e

SHOWN = 40  # rows of one kind on the sending screen
OPEN_S = 2.0
SLOW = 4  # times slower than an idle machine may this one be


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return season(demo_settings, tmp_path_factory.mktemp("full") / "home", sample=12, seed="full")


@pytest.fixture
def held(browser: Browser, address: str, tmp_path: Path) -> Iterator[Phone]:
    with phone(browser.browser_type, tmp_path / "phone", address, bypass_csp=True) as made:
        made.context.add_init_script(READS)
        made.begin()
        made.context.set_offline(True)
        yield made


def opened_in(held: Phone) -> float:
    """Open the app from nothing; returns the seconds until it is ready."""
    held.page.goto("about:blank")
    began = time.monotonic()
    held.open()
    return time.monotonic() - began


def goes(held: Phone, where: str, screen: str) -> dict[str, int]:
    """Go to a screen; returns the rows that it read."""
    rows_read(held.page)
    held.page.evaluate("(where) => { location.hash = where; }", where)
    held.page.wait_for_selector(f"main[data-screen={screen}]")
    held.page.wait_for_timeout(500)
    return rows_read(held.page)


def test_twenty_thousand_items_are_not_read_to_show_a_screen(held: Phone) -> None:
    visits = fill(held.page, verified=19_400, kept=600)
    assert opened_in(held) < OPEN_S * SLOW
    read = rows_read(held.page)
    assert read.get("items", 0) == 0
    # a few times each, never once for an item: how often changes are shown meanwhile hangs on the machine
    assert read["visits"] <= 10 * len(visits)
    held.shows("verified", "19.400")
    held.shows("kept", 600)
    assert goes(held, "#/send", "send").get("items", 0) <= 5 * SHOWN
    assert goes(held, "#/map", "map").get("items", 0) == 0
    assert goes(held, "#/", "list").get("items", 0) == 0
    assert goes(held, f"#/visit/{visits[0]}", "visit").get("items", 0) <= 5 * VISIT
    expect(held.page.locator(".progress")).to_contain_text(f"đã xác minh {VISIT}")


def test_five_thousand_that_wait_open_as_quickly_as_none_on_a_phone_four_times_slower(held: Phone) -> None:
    held.context.new_cdp_session(held.page).send("Emulation.setCPUThrottlingRate", {"rate": 4})

    def quickest() -> float:
        times = []
        for _ in range(3):
            held.page.goto("about:blank")
            held.open()
            times.append(float(held.page.evaluate("performance.now()")))
        return min(times)

    none = quickest()
    fill(held.page, kept=5000)
    assert quickest() < 3 * none  # in a second where nothing else runs: docs/reliability.md
    assert not rows_read(held.page).get("items", 0)


def test_a_phone_that_sends_stays_one_to_work_with_and_reads_no_item_over_and_over(
    held: Phone, office: Settings
) -> None:
    visits = fill(held.page, kept=1200)
    opened_in(held)
    rows_read(held.page)
    held.context.set_offline(False)
    held.page.wait_for_selector("body[data-phase=sending]")
    for where, screen in (("#/send", "send"), ("#/", "list"), ("#/send", "send")):
        began = time.monotonic()
        held.page.evaluate("(where) => { location.hash = where; }", where)
        held.page.wait_for_selector(f"main[data-screen={screen}]")
        assert time.monotonic() - began < OPEN_S * SLOW
    expect(held.page.locator("#counts .count.verified b")).to_have_text("1.200", timeout=60_000)
    held.shows("kept", 0)
    # each is read to be sent, and twice to write what became of it; screens read some more of what waits
    assert rows_read(held.page)["items"] <= 3 * 1200 + 60 * SHOWN
    registry = open_registry(office)
    try:
        with registry.database.read() as connection:
            wanted = field_items.c.inspection.in_(visits)
            count = connection.scalar(sa.select(sa.func.count()).select_from(field_items).where(wanted))
    finally:
        registry.close()
    assert count == 1200


def test_numbers_that_an_older_app_did_not_keep_are_put_right(held: Phone) -> None:
    fill(held.page, verified=200, kept=80)
    held.page.evaluate(
        """async () => {
          const {all, write, setMeta} = await import("/static/js/field/store.js");
          for (const {counts, ...visit} of await all("visits")) {
            await write(["visits"], async (store) => { store("visits").put(visit); });
          }
        }"""
    )
    opened_in(held)
    held.shows("verified", 200)
    held.shows("kept", 80)


def test_a_phone_of_the_first_version_keeps_all_it_held(held: Phone, address: str) -> None:
    page = held.page
    held.context.set_offline(False)
    page.goto(f"{address}/field/manifest.webmanifest")
    held.context.set_offline(True)
    page.evaluate(
        """async () => {
          const heard = (request) => new Promise((done, failed) => {
            request.onsuccess = () => done(request.result);
            request.onerror = request.onblocked = () => failed(request.error);
          });
          await heard(indexedDB.deleteDatabase("bts-field"));
          const opening = indexedDB.open("bts-field", 1);
          opening.onupgradeneeded = () => {
            const make = (name, keyPath, indexes = {}) => {
              const store = opening.result.createObjectStore(name, {keyPath});
              for (const [index, path] of Object.entries(indexes)) store.createIndex(index, path);
            };
            make("items", "id", {state: ["by", "state"], inspection: "inspection", structure: "structure"});
            make("photos", "sha256", {state: ["by", "state"], inspection: "inspection"});
            make("visits", "inspection", {structure: "structure"});
            make("drafts", "key", {inspection: "inspection"});
            make("blobs", "sha256"); make("packs", "key"); make("checklists", "key"); make("meta", "key");
          };
          const db = await heard(opening);
          const at = "2026-11-26T14:05:09.123+07:00";
          const writing = db.transaction(["items", "visits", "meta"], "readwrite");
          writing.objectStore("meta").put({key: "user", value: "inspector"});
          writing.objectStore("meta").put({key: "seq", value: 3});
          writing.objectStore("visits").put({inspection: "v", structure: "s", code: "BGG1", name: "x",
            campaign: "", checklist: "office", checklist_version: 1, by: "inspector", started_at: at,
            finished_at: ""});
          for (const [n, state] of ["verified", "verified", "kept"].entries()) {
            const item = {id: `i${n}`, inspection: "v", structure: "s", campaign: "", checklist: "office",
              checklist_version: 1, kind: "note", entry: "", note: "x", photos: [], recorded_at: at,
              seq: n + 1};
            writing.objectStore("items").put({id: item.id, item, by: "inspector", inspection: "v",
              structure: "s", kind: "note", entry: "", state, code: "", message: "", missing: [], at: n,
              tries: 0});
          }
          await new Promise((done) => { writing.oncomplete = done; });
          db.close();
        }"""
    )
    held.open()
    held.shows("verified", 2)
    held.shows("kept", 1)


def test_what_is_long_verified_becomes_a_proof_and_nothing_else_does(held: Phone) -> None:
    page = held.page
    old = fill(page, verified=3 * VISIT, photos=1, days=40)
    fresh = fill(page, verified=VISIT, days=2)
    unsent = fill(page, kept=VISIT, days=40)
    made = page.evaluate(
        """async () => {
          const {archive} = await import("/static/js/field/send/archive.js");
          const {all, count} = await import("/static/js/field/store.js");
          const {sha256OfItem} = await import("/static/js/field/send/canonical.js");
          const hashed = async (row) => [row.id, await sha256OfItem(row.item)];
          const before = new Map(await Promise.all((await all("items")).map(hashed)));
          const made = await archive();
          const proofs = await all("proofs");
          const left = (await all("items")).map((row) => row.inspection);
          const sound = proofs.every((row) => row.sha256 === before.get(row.id));
          const times = (one) => left.filter((other) => other === one).length;
          return {made, again: await archive(), sound, count: proofs.length, blobs: await count("blobs"),
            left: Object.fromEntries([...new Set(left)].map((one) => [one, times(one)]))};
        }"""
    )
    assert made["made"] == made["count"] == 3 * VISIT - 1
    assert made["again"] == 0
    assert made["sound"]
    assert made["blobs"] == 1  # bytes leave only by a tap or for want of room, and their item stays with them
    assert made["left"] == {old[0]: 1, fresh[0]: VISIT, unsent[0]: VISIT}
    opened_in(held)
    held.shows("verified", 4 * VISIT)
    held.shows("kept", VISIT)
    goes(held, f"#/visit/{old[1]}", "visit")
    expect(page.get_by_text(f"{VISIT} mục của lượt này")).to_be_visible()
    assert held.faults() == []
