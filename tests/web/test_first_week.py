"""Lạng Sơn from an empty register to an issued letter: a gap, an invented regulation, rows judged by it.

The register is made as ``bts init --province`` makes it; the regulation is entered, tried and replayed by one
person and published by another on the pages; what was filed before is then judged by it and answered.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from flask import Flask

from registry.model.requests.desk import RequestKind, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_row
from registry.services.requests.opened import RequestFile
from registry.services.requests.requests import issue, load_request, receive_request
from tests.services.requests import desk
from tests.web.people import registry_of, running, visitor
from tests.web.regulations.office import NAME, made
from tests.web.regulations.test_own import begun, kept, ready, sent
from tests.web.test_another_province import FOREIGN, proposals, text_of

NUMBER = "12/SKHCN-BCVT"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Flask]:
    """The office of Lạng Sơn with its people, one mast and complete lists, and no regulation."""
    with running(made(tmp_path / "home")) as app:
        yield app


def spacing(file: RequestFile, row: int) -> tuple[str, str, str]:
    """Return what SPC-01 says of a row: its outcome, document and article."""
    found = next(one for one in file.rows[row].findings if one.rule == "SPC-01")
    return (found.outcome.value, found.source, found.article)


def published(app: Flask) -> None:
    """Have the appraiser enter the invented regulation and the leader publish it."""
    appraiser = visitor(app, "appraiser")
    base = begun(appraiser)
    ready(app, appraiser, base)
    sent(appraiser, f"{base}/propose", {})
    visitor(app, "leader").post(f"{base}/publish", {"version": kept(app, base).version}, 303)


def answered(registry: Registry, folder: Path, address: str) -> None:
    """Refuse the row that is too near by the regulation, agree to the others, and issue the letter."""
    request = load_request(registry, address).request
    request = desk.to(registry, request, RequestState.APPRAISING, RequestState.DRAFT)
    for row, choice in enumerate((RowDecision.REFUSE, RowDecision.AGREE, RowDecision.AGREE)):
        decide_row(registry, address, row, choice, who="appraiser", seen=0, reason="Theo hồ sơ và thực địa")
    request = desk.to(registry, request, RequestState.SUBMITTED)
    issue(
        registry, address, number=NUMBER, date=today(), signed_pdf=desk.pdf(folder), signed_name="ký.pdf",
        who="leader", version=request.version, reasons={"signature": "ký giấy", "gaps": desk.GAPS},
    )  # fmt: skip


def test_a_row_is_a_gap_until_the_regulation_is_published_and_the_letter_cites_it(
    office: Flask, tmp_path: Path
) -> None:
    registry = registry_of(office)
    made_request = receive_request(
        registry, proposals(tmp_path / "ds.xlsx", 0), kind=RequestKind.POSITION, organisation="VTL",
        officer="appraiser", name="ds.xlsx", letter_date=today(), letter_number="15/VT-KT", who="appraiser",
    )  # fmt: skip
    before = load_request(registry, made_request.id)
    assert [spacing(before, row)[0] for row in range(3)] == ["review"] * 3, "by the gap's name"
    gap = next(one for one in before.rows[1].findings if one.rule == "SPC-01")
    assert gap.code == "RULE-GAP-HERE"
    published(office)
    after = load_request(registry, made_request.id)
    assert spacing(after, 0) == ("fail", NAME, "Điều 9")
    assert spacing(after, 1)[0] == "pass"
    answered(registry, tmp_path, made_request.id)
    carrier = visitor(office, "carrier")
    page = carrier.get(f"/requests/{made_request.id}").get_data(as_text=True)
    assert NUMBER in page
    letter = visitor(office, "appraiser").get(f"/requests/{made_request.id}/letter.docx").data
    text = "\n".join(re.sub(r"\s+", " ", line) for line in text_of("letter.docx", letter).split("\n"))
    for words in ("UBND TỈNH LẠNG SƠN", "Lạng Sơn, ngày", NUMBER, "15/2026/QĐ-UBND", "Điều 9"):
        assert words in text, words
    assert "Căn cứ Quyết định số 15/2026/QĐ-UBND" in "\n".join(
        part.text for part in Document(io.BytesIO(letter)).paragraphs
    )
    assert FOREIGN.findall(text) == []
