"""What is filed, agreed or numbered twice, and what was not read, as the pages say it and refuse it."""

import io
from pathlib import Path
from typing import Any

from flask import Flask
from openpyxl import load_workbook

from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.requests.opened import load_request
from tests.pages import Page, Pages
from tests.services.requests import desk
from tests.web.people import registry_of
from tests.web.requests.test_requests import account, version

PDF = b"%PDF-1.7\n%%EOF\n"


def listed(folder: Path, rows: list[tuple[str, float, str]]) -> bytes:
    """A list of (code, metres north, kind as written)."""
    path = desk.write_list(folder / "ds.xlsx", [(code, metres, 0.0) for code, metres, _kind in rows])
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for at, text in enumerate(["Hình thức", *(kind for _code, _metres, kind in rows)], 1):
        sheet.cell(at, 9, text)
    book.save(path)
    return path.read_bytes()


def previewed(pages: Pages, content: bytes, letter: str = "412/VTBN-KTHT") -> str:
    """Hand a list in and return the address of its preview."""
    form = {
        "list": (io.BytesIO(content), "ds.xlsx"), "kind": "position", "organisation": "VTL",
        "letter_number": letter, "letter_date": today().isoformat(), "received_on": today().isoformat(),
    }  # fmt: skip
    return str(pages.post("/requests/new", form, 303).headers["Location"])


def register(pages: Pages, preview: str, **form: str) -> str:
    return str(pages.post(f"{preview}/register", form, 303).headers["Location"])


def post(pages: Pages, app: Flask, address: str, deed: str, status: int = 303, **form: Any) -> str:
    """Post a deed of the page, as its form does."""
    sent = {"version": str(version(app, address)), **form}
    return str(pages.post(f"{address}/{deed}", sent, status).get_data(as_text=True))


def submit(pages: Pages, app: Flask, address: str, status: int = 303) -> str:
    return post(
        pages,
        app,
        address,
        "state",
        status,
        state="submitted",
        **{"reason-papers": "bản giấy", "reason-gaps": "-"},
    )


def issue(leader: Pages, app: Flask, address: str, number: str, status: int = 303, **form: Any) -> str:
    signed = form.pop("signed", PDF + number.encode())
    letter = {"number": number, "date": today().isoformat(), "signed": (io.BytesIO(signed), "ký.pdf")}
    letter |= {"reason-signature": "ký giấy"}
    return post(leader, app, address, "issue", status, **letter, **form)


def told(pages: Pages, address: str, **asked: Any) -> dict[str, Any]:
    """Send what a script of the page sends and return the answer."""
    headers = {"X-CSRFToken": pages.token(), "Accept": "application/json"}
    found: dict[str, Any] = pages.client.post(address, json=asked, headers=headers).get_json()
    return found


def said(page: Page) -> str:
    """Return all that a page says, as one text."""
    return " ".join(" ".join(page.text).split())


def state(app: Flask, address: str) -> RequestState:
    return load_request(registry_of(app), address.rsplit("/", 1)[-1]).request.state


