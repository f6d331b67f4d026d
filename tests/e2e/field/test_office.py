"""The office's side of the field in a browser: from a campaign to a defect's end, from a plate to a visit."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from registry.model.people import OPEN_DESK
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.services.public import plates
from registry.settings import Settings, read_settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.services.field import world as field_world
from tests.services.requests import desk
from tests.web.people import PASSWORD, with_people
from web.app import create_app

CODE = "BGG00102"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A register with a guyed mast of Viettel among others, and people."""
    home: Path = tmp_path_factory.mktemp("office")
    made = read_settings({"BTS_HOME": str(home / "home")})
    registry = desk.make(made)
    field_world.add_masts(
        registry,
        {
            CODE: {"operators": ("VTL",), "lon": 106.21, "lat": 21.3, "form": "guyed"},
            "BGG00103": {"operators": ("VMS",), "lon": 106.25, "lat": 21.31},
        },
    )
    registry.close()
    return with_people(made, home / "people")


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """The address of a server over that register."""
    with served(create_app(settings)) as found:
        yield found


@pytest.fixture
def enter(visit: Visit, address: str) -> Any:
    """Sign somebody in and open a page."""

    def open_as(name: str, path: str, size: dict[str, int] = DESK) -> Page:
        page = visit(f"{address}/sign-in", size)
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(re.compile(r"^(?!.*sign-in)"))
        page.goto(f"{address}{path}")
        return page

    return open_as


def send_visit(page: Page, campaign: str) -> str:
    """Send a visit with a defect as the phone does, through the addresses of the field app."""
    visit = field_world.new_id()
    own = {"visit": visit, "campaign": campaign, "structure": f"mast-{CODE}"}
    at = dt.datetime.now(dt.timezone(dt.timedelta(hours=7))).isoformat(timespec="milliseconds")
    items = [
        field_world.item("start", **own),
        field_world.item(**own, entry="guys_anchors", value="slack", raw="slack"),
        field_world.item(
            "defect", **own, defect="rust_heavy", component="guy", severity="urgent", note="Dây co sắp đứt"
        ),
        field_world.item("finish", **own),
    ]
    for one in items:
        one["recorded_at"] = at
    answer = page.evaluate(
        """async (body) => {
            const json = { Accept: "application/json" };
            const { csrf } = await (await fetch("/field/token", { headers: json })).json();
            const headers = { ...json, "Content-Type": "application/json", "X-CSRFToken": csrf };
            const sent = { method: "POST", body: JSON.stringify(body), headers };
            const answer = await fetch("/field/items", sent);
            return [answer.status, await answer.json()];
        }""",
        {"device": field_world.new_id(), "items": items},
    )
    assert answer[0] == 200, answer
    assert {one["state"] for one in answer[1]["receipts"]} == {"verified"}, answer
    return visit


