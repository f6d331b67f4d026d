"""Obligations, letters, the compliance run and changes of lists by their pages, for whoever may use them."""

import io
import re
import zipfile

import openpyxl
import pytest
from flask import Flask

from registry.model.duties import DutyLetter, DutyState
from registry.services.obligations.followed_letters import get_letter, letters_of
from registry.services.obligations.handed_reports import reports_of
from registry.services.obligations.obligations import duties_of
from registry.services.office.calendar import today
from tests.pages import Pages
from tests.web.people import registry_of, visitor


@pytest.fixture(scope="module")
def officer(app: Flask) -> Pages:
    return visitor(app, "appraiser")


@pytest.fixture(scope="module")
def carrier(app: Flask) -> Pages:
    return visitor(app, "carrier")


def reminders(app: Flask) -> dict[str, DutyLetter]:
    return {
        letter.organisation: letter for letter in letters_of(registry_of(app)) if letter.kind == "reminder"
    }


def sheet(pages: Pages, path: str) -> list[tuple[object, ...]]:
    content = pages.get(path).data
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def test_the_page_says_who_owes_what_by_what_law(app: Flask, officer: Pages) -> None:
    text = " ".join(officer.page("/obligations").text)
    assert "Kiểm định lại trạm" in text
    assert "QĐ 72/2025/QĐ-UBND" in text
    standing = [duty for duty in duties_of(registry_of(app)) if duty.open]
    every = [duty for duty in standing if duty.state is not DutyState.UNVERIFIED]
    assert len(sheet(officer, "/obligations/export.xlsx")) - 1 == len(every)
    # the bar of every page says how many are overdue, and to a carrier its own
    late = [duty.organisation for duty in every if duty.state is DutyState.OVERDUE]
    assert late.count("VTL")
    for pages, count in ((officer, len(late)), (visitor(app, "carrier"), late.count("VTL"))):
        html = pages.get("/approvals").get_data(as_text=True)
        assert re.search(r'href="/obligations"[^>]*>[^<]*<span class="waits">(\d+)', html)[1] == str(count)  # type: ignore[index]
    own = [duty for duty in every if duty.organisation == "VNPT"]
    assert len(sheet(officer, "/obligations/export.xlsx?operator=VNPT")) - 1 == len(own)
    officer.get("/obligations?khong=1", 400)
    apart = officer.page("/obligations?show=unverified&kind=DUT-STRUCTURE")
    said = " ".join(apart.text)
    assert "mốc chưa kiểm chứng" in said
    assert "không coi là quá hạn" in said
    assert not re.search(r"quá hạn \d", said)  # no number accuses that nobody has read
    assert len(sheet(officer, "/obligations/export.xlsx?show=unverified")) - 1 == len(standing) - len(every)


def test_what_a_page_of_its_own_decides_is_decided_there_alone(app: Flask, officer: Pages) -> None:
    own = {"sharing", "approval", "conditions", "letter", "defect"}
    seen = {}
    for duty in duties_of(registry_of(app)):
        if duty.link[0] in own:
            seen[duty.code] = duty
    assert seen
    for duty in seen.values():
        html = officer.get(f"/obligations/{duty.key}").get_data(as_text=True)
        assert f"/obligations/{duty.key}/done" not in html
        assert f"/obligations/{duty.key}/extend" not in html
        (there,) = re.findall(r'class="button primary" href="([^"]+)"', html)
        officer.page(there)
    year = next(duty for duty in duties_of(registry_of(app)) if duty.open and duty.code == "DUT-EMF")
    html = officer.get(f"/obligations/{year.key}").get_data(as_text=True)
    assert f"/obligations/{year.key}/done" in html


def test_a_carrier_sees_its_own_and_others_do_not_exist(app: Flask, carrier: Pages, officer: Pages) -> None:
    duties = duties_of(registry_of(app))
    own = next(duty for duty in duties if (duty.organisation, duty.code) == ("VTL", "DUT-EMF") and duty.items)
    other = next(duty for duty in duties if duty.organisation == "VNPT")
    page = carrier.page("/obligations").text
    assert "Việc phải làm" in page
    assert not any("MobiFone" in text or "VNPT" in text for text in page)
    open_ones = [duty for duty in duties if duty.organisation == "VTL" and duty.open]
    read = [duty for duty in open_ones if duty.state is not DutyState.UNVERIFIED]
    assert len(sheet(carrier, "/obligations/export.xlsx")) - 1 == len(read) < len(open_ones)
    shown = carrier.page(f"/obligations/{own.key}").text
    assert "nhập danh sách là việc này xong" in " ".join(shown)
    assert "Số trạm, mỗi công nghệ một trạm" in shown, "a mast with 4G and 5G is two of them"
    assert any(text.startswith("ngày đến hạn sớm nhất trong tháng") for text in shown)
    codes = {str(row[1]) for row in sheet(carrier, f"/obligations/{own.key}/works.xlsx")[1:]}
    assert codes
    for path in (f"/obligations/{other.key}", f"/obligations/{other.key}/works.xlsx"):
        carrier.get(path, 404)
        officer.get(path)
    carrier.post(f"/obligations/{own.key}/done", {"version": "0", "note": "x"}, 403)
    carrier.post("/obligations/remind", {"within": "15"}, 403)
    for path in ("/compliance", "/compliance/rows", "/list-changes", "/followed-letters/drafts.zip"):
        carrier.get(path, 403)