def test_the_second_letter_is_told_of_the_first_from_the_preview_to_the_issue(
    app: Flask, tmp_path: Path
) -> None:
    carrier = account(app, "viettel", Role.CARRIER, "VTL")
    officer, leader = account(app, "lan", Role.APPRAISER), account(app, "gd", Role.LEADER)
    content = listed(tmp_path, [("BNH27001", 2000.0, "Cột mới"), ("BNH27002", 3000.0, "Cột mới")])
    first = register(carrier, previewed(carrier, content))
    number = f"1/{today().year}/HS-VT"
    post(officer, app, first, "decide-all")
    submit(officer, app, first)
    issue(leader, app, first, "1502/SKHCN-BCVT")

    preview = previewed(carrier, content, "0412 / vtbn–ktht")
    page = carrier.page(preview)
    page.one(id="received")
    assert f"đã nhận ở hồ sơ {number}" in said(page)
    assert page.one(href=first)
    refused = str(carrier.post(f"{preview}/register", {"again": "nộp lại"}, 400).get_data(as_text=True))
    assert "REQUEST-FILED-BEFORE" in refused
    facts = {"kind": "position", "letter_number": "500/VTBN-KTHT", "letter_date": today().isoformat()}
    carrier.post(f"{preview}/facts", facts, 303)
    assert "1502/SKHCN-BCVT" in said(carrier.page(preview))
    refused = str(carrier.post(f"{preview}/register", {}, 400).get_data(as_text=True))
    assert "REQUEST-FILED-REASON" in refused
    second = register(carrier, preview, again="Sở yêu cầu nộp lại")

    post(officer, app, second, "decide-all")
    assert load_request(registry_of(app), second.rsplit("/", 1)[-1]).undecided == (0, 1)
    page = officer.page(second)
    page.one(id="matters")
    assert said(page).count("ã thống nhất tại 1502/SKHCN-BCVT") == 2
    assert {link["href"] for link in page.all("a")} >= {"#row=1", "#row=2"}
    assert "Sở yêu cầu nộp lại" in said(page)
    for row in (0, 1):
        answer = told(
            officer, f"{second}/rows/{row}/decision", decision="refuse", reason="đã thống nhất", seen=0
        )
        assert "error" not in answer
    submit(officer, app, second)
    assert "REQUEST-NUMBER-TAKEN" in issue(leader, app, second, "01502/skhcn-bcvt", 400)
    assert "REQUEST-MATTERS" in issue(
        leader, app, second, "1503/SKHCN-BCVT", 400, signed=PDF + b"1502/SKHCN-BCVT"
    )
    issue(leader, app, second, "1503/SKHCN-BCVT")
    assert state(app, second) is RequestState.ISSUED


def test_a_row_that_was_not_read_is_left_by_every_door_until_its_cell_is_mended(
    app: Flask, tmp_path: Path
) -> None:
    officer = account(app, "lan", Role.APPRAISER)
    address = register(
        officer, previewed(officer, listed(tmp_path, [("V1", 2000.0, ""), ("V2", 3000.0, "Phủ sóng 5G")]))
    )
    post(officer, app, address, "decide-all")
    found = load_request(registry_of(app), address.rsplit("/", 1)[-1])
    assert found.undecided == (1,)
    agree = {"decision": "agree_with_conditions", "reason": "cứ coi là mới", "conditions": ["đo lại"]}
    one = told(officer, f"{address}/rows/1/decision", **agree, seen=0)
    several = told(officer, f"{address}/decisions", **agree, rows=[{"row": 1, "seen": 0}])
    for answer in (one, several):
        assert answer["error"]["code"] in ("REQUEST-KIND-UNREAD", "REQUEST-MATTER-BARS")
    assert "REQUEST-UNDECIDED" in submit(officer, app, address, 400)
    assert officer.page(address).one(href="#row=2&cell=kind")
    mended = {"texts": {"kind": "upgrade"}, "reason": "doanh nghiệp trả lời", "seen": found.rows[1].version}
    answer = told(officer, f"{address}/rows/1/correction", **mended)
    assert "error" not in answer
    head = answer["bulk"]["head"]  # the page says it without being read anew
    assert 'id="matters"' not in head
    assert "Quyết định 1 dòng còn lại" in head
    refused = {"decision": "refuse", "reason": "trùng hồ sơ", "seen": 0}
    assert "còn lại" not in told(officer, f"{address}/rows/1/decision", **refused)["bulk"]["head"]
    assert "Phải trả lời trước khi trình, ban hành" not in said(officer.page(address))


