"""The field on a phone: bytes that 300 masts take, the time to open a mast's form without a network, and to
open the app where 20,000 items lie on the phone.

Real Chromium on a folder of its own at 390 px. The baseline of the form is the app's first screen, the list
of the same masts, opened in the same run: nobody else's offline form runs here.
"""

import datetime as dt
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from registry.demo.initialise import init_registry
from registry.model.field.inspections import CampaignKind
from registry.model.people import Person, Role
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.office.registry import open_registry
from registry.settings import Settings, read_settings
from tests.e2e.conftest import served
from tests.e2e.field.phone import Phone, phone
from tests.e2e.field.stock import fill
from tests.web.people import with_people
from web.app import create_app

MASTS = 300
OPENED = 60
KEPT, VERIFIED = 5_000, 15_000
TIMES = 5

# One screen after the other by its address; milliseconds until it is drawn.
_TIMES = """async (addresses) => {
  const drawn = (mark) => new Promise((done) => {
    const there = () => document.body.dataset.ready !== mark;
    const look = () => (there() ? requestAnimationFrame(() => done()) : setTimeout(look, 0));
    look();
  });
  const times = [];
  for (const address of addresses) {
    const mark = document.body.dataset.ready;
    const from = performance.now();
    location.hash = address;
    await drawn(mark);
    times.push(performance.now() - from);
    await new Promise((done) => setTimeout(done, 120));
  }
  return times;
}"""
_VISITS = """async (codes) => {
  const record = await import("/static/js/field/record.js");
  const store = await import("/static/js/field/store.js");
  const by = await store.meta("user");
  const found = [];
  for (const structure of codes) {
    const visit = await record.startVisit({ structure, code: "x", name: "", campaign: "", by,
      checklist: "office", checklist_version: 1 });
    await record.record(visit, { kind: "note", note: "x" });  // one that is only opened leaves nothing
    found.push(visit.inspection);
  }
  return found;
}"""


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder, sync_playwright() as playwright:
        settings = _office(Path(folder))
        with (
            served(create_app(settings)) as address,
            phone(playwright.chromium, Path(folder) / "phone", address, bypass_csp=True) as held,
        ):
            held.begin()
            page = held.page
            masts = page.evaluate(
                "async () => (await (await import('/static/js/field/store.js')).all('packs'))"
                ".find((pack) => pack.data.campaign.name === '300 cột')"
                ".data.masts.map((mast) => mast.structure)"
            )
            page.wait_for_timeout(1500)
            used = page.evaluate("navigator.storage.estimate().then((found) => found.usageDetails)")
            sent = page.evaluate(
                "async () => { const list = await (await fetch('/field/packs.json')).json();"
                " const {id} = list.campaigns.find((campaign) => campaign.name === '300 cột');"
                " const url = `/field/packs/${id}.json`;"
                " await fetch(url, {cache: 'reload'});"
                " return performance.getEntriesByName(new URL(url, location).href).at(-1).encodedBodySize; }"
            )
            held.context.set_offline(True)
            page.reload()
            page.wait_for_selector("body.field[data-ready]")
            chosen = masts[:: max(1, len(masts) // OPENED)][:OPENED]
            visits = page.evaluate(_VISITS, chosen)
            lists = page.evaluate(_TIMES, [f"#/?{number}" for number in range(20)])
            sheets = page.evaluate(_TIMES, [f"#/mast/{structure}" for structure in chosen])
            forms = page.evaluate(_TIMES, [f"#/visit/{visit}" for visit in visits])
            empty = _opened(held)
            fill(page, verified=VERIFIED, kept=KEPT)
            full = _opened(held)
    kept = used.get("indexedDB", 0) + used.get("caches", 0) + used.get("serviceWorkerRegistrations", 0)
    note = (
        f"{len(masts)} masts: {kept / 1e6:.2f} MB on the phone (data {used.get('indexedDB', 0) / 1e6:.2f},"
        f" app {used.get('caches', 0) / 1e6:.2f}); the pack is sent as {sent / 1e3:.0f} kB"
    )
    listed = statistics.median(lists) / 1000
    return [
        {
            "name": f"a mast's form opened without a network ({len(forms)} masts, p50)",
            "seconds": statistics.median(forms) / 1000,
            "baseline": f"the list of the {len(masts)} masts opened",
            "baseline_seconds": listed,
            "note": note,
        },
        {
            "name": f"a mast's sheet opened without a network ({len(sheets)} masts, p50)",
            "seconds": statistics.median(sheets) / 1000,
            "baseline": f"the list of the {len(masts)} masts opened",
            "baseline_seconds": listed,
        },
        {
            "name": f"the app opened with {VERIFIED + KEPT:,} items on the phone, {KEPT:,} not sent (p50)",
            "seconds": full,
            "baseline": f"the same phone with {len(visits)} items",
            "baseline_seconds": empty,
            "note": "from the address to a page that is ready, without a network",
        },
    ]


def _opened(held: Phone) -> float:
    """Open the app from nothing some times; returns the middle of the seconds until it is ready."""
    times = []
    for _ in range(TIMES):
        held.page.goto("about:blank")
        began = time.monotonic()
        held.open()
        times.append(time.monotonic() - began)
    return statistics.median(times)


def _office(folder: Path) -> Settings:
    demo = read_settings({"BTS_HOME": str(folder / "demo")})
    init_registry(demo, demo=True)
    settings = with_people(demo, folder / "home")
    registry = open_registry(settings)
    try:
        plan = CampaignPlan(
            CampaignKind.SEASON,
            "300 cột",
            dt.date(2026, 3, 1),
            dt.date(2027, 5, 31),
            sample=MASTS,
            seed="bench",
        )
        make_campaign(registry, plan, person=Person(name="leader", roles=frozenset({Role.LEADER})))
    finally:
        registry.close()
    return settings
