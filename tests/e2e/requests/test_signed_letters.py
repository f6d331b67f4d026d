"""A letter in a real browser: a sentence edited beside the picture of its page, and issued signed."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.documents.pdf import available
from registry.model.requests.desk import Request, RequestState
from registry.services.office.calendar import today
from registry.services.requests.decisions import decide_as_recommended
from registry.settings import read_settings
from tests.documents import signing
from tests.e2e.conftest import PHONE, Visit, serious, served, sideways
from tests.services.requests import desk
from web.app import create_app

pytestmark = pytest.mark.e2e
OWN = "Đề nghị phối hợp với Ủy ban nhân dân xã trước khi khởi công."
NUMBER = "321/SKHCN-VT"


@pytest.fixture
def decided(tmp_path: Path) -> Iterator[tuple[str, Request]]:
    """The address of an office of its own, and a request whose rows are decided."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    with contextlib.closing(desk.make(settings)) as office:
        request = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
        decide_as_recommended(office, request.id, who="lan")
    with served(create_app(settings)) as address:
        yield address, request


def signed_letter(codes: str) -> bytes:
    lines = (
        f"So: {NUMBER}",
        f"Bac Ninh, {today():%d/%m/%Y}",
        f"The positions {codes} are answered as follows",
    )
    return signing.signed(signing.pdf_of(*lines))


def test_a_sentence_is_edited_beside_its_page_and_the_signed_letter_is_shown_as_sound(
    visit: Visit, decided: tuple[str, Request]
) -> None:
    address, request = decided
    page = visit(f"{address}/office/letters", expected=("Failed to load resource",))
    page.get_by_label("Tệp chứng thư gốc").set_input_files(
        {"name": "gốc.pem", "mimeType": "application/x-pem-file", "buffer": signing.authority().pem}
    )
    page.get_by_role("button", name="Khai chứng thư gốc").click()
    expect(page.locator("ul.roots")).to_contain_text(signing.AUTHORITY)

    page.goto(f"{address}/requests/{request.id}/papers")
    page.get_by_role("link", name="Xem, sửa câu").click()
    sentence = page.locator("li[data-sentence=opening]")
    field = sentence.locator("textarea")
    expect(field).to_be_visible()
    pages = page.locator("#pages")
    if available():
        drawn = page.locator("#pages[data-drawn]:not(.stale)")
        expect(drawn).to_be_visible(timeout=60_000)
        before = drawn.locator("img").first.get_attribute("src")
        number = str(pages.get_attribute("data-drawn"))
        field.fill(OWN)
        expect(pages).not_to_have_attribute("data-drawn", number, timeout=60_000)
        assert drawn.locator("img").first.get_attribute("src") != before
    else:
        field.fill(OWN)
        expect(pages).to_contain_text(OWN)
    assert serious(page) == []
    sentence.get_by_role("button", name="Lưu câu").click()
    expect(sentence.locator(".original")).to_contain_text("Câu chương trình soạn")
    page.set_viewport_size(PHONE)
    assert sideways(page) <= 0
    page.set_viewport_size({"width": 1280, "height": 800})

    page.goto(f"{address}/requests/{request.id}/gate")
    expect(page.locator("#item-says-edits")).to_contain_text(OWN)
    for asked in page.locator(".gate-typed input").all():
        asked.fill("bản giấy kèm công văn")
    page.get_by_role("button", name="Trình lãnh đạo", exact=True).click()
    expect(page.locator(".state")).to_have_text("Đã trình lãnh đạo")

    page.goto(f"{address}/requests/{request.id}/gate")
    page.get_by_label("Số văn bản").fill(NUMBER)
    file, look = page.get_by_label("Bản đã ký (PDF)"), page.locator("#signed-look")
    other = {"name": "khác.pdf", "mimeType": "application/pdf", "buffer": signed_letter("V1")}
    file.set_input_files(other)  # type: ignore[arg-type, unused-ignore]
    expect(look).to_contain_text("không có: V2, V3, V4, V5")
    expect(look.get_by_label("Lý do vẫn ban hành với tệp này")).to_be_visible()
    issue, said = page.get_by_role("button", name="Ghi nhận ban hành"), look.inner_text()
    page.get_by_label("Số văn bản").fill(
        "99/SKHCN-VT"
    )  # read anew as soon as one leaves the field: by this press
    issue.hover()
    stood = issue.bounding_box()
    with page.expect_response(re.compile("/signed$")):
        page.mouse.down()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert issue.bounding_box() == stood
    page.mouse.up()
    expect(look).not_to_have_text(said, use_inner_text=True)
    page.get_by_label("Số văn bản").fill(NUMBER)
    right = {**other, "name": "ký.pdf", "buffer": signed_letter("V1 V2 V3 V4 V5")}
    file.set_input_files(right)  # type: ignore[arg-type, unused-ignore]
    expect(look.locator(".signed-said.sound")).to_be_visible()
    expect(look).to_contain_text(signing.SIGNER)
    assert serious(page) == []
    # a refusal for another reason costs no file: it is chosen still, and read anew
    day = page.locator("#issue-date")
    day.evaluate("(field) => { field.removeAttribute('data-max'); field.removeAttribute('max'); }")
    day.fill("01/01/2020")
    issue.click()
    expect(page.get_by_role("alert").first).to_contain_text("REQUEST-DAY")
    expect(page.locator(".kept-note")).to_contain_text("Tệp “ký.pdf” vẫn được chọn")
    expect(page.locator("#refusal-files")).to_have_count(0)
    assert file.evaluate("(field) => field.files[0].name") == "ký.pdf"
    page.locator("#issue-date").fill(f"{today():%d/%m/%Y}")
    page.locator("#issue-date").press("Tab")
    expect(look.locator(".signed-said.sound")).to_be_visible()
    issue.click()
    expect(page.locator(".state")).to_have_text("Đã ban hành")
    # its script runs after the page
    page.wait_for_function("() => sessionStorage.getItem('bts-files-held') === null")
    page.get_by_role("link", name="Chữ ký còn nguyên vẹn").click()
    expect(page.locator("#then-title + .signed-said")).to_have_class(re.compile("sound"))
    expect(page.locator("#now-title + .signed-said")).to_contain_text("Chữ ký còn nguyên vẹn")
    page.goto(f"{address}/requests/{request.id}/letter")
    expect(page.get_by_text("Văn bản đã ban hành, không sửa được nữa.")).to_be_visible()
