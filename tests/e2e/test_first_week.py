"""Lạng Sơn in a real browser: from a register that ``bts init`` made to a letter that its carrier reads.

Everybody does his own part on his own pages: borders, masts, zones, a plan, a request, its decision, its
letter. The regulation is an invented one; its own pages are walked in ``test_regulations``.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from shapely.geometry import mapping
from typer.testing import CliRunner

from registry.__main__ import app as bts
from registry.geo.crs import to_metric
from registry.model.areas import AdminLevel, AdminUnit
from registry.model.people import Role
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import add_account
from registry.services.register.units.first_units import units_with
from registry.settings import read_settings
from tests.documents import signing
from tests.e2e.conftest import Visit, served, sideways
from tests.e2e.requests.test_requests import pass_gate
from tests.services.offices import write_geojson
from tests.services.offices import write_list as write_masts
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, running
from tests.web.regulations.office import NAME
from tests.web.test_another_province import FOREIGN, foreign, text_of
from tests.web.test_first_week import published

pytestmark = pytest.mark.e2e

PROVINCE = "20"
PLANE = 9215  # VN-2000, 107°15', 3°
NUMBER = "12/SKHCN-BCVT"
ZONES = "QĐ 30/2026/QĐ-UBND"
PLAN = "QĐ 41/2026/QĐ-UBND"
GROUND = "Căn cứ Quyết định số 15/2026/QĐ-UBND"
PEOPLE = (
    ("admin", Role.ADMINISTRATOR, ""),
    ("appraiser", Role.APPRAISER, ""),
    ("leader", Role.LEADER, ""),
    ("viettel", Role.CARRIER, "VTL"),
    ("vnpt", Role.CARRIER, "VNPT"),
)
MASTS = (("LSN-VNPT-1", "05983"), ("LSN-VNPT-2", "06040"), ("LSN-VNPT-3", "06001"))
"""Masts by the commune that each stands in: Lương Văn Tri, Thất Khê and Đoàn Kết, in the far north-west."""
OTHERS = (("VTL", "05977"), ("VMS", "06046"), ("VNM", "06058"))
PROPOSED = (("GAN", 120.0), ("XA", 2_000.0))
"""Positions by their metres north of the first mast."""


def rough() -> dict[str, AdminUnit]:
    """Return the communes of today with borders as they are known without a file, by code."""
    return {
        one.code: one
        for one in units_with(PROVINCE, None)
        if one.level is AdminLevel.COMMUNE and one.valid_to is None
    }


COMMUNES = rough()


def within(code: str, north: float = 0.0) -> tuple[float, float]:
    """Return (lon, lat) of a place in a commune, so many metres north of one well inside it."""
    at = COMMUNES[code].boundary.representative_point()
    return float(at.x), float(at.y) + north / 110_740.0


def write_list(path: Path, *rows: Sequence[Any]) -> Path:
    """Write a list, its header first."""
    return write_masts(path, rows[1:], rows[0])


def borders(path: Path) -> Path:
    """Write every commune of the province with its code, as a map file."""
    return write_geojson(
        path,
        [(mapping(one.boundary), {"code": one.code, "name": one.name}) for one in COMMUNES.values()],
    )


def masts(path: Path) -> Path:
    """Write VNPT's masts in metres, as its list has them."""
    rows = []
    for code, commune in MASTS:
        lon, lat = within(commune)
        east, north = to_metric(np.array([lon]), np.array([lat]), PLANE)
        unit = COMMUNES[commune]
        rows.append((code, "VNPT", round(float(north[0]), 2), round(float(east[0]), 2),
                     f"{unit.kind} {unit.name}", "A2b", 42, "đang hoạt động"))  # fmt: skip
    header = ("Mã trạm", "Doanh nghiệp", "X (VN-2000, KTT 107°15')", "Y (VN-2000, KTT 107°15')", "Xã, phường",
              "Loại cột", "Chiều cao cột (m)", "Trạng thái")  # fmt: skip
    return write_list(path, header, *rows)


def proposals(path: Path) -> Path:
    """Write Viettel's positions."""
    rows = []
    for code, metres in PROPOSED:
        lon, lat = within(MASTS[0][1], metres)
        rows.append((code, "VTL", round(lon, 6), round(lat, 6), "A2b", "dưới đất", 42, 2))
    return write_list(path, desk.HEADER, *rows)


