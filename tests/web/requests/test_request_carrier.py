"""Requests as their carrier sees them: its own alone, decided when issued, supplemented when asked."""

import io
from pathlib import Path

from flask import Flask

from registry.model.people import Person, Role
from registry.model.requests.desk import RequestState
from registry.services.appraise.spot_settings import set_spots
from registry.services.office.calendar import today
from registry.services.requests.decisions import correct_row
from registry.services.requests.opened import load_request
from tests.services.requests import desk
from tests.web.people import registry_of
from tests.web.requests.test_matters import told
from tests.web.requests.test_requests import account, received, version


def test_a_carrier_sends_and_sees_only_its_own_whatever_it_types(app: Flask, tmp_path: Path) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    vnpt = account(app, "vnpt", Role.CARRIER, "VNPT")
    officer = account(app, "lan", Role.APPRAISER)
    form = viettel.page("/requests/new")
    assert next(item["value"] for item in form.all("option")) == "VTL"
    address = received(viettel, tmp_path, organisation="VNPT")  # typed by hand: it still speaks for itself
    assert load_request(registry_of(app), address.rsplit("/", 1)[-1]).request.organisation == "VTL"
    number = f"1/{today().year}/HS-VT"
    assert number in viettel.page("/requests").text
    assert number in officer.page("/requests?show=all").text
    assert number not in vnpt.page("/requests?show=all").text
    files = [a["href"] for a in viettel.page(address).all("a") if "/files/" in a.get("href", "")]
    assert files
    for path in (address, f"{address}/view.json", f"{address}/around.json", f"{address}/rows/0.json", *files):
        viettel.get(path)
        vnpt.get(path, 404)
    changed = {"list": (io.BytesIO(b"x"), "ds.xlsx"), "version": "1"}
    vnpt.post(f"{address}/list", changed, 404)
    for path in ("decide-all", "state", "issue", "rows/0/decision", "rows/0/notes"):
        viettel.post(f"{address}/{path}", {"state": "appraising", "version": "1"}, 403)


def test_a_carrier_reads_decisions_once_they_are_issued_and_no_note_ever(app: Flask, tmp_path: Path) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    officer = account(app, "lan", Role.APPRAISER)
    leader = account(app, "giamdoc", Role.LEADER)
    address = received(viettel, tmp_path)
    officer.page(address)  # opens what the office is told of
    officer.post(f"{address}/rows/0/notes", {"kind": "note", "text": "Chỉ để nội bộ đọc"}, 200)
    more = {"decision": "supplement", "reason": "Gửi ảnh hiện trạng"}
    told(officer, f"{address}/rows/1/decision", **more, seen=0)
    officer.post(f"{address}/decide-all", {}, 303)
    assert officer.get(f"{address}/rows/0.json").get_json()["notes"][0]["text"] == "Chỉ để nội bộ đọc"
    hidden = viettel.get(f"{address}/rows/0.json").get_json()
    assert hidden["row"]["decision"] is None
    assert hidden["notes"] == []
    form = {
        "version": str(version(app, address)),
        "state": "submitted",
        "reason-papers": "bản giấy",
        "reason-gaps": "-",
    }
    officer.post(f"{address}/state", form, 303)
    letter = {"version": str(version(app, address)), "number": "321/SKHCN-VT", "date": today().isoformat()}
    officer.post(f"{address}/issue", letter, 403)
    assert '<span class="waits">' not in officer.get("/requests/new").get_data(as_text=True)
    assert '<span class="waits">1' in leader.get("/requests/new").get_data(
        as_text=True
    )  # it waits to be issued
    letter["reason-signature"] = "ký giấy"
    leader.post(f"{address}/issue", {**letter, "signed": (io.BytesIO(b"%PDF-1.7\n"), "ký.pdf")}, 303)
    shown = viettel.get(f"{address}/rows/0.json").get_json()
    assert shown["row"]["decision"]["code"] == shown["row"]["follows"]
    assert shown["notes"] == []
    assert "Chỉ để nội bộ đọc" not in viettel.get(address).get_data(as_text=True)
    page = viettel.page(address)
    assert "321/SKHCN-VT" in " ".join(page.text)
    (annex,) = [a["href"] for a in page.all("a") if a.get("href", "").endswith("/annex.xlsx")]
    assert "321-SKHCN-VT.xlsx" in viettel.get(annex).headers["Content-Disposition"]
    assert "Đề xuất:" in page.text  # the numbers beside it count recommendations, not decisions
    agreed = next(a["href"] for a in page.all("a") if a.get("href", "").startswith("/approvals?"))
    assert "V1" in viettel.page(agreed).text
    seen = " ".join(page.text)
    assert "1 dòng đề nghị bổ sung" in seen
    assert "Gửi hồ sơ “Điều chỉnh”" in seen  # what the letter asks for has a way in
    assert "1 dòng đề nghị bổ sung" not in " ".join(officer.page(address).text)