def test_one_click_drafts_the_reminders_and_a_carrier_reads_its_own_when_sent(
    app: Flask, officer: Pages, carrier: Pages
) -> None:
    visitor(app, "viewer").post("/obligations/remind", {"within": "15"}, 403)
    officer.post("/obligations/remind", {"within": "400"}, 400)
    answer = officer.post("/obligations/remind", {"within": "15"}, 303)
    assert "made=4" in answer.headers["Location"]
    found = reminders(app)
    assert found.keys() == {"VNPT", "VTL", "VMS", "VNM"}
    archive = zipfile.ZipFile(io.BytesIO(officer.get("/followed-letters/drafts.zip?kind=reminder").data))
    assert len(archive.namelist()) == 8
    own, other = found["VTL"], found["VNPT"]
    told = " ".join(officer.page("/followed-letters?kind=reminder").text)
    assert f"{len(own.lines)} việc" in told  # the letter joins months of one kind in a row
    for letter in (own, other):
        for path in ("", "/letter.docx", "/list.xlsx"):
            carrier.get(f"/followed-letters/{letter.id}{path}", 404)  # nobody sent it yet
    form = {"version": str(own.version), "number": "12/SKHCN-VT", "sent_on": today().isoformat()}
    bad = officer.post(f"/followed-letters/{own.id}/sent", {**form, "number": " "}, 400)
    assert "DUTY-LETTER-NUMBER" in bad.get_data(as_text=True)
    officer.post(f"/followed-letters/{own.id}/sent", form, 303)
    page = " ".join(carrier.page(f"/followed-letters/{own.id}").text)
    assert "12/SKHCN-VT" in page
    assert "còn mở" in page
    carrier.get(f"/followed-letters/{own.id}/letter.docx")
    carrier.get(f"/followed-letters/{other.id}", 404)
    listed = carrier.page("/followed-letters").text
    assert not any("VNPT" in text for text in listed)
    assert "12/SKHCN-VT" in carrier.page("/followed-letters").words["a"]  # by its number, not by its own name
    assert "Công văn 12/SKHCN-VT" in carrier.page(f"/followed-letters/{own.id}").text
    carrier.post(f"/followed-letters/{own.id}/answer", {"version": "2", "answer": "x"}, 403)
    sent = get_letter(registry_of(app), own.id)
    empty = officer.post(f"/followed-letters/{own.id}/answer", {"version": str(sent.version)}, 400)
    assert "REQUEST-REASON" in empty.get_data(as_text=True)
    officer.post(
        f"/followed-letters/{own.id}/answer",
        {"version": str(sent.version), "answer_number": "9/VTL", "answer": "Đã gửi kế hoạch"}, 303,
    )  # fmt: skip
    assert any("Đã gửi kế hoạch" in text for text in officer.page(f"/followed-letters/{own.id}").text)
    stale = {"version": str(sent.version), "answer_number": "10/VTL"}
    officer.post(f"/followed-letters/{own.id}/answer", stale, 409)
    officer.post(f"/followed-letters/{other.id}/discard", {"version": str(other.version)}, 303)
    assert "VNPT" not in reminders(app) or reminders(app)["VNPT"].state == "discarded"


