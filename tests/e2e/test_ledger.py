"""The ledger in a real browser: from a mast to what was changed of it, and a verification against a print."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.settings import Settings
from tests.e2e.conftest import PHONE, Visit, serious, served, sideways
from web.app import create_app

pytestmark = pytest.mark.e2e


@pytest.fixture
def own_server(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[str]:
    """A server over an illustrative register that this test may change."""
    with served(create_app(copy_demo(tmp_path / "home"))) as address:
        yield address


def test_a_change_is_found_by_the_mast_and_the_register_verified_by_a_printed_line(
    visit: Visit, own_server: str, tmp_path: Path
) -> None:
    page = visit(f"{own_server}/ledger?kind=structures")
    name = page.locator(".ledger-table tbody tr").first.locator("td a.name")
    mast = name.inner_text().rsplit(" ", 1)[1]
    page.get_by_label("Mã cột, số hồ sơ, tên bản ghi").fill(mast)
    page.get_by_role("button", name="Lọc").click()
    page.wait_for_url(lambda url: f"code={mast}" in url)
    row = page.locator(".ledger-table tbody tr").first
    row.locator("summary").click()
    expect(row.locator(".ledger-values li").first).to_be_visible()
    assert serious(page) == []
    row.locator("td a.name").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Lịch sử: công trình cột {mast}")

    page.get_by_role("link", name="Sổ cái").first.click()
    page.get_by_role("link", name="Điểm mốc và kiểm tra").click()
    page.locator("#marks ~ table a.name").first.click()
    expect(page.locator("p.as-typed")).to_be_visible()
    line = page.locator("p.as-typed").inner_text()
    assert serious(page) == []
    print_out = tmp_path / "giữ ở thanh tra.txt"
    print_out.write_text(f"{line}\n", encoding="utf-8")
    page.get_by_role("link", name="← Điểm mốc và kiểm tra").click()
    page.get_by_label("Tệp điểm mốc giữ ở nơi khác").set_input_files(print_out)
    page.get_by_role("button", name="Kiểm tra ngay").click()
    expect(page.locator(".said")).to_contain_text("1 điểm mốc khớp", timeout=60_000)
    expect(page.locator("#verified ~ table tbody tr").first).to_contain_text("nguyên vẹn")
    assert serious(page) == []

    print_out.write_text(f"2026-01-05 3 {'a' * 64}\n", encoding="utf-8")
    page.get_by_label("Tệp điểm mốc giữ ở nơi khác").set_input_files(print_out)
    page.get_by_role("button", name="Kiểm tra ngay").click()
    expect(page.locator("strong.bad").first).to_contain_text("1 điều không khớp", timeout=60_000)
    expect(page.get_by_text("ngày 05/01/2026; các ngày trước đó khớp")).to_be_visible()


def test_the_ledger_fits_a_phone(visit: Visit, own_server: str) -> None:
    for path in ("/ledger", "/ledger/checkpoints"):
        page = visit(f"{own_server}{path}", size=PHONE)
        assert sideways(page) == 0
        assert serious(page) == []
