"""Two people at one request, a session that ends, a double click: nothing that was typed is lost."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from registry.demo.samples import CLEAN_NAME, MESSY_NAME, write_samples
from registry.services.office.calendar import today
from registry.settings import Settings
from tests.e2e.conftest import DESK, LATE, LET_GO, PHONE, Visit, serious, served, sideways
from tests.e2e.requests.test_requests import receive, sign_in
from tests.web.people import with_people
from web.app import create_app

pytestmark = pytest.mark.e2e
PRESSED_TWICE = """() => {
  const press = { key: "Enter", ctrlKey: true, bubbles: true };
  const on = document.querySelector("#decision input[type=radio]");
  for (let n = 0; n < 2; n++) on.dispatchEvent(new KeyboardEvent("keydown", press));
}"""
REFUSED = ("Failed to load resource",)  # what the browser says of an answer 401, 404 or 409


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sample lists."""
    folder = tmp_path_factory.mktemp("lists")
    write_samples(folder, today())
    return folder


@pytest.fixture
def desk_server(
    copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an illustrative registry of the test's own: one letter is filed once."""
    settings = copy_demo(tmp_path_factory.mktemp("desk") / "home")
    with served(create_app(settings)) as address:
        yield address


def opened(visit: Visit, server: str, lists: Path, row: int = 1) -> Page:
    """A page with a fresh request of the clean list, its row (from 1) chosen."""
    page = visit(f"{server}/requests/new", expected=REFUSED)
    receive(page, lists / CLEAN_NAME)
    page.goto(f"{page.url.split('#')[0]}#row={row}")
    page.reload()
    page.wait_for_selector("#decision form")
    return page


def beside(visit: Visit, page: Page) -> Page:
    """A second editor's page of the same request and row."""
    second = visit(page.url, expected=REFUSED)
    second.wait_for_selector("#decision form")
    return second


def correct(page: Page, height: str, reason: str) -> None:
    """Correct the mast's height of the chosen row."""
    page.locator("#row-fields summary").last.click()
    page.locator("#field-mast_height_m").fill(height)
    page.locator("#correct-reason").fill(reason)
    page.get_by_role("button", name="Lưu nội dung đã sửa").click()


def note(page: Page, text: str) -> None:
    """Add a note to the chosen row."""
    page.locator("#notes details.add summary").click()
    page.locator("#note-text").fill(text)
    page.locator("#notes").get_by_role("button", name="Thêm ghi chú").click()
    expect(page.locator("#notes .note-list")).to_contain_text(text)


def test_the_second_who_corrects_a_row_reads_both_values_and_the_ledger_keeps_them(
    visit: Visit, desk_server: str, lists: Path
) -> None:
    one = opened(visit, desk_server, lists)
    two = beside(visit, one)
    correct(one, "30", "Doanh nghiệp trả lời ngày 20/11")
    expect(one.locator("#notes .before-after")).to_contain_text("→ 30")
    correct(two, "35", "Đọc lại bản vẽ")
    dialog = two.get_by_role("dialog")
    expect(dialog).to_contain_text("30")
    expect(dialog).to_contain_text("35")
    assert serious(two) == []
    dialog.get_by_role("button", name="Ghi bản của tôi").click()
    expect(two.locator("#notes .before-after").last).to_contain_text("→ 35")
    expect(two.locator("#notes .before-after").first).to_contain_text("→ 30")


def test_the_second_who_rewrites_a_note_reads_both_texts(visit: Visit, desk_server: str, lists: Path) -> None:
    one = opened(visit, desk_server, lists)
    note(one, "Bản đầu")
    two = beside(visit, one)
    for page, text in ((one, "Sửa thứ nhất"), (two, "Sửa thứ hai")):
        page.locator("#notes").get_by_role("button", name="Sửa").click()
        page.locator("#notes .note-list textarea").fill(text)
        page.locator("#notes").get_by_role("button", name="Lưu").click()
        if page is one:
            expect(one.locator("#notes .note-text")).to_have_text("Sửa thứ nhất")
    dialog = two.get_by_role("dialog")
    expect(dialog).to_contain_text("Sửa thứ nhất")
    expect(dialog).to_contain_text("Sửa thứ hai")
    dialog.get_by_role("button", name="Giữ bản đang lưu").click()
    expect(two.locator("#notes .note-text")).to_have_text("Sửa thứ nhất")


def test_the_second_who_changes_the_facts_reads_both_and_may_write_theirs(
    visit: Visit, desk_server: str, lists: Path
) -> None:
    one = opened(visit, desk_server, lists)
    two = beside(visit, one)
    for page, number in ((one, "20/A"), (two, "20/B")):
        page.locator("#tab-file").click()
        page.locator("#fact-number").fill(number)
        page.get_by_role("button", name="Lưu thông tin").click()
        page.wait_for_selector("body[data-ready]")
    box = two.locator(".versions-box")
    expect(box).to_contain_text("20/A")
    expect(box).to_contain_text("20/B")
    assert serious(two) == []
    box.get_by_role("button", name="Ghi bản của tôi").click()
    expect(two.locator(".request-facts").first).to_contain_text("20/B")


def test_what_is_typed_survives_a_refused_form_another_row_and_a_reload(
    visit: Visit, desk_server: str, lists: Path
) -> None:
    page = opened(visit, desk_server, lists)
    page.locator("#decision-reason").fill("Chưa viết xong")
    page.locator("#rows tbody tr[data-at='1']").click()
    page.wait_for_selector("body[data-shown='2']")
    page.locator("#rows tbody tr[data-at='0']").click()
    page.wait_for_selector("body[data-shown='1']")
    expect(page.locator("#decision-reason")).to_have_value("Chưa viết xong")
    page.locator("#row-fields summary").last.click()
    page.locator("#field-mast_height_m").fill("không phải số")
    page.locator("#correct-reason").fill("Thử")
    page.get_by_role("button", name="Lưu nội dung đã sửa").click()
    expect(page.locator("#row-fields .refused").last).to_contain_text("không phải số")
    expect(page.locator("#field-mast_height_m")).to_have_value("không phải số")
    page.locator("#tab-file").click()
    page.locator("#fact-number").fill("99/DO-DANG")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#fact-number")).to_have_value("99/DO-DANG")


def test_a_session_that_ended_keeps_the_form_and_says_how_to_go_on(
    visit: Visit, desk_server: str, lists: Path
) -> None:
    page = opened(visit, desk_server, lists)
    page.context.clear_cookies()  # as after twelve hours: the token of the page is no longer anybody's
    page.locator("#decision input[value=refuse]").check()
    page.locator("#decision-reason").fill("Viết dài trước khi hết phiên")
    page.get_by_role("button", name="Lưu quyết định", exact=True).click()
    # an open desk has no sign-in: the page fetches a new token by itself and the deed is done
    expect(page.locator("#rows tr[data-at='0'] .decision-cell")).to_contain_text("Chưa thống nhất")


def test_whoever_was_signed_out_signs_in_elsewhere_and_saves_what_is_still_there(
    visit: Visit, demo_settings: Settings, lists: Path, tmp_path: Path
) -> None:
    with served(create_app(with_people(demo_settings, tmp_path / "people"))) as server:
        page = visit(f"{server}/requests/new", expected=REFUSED)
        sign_in(page, "appraiser")
        receive(page, lists / CLEAN_NAME)
        page.locator("#rows tbody tr[data-at='0']").click()
        page.wait_for_selector("#decision form")
        page.context.clear_cookies()
        page.locator("#decision input[value=supplement]").check()
        page.locator("#decision-reason").fill("Bổ sung ảnh hiện trạng")
        page.get_by_role("button", name="Lưu quyết định", exact=True).click()
        refused = page.locator("#decision .refused:not([hidden])")
        expect(refused).to_contain_text("nội dung bạn nhập vẫn ở đây")
        expect(page.locator("#decision-reason")).to_have_value("Bổ sung ảnh hiện trạng")
        with page.context.expect_page() as opened_page:
            page.locator("#decision .refused a").click()
        sign_in(opened_page.value, "appraiser")
        page.get_by_role("button", name="Lưu quyết định", exact=True).click()
        expect(page.locator("#rows tr[data-at='0'] .decision-cell")).to_contain_text("Đề nghị bổ sung")


def test_two_clicks_make_one_request(visit: Visit, desk_server: str, lists: Path) -> None:
    page = visit(f"{desk_server}/requests/new", expected=REFUSED)
    page.get_by_label("Danh sách vị trí").set_input_files(lists / CLEAN_NAME)
    page.get_by_label("Đơn vị đề nghị").select_option("VNPT")
    page.get_by_role("button", name="Xem trước").dblclick()
    page.wait_for_selector("body.preview[data-ready]")
    page.locator(".deeds").get_by_role("link", name="Tiếp nhận hồ sơ").click()
    page.wait_for_selector("body.gate[data-forms=ready]")
    page.get_by_role("button", name="Tiếp nhận hồ sơ").dblclick()
    page.wait_for_selector("body.request:not(.preview)[data-ready]")
    page.goto(f"{desk_server}/requests?show=all&organisation=VNPT")
    expect(page.locator(".queue-said")).to_contain_text("1 hồ sơ")


def test_an_issue_is_answered_on_the_preview_before_anything_is_registered(
    visit: Visit, desk_server: str, lists: Path
) -> None:
    page = visit(f"{desk_server}/requests/new")
    page.get_by_label("Danh sách vị trí").set_input_files(lists / MESSY_NAME)
    page.get_by_label("Đơn vị đề nghị").select_option("VMS")
    page.get_by_role("button", name="Xem trước").click()
    page.wait_for_selector("body.preview[data-ready]")
    page.locator("#tab-issues").click()
    line = page.locator("#issues tr[data-code=COORD-ZERO]").first
    waiting = page.locator("[data-severity=error] b")
    errors = int(waiting.inner_text())
    expect(line.locator("form.answer input")).to_have_attribute("placeholder", re.compile("vĩ độ; kinh độ"))
    line.locator("form.answer input").fill("21,3000; 106,2000")
    line.locator("form.answer button").click()
    expect(page.locator("#issues tr[data-code=COORD-ZERO] .answered").first).to_contain_text("106,2")
    expect(waiting).to_have_text(str(errors - 1))
    line.get_by_role("button", name="Sửa lại").click()
    line.locator("form.answer input").fill("21,3000; 106,3000")
    line.locator("form.answer button").click()
    expect(page.locator("#issues tr[data-code=COORD-ZERO] .answered").first).to_contain_text("106,3")
    outside = page.locator("#issues tr[data-code=COORD-OUTSIDE]").first
    outside.get_by_role("button", name="Giữ giá trị này").click()
    expect(page.locator("#issues tr[data-code=COORD-OUTSIDE] .answered").first).to_contain_text("Đã giữ")
    assert serious(page) == []
    page.reload()
    page.wait_for_selector("body.preview[data-ready]")
    expect(page.locator(".decided-count")).to_contain_text("2")
    page.locator(".deeds").get_by_role("link", name="Tiếp nhận hồ sơ").click()
    page.wait_for_selector("body.gate[data-forms=ready]")
    page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
    page.wait_for_selector("body.request:not(.preview)[data-ready]")
    expect(page.locator("#rows tbody .noted")).to_have_count(2)


def test_a_row_that_cannot_be_agreed_is_tried_where_it_could_stand(
    visit: Visit, desk_server: str, lists: Path
) -> None:
    page = opened(visit, desk_server, lists, row=5)
    expect(page.locator(".instead-move")).to_contain_text("Dời")
    page.locator("#instead-try").click()
    page.wait_for_selector("body[data-shown=tried]")
    expect(page.locator(".verdict-change")).to_contain_text("Thống nhất")
    assert serious(page) == []


def test_rows_are_chosen_and_decided_together_and_the_keyboard_goes_from_row_to_row(
    visit: Visit, desk_server: str, lists: Path
) -> None:
    page = opened(visit, desk_server, lists)
    page.wait_for_selector("body[data-ready]")
    page.evaluate(LATE)
    page.evaluate("() => { window.holdBack = '/rows/1'; }")
    page.keyboard.press("j")
    page.wait_for_selector("body[data-late]")
    page.keyboard.press("Control+Enter")  # the form is still the row's before: nothing is decided by it
    expect(page.locator("#row-side")).to_have_js_property("inert", value=True)
    page.evaluate(LET_GO)
    page.wait_for_selector("body[data-shown='2']")
    expect(page.locator("#decided-number")).to_have_text("0")
    page.keyboard.press("k")
    page.wait_for_selector("body[data-shown='1']")
    for at in (0, 1):
        page.locator(f"#rows input.choose-row[value='{at}']").check()
    assert serious(page) == []
    page.locator("#chosen-decision").select_option("supplement")
    page.get_by_role("button", name="Quyết định các dòng đã chọn").click()
    expect(page.locator("#chosen-refused")).to_contain_text("lý do")
    page.locator("#chosen-reason").fill("Bổ sung hợp đồng thuê đất")
    page.get_by_role("button", name="Quyết định các dòng đã chọn").click()
    expect(page.locator("#decided-number")).to_have_text("2")
    page.wait_for_selector("#decision form")
    page.locator("#rows tbody tr[data-at='2']").click()
    page.wait_for_selector("body[data-shown='3']")
    posts: list[str] = []
    page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    page.evaluate(PRESSED_TWICE)  # before the first is answered: no conflict with oneself
    expect(page.locator("#decided-number")).to_have_text("3")
    assert len(posts) == 1


def test_a_link_to_a_row_shows_it_on_a_phone(visit: Visit, desk_server: str, lists: Path) -> None:
    page = visit(f"{desk_server}/requests/new", PHONE)
    receive(page, lists / CLEAN_NAME)
    page.wait_for_selector("body[data-ready]")
    page.evaluate("() => { scrollTo(0, 0); location.hash = '#row=3'; }")
    page.wait_for_selector("body[data-shown='3']")
    expect(page.locator("#row-side")).to_be_in_viewport()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_visit_with_photos_is_shown_and_the_pages_fit(
    visit: Visit, desk_server: str, lists: Path, size: dict[str, int]
) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (640, 480), (40, 110, 90)).save(photo, "JPEG")
    page = visit(f"{desk_server}/requests/new", size)
    receive(page, lists / CLEAN_NAME)
    page.locator("#rows tbody tr[data-at='0'] .code-cell a").click()
    page.wait_for_selector("#decision form")
    page.locator("#notes details.add summary").click()
    page.locator("#note-text").fill("Đã kiểm tra thực địa")
    page.locator("#note-file").set_input_files(
        {"name": "hiện trường.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )  # type: ignore[arg-type, unused-ignore]  # a plain dict is what Playwright's FilePayload is
    page.locator("#notes").get_by_role("button", name="Thêm ghi chú").click()
    picture = page.locator("#notes .photo img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 240)
    assert serious(page) == []
    assert sideways(page) <= 0
