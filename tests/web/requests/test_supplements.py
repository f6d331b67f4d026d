"""An officer ticks rows and papers, the carrier answers each beside it; the letter says the same."""

import io
import re
from pathlib import Path

from docx import Document
from flask import Flask
from openpyxl import load_workbook

from registry.model.people import Role
from registry.model.requests.desk import RequestKind, RequestState, RowDecision
from registry.services.appraise.finding_texts import sentence
from registry.services.office.calendar import today
from registry.services.requests.decisions import correct_row, decide_row
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.opened import load_request
from registry.services.requests.requests import receive_request, replace_list
from registry.services.requests.supplements import asked_of
from tests.pages import Page
from tests.services.requests import desk
from tests.services.requests.matters import with_kinds
from tests.web.people import registry_of
from tests.web.requests.test_requests import account, received, version


def said(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def test_rows_of_ones_own_choice_are_asked_each_for_what_it_lacks(app: Flask, tmp_path: Path) -> None:
    address = received(account(app, "viettel", Role.CARRIER, "VTL"), tmp_path)
    officer = account(app, "lan", Role.APPRAISER)
    form = {
        "rows": "V1, V2", "rows_reason": "Nêu rõ chủ cột", "rows-2": "V3", "rows_reason-2": "Gửi bản vẽ móng",
        "version": str(version(app, address)),
    }  # fmt: skip
    refused = officer.post(f"{address}/supplement", {**form, "rows-3": "Z9"}, 400).get_data(as_text=True)
    assert 'value="Gửi bản vẽ móng"' in refused
    assert '<details class="more" open>' in refused
    lost = officer.post(f"{address}/supplement", {**form, "rows_reason-3": "Nêu rõ móng"}, 400)
    assert "Nội dung “Nêu rõ móng” chưa ghi là của dòng nào" in lost.get_data(as_text=True)
    officer.post(f"{address}/supplement", form, 303)
    asked = said(officer.page(f"{address}/supplement"))
    assert "3 nội dung" in asked
    assert (asked.count("Nêu rõ chủ cột"), asked.count("Gửi bản vẽ móng")) == (2, 1)


def test_rows_and_papers_are_asked_answered_and_handed_in_again(app: Flask, tmp_path: Path) -> None:
    viettel, vnpt = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "vnpt", Role.CARRIER, "VNPT")
    officer = account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    page = officer.page(address)
    assert page.one(href=f"{address}/supplement")
    offered = officer.page(f"{address}/supplement")
    assert {e["value"] for e in offered.all("input") if e.get("name") == "ask"} >= {"-1||land"}
    form = {
        "ask": "-1||land", "why--1||land": "Gửi hợp đồng thuê đất", "rows": "V2",
        "rows_reason": "Gần BGG00045: nêu rõ chủ cột", "version": str(version(app, address)),
    }  # fmt: skip
    refused = officer.post(f"{address}/supplement", {**form, "rows": "Z9"}, 400).get_data(as_text=True)
    assert "REQUEST-ROWS" in refused
    assert "Gửi hợp đồng thuê đất" in refused  # what was typed is still there
    officer.post(f"{address}/supplement", form, 303)
    asked = said(officer.page(f"{address}/supplement"))
    assert "2 nội dung" in asked
    assert re.search(r" 2\d,\d{6}; 10\d,\d{6} · \S+ · \d+ m ", asked), "as other pages write a row"
    assert officer.get(f"{address}/supplement.docx").get_data().startswith(b"PK")
    assert officer.page(f"{address}/supplement").one(href=f"{address}/supplement.docx?round=1")
    officer.get(f"{address}/supplement.docx?round=2", 400)

    seen = said(viettel.page(f"{address}/supplement"))
    assert "Gửi hợp đồng thuê đất" in seen
    assert "BGG00045" not in seen  # another carrier's mast
    assert "lan" not in seen.split()
    assert "BGG00045" not in said(viettel.page(f"{address}/gate"))
    assert "BGG00045" in said(officer.page(f"{address}/supplement"))
    form_back = {"version": str(version(app, address))}
    assert "BGG00045" not in viettel.post(f"{address}/supplemented", form_back, 400).get_data(as_text=True)
    vnpt.get(f"{address}/supplement", 404)
    viettel.get(f"{address}/supplement.docx", 403)
    viettel.post(f"{address}/supplement", form, 403)

    key = address.rsplit("/", 1)[-1]
    row, land = (one.item for one in asked_of(load_request(registry_of(app), key)))
    answer = {"answer": "Không có kim thu sét", "version": str(row.version)}
    vnpt.post(f"{address}/supplement/{row.id}/answer", answer, 404)
    viettel.post(f"{address}/supplement/{row.id}/answer", answer, 303)
    viettel.post(f"{address}/supplement/{row.id}/answer", answer, 303)  # the same twice changes nothing
    viettel.post(f"{address}/supplement/{row.id}/answer", {**answer, "answer": "Có kim"}, 409)
    beside = officer.get(f"{address}/rows/1.json").get_json()["notes"]  # where the row is decided
    assert [(one["kind"], one["text"], one["evidence"]) for one in beside] == [
        ("supplied", "Không có kim thu sét", "Gần BGG00045: nêu rõ chủ cột")
    ]
    assert not viettel.get(f"{address}/rows/1.json").get_json()["notes"]
    note = Document(io.BytesIO(officer.get(f"{address}/note.docx").get_data()))
    told = [cell.text for table in note.tables for line in table.rows for cell in line.cells]
    assert any(
        "Doanh nghiệp trả lời nội dung bổ sung" in one and "Không có kim thu sét" in one for one in told
    )
    gate = viettel.page(f"{address}/gate")
    assert "1 nội dung yêu cầu bổ sung" in said(gate)
    assert gate.one(id="reason-supplements")
    assert "thời hạn đếm tiếp từ chỗ đã dừng" in said(gate)
    assert "đề xuất chưa thống nhất 1 vị trí" in said(gate)
    back = {"version": str(version(app, address)), "sheet": gate.one(name="sheet")["value"]}
    assert "REQUEST-MATTERS" in viettel.post(f"{address}/supplemented", back, 400).get_data(as_text=True)
    two = [(io.BytesIO(b"%PDF-1.7"), "hợp đồng thuê đất.pdf"), (io.BytesIO(b"%PDF-1.6"), "việc khác.pdf")]
    paper = {"item": "by-name", "to": "supplement", "file": two}
    assert viettel.post(f"{address}/files", paper, 303).headers["Location"] == f"{address}/supplement"
    viettel.post(f"{address}/supplemented", back, 409)  # the sheet is another by now
    assert land.reason == "Gửi hợp đồng thuê đất"
    back["sheet"] = viettel.page(f"{address}/gate").one(name="sheet")["value"]
    viettel.post(f"{address}/supplemented", back, 303)
    assert load_request(registry_of(app), key).request.state is RequestState.APPRAISING
    shown = said(officer.page(f"{address}/supplement"))
    for part in ("2/2 nội dung đã có trả lời", "Không có kim thu sét", "hợp đồng thuê đất.pdf"):
        assert part in shown
    kept = said(officer.page(f"{address}/gate")).partition("Bảng kiểm tra đã lưu")[2]
    assert kept.count("Lúc gửi lại hồ sơ đã bổ sung") == 1, "no other filing"
    assert kept.count("Lúc nộp, tiếp nhận hồ sơ") <= 1


