"""Edited sentences reach the letter, are told at the doors, sealed, undone, and stale ones asked about."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document

from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_as_recommended, decide_row
from registry.services.requests.letters.edits import (
    Sentence,
    edit_points,
    edit_sentence,
    sentences,
    undo_edit,
)
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.opened import load_request
from registry.services.requests.requests import issue
from registry.services.requests.sealing import seal_request
from tests.services.requests import desk

OWN = "Đề nghị đơn vị phối hợp với Ủy ban nhân dân xã khi thi công."


@pytest.fixture
def decided(office: Registry, tmp_path: Path) -> Request:
    request = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING, RequestState.DRAFT)
    decide_as_recommended(office, request.id, who="lan")
    return load_request(office, request.id).request


def of(office: Registry, request: Request, key: str) -> Sentence:
    return next(one for one in sentences(office, load_request(office, request.id)) if one.key == key)


def edit(office: Registry, request: Request, key: str, text: str, **own: object) -> None:
    seen: int = own.get("seen", 0)  # type: ignore[assignment]  # a version
    base = of(office, request, key).base
    edit_sentence(office, request.id, key, text, base=base, who=str(own.get("who", "lan")), seen=seen)


def said(office: Registry, request: Request) -> str:
    document = Document(io.BytesIO(reply_letter(office, request.id, maps=False)))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_an_edit_takes_the_sentences_place_and_is_undone_by_itself(
    office: Registry, decided: Request
) -> None:
    before = of(office, decided, "closing")
    assert before.text in said(office, decided)
    edit(office, decided, "closing", OWN)
    assert OWN in said(office, decided)
    assert before.text not in said(office, decided)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        edit(office, decided, "closing", "câu khác", who="minh")
    edit(office, decided, "closing", before.base, seen=1)  # typed back: no edit is left
    assert of(office, decided, "closing").edit is None
    edit(office, decided, "closing", OWN)
    undo_edit(office, decided.id, "closing", who="lan", seen=1)
    assert before.text in said(office, decided)
    assert desk.sound(office)


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("closing", "  ", "LETTER-SENTENCE-EMPTY"),
        ("closing", "a" * 3001, "TEXT-LONG"),
        ("no-such", "câu", "LETTER-SENTENCE-UNKNOWN"),
    ],
)
def test_what_is_no_sentence_is_refused(
    office: Registry, decided: Request, key: str, text: str, code: str
) -> None:
    with pytest.raises(RefusalError, match=code):
        edit_sentence(office, decided.id, key, text, base="", who="lan", seen=0)


def test_an_edit_names_no_code_of_another_carrier(office: Registry, decided: Request) -> None:
    edit(office, decided, "closing", "Gần cột BGG00045 của doanh nghiệp khác.")
    assert "BGG00045" not in said(office, decided)


def test_the_doors_tell_of_edits_and_ask_about_those_whose_ground_has_changed(
    office: Registry, decided: Request, tmp_path: Path
) -> None:
    edit(office, decided, "closing", OWN)
    edit(office, decided, "agreed", "Thống nhất một số vị trí.")
    points = edit_points(office, load_request(office, decided.id))
    assert {point.matter.code for point in points} == {"MATTER-EDITED"}
    file = load_request(office, decided.id)
    first = file.rows[0].decision
    assert first is not None
    decide_row(office, decided.id, 0, RowDecision.REFUSE, who="lan", seen=first.version, reason="gần trường")
    assert of(office, decided, "agreed").outdated
    request = load_request(office, decided.id).request
    with pytest.raises(RefusalError, match="REQUEST-MATTERS"):
        desk.to(office, request, RequestState.SUBMITTED)
    reasons = {"papers": "bản giấy", "gaps": desk.GAPS, "edits": "câu chung, vẫn đúng"}
    request = desk.to(office, request, RequestState.SUBMITTED, reasons=reasons)
    with pytest.raises(RefusalError, match="REQUEST-SUBMITTED"):
        edit(office, decided, "closing", "sửa khi đã trình", seen=1)
    path = desk.pdf(tmp_path)
    issue(
        office, request.id, number="9/SKHCN", date=today(), signed_pdf=path, signed_name="ký.pdf",
        who="giám đốc", version=request.version, reasons={"signature": "ký giấy"},
    )  # fmt: skip
    with pytest.raises(RefusalError, match="REQUEST-CLOSED"):
        edit(office, decided, "closing", "sửa khi đã ban hành", seen=1)
    with zipfile.ZipFile(seal_request(office, request.id, who="lan").path) as package:
        kept = json.loads(package.read("edits.json"))
        letter = Document(io.BytesIO(package.read("letter.docx")))
    assert {one["sentence"] for one in kept} == {"closing", "agreed"}
    assert OWN in "\n".join(paragraph.text for paragraph in letter.paragraphs)
