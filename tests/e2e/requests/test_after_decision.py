"""After the decision, in a real browser: a carrier reports completion, an owner and a body answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.model.people import Role
from registry.model.requests.desk import RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.consulted.consulted_body import enter_names
from registry.services.requests.decisions import decide_row
from registry.services.requests.notes import consult
from registry.services.requests.sharing import ask_to_share
from registry.settings import Settings, read_settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.services.requests import desk
from tests.web.people import PASSWORD
from web.app import create_app

pytestmark = pytest.mark.e2e

SIZES = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")]
BODY = "Sở Xây dựng"
POINTED = """([clientX, clientY]) => {  // the map takes a move now and then only: again until shown
  const at = { clientX, clientY, bubbles: true };
  document.elementFromPoint(clientX, clientY).dispatchEvent(new MouseEvent("mousemove", at));
  return document.querySelector(".mast-tip");
}"""
NAMED = """() => {
  const map = document.querySelector(".leaflet-container").getBoundingClientRect();
  return [...document.querySelectorAll(".commune-name > span")].filter((name) => {
    const box = name.getBoundingClientRect();
    return box.left > map.left && box.right < map.right && box.top > map.top && box.bottom < map.bottom;
  }).length;
}"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office with two agreed positions, an open request, a sharing request and a question to a body."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(settings)
    desk.issued(registry, tmp_path, desk.received(registry, tmp_path, desk.FIVE[:2]))
    open_one = desk.received(registry, tmp_path, again="Đề nghị xem lại cùng ba vị trí mới")
    ask_to_share(
        registry, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), who="lan",
        request=open_one.id, row=4, letter_number="12/VT",
    )  # fmt: skip
    for name, role, organisation, territory in (
        ("viettel", Role.CARRIER, "VTL", ""),
        ("vnpt", Role.CARRIER, "VNPT", ""),
        ("xaydung", Role.CONSULTED, "", "urban_area"),
    ):
        add_account(
            registry, name, [role], organisation=organisation, territory=territory, password=PASSWORD,
            must_change=False, who="t",
        )  # fmt: skip
    enter_names(registry, "xaydung", [BODY], who="t")
    consult(
        registry, open_one.id, body=BODY, question="Hai vị trí có hợp quy hoạch không?", who="lan",
        rows=(0, 1), letter_number="77/SKHCN", sent_on=today(),
    )  # fmt: skip
    registry.close()
    return settings


@pytest.fixture
def server(settings: Settings) -> Iterator[str]:
    with served(create_app(settings)) as address:
        yield address


def entered(
    visit: Visit, server: str, name: str, path: str, size: dict[str, int], *, expected: tuple[str, ...] = ()
) -> Page:
    """Sign in by the form that stands before a page, and come to it."""
    page = visit(f"{server}{path}", size=size, expected=expected)
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}{path}")
    return page


def sound(page: Page) -> None:
    """Nothing on the page is out of reach: axe finds nothing serious, and nothing leaves the width."""
    assert serious(page) == []
    assert sideways(page) <= 0


@pytest.mark.parametrize("size", SIZES)
def test_a_carrier_reports_completion_after_seeing_how_far_off_it_is(
    visit: Visit, server: str, settings: Settings, size: dict[str, int]
) -> None:
    registry = open_registry(settings)
    found = approvals_of(registry)[0]
    registry.close()
    page = entered(visit, server, "viettel", "/approvals", size)
    sound(page)
    page.get_by_role("link", name=found.code, exact=True).click()
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate(NAMED) > 0, "the map says near which communes the position lies"
    page.fill("#position", f"{found.lat + 45 / 110_700:.6f}, {found.lon:.6f}")
    page.get_by_role("button", name="So với vị trí đã thống nhất").click()
    expect(page.locator("#compare")).to_contain_text("Lệch nhiều, cần xem xét")
    expect(page.locator("#compare")).to_contain_text("do cơ quan tự đặt")
    page.wait_for_selector("body[data-ready]")
    sound(page)
    page.get_by_role("button", name="Ghi nhận hoàn thành").click()
    expect(page.locator("h1")).to_contain_text("Đã hoàn thành")
    page.wait_for_selector("body[data-ready]")
    sound(page)


@pytest.mark.parametrize("size", SIZES)
def test_the_owner_refuses_to_share_with_a_reason(visit: Visit, server: str, size: dict[str, int]) -> None:
    page = entered(visit, server, "vnpt", "/sharing", size)
    sound(page)
    page.get_by_role("link", name="BGG00045").click()
    expect(page.locator("#ground")).to_be_hidden()  # only a refusal has a ground
    page.get_by_label("Không đồng ý").check()
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.locator("#ground:invalid")).to_be_focused()  # nothing was sent
    page.select_option("#ground", index=1)
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.locator("#reason:invalid")).to_be_focused()
    sound(page)
    page.fill("#reason", "Cột đã hết tải trọng")
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.locator(".facts")).to_contain_text("Cột đã hết tải trọng")
    expect(page.locator(".state.refuse")).to_have_text("Không đồng ý")
    sound(page)


@pytest.mark.parametrize("size", SIZES)
def test_a_consulted_body_answers_about_its_two_rows(visit: Visit, server: str, size: dict[str, int]) -> None:
    page = entered(visit, server, "xaydung", "/consultations", size)
    sound(page)
    page.get_by_role("link", name="77/SKHCN").click()
    expect(page.locator(".asked-rows > li")).to_have_count(2)
    page.wait_for_selector("body[data-ready]")
    sound(page)
    page.get_by_label("Thống nhất có điều kiện").check()
    page.fill("#answer", "Giữ khoảng lùi 5 m với chỉ giới đường đỏ")
    page.fill("#answer_number", "45/SXD")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator("main")).to_contain_text("45/SXD")
    expect(page.locator(".report")).to_have_count(0)
    sound(page)


def test_a_mark_on_the_map_tells_the_recommendation_from_the_decision(
    visit: Visit, server: str, settings: Settings, tmp_path: Path
) -> None:
    """Its shape is the recommendation's: that word alone over a refused position reads as the result."""
    registry = open_registry(settings)
    made = desk.received(registry, tmp_path, [("V9", *desk.north(2_300))], again="Vị trí mới")
    made = desk.to(registry, made, RequestState.APPRAISING)
    decide_row(registry, made.id, 0, RowDecision.REFUSE, who="lan", seen=0, reason="Đất trường học")
    add_account(registry, "lan", [Role.APPRAISER], password=PASSWORD, must_change=False, who="t")
    registry.close()
    page = entered(visit, server, "lan", f"/requests/{made.id}", DESK)
    page.wait_for_selector("body[data-ready]")
    box = page.locator(".leaflet-container").bounding_box()
    assert box is not None
    tip = page.locator(".mast-tip")
    page.wait_for_function(POINTED, arg=[box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    expect(tip).to_contain_text("Đề xuất: ")
    expect(tip).to_contain_text("Quyết định: Chưa thống nhất")
