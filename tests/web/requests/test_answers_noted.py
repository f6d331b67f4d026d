"""An officer's word is never shown to a body as its own: who gave an answer, and in whose place."""

from flask import Flask

from registry.services.office.calendar import today
from registry.services.requests.notes import record_answer
from registry.services.requests.opened import load_request
from tests.web.people import registry_of, visitor
from tests.web.requests.test_consultations import asked, commune_name, number, settings

__all__ = ["settings"]


def test_a_body_reads_that_an_officer_noted_another_answer_than_it_sent(app: Flask) -> None:
    found = asked(app, f"UBND {commune_name(app)}")
    body, office = visitor(app, "xa"), visitor(app, "lan")
    own = {"outcome": "conditions", "answered_on": today().isoformat(), "answer_number": "9/UBND"}
    body.post(f"/consultations/{found}/answer", {**own, "version": "1", "answer": "cách nhà dân 15 m"}, 303)
    page = body.get(f"/consultations/{found}").get_data(as_text=True)
    assert "Ý kiến đã gửi" in page
    assert "Cán bộ của cơ quan lấy ý kiến ghi" not in page

    request = load_request(registry_of(app), number())
    (standing,) = [one for one in request.consultations if one.id == found]
    record_answer(
        registry_of(app), request.request.id, found, outcome="conditions", answered_on=today(),
        answer="cách nhà dân 20 m", answer_number="91/UBND", who="lan", seen=standing.version,
    )  # fmt: skip
    page = body.get(f"/consultations/{found}").get_data(as_text=True)
    assert "Cán bộ của cơ quan lấy ý kiến ghi lúc" in page
    assert "Ý kiến cơ quan bạn đã gửi ở đây" in page
    assert "Cơ quan của bạn đã gửi ý kiến" not in page
    assert "cách nhà dân 15 m" in page  # what it did send
    assert "cách nhà dân 20 m" in page
    papers = office.get(f"/requests/{request.request.id}/papers").get_data(as_text=True)
    assert "Ghi thay ý kiến gửi bằng tài khoản xa" in papers
    assert "cách nhà dân 15 m" in papers
