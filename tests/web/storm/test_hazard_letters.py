"""Letters and calls before rain, flood and landslide by their pages: the office's alone."""

import datetime as dt
import io
import re

import openpyxl
from flask import Flask

from registry.model.storm.hazards import HazardDraft, HazardKind
from registry.services.office.calendar import now
from registry.services.storm.exposure import storm_masts
from registry.services.storm.hazards import deeds
from tests.documents.letters import lines_of
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text, version


def warned(app: Flask, **own: object) -> str:
    """Record heavy rain in the first two communes with masts; return the address of its page."""
    office = registry_of(app)
    masts = storm_masts(office)
    codes = sorted({masts.communes[at][0] for at in masts.commune.tolist() if at >= 0})[:2]
    at = now()
    draft = {
        "from_at": at - dt.timedelta(hours=1), "to_at": at + dt.timedelta(hours=12), "source": "Đài tỉnh",
        "communes": tuple(codes), "rain_mm": (100.0, 200.0),
    }  # fmt: skip
    (made,) = deeds.record_hazards(office, [HazardDraft(HazardKind.RAIN, **{**draft, **own})], who="lan")  # type: ignore[arg-type]
    return f"/hazards/{made}"


def test_from_the_page_of_a_warning_come_letters_workbooks_and_calls_of_own_masts(app: Flask) -> None:
    officer, carrier = visitor(app, "duty_officer"), visitor(app, "carrier")
    address = warned(app)
    page = officer.page(address)
    assert any(link["href"] == f"{address}/letters" for link in page.all("a"))
    assert all("/letters" not in link["href"] for link in carrier.page(address).all("a"))
    letters = officer.page(f"{address}/letters")
    assert "Mỗi tệp chỉ có cột của nơi nhận" in text(letters)
    assert "chưa biết cột nào bị ảnh hưởng trước" in text(letters)
    files = [link["href"] for link in letters.all("a") if link["href"].endswith((".docx", ".xlsx"))]
    assert f"{address}/letters/VTL/letter.docx" in files
    own = {}
    for to in ("VTL", "VNPT"):
        sheet = openpyxl.load_workbook(
            io.BytesIO(officer.get(f"{address}/letters/{to}/list.xlsx").data)
        ).active
        assert sheet is not None
        own[to] = {str(row[3]) for row in sheet.iter_rows(min_row=2, values_only=True)}
        letter = "\n".join(lines_of(officer.get(f"{address}/letters/{to}/letter.docx").data))
        assert "mưa lớn 100–200 mm" in letter
        assert f"đối với {len(own[to])} cột, trạm" in letter
    assert own["VTL"] - own["VNPT"]
    assert own["VNPT"] - own["VTL"]
    calls = text(officer.page(f"{address}/calls?carrier=VTL"))
    assert any(code in calls for code in own["VTL"])
    assert not any(code in calls for code in own["VNPT"] - own["VTL"])
    for path in ("letters", "letters/VTL/letter.docx", "letters/VTL/list.xlsx", "calls"):
        carrier.get(f"{address}/{path}", 403)


def test_a_warning_that_is_withdrawn_or_names_no_mast_has_no_letter(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    address = warned(app)
    officer.post(address, {"deed": "withdraw", "version": version(officer, address), "reason": "nhầm"}, 303)
    assert "không còn công văn để soạn" in text(officer.page(f"{address}/letters"))
    refused = officer.get(f"{address}/letters/VTL/letter.docx", 400).get_data(as_text=True)
    assert "HAZARD-LETTER-OVER" in refused
    officer.get(f"{warned(app)}/letters/KHONG/letter.docx", 404)
    whole = warned(app, communes=(), source="Đài toàn tỉnh")
    assert "Chưa nêu được cột nào nên chưa soạn được công văn" in text(officer.page(whole))
    assert not re.search(r"\.docx", officer.get(f"{whole}/letters").get_data(as_text=True))
