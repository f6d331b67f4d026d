"""Rows of a request: decisions and their reasons, the officer's own findings, corrections, what was asked."""

import contextlib
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from registry.demo.initialise import init_registry
from registry.errors import RefusalError
from registry.model.findings import Finding, Outcome, Verdict
from registry.model.requests.desk import NoteKind, RequestKind, RequestState, RowDecision
from registry.model.requests.proposals import ProposalKind
from registry.model.sites import MastClass
from registry.services.appraise.row_texts import texts_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.requests.conditions.proposals import proposed_texts
from registry.services.requests.decisions import (
    RowChoice,
    correct_row,
    decide_as_recommended,
    decide_row,
    decide_rows,
)
from registry.services.requests.notes import add_note, consult, edit_note, record_answer
from registry.services.requests.opened import FileRow, load_request
from registry.services.requests.requests import attach, receive_request, replace_list
from registry.settings import read_settings
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, north, pdf, received, to, write_list


def of(row: FileRow, rule: str) -> Finding:
    return next(finding for finding in row.findings if finding.rule == rule)


def test_a_decision_against_the_recommendation_needs_its_reason(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        decide_row(office, request.id, 4, RowDecision.AGREE, who="lan", seen=0)
    made = decide_row(
        office, request.id, 4, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0,
        reason="cột VNPT sẽ tháo dỡ trong quý", conditions=["dùng chung cho 2 doanh nghiệp", " "],
    )  # fmt: skip
    assert (made.conditions, made.recommended) == (("dùng chung cho 2 doanh nghiệp",), "refuse")
    for conditions in ((), (" ", "")):  # what is refused needs more than a reason to be agreed on conditions
        with pytest.raises(RefusalError, match="REQUEST-CONDITIONS"):
            decide_row(
                office, request.id, 4, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=made.version,
                reason="cột VNPT sẽ tháo dỡ", conditions=conditions,
            )  # fmt: skip
    assert load_request(office, request.id).rows[4].decision == made
    bound = decide_row(office, request.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0)
    assert bound.conditions == proposed_texts(load_request(office, request.id).rows[0].findings)
    assert decide_row(office, request.id, 4, RowDecision.REFUSE, who="lan", seen=made.version).reason == ""
    assert desk.sound(office)


def test_deciding_the_same_again_changes_nothing(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    one = decide_row(office, request.id, 4, RowDecision.REFUSE, who="lan", seen=0)
    assert decide_row(office, request.id, 4, RowDecision.REFUSE, who="minh", seen=one.version) == one


def test_several_rows_are_decided_all_or_none(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    choices = [RowChoice(0, RowDecision.AGREE_WITH_CONDITIONS), RowChoice(4, RowDecision.AGREE)]
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        decide_rows(office, request.id, choices, who="lan")
    assert load_request(office, request.id).decisions == ()
    with pytest.raises(RefusalError, match="REQUEST-ROW"):
        decide_rows(office, request.id, [RowChoice(5, RowDecision.REFUSE)], who="lan")


def test_recommendations_are_followed_where_nothing_is_decided_yet(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    decide_row(office, request.id, 0, RowDecision.SUPPLEMENT, who="lan", seen=0, reason="thiếu ảnh vị trí")
    made = decide_as_recommended(office, request.id, who="lan")
    assert [item.row for item in made] == [1, 2, 3, 4]
    decided = load_request(office, request.id).rows[0].decision
    assert decided is not None
    assert decided.decision is RowDecision.SUPPLEMENT
    assert decide_as_recommended(office, request.id, who="lan") == []


def test_a_row_read_with_a_doubt_that_nobody_answered_is_not_agreed_to_in_passing(
    office: Registry, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "nghi.xlsx", FIVE[:2], first_height_m=165)  # larger than any mast's
    request = receive_request(
        office, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan", name="a.xlsx",
        letter_number="77/VT", letter_date=today(),
    )  # fmt: skip
    file = load_request(office, request.id)
    assert file.doubted == {0}
    assert file.by_itself == (0,)
    assert [item.row for item in decide_as_recommended(office, request.id, who="lan")] == [1]
    correct_row(
        office, request.id, 0, {"mast_height_m": "42"}, reason="Viettel xác nhận", who="lan",
        seen=file.rows[0].version,
    )  # fmt: skip
    assert load_request(office, request.id).by_itself == ()


def test_a_row_without_a_height_is_not_agreed_to_in_passing(office: Registry, tmp_path: Path) -> None:
    path = write_list(tmp_path / "cao.xlsx", FIVE[:2], first_height_m=None)
    request = receive_request(
        office, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan", name="a.xlsx",
        letter_number="77/VT", letter_date=today(),
    )  # fmt: skip
    file = load_request(office, request.id)
    assert [row.to_choose for row in file.rows] == [True, False]
    assert file.by_itself == (0,)
    assert [item.row for item in decide_as_recommended(office, request.id, who="lan")] == [1]
    correct_row(
        office, request.id, 0, {"mast_height_m": "42"}, reason="Viettel xác nhận", who="lan",
        seen=file.rows[0].version,
    )  # fmt: skip
    assert load_request(office, request.id).by_itself == ()


def test_what_the_office_lacks_is_not_asked_of_the_carrier_in_passing(tmp_path: Path) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    init_registry(settings)  # no list of any operator, no zone: the first day
    with contextlib.closing(open_registry(settings)) as office:
        request = received(office, tmp_path, FIVE[:3])
        file = load_request(office, request.id)
        assert {row.verdict for row in file.rows} == {Verdict.CANNOT_ASSESS}
        assert file.by_itself == file.undecided == (0, 1, 2)
        assert all(row.to_choose for row in file.rows)  # nor is it preselected
        assert decide_as_recommended(office, request.id, who="lan") == []
        one = decide_row(office, request.id, 0, RowDecision.SUPPLEMENT, who="lan", seen=0, reason="")
        assert one.decision is RowDecision.SUPPLEMENT


def test_an_edited_note_keeps_what_it_said_in_the_ledger_and_shows_the_second_editor_both(
    office: Registry, tmp_path: Path
) -> None:
    request = received(office, tmp_path)
    note = add_note(office, request.id, 1, NoteKind.VISIT, "đất ruộng, gần trường học 80 m", who="lan")
    edit_note(office, request.id, note.id, "đất ruộng, cách trường học 120 m", who="minh", seen=note.version)
    with pytest.raises(RefusalError) as refused:
        edit_note(office, request.id, note.id, "đất ở", who="lan", seen=note.version)
    assert refused.value.code == "CHANGED-MEANWHILE"
    assert refused.value.params["standing"]["text"] == "đất ruộng, cách trường học 120 m"
    assert refused.value.params["offered"]["text"] == "đất ở"
    file = load_request(office, request.id)
    said = [entry.after["text"] for entry in file.history if entry.record == note.id and entry.after]
    assert said == ["đất ruộng, gần trường học 80 m", "đất ruộng, cách trường học 120 m"]
    with pytest.raises(RefusalError, match="REQUEST-NOTE-UNKNOWN"):
        edit_note(office, request.id, "x", "y", who="lan", seen=1)


def test_photos_are_attachments_of_the_request(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    with pytest.raises(RefusalError, match="ATTACHMENT-UNKNOWN"):
        add_note(office, request.id, 2, NoteKind.PHOTO, "", who="lan", files=["0" * 64])
    photo = attach(office, request.id, pdf(tmp_path), name="ảnh.jpg", kind="photo", who="lan")
    note = add_note(office, request.id, 2, NoteKind.PHOTO, "nhìn từ đường", who="lan", files=[photo])
    assert note.files == (photo,)
    assert [item.id for item in load_request(office, request.id).rows[2].notes] == [note.id]
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        add_note(office, request.id, 2, NoteKind.NOTE, "  ", who="lan")
    with pytest.raises(RefusalError, match="REQUEST-VALUE"):
        add_note(office, request.id, 2, NoteKind.TAKEOVER, "x", who="lan")


def test_a_corrected_row_is_judged_anew_and_its_decision_taken_back(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    decide_as_recommended(office, request.id, who="lan")
    lon, lat = north(800.0)
    changes = {"lon": lon, "lat": lat, "mast_class": "A2a", "mast_height_m": 36, "kind": "relocate"}
    after = correct_row(office, request.id, 4, changes, who="lan", seen=1, reason="công văn 20/VT")
    assert (after.mast_class, after.mast_height_m, after.kind) == (MastClass.A2A, 36.0, ProposalKind.RELOCATE)
    file = load_request(office, request.id)
    assert file.rows[4].verdict is not Verdict.REFUSE
    assert file.rows[4].decision is None
    assert file.rows[4].version == 2
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        correct_row(office, request.id, 4, {"note": "x"}, who="minh", seen=1, reason="x")
    assert desk.sound(office)


def test_the_papers_of_a_row_can_be_stated_later_and_are_judged(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path, FIVE[:1])
    before = load_request(office, request.id).rows[0]
    assert of(before, "PRM-01").code == "PRM-01-NOTICE"
    changes = {
        "kind": "upgrade",
        "commencement_notice": "15/TBKC",
        "emf_certificate": "KĐ-251234",
        "emf_expires_on": today() - dt.timedelta(days=1),
    }
    correct_row(office, request.id, 0, changes, who="lan", seen=1, reason="công văn 20/VT")
    after = load_request(office, request.id).rows[0]
    assert of(after, "PRM-01").outcome is Outcome.PASS
    assert of(after, "EMF-01").code == "EMF-01-EXPIRED"


def test_a_notice_of_commencement_is_judged_as_one(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path, FIVE[:1], kind=RequestKind.COMMENCEMENT)
    found = of(load_request(office, request.id).rows[0], "PRM-01")
    assert (found.outcome, found.code) == (Outcome.PASS, "PRM-01-COMMENCING")
    asked = of(load_request(office, received(office, tmp_path, FIVE[:2]).id).rows[0], "PRM-01")
    assert asked.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "changes",
    [
        {"emf_expires_on": "mai"},
        {"lon": 500.0, "lat": 21.0}, {"lon": 106.1}, {"lon": "x", "lat": 21.0}, {"mast_class": "B9"},
        {"mast_height_m": "cao"}, {"mast_height_m": 1e9}, {"sheet": "x"}, {"nothing": 1}, {"kind": None},
    ],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_refused(
    office: Registry, tmp_path: Path, changes: dict[str, object]
) -> None:
    request = received(office, tmp_path, FIVE[:1])
    with pytest.raises(RefusalError, match="REQUEST-VALUE"):
        correct_row(office, request.id, 0, changes, who="lan", seen=1, reason="x")


def test_a_body_s_answer_stands_beside_the_rows_that_it_concerns(office: Registry, tmp_path: Path) -> None:
    request = to(office, received(office, tmp_path), RequestState.APPRAISING, RequestState.CONSULTING)
    asked = consult(
        office, request.id, body="UBND xã Tân Dĩnh", question="đất công?", rows=[1, 3], who="lan",
        letter_number="55/SKHCN", sent_on=today(),
    )  # fmt: skip
    meeting = consult(
        office,
        request.id,
        body="Sở Xây dựng; Ban CHQS tỉnh",
        question="họp liên ngành",
        kind="meeting",
        who="lan",
    )
    answered = record_answer(
        office, request.id, asked.id, outcome="conditions", answer="thuê đất công", answered_on=today(),
        who="lan", seen=asked.version,
    )  # fmt: skip
    rows = load_request(office, request.id).rows
    beside = [[item.id for item in row.consultations] for row in rows]
    assert beside == [
        [meeting.id],
        [asked.id, meeting.id],
        [meeting.id],
        [asked.id, meeting.id],
        [meeting.id],
    ]
    # who was written to is read with it
    assert rows[1].consultations[0] == replace(answered, to=answered.body)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        record_answer(
            office, request.id, asked.id, outcome="agree", answer="", answered_on=today(), who="b", seen=1
        )
    with pytest.raises(RefusalError, match="REQUEST-VALUE"):
        record_answer(
            office, request.id, asked.id, outcome="?", answer="", answered_on=today(), who="b", seen=2
        )
    with pytest.raises(RefusalError, match="REQUEST-CONSULTATION-UNKNOWN"):
        record_answer(
            office, request.id, "x", outcome="agree", answer="", answered_on=today(), who="b", seen=2
        )


def test_a_row_to_which_a_body_objects_is_not_agreed_to_in_passing(office: Registry, tmp_path: Path) -> None:
    request = to(office, received(office, tmp_path), RequestState.APPRAISING, RequestState.CONSULTING)
    asked = consult(office, request.id, body="UBND xã Tân Dĩnh", question="", rows=[0, 1, 2, 3, 4], who="lan")
    record_answer(
        office, request.id, asked.id, outcome="object", answer="trùng đất trường học", answered_on=today(),
        who="xa", seen=asked.version,
    )  # fmt: skip
    file = load_request(office, request.id)
    agreed = [row.index for row in file.rows if row.verdict in (Verdict.AGREE, Verdict.AGREE_WITH_CONDITIONS)]
    assert agreed
    assert file.by_itself == tuple(agreed)
    assert file.rows[0].objecting == ("UBND xã Tân Dĩnh",)
    decided = decide_as_recommended(office, request.id, who="lan")
    assert {item.row for item in decided} == set(range(5)) - set(agreed)
    decide_row(office, request.id, agreed[0], RowDecision.REFUSE, who="lan", seen=0, reason="UBND xã")
    assert load_request(office, request.id).by_itself == tuple(agreed[1:])


def test_what_was_noted_and_asked_follows_its_row_into_a_corrected_list(
    office: Registry, tmp_path: Path
) -> None:
    request = received(office, tmp_path)
    note = add_note(office, request.id, 1, NoteKind.VISIT, "đã xem", who="lan")
    lost = add_note(office, request.id, 2, NoteKind.NOTE, "bỏ vị trí này", who="lan")
    asked = consult(office, request.id, body="UBND xã", question="?", rows=[1, 2], who="lan")
    kept = [("V9", 9000.0, 0.0), *(row for row in FIVE if row[0] != "V3")]
    path = write_list(tmp_path / "hai.xlsx", kept)
    replace_list(office, request.id, path, name="hai.xlsx", who="lan", version=request.version)
    file = load_request(office, request.id)
    assert [item.id for item in file.rows[2].notes] == [note.id]
    assert [item.id for item in file.rows[2].consultations] == [asked.id]
    assert [item.id for item in file.earlier_notes] == [lost.id]
    assert desk.sound(office)


def write_kinds(path: Path, *kinds: str) -> Path:
    """Write a list of rows far from every mast, each with what it says of its kind."""
    lists = write_list(path, [(f"V{at}", 2000.0 + 1000.0 * at, 0.0) for at in range(1, len(kinds) + 1)])
    book = load_workbook(lists)
    sheet = book.active
    assert sheet is not None
    sheet.cell(1, 9, "Hình thức")
    for row, kind in enumerate(kinds, 2):
        sheet.cell(row, 9, kind)
    book.save(lists)
    return lists


def test_a_row_whose_kind_was_not_understood_cannot_be_agreed_to_until_it_is_answered(
    office: Registry, tmp_path: Path
) -> None:
    path = write_kinds(tmp_path / "ds.xlsx", "cột mới", "Phủ sóng 5G")
    request = receive_request(
        office, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", name=path.name,
        letter_number="16/VT-KT", letter_date=today(), who="lan",
    )  # fmt: skip
    row = load_request(office, request.id).rows[1]
    assert (row.proposal.kind, row.verdict) == (ProposalKind.UNKNOWN, Verdict.CANNOT_ASSESS)
    assert texts_of(row.proposal).get("kind") is None
    for decision in (RowDecision.AGREE, RowDecision.AGREE_WITH_CONDITIONS):
        with pytest.raises(RefusalError, match="REQUEST-KIND-UNREAD"):
            decide_row(
                office, request.id, 1, decision, who="lan", seen=0, reason="đã hỏi", conditions=["đo lại"]
            )
    decide_as_recommended(office, request.id, who="lan")
    assert load_request(office, request.id).undecided == (1,)  # what was not read is not decided in passing
    with pytest.raises(RefusalError, match="REQUEST-MATTER-REASON"):
        decide_row(office, request.id, 1, RowDecision.SUPPLEMENT, who="lan", seen=0)
    decide_row(office, request.id, 1, RowDecision.SUPPLEMENT, who="lan", seen=0, reason="chưa rõ hình thức")
    correct_row(office, request.id, 1, {"kind": "upgrade"}, who="lan", seen=row.version, reason="VTL trả lời")
    assert load_request(office, request.id).rows[1].verdict is not Verdict.CANNOT_ASSESS
    assert desk.sound(office)