def told(home: Path, *command: object) -> str:
    """Run a command as the administrator does and return what it said."""
    done = CliRunner(env={"BTS_HOME": str(home)}).invoke(bts, [str(word) for word in command])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Flask]:
    """The application over an empty register with its accounts and the lists of three carriers."""
    home = tmp_path / "sổ"
    told(home, "init", "--province", PROVINCE)
    for operator, commune in OTHERS:
        lon, lat = within(commune)
        path = write_masts(tmp_path / f"{operator}.xlsx", [(f"LSN-{operator}", operator, lon, lat, "A2b", 30,
                                                            "đang hoạt động", "4G")])  # fmt: skip
        told(home, "import", "sites", path, "--operator", operator, "--complete", "--list-date", today(),
             "--yes")  # fmt: skip
    with running(read_settings({"BTS_HOME": str(home)})) as app:
        for name, role, organisation in PEOPLE:
            add_account(
                registry_of(app), name, [role], organisation=organisation, password=PASSWORD,
                must_change=False, who="t",
            )  # fmt: skip
        yield app


class Person:
    """Somebody at a browser, on whose pages no other province is ever named."""

    def __init__(self, page: Page, server: str) -> None:
        self.page = page
        self.server = server

    def goes(self, path: str) -> Page:
        """Go to a page, and look at it."""
        self.page.goto(f"{self.server}{path}")
        self.looks()
        return self.page

    def looks(self) -> None:
        """The page as it stands names nothing of another province, and is sound."""
        self.page.wait_for_selector("body[data-ready], body.page")
        typed = self.page.eval_on_selector_all("input, textarea", "fields => fields.map((one) => one.value)")
        assert FOREIGN.findall("\n".join([self.page.inner_text("body"), *typed])) == [], self.page.url
        assert sideways(self.page) <= 0, self.page.url

    def presses(self, name: str) -> None:
        """Press a button by its whole name."""
        self.page.get_by_role("button", name=name, exact=True).click()


def enters(visit: Visit, server: str, name: str) -> Person:
    page = visit(f"{server}/sign-in")
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".account-name", state="attached")
    return Person(page, server)


def takes_borders(lan: Person, path: Path) -> None:
    """Bring borders of all communes in by a file, on the page of borders."""
    page = lan.goes("/units")
    expect(page.locator(".lead")).to_contain_text("ranh giới đo đạc 0, theo bản đồ 0")
    page.get_by_role("link", name="Nhập ranh giới từ tệp").first.click()
    page.set_input_files("#list", path)
    page.locator("#level").select_option("whole")
    lan.presses("Đọc tệp và xem trước")
    expect(page.locator(".lead")).to_contain_text("Mọi cấp")
    lan.looks()
    lan.presses("Ghi ranh giới vào sổ")
    lan.looks()
    page = lan.goes("/units")
    expect(page.locator(".lead")).to_contain_text(f"theo bản đồ {len(COMMUNES)}")


def stands_where_it_is_said(page: Page) -> None:
    """Each row of the list stands in the commune that it names, a metre at most from where it was measured.

    Read by a meridian a quarter degree away it would stand 26 km off.
    """
    rows = page.locator("table.rows tbody tr")
    for at, (code, commune) in enumerate(MASTS):
        lon, lat = within(commune)
        said = rows.nth(at).inner_text()
        assert code in said
        assert f"Xã, phường theo tọa độ: {COMMUNES[commune].kind} {COMMUNES[commune].name}" in said
        read = re.search(r"Kinh độ: ([\d,]+); Vĩ độ: ([\d,]+)", said)
        assert read is not None, said
        assert [float(one.replace(",", ".")) for one in read.groups()] == pytest.approx([lon, lat], abs=1e-5)


def takes_masts(vnpt: Person, lan: Person, path: Path) -> None:
    """Hand a list in on the carrier's page and take it on the officer's."""
    page = vnpt.goes("/mast-lists")
    page.set_input_files("#list", path)
    vnpt.presses("Xem trước")
    expect(page.locator("table.rows tbody tr")).to_have_count(len(MASTS), timeout=60_000)
    stands_where_it_is_said(page)
    vnpt.looks()
    vnpt.presses("Gửi cơ quan")
    expect(page.locator("h1")).to_contain_text("Đã gửi, chờ xem")
    page = lan.goes("/mast-lists")
    page.get_by_role("link", name=path.name).click()
    page.locator("summary", has_text="Nhận danh sách").click()
    lan.presses("Nhận, ghi vào sổ")
    expect(page.locator("h1")).to_contain_text("Đã nhận cả danh sách", timeout=60_000)
    stands_where_it_is_said(page)
    lan.looks()