def test_a_carrier_supplements_and_the_request_is_appraised_again(app: Flask, tmp_path: Path) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    officer = account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    path = desk.write_list(tmp_path / "mới.xlsx", desk.FIVE[:4])
    form = {"version": str(version(app, address))}
    early = {**form, "list": (io.BytesIO(path.read_bytes()), "mới.xlsx")}
    viettel.post(f"{address}/list", early, 409)
    officer.post(f"{address}/state", {**form, "state": "supplement", "reason": "Thiếu tọa độ"}, 303)
    asked = viettel.page(address).text
    assert any("Thay danh sách" in text for text in asked)
    left = "Đối chiếu với cột của doanh nghiệp khác: hôm nay còn"  # a corrected position may use one up
    assert left in " ".join(asked)
    assert left in " ".join(viettel.page(f"{address}/supplement").text)
    assert left not in " ".join([*officer.page(address).text, *officer.page(f"{address}/supplement").text])
    assert "Thiếu tọa độ" in " ".join(asked)
    late = {"version": str(version(app, address)), "list": (io.BytesIO(path.read_bytes()), "mới.xlsx")}
    said = f"↩ đã bổ sung ngày {today():%d/%m/%Y}"
    assert said not in officer.page("/requests?show=all").text
    viettel.post(f"{address}/list", late, 303)
    file = load_request(registry_of(app), address.rsplit("/", 1)[-1])
    assert (file.request.state, len(file.rows)) == (RequestState.SUPPLEMENT, 4)  # it looks at the list first
    looking = " ".join(viettel.page(address).text)
    assert "Đã nhận danh sách mới, chưa gửi lại hồ sơ" in looking
    assert "Đã sửa xong, gửi lại" in looking
    assert "0 dòng sửa, 0 dòng mới, 1 dòng bỏ so với bản trước" in looking  # a wrong file shows
    viettel.post(f"{address}/supplemented", {"version": str(version(app, address))}, 303)
    file = load_request(registry_of(app), address.rsplit("/", 1)[-1])
    assert file.request.state is RequestState.APPRAISING
    seen = officer.page(address).text
    assert f"Danh sách bản 2, nhận {today():%d/%m/%Y}:" in seen
    assert any("0 dòng sửa, 0 dòng mới, 1 dòng bỏ so với bản trước" in text for text in seen)
    assert said in officer.page("/requests?show=returned").text
    assert said not in viettel.page("/requests?show=all").text
    form = {"version": str(version(app, address)), "state": "consulting"}
    officer.post(f"{address}/state", form, 303)
    assert said not in officer.page("/requests?show=all").text


