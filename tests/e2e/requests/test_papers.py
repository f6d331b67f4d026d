"""A consultation in a real browser: letters drafted, an answer that feeds the row, a meeting, its minutes."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from registry.model.requests.desk import RequestState
from registry.settings import read_settings
from tests.e2e.conftest import PHONE, Visit, serious, served, sideways
from tests.services.requests import desk
from web.app import create_app

pytestmark = pytest.mark.e2e
BODY = "Cục Tác chiến - Bộ Tổng Tham mưu"
ANSWER = {"name": "trả lời.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a request of five rows under appraisal, on a server of its own."""
    folder = tmp_path_factory.mktemp("papers")
    registry = desk.make(read_settings({"BTS_HOME": str(folder / "sổ")}))
    request = desk.to(registry, desk.received(registry, folder), RequestState.APPRAISING)
    settings = registry.settings
    registry.close()
    with served(create_app(settings)) as server:
        yield f"{server}/requests/{request.id}"


def saved(page: Page, name: str) -> str:
    """Follow a link that gives a .docx and return its words."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).first.click()
    document = Document(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_body_is_asked_answers_and_meets_and_the_minutes_say_it(visit: Visit, papers: str) -> None:
    page = visit(f"{papers}/papers")
    assert serious(page) == []
    page.get_by_role("button", name="Lập công văn lấy ý kiến (1)").click()
    letter = saved(page, "Công văn (.docx)")
    assert f"Kính gửi: {BODY}" in letter
    assert "V2" in letter

    page.get_by_text("Ghi trả lời").click()
    page.get_by_label("Kết quả", exact=True).first.select_option("agree")
    page.get_by_label("Số công văn", exact=True).fill("7/TC")
    page.get_by_label("Nội dung (bắt buộc").first.fill("Không ảnh hưởng bay")
    page.get_by_label("Tệp trả lời").set_input_files(ANSWER)
    page.get_by_role("button", name="Lưu trả lời").click()
    expect(page.locator(".answered")).to_contain_text("Thống nhất · 7/TC")

    page.get_by_text("Ghi biên bản họp").click()
    page.get_by_label("Địa điểm").fill("Phòng họp A")
    page.get_by_label("Chủ trì").fill("Nguyễn Văn A")
    page.get_by_label("Tên cơ quan").nth(1).fill("UBND phường Đa Mai")
    page.get_by_label("Ý kiến", exact=True).nth(1).select_option("conditions")
    page.get_by_label("Nội dung ý kiến").nth(1).fill("Có rào chắn")
    page.get_by_label("(V1)").fill("Thống nhất")
    page.get_by_role("button", name="Thêm cơ quan").click()
    expect(page.get_by_label("Tên cơ quan").nth(2)).to_be_focused()
    page.get_by_role("button", name="Lưu biên bản").click()
    assert serious(page) == []
    minutes = saved(page, "Biên bản (.docx)")
    for part in ("BIÊN BẢN", "Phòng họp A", "UBND phường Đa Mai", "Thống nhất có điều kiện: Có rào chắn"):
        assert part in minutes, part

    page.goto(papers)
    page.wait_for_selector("body[data-ready]")
    page.locator("#rows tbody tr[data-at='1']").click()
    expect(page.locator("#findings")).to_contain_text("Không ảnh hưởng bay")
    expect(page.locator("#decision .bodies-said")).to_contain_text("Có rào chắn")
    page.locator("#decision input[value='agree_with_conditions']").check()
    told = re.compile(r"^Có rào chắn \(UBND phường Đa Mai, biên bản họp ngày ")
    expect(page.locator("#decision .condition-list textarea").last).to_have_value(told)
    taking = page.get_by_role("button", name="Đưa vào điều kiện")
    expect(taking).to_have_count(0)  # it stands there already
    page.locator("#decision .condition-list button").last.click()  # decided without it: a press takes it in
    page.get_by_role("button", name="Lưu quyết định", exact=True).click()
    expect(page.locator("#decided-number")).to_have_text("1")
    taking.click()
    expect(page.locator("#decision .condition-list textarea").last).to_have_value(told)


def test_the_officer_is_warned_while_he_writes_anothers_code(visit: Visit, papers: str) -> None:
    page = visit(papers)
    page.locator("#rows tbody tr[data-at='4']").click()
    page.locator("#decision input[value='refuse']").check()
    field = page.locator("#decision textarea").first
    field.fill("Sát cột BGG00045")
    warned = page.locator("#decision .tells-line")
    expect(warned).to_contain_text("BGG00045")
    field.fill("Sát một cột khác")
    expect(warned).to_have_text("")


def test_the_letter_prints_on_a4_with_its_maps(visit: Visit, papers: str) -> None:
    page = visit(f"{papers}/print?what=reply")
    page.wait_for_selector("body[data-maps=drawn]")
    widths = page.eval_on_selector_all("figure img", "images => images.map(image => image.naturalWidth)")
    assert len(widths) == 5
    assert min(widths) > 800
    assert serious(page) == []
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") >= 4
    page.emulate_media(media="print")
    expect(page.locator(".print-bar")).to_be_hidden()


def test_the_papers_fit_a_phone(visit: Visit, papers: str) -> None:
    for path in ("papers", "print?what=note"):
        page = visit(f"{papers}/{path}", PHONE)
        assert sideways(page) <= 0, path
        heads = "lines => lines.map(line => getComputedStyle(line).breakAfter)"
        assert set(page.eval_on_selector_all("h2 + p:has(+ table.found)", heads)) <= {"avoid"}, (
            "kept with its table"
        )
        assert serious(page) == []