def test_the_letter_is_answered_on_the_page_by_a_reason_that_stays(app: Flask, tmp_path: Path) -> None:
    officer, leader = account(app, "lan", Role.APPRAISER), account(app, "gd", Role.LEADER)
    register(officer, previewed(officer, listed(tmp_path, [("V1", 2000.0, "")])))
    other = register(officer, previewed(officer, listed(tmp_path, [("V2", 3000.0, "")]), "413/VTBN"))
    facts = {"letter_number": "Số 412/VTBN-KTHT", "letter_date": today().isoformat(), "note": ""}
    post(officer, app, other, "facts", **facts)
    post(officer, app, other, "decide-all")
    assert "REQUEST-MATTERS" in submit(officer, app, other, 400)
    assert state(app, other) is RequestState.APPRAISING  # and nothing was moved halfway
    assert "REQUEST-REASON" in post(officer, app, other, "answered", 400, reason=" ")
    post(officer, app, other, "answered", reason="một công văn hai danh sách")
    assert "REQUEST-MATTER-NONE" in post(officer, app, other, "answered", 400, reason="nữa")
    submit(officer, app, other)
    assert "một công văn hai danh sách" in said(leader.page(other))


def test_a_carrier_reads_nothing_of_anothers_request(app: Flask, tmp_path: Path) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    mobifone = account(app, "mobi", Role.CARRIER, "VMS")
    content = listed(tmp_path, [("V1", 2000.0, "")])
    register(viettel, previewed(viettel, content))
    preview = previewed(mobifone, content)
    assert f"1/{today().year}/HS-VT" not in said(mobifone.page(preview))
    made = register(mobifone, preview, behalf="VTL")
    assert "Phải trả lời" not in said(mobifone.page(made))
    rows = mobifone.client.get(f"{made}/view.json").get_json()["rows"]
    assert all(not row.get("matters") for row in rows)


def test_a_letter_that_was_drafted_and_never_sent_is_no_unanswered_one(app: Flask, tmp_path: Path) -> None:
    officer, leader = account(app, "lan", Role.APPRAISER), account(app, "gd", Role.LEADER)
    address = register(officer, previewed(officer, listed(tmp_path, [("V1", 2000.0, "")])))
    officer.post(f"{address}/papers/ask", {"body": "Sở Xây dựng", "question": "Có ảnh hưởng không?"}, 303)
    for page in (address, f"{address}/papers"):
        shown = said(officer.page(page))
        assert "dự thảo, chưa gửi" in shown
        assert "chưa trả lời" not in shown
    post(officer, app, address, "decide-all")
    assert "REQUEST-MATTERS" in submit(officer, app, address, 400)
    post(officer, app, address, "answered", reason="đã hỏi qua điện thoại, không ảnh hưởng")
    submit(officer, app, address)
    shown = said(leader.page(address))  # who signs has to know
    assert "Công văn lấy ý kiến chưa gửi: Sở Xây dựng" in shown
    assert "đã hỏi qua điện thoại, không ảnh hưởng" in shown
    issue(leader, app, address, "1502/SKHCN-BCVT")
    shown = said(officer.page(address))
    assert "Công văn lấy ý kiến chưa gửi: Sở Xây dựng" in shown
    assert "chưa trả lời" not in shown


def test_the_bulk_button_counts_what_is_left_after_each_decision(app: Flask, tmp_path: Path) -> None:
    officer = account(app, "lan", Role.APPRAISER)
    rows = [(f"V{at}", 2000.0 + 1000.0 * at, "Phủ sóng 5G" if at == 4 else "") for at in range(1, 5)]
    address = register(officer, previewed(officer, listed(tmp_path, rows)))
    assert "Quyết định 3 dòng chưa có quyết định" in said(officer.page(address))
    answer = told(officer, f"{address}/rows/0/decision", decision="refuse", reason="dời sang xã khác", seen=0)
    assert answer["bulk"]["rows"] == 2
    assert "Quyết định 2 dòng chưa có quyết định" in answer["bulk"]["said"]
    told(officer, f"{address}/rows/1/decision", decision="refuse", reason="dời sang xã khác", seen=0)
    last = told(officer, f"{address}/rows/2/decision", decision="refuse", reason="dời sang xã khác", seen=0)
    assert last["bulk"]["rows"] == 0
    assert last["undecided"] == 1