def picture() -> FilePayload:
    into = io.BytesIO()
    Image.new("RGB", (3000, 1200), "#557799").save(into, "JPEG")
    return {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": into.getvalue()}


def sign_minutes(page: Page) -> None:
    """State by whose delegation and with whom a mast was inspected, sign on the glass, save the minutes."""
    page.get_by_label("Theo phân cấp, ủy quyền").fill("12/QĐ-UBND ngày 05/01/2026")
    for at, (name, post) in enumerate((("Lê Văn Bình", "Trưởng đài"), ("Trần Thị Lan", "Chuyên viên"))):
        side = page.locator("fieldset.present").nth(at)
        side.get_by_label("Họ và tên").first.fill(name)
        side.get_by_label("Chức vụ").first.fill(post)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Đã lưu")
    page.wait_for_selector("body[data-ready]")
    assert serious(page) == []
    page.set_viewport_size(PHONE)
    assert sideways(page) <= 0
    page.get_by_role("button", name="Lưu chữ ký").first.click()
    expect(page.get_by_text("Chưa có nét ký nào.")).to_be_visible()
    glass = page.get_by_role("img", name="Khung ký của Lê Văn Bình")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    for step in range(1, 10):
        page.mouse.move(box["x"] + 20 + 20 * step, box["y"] + 20 + 25 * (step % 3))
    page.mouse.up()
    page.get_by_role("button", name="Lưu chữ ký").first.click()
    expect(page.get_by_role("img", name="Chữ ký của Lê Văn Bình")).to_be_visible()
    expect(page.get_by_role("button", name="Lưu chữ ký")).to_have_count(1)
    page.get_by_text("Không ký hoặc không có mặt").click()
    page.get_by_label("Lý do").fill("vắng mặt khi đọc lại")
    page.get_by_role("button", name="Ghi là không ký").click()
    expect(page.get_by_text("không ký: vắng mặt khi đọc lại")).to_be_visible()
    expect(page.get_by_role("img", name="Chữ ký của Lê Văn Bình")).to_be_visible()
    page.wait_for_selector("body[data-ready]")
    assert serious(page) == []
    page.set_viewport_size(DESK)
    with page.expect_download() as got:
        page.get_by_role("link", name="Biên bản (.docx)").click()
    made = docx.Document(str(got.value.path()))
    assert any("BIÊN BẢN" in paragraph.text for paragraph in made.paragraphs)
    assert any("Trần Thị Lan (vắng mặt khi đọc lại)" in paragraph.text for paragraph in made.paragraphs)
    assert len(made.inline_shapes) > 0


def test_from_a_campaign_over_a_visit_and_a_letter_to_the_end_of_a_defect(enter: Any, address: str) -> None:
    office = enter("appraiser", "/campaigns/new")
    office.wait_for_selector("body[data-ready]")
    expect(office.locator("#count")).to_have_text("3 cột")
    shape = "**/map/area/shape.json*"
    office.route(shape, lambda _asked: None)  # a slow line: its outline never comes
    office.get_by_label("Tìm xã, phường, huyện").press_sequentially("Lục Ng")
    office.locator("[role=listbox] [role=option]").first.click()
    expect(office.locator("#area")).to_have_value(re.compile("^u"))  # the form has the place all the same
    office.unroute(shape)
    office.goto(f"{address}/campaigns/new")
    office.wait_for_selector("body[data-ready]")
    office.fill("#name", "Trước mùa bão")
    office.get_by_label("Dây co").check()
    expect(office.locator("#count")).to_have_text("1 cột")
    assert serious(office) == []
    office.get_by_role("button", name="Lập đợt kiểm tra").click()
    office.wait_for_selector("body[data-ready]")
    expect(office.get_by_role("link", name=CODE)).to_be_visible()
    assert serious(office) == []
    campaign = office.url.rsplit("/", 1)[1]

    inspector = enter("inspector", "/")
    visit_id = send_visit(inspector, campaign)

    office.goto(f"{address}/visits")
    office.get_by_role("link", name=CODE).click()
    expect(office).to_have_url(re.compile(visit_id))
    expect(office.get_by_text("Chùng, thiếu khóa")).to_be_visible()
    assert serious(office) == []
    visited = office.url
    office.get_by_role("link", name="Biên bản kiểm tra").click()
    sign_minutes(office)
    office.goto(visited)
    office.get_by_role("link", name=re.compile("Han rỉ nặng")).click()
    office.wait_for_url("**/defects/*")
    expect(office.get_by_text("Nguy hiểm").first).to_be_visible()
    assert serious(office) == []
    way = office.url.removeprefix(address)

    office.get_by_role("link", name="soạn công văn cho đơn vị").click()
    with office.expect_download() as got:
        office.get_by_role("button", name="Tải dự thảo công văn (.docx)").click()
    letter = docx.Document(got.value.path())
    assert any(CODE in cell.text for table in letter.tables for row in table.rows for cell in row.cells)
    office.fill("#number", "45/SKHCN-VT")
    office.get_by_role("button", name="Ghi đã gửi").click()
    expect(office.get_by_role("status")).to_contain_text("45/SKHCN-VT")

    carrier = enter("carrier", "/defects/own", PHONE)
    carrier.get_by_role("link", name=CODE).click()
    expect(carrier).to_have_url(f"{address}{way}")
    assert sideways(carrier) <= 0
    carrier.fill("#answer-words", "Đã thay dây co phía đông")
    carrier.fill("#remedied_on", today().isoformat())
    carrier.set_input_files("#answer-photos", picture())
    carrier.get_by_role("button", name="Gửi báo cáo khắc phục").click()
    expect(carrier.get_by_role("status").first).to_contain_text("chờ cơ quan phúc tra")
    assert serious(carrier) == []

    office.goto(f"{address}/defects?show=answered")
    office.get_by_role("link", name=CODE).click()
    expect(office.get_by_text("Đã thay dây co phía đông")).to_be_visible()
    office.get_by_label("Đã khắc phục: kết thúc").check()
    office.fill("#re-words", "Dây mới, căng đều")
    office.get_by_role("button", name="Ghi kết quả phúc tra").click()
    expect(office.get_by_text("Đã khắc phục", exact=True).first).to_be_visible()
    carrier.goto(f"{address}/defects/own?show=closed")
    expect(carrier.get_by_role("link", name=CODE)).to_be_visible()


def test_a_report_from_a_plate_becomes_a_visit_and_its_reporter_reads_so(
    enter: Any, visit: Visit, address: str, settings: Settings
) -> None:
    registry = open_registry(settings)
    (plate,) = plates.plates_of(registry, OPEN_DESK, codes=[CODE])
    registry.close()
    street = visit(f"{address}/m/{plate.token}", PHONE)
    assert CODE not in street.content()
    assert serious(street) == []
    street.get_by_role("link", name="Báo sự cố cột này").click()
    street.wait_for_selector("body[data-ready]")
    assert serious(street) == []
    assert sideways(street) <= 0
    street.get_by_label("Cột nghiêng").check()
    street.fill("#words", "Nghiêng về phía trường học")
    street.set_input_files("#photos", picture())
    expect(street.locator("#photos-said")).not_to_be_empty()
    street.fill("#phone", "0912 345 678")
    street.get_by_role("button", name="Gửi phản ánh").click()
    street.wait_for_url(re.compile(r"/report/[0-9a-f]{20}$"))
    expect(street.get_by_role("heading", level=1)).to_contain_text("PA-")
    expect(street.get_by_text("đã nhận 1 ảnh")).to_be_visible()
    assert serious(street) == []
    own = street.url

    office = enter("appraiser", "/field-reports")
    office.get_by_role("link", name=re.compile("PA-")).first.click()
    expect(office.get_by_text("0912 345 678")).to_be_visible()
    assert serious(office) == []
    # a campaign that counts the mast as visited already takes no report about it (CAMPAIGN-VISITED)
    office.goto(f"{address}/campaigns/new")
    office.fill("#name", "Kiểm tra theo phản ánh")
    office.get_by_role("button", name="Lập đợt kiểm tra").click()
    office.wait_for_url(re.compile(r"/campaigns/[0-9a-f]{32}"))
    campaign = office.url.rsplit("/", 1)[1][:32]
    office.goto(f"{address}/field-reports")
    office.get_by_role("link", name=re.compile("PA-")).first.click()
    office.get_by_label("Trong đợt kiểm tra").select_option(campaign)
    office.get_by_label("Người đi").select_option("inspector")
    office.get_by_role("button", name="Giao kiểm tra").click()
    expect(office.get_by_role("status").first).to_contain_text("Đã giao kiểm tra")

    street.goto(own)
    expect(street.get_by_text("Đã giao người đi kiểm tra")).to_be_visible()
    assert "inspector" not in street.content()


def test_a_place_is_touched_on_the_map_by_a_thumb(visit: Visit, address: str) -> None:
    page = visit(f"{address}/report", PHONE)
    page.wait_for_selector("body[data-ready]")
    page.get_by_label("Cáp võng thấp hoặc đứt").check()
    page.locator("#map_desk").scroll_into_view_if_needed()
    box = page.locator("#map_desk").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(*middle)  # the whole province on a phone: a finger covers kilometres
    expect(page.locator("#place-said")).to_contain_text(re.compile(r"có thể lệch đến \d+ km nên chưa ghi"))
    assert (page.input_value("#lon"), page.input_value("#source")) == ("", "")
    page.touchscreen.tap(*middle)
    expect(page.locator("#place-said")).to_contain_text(re.compile(r"Đã chọn vị trí .* lệch khoảng \d+ m\."))
    assert 50 < float(page.input_value("#accuracy")) <= 200
    lon, lat = float(page.input_value("#lon")), float(page.input_value("#lat"))
    assert 105.5 < lon < 107.5
    assert 20.8 < lat < 21.9
    page.fill("#words", "Cáp chạm mái nhà")
    page.get_by_role("button", name="Gửi phản ánh").click()
    page.wait_for_url(re.compile(r"/report/[0-9a-f]{20}$"))
    expect(page.get_by_text(re.compile(r"chạm trên bản đồ.* ± \d+ m"))).to_be_visible()


def test_what_a_broken_line_did_not_send_stays_and_is_sent_again(visit: Visit, address: str) -> None:
    page = visit(f"{address}/report", PHONE, expected=("Failed to load resource",))
    page.wait_for_selector("body[data-ready]")
    all_of_it = "window.btsDesk.map.getBounds().contains(window.btsDesk.config.box)"
    assert page.evaluate(all_of_it), "the whole province is in sight on a phone"
    page.get_by_label("Cột nghiêng").check()
    page.fill("#place", "ngõ 5")
    page.get_by_label("Tôi không biết xã, phường").check()
    heic: FilePayload = {"name": "IMG_1.HEIC", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic" * 9}
    page.set_input_files("#photos", [heic])
    expect(page.locator("#photos-said")).to_contain_text("Đã bỏ “IMG_1.HEIC”")
    expect(page.locator(".file-told")).to_have_text("Chưa chọn tệp")  # not "Đã chọn" beside it
    page.set_input_files("#photos", [picture(), heic])
    expect(page.locator("#photos-said")).to_contain_text("1 ảnh")
    expect(page.locator("#photos-said")).to_contain_text("Đã bỏ “IMG_1.HEIC”")
    page.context.set_offline(True)
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.get_by_role("alert").filter(has_text="Chưa gửi được")).to_be_visible()
    assert page.input_value("#place") == "ngõ 5"
    page.context.set_offline(False)
    page.get_by_role("button", name="Gửi phản ánh").click()
    page.wait_for_url(re.compile(r"/report/[0-9a-f]{20}$"))
    expect(page.get_by_text("đã nhận 1 ảnh")).to_be_visible()


def test_what_the_office_refuses_is_said_on_the_form(visit: Visit, address: str) -> None:
    page = visit(f"{address}/report", PHONE, expected=("Failed to load resource",))
    page.wait_for_selector("body[data-ready]")
    page.get_by_label("Việc khác").check()
    page.fill("#words", "Cột lạ")
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.get_by_role("link", name="Đến mục “Ở đâu?”")).to_be_visible()
    assert page.input_value("#words") == "Cột lạ"
