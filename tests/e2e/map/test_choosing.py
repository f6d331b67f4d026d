"""Masts are chosen on the map by hand, taken away as a file, given a campaign: by mouse, and by a thumb."""

import contextlib
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from registry.geo.area_texts import area_text, read_area
from registry.model.chosen_areas import ChosenArea
from registry.model.people import OPEN_DESK
from registry.services.field.campaign_targets import targets_of
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.services.register.chosen_areas import Shown, area_there, masts_inside
from registry.services.register.context import context_for
from registry.services.register.map_masts import STATES
from registry.settings import Settings
from tests.e2e.conftest import PHONE, Visit, serious, served, sideways
from web.app import create_app

pytestmark = pytest.mark.e2e

STANDING = sum(1 << at for at, state in enumerate(STATES) if state != "dismantled")


@pytest.fixture(scope="module")
def settings(copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return copy_demo(tmp_path_factory.mktemp("chọn") / "sổ")


@pytest.fixture(scope="module")
def desk(settings: Settings) -> Iterator[str]:
    with served(create_app(settings)) as address:
        yield address


def around(page: Page) -> list[tuple[float, float]]:
    """A hand's round about the middle of the map, which overshoots where it began."""
    box = page.locator(".leaflet-container").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.6, box["y"] + min(box["height"], 500) * 0.4
    return [(x + 60 * math.cos(k / 4), y + 60 * math.sin(k / 4)) for k in range(27)]


def chosen(page: Page, parts: int) -> str:
    """The area in the address, once it has so many parts."""
    found = page.wait_for_function(
        """(parts) => {
            const found = /area=([^&]+)/.exec(location.hash);
            return found?.[1].split("~").length === parts && found[1];
        }""",
        arg=parts,
    )
    return str(found.json_value())


def inside(settings: Settings, area: str) -> list[str]:
    with contextlib.closing(open_registry(settings)) as registry:
        there = area_there(registry, context_for(registry, today()), area)
        assert there is not None
        masts, rows = masts_inside(registry, there, OPEN_DESK, Shown(states=STANDING))
        return sorted(masts.codes[row] for row in rows)


def test_a_loop_on_the_desk_becomes_a_file_and_a_campaign(
    visit: Visit, desk: str, settings: Settings, tmp_path: Path
) -> None:
    page = visit(f"{desk}/#at=21.30000,106.20000,11")
    page.get_by_role("button", name="Chọn vùng").click()
    first, *path = around(page)
    page.mouse.move(*first)
    page.mouse.down()
    for at in path:
        page.mouse.move(*at)
    page.mouse.up()
    expect(page.locator("#sheet-body > .chosen")).to_be_visible()
    lasso = chosen(page, 1)
    expect(page.locator("#sheet-body h2")).to_have_text(f"{len(inside(settings, lasso))} cột")
    # a former district by its name without marks, added
    search = page.get_by_role("combobox", name="Tìm xã, phường, huyện (cũ)")
    search.fill("h lang giang")
    expect(page.get_by_role("option", name="Huyện Lạng Giang (cũ)")).to_have_attribute(
        "aria-selected", "true"
    )
    search.press("Enter")
    expect(page.locator(".area-parts li")).to_have_text(
        [re.compile("Vùng vẽ"), re.compile("Huyện Lạng Giang")]
    )
    area = chosen(page, 2)
    codes = inside(settings, area)
    assert len(codes) > len(inside(settings, lasso)) > 0
    expect(page.locator("#sheet-body h2")).to_have_text(f"{len(codes)} cột")
    assert serious(page) == []
    with page.expect_download() as got:
        page.get_by_role("link", name="Xuất .xlsx").click()
    assert got.value.suggested_filename.startswith("cot-vung-chon-")
    got.value.save_as(tmp_path / "cot.xlsx")
    with contextlib.closing(openpyxl.load_workbook(tmp_path / "cot.xlsx", read_only=True)) as book:
        head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert sorted(row[head.index("Mã vị trí")] for row in rows) == codes

    # what was chosen can be sent: the address alone shows it again
    again = visit(f"{desk}/#area={area}")
    expect(again.locator("#sheet-body h2")).to_have_text(f"{len(codes)} cột")

    page.get_by_role("link", name="Tạo đợt kiểm tra từ lựa chọn này").click()
    page.wait_for_selector("body.campaign-new[data-ready]")
    expect(page.locator("#count")).to_have_text(re.compile(r"^\d+ cột$"))
    assert page.locator("#area").input_value() == area
    page.get_by_role("button", name=re.compile("Bỏ phần này: Vùng vẽ")).click()
    expect(page.locator(".area-parts li")).to_have_count(1)
    district = area_text(ChosenArea(read_area(area).parts[1:]))
    expect(page.locator("#area")).to_have_value(district)
    assert serious(page) == []
    page.fill("#name", "Lạng Giang trước bão")
    page.get_by_role("button", name="Lập đợt kiểm tra").click()
    page.wait_for_url(re.compile(r"/campaigns/[0-9a-f]{32}"))
    expect(page.get_by_text("Huyện Lạng Giang (cũ)")).to_be_attached()
    with contextlib.closing(open_registry(settings)) as registry:
        found = targets_of(registry, page.url.rsplit("/", 1)[1][:32], person=OPEN_DESK)
    assert found
    assert {target.mast.code for target in found} <= set(inside(settings, district))


def test_a_thumb_draws_a_loop_and_takes_a_commune_away(visit: Visit, desk: str, settings: Settings) -> None:
    page = visit(f"{desk}/#at=21.30000,106.20000,11", PHONE)
    page.get_by_role("button", name="Công cụ").click()
    page.get_by_role("button", name="Chọn vùng").click()
    thumb = page.context.new_cdp_session(page)
    path = around(page)
    for kind, (x, y) in zip(["touchStart", *["touchMove"] * (len(path) - 1)], path, strict=True):
        thumb.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    thumb.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".area-parts li")).to_have_text([re.compile("Vùng vẽ")])
    lasso = chosen(page, 1)
    expect(page.locator("[data-count-inside]")).to_have_text(str(len(inside(settings, lasso))))
    page.get_by_label("Bớt khỏi vùng đã chọn").check()
    page.get_by_role("button", name="Bấm xã").click()
    x, y = path[0][0] - 60, path[0][1]  # the middle of the loop
    taken = page.locator(".area-parts [data-taken]")
    for _ in range(2):  # a tap that follows a stroke at once is one that Chromium may make no click of
        page.touchscreen.tap(x, y)
        with contextlib.suppress(AssertionError):
            expect(taken).to_have_count(1, timeout=10_000)
            break
    expect(taken).to_have_count(1)
    area = chosen(page, 2)
    assert area.startswith(f"{lasso}~-u.")
    left = inside(settings, area)
    assert set(left) < set(inside(settings, lasso))
    expect(page.locator("[data-count-inside]")).to_have_text(str(len(left)))
    page.get_by_role("button", name="cột: xem danh sách, xuất tệp").click()
    expect(page.locator("#sheet-body > .chosen h2")).to_have_text(f"{len(left)} cột")
    assert sideways(page) == 0