def test_a_paper_under_the_wrong_one_is_filed_as_its_own_by_its_sender_alone(
    app: Flask, tmp_path: Path
) -> None:
    viettel, vnpt = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "vnpt", Role.CARRIER, "VNPT")
    address = received(viettel, tmp_path)
    paper = {"item": "land", "file": (io.BytesIO(b"%PDF-1.7"), "dung chung.pdf")}
    viettel.post(f"{address}/files", paper, 303)
    (form,) = [
        one["action"] for one in viettel.page(address).all("form") if one.get("action", "").endswith("/as")
    ]
    vnpt.post(form, {"item": "sharing"}, 404)
    viettel.post(form, {"item": "sharing"}, 303)
    held = load_request(registry_of(app), address.rsplit("/", 1)[-1]).attachments
    assert [one.kind for one in held if one.name == "dung chung.pdf"] == ["dossier:sharing"]
    refused = viettel.post(f"{address}/files/khac/as", {"item": "sharing"}, 404).get_data(as_text=True)
    assert "REQUEST-PAPER-UNKNOWN" in refused


def test_what_comes_on_paper_the_officer_types_and_takes_the_request_up_again(
    app: Flask, tmp_path: Path
) -> None:
    viettel, officer = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    form = {"rows": "V2", "rows_reason": "Nêu chiều cao", "version": str(version(app, address))}
    officer.post(f"{address}/supplement", form, 303)
    page = officer.page(f"{address}/supplement")
    assert "Đã nhận bổ sung, thẩm định tiếp" in said(page)
    assert "Không bổ sung được thì ghi trả lời" not in said(page)  # the carrier's words
    assert "Đã nhận bổ sung, thẩm định tiếp" not in said(viettel.page(f"{address}/supplement"))
    assert '"mayCorrect": true' in officer.get(address).get_data(as_text=True)
    moved = {"state": "appraising", "version": str(version(app, address))}
    officer.post(f"{address}/state", moved, 303)
    shown = said(officer.page(address))
    assert "thời hạn đếm tiếp từ hôm nay" in shown
    assert "1 nội dung đã yêu cầu" in shown  # nobody answered it: it is not forgotten


