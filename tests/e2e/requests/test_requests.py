"""The desk in a real browser: a list comes in as a request, is decided, submitted and issued."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from registry.demo.samples import CLEAN_NAME, MESSY_NAME, write_samples
from registry.services.office.calendar import today
from registry.settings import Settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.web.people import PASSWORD, with_people
from web.app import create_app

pytestmark = pytest.mark.e2e
PDF = {"name": "ký.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


@pytest.fixture(scope="module")
def clean_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clean sample list."""
    folder = tmp_path_factory.mktemp("lists")
    write_samples(folder, today())
    return folder / CLEAN_NAME


@pytest.fixture
def desk_server(
    copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an illustrative registry of the test's own: one letter is filed once."""
    settings = copy_demo(tmp_path_factory.mktemp("desk") / "home")
    app: Flask = create_app(settings)
    with served(app) as address:
        yield address


def receive(page: Page, path: Path) -> None:
    """Fill in the form of a request by Viettel, register its preview and wait for its page."""
    page.get_by_label("Danh sách vị trí").set_input_files(path)
    page.get_by_label("Đơn vị đề nghị").select_option("VTL")
    page.get_by_label("Số công văn").fill("15/VT-KT")
    page.get_by_role("button", name="Xem trước").click()
    page.wait_for_selector("body.preview[data-ready]")
    page.locator(".deeds").get_by_role("link", name="Tiếp nhận hồ sơ").click()
    pass_gate(page, "Tiếp nhận hồ sơ")
    page.wait_for_selector("body.request:not(.preview)[data-ready]")


def pass_gate(page: Page, deed: str) -> None:
    """Look at the sheet of what is open, say of each thing that asks why it goes on, and do the deed."""
    page.wait_for_selector("body.gate[data-forms=ready]")
    for asked in page.locator(".gate-typed input").all():
        asked.fill("Đã đối chiếu với bản giấy")
    page.get_by_role("button", name=deed, exact=True).click()


def test_a_clean_list_goes_from_receipt_to_an_issued_letter(
    visit: Visit, desk_server: str, clean_list: Path
) -> None:
    page = visit(f"{desk_server}/requests")
    assert serious(page) == []
    page.get_by_role("link", name="Tiếp nhận hồ sơ", exact=True).click()
    receive(page, clean_list)
    expect(page.locator("h1")).to_contain_text(re.compile(r"HS-VT.*Đã tiếp nhận"))
    page.wait_for_selector("body[data-ready]")
    rows = page.locator("#rows tbody tr[data-at]").count()
    assert rows > 4
    page.get_by_text("Quyết định theo đề xuất").click()
    assert serious(page) == []
    page.get_by_role("button", name="Đồng ý, quyết định").click()
    expect(page.locator(".state")).to_have_text("Đang thẩm định")
    expect(page.locator("#decided-count")).to_contain_text(f"{rows}/{rows}")
    page.get_by_role("link", name="Trình lãnh đạo").click()
    expect(page.locator("#item-asks-papers")).to_contain_text("doanh nghiệp")  # whose it is
    assert serious(page) == []
    pass_gate(page, "Trình lãnh đạo")
    expect(page.locator(".state")).to_have_text("Đã trình lãnh đạo")
    page.get_by_text("Ban hành", exact=True).click()
    expect(page.locator(".gate-part.answered")).to_contain_text("Đã đối chiếu với bản giấy")
    page.get_by_label("Số văn bản").fill("321/SKHCN-VT")
    page.get_by_label("Bản đã ký (PDF)").set_input_files(PDF)  # type: ignore[arg-type, unused-ignore]
    assert serious(page) == []
    pass_gate(page, "Ghi nhận ban hành")
    expect(page.locator(".state")).to_have_text("Đã ban hành")
    page.wait_for_selector("body[data-ready]")
    with page.expect_download() as signed:
        page.get_by_role("link", name="Bản đã ký (PDF)").click()
    assert Path(signed.value.path()).read_bytes().startswith(b"%PDF")
    with page.expect_download(timeout=60_000) as letter:
        page.get_by_text("Tải văn bản").click()
        page.get_by_role("link", name="Văn bản trả lời (.docx)").click()
        expect(page.locator("a[data-drafting][aria-busy]")).to_have_text("Đang soạn, vẽ sơ đồ…")
    assert Path(letter.value.path()).read_bytes().startswith(b"PK")
    assert letter.value.suggested_filename.endswith(".docx")
    expect(page.get_by_role("link", name="Văn bản trả lời (.docx)")).to_be_visible()
    page.goto(f"{desk_server}/requests?show=closed")
    expect(page.locator("table.queue")).to_contain_text("Đã ban hành")


def test_a_row_is_decided_otherwise_only_with_a_reason_and_the_keyboard_goes_on(
    visit: Visit, desk_server: str, clean_list: Path
) -> None:
    page = visit(f"{desk_server}/requests/new")
    receive(page, clean_list)
    first = page.locator("#rows tbody tr[data-at='0']")
    first.click()
    page.wait_for_selector("#decision form")
    follows = page.locator("#decision input:checked").get_attribute("value")
    other = "3" if follows != "refuse" else "1"
    first.locator("a").focus()
    page.keyboard.press(other)
    page.get_by_role("button", name="Lưu và sang dòng chưa quyết định").click()
    expect(page.locator("#decision-reason:invalid")).to_have_count(1)  # not sent: the reason is missing
    page.locator("#decision-reason").fill("Theo kết quả kiểm tra thực địa")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("body[data-ready][data-shown='2']")  # the appraisal begins; the next row is open
    expect(first.locator(".decision-cell")).to_contain_text("khác đề xuất")
    expect(page.locator(".state")).to_have_text("Đang thẩm định")
    assert serious(page) == []
    lines = page.locator("#rows tbody tr[data-at]")
    every = lines.count()
    page.locator("[data-verdict=undecided]").click()  # what is left to do, alone
    expect(lines).to_have_count(every - 1)
    bulk = page.locator("#bulk-said")
    before = int(re.findall(r"\d+", bulk.text_content() or "")[0])
    page.locator("#decision button[value=stay]").click()
    expect(bulk).to_contain_text(f"Quyết định {before - 1} dòng")  # without the page being read anew
    page.locator("[data-verdict=otherwise]").click()  # what a leader looks at first
    expect(lines).to_have_count(1)
    first.click()
    page.wait_for_selector("body[data-shown='1']")
    reason, said = page.locator("#decision-reason"), "Theo kết quả kiểm tra thực địa"
    expect(reason).to_have_value(said)
    page.locator(f"#decision input[value={follows}]").check()  # the other decision's reason is none for it
    expect(reason).to_have_value("")
    expect(reason).to_have_attribute("placeholder", re.compile(said))
    first.locator("a").focus()
    page.keyboard.press(other)
    expect(reason).to_have_value(said)


def test_the_second_of_two_editors_is_shown_both_versions(
    visit: Visit, desk_server: str, clean_list: Path
) -> None:
    one = visit(f"{desk_server}/requests/new")
    receive(one, clean_list)
    address = one.url.split("#")[0]
    two = visit(f"{address}#row=2", expected=("Failed to load resource",))
    two.wait_for_selector("#decision form")
    one.goto(f"{address}#row=2")
    one.reload()
    one.wait_for_selector("#decision form")
    one.locator("#decision input[value=refuse]").check()
    one.locator("#decision-reason").fill("Bản thứ nhất")
    one.get_by_role("button", name="Lưu quyết định", exact=True).click()
    expect(one.locator(".state")).to_have_text("Đang thẩm định")
    two.locator("#decision input[value=supplement]").check()
    two.locator("#decision-reason").fill("Bản thứ hai")
    two.get_by_role("button", name="Lưu quyết định", exact=True).click()
    dialog = two.get_by_role("dialog")
    expect(dialog).to_contain_text("Bản thứ nhất")
    expect(dialog).to_contain_text("Bản thứ hai")
    assert serious(two) == []
    dialog.get_by_role("button", name="Ghi bản của tôi").click()
    expect(two.locator("#rows tr[data-at='1'] .decision-cell")).to_contain_text("Đề nghị bổ sung")


def test_a_finding_is_taken_over_with_a_reason_and_the_recommendation_follows(
    visit: Visit, desk_server: str, clean_list: Path
) -> None:
    page = visit(f"{desk_server}/requests/new")
    receive(page, clean_list)
    row = page.locator("#rows tbody tr[data-at='0']")
    row.click()
    expect(row.locator(".verdict-word")).to_have_text("Thống nhất")
    page.locator("#findings .passed > summary").click()  # what passed stands folded
    finding = page.locator("#findings .finding[data-outcome=pass]").first
    rule = finding.get_attribute("data-rule")
    finding.get_by_role("button", name="Nhận định khác").click()
    finding.get_by_label("Kết quả").select_option("fail")
    finding.get_by_label("Lý do").fill("Đo lại tại thực địa ngày 20/11")
    assert serious(page) == []
    finding.get_by_role("button", name="Lưu", exact=True).click()
    taken = page.locator(f"#findings .finding[data-rule={rule}]")
    expect(taken).to_have_attribute("data-outcome", "fail")
    expect(taken).to_contain_text("Đo lại tại thực địa ngày 20/11")
    expect(row.locator(".verdict-word")).to_have_text("Chưa thống nhất")
    expect(page.locator("#notes")).to_contain_text("Nhận định của người thẩm định")
    page.locator("#notes").get_by_role("button", name="Thu hồi").click()
    expect(row.locator(".verdict-word")).to_have_text("Thống nhất")


def sign_in(page: Page, name: str) -> None:
    """Sign in as a person does and land where one wanted to go."""
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_selector(".account-name")


def test_carrier_appraiser_and_leader_take_a_list_from_upload_to_letter(
    visit: Visit, demo_settings: Settings, clean_list: Path, tmp_path: Path
) -> None:
    with served(create_app(with_people(demo_settings, tmp_path / "people"))) as server:
        carrier = visit(f"{server}/requests/new")
        sign_in(carrier, "carrier")
        carrier.get_by_label("Danh sách vị trí").set_input_files(clean_list)
        carrier.get_by_label("Số công văn").fill("15/VT-KT")
        carrier.get_by_role("button", name="Xem trước").click()
        carrier.wait_for_selector("body.preview[data-ready]")
        expect(carrier.locator("#rows tbody .verdict-word.refuse")).to_have_count(1)
        expect(carrier.locator("h1")).to_contain_text("chưa tiếp nhận")
        carrier.locator(".deeds").get_by_role("link", name="Gửi hồ sơ").click()
        expect(carrier.locator("#counted")).to_contain_text(
            re.compile(r"Bạn sắp gửi: \d+ vị trí.*giấy tờ còn thiếu")
        )
        pass_gate(carrier, "Gửi hồ sơ")
        carrier.wait_for_selector("body.request:not(.preview)[data-ready]")
        expect(carrier.locator(".state")).to_have_text("Đã tiếp nhận")
        expect(carrier.get_by_text("Quyết định theo đề xuất")).to_have_count(0)
        address = carrier.url.split("#")[0]

        appraiser = visit(f"{server}/requests?show=all")
        sign_in(appraiser, "appraiser")
        appraiser.locator(".request-number").click()
        appraiser.wait_for_selector("body[data-ready]")
        appraiser.locator("#about > summary").click()
        appraiser.locator("#about .give > summary").click()  # a box that stands in another leaves it open
        appraiser.get_by_role("button", name="Giao hồ sơ").click()
        appraiser.wait_for_selector("body[data-ready]")
        expect(appraiser.locator("#about .give-word")).to_have_text("Giao lại")
        appraiser.get_by_text("Quyết định theo đề xuất").click()
        appraiser.get_by_role("button", name="Đồng ý, quyết định").click()
        appraiser.get_by_role("link", name="Trình lãnh đạo").click()
        pass_gate(appraiser, "Trình lãnh đạo")
        expect(appraiser.locator(".state")).to_have_text("Đã trình lãnh đạo")
        expect(appraiser.get_by_text("Ban hành", exact=True)).to_have_count(0)

        leader = visit(f"{server}/requests")
        sign_in(leader, "leader")
        leader.locator(".request-number").click()
        leader.wait_for_selector("body[data-ready]")
        leader.get_by_text("Ban hành", exact=True).click()
        leader.get_by_label("Số văn bản").fill("321/SKHCN-VT")
        leader.get_by_label("Bản đã ký (PDF)").set_input_files(PDF)  # type: ignore[arg-type, unused-ignore]
        pass_gate(leader, "Ghi nhận ban hành")
        expect(leader.locator(".state")).to_have_text("Đã ban hành")

        carrier.goto(address)
        carrier.wait_for_selector("body[data-ready]")
        expect(carrier.locator("#rows tbody .decided.refuse")).to_have_count(1)
        with carrier.expect_download() as signed:
            carrier.get_by_role("link", name="Bản đã ký (PDF)").click()
        assert Path(signed.value.path()).read_bytes().startswith(b"%PDF")

        other = visit(f"{server}/requests", expected=("Failed to load resource",))
        sign_in(other, "rival")
        expect(other.locator("main")).not_to_contain_text("HS-VT")
        other.goto(address)
        expect(other.locator("main")).to_contain_text("REQUEST-UNKNOWN")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_cell_of_a_received_list_is_corrected_with_the_mouse(
    visit: Visit, desk_server: str, clean_list: Path, size: dict[str, int]
) -> None:
    page = visit(f"{desk_server}/requests/new", size)
    receive(page, clean_list.with_name(MESSY_NAME))
    page.get_by_role("tab", name="Lưu ý khi đọc tệp").click()
    expect(page.locator("#issues tbody tr").first).to_be_visible()
    for level in ("error", "warning"):  # each level as one goes down its sheets, whatever is said of a row
        places = page.locator(f"#issues tbody tr:has(.severity.{level}) td:nth-child(2)").all_inner_texts()
        found = [re.match(r"Dòng (\d+)\s+(.+)", text) for text in places]
        rows = [(match[2], int(match[1])) for match in found if match]
        sheets = list(dict.fromkeys(sheet for sheet, _row in rows))
        assert len(rows) > 2
        assert rows == sorted(rows, key=lambda item: (sheets.index(item[0]), item[1]))
    note = page.locator("#issues tbody tr", has_text="Mạng ảo ABC")
    note.locator("select").select_option(label="Viettel")
    note.locator("input").fill("Theo công văn đính chính")
    note.get_by_role("button", name="Ghi").click()  # a click, not a key: nothing may lie over the notes
    expect(note).to_contain_text("Đã sửa thành: Viettel")
    page.get_by_role("tab", name="Cột đã hiểu").click()
    expect(page.locator("#columns-read")).to_contain_text("Nhà mạng")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_have_nothing_serious_for_axe_and_fit_the_window(
    visit: Visit, desk_server: str, clean_list: Path, size: dict[str, int]
) -> None:
    page = visit(f"{desk_server}/requests/new", size)
    assert serious(page) == []
    receive(page, clean_list)
    page.locator("#rows tbody tr[data-at='0']").click()
    page.wait_for_selector("#decision form")
    assert serious(page) == []
    assert sideways(page) <= 0
    page.goto(f"{desk_server}/requests/figures")
    assert serious(page) == []
    assert sideways(page) <= 0
    page.goto(f"{desk_server}/requests?show=all")
    assert serious(page) == []
    assert sideways(page) <= 0


def test_a_line_is_answered_without_losing_the_place_or_what_was_typed_elsewhere(
    visit: Visit, desk_server: str, clean_list: Path
) -> None:
    page = visit(f"{desk_server}/requests/new")
    page.get_by_label("Danh sách vị trí").set_input_files(clean_list.with_name(MESSY_NAME))
    page.get_by_label("Đơn vị đề nghị").select_option("VTL")
    page.get_by_label("Số công văn").fill("16/VT-KT")
    page.get_by_role("button", name="Xem trước").click()
    page.wait_for_selector("body.preview[data-ready]")
    # what is said of the whole list is one line until it is unfolded: a laptop's height belongs to the rows
    assert page.locator(".notices").evaluate("notices => notices.offsetHeight") < 40
    page.get_by_text("12 dòng ghi nhà mạng khác").click()
    page.get_by_role("tab", name=re.compile("Lưu ý khi đọc tệp")).click()

    def line(code: str) -> Locator:
        return page.locator(f"#issues tr[data-code={code}]").first

    outside, pane = line("COORD-OUTSIDE"), page.locator("#pane-issues .table-scroll")
    expect(outside.get_by_role("button")).to_have_text("Giữ giá trị này")  # nothing is proposed for it
    outside.locator("input").fill("21,3; 106,3")
    expect(line("CELL-NOT-A-CHOICE").locator("select option")).to_contain_text(["–", "VNPT", "Viettel"])
    taken = line("COORD-NO-DATUM").get_by_role("button", name="Nhận giá trị đề nghị")
    taken.scroll_into_view_if_needed()
    before = pane.evaluate("pane => pane.scrollTop")
    assert before > 0
    page.get_by_role("tab", name=re.compile("Lưu ý khi đọc tệp")).evaluate(
        "tab => { tab.dataset.here = '1'; }"
    )
    taken.click()
    page.wait_for_selector("body.preview[data-answered='1']")
    expect(page.locator("#tab-issues")).to_have_attribute("data-here", "1")  # the page was not loaded again
    expect(page.locator(".decided-count")).to_contain_text("1")
    assert pane.evaluate("pane => pane.scrollTop") == before
    expect(line("COORD-OUTSIDE").locator("input")).to_have_value("21,3; 106,3")
    expect(page.locator("#issues tr").last).to_contain_text("Đã sửa thành")  # what waits stands first
    page.get_by_role("tab", name=re.compile("Các vị trí")).click()
    expect(page.locator("#rows")).to_be_visible()
    assert page.locator("#rows").evaluate("rows => rows.clientHeight") > 190  # rows of 48 px, on a laptop
