"""Letters of duties say what their pages and workbooks say, and as they were sent for ever."""

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from openpyxl.worksheet.worksheet import Worksheet

from registry.model import vietnam_time
from registry.model.duties import DutyLetter, LetterKind, LetterState
from registry.model.people import Role
from registry.services.obligations.change_letters import draft_change_letters
from registry.services.obligations.compliance_letters import draft_compliance_letters
from registry.services.obligations.followed_letters import get_letter, letters_of, record_sent
from registry.services.obligations.reminders import draft_reminders
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state
from registry.services.office.sign_in.accounts import add_account
from registry.services.office.time_limits import set_office_number
from registry.settings import read_settings
from tests.documents.said import Said, said_in
from tests.pages import Pages
from tests.services.obligations.test_list_changes import FIRST, listed, second
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, running, visitor
from tests.web.requests.outcomes import main, words


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A small office: two lists of Viettel's, certificates that ended in several months, an agreed position.

    Letters of every kind are drafted, every other one is sent.
    """
    folder: Path = tmp_path_factory.mktemp("letters")
    registry = desk.make(read_settings({"BTS_HOME": str(folder / "sổ")}))
    for name, role in (("appraiser", Role.APPRAISER), ("carrier", Role.CARRIER)):
        own: dict[str, Any] = {"organisation": "VTL" if role is Role.CARRIER else "", "who": "t"}
        add_account(registry, name, [role], password=PASSWORD, must_change=False, **own)
    set_office_number(registry, "LIM-POSITION.days", 10, who="t")
    ended = (-70, -40, -39, -3, -1, 4, 20, 21)
    rows = {f"C{at}": {"north": 21_000.0 + 900 * at, "expires": today() + dt.timedelta(ago)}
            for at, ago in enumerate(ended)}  # fmt: skip
    second(registry, folder)
    listed(registry, folder / "ba.xlsx", {**FIRST, **rows, "Z": {"north": 30_000.0}}, today())
    desk.issued(registry, folder, desk.received(registry, folder, [("V1", -9_000.0, 0.0)]))
    drafts = [
        *draft_reminders(registry, who="t", within=400), *draft_compliance_letters(registry, who="t"),
        *draft_change_letters(registry, today(), who="t"),
    ]  # fmt: skip
    for number, one in enumerate(drafts):
        if number % 2:
            record_sent(
                registry, one.id, number=f"{number}/SKHCN", sent_on=today(), answer_by=one.answer_by,
                who="t", seen=one.version,
            )  # fmt: skip
    registry.close()
    with running(read_settings({"BTS_HOME": str(folder / "sổ")})) as made:
        yield made


def test_a_letter_asks_what_its_page_and_its_workbook_ask(app: Flask) -> None:
    pages, registry = visitor(app, "appraiser"), registry_of(app)
    kinds: Counter[LetterKind] = Counter()
    for one in letters_of(registry):
        kinds[one.kind] += 1
        link = f"/followed-letters/{one.id}"
        page, letter = words(main(pages, link)), said_in(pages.get(f"{link}/letter.docx").data)
        book = openpyxl.load_workbook(io.BytesIO(pages.get(f"{link}/list.xlsx").data))
        assert f"Nội dung ({len(one.lines)})" in page
        assert f"Số: {one.number}" in letter.text
        assert ("DỰ THẢO" in letter.text) == (one.state in (LetterState.DRAFT, LetterState.DISCARDED))
        assert letter.day == (f"{one.sent_on:%d/%m/%Y}" if one.sent_on else "")
        if one.sent_on:
            assert f"{one.number} ngày {one.sent_on:%d/%m/%Y}" in page
        if one.answer_by:
            assert f"trước ngày {one.answer_by:%d/%m/%Y}" in letter.text
        told = letter.table("TT", "Nội dung")
        _same_lines(told, one, page)
        if one.kind is LetterKind.REMINDER:
            _same_reminder(letter, told, book["Nội dung đôn đốc"], page)
        elif one.kind is LetterKind.COMPLIANCE:
            _same_review(told, book)
        else:
            _same_changes(told, book["Đề nghị giải trình"])
    assert len(kinds) == len(LetterKind)


def _same_lines(told: list[dict[str, str]], one: DutyLetter, page: str) -> None:
    """Every line of the letter stands on the page with its number; months that are over stand there apart."""
    listed = {str(line["what_vi"]): int(line.get("items", 0)) for line in one.lines}
    gathered = [line for line in told if _plain(line["Nội dung"]) not in listed]
    assert len(told) - len(gathered) <= len(one.lines)
    assert all(" đến tháng " in line["Nội dung"] for line in gathered)
    for line in told:
        what = _plain(line["Nội dung"])
        assert line in gathered or what in page
        number = line.get("Số lượng")
        if number is not None:
            assert f"{what} " in page
            same = [int(other.get("items", 0)) for other in one.lines if other["what_vi"] == what]
            assert int(number.replace(".", "")) in same
    for text in listed:
        assert text in page


def _same_reminder(letter: Said, told: list[dict[str, str]], sheet: Worksheet, page: str) -> None:
    assert f"còn {len(told)} nội dung" in letter.text
    rows = _rows(sheet)
    works = sum(int(row["Số công trình"] or 0) for row in rows)
    counted = [re.search(r"\((\d+) (?:trạm|cột|công trình)\)$", line["Nội dung"]) for line in told]
    assert sum(int(found[1]) for found in counted if found) == works
    for line in told:
        same = [row for row in rows if row["Nội dung"] == _plain(line["Nội dung"])]
        for row in same:
            assert f"{row['Thời hạn']:%d/%m/%Y}" == line["Thời hạn"]
            assert row["Tình trạng"] == line["Tình trạng"]
        assert same or " đến tháng " in line["Nội dung"]
    for row in rows:
        assert f"{row['Nội dung']} hạn {row['Thời hạn']:%d/%m/%Y}" in page


def _same_review(told: list[dict[str, str]], book: openpyxl.Workbook) -> None:
    """Each number counts lines of the workbook: what to remedy and explain, and coloured cells to fill."""
    listed = Counter(
        row["Nội dung"]
        for name in ("Cần khắc phục", "Cần giải trình")
        if name in book.sheetnames
        for row in _rows(book[name])
    )
    said: Counter[str] = Counter()
    for line in told:
        if line["Căn cứ"] != "–":
            said[line["Nội dung"]] += int(line["Số lượng"].replace(".", ""))
    assert said == listed
    masts = book["Bổ sung về cột"] if "Bổ sung về cột" in book.sheetnames else None
    asked = {line["Nội dung"]: int(line["Số lượng"].replace(".", "")) for line in told}
    if masts is not None:
        heads = [str(cell.value) for cell in masts[1]]
        for at, head in enumerate(heads, 1):
            coloured = sum(
                cell.fill.fill_type == "solid"
                for (cell,) in masts.iter_rows(min_row=2, min_col=at, max_col=at)
            )
            assert head not in asked or asked[head] == coloured, head


def _same_changes(told: list[dict[str, str]], sheet: Worksheet) -> None:
    counted = Counter(row["Thay đổi"] for row in _rows(sheet))
    assert {line["Nội dung"]: int(line["Số lượng"].replace(".", "")) for line in told} == counted


def test_a_letter_that_was_sent_says_what_it_said_whoever_signs_later(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, registry = visitor(app, "appraiser"), registry_of(app)
    for number, one in enumerate(letters_of(registry), 1):
        if one.state is LetterState.DRAFT:
            record_sent(
                registry, one.id, number=f"9{number}/GỬI", sent_on=today(), answer_by=one.answer_by, who="t",
                seen=one.version,
            )  # fmt: skip
    sent = [one for one in letters_of(registry) if one.sent_on]
    before = {one.id: _papers(officer, one.id) for one in sent}
    assert len(before) > 2
    legal = dict.fromkeys({one.organisation for one in sent}, "Công ty đổi tên")
    head = {"authority": "TL", "signer_title": "TRƯỞNG PHÒNG", "signer": "Người Ký Sau"}
    state(registry, head, who="t", legal=legal)
    right = vietnam_time.read_clock
    monkeypatch.setattr(vietnam_time, "read_clock", lambda: right() + dt.timedelta(40))
    officer, carrier = visitor(app, "appraiser"), visitor(app, "carrier")
    for one in sent:
        assert _papers(officer, one.id) == before[one.id]
        if one.organisation == "VTL":
            assert _papers(carrier, one.id) == before[one.id]
    later = get_letter(registry, sent[0].id)
    moved: dict[str, Any] = {"answer_by": today() + dt.timedelta(5), "who": "t", "seen": later.version}
    record_sent(registry, later.id, number=later.number, sent_on=later.sent_on or today(), **moved)
    assert _papers(officer, later.id) == before[later.id]
    again = get_letter(registry, later.id)
    record_sent(
        registry, later.id, number="10/MỚI", sent_on=today(), answer_by=None, who="t", seen=again.version
    )
    assert "Số: 10/MỚI" in said_in(officer.get(f"/followed-letters/{later.id}/letter.docx").data).text


def _papers(pages: Pages, letter: str) -> tuple[str, bytes]:
    link = f"/followed-letters/{letter}"
    return said_in(pages.get(f"{link}/letter.docx").data).text, pages.get(f"{link}/list.xlsx").data


def _plain(text: str) -> str:
    """Return what a line asks without the number of works behind it."""
    return re.sub(r" \(\d[\d.]* (?:trạm|cột|công trình)\)$", "", text)


def _rows(sheet: Worksheet) -> list[dict[str, Any]]:
    heads, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), line, strict=True)) for line in lines]