def test_one_press_asks_for_a_field_in_every_row_that_lacks_it_in_words_for_the_carrier(
    app: Flask, tmp_path: Path
) -> None:
    officer = account(app, "lan", Role.APPRAISER)
    path = desk.write_list(tmp_path / "a.xlsx", desk.FIVE[:3])
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for row in (2, 3):
        sheet.cell(row, desk.HEADER.index("Loại cột") + 1).value = None
    sheet.cell(2, desk.HEADER.index("Vị trí đặt") + 1).value = "vỉa hè"
    for name in ("Vị trí đặt", "Số doanh nghiệp thiết kế"):
        sheet.cell(3, desk.HEADER.index(name) + 1).value = None
    lon, lat = (desk.HEADER.index(name) + 1 for name in ("Kinh độ", "Vĩ độ"))
    sheet.cell(4, lon).value, sheet.cell(4, lat).value = sheet.cell(4, lat).value, sheet.cell(4, lon).value
    book.save(path)
    request = receive_request(
        registry_of(app), path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan",
        name="a.xlsx", letter_number="31/VT", letter_date=today(),
    )  # fmt: skip
    address = f"/requests/{request.id}"
    page = officer.page(f"{address}/supplement")
    assert "Loại cột: cả 2 dòng" in said(page)
    assert page.one(name="why-0|support|")["value"] == (
        "“vỉa hè” không có trong danh mục; dùng một trong: dưới đất, trên mái"
    )
    for cell, rule in (("support", "PLN-04"), ("designed_operators", "SHR-01")):
        finding = next(
            f for f in load_request(registry_of(app), request.id).rows[1].findings if f.rule == rule
        )
        assert page.one(name=f"why-1|{cell}|")["value"] == sentence(finding), "the rule's own words"
    form = {"version": str(version(app, address)), "ask_field": "mast_class", "ask": "2|position|"}
    officer.post(
        f"{address}/supplement", form | {"why-2|position|": page.one(name="why-2|position|")["value"]}, 303
    )
    items = load_request(registry_of(app), request.id).supplements
    assert {(item.row, item.cell) for item in items} == {
        (0, "mast_class"),
        (1, "mast_class"),
        (2, "position"),
    }
    reasons = {item.cell: item.reason for item in items}
    assert reasons["mast_class"] == "Chưa nêu loại cột"
    assert reasons["position"].startswith("“106")  # what the file has, not what was made of it
    assert reasons["position"].endswith("đề nghị xác nhận hoặc ghi lại")

    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    assert "cho cả 2 dòng được hỏi như vậy" in said(viettel.page(f"{address}/supplement"))
    first = next(item for item in items if item.cell == "mast_class")
    answer = {"answer": "Cột A2b", "alike": "1", "version": str(first.version)}
    viettel.post(f"{address}/supplement/{first.id}/answer", answer, 303)
    answers = {(one.row, one.answer) for one in load_request(registry_of(app), request.id).supplements}
    assert answers == {(0, "Cột A2b"), (1, "Cột A2b"), (2, "")}
    sheet.cell(2, desk.HEADER.index("Loại cột") + 1).value = "A2b"
    book.save(path)
    now = load_request(registry_of(app), request.id).request.version
    replace_list(registry_of(app), request.id, path, name="b.xlsx", who="viettel", version=now)
    # Of a list that was replaced it is not known any more whether the cell was empty.
    assert "Loại cột : (trống hoặc không đọc được) → " in said(viettel.page(f"{address}/supplement"))


