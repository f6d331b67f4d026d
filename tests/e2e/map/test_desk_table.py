"""The table under the map: sorted, linked with the map both ways, and taken away as it is shown."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, Visit, sideways
from tests.e2e.map.test_map import first_mast

pytestmark = pytest.mark.e2e


def test_one_sorts_looks_up_and_takes_away_what_the_map_shows(
    visit: Visit, demo_server: str, tmp_path: Path
) -> None:
    page = visit(f"{demo_server}/#at=21.27340,106.19460,14")
    page.click("#show-list")
    rows = page.locator("#table tr[data-index]")
    expect(rows.first).to_be_visible()
    page.click("[data-sort=height_m]")
    page.click("[data-sort=height_m]")
    expect(page.locator("#table th[aria-sort=descending]")).to_contain_text("Cao")
    expect(page).to_have_url(re.compile("list=1&sort=-height_m"))
    rows.nth(2).hover()
    expect(page.locator(".leaflet-evidence-pane path[stroke='#ffb000']")).to_have_count(1)
    code = rows.nth(2).locator("a").inner_text()
    rows.nth(2).click()
    expect(page.locator("#sheet h2")).to_have_text(code)
    expect(page.locator("#table tr[aria-selected=true] a")).to_have_text(code)
    page.click("#sheet-close")
    expect(page.locator("#table tr[aria-selected=true]")).to_have_count(0)
    page.mouse.click(*first_mast(page))
    expect(page.locator("#sheet h2")).not_to_have_text(code)
    met = page.locator("#sheet h2").inner_text()
    expect(page.locator("#table tr[aria-selected=true] a")).to_have_text(met)
    expect(page.locator("#table tr[aria-selected=true]")).to_be_in_viewport()
    with page.expect_download() as taken:
        page.click("[data-file=csv]")
    taken.value.save_as(tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    at = next(place for place, name in enumerate(lines[0]) if "cao" in name.lower())
    heights = [float(line[at].replace(",", ".")) for line in lines[1:] if line[at]]
    assert heights == sorted(heights, reverse=True)
    again = visit(page.url)
    expect(again.locator("#table th[aria-sort=descending]")).to_contain_text("Cao")


def test_on_a_phone_the_table_is_a_sheet_and_a_row_leads_to_its_mast(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/#at=21.27340,106.19460,14", PHONE)
    page.tap("#open-list")
    row = page.locator("#table tr[data-index]").first
    expect(row).to_be_visible()
    assert sideways(page) <= 0
    code = row.locator("a").inner_text()
    row.tap()
    expect(page.locator("#sheet h2")).to_have_text(code)
    expect(page.locator("#table")).to_be_hidden()