def takes_zones(lan: Person, boss: Person, path: Path) -> None:
    """Bring the wards in as urban area by a list, and have them published."""
    page = lan.goes("/zones/file")
    page.set_input_files("#list", path)
    page.locator("#layer").select_option("urban_area")
    page.locator("#decision").fill(ZONES)
    page.locator("#valid-from").fill("01/02/2026")
    lan.presses("Đọc tệp và xem trước")
    lan.looks()
    lan.presses("Đưa 2 vùng vào bản dự thảo")
    lan.looks()
    page.get_by_role("link", name="Xem tác động trước khi công bố").click()
    expect(page.locator(".lead")).to_contain_text("Xét 6 cột hiện có")
    lan.looks()
    draft = page.url
    lan.presses("Đề nghị công bố 2 vùng")
    expect(page.get_by_role("status").first).to_contain_text("Đã trình lãnh đạo")
    boss.goes(draft.removeprefix(boss.server))
    boss.presses("Công bố 2 vùng")
    expect(boss.page.get_by_role("status").first).to_contain_text("Đã công bố")
    boss.looks()


def states_complete(admin: Person, *layers: str) -> None:
    """State on the page of coverage that layers are complete in the whole territory."""
    for layer in layers:
        page = admin.goes("/coverage")
        page.locator("summary", has_text="Khai một lớp đã đầy đủ").click()
        page.locator("#state-layer").select_option(layer)
        page.locator("#state-decision").fill(ZONES)
        page.locator("#state-from").fill("01/02/2026")
        admin.presses("Ghi khai báo")
        admin.looks()


def takes_plan(lan: Person, boss: Person, path: Path) -> None:
    """Propose Viettel's plan and have it published."""
    page = lan.goes("/plans/file")
    page.set_input_files("#list", path)
    page.get_by_label("Doanh nghiệp").select_option("VTL")
    page.locator("#valid-from").fill("01/02/2026")
    page.get_by_label("Quyết định").fill(PLAN)
    lan.presses("Đọc tệp và xem trước")
    expect(page.locator(".lead").first).to_contain_text("mới 1")
    lan.looks()
    lan.presses("Đề nghị công bố")
    lan.looks()
    page = boss.goes("/plans")
    page.get_by_role("link", name=PLAN).click()
    boss.looks()
    boss.presses("Công bố phiên bản này")
    expect(page.get_by_role("status").first).to_contain_text("Đã công bố phiên bản kế hoạch")


def files(viettel: Person, path: Path) -> str:
    """File a request with a workbook; return its address."""
    page = viettel.goes("/requests/new")
    page.get_by_label("Danh sách vị trí").set_input_files(path)
    page.get_by_label("Số công văn").fill("15/VT-KT")
    viettel.presses("Xem trước")
    page.wait_for_selector("body.preview[data-ready]")
    viettel.looks()
    page.locator(".deeds").get_by_role("link", name="Gửi hồ sơ").click()
    viettel.looks()
    pass_gate(page, "Gửi hồ sơ")
    page.wait_for_selector("body.request:not(.preview)[data-ready]")
    expect(page.locator(".state")).to_have_text("Đã tiếp nhận")
    viettel.looks()
    return page.url.split("#")[0].removeprefix(viettel.server)


