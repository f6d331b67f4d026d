"""A withdrawn request is offered nothing that no longer holds: to decide, to mend, to answer, to send."""

from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask

from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from tests.pages import Page, Pages
from tests.services.requests import desk
from tests.web.people import registry_of

REASON = "Doanh nghiệp rút để chọn nơi khác"


def _links(page: Page) -> set[str]:
    return {link["href"].partition("#")[0] for link in page.all("a") if "href" in link}


@pytest.fixture
def withdrawn(app: Flask, tmp_path: Path) -> str:
    """The address of a request with a drafted letter that was withdrawn before a row was decided."""
    pages, registry = Pages(app), registry_of(app)
    request = desk.to(registry, desk.received(registry, tmp_path), RequestState.APPRAISING)
    address = f"/requests/{request.id}"
    form = {"body": "UBND xã Một", "rows": "V1", "question": "Có vướng không?", "answer_by": ""}
    pages.post(f"{address}/papers/ask", form, 303)
    desk.to(registry, request, RequestState.WITHDRAWN, reason=REASON)
    return address


def test_the_sheet_of_a_withdrawn_request_says_so_and_asks_for_nothing(app: Flask, withdrawn: str) -> None:
    pages = Pages(app)
    page = pages.page(f"{withdrawn}/gate")
    text = " ".join(page.text)
    assert f"Hồ sơ rút ngày {today():%d/%m/%Y}." in text
    assert REASON in text
    for open_still in (
        "Phải sửa trước",
        "Sửa, hoặc ghi lý do",
        "Quyết định các dòng",
        "Không còn điều gì để ngỏ",
    ):
        assert open_still not in text, open_still
    assert not [one for one in page.all("section") if one.get("class", "").startswith("gate-part")]


def test_the_papers_of_a_withdrawn_request_offer_no_reply_and_no_draft(app: Flask, withdrawn: str) -> None:
    pages = Pages(app)
    page = pages.page(f"{withdrawn}/papers")
    assert f"Hồ sơ rút ngày {today():%d/%m/%Y}." in " ".join(page.text)
    links = _links(page)
    assert f"{withdrawn}/note.docx" in links  # what was appraised stays to be read
    for gone in (f"{withdrawn}/letter.docx", f"{withdrawn}/letter", f"{withdrawn}/print?what=reply"):
        assert not any(link.startswith(gone) for link in links), gone
    assert not any("/papers/letters/" in link for link in links)  # a draft that nobody is to send
    assert "UBND xã Một" in " ".join(page.text)
    assert "Công văn lấy ý kiến chưa gửi" not in " ".join(pages.page(withdrawn).text)


def test_no_address_makes_the_reply_of_a_withdrawn_request(app: Flask, withdrawn: str) -> None:
    pages = Pages(app)
    for gone in ("/letter.docx", "/letter", "/print", "/print?what=reply", "/print/maps/0.png"):
        answer = pages.client.get(f"{withdrawn}{gone}")
        assert answer.status_code == HTTPStatus.CONFLICT, gone
        assert "REQUEST-WITHDRAWN-REPLY" in answer.text, gone
        back = f'<a class="button primary" href="{withdrawn}">Quay lại trang của mục này</a>'
        assert back in answer.text, gone  # to the request, not to the map
    assert "REQUEST-WITHDRAWN-REPLY" in pages.post(f"{withdrawn}/letter/pictures", {}, 409).text
    for stays in ("/note.docx", "/print?what=note"):
        assert pages.client.get(f"{withdrawn}{stays}").status_code == HTTPStatus.OK, stays


def test_the_sheet_of_an_issued_request_asks_for_nothing(app: Flask, tmp_path: Path) -> None:
    pages, registry = Pages(app), registry_of(app)
    request = desk.issued(registry, tmp_path, desk.received(registry, tmp_path))
    page = pages.page(f"/requests/{request.id}/gate")
    heads = {one["class"] for one in page.all("section") if one.get("class", "").startswith("gate-part")}
    assert heads <= {"gate-part says", "gate-part answered"}
    assert "gate-mend" not in {one.get("class", "") for one in page.all("a")}
