"""A notice of commencement is about a position that a letter agreed to, on conditions that may not be met."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from registry.messages import number
from registry.model.requests.desk import RequestKind, RequestState, RowDecision
from registry.model.requests.matters import Weight
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.agreed import agreed_rows
from registry.services.requests.agreed.approvals import approvals_of, revoke
from registry.services.requests.agreed.noticed import notices_of
from registry.services.requests.conditions.following import meet_condition
from registry.services.requests.decisions import decide_row
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.sheet import Door, Kind
from registry.services.requests.letters.note_summary import missing_papers
from registry.services.requests.matters import said
from registry.services.requests.opened import RequestFile, load_request
from registry.store.requests.requests import of_request
from tests.services.requests import desk

WORDS = ["Sơn cột báo hiệu", "Nộp thỏa thuận thuê đất"]
POSITION = "Văn bản đã thống nhất vị trí"


def asked_papers(file: RequestFile) -> set[str]:
    points = filed_sheet(file, Door.SUBMIT).points
    return {point.matter.about for point in points if point.kind is Kind.PAPERS}


def test_a_notice_s_row_names_the_letter_that_agreed_and_what_of_its_conditions_is_not_met(
    office: Registry, tmp_path: Path
) -> None:
    made = desk.received(office, tmp_path, desk.FIVE[:1])
    decide_row(
        office, made.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, reason="đã có đủ",
        conditions=WORDS,
    )  # fmt: skip
    letter = desk.issued(office, tmp_path, made)
    notice = desk.received(office, tmp_path, desk.FIVE[:1], kind=RequestKind.COMMENCEMENT)
    mixed = desk.received(office, tmp_path, desk.FIVE[:2], kind=RequestKind.COMMENCEMENT)

    file = load_request(office, notice.id)
    (matter,) = (one for one in file.rows[0].matters if one.code.startswith("MATTER-NOTICED"))
    text = said(matter)
    assert matter in file.rows[0].unsettled
    assert all(word in text for word in (*WORDS, letter.issued_number, f"{today():%d/%m/%Y}", made.number))
    assert "position" not in asked_papers(file)
    assert POSITION not in missing_papers(file, "vi")
    other = load_request(office, mixed.id)
    assert other.rows[1].noticed is None
    assert "position" in asked_papers(other)  # of one row no letter is known

    for one in load_request(office, letter.id).rows[0].conditions:
        if one.text in WORDS:
            meet_condition(office, letter.id, one.id, paper="12/CV", on=today(), who="lan", seen=one.version)
    (matter,) = (one for one in load_request(office, notice.id).rows[0].matters if "NOTICED" in one.code)
    assert (matter.code, matter.weight) == ("MATTER-NOTICED", Weight.SAYS)

    (position,) = approvals_of(office, request=letter.id)
    revoke(office, position.id, reason="QĐ 9", who="lan", seen=position.version)
    file = load_request(office, notice.id)
    assert file.rows[0].noticed is None
    assert "position" in asked_papers(file)


def test_what_a_notice_states_otherwise_than_was_agreed_to_is_asked_about(
    office: Registry, tmp_path: Path
) -> None:
    desk.issued(office, tmp_path, desk.received(office, tmp_path, desk.FIVE[:1]))
    facts = {"organisation": "VTL", "kind": "commencement", "received_on": today().isoformat()}

    def told(**cells: object) -> list[str]:
        path = desk.write_list(tmp_path / "khởi công.xlsx", desk.FIVE[:1])
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        for column, head in enumerate(desk.HEADER, 1):
            if head in cells:
                sheet.cell(2, column).value = cells[head]
        book.save(path)
        drafts = Drafts(office)
        letter = f"{desk.counted(office)}/VT-KC"
        draft = drafts.make({**facts, "letter_number": letter}, who="vt", own="VTL", source=(path, path.name))
        before = [one.matter for one in drafts.sheet(draft).points if one.kind is Kind.OTHERWISE]
        file = load_request(office, drafts.register(draft, officer=None, who="vt").id)
        found = [one for one in file.rows[0].matters if one.code == "MATTER-NOTICED-OTHER"]
        assert [one for one in file.rows[0].unsettled if one in found] == found
        assert [said(one) for one in before] == [*map(said, found)], "no place and no code is there twice"
        return [said(one) for one in found]

    assert told() == []
    assert told(**{"Chiều cao cột (m)": None}) == []  # what is left out says nothing
    (higher,) = told(**{"Chiều cao cột (m)": 36})
    assert "chiều cao cột 36,0 m, đã thống nhất 42,0 m" in higher
    (other,) = told(**{"Loại cột": "A2c", "Chiều cao cột (m)": 24})
    assert "loại cột A2c, đã thống nhất A2b; chiều cao cột 24,0 m" in other
    _lon, lat = desk.north(desk.FIVE[0][1])
    assert told(**{"Vĩ độ": round(lat + 0.00005, 6)}) == []  # about 5 m: as a mast built there would match
    for degrees, metres in ((0.0005, 55), (0.01, 1107)):
        (moved,) = told(**{"Vĩ độ": round(lat + degrees, 6)})
        assert f"vị trí cách nơi đã thống nhất {number(metres, 0)}" in moved


def test_a_request_is_read_once_however_many_of_its_positions_are_noticed(
    office: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = desk.issued(office, tmp_path, desk.received(office, tmp_path, desk.FIVE[:2]))
    notice = desk.received(office, tmp_path, desk.FIVE[:2], kind=RequestKind.COMMENCEMENT)
    read: list[str] = []

    def counted(connection: Any, table: Any, request: str) -> list[dict[str, Any]]:
        read.append(f"{table.name} {request}")
        return of_request(connection, table, request)

    monkeypatch.setattr(agreed_rows, "of_request", counted)
    rows = load_request(office, notice.id).rows
    assert all(row.noticed is not None and row.noticed.place.request == letter.id for row in rows)
    assert read == [f"request_rows {letter.id}", f"row_notes {letter.id}"]


def test_only_a_notice_is_about_an_agreed_position(office: Registry, tmp_path: Path) -> None:
    desk.issued(office, tmp_path, desk.received(office, tmp_path, desk.FIVE[:1]))
    again = desk.received(office, tmp_path, desk.FIVE[:1], again="đổi chiều cao")
    others = desk.received(
        office, tmp_path, desk.FIVE[:1], kind=RequestKind.COMMENCEMENT, organisation="VNPT"
    )
    for made in (again, others):
        assert load_request(office, made.id).rows[0].noticed is None


def test_before_it_is_filed_too_nobody_is_asked_for_the_letter_that_agreed(
    office: Registry, tmp_path: Path
) -> None:
    letter = desk.issued(office, tmp_path, desk.received(office, tmp_path, desk.FIVE[:1]))
    drafts, facts = Drafts(office), {"organisation": "VTL", "received_on": today().isoformat()}

    def asked(kind: RequestKind, rows: int) -> tuple[set[str], dict[str, tuple[str, ...]]]:
        path = desk.write_list(tmp_path / "ds.xlsx", desk.FIVE[:rows])
        draft = drafts.make({**facts, "kind": kind.value}, who="vt", own="VTL", source=(path, "ds.xlsx"))
        points = drafts.sheet(draft).points
        papers = {point.matter.about for point in points if point.kind is Kind.PAPERS}
        return papers, dict(drafts.matters(draft).own_papers)

    papers, own = asked(RequestKind.COMMENCEMENT, 1)
    assert "position" not in papers
    assert own == {"position": (letter.issued_number,)}
    for kind, rows in ((RequestKind.COMMENCEMENT, 2), (RequestKind.POSITION, 1)):
        papers, own = asked(kind, rows)
        assert own == {}
        assert ("position" in papers) == (kind is RequestKind.COMMENCEMENT)  # of one row no letter is known


def test_a_sender_is_told_before_it_sends_what_the_office_will_be_told_of_its_conditions(
    office: Registry, tmp_path: Path
) -> None:
    made = desk.received(office, tmp_path, desk.FIVE[:2])
    for row in range(2):
        decide_row(
            office, made.id, row, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, reason="đã có đủ",
            conditions=WORDS,
        )  # fmt: skip
    letter = desk.issued(office, tmp_path, made)
    for one in load_request(office, letter.id).rows[1].conditions:
        if one.state.unmet:
            meet_condition(office, letter.id, one.id, paper="12/CV", on=today(), who="lan", seen=one.version)

    drafts, facts = Drafts(office), {"organisation": "VTL", "received_on": today().isoformat()}
    path = desk.write_list(tmp_path / "khởi công.xlsx", desk.FIVE[:2])
    facts |= {"kind": RequestKind.COMMENCEMENT.value, "letter_number": "99/VT-KT"}
    draft = drafts.make(facts, who="viettel", own="VTL", source=(path, path.name))
    told = [(point.row, point.weight) for point in drafts.sheet(draft).points if point.kind is Kind.OWED]
    assert told == [(0, Weight.SAYS)]  # of the second all is met: nothing is left to do

    sent = drafts.register(draft, officer=None, who="viettel")
    [asked] = [
        one for one in filed_sheet(load_request(office, sent.id), Door.SUBMIT).points
        if one.kind is Kind.OWED and one.weight is Weight.ASKS
    ]  # fmt: skip
    assert (asked.row, asked.matter.code) == (0, "MATTER-NOTICED-UNMET")


def test_an_agreed_position_knows_its_notices(office: Registry, tmp_path: Path) -> None:
    letter = desk.issued(office, tmp_path, desk.received(office, tmp_path, desk.FIVE[:2]))
    first, second = sorted(approvals_of(office, request=letter.id), key=lambda one: one.code)
    assert notices_of(office, first) == []
    notice = desk.received(office, tmp_path, desk.FIVE[:1], kind=RequestKind.COMMENCEMENT)
    desk.received(office, tmp_path, desk.FIVE[:2], again="đổi chiều cao")
    assert [one.id for one in notices_of(office, first)] == [notice.id]
    assert notices_of(office, second) == []
    desk.to(office, notice, RequestState.WITHDRAWN, reason="Gửi nhầm")
    assert notices_of(office, first) == []