def decides(lan: Person, request: str) -> None:
    """Decide by what the regulation says, look through the letter that was drafted, and submit it."""
    page = lan.goes(request)
    page.wait_for_selector("body[data-ready]")
    page.locator("#rows tbody tr", has_text="GAN").click()
    finding = page.locator('.finding[data-rule="SPC-01"]')
    expect(finding.locator(".outcome")).to_contain_text("Không đạt")
    expect(finding.locator(".basis")).to_contain_text(f"{NAME}, Điều 9")
    expect(finding.locator(".message")).to_contain_text("150 m")
    lan.looks()
    page.locator("#rows tbody tr", has_text="XA").click()
    expect(finding.locator(".outcome")).to_contain_text("Đạt")
    expect(page.locator('.finding[data-rule="SHR-01"] .message')).to_contain_text(
        "của tỉnh Lạng Sơn chưa được nhập"
    )
    page.get_by_text("Quyết định theo đề xuất").click()
    lan.presses("Đồng ý, quyết định")
    expect(page.locator("#rows tbody .decided.refuse")).to_have_count(1)
    page.locator("#rows tbody tr", has_text="XA").click()
    page.locator("#decision input[value=agree]").check()
    page.locator("#decision textarea").first.fill("Văn bản của tỉnh không giới hạn; đã đối chiếu")
    lan.presses("Lưu quyết định")
    expect(page.locator("#rows tbody .decided.agree")).to_have_count(1)
    lan.goes(f"{request}/papers")
    page.get_by_role("link", name="Xem, sửa câu").click()
    expect(page.locator("textarea").filter(has_text=GROUND)).to_have_count(1)
    lan.looks()
    lan.goes(request)
    page.get_by_role("link", name="Trình lãnh đạo").click()
    pass_gate(page, "Trình lãnh đạo")
    expect(page.locator(".state")).to_have_text("Đã trình lãnh đạo")
    lan.looks()


def issues(boss: Person, request: str) -> bytes:
    """Number the letter, put the signed file in, issue it; return the letter as it was drafted."""
    page = boss.goes(request)
    page.get_by_text("Ban hành", exact=True).click()
    page.get_by_label("Số văn bản").fill(NUMBER)
    signed = signing.signed(
        signing.pdf_of(f"So: {NUMBER}", f"Lang Son, {today():%d/%m/%Y}", "The positions GAN XA are answered")
    )
    page.get_by_label("Bản đã ký (PDF)").set_input_files(
        {"name": "ký.pdf", "mimeType": "application/pdf", "buffer": signed}
    )
    expect(page.locator("#signed-look")).to_contain_text(signing.SIGNER)
    pass_gate(page, "Ghi nhận ban hành")
    expect(page.locator(".state")).to_have_text("Đã ban hành")
    page.wait_for_selector("body[data-ready]")
    boss.looks()
    boss.goes(f"{request}/papers")
    with page.expect_download(timeout=60_000) as letter:
        page.get_by_role("link", name="Văn bản trả lời (.docx)", exact=True).click()
    return Path(letter.value.path()).read_bytes()


def test_from_an_empty_register_to_a_letter_that_the_carrier_reads(
    visit: Visit, office: Flask, tmp_path: Path
) -> None:
    with served(office) as server:
        lan, boss = enters(visit, server, "appraiser"), enters(visit, server, "leader")
        takes_borders(lan, borders(tmp_path / "ranh giới.geojson"))
        takes_masts(enters(visit, server, "vnpt"), lan, masts(tmp_path / "vnpt.xlsx"))
        wards = (("STT", "Phạm vi", "Loại cột cho phép"), (1, "phường Lương Văn Tri", "A2b"),
                 (2, "phường Đông Kinh", "A2b"))  # fmt: skip
        takes_zones(lan, boss, write_list(tmp_path / "đô thị.xlsx", *wards))
        states_complete(enters(visit, server, "admin"), "urban_area", "planning")
        lon, lat = within(MASTS[0][1], PROPOSED[1][1])
        planned = (("Mã quy hoạch", "Kinh độ", "Vĩ độ"), ("KH-XA", round(lon, 6), round(lat, 6)))
        takes_plan(lan, boss, write_list(tmp_path / "kế hoạch.xlsx", *planned))
        published(office)
        viettel = enters(visit, server, "viettel")
        request = files(viettel, proposals(tmp_path / "ds.xlsx"))
        decides(lan, request)
        letter = issues(boss, request)
        page = viettel.goes(request)
        expect(page.locator("main")).to_contain_text(NUMBER)
        with page.expect_download() as got:
            page.get_by_role("link", name="Bản đã ký (PDF)").click()
        assert NUMBER.encode() in Path(got.value.path()).read_bytes()
        said = text_of("letter.docx", letter)
        for words in ("UBND TỈNH LẠNG SƠN", "Lạng Sơn, ngày", NUMBER, "15/VT-KT", GROUND, "(GAN)", "Điều 9"):
            assert words in re.sub(r"[ \u00a0]+", " ", said), words
        assert foreign("letter", said) == []
