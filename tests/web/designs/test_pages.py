"""A dossier on its pages: taken in with its drawing, judged, answered, issued, followed, handed over."""

import io
import re
from pathlib import Path
from typing import Any

from flask import Flask

from registry.services.office.calendar import today
from tests.pages import Pages
from tests.services.designs.drawn import PLANE, draw
from tests.web.people import visitor

STATED: dict[str, Any] = {
    "area_name": "Khu dân cư Mẫu",
    "applicant": "Công ty Mẫu",
    "applicant_kind": "developer",
    "contact": "Ông Bình 0900",
    "kinds": ["residential"],
    "stage": "basic_design",
    "received_on": f"{today():%d/%m/%Y}",
    "approved_on": "05/01/2026",
    "underground": "yes",
    "letter_number": "12/CV",
}
HOSTILE = "</textarea><img src=x onerror=alert(1)>{{ 7*7 }}"


def taken_in(pages: Pages, path: Path, **other: Any) -> str:
    """Take a dossier in with its drawing; return the address of its pages."""
    papers = {f"paper-{code}": "in" for code in papers_of(pages)}
    typed = {**STATED, **papers, "plane": "", "drawing": (io.BytesIO(path.read_bytes()), path.name), **other}
    answer = pages.post("/designs/new", typed, 303)
    return answer.headers["Location"].removesuffix("/drawings")


def papers_of(pages: Pages) -> list[str]:
    return re.findall(r'name="paper-([a-z_]+)"', pages.get("/designs/new").get_data(as_text=True))


def text_of(pages: Pages, path: str) -> str:
    return pages.get(path).get_data(as_text=True)


def version(page: str, action: str) -> str:
    """Return the version that a form of the page sends."""
    found = re.search(
        rf'action="[^"]*{re.escape(action)}"(?:(?!</form>).)*?name="version" value="(\d+)"', page, re.DOTALL
    )
    assert found is not None, action
    return found[1]


def sent(pages: Pages, base: str, part: str, deed: str, status: int = 303, **typed: Any) -> str:
    """Send a deed with the version that its page shows."""
    page = text_of(pages, f"{base}{part}")
    answer = pages.post(f"{base}/{deed}", {"version": version(page, f"/{deed}"), **typed}, status)
    return answer.get_data(as_text=True)


def confirmed(pages: Pages, base: str) -> None:
    """Confirm the layers of the newest drawing as they are proposed, in the plane that fits."""
    page = text_of(pages, f"{base}/drawings")
    deed = re.search(r'action="[^"]*(/drawings/[0-9a-f]+/layers)"', page)
    assert deed is not None
    names = re.findall(r'name="layer" value="([^"]*)"', page)
    kinds = re.findall(r'<select name="kind".*?<option value="(\w+)" selected', page, re.DOTALL)
    assert len(names) == len(kinds)
    typed = {"version": version(page, deed[1]), "layer": names, "kind": kinds, "plane": str(PLANE)}
    pages.post(f"{base}{deed[1]}", typed, 303)


def test_a_dossier_goes_its_whole_way(office: Flask, appraiser: Pages, tmp_path: Path) -> None:
    faulty = draw(tmp_path / "mat-bang.dxf", ducts=False, aerial=True)
    base = taken_in(appraiser, faulty)
    assert "chờ xác nhận" in text_of(appraiser, f"{base}/drawings")
    confirmed(appraiser, base)
    page = text_of(appraiser, base)
    assert "200 m cáp treo" in page
    assert "2.5.2" in page
    assert page.count("data-show=") >= 1
    assert appraiser.get(re.search(r'"shapes": ?"([^"]+)"', page)[1]).get_json()["features"]  # type: ignore[index]
    sent(appraiser, base, "", "findings")
    assert 'value="agree" required checked' not in text_of(appraiser, f"{base}/answer")
    appraiser.post(f"{base}/remarks", {"kind": "change", "text": HOSTILE, "source": "Điều 13"}, 303)
    assert "<img src=x" not in text_of(appraiser, f"{base}/answer")
    appraiser.post(f"{base}/conditions", {"text": "Bàn giao hồ sơ hoàn công", "due_on": ""}, 303)
    assert appraiser.get(f"{base}/answer.docx").data[:2] == b"PK"
    sent(appraiser, base, "/answer", "submit", answer="conditions")
    leader = visitor(office, "leader")
    assert "TK-" in text_of(leader, "/today")
    pdf = (io.BytesIO(b"%PDF-1.4\n%scan\n"), "ky.pdf")
    said = sent(leader, base, "/answer", "issue", 400, number="15/VT", issued_on="", signed=pdf)
    assert "DESIGN-SIGNED" in said
    assert 'value="15/VT"' in said  # what was typed stands again
    pdf = (io.BytesIO(b"%PDF-1.4\n%scan\n"), "ky.pdf")
    assert "as=pdf" in text_of(leader, f"{base}/answer")
    sent(leader, base, "/answer", "issue", number="15/VT", issued_on="", signed=pdf, reason="bản giấy")
    page = text_of(leader, f"{base}/answer")
    assert "Không đọc được như một PDF" in page  # what the signatures said stands beside the signed copy
    assert "as=pdf" not in page  # what was signed is not to be signed again
    page = text_of(appraiser, f"{base}/following")
    deed = re.search(r'action="[^"]*(/conditions/[0-9a-f]+/settle)"', page)
    assert deed is not None
    sent(appraiser, base, "/following", deed[1][1:], state="met", evidence="Biên bản 3", on="")
    built = draw(tmp_path / "hoan-cong.dxf", ducts=False)
    file = (io.BytesIO(built.read_bytes()), built.name)
    sent(appraiser, base, "/drawings", "drawings", purpose="built", drawing=file, received_on="")
    confirmed(appraiser, base)
    assert "Hoàn công đối chiếu với thiết kế" in text_of(appraiser, f"{base}/following")
    sent(appraiser, base, "/following", "built", owner="Công ty Mẫu")
    assert "Đã vào sổ bằng lô" in text_of(appraiser, f"{base}/following")
    sent(appraiser, base, "/following", "accept")
    assert "Đã kết thúc" in text_of(appraiser, base)


