"""The quick sheet and a technical sheet filled whole on a phone, without a network: taps counted."""

import contextlib
import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.model.field.inspections import CampaignKind
from registry.services.field.campaign_targets import targets_of
from registry.services.field.campaigns import CampaignPlan, list_campaigns, make_campaign
from registry.services.field.selection import Selection, choose
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.settings import Settings
from registry.store.field.tables import defects
from tests.e2e.field.office import CHIEF, items_of, rows
from tests.e2e.field.phone import ITEMS, phone
from tests.e2e.field.thumb import Place, Taps
from tests.web.people import with_people

pytestmark = pytest.mark.e2e

KEPT = """() => new Promise((done) => {
  const asked = indexedDB.open("bts-field");
  asked.onsuccess = () => {
    const all = asked.result.transaction("drafts").objectStore("drafts").getAll();
    all.onsuccess = () => {
      asked.result.close();
      done(all.result.some((draft) => draft.name === "guy_tension[T2/2]" && draft.value === "3"));
    };
  };
})"""
"""Whether the phone has kept what is typed."""


TAPPED_AHEAD = """() => {
  const [six] = [...document.querySelectorAll(".keypad .key")].filter((key) => key.textContent === "6");
  document.querySelector(".dock .next").click();
  six.click();
}"""
"""A thumb faster than the phone's memory: a digit is tapped while the answer before it is being recorded."""


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = with_people(demo_settings, tmp_path_factory.mktemp("phiếu") / "home")
    with contextlib.closing(open_registry(made)) as registry:
        own = choose(registry, Selection(organisations=("VTL",)))
        mast = next(
            one.mast for one in own if one.mast.form == "guyed" and (one.mast.mast_height_m or 0) >= 30
        )
        plan = CampaignPlan(
            CampaignKind.SPECIALISED, "Đo lại", today(), today() + dt.timedelta(days=9),
            selection=Selection(structures=(mast.structure,)), decision="12/QĐ-SKHCN", decided_on=today(),
            organisation="VTL",
        )  # fmt: skip
        make_campaign(registry, plan, person=CHIEF)
    return made


@pytest.fixture(scope="module")
def place(office: Settings) -> Place:
    """Where the mast of the campaign stands, as a phone under it says."""
    with contextlib.closing(open_registry(office)) as registry:
        campaign = next(one for one in list_campaigns(registry, person=CHIEF) if one.name == "Đo lại")
        mast = targets_of(registry, campaign.id, person=CHIEF)[0].mast
    return {"latitude": mast.lat, "longitude": mast.lon, "accuracy": 6}


@pytest.fixture
def taps(browser: Browser, office: Settings, address: str, tmp_path: Path) -> Iterator[Taps]:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        held.context.set_offline(True)
        held.page.locator("a.mast").first.click()
        yield Taps(held)


