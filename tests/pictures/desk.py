"""The office's days: a request from receipt to its letter, the quiet day, the administrator, cables."""

from registry.demo.samples import CLEAN_NAME
from tests.pictures.camera import PHONE, WIDE, Office, settle

PDF = {"name": "van-ban-da-ky.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
BODY = "Sở Xây dựng"


def request(office: Office) -> None:
    """Receive a list, ask a body, decide, submit, issue; the consulted body reads and answers."""
    with office.page("thamdinh", "/requests", WIDE) as page:
        page.get_by_role("link", name="Tiếp nhận hồ sơ", exact=True).click()
        page.get_by_label("Danh sách vị trí").set_input_files(office.lists / CLEAN_NAME)
        page.get_by_label("Đơn vị đề nghị").select_option("VTL")
        page.get_by_label("Số công văn").fill("1524/VTBN-KT")
        page.get_by_role("button", name="Xem trước").click()
        page.wait_for_selector("body.preview[data-ready]")
        office.take("xem-truoc", page)
        page.locator(".deeds").get_by_role("link", name="Tiếp nhận hồ sơ").click()
        page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
        page.wait_for_selector("body.request:not(.preview)[data-ready]")
        page.locator("#rows tbody tr:has(.verdict-word.refuse)").first.locator("a").click()
        page.wait_for_selector("#decision form")
        office.take("quyet-dinh", page)
        address = page.url.split("#")[0].removeprefix(office.address)
        page.get_by_role("link", name="Văn bản và lấy ý kiến").first.click()
        page.get_by_text("Hỏi cơ quan khác").click()
        page.fill("#ask-body", BODY)
        page.fill("#ask-rows", "1, 2")
        page.fill("#ask-question", "Hai vị trí có hợp quy hoạch xây dựng không?")
        page.get_by_role("button", name="Lập công văn", exact=True).click()
        letter = page.locator(".letters li", has_text=BODY)
        letter.get_by_text("Ghi số, ngày gửi").click()
        letter.get_by_label("Số công văn gửi đi").fill("312/SKHCN-BCVT")
        letter.get_by_role("button", name="Lưu số, ngày gửi").click()
        page.locator(".letters li", has_text="312/SKHCN-BCVT").wait_for()
    _body_answers(office)
    with office.page("thamdinh", address) as page:
        settle(page)
        page.get_by_text("Quyết định theo đề xuất").click()
        page.get_by_role("button", name="Đồng ý, quyết định").click()
        page.get_by_role("link", name="Trình lãnh đạo").click()
        page.locator("#gate").wait_for()
        for asked in page.locator(".gate-typed input").all():
            asked.fill("Đã đối chiếu với bản giấy kèm công văn")
        page.get_by_role("button", name="Trình lãnh đạo").click()
        page.locator(".state.submitted").wait_for()
    with office.page("lanhdao", address) as page:
        settle(page)
        page.get_by_role("link", name="Ban hành", exact=True).click()
        page.get_by_label("Số văn bản").fill("321/SKHCN-BCVT")
        page.get_by_label("Bản đã ký (PDF)").set_input_files(PDF)  # type: ignore[arg-type, unused-ignore]
        office.take("ban-hanh", page)
        page.get_by_role("button", name="Ghi nhận ban hành").click()
        page.locator(".state.issued").wait_for()


def _body_answers(office: Office) -> None:
    with office.page("quantri", "/consultations/bodies") as page:
        page.locator("#names-ubndxa").fill(BODY)
        page.get_by_role("button", name="Lưu tên của ubndxa").click()
        settle(page)
    with office.page("ubndxa", "/consultations") as page:
        page.get_by_role("link", name="312/SKHCN-BCVT").click()
        settle(page)
        page.get_by_label("Thống nhất", exact=True).check()
        page.locator("#answer").fill("Hai vị trí hợp quy hoạch xây dựng đã duyệt")
        office.take("tra-loi-y-kien", page, top="[aria-labelledby=answer-title]")
        page.get_by_role("button", name="Gửi ý kiến").click()
        settle(page)


def carrier(office: Office) -> None:
    """A carrier compares what was built with what was agreed, and answers a defect on a phone."""
    with office.page("viettel", "/approvals") as page:
        page.locator("table a.request-number").first.click()
        settle(page)
        lat, lon = page.evaluate("() => { const at = btsDesk.map.getCenter(); return [at.lat, at.lng]; }")
        page.fill("#position", f"{lat + 0.00012:.6f}, {lon:.6f}".replace(".", ","))
        page.get_by_role("button", name="So với vị trí đã thống nhất").click()
        page.locator("#compare").wait_for()
        office.take("hoan-thanh", page)
    with office.page("viettel", "/defects/own", PHONE) as page:
        page.locator("a.request-number").first.click()
        office.take("ton-tai-doanh-nghiep", page)


def quiet_day(office: Office) -> None:
    """Take the calendar of duties, the compliance run and the half-year report."""
    with office.page("thamdinh", "/obligations") as page:
        office.take("viec-phai-lam", page)
        page.goto(f"{office.address}/compliance")
        office.take("ra-soat", page)
        page.goto(f"{office.address}/reports")
        page.locator("main nav a, main .queue-list").filter(has_text="6 tháng đầu năm").first.click()
        office.take("bao-cao", page)


def administrator(office: Office) -> None:
    """Take the accounts, the office's letters and the zones."""
    with office.page("quantri", "/accounts") as page:
        office.take("tai-khoan", page, top="h2")
        page.goto(f"{office.address}/office/letters")
        office.take("van-ban", page)
        page.goto(f"{office.address}/zones")
        office.take("vung", page)


def cables(office: Office) -> None:
    """Take a cable route on the map with the sheet of one of its parts."""
    with office.page("thamdinh", "/cables") as page:
        page.locator("a.name", has_text="VNPT-QL1A").first.click()
        settle(page)
        page.locator("a.name").first.click()
        settle(page)
        page.get_by_role("link", name="Xem trên bản đồ").click()
        office.take("cap", page)
