"""The preview, the dossier, the queue's filters and what is done to rows, by their answers."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from PIL import Image

from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.requests.opened import load_request
from registry.services.requests.queue import overview
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import registry_of
from tests.web.requests.test_requests import account, received, sent, version


def previewed(pages: Pages, folder: Path, **own: str) -> str:
    """Send the form and return the address of its preview."""
    return str(pages.post("/requests/new", sent(folder, **own), 303).headers["Location"])


def told(pages: Pages, path: str, status: int = 200, **asked: object) -> dict[str, object]:
    """Send JSON as the pages' scripts do."""
    headers = {"X-CSRFToken": pages.token(), "Accept": "application/json"}
    answer = pages.client.post(path, json=asked, headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)[:400]
    found: dict[str, object] = answer.get_json()
    return found


def test_a_preview_shows_rows_and_registers_nothing_until_it_is_asked_to(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    preview = previewed(pages, tmp_path)
    page = pages.page(preview)
    assert "Xem trước" in page.text
    assert len(pages.get(f"{preview}/view.json").get_json()["rows"]) == 5
    assert pages.get(f"{preview}/rows/4.json").get_json()["rows"][0]
    assert pages.get(f"{preview}/around.json").get_json()["masts"]
    pages.get(f"{preview}/rows/9.json", 404)
    assert overview(registry_of(app), today()) == []
    assert any(a.get("href") == preview for a in pages.page("/requests/new").all("a"))
    address = pages.post(f"{preview}/register", {}, 303).headers["Location"]
    assert pages.post(f"{preview}/register", {}, 303).headers["Location"] == address
    assert pages.get(preview, 303).headers["Location"] == address
    assert len(overview(registry_of(app), today())) == 1


def test_a_file_that_is_no_list_leaves_nothing_behind(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    pages.post("/requests/new", sent(tmp_path) | {"list": (io.BytesIO(b"PK\x03\x04"), "hỏng.xlsx")}, 400)
    preview = previewed(pages, tmp_path)
    bad = {"list": (io.BytesIO(b"no list"), "hỏng.xlsx")}
    pages.post(f"{preview}/list", bad, 400)
    assert len(pages.get(f"{preview}/view.json").get_json()["rows"]) == 5  # the list that was read stays
    assert f"{preview}/drop" in {
        form["action"] for form, _names in pages.page("/requests").forms if "action" in form
    }
    pages.post(f"{preview}/drop", {}, 303)
    pages.get(preview, 404)
    folder = registry_of(app).settings.home / "drafts"
    assert list(folder.iterdir()) == []


def test_a_carrier_previews_its_own_and_nobody_elses(app: Flask, tmp_path: Path) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    vnpt = account(app, "vnpt", Role.CARRIER, "VNPT")
    officer = account(app, "lan", Role.APPRAISER)
    preview = previewed(viettel, tmp_path, organisation="VNPT")
    assert "BGG00045" not in viettel.get(f"{preview}/rows/4.json").get_data(as_text=True)
    for other in (vnpt, officer):
        for path in ("", "/view.json", "/around.json", "/rows/0.json"):
            other.get(f"{preview}{path}", 404)
        for path in ("register", "drop", "list", "files", "facts", "rows"):
            other.post(f"{preview}/{path}", {"kind": "position"}, 404)
        told(other, f"{preview}/answers", 404, row=0, texts={"note": "x"})
        told(other, f"{preview}/columns", 404, sheet="", letter="A", header="x", name="note", unit="")
    own = viettel.post(f"{preview}/register", {}, 303).headers["Location"]
    assert load_request(registry_of(app), own.rsplit("/", 1)[-1]).request.organisation == "VTL"


def test_facts_papers_and_answers_of_a_preview_come_with_the_request(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    preview = previewed(pages, tmp_path)
    facts = {
        "kind": "position",
        "letter_number": "88/VT",
        "note": "Hồ sơ gấp",
        "received_on": today().isoformat(),
    }
    pages.post(f"{preview}/facts", facts, 303)
    for name in ("đất.pdf", "nhầm.pdf"):
        paper = {"item": "land", "file": (io.BytesIO(name.encode()), name)}
        pages.post(f"{preview}/files", paper, 303)
    away = next(
        e["formaction"] for k, e in pages.page(preview).elements if "/remove" in e.get("formaction", "")
    )
    pages.post(away, {}, 303)
    pages.post(f"{preview}/facts", {**facts, "kind": "commencement"}, 303)
    scan = {"item": "design", "file": (io.BytesIO(b"x"), "bản vẽ.pdf")}
    pages.post(f"{preview}/files", scan, 303)
    pages.post(f"{preview}/facts", facts, 303)  # a paper that this kind's dossier has not stays a file of it
    said = told(pages, f"{preview}/answers", row=4, texts={"mast_height_m": "30,5"})["parts"]
    assert "đã sửa 1 ô" in str(said)
    assert "Hồ sơ còn thiếu" in str(said)
    refused = told(pages, f"{preview}/answers", 400, row=4, texts={"mast_height_m": "cao"})
    assert refused["error"]["code"] == "REQUEST-CELL"  # type: ignore[index]
    told(pages, f"{preview}/answers", 404, row=99, texts={"note": "x"})
    told(pages, f"{preview}/answers", 400, row="x")
    lacking = {"sheet": "DS", "letter": "Z", "header": "Ghi chú lạ", "name": "note"}
    for said in (lacking, {**lacking, "unit": ""}):
        told(pages, f"{preview}/columns", 400, **said)  # the list has no such column
    address = pages.post(f"{preview}/register", {}, 303).headers["Location"]
    file = load_request(registry_of(app), address.rsplit("/", 1)[-1])
    assert (file.request.letter_number, file.request.note) == ("88/VT", "Hồ sơ gấp")
    kept = {(item.name, item.kind) for item in file.attachments}
    assert kept == {("nhầm.pdf", "dossier:land"), ("bản vẽ.pdf", "dossier")}
    assert file.rows[4].proposal.mast_height_m == 30.5
    assert "nhầm.pdf" in pages.page(address).text


def test_a_column_that_is_not_understood_is_explained_on_the_preview(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    book = load_workbook(desk.write_list(tmp_path / "lạ.xlsx", desk.FIVE))
    sheet = book.active
    assert sheet is not None
    sheet["G1"] = "H thân"  # in the place of the mast's height
    book.save(tmp_path / "lạ.xlsx")
    form = sent(tmp_path) | {"list": (io.BytesIO((tmp_path / "lạ.xlsx").read_bytes()), "lạ.xlsx")}
    preview = str(pages.post("/requests/new", form, 303).headers["Location"])

    def column() -> dict[str, Any]:
        [read] = pages.get(f"{preview}/view.json").get_json()["sheets"]
        return next(item for item in read["columns"] if item["header"] == "H thân")

    assert (column()["means"], "stated" in column()) == ("", False)
    unchosen = json.dumps("Chọn trường")  # says what to do where no field is chosen yet
    assert f'"columnChoose": {unchosen}' in pages.get(preview).get_data(as_text=True)
    assert column()["samples"] == ["42"]
    place = {name: column()[name] for name in ("sheet", "letter", "header")}
    assert told(pages, f"{preview}/columns", **place, name="mast_height_m", unit="m")["ok"]
    assert column()["means"] == "Chiều cao cột"
    assert column()["stated"] == {"unit": "m", "source": ""}
    refused = told(pages, f"{preview}/columns", 400, **place, name="giá", unit="")
    assert refused["error"]["code"] == "COLUMN-FIELD"  # type: ignore[index]
    address = pages.post(f"{preview}/register", {}, 303).headers["Location"]
    assert load_request(registry_of(app), address.rsplit("/", 1)[-1]).rows[0].proposal.mast_height_m == 42.0


def test_a_list_without_a_column_of_coordinates_says_so_above_its_rows(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    said = "Trang tính không có cột tọa độ nào được nhận ra."
    assert said not in pages.page(previewed(pages, tmp_path)).text
    book = load_workbook(tmp_path / "ds.xlsx")
    sheet = book.active
    assert sheet is not None
    sheet["C1"], sheet["D1"] = "Cột Q", "Cột R"
    for row in range(2, 7):
        sheet.cell(row, 3).value = sheet.cell(row, 4).value = "xem bản vẽ"
    book.save(tmp_path / "lạ.xlsx")
    form = sent(tmp_path) | {"list": (io.BytesIO((tmp_path / "lạ.xlsx").read_bytes()), "lạ.xlsx")}
    page = pages.page(str(pages.post("/requests/new", form, 303).headers["Location"]))
    assert said in page.text
    assert page.one(href="#tab=columns")


def test_an_officer_types_the_rows_of_a_paper_file_or_registers_it_without(
    app: Flask, tmp_path: Path
) -> None:
    pages = Pages(app)
    form = {name: value for name, value in sent(tmp_path).items() if name != "list"}
    preview = str(pages.post("/requests/new", {**form, "paper": "1"}, 303).headers["Location"])
    assert "Nhập các vị trí từ hồ sơ giấy" in pages.page(preview).text
    typed = {"site_code": ["V1", ""], "position": ["21,2914; 106,1946", ""], "kind": ["new", "new"]}
    pages.post(f"{preview}/rows", typed, 303)  # type: ignore[arg-type]
    assert [row["code"] for row in pages.get(f"{preview}/view.json").get_json()["rows"]] == ["V1"]
    assert pages.page(f"{preview}?typed=1").one(id="typed-1-site_code")["value"] == "V1"
    pages.post(f"{preview}/rows", {"site_code": ""}, 303)
    address = pages.post(f"{preview}/register", {}, 303).headers["Location"]
    assert "Thêm danh sách" in pages.page(address).text
    again = {"version": "1", "list": sent(tmp_path)["list"]}
    pages.post(f"{address}/list", again, 303)
    assert len(load_request(registry_of(app), address.rsplit("/", 1)[-1]).rows) == 5


def test_the_queue_filters_and_gives_what_it_shows_as_a_workbook(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    received(pages, tmp_path)
    other = desk.received(registry_of(app), tmp_path, organisation="VNPT")
    everything = pages.page("/requests?show=all")
    commune = next(v["value"] for v in everything.all("option") if v.get("value", "").isdigit())
    for query, shown in (
        ("organisation=VNPT", True), ("organisation=VTL", False), ("officer=lan", True),
        ("kind=sharing", False), (f"commune={commune}", True), ("commune=99999", False), ("q=vnpt", True),
    ):  # fmt: skip
        found = other.number in pages.page(f"/requests?show=all&{query}").text
        assert found is shown, query
    book = pages.get("/requests/queue.xlsx?show=all&organisation=VNPT").get_data()
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [other.number]
    pages.get("/requests?shwo=all", 400)


def test_the_second_form_shows_both_versions_and_the_same_form_twice_is_no_conflict(
    app: Flask, tmp_path: Path
) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path, received_on="2025-11-30")
    seen = str(version(app, address))
    first = {"version": seen, "letter_number": "20/A", "letter_date": "", "note": ""}
    pages.post(f"{address}/facts", first, 303)
    pages.post(f"{address}/facts", first, 303)  # two clicks
    answer = pages.post(f"{address}/facts", {**first, "letter_number": "20/B"}, 409).get_data(as_text=True)
    assert "20/A" in answer
    assert 'name="letter_number" value="20/B"' in answer
    assert f'name="version" value="{version(app, address)}"' in answer
    pages.post(f"{address}/officer", {"version": seen, "officer": "ai đó"}, 400)
    pages.post(f"{address}/day", {"version": str(version(app, address)), "judged_on": "filing"}, 400)
    day = {"version": str(version(app, address)), "judged_on": "filing", "transition": "Điều 31"}
    pages.post(f"{address}/day", day, 303)
    page = pages.page(address)
    assert any("Điều 31" in text for text in page.text)
    assert "#row=5" in {link.get("href") for link in page.all("a")}  # judged otherwise on the two days


def test_rows_are_corrected_stated_and_decided_together_or_not_at_all(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    row = f"{address}/rows/0"
    written = told(pages, f"{row}/correction", texts={"mast_height_m": "36"}, seen=1, reason="Theo bản vẽ")
    assert written["notes"][0]["fields"] == [["Chiều cao cột", "42", "36"]]  # type: ignore[index]
    second = told(pages, f"{row}/correction", 409, texts={"mast_height_m": "38"}, seen=1, reason="Khác")
    assert second["lines"] == [["Chiều cao cột", "36", "38"]]
    told(pages, f"{row}/correction", 400, texts={"mast_height_m": "38"}, seen=2, reason=" ")
    assert told(pages, f"{row}/urban", urban="yes", reason="Bản đồ đô thị")["urban"] is True
    told(pages, f"{row}/urban", 400, urban="maybe", reason="x")
    note = told(pages, f"{row}/urban", urban="no", reason="Bản đồ mới")["notes"][-1]  # type: ignore[index]
    path = f"{address}/notes/{note['id']}/text"
    told(pages, path, row=0, seen=1, text="Bản đồ 2026")
    assert told(pages, path, 409, row=0, seen=1, text="Khác")["lines"][0][1:] == ["Bản đồ 2026", "Khác"]  # type: ignore[index]
    chosen = [{"row": 0, "seen": 0}, {"row": 1, "seen": 0}]
    told(pages, f"{address}/decisions", 400, rows=chosen, decision="refuse")
    assert told(pages, f"{address}/decisions", rows=chosen, decision="refuse", reason="Chung")["count"] == 2
    told(
        pages,
        f"{address}/decisions",
        409,
        rows=[*chosen[:1], {"row": 2, "seen": 0}],
        decision="refuse",
        reason="x",
    )
    assert len(load_request(registry_of(app), address.rsplit("/", 1)[-1]).decisions) == 2
    told(pages, f"{address}/decisions", 400, rows=[], decision="refuse")


def test_what_could_be_done_instead_is_masked_for_a_carrier_and_tried_without_a_trace(
    app: Flask, tmp_path: Path
) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    officer = account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    path = f"{address}/rows/4/alternatives.json"
    assert "BGG00045" in officer.get(path).get_data(as_text=True)
    masked = viettel.get(path).get_json()
    assert "BGG00045" not in str(masked)
    assert masked["move"] is None or masked["move"]["at"] is None
    officer.get(f"{path}?radius=x", 400)
    officer.get(f"{address}/rows/9/alternatives.json", 404)
    lon, lat = desk.north(2500.0)
    assert told(officer, f"{address}/rows/4/try", lon=lon, lat=lat)["row"]["verdict"] != "refuse"  # type: ignore[index]
    told(officer, f"{address}/rows/4/try", 400, lon="x", lat=lat)
    assert load_request(registry_of(app), address.rsplit("/", 1)[-1]).rows[4].version == 1


def test_a_carrier_corrects_its_rows_only_while_it_was_asked_to_supplement(
    app: Flask, tmp_path: Path
) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    officer = account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    asked = {"texts": {"mast_height_m": "30"}, "seen": 1, "reason": "Đã đo lại"}
    told(viettel, f"{address}/rows/0/correction", 409, **asked)
    form = {"version": str(version(app, address)), "state": "supplement", "reason": "Thiếu"}
    officer.post(f"{address}/state", form, 303)
    told(viettel, f"{address}/rows/0/correction", **asked)
    viettel.post(f"{address}/files", {"item": "land", "file": (io.BytesIO(b"x"), "đất.pdf")}, 303)
    assert "đất.pdf" in viettel.page(address).text
    viettel.post(f"{address}/supplemented", {"version": str(version(app, address))}, 303)
    assert load_request(registry_of(app), address.rsplit("/", 1)[-1]).request.state is RequestState.APPRAISING


def test_photos_are_drawn_anew_and_kept_inside_the_office(app: Flask, tmp_path: Path) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    officer = account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    picture = io.BytesIO()
    Image.new("RGB", (900, 600), (10, 90, 60)).save(picture, "PNG")
    picture.seek(0)
    form = {"kind": "visit", "text": "Thông thoáng", "file": (picture, "ảnh.png")}
    kept = officer.post(f"{address}/rows/0/notes", form, 200).get_json()["notes"][0]["files"][0]
    photo = officer.get(f"{address}/photos/small/{kept['sha256']}")
    assert photo.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(photo.get_data())).size == (240, 160)
    officer.get(f"{address}/photos/huge/{kept['sha256']}", 404)
    viettel.get(f"{address}/photos/small/{kept['sha256']}", 403)
    viettel.get(f"{address}/files/{kept['sha256']}", 404)
    form = {"kind": "photo", "text": "", "file": (io.BytesIO(b"<svg onload=alert(1)>"), "ảnh.svg")}
    bad = officer.post(f"{address}/rows/0/notes", form, 200).get_json()["notes"][-1]["files"][0]
    officer.get(f"{address}/photos/small/{bad['sha256']}", 404)


def test_two_carriers_near_one_another_are_named_in_both_files_inside_the_office_only(
    app: Flask, tmp_path: Path
) -> None:
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    vnpt = account(app, "vnpt", Role.CARRIER, "VNPT")
    officer = account(app, "lan", Role.APPRAISER)
    one = received(viettel, tmp_path)
    beside = desk.write_list(tmp_path / "vnpt.xlsx", [("N1", 2040.0, 0.0)], "VNPT")
    form = {**sent(tmp_path), "list": (io.BytesIO(beside.read_bytes()), "vnpt.xlsx")}
    preview = vnpt.post("/requests/new", form, 303).headers["Location"]
    two = str(vnpt.post(f"{preview}/register", {}, 303).headers["Location"])
    numbers = [load_request(registry_of(app), path.rsplit("/", 1)[-1]).request.number for path in (one, two)]
    for path, other in ((one, numbers[1]), (two, numbers[0])):
        page = officer.page(path)
        link = next(a["href"] for a in page.all("a") if "/numbered/" in a.get("href", ""))
        assert other in page.text
        officer.get(link, 302)
    assert numbers[1] not in viettel.get(one).get_data(as_text=True)
    viettel.get(f"/requests/numbered/{numbers[1]}", 404)


@pytest.mark.parametrize("path", ["rows/0/correction", "rows/0/urban", "decisions"])
def test_a_session_that_ended_is_said_as_json_and_writes_nothing(
    app: Flask, tmp_path: Path, path: str
) -> None:
    officer = account(app, "lan", Role.APPRAISER)
    address = received(officer, tmp_path)
    officer.client.delete_cookie("session")
    answer = officer.client.post(f"{address}/{path}", json={}, headers={"Accept": "application/json"})
    assert answer.status_code in {400, 401}
    assert answer.get_json()["error"]["code"] in {"ACCOUNT-SIGN-IN", "WEB-STALE-FORM"}


def without_end(folder: Path) -> bytes:
    """A list whose column of days holds the number 1e999."""
    path = desk.write_list(folder / "vô hạn.xlsx", desk.FIVE)
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet.cell(1, 9, "Ngày hết hạn")
    sheet.cell(2, 9, 987654)
    book.save(path)
    made = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<v>987654</v>", b"<v>1e999</v>"))
    return made.getvalue()


def test_a_workbook_with_a_number_without_end_is_read_and_says_so(app: Flask, tmp_path: Path) -> None:
    """It answered 500."""
    pages = Pages(app)
    data = without_end(tmp_path)
    preview = previewed(pages, tmp_path)
    pages.post(f"{preview}/list", {"list": (io.BytesIO(data), "vô hạn.xlsx")}, 303)
    shown = pages.get(f"{preview}/view.json").get_json()
    assert len(shown["rows"]) == 5
    assert "CELL-NOT-DATE" in json.dumps(shown["issues"])
    address = pages.post(f"{preview}/register", {}, 303).headers["Location"]
    asked = {"state": "supplement", "reason": "Thiếu năm", "version": str(version(app, address))}
    pages.post(f"{address}/state", asked, 303)
    again = {"list": (io.BytesIO(data), "vô hạn.xlsx"), "version": str(version(app, address))}
    pages.post(f"{address}/list", again, 303)
    said = load_request(registry_of(app), address.rsplit("/", 1)[-1]).appraisal.issues
    assert "CELL-NOT-DATE" in {issue.code for issue in said}