def test_the_quick_sheet_takes_one_tap_an_item(
    taps: Taps, office: Settings, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    page = taps.page
    visit = taps.held.start_check()
    shots(page, "quick-first")
    taps.measure(place)
    taps.at("overview")
    taps.shoot()
    taps.shoot()
    taps.at("papers")
    taps.choose("Có, còn hạn")
    taps.at("structural_inspection")
    taps.on()
    taps.at("signs_fence")
    taps.choose("Đủ, còn tốt")
    taps.at("lean")
    shots(page, "quick-choice")
    taps.choose("Thẳng")
    taps.shoot()
    taps.at("guys_anchors")
    taps.choose("Căng đều")
    taps.shoot()
    taps.at("rust")
    taps.choose("Không")
    taps.at("foundation")
    taps.choose("Ổn định")
    taps.at("earthing_lead")
    taps.choose("Liền, chắc")
    taps.at("earthing")
    shots(page, "quick-number")
    assert taps.held.faults() == []
    taps.number("8,4")
    taps.on()
    taps.at("backup")
    taps.choose("Máy phát và ắc quy")
    taps.at("flood")
    taps.choose("Có")
    taps.at("houses")
    taps.choose("Không")
    taps.at("trees_lines")
    taps.choose("Không")
    taps.at("antennas")
    taps.number("6")
    taps.on()
    taps.at("remarks")
    taps.on()
    expect(page.locator(".progress")).to_contain_text("đã ghi 13 / 13 mục phải ghi · thêm 2 tùy chọn")
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/end")
    expect(page.get_by_text("Đã ghi đủ các mục.")).to_be_visible()
    items = 17
    with capsys.disabled():
        sys.stdout.write(
            f"\nquick sheet: {taps.taps} taps, {items} items: {taps.taps / items:.2f} (+ {taps.keys} keys)\n"
        )
    assert taps.taps / items <= 1.2
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/overview")
    draw(page)
    (drawn,) = (row["item"] for row in page.evaluate(ITEMS) if row["kind"] == "drawing")
    taps.held.context.set_offline(False)
    page.evaluate("location.hash = '#/send'")
    taps.held.shows("kept", 0)
    (sent,) = (one for one in items_of(office, visit) if one["kind"] == "drawing")
    assert sent["value"] == drawn["value"]
    assert re.fullmatch(r"A\d+ \d+ \d+ \d+C\d+ \d+ \d+ \d+", sent["value"])


def draw(page: Page) -> None:
    """Draw an arrow over the first photo, and a circle; the photo itself is not touched."""
    page.locator(".photos .draw-on").first.click()
    box = page.locator(".draw-stage img")
    expect(page.locator(".draw-stage .marks")).to_be_visible()  # the photo is there
    shown = box.bounding_box()
    assert shown is not None

    def drag(*shares: float) -> None:
        x1, y1, x2, y2 = shares
        page.mouse.move(shown["x"] + x1 * shown["width"], shown["y"] + y1 * shown["height"])
        page.mouse.down()
        page.mouse.move(shown["x"] + x2 * shown["width"], shown["y"] + y2 * shown["height"])
        page.mouse.up()

    drag(0.1, 0.9, 0.6, 0.4)
    page.get_by_role("button", name="Vòng tròn").click()
    drag(0.5, 0.2, 0.9, 0.6)
    drag(0.2, 0.2, 0.3, 0.3)
    page.get_by_role("button", name="Bỏ hình vừa vẽ").click()
    shots(page, "draw")
    page.get_by_role("button", name="Giữ hình vẽ").click()
    expect(page.get_by_role("button", name="Sửa hình vẽ")).to_be_visible()


def test_a_technical_sheet_holds_every_guy_anchor_and_segment(
    taps: Taps, office: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    page = taps.page
    page.get_by_role("button", name="Phiếu kỹ thuật cột dây co").click()
    page.wait_for_selector("main[data-screen=visit]")
    visit = str(page.evaluate("location.hash.split('/')[2]"))
    quick = 0  # answers that a tap for several gave

    def all_good(count: int) -> None:
        nonlocal quick
        taps.tap(page.get_by_role("button", name=f"Tất cả tốt ({count} mục chưa ghi)"))
        quick += count

    taps.at("legs")
    taps.choose("3")
    for code, value in (("segments", "7"), ("segment_height", ""), ("body_size", ""), ("guy_levels", "3")):
        taps.at(code)
        taps.number(value)
        taps.on()
    taps.at("guy_directions")
    taps.choose("3")
    for code, value in (("anchors", "3"), ("concrete_grade", "")):
        taps.at(code)
        taps.number(value)
        taps.on()
    taps.at("terrain")
    taps.choose("Đồi núi")
    taps.at("antenna_kinds")
    taps.on()
    taps.at("overview")
    for _ in range(4):
        taps.shoot()
    taps.at("joint_gap")
    taps.number("1,5")
    taps.shoot()
    taps.at("guys")
    shots(page, "guys-empty")
    all_good(9)
    for at in range(9):
        expect(page.locator(".cell[aria-pressed=true]")).to_have_attribute(
            "data-key", f"guy_tension[T{at // 3 + 1}/{at % 3 + 1}]"
        )
        taps.number("3" if at == 4 else "36,5")
        if at == 4:  # half a number is typed when the phone dies
            page.wait_for_function(KEPT)
            taps.restart()
            page = taps.page
            page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/guys")
            expect(page.locator("input.number")).to_have_value("3")
            taps.number("7")
        if at == 8:
            shots(page, "guys")
            assert taps.held.faults() == []
            assert taps.held.sideways() <= 0
            taps.shoot("guy_tension", leads_on=True)
        else:
            taps.on()
    taps.at("levels")
    spread = page.get_by_role("img", name="Chênh lệch lực căng trong tầng T2: 1,4 %")
    expect(spread).to_be_visible()
    taps.on()
    taps.at("clamps")
    taps.number("650")
    page.evaluate(TAPPED_AHEAD)
    expect(page.locator(".cell[aria-pressed=true]")).to_have_attribute("data-key", "clamp_torque[M2]")
    expect(page.locator("input.number")).to_have_value("")  # the digit fell into neither answer
    expect(page.locator(".cell[data-key='clamp_torque[M1]']")).to_have_text("✓650")
    for value in ("650", "655"):
        taps.number(value)
        if value == "655":
            taps.shoot("clamp_torque", leads_on=True)
        else:
            taps.on()
    taps.at("foundations")
    taps.shoot("concrete")
    all_good(8)
    for at in range(4):
        taps.number(f"3{at}")
        if at == 3:
            taps.shoot("rebound", leads_on=True)
        else:
            taps.on()
    taps.at("earthing")
    taps.number("6,2")
    taps.shoot()
    taps.at("earthing_lead")
    taps.choose("Liền, chắc")
    taps.at("lean_x")
    taps.number("90")
    taps.shoot()
    taps.at("lean_y")
    taps.number("120")
    taps.on()
    taps.at("verticality")
    expect(page.locator(".computed")).to_have_text("150 mm")
    shots(page, "computed")
    make = page.get_by_role("button", name="Ghi thành tồn tại")
    expect(make).to_be_in_viewport(ratio=1)  # above the bar, not under it
    make.click()
    page.locator(".picker .choice", has_text="nghiêng").first.click()
    page.get_by_role("button", name="Ghi tồn tại").click()
    taps.at("verticality")
    taps.on()
    taps.at("climb_base")
    all_good(3)
    expect(page.locator(".just")).to_contain_text("Đã ghi tốt 3 mục")  # the screen as it stands after them
    for code in ("climb_base", "climb_middle", "climb_top"):
        taps.at(code)
        taps.shoot()
    taps.at("segments_rows")
    taps.shoot("segment")
    all_good(14)
    shots(page, "segments")
    taps.at("torsion_there")
    taps.choose("Có")
    taps.at("torsion_state")
    taps.choose("Đủ, chắc")
    taps.at("member_sizes")
    taps.choose("Đúng thiết kế")
    taps.shoot()
    taps.at("abnormal")
    taps.choose("Không")
    page.wait_for_selector("text=Thêm tồn tại")
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/list")
    expect(page.get_by_role("button", name="Từng dây co 18 / 18")).to_be_visible()
    shots(page, "list")
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/end")
    expect(page.get_by_text("Đã ghi đủ các mục.")).to_be_visible()
    page.get_by_role("button", name="Kết thúc lượt kiểm tra").click()
    page.wait_for_selector("main[data-screen=send]")
    taps.held.context.set_offline(False)
    page.locator("#sign-in").click()  # the session ended with the browser
    taps.held.sign_in()
    taps.held.shows("kept", 0)
    sent = [item for item in items_of(office, visit) if item["kind"] == "reading"]
    assert next(one for one in sent if one["entry"] == "guy_tension[T2/2]")["value"] == "37"
    assert {one["how"] for one in sent if one["entry"].startswith("guy_state[")} == {"good"}
    assert not any("how" in one for one in sent if one["entry"].startswith("guy_tension"))
    (made,) = rows(office, defects, inspection=visit)
    assert made["entry"] == "verticality"
    asked = len({one["entry"] for one in sent}) + 3 + 1  # three spreads worked out, one screen of photos
    single = taps.taps + quick
    with capsys.disabled():
        sys.stdout.write(
            f"\ntechnical: {taps.taps} taps, {asked} items: {taps.taps / asked:.2f} (+ {taps.keys} keys)\n"
        )
        sys.stdout.write(f"without “all good”: {single} taps: {single / asked:.2f}\n")
    assert taps.taps / asked <= 1.5
    assert single / asked <= 1.5


def shots(page: object, name: str) -> None:
    import os

    if os.environ.get("E_SHOTS"):
        page.screenshot(path=f"{os.environ['E_SHOTS']}/{name}.png")  # type: ignore[attr-defined]