def test_what_a_row_is_decided_to_lack_is_asked_for_once_by_its_cell(app: Flask, tmp_path: Path) -> None:
    officer = account(app, "lan", Role.APPRAISER)
    registry = registry_of(app)
    path = desk.write_list(tmp_path / "a.xlsx", desk.FIVE[:2], first_height_m=None)
    request = receive_request(
        registry, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan",
        name="a.xlsx", letter_number="31/VT", letter_date=today(),
    )  # fmt: skip
    own = officer.get(f"/requests/{request.id}/rows/0.json").get_json()["row"]["asks"]
    assert own
    height = "0|mast_height_m|"
    named = {height, "0|commune|", "0|land_type|", "0|sharing_sent|"}
    for reason, asked in ((own, named), ("Gửi bản vẽ móng", {"0||"})):
        seen = load_request(registry, request.id).rows[0].decision
        decide_row(
            registry, request.id, 0, RowDecision.SUPPLEMENT, who="lan", reason=reason,
            seen=0 if seen is None else seen.version,
        )  # fmt: skip
        page = officer.page(f"/requests/{request.id}/supplement")
        offers = [box for box in page.all("input") if box.get("name") == "ask"]
        assert {e["value"] for e in offers if "checked" in e and e["value"].startswith("0|")} == asked
        assert height in {e["value"] for e in offers}


def test_a_rough_position_is_asked_to_be_measured_again_by_reason_cell_and_letter(
    app: Flask, tmp_path: Path
) -> None:
    officer, registry = account(app, "lan", Role.APPRAISER), registry_of(app)
    filed = desk.received(registry, tmp_path, desk.FIVE[-1:])  # 60 m from a mast
    lon, lat = desk.north(60.0)
    seen, rough = load_request(registry, filed.id).rows[0], {"lon": lon, "lat": lat, "accuracy_m": 760.0}
    correct_row(registry, filed.id, 0, rough, who="lan", seen=seen.version, reason="đọc từ bản đồ")
    anew = "tọa độ đo lại tại vị trí (tọa độ đã nêu có thể lệch tới 760 m)"
    own = officer.get(f"/requests/{filed.id}/rows/0.json").get_json()["row"]["asks"]
    assert anew in own
    decide_row(registry, filed.id, 0, RowDecision.SUPPLEMENT, who="lan", reason=own, seen=0)
    page = officer.page(f"/requests/{filed.id}/supplement")
    ticked = {box["value"] for box in page.all("input") if box.get("name") == "ask" and "checked" in box}
    assert "0|position|" in ticked
    assert anew in page.one(name="why-0|position|")["value"]
    reply = Document(io.BytesIO(reply_letter(registry, filed.id)))
    cells = " ".join(cell.text for table in reply.tables for row in table.rows for cell in row.cells)
    assert anew in cells


def test_what_was_mended_in_the_list_that_a_new_one_replaced_is_not_said_to_be_mended(
    app: Flask, tmp_path: Path
) -> None:
    office, officer = registry_of(app), account(app, "lan", Role.APPRAISER)
    path = with_kinds(tmp_path / "a.xlsx", [("V2", 3000.0, 0.0, "Phủ sóng 5G")])
    filed = receive_request(
        office, kind=RequestKind.POSITION, organisation="VTL", officer="", who="lan", path=path
    )

    def unread() -> tuple[bool, int]:
        """Whether the cell is said to be mended, and how many cells of the row still wait."""
        seen = officer.get(f"/requests/{filed.id}/view.json").get_json()
        return any(issue.get("answered") for issue in seen["issues"]), seen["rows"][0]["issues"]

    assert unread() == (False, 1)
    seen = load_request(office, filed.id).rows[0].version
    correct_row(office, filed.id, 0, {"kind": "upgrade"}, who="lan", seen=seen, reason="hỏi", stated=["kind"])
    assert unread() == (True, 0)
    now = load_request(office, filed.id).request.version
    replace_list(office, filed.id, path, name="b.xlsx", who="lan", version=now)
    assert unread() == (False, 1)
