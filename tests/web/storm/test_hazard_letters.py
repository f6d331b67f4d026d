"""Letters and calls before rain, flood and landslide by their pages: the office's alone."""

import dataclasses
import datetime as dt
import io
import re

import openpyxl
from flask import Flask

from registry.model.storm.hazards import HazardDraft, HazardKind
from registry.model.storm.storm_records import OrderState
from registry.services.office.calendar import now
from registry.services.storm.exposure import storm_masts
from registry.services.storm.hazards import deeds
from registry.services.storm.hazards.drafts import all_letters
from registry.services.storm.hazards.exposure import get_hazard
from tests.documents.letters import lines_of
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text, version


def warned(app: Flask, kind_: HazardKind = HazardKind.RAIN, **own: object) -> str:
    """Record heavy rain (``kind_``: another kind) in the first two communes with masts; return the address of
    its page."""
    office = registry_of(app)
    masts = storm_masts(office)
    codes = sorted({masts.communes[at][0] for at in masts.commune.tolist() if at >= 0})[:2]
    at = now()
    draft = {
        "from_at": at - dt.timedelta(hours=1), "to_at": at + dt.timedelta(hours=12), "source": "Đài tỉnh",
        "communes": tuple(codes), "rain_mm": (100.0, 200.0),
    }  # fmt: skip
    (made,) = deeds.record_hazards(office, [HazardDraft(kind_, **{**draft, **own})], who="lan")  # type: ignore[arg-type]
    return f"/hazards/{made}"


def drafted(app: Flask, address: str) -> dict[str, str]:
    """The addresses of the letters that the duty officer drafted by the page of a warning, by recipient."""
    officer = visitor(app, "duty_officer")
    page = f"{address}/letters"
    officer.post(page, {"version": version(officer, page)}, 303)
    html = officer.get(page).get_data(as_text=True)
    return {
        name.strip(): one
        for one, name in re.findall(r'request-number" href="(/hazards/letters/\w+)">([^<]+)<', html)
    }


def send(app: Flask, letter: str, number: str) -> None:
    officer = visitor(app, "duty_officer")
    officer.post(f"{letter}/sent", {"version": version(officer, letter), "number": number}, 303)


def test_from_the_page_of_a_warning_come_letters_workbooks_and_calls_of_own_masts(app: Flask) -> None:
    officer, carrier = visitor(app, "duty_officer"), visitor(app, "carrier")
    address = warned(app)
    page = officer.page(address)
    assert any(link["href"] == f"{address}/letters" for link in page.all("a"))
    assert all("/letters" not in link["href"] for link in carrier.page(address).all("a"))
    before = text(officer.page(f"{address}/letters"))
    assert "Chưa có văn bản nào" in before
    assert "chưa biết cột nào bị ảnh hưởng trước" in before
    letters = drafted(app, address)
    own = {}
    for to in ("Viettel", "VNPT"):
        sheet = openpyxl.load_workbook(io.BytesIO(officer.get(f"{letters[to]}/list.xlsx").data)).active
        assert sheet is not None
        own[to] = {str(row[3]) for row in sheet.iter_rows(min_row=2, values_only=True)}
        letter = "\n".join(lines_of(officer.get(f"{letters[to]}/letter.docx").data))
        assert "mưa lớn 100–200 mm" in letter
        assert f"đối với {len(own[to])} cột, trạm" in letter
        assert "DỰ THẢO" in letter
    assert own["Viettel"] - own["VNPT"]
    assert own["VNPT"] - own["Viettel"]
    calls = text(officer.page(f"{address}/calls?carrier=VTL"))
    assert any(code in calls for code in own["Viettel"])
    assert not any(code in calls for code in own["VNPT"] - own["Viettel"])
    for path in ("letters", "calls"):
        carrier.get(f"{address}/{path}", 403)
    for one in letters.values():  # nothing that was not sent is there for a carrier
        for path in (one, f"{one}/letter.docx", f"{one}/list.xlsx"):
            carrier.get(path, 404)


