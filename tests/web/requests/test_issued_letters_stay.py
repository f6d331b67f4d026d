"""What went out under a number says for ever what it said, whoever signs, answers or is renamed later."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.model.requests.desk import RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state
from registry.services.office.registry import Registry, open_registry
from registry.services.requests.consulted.consultations import draft_consultations
from registry.services.requests.consulted.sent import record_sent
from registry.services.requests.decisions import RowChoice, decide_rows
from registry.services.requests.notes import consult, record_answer
from registry.services.requests.opened import load_request
from registry.services.requests.requests import issue, replace_list
from registry.settings import Settings
from tests.documents.said import said_in
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import registry_of, visitor
from tests.web.requests.outcomes import book, main, one, peopled, words


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The small office with its people."""
    registry = open_registry(settings)
    peopled(registry)
    registry.close()
    return settings


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[Registry], None]:
    """Return what has another sign, carriers renamed, and forty days go by."""
    right = vietnam_time.read_clock

    def turn(registry: Registry) -> None:
        legal = {"VTL": "Công ty đổi tên", "VNPT": "Công ty cũng đổi tên"}
        head = {"authority": "TL", "signer_title": "TRƯỞNG PHÒNG", "signer": "Người Ký Sau"}
        state(registry, head, who="t", legal=legal)
        monkeypatch.setattr(vietnam_time, "read_clock", lambda: right() + dt.timedelta(40))

    return turn


def test_an_issued_reply_its_annex_and_its_page_stay(
    app: Flask, tmp_path: Path, later: Callable[[Registry], None]
) -> None:
    registry = registry_of(app)
    state(registry, {"signer_title": "GIÁM ĐỐC", "signer": "Người Ký Trước"}, who="t")
    request = _issued(registry, tmp_path)
    lan = visitor(app, "lan")
    before = _said(lan, request)
    assert "Người Ký Trước" in before[0]
    later(registry)
    for item in load_request(registry, request).consultations:
        with suppress(RefusalError):  # an answer after the issue is heard, and is no reason of the letter
            record_answer(
                registry, request, item.id, answer="Vướng quy hoạch", answered_on=today(), who="lan",
                outcome="object", seen=item.version,
            )  # fmt: skip
    assert _said(visitor(app, "lan"), request) == before
    for path in (f"/requests/{request}", f"/requests/{request}/papers"):
        page = visitor(app, "lan").page(path)
        shown = " ".join(page.text)
        assert "Xem từng câu" in shown
        assert "Xem, sửa câu" not in shown, "a letter that went out has no sentence to edit"
        links = [str(link.get("href")) for link in page.all("a")]
        to_sign = [link for link in links if "as=pdf" in link]
        assert to_sign == [], "nor is it signed again, as little as a letter to a body that was sent"
        assert "phím ↑" not in shown, "a telephone has no keys"


def _issued(registry: Registry, folder: Path) -> str:
    """Issue a reply that agrees and refuses, with a body that was asked and has not answered."""
    request = desk.to(registry, desk.received(registry, folder), RequestState.APPRAISING)
    for row in (1, 4):
        consult(
            registry, request.id, body="UBND xã Tân Dĩnh", question="Có vướng không?", who="lan", rows=[row],
            letter_number=f"{row}/LYK", sent_on=today(),
        )  # fmt: skip
    request = load_request(registry, request.id).request
    request = desk.to(registry, request, RequestState.DRAFT)
    agreed, refused = RowDecision.AGREE, RowDecision.REFUSE
    choices = [
        RowChoice(at, refused if at in (1, 4) else agreed, f"Lý do {at}", None, seen=0) for at in range(5)
    ]
    decide_rows(registry, request.id, choices, who="lan")
    reasons = {"": "đã xem", "papers": "giấy", "gaps": desk.GAPS}
    request = load_request(registry, request.id).request
    request = desk.to(registry, request, RequestState.SUBMITTED, reasons=reasons)
    issue(
        registry, request.id, number="321/SKHCN-VT", date=today(), who="sếp", signed_pdf=desk.pdf(folder),
        signed_name="ký.pdf", version=request.version, reason="đã xem",
        reasons={"signature": "ký giấy", "gaps": desk.GAPS},
    )  # fmt: skip
    return request.id


def _said(pages: Pages, request: str) -> tuple[str, str, str]:
    link = f"/requests/{request}"
    letter = said_in(pages.get(f"{link}/letter.docx?maps=0").data).text
    annex = str(book(pages, f"{link}/annex.xlsx"))
    return letter, annex, words(main(pages, f"{link}/print?what=reply"))


def test_a_letter_to_a_body_stays_and_can_be_had_when_a_new_list_came(
    app: Flask, tmp_path: Path, later: Callable[[Registry], None]
) -> None:
    registry = registry_of(app)
    request = desk.to(registry, desk.received(registry, tmp_path), RequestState.APPRAISING)
    draft_consultations(registry, request.id, who="lan", answer_by=today() + dt.timedelta(days=10))
    (item,) = load_request(registry, request.id).consultations
    sent: dict[str, Any] = {
        "sent_on": today(),
        "answer_by": today() + dt.timedelta(7),
        "who": "lan",
        "seen": item.version,
    }
    record_sent(registry, request.id, item.id, letter_number="77/SKHCN-VT", **sent)
    lan, papers = visitor(app, "lan"), f"/requests/{request.id}/papers"
    link = one(r'href="([^"]+/papers/letters/[^"?]+\.docx)"', main(lan, papers))
    before = said_in(lan.get(link).data).text
    later(registry)
    now = load_request(registry, request.id).request
    path = desk.write_list(tmp_path / "mới.xlsx", [("V9", 7000.0, 0.0), ("V8", 8000.0, 0.0)])
    replace_list(registry, request.id, path, who="lan", version=now.version, name="mới.xlsx")
    lan = visitor(app, "lan")
    assert link in main(lan, papers)
    assert said_in(lan.get(link).data).text == before
    lan.post("/language", {"lang": "en"})
    assert said_in(lan.get(link).data).text == before, "none can be made any more: the one that went out"
