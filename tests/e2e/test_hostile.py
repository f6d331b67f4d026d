"""Names that are made to run as script stay text, in the page's data and in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from registry.demo.initialise import init_registry
from registry.services.office.registry import open_registry
from registry.services.register.import_sites import import_sites
from registry.settings import read_settings
from tests.e2e.conftest import PHONE, Visit, served
from web.app import create_app

pytestmark = pytest.mark.e2e
MARK = "window.__ran = true"
HOSTILE = {
    "image": f"<img src=x onerror='{MARK}'>",
    "script": f"</script><script>{MARK}</script>",
    "backtick": "`${(" + MARK + ")}`",
    "attribute": f'" onmouseover="{MARK}" x=\'',
    "template": "{{ ''.__class__ }}{% print 1 %}",
    "svg": f"<svg/onload={MARK}>",
}


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a register whose every free text is hostile."""
    home: Path = tmp_path_factory.mktemp("hostile")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã trạm", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Địa chỉ", "Xã", "Chủ sở hữu", "Loại cột",
                  "Chiều cao cột (m)", "Công nghệ", "Số GPXD", "Ghi chú"])  # fmt: skip
    for index, (name, x) in enumerate(HOSTILE.items()):
        sheet.append([f"X{name}{x}", "VTL", 106.19 + index / 250, 21.27, x, x, x, "A2b", 42, x, x, x])
        for column in range(1, 13):
            cell = sheet.cell(sheet.max_row, column)
            if isinstance(cell.value, str):
                cell.data_type = "s"
    path = home / "list.xlsx"
    book.save(path)
    settings = read_settings({"BTS_HOME": str(home / "registry")})
    init_registry(settings)
    registry = open_registry(settings)
    import_sites(registry, path, yes=True, who="test")
    registry.close()
    with served(create_app(settings)) as address:
        yield address


def test_hostile_names_stay_text_on_the_sheet_the_list_and_in_the_search(
    visit: Visit, hostile_server: str
) -> None:
    page = visit(f"{hostile_server}/#at=21.27,106.2,14&list=1")
    rows = page.locator("#table tr[data-index]")
    expect(rows).to_have_count(len(HOSTILE))
    codes = page.locator("#table td a").all_inner_texts()
    for code in codes:
        assert code.startswith("X")
        page.locator("#table td a").nth(codes.index(code)).click()
        expect(page.locator("#sheet .site h2")).to_have_text(code)
        page.hover("#sheet .site h2")
        page.go_back()
        expect(rows).to_have_count(len(HOSTILE))
    page.fill("#search-text", "Xi")
    expect(page.locator("#hits li").first).to_contain_text("<img src=x")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .address")).to_have_text(HOSTILE["image"])
    assert page.locator("#sheet img, #sheet script, #hits img").count() == 0
    assert page.evaluate("window.__ran") is None


def test_a_hostile_address_is_read_as_values_only(visit: Visit, hostile_server: str) -> None:
    page = visit(
        f"{hostile_server}/#mast=%3Cimg%20src%3Dx%20onerror%3D{MARK.replace(' ', '')}%3E&at=javascript:1,2,3",
        PHONE,
        expected=("Failed to load resource",),
    )
    expect(page.locator("#sheet [role=alert]")).to_contain_text("<img src=x")
    assert page.evaluate("window.__ran") is None


def test_what_slips_through_escaping_is_still_stopped_by_the_policy(
    visit: Visit, hostile_server: str
) -> None:
    """The second wall: markup put into the page unescaped does not run."""
    page = visit(
        hostile_server, expected=("Executing inline", "Refused to", "Failed to load", "Applying inline")
    )
    page.evaluate(
        "(html) => document.body.insertAdjacentHTML('beforeend', html)",
        "".join(HOSTILE.values()),
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.__ran") is None
