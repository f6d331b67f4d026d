"""The duty officer's day: Yagi's bulletin, the masts to guard first, the letters, who is off the air."""

import datetime as dt

from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from tests.pictures.camera import PHONE, Office, settle

SAMPLE = "bao-cao-mat-lien-lac-viettel.xlsx"


def storm(office: Office) -> None:
    """Read the bulletin, rank, draft letters, send one; the carrier opens it."""
    with office.page("trucban", "/storms") as page:
        page.get_by_role("link", name="Thử với bão Yagi 2024").first.click()
        page.get_by_role("button", name="Đọc bản tin").click()
        settle(page)
        page.get_by_role("button", name="Lưu và xem ảnh hưởng").click()
        page.wait_for_selector("#ranking")
        page.locator(".rank-row summary").first.click()
        office.take("xep-hang", page, top=".storm-work")
        page.get_by_role("button", name="Dự thảo văn bản cho doanh nghiệp").click()
        page.wait_for_url("**/letters")
        row = page.locator(".letters tbody tr", has_text="Viettel").first
        row.get_by_label("Số, ký hiệu").fill("512/SKHCN-BCVT")
        page.get_by_role("button", name="Ghi đã gửi").click()
        page.get_by_text("Chưa xác nhận").first.wait_for()
        office.take("van-ban-bao", page)
    with office.page("viettel", "/storms", PHONE) as page:
        page.get_by_role("link", name="Mở danh sách cột").click()
        office.take("bao-doanh-nghiep", page)


def outage(office: Office) -> None:
    """Open an event, take a carrier's workbook and a phone call, look at the board."""
    start = now().astimezone(VIETNAM).replace(minute=0, second=0, microsecond=0) - dt.timedelta(hours=7)
    with office.page("trucban", "/outages") as page:
        page.get_by_role("link", name="Mở sự kiện").click()
        page.get_by_label("Tên sự kiện").fill("Bão số 3 (Yagi)")
        page.get_by_label("Bắt đầu sự kiện").fill(f"{start:%Y-%m-%dT%H:%M}")
        first = start + dt.timedelta(hours=6)
        page.get_by_label("Hạn báo cáo đầu tiên").fill(f"{first:%Y-%m-%dT%H:%M}")
        page.get_by_role("button", name="Mở sự kiện").click()
        settle(page)
        board = page.url.removeprefix(office.address)
    with office.page("viettel", f"{board}/report", PHONE) as page:
        office.take("bao-mat-lien-lac", page)
        page.get_by_label("Tệp báo cáo").set_input_files(office.home / "samples" / SAMPLE)
        page.get_by_role("button", name="Xem trước tệp").click()
        page.get_by_role("button", name="Gửi báo cáo này").click()
        settle(page)
    with office.page("trucban", f"{board}/report?operator=VMS") as page:
        page.locator("#source_note").fill("anh Nam, trực mạng lưới")
        page.get_by_role("button", name="Không có trạm nào mất liên lạc").click()
        settle(page)
        page.goto(f"{office.address}{board}")
        office.take("mat-lien-lac", page)
        page.goto(f"{office.address}/shift")
        office.take("ca-truc", page)
