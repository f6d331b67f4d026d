"""An outage event from its opening to the report: two carriers, one missing, a correction, a restoration."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.model.people import Role
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.services.outages.world import built, workbook
from tests.services.requests import desk
from tests.web.people import PASSWORD
from web.app import create_app

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("outages") / "sổ")})
    registry = built(desk.make(settings))
    for name, role, organisation in (
        ("truc", Role.DUTY_OFFICER, ""), ("viettel", Role.CARRIER, "VTL"), ("vnpt", Role.CARRIER, "VNPT"),
    ):  # fmt: skip
        add_account(
            registry, name, [role], organisation=organisation, password=PASSWORD, must_change=False, who="t"
        )
    registry.close()
    return settings


@pytest.fixture(scope="module")
def server(office: Settings) -> Iterator[str]:
    with served(create_app(office)) as address:
        yield address


def signed_in(visit: Visit, address: str, name: str, size: dict[str, int]) -> Page:
    page = visit(address, size=size)
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    return page


def seen(page: Page) -> None:
    """What holds of every page of the way."""
    assert serious(page) == []
    assert sideways(page) == 0


def test_from_an_open_event_to_the_report_that_is_downloaded(
    visit: Visit, server: str, office: Settings, tmp_path: Path
) -> None:
    officer = signed_in(visit, f"{server}/outages", "truc", DESK)
    expect(officer.get_by_role("heading", name="Chưa có sự kiện nào")).to_be_visible()
    officer.get_by_role("link", name="Mở sự kiện").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Mở sự kiện")
    seen(officer)
    start = now().astimezone(VIETNAM).replace(second=0, microsecond=0) - dt.timedelta(hours=7)
    officer.get_by_label("Tên sự kiện").fill("Bão số 3")
    officer.get_by_label("Bắt đầu sự kiện").fill(f"{start:%Y-%m-%dT%H:%M}")
    officer.get_by_label("Hạn báo cáo đầu tiên").fill(f"{start + dt.timedelta(hours=6):%Y-%m-%dT%H:%M}")
    officer.get_by_role("button", name="Mở sự kiện").click()
    expect(officer.get_by_role("status").first).to_contain_text("Chưa báo cáo kỳ")
    for name in ("VNPT", "Viettel", "MobiFone", "Vietnamobile"):
        expect(officer.get_by_role("status").first).to_contain_text(name)
    board = officer.url
    seen(officer)

    # Viettel: a workbook with a code that is not quite right
    fell = start + dt.timedelta(hours=1)
    path = workbook(tmp_path / "viettel.xlsx", [
        ("BGG00100", "", "mất liên lạc", "gãy, đổ cột", "", f"{fell:%H:%M %d/%m/%Y}"),
        ("BGG0O101", "", "mất liên lạc", "mất điện"),
        ("BGG00102", "", "mất liên lạc", "mất điện"),
    ])  # fmt: skip
    viettel = signed_in(visit, f"{board}/report", "viettel", DESK)
    seen(viettel)
    viettel.get_by_label("Tệp báo cáo").set_input_files(path)
    viettel.get_by_role("button", name="Xem trước tệp").click()
    expect(viettel.get_by_role("status")).to_contain_text("Hiểu được 2 dòng, 1 dòng chưa rõ")
    seen(viettel)
    viettel.get_by_role("button", name="Dùng BGG00101").click()
    viettel.get_by_role("button", name="Gửi báo cáo này").click()
    expect(viettel.get_by_role("status")).to_contain_text("Đã nhận báo cáo")

    # VNPT: the form on a phone
    vnpt = signed_in(visit, f"{board}/report", "vnpt", PHONE)
    seen(vnpt)
    vnpt.get_by_label("Mã trạm").first.fill("BGG00104")
    vnpt.get_by_role("button", name="Thêm trạm").tap()
    vnpt.get_by_label("Mã trạm").nth(1).fill("BGG00105")
    vnpt.get_by_label("Nguyên nhân").nth(1).select_option(label="Đứt cáp, mất truyền dẫn")
    vnpt.get_by_role("button", name="Gửi báo cáo").tap()
    expect(vnpt.get_by_role("status")).to_contain_text("Đã nhận báo cáo")
    expect(vnpt.get_by_text("2 vị trí trạm mất liên lạc")).to_be_visible()

    # who is missing is named, and a carrier that is not heard is not taken to be on the air
    officer.reload()
    said = officer.get_by_role("status").first
    expect(said).to_contain_text("MobiFone, Vietnamobile")
    expect(said).not_to_contain_text("Viettel")
    expect(officer.get_by_text("Gãy, đổ cột ăng ten").first).to_be_visible()
    expect(officer.get_by_text("Còn hạn").or_(officer.get_by_text("Quá hạn")).first).to_be_visible()
    expect(officer.locator(".tile").first).to_contain_text("5")
    officer.locator(".tile a").first.click()
    expect(officer.get_by_role("link", name="BGG00102")).to_be_visible()
    seen(officer)

    # VNPT corrects, then says that one is back
    vnpt.locator("summary", has_text="Tình trạng từng trạm").tap()
    vnpt.get_by_role("link", name="BGG00105").tap()
    expect(vnpt.get_by_role("heading", name="Đính chính dòng này")).to_be_visible()
    seen(vnpt)
    vnpt.get_by_label("Nguyên nhân").select_option(label="Mất điện lưới")
    vnpt.get_by_label("Lý do đính chính").fill("báo nhầm nguyên nhân")
    vnpt.get_by_role("button", name="Ghi đính chính").tap()
    expect(vnpt.locator(".history li")).to_have_count(2)
    officer.goto(f"{board}/corrections")
    expect(officer.get_by_role("row").nth(1)).to_contain_text("Đứt cáp, mất truyền dẫn")
    expect(officer.get_by_role("row").nth(1)).to_contain_text("Mất điện lưới")
    seen(officer)
    vnpt.goto(f"{board}/report")
    vnpt.get_by_role("checkbox", name="BGG00104").check()
    vnpt.get_by_role("button", name="Gửi báo cáo").tap()
    expect(vnpt.get_by_text("1 vị trí trạm mất liên lạc")).to_be_visible()

    # MobiFone calls; Vietnamobile stays missing
    officer.goto(f"{board}/report")
    officer.get_by_role("link", name="MobiFone").click()
    officer.locator("#source_note").fill("anh Nam, trực NOC")
    officer.get_by_role("button", name="Không có trạm nào mất liên lạc").click()
    expect(officer.get_by_role("button", name="Không có trạm nào mất liên lạc")).to_have_count(0)
    officer.goto(board)
    expect(officer.get_by_role("status").first).to_contain_text("Vietnamobile")
    expect(officer.locator(".restored-chart")).to_be_visible()
    expect(officer.locator(".tile").nth(2)).to_contain_text("20%")
    seen(officer)

    for link, suffix in (("Bảng tổng hợp (.xlsx)", ".xlsx"), ("Báo cáo nhanh (.docx)", ".docx")):
        with officer.expect_download() as download:
            officer.get_by_role("link", name=link).click()
        assert download.value.suggested_filename.endswith(suffix)
        assert Path(download.value.path()).stat().st_size > 5_000

    officer.get_by_role("button", name="Công khai tổng hợp theo khu vực").click()
    public = visit(f"{server}/outages/public", size=PHONE)
    public.get_by_role("link", name="Bão số 3").tap()
    expect(public.get_by_role("heading", level=1)).to_have_text("Bão số 3")
    text = public.inner_text("main")
    assert not [name for name in ("Viettel", "VNPT", "MobiFone", "Vietnamobile", "BGG") if name in text]
    seen(public)

    # another carrier's report, by its address
    registry = open_registry(office)
    from registry.services.outages.carrier_reports import reports_of
    from registry.services.outages.events import events

    event = events(registry)[0]
    theirs = reports_of(registry, event.id, operator="VTL")[0]
    registry.close()
    answer = vnpt.request.get(f"{board}/reports/{theirs.id}")
    assert answer.status == 404


def test_the_first_report_is_due_by_the_hours_chosen_until_another_hour_is_written(
    server: str, visit: Visit
) -> None:
    page = signed_in(visit, f"{server}/outages/new", "truc", DESK)
    first, hours = page.locator("#first_due"), page.locator("#hours")
    usual = first.input_value()
    expect(page.locator("body")).to_have_attribute("data-ready", "1")
    hours.select_option("1")
    offered = page.locator("#hours option[value='1']").get_attribute("data-due") or ""
    expect(first).to_have_value(offered)
    hours.select_option("6")
    expect(first).to_have_value(usual)
    first.fill("02/12/2026 07:00")
    hours.select_option("12")
    expect(first).to_have_value("02/12/2026 07:00")