def test_a_mark_keeps_what_was_typed_and_shows_its_ground(app: Flask, officer: Pages) -> None:
    key = next(duty.key for duty in duties_of(registry_of(app)) if duty.organisation == "VMS" and duty.open)
    refused = officer.post(f"/obligations/{key}/done", {"version": "0", "note": " "}, 400)
    assert "DUTY-NOTE" in refused.get_data(as_text=True)
    wrong = {"version": "0", "until": "2000-01-01", "note": "xin lùi vì lũ"}
    late = officer.post(f"/obligations/{key}/extend", wrong, 400).get_data(as_text=True)
    assert "DUTY-EXTEND-DAY" in late
    assert "xin lùi vì lũ" in late
    early = {"version": "0", "number": "BC 5/VMS", "received_on": "2099-01-01"}
    kept = officer.post(f"/obligations/{key}/done", early, 400).get_data(as_text=True)
    assert "DUTY-RECEIVED-DAY" in kept
    assert 'value="BC 5/VMS"' in kept
    officer.post(f"/obligations/{key}/done", {**early, "received_on": "2026-01-05"}, 303)
    shown = " ".join(officer.page(f"/obligations/{key}").text)
    assert "BC 5/VMS" in shown
    assert "Nhận ngày 05/01/2026" in shown
    officer.post(f"/obligations/{key}/done", {"version": "0", "note": "muộn"}, 409)
    officer.post(f"/obligations/{key}/back", {"version": "1"}, 303)
    officer.get("/obligations/DUT-NONE:VTL:1", 404)


def test_a_carrier_hands_in_its_report_and_the_office_returns_or_takes_it(
    app: Flask, carrier: Pages, officer: Pages
) -> None:
    standing = [
        duty for duty in duties_of(registry_of(app)) if duty.code in ("DUT-YEAR", "DUT-LIST") and duty.open
    ]
    key = next(duty.key for duty in standing if duty.organisation == "VTL")
    other = next(duty.key for duty in standing if duty.organisation == "VNPT")
    page = f"/obligations/{key}"
    assert "Nộp báo cáo" in carrier.page(page).text

    def sent(where: str, status: int, name: str = "Báo cáo năm.pdf", content: bytes = b"%PDF-1") -> str:
        form = {"file": (io.BytesIO(content), name), "number": "7/BC-VTL", "note": "kèm phụ lục"}
        return carrier.post(f"/obligations/{where}/reports", form, status).get_data(as_text=True)

    sent(other, 404)
    kept = sent(key, 400, "báo cáo.exe")
    assert "DUTY-REPORT-FILE" in kept
    assert 'value="7/BC-VTL"' in kept
    assert "DUTY-REPORT-FILE" in carrier.post(f"{page}/reports", {}, 400).get_data(as_text=True)
    visitor(app, "viewer").post(f"{page}/reports", {}, 403)
    sent(key, 303)
    overdue = sum(duty.state is DutyState.OVERDUE for duty in duties_of(registry_of(app)))
    bar = re.search(
        r'href="/obligations"[^>]*>[^<]*<span class="waits">(\d+)',
        officer.get("/obligations").get_data(as_text=True),
    )
    assert bar is not None
    assert int(bar[1]) == overdue + 1, "and one to look at"
    shown = " ".join(carrier.page(page).text)
    assert "Đã nộp, cơ quan chưa xem" in shown
    assert "Doanh nghiệp nộp báo cáo 7/BC-VTL ngày" in shown
    report = re.search(rf'href="{re.escape(page)}/reports/([^"]+)"', carrier.get(page).get_data(as_text=True))
    assert report is not None
    file = f"{page}/reports/{report.group(1)}"
    assert carrier.get(file).data == officer.get(file).data == b"%PDF-1"
    visitor(app, "rival").get(file, 404)
    carrier.post(f"{file}/take", {"version": "1"}, 403)
    assert "Báo cáo mới nộp, chưa xem" in officer.page("/obligations").text
    assert len(sheet(officer, "/obligations/export.xlsx?show=handed_in")) == 2
    assert "DUTY-NOTE" in officer.post(f"{file}/return", {"version": "1"}, 400).get_data(as_text=True)
    officer.post(f"/obligations/{other}/reports/{report.group(1)}/take", {"version": "1"}, 404)
    officer.post(f"{file}/return", {"version": "1", "reason": "Thiếu số liệu cáp"}, 303)
    back = " ".join(carrier.page(page).text)
    assert "Lý do trả lại: Thiếu số liệu cáp" in back
    assert "appraiser" not in back, "officers are not named to carriers"
    assert "(appraiser, " in " ".join(officer.page(page).text)
    assert "Nộp thêm, nộp lại báo cáo" in back
    assert "DUTY-REPORT-AGAIN" in sent(key, 400)
    sent(key, 303, content=b"%PDF-2")
    second = next(item for item in reports_of(registry_of(app), key) if item.version == 1)
    officer.post(f"{page}/reports/{second.id}/take", {"version": "1"}, 303)
    officer.post(f"{page}/reports/{second.id}/take", {"version": "1"}, 409)
    assert "Cơ quan đã nhận" in " ".join(carrier.page(page).text)
    assert "Báo cáo mới nộp, chưa xem" not in officer.page("/obligations").text


