"""Conditions in a real browser: proposed, edited, struck and added with a decision, then answered and met."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.model.people import Role
from registry.model.requests.desk import Request, RequestState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.requests.decisions import decide_as_recommended
from registry.services.requests.issuing import issue
from registry.services.requests.opened import load_request
from registry.settings import Settings, read_settings
from registry.store.requests.requests import load_requests
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.services.requests import desk
from tests.web.people import PASSWORD
from web.app import create_app

pytestmark = pytest.mark.e2e

PEOPLE = (("lan", Role.APPRAISER, ""), ("viettel", Role.CARRIER, "VTL"))
REFUSED = ("Failed to load resource: the server responded with a status of 400",)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office with a request of two rows under appraisal."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(settings)
    desk.to(registry, desk.received(registry, tmp_path, desk.FIVE[:2]), RequestState.APPRAISING)
    for name, role, organisation in PEOPLE:
        add_account(registry, name, [role], organisation=organisation, password=PASSWORD, must_change=False,
                    who="t")  # fmt: skip
    registry.close()
    return settings


@pytest.fixture
def server(settings: Settings) -> Iterator[str]:
    with served(create_app(settings)) as address:
        yield address


def entered(
    visit: Visit,
    server: str,
    name: str,
    path: str,
    *,
    size: dict[str, int] = DESK,
    expected: tuple[str, ...] = (),
) -> Page:
    page = visit(f"{server}{path}", size=size, expected=expected)
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}{path}")
    return page


def issued(registry: Registry, folder: Path, request: Request) -> Request:
    """Decide the rest as recommended, submit and issue a request that is under appraisal."""
    decide_as_recommended(registry, request.id, who="lan")
    standing = load_request(registry, request.id).request
    submitted = desk.to(registry, standing, RequestState.DRAFT, RequestState.SUBMITTED)
    return issue(
        registry, request.id, number="321/SKHCN-VT", date=today(), signed_pdf=desk.pdf(folder),
        signed_name="ký.pdf", who="giám đốc", version=submitted.version,
        reasons={"signature": "ký giấy"},
    )  # fmt: skip


def test_conditions_are_saved_issued_answered_and_met(
    visit: Visit, server: str, settings: Settings, tmp_path: Path
) -> None:
    registry = open_registry(settings)
    with registry.database.read() as connection:
        request = load_requests(connection)[0]
    page = entered(visit, server, "lan", f"/requests/{request.id}", expected=REFUSED)
    page.wait_for_selector("body[data-ready]")
    page.locator("#rows tbody a").first.click()
    expect(page.locator("#decision form")).to_be_visible()
    conditions = page.locator(".condition-list > li")
    page.locator("#decision input[value=agree_with_conditions]").check()
    expect(conditions.first.locator("textarea")).to_have_value(re.compile("^Trước khi "))
    proposed = conditions.count()
    assert proposed
    for at in range(proposed):  # all struck: none is left
        conditions.nth(at).get_by_role("button", name="Bỏ").click()
        conditions.nth(at).locator("input").fill("đã nộp bản giấy")
    page.locator("#decision-reason").fill("hồ sơ đủ")
    page.get_by_role("button", name="Lưu quyết định").click()
    expect(page.locator(".conditions-box .refused")).to_contain_text("ít nhất một điều kiện")
    conditions.first.get_by_role("button", name="Giữ lại").click()
    conditions.first.locator("textarea").fill("Nộp văn bản trả lời của chủ cột")
    page.locator("#condition-more").fill("Sơn cột báo hiệu")
    page.locator("#condition-more").press("Enter")
    expect(conditions).to_have_count(proposed + 1)
    page.get_by_role("button", name="Lưu quyết định").click()
    expect(page.locator("#decision legend").first).to_contain_text("Đã lưu")
    decided = load_request(registry, request.id).rows[0].decision
    assert decided is not None
    assert decided.conditions == (
        "Nộp văn bản trả lời của chủ cột", "Sơn cột báo hiệu",
    )  # fmt: skip
    assert page.evaluate("scrollY") == 0  # the desk scrolls in its parts, never as a whole
    assert not serious(page)
    request = issued(registry, tmp_path, request)
    address = f"/requests/{request.id}/conditions"

    carrier = entered(visit, server, "viettel", address, size=PHONE)
    waits = carrier.locator(".asked-item", has_text="Sơn cột báo hiệu")
    waits.get_by_label("Cách đáp ứng, số và ngày văn bản").fill("đã sơn, ảnh kèm theo")
    waits.locator("input[type=file]").set_input_files(desk.pdf(tmp_path))
    waits.get_by_role("button", name="Gửi cơ quan").click()
    expect(waits.locator(".condition-state")).to_have_text("đã nộp, chờ cơ quan xem")
    assert not serious(carrier)
    assert sideways(carrier) <= 0

    page.goto(f"{server}{address}")
    handed = page.locator(".asked-item", has_text="Sơn cột báo hiệu")
    expect(handed).to_contain_text("đã sơn, ảnh kèm theo")
    handed.get_by_role("button", name="Xác nhận đã đáp ứng").click()
    expect(handed.locator(".condition-state")).to_have_text("đã đáp ứng")
    assert not serious(page)
    registry.close()