def test_numbers_typed_in_one_form_send_letters_and_what_is_refused_is_said_there(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    address = warned(app, source="Đài một bảng")
    letters = drafted(app, address)
    ids = {name: one.rsplit("/", 1)[1] for name, one in letters.items()}
    page = f"{address}/letters"
    nothing = officer.post(f"{page}/sent", {}, 400).get_data(as_text=True)
    assert "STORM-ORDER-NUMBER" in nothing
    form = {f"number-{ids['Viettel']}": "71/A", f"version-{ids['Viettel']}": "1"}
    refused = {**form, f"number-{ids['VNPT']}": "72/A", f"version-{ids['VNPT']}": "9"}
    assert "CHANGED-MEANWHILE" in officer.post(f"{page}/sent", refused, 409).get_data(as_text=True)
    told = text(officer.page(page))
    assert "71/A" in told, "what was recorded before the refused one stays"
    assert "72/A" not in told
    again = officer.post(f"{letters['Viettel']}/sent", {"version": "2", "number": "73/A"}, 409)
    assert "đang ở trạng thái “đã gửi”" in again.get_data(as_text=True)
    right = {"version": "2", "number": "74/A"}
    officer.post(f"{letters['Viettel']}/sent-corrected", right, 303)
    assert "74/A" in text(officer.page(page))
    officer.post(f"{letters['Viettel']}/sent-taken-back", {"version": "3", "reason": ""}, 400)
    officer.post(f"{letters['Viettel']}/sent-taken-back", {"version": "3", "reason": "nhầm"}, 303)
    assert "Đã rút ghi gửi số 74/A" in text(officer.page(page))
    assert "74/A" not in text(officer.page(page))


def test_the_carrier_is_told_confirms_and_the_office_sees_who_is_silent(app: Flask) -> None:
    officer, carrier, rival = (visitor(app, name) for name in ("duty_officer", "carrier", "rival"))
    address = warned(app, source="Đài xác nhận", number="XN-1")
    assert "Công văn mưa, lũ, sạt lở chưa gửi, chưa xác nhận" in text(officer.page("/today"))
    letters = drafted(app, address)
    viettel, vnpt = letters["Viettel"], letters["VNPT"]
    send(app, viettel, "81/XN")
    send(app, vnpt, "82/XN")
    day = text(carrier.page("/today"))
    assert "Công văn ứng phó mưa, lũ, sạt lở chưa xác nhận" in day
    assert "81/XN" in day
    assert "82/XN" not in day
    assert "Cơ quan gửi công văn số 81/XN" in text(carrier.page("/notices"))
    for path in (vnpt, f"{vnpt}/letter.docx", f"{vnpt}/list.xlsx"):
        carrier.get(path, 404)
    carrier.post(f"{vnpt}/acknowledge", {"version": "2"}, 404)
    assert "Đề nghị đơn vị xác nhận" in text(carrier.page(viettel))
    for page in ("/hazards", address):
        told = text(carrier.page(page))
        assert "81/XN" in told
        assert "82/XN" not in told
    for page in ("/shift", "/shift/handover", "/now", "/hazards", f"{address}/letters", f"{address}/calls"):
        told = text(officer.page(page))
        assert "Viettel" in told, page
        assert re.search("[Cc]hưa xác nhận|chưa: ", told), page
    carrier.post(f"{viettel}/acknowledge", {"version": "2", "note": "đã cử tổ 2"}, 303)
    assert "Đề nghị đơn vị xác nhận" not in text(carrier.page(viettel))
    assert "Công văn số 81/XN" not in text(carrier.page("/today"))
    assert "đã cử tổ 2" in text(officer.page(viettel))
    assert "Đã nhận" in text(officer.page(f"{address}/letters"))
    handed = text(officer.page("/shift/handover"))
    assert re.search("Gửi văn bản số 81/XN cho Viettel · (lũ|mưa|sạt)", handed)
    assert re.search(r"Viettel xác nhận đã nhận văn bản \(đã cử tổ 2\) · (lũ|mưa|sạt)", handed)
    assert re.search("Ghi cảnh báo: (lũ|mưa|sạt)", handed)
    assert re.search("Hết hiệu lực cảnh báo: (lũ|mưa|sạt)", handed)
    calls = text(officer.page(f"{address}/calls"))
    assert calls.rindex("82/XN") < calls.rindex("81/XN"), "the silent is called first"
    officer.post(f"{vnpt}/acknowledge", {"version": "2", "source": ""}, 400)
    officer.post(f"{vnpt}/acknowledge", {"version": "2", "source": "anh Nam gọi"}, 303)
    assert "anh Nam gọi" in text(officer.page(vnpt))
    assert "Đề nghị đơn vị xác nhận" not in text(rival.page(vnpt))
    assert "công văn đã được xác nhận" in text(visitor(app, "leader").page("/now"))


def test_a_corrected_warning_is_told_wherever_its_letters_are_counted(app: Flask) -> None:
    """A letter that was sent and acknowledged is not done where it says the hour of before the correction."""
    officer, carrier, office = visitor(app, "duty_officer"), visitor(app, "carrier"), registry_of(app)
    address = warned(app, source="Đài đính chính", number="DC-1")
    letters = drafted(app, address)
    send(app, letters["Viettel"], "91/DC")
    carrier.post(f"{letters['Viettel']}/acknowledge", {"version": "2"}, 303)
    assert "Cảnh báo nay có hiệu lực" not in text(carrier.page(letters["Viettel"]))
    held = get_hazard(office, address.rsplit("/", 1)[-1])
    asked = {one.name: getattr(held, one.name) for one in dataclasses.fields(HazardDraft)}
    later = HazardDraft(**asked | {"to_at": held.to_at + dt.timedelta(hours=3)})
    deeds.correct_hazard(office, held.id, later, seen=held.version, reason="kéo dài", who="lan")
    again = re.compile("[Dd]ự thảo lại( cho:)? [^.›]{0,60}Viettel")
    for page in ("/shift", "/shift/handover", "/today", "/now", "/hazards"):
        assert again.search(text(officer.page(page))), page
        if page in {"/today", "/now", "/hazards"}:
            assert not again.search(text(carrier.page(page))), page
    assert "Cảnh báo nay có hiệu lực" in text(carrier.page(letters["Viettel"]))
    banner = "Dự thảo lại để có công văn đúng"
    assert banner in text(officer.page(f"{address}/letters"))
    drafted(app, address)
    assert banner not in text(officer.page(f"{address}/letters")), "what is drafted again says it"
    (draft,) = [
        one.id
        for one in all_letters(office, recipient="VTL")
        if held.id in one.warnings and one.state is OrderState.DRAFT
    ]
    send(app, f"/hazards/letters/{draft}", "92/DC")
    assert "đã có văn bản mới hơn, số 92/DC" in text(carrier.page(address))
    assert "Chưa xác nhận" in text(carrier.page(address))
    officer.post(address, {"deed": "withdraw", "version": version(officer, address), "reason": "tan"}, 303)
    own = f"/hazards/letters/{draft}"
    for page in (
        carrier.page(address), officer.page(address), officer.page(f"{address}/letters"),
        carrier.page(own), officer.page(own),
    ):  # fmt: skip
        assert "Cơ quan đã rút cảnh báo này" in text(page)
        assert "Chưa xác nhận" not in text(page), "nobody waits for a word of what counts no more"


def test_a_warning_that_is_withdrawn_or_names_no_mast_has_no_letter(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    address = warned(app)
    officer.post(address, {"deed": "withdraw", "version": version(officer, address), "reason": "nhầm"}, 303)
    assert "không còn công văn để soạn" in text(officer.page(f"{address}/letters"))
    refused = officer.post(f"{address}/letters", {"version": "2"}, 400).get_data(as_text=True)
    assert "HAZARD-LETTER-OVER" in refused
    officer.get("/hazards/letters/khong", 404)
    lost = warned(app, communes=(), unplaced=("Xã Lạ",), source="Đài xã lạ")
    told = text(officer.page(lost))
    assert "Chưa nêu được cột nào nên chưa soạn được công văn" in told
    assert "lũ không nêu nơi" in told, "why it names no mast"
    assert not re.search(r"\.docx", officer.get(f"{lost}/letters").get_data(as_text=True))


def test_a_warning_of_the_whole_province_is_written_of_to_all(app: Flask) -> None:
    officer, masts = visitor(app, "duty_officer"), storm_masts(registry_of(app))
    whole = warned(app, communes=(), source="Đài toàn tỉnh")
    told = text(officer.page(whole))
    assert "không nêu: cả tỉnh" in told
    count = f"{len(masts):,}".replace(",", ".")
    assert f"{count} cột trong vùng được cảnh báo" in told
    assert drafted(app, whole)


def test_no_carrier_is_asked_to_confirm_the_letter_of_a_warning_that_is_past(app: Flask) -> None:
    officer, carrier, office = visitor(app, "duty_officer"), visitor(app, "carrier"), registry_of(app)
    address = warned(app, source="Đài hết giờ")
    letters = drafted(app, address)
    send(app, letters["Viettel"], "95/HG")
    held = get_hazard(office, address.rsplit("/", 1)[-1])
    asked = {one.name: getattr(held, one.name) for one in dataclasses.fields(HazardDraft)}
    past = HazardDraft(**asked | {"to_at": now() - dt.timedelta(minutes=1)})
    assert "Chưa xác nhận" in text(carrier.page(address))
    deeds.correct_hazard(office, held.id, past, seen=held.version, reason="tan", who="lan")
    said = text(carrier.page(address))
    assert "Cảnh báo đã hết hiệu lực." in said
    assert "Chưa xác nhận" not in said
    own = text(carrier.page("/hazards"))
    own = own[own.index("95/HG") :][:120]
    assert "Cảnh báo đã hết hiệu lực." in own
    asked_for = text(carrier.page(letters["Viettel"]))
    assert "Cảnh báo đã hết hiệu lực." in asked_for
    assert not re.search("Chưa xác nhận|Đề nghị đơn vị xác nhận", asked_for)
    assert "Chưa xác nhận" in text(officer.page(address)), "the office reads on who did not"
    handed = text(officer.page("/shift/handover"))
    assert "Hết hiệu lực cảnh báo: mưa lớn" in handed[handed.index("Trong ca này") :]


def test_a_warning_after_which_its_body_issued_a_newer_one_says_so(app: Flask) -> None:
    """The older one of two that say different hours of one place is found wherever it still counts."""
    officer, carrier, at = visitor(app, "duty_officer"), visitor(app, "carrier"), now()
    before = at - dt.timedelta(minutes=50)
    old = warned(app, source="Đài bản sau", issued_at=before)
    other = warned(app, source="Đài khác", issued_at=before)
    assert not re.search("[Cc]ùng cơ quan", text(officer.page("/hazards")))
    new = warned(app, source="ĐÀI BẢN SAU", issued_at=before + dt.timedelta(minutes=40))
    page = officer.page(old)
    assert "Cùng cơ quan đã phát bản tin mới hơn" in text(page)
    assert any(link["href"] == new for link in page.all("a"))
    for path in (other, new):
        assert "Cùng cơ quan" not in text(officer.page(path)), path
    for path in ("/hazards", "/shift", "/shift/handover"):
        assert (
            len(re.findall("[Cc]ùng cơ quan đã (?:phát|có) bản tin mới hơn", text(officer.page(path)))) == 1
        )
    for path in (old, "/hazards"):
        assert "Cùng cơ quan" not in text(carrier.page(path)), path
    officer.post(old, {"deed": "withdraw", "version": version(officer, old), "reason": "bản sau"}, 303)
    assert not re.search("[Cc]ùng cơ quan", text(officer.page("/hazards")))


def test_a_carriers_page_of_a_warning_counts_the_masts_of_its_letter(app: Flask) -> None:
    masts = storm_masts(registry_of(app))
    everywhere = sorted({masts.communes[at][0] for at in masts.commune.tolist() if at >= 0})
    address = warned(app, source="Đài toàn tỉnh", communes=tuple(everywhere))
    letters, officer = drafted(app, address), visitor(app, "duty_officer")
    for to, name in (("Viettel", "carrier"), ("VNPT", "rival")):
        sheet = openpyxl.load_workbook(io.BytesIO(officer.get(f"{letters[to]}/list.xlsx").data)).active
        assert sheet is not None
        rows = f"{sheet.max_row - 1:,}".replace(",", ".")
        for path in (address, "/hazards"):
            assert f"{rows} cột trong vùng được cảnh báo" in text(visitor(app, name).page(path)), (to, path)