def test_the_sheet_before_a_carrier_sends_again_tells_nothing_of_what_the_office_thinks(
    app: Flask, tmp_path: Path
) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    officer = account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    own = {"kind": "takeover", "rule": "LOC-01", "outcome": "fail", "text": "Đo lại: ở tỉnh bên"}
    officer.post(f"{address}/rows/0/notes", {**own, "evidence": "biên bản"}, 200)
    officer.post(f"{address}/decide-all", {}, 303)
    asked = {"version": str(version(app, address)), "state": "supplement", "reason": "Thiếu giấy tờ"}
    officer.post(f"{address}/state", asked, 303)
    rows = {
        who: [row["verdict"] for row in pages.get(f"{address}/view.json").get_json()["rows"]]
        for who, pages in (("office", officer), ("carrier", viettel))
    }
    assert rows["office"][0] == "refuse" != rows["carrier"][0]  # else there is nothing to keep back
    hidden = viettel.get(f"{address}/rows/0.json").get_json()["row"]
    assert hidden["follows"] != "refuse"
    page = viettel.page(f"{address}/gate")
    said = " ".join(page.text)
    counted = said.split("Bạn sắp gửi:")[1].split(".")[0]
    assert counted.split(",")[0].strip() == f"{len(rows['carrier'])} vị trí"
    assert not any(word in counted for word in ("Thống nhất", "Chưa thống nhất", "Đề nghị bổ sung"))
    refused = rows["carrier"].count("refuse")
    assert (f"đề xuất chưa thống nhất {refused} vị trí" in said) == bool(refused)
    assert "V1" not in said


def test_what_a_carrier_is_asked_names_no_other_carriers_mast(app: Flask, tmp_path: Path) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    officer = account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    form = {"state": "supplement", "reason": "Gần BGG00045: gửi lại đề nghị dùng chung"}  # a mast of VNPT
    officer.post(f"{address}/state", {"version": str(version(app, address)), **form}, 303)
    assert "BGG00045: gửi lại" in " ".join(officer.page(address).text)
    seen = " ".join(viettel.page(address).text)
    assert "gửi lại đề nghị dùng chung" in seen
    assert "BGG00045: gửi lại" not in seen


def test_the_sheet_before_handing_in_again_tells_no_more_than_the_rows(app: Flask, tmp_path: Path) -> None:
    leader = Person("lanh", frozenset({Role.LEADER}), "")
    set_spots(registry_of(app), budget="0", decision="", decided_on=None, person=leader)
    viettel, officer = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    form = {"state": "supplement", "reason": "Thiếu tọa độ", "version": str(version(app, address))}
    officer.post(f"{address}/state", form, 303)
    refuses = "đề xuất chưa thống nhất 1 vị trí"  # by a mast of VNPT
    assert refuses in " ".join(officer.page(f"{address}/gate").text)
    sheet = " ".join(viettel.page(f"{address}/gate").text)
    assert "Trước khi gửi lại hồ sơ" in sheet
    assert "đề xuất chưa thống nhất" not in sheet
    told = "không phải nhận định của cơ quan"  # of a row that the day's comparisons did not reach
    assert told in sheet
    assert told in " ".join(viettel.page(address).text)
    assert told not in " ".join(officer.page(address).text)


def test_a_new_workbook_says_how_much_of_what_was_corrected_it_kept(app: Flask, tmp_path: Path) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    officer = account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    officer.post(
        f"{address}/state",
        {"version": str(version(app, address)), "state": "supplement", "reason": "Thiếu tọa độ"},
        303,
    )
    for row, height in ((0, 45), (4, 39)):
        correct_row(
            registry_of(app), address.rsplit("/", 1)[-1], row, {"mast_height_m": height}, who="viettel",
            seen=1, reason="sửa",
        )  # fmt: skip
    assert "Ô đã sửa trên trang được giữ nếu tệp mới còn ghi như cũ." in " ".join(viettel.page(address).text)
    path = desk.write_list(tmp_path / "mới.xlsx", desk.FIVE[:4])
    form = {"version": str(version(app, address)), "list": (io.BytesIO(path.read_bytes()), "mới.xlsx")}
    viettel.post(f"{address}/list", form, 303)
    assert "1 trong 2 ô đã sửa trên trang được giữ lại" in " ".join(viettel.page(address).text)
