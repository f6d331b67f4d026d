"""A regulation entered by two people in a real browser: a gap becomes a refusal that cites its article."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from registry.model.requests.desk import RequestKind
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.services.requests.requests import receive_request
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.web.people import PASSWORD
from tests.web.regulations.office import HEAD, NAME, PDF, made, north
from web.app import create_app

pytestmark = pytest.mark.e2e
HEADER = ("Mã vị trí", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Loại cột", "Vị trí đặt", "Chiều cao cột (m)",
          "Số doanh nghiệp thiết kế", "Trong đô thị")  # fmt: skip


def write_list(path: Path) -> Path:
    """Write a list of two rows in a town: 120 m and 2 km from the mast of another network."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for code, metres in (("GAN", 120.0), ("XA", 2000.0)):
        lon, lat = north(metres)
        sheet.append((code, "VTL", round(lon, 6), round(lat, 6), "A2b", "dưới đất", 42, 2, "có"))
    book.save(path)
    return path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The office of a province without a regulation, with one request of the past."""
    settings = made(tmp_path / "sổ")
    with contextlib.closing(open_registry(settings)) as registry:
        receive_request(
            registry, write_list(tmp_path / "da-nop.xlsx"), kind=RequestKind.POSITION, organisation="VTL",
            officer="appraiser", letter_number="15/VT-KT", letter_date=today(), who="appraiser",
        )  # fmt: skip
    with served(create_app(settings)) as address:
        yield address


def signed_in(visit: Visit, server: str, name: str, path: str) -> Page:
    refused = ("Failed to load resource: the server responded with a status of 400",)  # what cannot be read
    page = visit(f"{server}/sign-in?next={path}", DESK, refused)
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".account-name")).to_have_text(name)
    return page


def sound(page: Page) -> None:
    """Axe finds nothing serious and nothing leaves the width, on the desk and on a phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert serious(page) == []
        assert sideways(page) <= 0


def near_row(page: Page, server: str, path: Path) -> None:
    """Appraise the list and open the row that stands 120 m from the other network's mast."""
    page.goto(f"{server}/appraise")
    page.set_input_files("#list", str(path))
    page.get_by_role("button", name="Tải danh sách lên").click()
    page.wait_for_selector("body[data-ready]")
    page.locator("#rows tr", has_text="GAN").click()
    page.wait_for_selector('.finding[data-rule="SPC-01"]')


def test_two_people_enter_a_regulation_and_a_gap_becomes_a_refusal_by_its_article(
    visit: Visit, server: str, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "ds.xlsx")
    page = signed_in(visit, server, "appraiser", "/regulations")
    expect(page.locator("#rule-SPC-01")).to_contain_text("Tỉnh chưa nhập quy định về")
    sound(page)
    near_row(page, server, path)
    finding = page.locator('.finding[data-rule="SPC-01"]')
    expect(finding.locator(".outcome")).to_contain_text("Cần xem xét")
    finding.locator(".rule a").click()
    expect(page.locator("#rule-SPC-01:target")).to_contain_text("Tỉnh chưa nhập quy định về")

    page.get_by_role("link", name="Quy định tỉnh tự nhập").click()
    expect(page.locator("main")).to_contain_text("Chưa nhập quy định nào")
    sound(page)
    page.get_by_role("link", name="Nhập quy định mới").click()
    expect(page.locator("h1")).to_contain_text("Nhập quy định của tỉnh")
    sound(page)
    for name, text in HEAD.items():
        page.fill(f"[name={name}]", text)
    page.set_input_files("#document", {"name": "qd-15.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Lưu và nhập nội dung").click()
    expect(page.locator("h1")).to_contain_text("Nội dung")

    spacing = page.locator("#spacing_other")
    spacing.get_by_label("Văn bản có quy định").check()
    spacing.get_by_label("Điều, khoản", exact=True).fill("Điều 9")
    number = spacing.locator('[id="spacing_other.urban_m-value"]')
    number.fill("một trăm rưỡi")
    page.get_by_role("button", name="Lưu và thử bằng ví dụ").click()
    expect(page.locator("#refusal")).to_contain_text("Chưa lưu: 1 ô chưa đọc được")
    expect(page.locator('[id="spacing_other.urban_m-fault"]')).to_contain_text("REGULATION-NUMBER-TEXT")
    sound(page)
    number.fill("150")
    spacing.locator('[name="spacing_other.urban_m-verified"]').check()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator(".reg-steps a").first.click(no_wait_after=True)  # with something typed and not sent
    spacing.locator('[id="spacing_other.outside_m-value"]').fill("300,5")
    assert asked == ["beforeunload"]
    spacing.locator('[name="spacing_other.outside_m-verified"]').check()
    page.get_by_role("button", name="Lưu và thử bằng ví dụ").click()
    expect(page.locator("h1")).to_contain_text("Ví dụ")

    page.get_by_role("button", name="Đề xuất ví dụ tại ngưỡng của mọi số").click()
    expect(page.locator(".reg-sum")).to_contain_text("6 trên 6 ví dụ trả lời đúng như mong đợi")
    page.locator("#example-0 summary").click()
    expect(page.locator("#example-0")).to_contain_text("149,0 m < 150 m")
    sound(page)
    page.get_by_role("button", name="Lưu và xem tác động lên hồ sơ đã có").click()
    page.get_by_role("button", name="Xét lại các hồ sơ đã có").click()
    expect(page.locator("#sum-title")).to_contain_text("2 trên 2 dòng của 1 hồ sơ")
    row = page.locator(".reg-row", has_text="GAN")
    expect(row).to_contain_text("Cần xem xét")
    expect(row).to_contain_text("Không đạt")
    expect(row).to_contain_text("Điều 9")
    sound(page)
    page.get_by_role("link", name="Sang bước trình công bố").click()
    sound(page)
    page.get_by_role("button", name="Trình công bố").click()
    expect(page.locator("h1")).to_contain_text("Chờ công bố")
    expect(page.locator("main")).to_contain_text("Bạn là người trình: người khác phải công bố.")

    leader = signed_in(visit, server, "leader", "/regulations/own")
    leader.get_by_role("link", name=NAME).click()
    expect(leader.locator("main")).to_contain_text("appraiser trình công bố")
    sound(leader)
    leader.get_by_role("button", name="Công bố, áp dụng từ 15/10/2026").click()
    expect(leader.locator("h1")).to_contain_text("Đã công bố")
    sound(leader)

    near_row(page, server, path)
    expect(finding.locator(".outcome")).to_contain_text("Không đạt")
    expect(finding.locator(".basis")).to_contain_text(f"{NAME}, Điều 9")
    expect(finding.locator(".message")).to_contain_text("150 m")
    page.locator("#rows tr", has_text="XA").click()
    expect(finding.locator(".outcome")).to_contain_text("Đạt")
    expect(finding.locator(".basis")).to_contain_text(f"{NAME}, Điều 9")
