"""What a screen reader says of the pages that a day is spent on: what must be there, in which order.

Each text is the part of the accessibility tree that the work hangs on: one heading that names the page, the
others in order below it, what changed said by a status, tables with the heads of their columns, maps by a
name and not by their letters. What the register holds is left out wherever it may change.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from registry.model.people import Role
from registry.model.requests.desk import RequestState
from tests.e2e.conftest import PHONE, Visit, served
from tests.e2e.field.phone import phone
from tests.e2e.requests.test_requests import sign_in
from tests.services.requests import desk
from tests.web.people import registry_of, small_office

pytestmark = pytest.mark.e2e

TODAY = """
- heading /Việc hôm nay \\d+/ [level=1]
- status: Không có việc nào đang chờ bạn.
- region "Hồ sơ của tôi":
  - heading "Hồ sơ của tôi" [level=2]
- region "Hồ sơ chưa ai giữ":
  - heading "Hồ sơ chưa ai giữ" [level=2]
  - paragraph: Hồ sơ nào cũng đã có người xử lý.
"""
DESK = """
- region "Hồ sơ":
  - heading /Đang thẩm định/ [level=1]
- group "Lọc theo đề xuất":
  - button /Tất cả/ [pressed]
  - status: 0/5 dòng đã quyết định
- tablist "Nội dung":
  - tab /Các vị trí/ [selected]
- tabpanel /Các vị trí/:
  - table /Các vị trí trong danh sách/:
    - rowgroup:
      - row:
        - columnheader "Dòng"
        - columnheader "Vị trí"
        - columnheader "Khoảng cách"
        - columnheader "Đề xuất"
        - columnheader "Quyết định"
    - rowgroup:
      - row /V1/:
        - cell:
          - checkbox "Chọn dòng 2"
        - cell /V1/:
          - link "V1"
        - 'cell "Khoảng cách: Đạt"'
- group "Dòng đang chọn":
  - group "Quyết định, nội dung, ghi chú":
    - region "Quyết định của dòng đang chọn":
      - group:
        - radio /Chưa thống nhất/ [checked]
      - textbox /Lý do/
      - paragraph:
        - button "Lưu và sang dòng chưa quyết định"
    - region "Ghi chú của dòng đang chọn":
      - heading "Ghi chú, căn cứ" [level=2]
  - region "Kết quả của dòng đang chọn":
    - heading "Dòng 6 · V5" [level=2]
    - heading /Trở ngại pháp lý/ [level=3]
    - heading "Sẽ hỏi ở bước sau" [level=3]
- separator "Chiều cao bản đồ"
- region "Bản đồ":
  - application /Bản đồ.*phím mũi tên/
"""
MAP = """
- heading "Bản đồ cột ăng ten" [level=1]
- search:
  - combobox /Tìm mã vị trí/
- region "Bộ lọc và chú giải":
  - status:
    - text: /cột trong khung nhìn/
  - paragraph:
    - button "Xem dạng bảng"
  - group "Doanh nghiệp":
    - checkbox /VNPT/ [checked]
- application /Bản đồ.*phím mũi tên/:
  - button "Phóng to"
  - button "Thu nhỏ"
- toolbar "Công cụ trên bản đồ"
- complementary "Chi tiết":
  - button "Đóng"
  - article:
    - heading "BGG00045" [level=2]
    - term: Tọa độ
    - heading /A2b/ [level=3]
    - table /Trạm BTS trên cột/:
      - rowgroup:
        - row:
          - columnheader "Doanh nghiệp"
"""

MAST = """
- heading /[A-Z]{3}\\d+/ [level=1]
- button /Kiểm tra nhanh/
- status: /hướng/
- link "Chỉ đường"
- heading "Thông tin cột" [level=2]
- term: Tọa độ
- heading /Mức rủi ro/ [level=2]
- list:
  - listitem: /Kiểu cột/
- heading "Các lần kiểm tra trước" [level=2]
"""
INSPECTION = """
- heading /[A-Z]{3}\\d+ · / [level=1]
- paragraph: /đã ghi 0 \\/ \\d+ mục phải ghi/
- region "Vị trí chân cột":
  - heading "Vị trí chân cột" [level=2]
  - status
  - button "Đo vị trí"
- button "Mục trước" [disabled]
- button "Mục tiếp theo"
- button "Xem cả phiếu"
- button "Tồn tại (0)"
"""
CHECKLIST = """
- button "Từng mục một"
- heading "Vị trí và ảnh" [level=2]
- button "Vị trí chân cột chưa ghi"
- heading "Hồ sơ tại trạm" [level=2]
- button /Ngày kiểm định kết cấu gần nhất không bắt buộc/
"""
REPORT = """
- heading "Báo sự cố cột ăng ten, cáp viễn thông" [level=1]
- paragraph: /gọi 114 ngay/
- group "Thấy gì?":
  - radio "Cột đổ hoặc gãy , tránh xa, đừng chạm vào"
- group "Ở đâu?":
  - button "Dùng vị trí của tôi"
  - status: Hoặc chạm lên bản đồ đúng nơi có sự cố.
  - application /Bản đồ.*phím mũi tên/:
    - button "Phóng to"
    - button "Thu nhỏ"
  - textbox /Nơi đó bằng lời/
  - combobox "Xã, phường"
- textbox /Mô tả/
- button /Ảnh \\(tối đa 4/
- status
- group /Liên hệ/:
  - textbox "Họ tên"
  - textbox "Số điện thoại"
- paragraph:
  - button "Gửi phản ánh"
"""


def test_the_pages_of_a_day_say_what_they_are(visit: Visit, tmp_path: Path) -> None:
    with small_office(tmp_path / "sổ", Role.APPRAISER) as app, served(app) as address:
        registry = registry_of(app)
        request = desk.to(registry, desk.received(registry, tmp_path), RequestState.APPRAISING)
        page = visit(f"{address}/sign-in")
        sign_in(page, "appraiser")
        main = page.locator("main")
        page.goto(f"{address}/today")
        expect(main).to_match_aria_snapshot(TODAY)
        page.goto(f"{address}/requests/{request.id}#row=5")
        expect(page.locator("#decision form")).to_be_visible()
        expect(main).to_match_aria_snapshot(DESK)
        assert "giới hạn" not in page.locator("#map-box").aria_snapshot()  # evidence is said in the findings
        page.goto(f"{address}/#mast=BGG00045")
        expect(page.locator("#sheet h2")).to_be_visible()
        expect(main).to_match_aria_snapshot(MAP)
        reported = visit(f"{address}/report", size=PHONE)
        expect(reported.locator("main")).to_match_aria_snapshot(REPORT)


def test_the_phone_says_what_is_asked_of_a_mast(browser: Browser, address: str, tmp_path: Path) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        main = held.page.locator("main")
        held.page.locator("a.mast").first.click()
        expect(main).to_match_aria_snapshot(MAST)
        held.start_check()
        expect(main).to_match_aria_snapshot(INSPECTION)
        held.page.get_by_role("button", name="Xem cả phiếu").click()
        expect(main).to_match_aria_snapshot(CHECKLIST)
