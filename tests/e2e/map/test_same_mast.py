"""*Same mast?* in a real browser: from a mast's sheet to an answer and back, by mouse, keyboard and thumb."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.settings import Settings
from tests.e2e.conftest import PHONE, Visit, serious, served, sideways
from tests.e2e.map.test_map import SMALL
from web.app import create_app

pytestmark = pytest.mark.e2e


@pytest.fixture
def own_server(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[str]:
    """A server over an illustrative register that this test may change."""
    with served(create_app(copy_demo(tmp_path / "home"))) as address:
        yield address


def test_from_the_sheet_to_an_answer_and_back(visit: Visit, own_server: str) -> None:
    page = visit(f"{own_server}/same-mast")
    assert serious(page) == []
    total = int(page.inner_text(".kinds a[aria-current] b"))
    expect(page.get_by_role("link", name="Dữ liệu").locator(".waits")).to_contain_text(str(total))
    row = page.locator(".pairs tbody tr").first
    first, second = row.locator("th .line").all_inner_texts()

    page.goto(f"{own_server}/#mast={first}")
    page.get_by_role("link", name="So sánh hai cột và kết luận").click()
    page.wait_for_selector('body[data-ready="1"]')
    assert serious(page) == []
    assert set(page.locator(".records thead th").all_inner_texts()) == {first, second}
    expect(page.locator(".pair-name span", has_text=first)).to_be_visible()
    expect(page.locator(".pair-name span", has_text=second)).to_be_visible()

    page.get_by_label("Ghi chú").fill("Biên bản 12/BB")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="giữ mã").nth(1)).to_be_focused()
    kept = page.locator(".records thead th").nth(1).inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã ghi kết luận vào sổ")
    expect(page.locator("#answer-title")).to_have_text(f"Là một cột, giữ mã {kept}")
    expect(page.get_by_role("link", name="Dữ liệu").locator(".waits")).to_contain_text(str(total - 1))
    page.wait_for_selector('body[data-ready="1"]')
    assert serious(page) == []

    page.goto(f"{own_server}/same-mast?state=decided")
    expect(page.locator(".pairs tbody tr")).to_contain_text("Biên bản 12/BB")
    assert serious(page) == []
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_role("status")).to_contain_text("câu hỏi được mở lại")
    expect(page.get_by_role("button", name="Là hai cột khác nhau")).to_be_visible()
    expect(page.get_by_role("link", name="Dữ liệu").locator(".waits")).to_contain_text(str(total))
    page.wait_for_selector('body[data-ready="1"]')


def test_on_a_phone_everything_fits_and_is_large_enough_for_a_thumb(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/same-mast", PHONE)
    assert page.evaluate(SMALL) == []
    assert sideways(page) <= 0
    assert serious(page) == []
    page.get_by_role("searchbox").fill("viettel")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{demo_server}/same-mast?q=viettel")  # and nothing that was left empty
    page.get_by_role("searchbox").fill("")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{demo_server}/same-mast")
    page.go_back()
    page.wait_for_url(f"{demo_server}/same-mast?q=viettel")
    expect(page.get_by_role("searchbox")).to_have_value("viettel")
    page.locator(".pairs tbody a").first.click()
    page.wait_for_selector('body[data-ready="1"]')
    assert page.evaluate(SMALL) == []
    assert sideways(page) <= 0
    assert serious(page) == []
