"""An answer to a design dossier says under its number what it said when it went out, whatever comes later."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.services.office.letters.letterhead import state
from tests.documents.said import said_in
from tests.pages import Pages
from tests.services.designs.drawn import draw
from tests.web.designs.test_pages import STATED, confirmed, papers_of, sent, taken_in, text_of
from tests.web.people import registry_of, visitor


@pytest.mark.parametrize("answer", ["complete", "conditions"])
def test_an_issued_answer_stays(office: Flask, appraiser: Pages, tmp_path: Path, answer: str) -> None:
    state(registry_of(office), {"signer_title": "GIÁM ĐỐC", "signer": "Người Ký Trước"}, who="t")
    base = _issued(office, appraiser, tmp_path, answer)
    before = _letter(appraiser, base)
    assert "Người Ký Trước" in before
    assert "Công ty Mẫu" in before
    state(registry_of(office), {"signer_title": "PHÓ GIÁM ĐỐC", "signer": "Người Ký Sau"}, who="t")
    leader = visitor(office, "leader")
    leader.post("/designs/numbers", {"key": "DSG-06.plot_m", "value": "11"}, 303)
    assert _letter(appraiser, base) == before
    if answer == "complete":
        _restated(appraiser, base, applicant="Công ty Đổi Tên", stage="construction", area_name="Khu Khác")
        assert _letter(appraiser, base) == before
        _drawn(appraiser, base, draw(tmp_path / "sua.dxf"), purpose="design")
        found = re.search(r"/answers/[0-9a-f]+\.docx", text_of(appraiser, f"{base}/answer"))
        assert found is not None
        assert _letter(appraiser, base, found[0]) == before
    else:
        _drawn(appraiser, base, draw(tmp_path / "hoan-cong.dxf", ducts=False), purpose="built")
        assert _letter(appraiser, base) == before
        deed = re.search(
            r'action="[^"]*(/conditions/[0-9a-f]+/settle)"', text_of(appraiser, f"{base}/following")
        )
        assert deed is not None
        sent(appraiser, base, "/following", deed[1][1:], state="met", evidence="Biên bản 3", on="")
        assert _letter(appraiser, base) == before


def _issued(office: Flask, appraiser: Pages, folder: Path, answer: str) -> str:
    base = taken_in(appraiser, draw(folder / "mat-bang.dxf", ducts=False, aerial=True))
    confirmed(appraiser, base)
    sent(appraiser, base, "", "findings")
    appraiser.post(f"{base}/conditions", {"text": "Bàn giao hồ sơ hoàn công", "due_on": ""}, 303)
    sent(appraiser, base, "/answer", "submit", answer=answer)
    pdf = (io.BytesIO(b"%PDF-1.4\n%scan\n"), "ky.pdf")
    leader = visitor(office, "leader")
    sent(leader, base, "/answer", "issue", number="15/VT", issued_on="", signed=pdf, reason="bản giấy")
    return base


def _letter(pages: Pages, base: str, part: str = "/answer.docx") -> str:
    return said_in(pages.get(f"{base}{part}").data).text


def _restated(pages: Pages, base: str, **other: Any) -> None:
    papers = {f"paper-{code}": "in" for code in papers_of(pages)}
    page = text_of(pages, f"{base}/edit")
    seen = re.search(r'name="version" value="(\d+)"', page)
    assert seen is not None
    pages.post(f"{base}/edit", {**STATED, **papers, **other, "version": seen[1]}, 303)


def _drawn(pages: Pages, base: str, path: Path, purpose: str) -> None:
    file = (io.BytesIO(path.read_bytes()), path.name)
    sent(pages, base, "/drawings", "drawings", purpose=purpose, drawing=file, received_on="")
    confirmed(pages, base)
