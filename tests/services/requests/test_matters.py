"""One letter once, one place once, one number once; and nothing that was not read is agreed to."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.decisions import (
    FOLLOWS,
    RowChoice,
    correct_row,
    decide_as_recommended,
    decide_row,
    decide_rows,
)
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.sheet import Door, Kind
from registry.services.requests.notes import consult, withdraw_note
from registry.services.requests.opened import load_request
from registry.services.requests.reading import get_request
from registry.services.requests.requests import replace_list
from tests.services.requests import desk
from tests.services.requests.desk import at_once, pdf, received, to, write_list
from tests.services.requests.matters import (
    AGREE,
    THREE,
    codes,
    filed,
    issue_under,
    ready,
    refused,
    submitted,
    with_kinds,
)


# ---- what was not read -----------------------------------------------------------------------------------
def test_a_row_with_an_unread_cell_is_neither_taken_by_the_bulk_nor_agreed_to(
    office: Registry, tmp_path: Path
) -> None:
    rows = [("V1", 2000.0, 0.0, "Cột mới"), ("V2", 3000.0, 0.0, "Phủ sóng 5G")]
    request = filed(office, with_kinds(tmp_path / "a.xlsx", rows))
    assert codes(office, request) == {1: ["MATTER-UNREAD-NEEDED"]}
    decide_as_recommended(office, request.id, who="lan")
    assert load_request(office, request.id).undecided == (1,)
    with pytest.raises(RefusalError):  # no reason makes a word that was not understood a new mast
        decide_row(office, request.id, 1, AGREE, who="lan", seen=0, reason="cứ coi là cột mới")
    seen = load_request(office, request.id).rows[1].version
    correct_row(
        office, request.id, 1, {"kind": "upgrade"}, who="lan", seen=seen, reason="doanh nghiệp trả lời",
        stated=["kind"],
    )  # fmt: skip
    assert codes(office, request) == {}
    decide_row(office, request.id, 1, AGREE, who="lan", seen=0, reason="nâng cấp", conditions=["giữ cột"])
    request = issue_under(office, tmp_path, submitted(office, request), "5/SKHCN")
    assert [one.code for one in approvals_of(office, request=request.id)] == ["V1"]


def test_a_cell_that_decides_less_is_answered_by_a_reason_that_may_be_taken_back(
    office: Registry, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "a.xlsx", [("V1", 2000.0, 0.0)])
    _cell(path, "H2", "hai nhà mạng")
    request = filed(office, path)
    assert codes(office, request) == {0: ["MATTER-UNREAD"]}
    with refused("REQUEST-MATTER-REASON"):
        decide_row(office, request.id, 0, RowDecision.SUPPLEMENT, who="lan", seen=0)
    decide_row(office, request.id, 0, RowDecision.SUPPLEMENT, who="lan", seen=0, reason="hỏi lại số nhà mạng")
    assert codes(office, request) == {}
    request = to(office, request, RequestState.APPRAISING, RequestState.DRAFT)
    [note] = [note for note in load_request(office, request.id).rows[0].notes if note.kind == "matter"]
    withdraw_note(office, request.id, note.id, who="lan", seen=note.version)
    with refused("REQUEST-MATTERS"):
        to(office, request, RequestState.SUBMITTED)


def test_decided_again_for_another_reason_a_row_keeps_no_answer_that_says_the_contrary(
    office: Registry, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "a.xlsx", [("V1", 2000.0, 0.0)])
    _cell(path, "H2", "hai nhà mạng")
    request = filed(office, path)

    def decide(decision: RowDecision, reason: str) -> list[str]:
        standing = load_request(office, request.id).rows[0].decision
        seen = 0 if standing is None else standing.version
        decide_row(office, request.id, 0, decision, who="lan", seen=seen, reason=reason)
        notes = load_request(office, request.id).rows[0].notes
        return [note.text for note in notes if note.kind == "matter" and not note.withdrawn]

    assert decide(RowDecision.SUPPLEMENT, "hỏi lại số nhà mạng") == ["hỏi lại số nhà mạng"]
    assert decide(RowDecision.REFUSE, "trùng hồ sơ khác") == ["trùng hồ sơ khác"]
    assert decide(RowDecision.REFUSE, "trùng hồ sơ khác") == ["trùng hồ sơ khác"]
    assert codes(office, request) == {}


def test_decided_otherwise_without_a_word_what_the_decision_before_answered_is_open_again(
    office: Registry, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "a.xlsx", [("V1", 2000.0, 0.0), ("V2", 6000.0, 0.0)])
    _cell(path, "H2", "hai nhà mạng")
    _cell(path, "H3", "hai nhà mạng")
    request = filed(office, path)
    agree = FOLLOWS[load_request(office, request.id).rows[0].verdict]
    assert agree.agrees

    def decide(decision: RowDecision, reason: str = "", rows: Sequence[int] = (0,)) -> list[str]:
        choices = [RowChoice(row, decision, reason) for row in rows]
        decide_rows(office, request.id, choices, who="lan")
        return answers()

    def answers() -> list[str]:
        notes = load_request(office, request.id).rows[0].notes
        return [note.text for note in notes if note.kind == "matter" and not note.withdrawn]

    assert decide(RowDecision.REFUSE, "trùng hồ sơ khác", (0, 1)) == ["trùng hồ sơ khác"]
    for rows in ((0,), (0, 1)):  # by itself, and among several
        with refused("REQUEST-MATTER-REASON"):
            decide(agree, rows=rows)
    assert decide(agree, "đã hỏi: 02 nhà mạng") == ["đã hỏi: 02 nhà mạng"]
    assert decide(agree) == ["đã hỏi: 02 nhà mạng"]  # saved again as it stands
    decided = load_request(office, request.id).rows[0].decision
    assert decided is not None
    assert not decided.reason

    send, submit = (filed_sheet(load_request(office, request.id), door) for door in (Door.SEND, Door.SUBMIT))
    assert any(point.answer for point in submit.points)
    assert {point.row for point in send.points if point.kind is Kind.UNREAD} == {0, 1}
    assert not any(point.answer for point in send.points)  # the office's word is a draft to the sender

    seen = load_request(office, request.id).rows[0].version
    correct_row(office, request.id, 0, {"address": "thôn Đông"}, who="lan", seen=seen, reason="họ báo")
    assert answers() == []  # with its decision
    assert decide(RowDecision.REFUSE, "trùng hồ sơ khác") == ["trùng hồ sơ khác"]
    _cell(path, "G2", 40)
    request = load_request(office, request.id).request
    request = replace_list(office, request.id, path, name="b.xlsx", who="lan", version=request.version)
    assert load_request(office, request.id).rows[0].decision is None
    assert answers() == []
    assert set(codes(office, request)) == {0}  # the other row's decision follows it, and its word


def test_a_correction_of_an_earlier_list_answers_nothing_of_the_one_in_force(
    office: Registry, tmp_path: Path
) -> None:
    path = with_kinds(tmp_path / "a.xlsx", [("V2", 3000.0, 0.0, "Phủ sóng 5G")])
    request = filed(office, path)
    seen = load_request(office, request.id).rows[0].version
    correct_row(
        office, request.id, 0, {"kind": "upgrade"}, who="lan", seen=seen, reason="hỏi", stated=["kind"]
    )
    request = load_request(office, request.id).request
    request = replace_list(office, request.id, path, name="b.xlsx", who="lan", version=request.version)
    assert codes(office, request) == {0: ["MATTER-UNREAD-NEEDED"]}


# ---- one number, one signed file -------------------------------------------------------------------------
@pytest.mark.parametrize("number", ["1502/SKHCN-BCVT", "01502 / skhcn–bcvt", "Số 1502/SKHCN-BCVT"])
def test_a_number_is_given_out_once_a_year(office: Registry, tmp_path: Path, number: str) -> None:
    issue_under(office, tmp_path, ready(office, tmp_path, THREE[:1]), "1502/SKHCN-BCVT")
    second = ready(office, tmp_path, THREE[1:2])
    with refused("REQUEST-NUMBER-TAKEN"):
        issue_under(office, tmp_path, second, number, reason="cứ ban hành")
    assert load_request(office, second.id).request.state is RequestState.SUBMITTED
    with refused("REQUEST-MATTERS"):  # without its sign it may be the same
        issue_under(office, tmp_path, second, "1502")
    assert issue_under(office, tmp_path, second, "1502/QĐ-SKHCN").state is RequestState.ISSUED
    assert desk.sound(office)


def test_a_number_of_another_year_is_another_number(office: Registry, tmp_path: Path) -> None:
    last = today().replace(year=today().year - 1, month=12, day=1)
    request = received(office, tmp_path, THREE[:1], received_on=last, letter_number="1/VT")
    request = to(office, request, RequestState.APPRAISING, RequestState.DRAFT, on_day=last)
    decide_as_recommended(office, request.id, who="lan")
    request = to(office, request, RequestState.SUBMITTED, on_day=last)
    issue_under(office, tmp_path, request, "1502/SKHCN-BCVT", date=last)
    assert issue_under(office, tmp_path, ready(office, tmp_path, THREE[1:2]), "1502/SKHCN-BCVT").issued_number


def test_a_number_that_another_letter_of_the_office_has_is_asked_about(
    office: Registry, tmp_path: Path
) -> None:
    request = received(office, tmp_path, THREE[:1])
    consult(office, request.id, body="Sở Xây dựng", question="?", who="lan", rows=(0,),
            letter_number="0077/SKHCN-BCVT", sent_on=today())  # fmt: skip
    decide_as_recommended(office, request.id, who="lan")
    request = get_request(office, request.id)  # the letter that went out has moved it
    request = submitted(office, request, reasons={"": "sẽ trả lời sau, không ảnh hưởng"})
    with refused("REQUEST-MATTERS") as told:
        issue_under(office, tmp_path, request, "77/SKHCN-BCVT")
    assert "công văn lấy ý kiến" in told.value.params["matters"].vi
    assert issue_under(office, tmp_path, request, "78/SKHCN-BCVT").state is RequestState.ISSUED


def test_a_signed_file_used_elsewhere_is_said_and_asked_about(office: Registry, tmp_path: Path) -> None:
    signed = pdf(tmp_path)
    issue_under(office, tmp_path, ready(office, tmp_path, THREE[:1]), "1/SKHCN", signed=signed)
    second = ready(office, tmp_path, THREE[1:2])
    with refused("REQUEST-MATTERS") as told:
        issue_under(office, tmp_path, second, "2/SKHCN", signed=signed)
    assert "PDF" in told.value.params["matters"].vi
    second = issue_under(
        office, tmp_path, second, "2/SKHCN", signed=signed, reason="một văn bản trả lời hai hồ sơ"
    )
    assert any(note.kind == "matter" for note in load_request(office, second.id).notes)


def test_of_two_leaders_with_one_number_at_one_moment_one_is_refused(
    either_office: Registry, tmp_path: Path
) -> None:
    both = [ready(either_office, tmp_path, rows) for rows in (THREE[:1], THREE[1:2])]
    papers = [shutil.copy(pdf(tmp_path), tmp_path / f"{one.id}.pdf") for one in both]
    outcomes = at_once(
        either_office,
        *(
            lambda registry, one=one, paper=paper: issue_under(
                registry, tmp_path, one, "1502/SKHCN-BCVT", signed=Path(paper)
            )
            for one, paper in zip(both, papers, strict=True)
        ),
    )
    assert sorted(outcomes) == ["", "REQUEST-NUMBER-TAKEN"]
    assert desk.sound(either_office)


def _cell(path: Path, where: str, text: str) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.active[where] = text
    book.save(path)