def test_every_number_of_the_compliance_run_leads_to_its_rows(officer: Pages) -> None:
    html = officer.get("/compliance").get_data(as_text=True)
    links = re.findall(r'<a class="count" href="([^"]+)">([\d.]+)</a>', html)
    assert len(links) > 20
    for address, number in links[:4] + links[20:24]:
        page = officer.get(address.replace("&amp;", "&")).get_data(as_text=True)
        found = re.search(r"([\d.]+) kết quả ở", page)
        assert found is not None, address
        assert found.group(1) == number, address
    book = sheet(officer, "/compliance/rows.xlsx?group=violation&question=emf")
    assert f">{len(book) - 1}</a>" in html
    officer.get("/compliance/rows?question=none", 400)


def test_penalties_are_for_officers_and_the_facts_settle_the_answer(app: Flask, officer: Pages) -> None:
    html = officer.get("/compliance/rows?group=violation&question=emf").get_data(as_text=True)
    found = re.search(r'href="(/compliance/masts/[^"]+)"', html)
    assert found is not None
    mast = found.group(1)
    shown = officer.get(mast).get_data(as_text=True)
    assert "Thời hiệu xử phạt" in shown
    assert "NĐ 174/2026/NĐ-CP" in shown
    viewer = visitor(app, "viewer")
    assert "NĐ 174/2026" not in viewer.get(mast).get_data(as_text=True)
    assert "triệu đồng" not in viewer.get(mast).get_data(as_text=True)
    viewer.post(f"{mast}/facts", {"urban": "no"}, 403)
    typed = {"urban": "no", "in_plan": "yes", "evidence": ""}
    refused = officer.post(f"{mast}/facts", typed, 400).get_data(as_text=True)
    assert "MAST-FACT-EVIDENCE" in refused
    officer.post(f"{mast}/facts", {**typed, "evidence": "QĐ 7/2013"}, 303)
    assert "QĐ 7/2013" in officer.get(mast).get_data(as_text=True)
    officer.get("/compliance/masts/none", 404)


def test_one_fact_is_stated_of_all_masts_that_the_filter_chooses(officer: Pages) -> None:
    chosen = {"question": "permit", "commune": "07246", "missing": "permit_area"}
    query = "&".join(f"{name}={value}" for name, value in chosen.items())
    before = sheet(officer, f"/compliance/rows.xlsx?{query}")
    where = query if len(before) > 1 else "question=permit&missing=permit_area"
    form = dict(part.split("=") for part in where.split("&"))
    count = len(sheet(officer, f"/compliance/rows.xlsx?{where}")) - 1
    assert count > 0
    officer.post("/compliance/facts", {**form, "fact": "none", "value": "no", "evidence": "QĐ 1"}, 400)
    stated = {**form, "fact": "permit_area", "value": "no", "evidence": "QĐ 1"}
    officer.post("/compliance/facts", stated, 303)
    assert len(sheet(officer, f"/compliance/rows.xlsx?{where}")) - 1 == 0


def test_compliance_letters_and_changes_of_lists(app: Flask, officer: Pages) -> None:
    answer = officer.post("/compliance/letters", {}, 303)
    assert "made=5" in answer.headers["Location"]
    officer.get(answer.headers["Location"])
    quarters = [
        option["value"] for option in officer.page("/list-changes").all("option") if "Q" in option["value"]
    ]
    pages = [officer.page(f"/list-changes?quarter={quarter}").text for quarter in quarters[:2]]
    assert any("danh sách đầu tiên" in text for page in pages for text in page)
    officer.get("/list-changes?quarter=2026Q9", 400)
    officer.post("/list-changes/letters", {}, 400)
    key = {"key": "VTL:x:new:B1", "version": "0", "answer": "x"}
    officer.post("/list-changes/explain", key, 404)
    assert len(sheet(officer, "/list-changes/export.xlsx")) == 1


@pytest.mark.parametrize("path", ["/obligations", "/compliance", "/list-changes", "/followed-letters"])
def test_the_pages_speak_english(officer: Pages, path: str) -> None:
    page = officer.page(f"{path}?lang=en").text
    assert not any(word in text for text in page for word in ("Doanh nghiệp", "Số lượng", "Căn cứ"))


def test_a_specialised_inspection_of_a_carrier_begins_from_its_run(officer: Pages) -> None:
    html = officer.get("/compliance?operator=VMS").get_data(as_text=True)
    found = re.search(r'href="(/campaigns/new\?[^"]+)"[^>]*>Lập kiểm tra chuyên ngành', html)
    assert found is not None
    form = officer.get(found.group(1).replace("&amp;", "&")).get_data(as_text=True)
    assert '<option value="VMS" selected>' in form
    assert "specialised" in form
