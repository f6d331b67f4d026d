"""Until when an owner answers a sharing request, by its pages: one number everywhere, and what moves it."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.model.regulations import StatedMatter
from registry.regulations.composing import law_of
from registry.services.office import own_law
from registry.services.office.calendar import today
from registry.services.requests.sharing import sharing_of
from registry.settings import Settings
from tests.regulations.stated import FIRST, QD_72, content, head, published
from tests.regulations.stated import number as stated
from tests.services.requests.letters import replied
from tests.web.people import registry_of, visitor
from tests.web.requests.sharing_office import asked, office_of_sharing


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return office_of_sharing(tmp_path)


def test_one_matter_is_late_by_one_number_wherever_it_is_said(app: Flask) -> None:
    asked(app, sent_on=(today() - dt.timedelta(days=40)).isoformat())
    office = visitor(app, "lan")
    (late,) = (text for text in office.page("/sharing").text if text.startswith("quá hạn "))
    assert late.endswith("ngày làm việc")
    listed = office.page("/obligations?kind=DUT-SHARE")
    assert late in listed.text
    (way,) = (a["href"] for a in listed.all("a") if a["href"].startswith("/obligations/DUT-SHARE"))
    assert any("đếm theo ngày làm việc" in text for text in office.page(way).text)


def test_a_survey_moves_the_day_by_the_owners_word(app: Flask) -> None:
    sent = today() - dt.timedelta(days=3)
    way = asked(app, sent_on=sent.isoformat())
    before = sharing_of(registry_of(app))[0].due_on
    steps = visitor(app, "lan").page(way).text
    assert f"{sent:%d/%m/%Y}" in steps  # the step has the letter's day, though the office entered it later
    assert any(text.startswith(f"ghi vào sổ {today():%d/%m/%Y}") for text in steps)
    owner = visitor(app, "vnpt")
    owner.post(f"{way}/survey", {"version": "1"}, 303)
    after = sharing_of(registry_of(app))[0]
    assert after.survey
    assert before != after.due_on
    assert after.due_on is not None
    new = f"Đã ghi: phải khảo sát kỹ thuật. Hạn trả lời mới: hết ngày {after.due_on:%d/%m/%Y}."
    assert new in owner.page(way).text
    assert any("15 ngày vì phải khảo sát" in text for text in visitor(app, "lan").page(way).text)


def test_the_day_of_receipt_moves_the_day_by_the_owners_word(app: Flask) -> None:
    sent = today() - dt.timedelta(days=40)
    way, received = asked(app, sent_on=sent.isoformat()), today() - dt.timedelta(days=2)
    owner, asker, office = (visitor(app, name) for name in ("vnpt", "viettel", "lan"))
    assert any("chưa ai ghi ngày chủ cột nhận" in text for text in asker.page(way).text)
    assert "Tính từ ngày gửi, thời hạn trả lời đã hết" in replied.text(office.get(f"{way}/both.docx").data)
    asker.post(f"{way}/receipt", {"version": "1", "received_on": received.isoformat()}, 400)
    owner.post(f"{way}/receipt", {"version": "1", "received_on": ""}, 400)
    owner.post(f"{way}/receipt", {"version": "1", "received_on": received.isoformat()}, 303)
    (found,) = sharing_of(registry_of(app))
    assert (found.received_on, found.overdue) == (received, False)
    assert f"Hạn trả lời: hết ngày {found.due_on:%d/%m/%Y}." in " ".join(owner.page(way).text)
    page = asker.page(way).text
    assert {"Chủ cột nhận", f"{received:%d/%m/%Y}", "Chủ cột nhận được đề nghị"} <= set(page)
    assert any("tính từ ngày chủ cột nhận" in text for text in page)
    assert "đã hết" not in replied.text(office.get(f"{way}/both.docx").data)


@pytest.mark.parametrize(
    ("numbers", "usual", "survey"),
    [
        (None, "trong 7 ngày làm việc (15 ngày khi phải khảo sát).", "Phải khảo sát kỹ thuật (hạn 15 ngày)"),
        ({"reply_days": stated(10), "survey_days": stated(20)},
         "trong 10 ngày làm việc (20 ngày khi phải khảo sát).", "Phải khảo sát kỹ thuật (hạn 20 ngày)"),
        ({"reply_days": stated(10)}, "trong 10 ngày làm việc.", "Phải khảo sát kỹ thuật"),
    ],
)  # fmt: skip
def test_pages_name_the_days_of_the_text_in_force(
    app: Flask, monkeypatch: pytest.MonkeyPatch, numbers: Any, usual: str, survey: str
) -> None:
    if numbers is not None:
        matter = {"sharing_answer": StatedMatter("Điều 7", numbers=numbers)}
        told = content(head=head("QĐ 3/2025/QĐ-UBND", FIRST, replaces=QD_72), matters=matter)
        law = law_of([published(told, "24")])
        monkeypatch.setattr(own_law, "load_own_law", lambda _connection: law)
    assert f"trả lời tại đây {usual}" in " ".join(visitor(app, "viettel").page("/sharing/new").text)
    assert survey in visitor(app, "vnpt").page(asked(app)).text
