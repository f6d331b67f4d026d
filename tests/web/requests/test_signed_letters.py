"""Over the web: sentences edited, the picture of their page, the signed file looked at, issued and shown."""

import base64
import io
from pathlib import Path

import pytest
from flask import Flask

from registry.documents.pdf import available
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.office.letters.trust_roots import state_roots
from registry.services.requests.decisions import decide_as_recommended
from registry.services.requests.opened import load_request
from tests.documents import signing
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import registry_of

OWN = "Xét đề nghị của đơn vị, Sở có ý kiến như sau:"
NUMBER = "321/SKHCN-VT"


@pytest.fixture
def request_id(app: Flask, tmp_path: Path) -> str:
    office = registry_of(app)
    made = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING, RequestState.DRAFT)
    decide_as_recommended(office, made.id, who="lan")
    return made.id


def letter(codes: str) -> bytes:
    return signing.signed(
        signing.pdf_of(f"So: {NUMBER}", f"{today():%d/%m/%Y}", f"The positions {codes} are answered")
    )


def test_a_sentence_is_kept_drawn_and_taken_back_in_the_page(app: Flask, request_id: str) -> None:
    pages, way = Pages(app), f"/requests/{request_id}/letter"
    assert "Xét đề nghị" in pages.get(way).get_data(as_text=True)
    form = {"key": "opening", "at": "1", "text": OWN, "base": "câu gốc", "version": "0"}
    answer = pages.post(f"{way}/sentence", form, 303)
    assert answer.headers["Location"].endswith("/letter#s-1")
    shown = pages.get(way).get_data(as_text=True)
    assert OWN in shown
    assert "Câu chương trình soạn đã đổi từ khi sửa." in shown  # it was edited from another text
    assert "CHANGED-MEANWHILE" in pages.post(f"{way}/sentence", form, 409).get_data(as_text=True)
    if available():
        drawn = pages.post(f"{way}/pictures", {"sentence-opening": "Câu đang gõ"}, 200).get_json()
        assert base64.b64decode(drawn["pages"][0]).startswith(b"\x89PNG")
    pages.post(f"{way}/sentence", {**form, "deed": "undo", "version": "1"}, 303)
    assert OWN not in pages.get(way).get_data(as_text=True)


def test_a_signed_file_is_looked_at_before_and_shown_after_the_issue(
    app: Flask, request_id: str, tmp_path: Path
) -> None:
    office, pages, way = registry_of(app), Pages(app), f"/requests/{request_id}"
    state_roots(office, signing.authority().pem, "gốc.pem", who="quản trị")
    desk.to(office, load_request(office, request_id).request, RequestState.SUBMITTED)
    given = {"number": NUMBER, "date": today().isoformat()}

    def look(content: bytes) -> dict[str, object]:
        found: dict[str, object] = pages.post(
            f"{way}/signed", {**given, "signed": (io.BytesIO(content), "ký.pdf")}, 200
        ).get_json()
        return found

    other = look(letter("V1"))
    assert (other["sound"], other["asks"], other["stops"]) == (False, True, False)
    right = letter("V1 V2 V3 V4 V5")
    assert look(right)["sound"] is True
    version = str(load_request(office, request_id).request.version)
    pages.post(f"{way}/issue", {**given, "version": version, "signed": (io.BytesIO(right), "ký.pdf")}, 303)
    assert "Chữ ký còn nguyên vẹn" in pages.get(way).get_data(as_text=True)
    shown = pages.get(f"{way}/signature").get_data(as_text=True)
    assert shown.count(signing.SIGNER) == 2  # as it was found then, and now
    assert "không sửa được nữa" in pages.get(f"{way}/letter").get_data(as_text=True)