def test_a_drawing_that_cannot_be_read_leaves_the_dossier_and_says_why(
    appraiser: Pages, tmp_path: Path
) -> None:
    dwg = tmp_path / "mat-bang.dwg"
    dwg.write_bytes(b"AC1032" + bytes(200))
    base = taken_in(appraiser, dwg)
    page = text_of(appraiser, f"{base}/drawings")
    assert "DXF" in page
    assert "file.dwg" not in page  # the name that its sender gave it, in a line that is no success
    assert "Chưa có bản vẽ nào" in text_of(appraiser, f"{base}/drawings")
    file = (io.BytesIO(dwg.read_bytes()), dwg.name)
    page = text_of(appraiser, f"{base}/drawings")
    typed = {"version": version(page, "/drawings"), "drawing": file, "received_on": "", "note": HOSTILE}
    answer = appraiser.post(f"{base}/drawings", typed, 400)
    assert "DRAWING-DWG" in answer.get_data(as_text=True)


def test_what_was_typed_of_a_dossier_stands_again_beside_what_lacks(appraiser: Pages) -> None:
    typed = {**STATED, "kinds": [], "area_name": HOSTILE}
    answer = appraiser.post("/designs/new", typed, 400)
    page = answer.get_data(as_text=True)
    assert "DESIGN-STATED-MISSING" in page
    assert "<img src=x" not in page
    assert "Ông Bình 0900" in page


def test_carriers_see_new_areas_and_nothing_of_a_dossier(
    office: Flask, appraiser: Pages, tmp_path: Path
) -> None:
    base = taken_in(appraiser, draw(tmp_path / "mat-bang.dxf", aerial=True))
    confirmed(appraiser, base)
    carrier = visitor(office, "carrier")
    assert "Khu dân cư Mẫu" not in text_of(carrier, "/new-areas")
    sent(appraiser, base, "/following", "tell")
    listed = text_of(carrier, "/new-areas")
    assert "Khu dân cư Mẫu" in listed
    shown = text_of(carrier, base.replace("/designs/", "/new-areas/"))
    assert "Ông Bình 0900" in shown
    assert "cáp treo" not in shown
    carrier.get(base, 403)
    carrier.get("/designs", 403)


def test_a_viewer_reads_and_has_no_deed(office: Flask, appraiser: Pages, tmp_path: Path) -> None:
    base = taken_in(appraiser, draw(tmp_path / "mat-bang.dxf", aerial=True))
    confirmed(appraiser, base)
    viewer = visitor(office, "viewer")
    for part in ("", "/drawings", "/answer", "/following"):
        page = text_of(viewer, f"{base}{part}")
        assert f'action="{base}' not in page, part


def test_the_list_is_searched_and_sent_as_a_workbook(appraiser: Pages, tmp_path: Path) -> None:
    taken_in(appraiser, draw(tmp_path / "mat-bang.dxf"))
    assert "TK-" in text_of(appraiser, "/designs?q=dân cư")
    assert "TK-" not in text_of(appraiser, "/designs?q=khongco")
    elsewhere = text_of(appraiser, "/designs?q=dân cư&show=done")  # an empty group names those that hold it
    assert "Có ở nhóm khác:" in elsewhere
    assert "Đang xem xét (1)" in elsewhere
    assert "Có ở nhóm khác:" not in text_of(appraiser, "/designs?show=done")
    assert appraiser.get("/designs?file=xlsx").data[:2] == b"PK"


def test_the_offices_numbers_are_stated_by_its_leader(office: Flask, appraiser: Pages) -> None:
    assert 'action="/designs/numbers"' not in text_of(appraiser, "/designs/numbers")
    leader = visitor(office, "leader")
    leader.post("/designs/numbers", {"key": "DSG-06.plot_m", "value": "30"}, 303)
    assert 'value="30"' in text_of(leader, "/designs/numbers")
    leader.post("/designs/numbers", {"key": "DSG-06.plot_m", "value": "-3"}, 400)
    leader.post("/designs/numbers", {"key": "DSG-06.plot_m", "value": ""}, 303)
    assert 'value="30"' not in text_of(leader, "/designs/numbers")
