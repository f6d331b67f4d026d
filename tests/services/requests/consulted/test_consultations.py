"""Bodies that findings name are asked by letter; their answers feed the rows; a meeting has its minutes."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.law import catalogue
from registry.messages import render
from registry.model.findings import Finding, Outcome, Reservation
from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state
from registry.services.office.registry import Registry
from registry.services.requests.consulted.consultations import (
    bodies_in_law,
    bodies_named,
    body_of,
    draft_consultations,
    feed_rows,
)
from registry.services.requests.consulted.meetings import (
    Opinion,
    record_meeting,
)
from registry.services.requests.consulted.sent import letter_to_body, record_sent, take_back_sent
from registry.services.requests.decisions import decide_row
from registry.services.requests.letters.consultation import consultation_letter, ground
from registry.services.requests.notes import consult, record_answer, withdraw_note
from registry.services.requests.opened import load_request
from registry.services.requests.queue import queue
from registry.services.requests.requests import replace_list
from tests.services.requests import desk
from tests.services.requests.consulted.bodies import BODY, drafted, outcomes, said, table

GROUND = "Điều 82, Phụ lục Ib Nghị định số 222/2026/NĐ-CP"
FOR_THE_OFFICER = re.compile(
    r"cần hỏi|chưa (kiểm chứng|đối chiếu|có lớp)|sai số|tự đặt|gần đúng|cần xem xét|[A-Z]{3}-\d\d"
)


def test_the_body_that_a_finding_names_is_asked_about_its_rows_once(office: Registry, five: Request) -> None:
    (body,) = bodies_named(load_request(office, five.id))
    assert (body.name.vi, body.rows, body.rules, body.drafted) == (BODY, (1, 2, 3), ("AIR-02",), None)
    assert draft_consultations(office, five.id, who="lan") == 1
    assert draft_consultations(office, five.id, who="lan") == 0
    (body,) = bodies_named(load_request(office, five.id))
    assert body.drafted is not None
    assert BODY in {item.vi for item in bodies_in_law()}
    assert desk.sound(office)


def test_a_body_asked_only_for_what_the_office_lacks_is_told_from_one_that_a_row_waits_for(
    office: Registry, five: Request
) -> None:
    file = load_request(office, five.id)
    (body,) = bodies_named(file)
    naming = {at: [f for f in file.rows[at].findings if body_of(f) == body.name] for at in body.rows}
    kinds = {found.reservation for those in naming.values() for found in those}
    assert body.gaps == (body.rows if kinds == {Reservation.OFFICE} else ())
    assert len(kinds) == 1
    for found in naming[1]:  # the first row's: of the other kind now
        found.kind = Reservation.CONDITION if kinds == {Reservation.OFFICE} else Reservation.OFFICE
    (body,) = bodies_named(file)
    assert body.gaps == ((2, 3) if kinds == {Reservation.OFFICE} else (1,))


def test_nobody_is_asked_about_a_row_outside_the_territory(office: Registry, five: Request) -> None:
    file = load_request(office, five.id)
    outside = replace(file.rows[2].findings[0], rule="LOC-01", outcome=Outcome.FAIL)
    row = replace(file.rows[2], findings=[*file.rows[2].findings, outside])
    (body,) = bodies_named(replace(file, rows=tuple(row if one.index == 2 else one for one in file.rows)))
    assert body.rows == (1, 3)


def test_nobody_is_asked_about_a_row_that_was_refused(office: Registry, five: Request) -> None:
    decide_row(office, five.id, 2, RowDecision.REFUSE, who="lan", seen=0, reason="ngoài tỉnh")
    (body,) = bodies_named(load_request(office, five.id))
    assert body.rows == (1, 3)


def test_the_letter_asks_one_question_for_each_ground_and_lists_its_rows_in_the_annex(
    office: Registry, five: Request
) -> None:
    letter = consultation_letter(office, five.id, drafted(office, five))
    rows = table(letter, 2)
    assert [row[1] for row in rows[1:]] == ["V2", "V3", "V4"]
    assert rows[1][3] == "21°18'01,54\"B 106°11'40,56\"Đ"
    assert rows[1][4].startswith("X 2.356.428,03")
    assert rows[1][5] == "A2b; cột 42,0 m; đỉnh 42,0 m (chưa gồm kim thu sét)"
    text = said(letter)
    for part in (
        f"Kính gửi: {BODY}", "DỰ THẢO", GROUND, "(vị trí số 2-4)", "V/v lấy ý kiến về chấp thuận",
        "Căn cứ Nghị định số 222/2026/NĐ-CP ngày 22 tháng 6 năm 2026 của Chính phủ",
        "Văn bản số 15/VT-KT", "trong thời hạn 10 ngày làm việc", "Nơi nhận:",
        "các bề mặt giới hạn chướng ngại vật", "Bộ Chỉ huy quân sự tỉnh (để phối hợp)",
    ):  # fmt: skip
        assert part in text, part
    assert text.count("Nội dung đề nghị:") == 1  # three positions, one question
    assert "BGG00045" not in text  # another operator's mast is no business of the body's letter
    with zipfile.ZipFile(io.BytesIO(letter)) as package:
        maps = [name for name in package.namelist() if name.startswith("word/media/")]
    assert len(maps) == 1  # one map of the group, not one of each position


def test_every_rule_that_names_a_body_has_its_question_without_a_word_for_the_officer() -> None:
    """What was written for the officer ("cần hỏi …") once went to the military command three times."""
    rules = {rule.code for rule in catalogue() if rule.options.get("body_vi")}
    assert rules
    for rule in sorted(rules):
        for code in (f"CONSULT-{rule}", f"CONSULT-{rule}-ASK"):
            text = render(code, {}, "vi")
            assert not FOR_THE_OFFICER.search(text), text
            assert rule not in text
            assert not text.endswith(".")


def test_a_ground_is_cited_without_what_the_catalogue_says_of_its_own_reading() -> None:
    def said_of(article: str) -> str:
        found = Finding("COR-05", Outcome.REVIEW, "COR-INSIDE", source="NĐ 1/2026/NĐ-CP", article=article)
        return ground(found)

    assert said_of("Điều 3 (ăng ten), Điều 4(2)") == "Điều 3, khoản 2 Điều 4 Nghị định số 1/2026/NĐ-CP"
    assert said_of("chương IV (chưa đối chiếu)") == "Nghị định số 1/2026/NĐ-CP"
    assert said_of("chưa đối chiếu điều, khoản") == "Nghị định số 1/2026/NĐ-CP"


def test_a_question_of_the_officers_own_is_asked_beside_the_grounds(office: Registry, five: Request) -> None:
    asked = consult(
        office, five.id, body="UBND phường Đa Mai", question="Có khiếu nại nào không?", who="lan", rows=[0, 4]
    )
    letter = consultation_letter(office, five.id, asked.id)
    assert "Nội dung đề nghị: Có khiếu nại nào không?." not in said(letter)
    assert "Có khiếu nại nào không?" in said(letter)
    assert [row[1] for row in table(letter, 2)[1:]] == ["V1", "V5"]
    plain = consult(office, five.id, body="UBND xã Kép", question="", who="lan", rows=[1])
    assert "quy hoạch sử dụng đất" in said(consultation_letter(office, five.id, plain.id))


def test_the_office_states_the_days_to_answer_and_who_the_body_is(office: Registry, five: Request) -> None:
    state(office, {"answer_days": "5", "symbol": "SKHCN-VT"}, who="quản trị")
    state(office, {}, names={BODY: "Cục Tác chiến"}, who="quản trị")
    text = said(consultation_letter(office, five.id, drafted(office, five)))
    (item,) = load_request(office, five.id).consultations
    assert item.answer_by is not None
    assert item.answer_by >= today() + dt.timedelta(days=5)
    assert f"trước ngày {item.answer_by:%d/%m/%Y}" in text
    assert "Kính gửi: Cục Tác chiến" in text
    assert "/SKHCN-VT" in text


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        ("agree", Outcome.PASS),
        ("conditions", Outcome.CONSENT),
        ("object", Outcome.REVIEW),
        ("no_answer", None),
    ],
)
def test_an_answer_feeds_the_rows_that_waited_for_it(
    office: Registry, five: Request, answer: str, after: Outcome | None
) -> None:
    asked, before = drafted(office, five), outcomes(office, five)
    record_answer(
        office, five.id, asked, outcome=answer, answer="Theo hồ sơ", answered_on=today(),
        answer_number="99/TC", who="lan", seen=1,
    )  # fmt: skip
    assert feed_rows(office, five.id, asked, who="lan") == (0 if after is None else 3)
    now = outcomes(office, five)
    assert {at: now[at] for at in (1, 2, 3)} == {at: after or before[at] for at in (1, 2, 3)}
    assert now[0] is before[0]
    row = load_request(office, five.id).rows[1]
    assert [item.outcome for item in row.consultations] == [answer]
    if after is not None:
        note = row.own["AIR-02"]
        assert note.evidence == f"{BODY}, văn bản số 99/TC ngày {today():%d/%m/%Y}"
        withdraw_note(office, five.id, note.id, who="lan", seen=note.version)
        assert outcomes(office, five)[1] is before[1]


def test_a_letter_that_was_sent_has_its_number_and_is_no_draft(office: Registry, five: Request) -> None:
    asked = drafted(office, five)
    sent = {"letter_number": "45/SKHCN", "sent_on": today(), "answer_by": today(), "who": "lan"}
    with pytest.raises(RefusalError, match="REQUEST-NUMBER"):
        record_sent(office, five.id, asked, **{**sent, "letter_number": " "}, seen=1)
    with pytest.raises(RefusalError, match="CONSULTATION-DAYS"):
        record_sent(office, five.id, asked, **{**sent, "answer_by": today() - dt.timedelta(1)}, seen=1)
    day = dt.timedelta(1)
    with pytest.raises(RefusalError, match="REQUEST-DAY"):
        record_sent(office, five.id, asked, **{**sent, "sent_on": today() + day, "answer_by": None}, seen=1)
    record_sent(office, five.id, asked, **sent, seen=1)
    for on in (today() + day, today() - day):  # to come; before it was asked
        with pytest.raises(RefusalError, match="REQUEST-DAY"):
            record_answer(
                office, five.id, asked, outcome="agree", answer="", answered_on=on, who="lan", seen=2
            )
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        record_sent(office, five.id, asked, **sent, seen=1)
    text = said(consultation_letter(office, five.id, asked))
    assert "Số: 45/SKHCN" in text
    assert "DỰ THẢO" not in text
    assert f"ngày {today().day:02d} tháng" in text


def test_a_letter_that_was_sent_is_read_again_as_it_went_out(
    office: Registry, five: Request, tmp_path: Path
) -> None:
    """Under its number and day it said another height after a new list, another day after more time."""
    asked, by = drafted(office, five), today() + dt.timedelta(days=14)
    draft = letter_to_body(office, five.id, asked)
    assert "DỰ THẢO" in said(draft)
    sent: dict[str, Any] = {"letter_number": "45/SKHCN", "sent_on": today(), "who": "lan"}
    record_sent(office, five.id, asked, **sent, answer_by=by, seen=1)
    out = letter_to_body(office, five.id, asked)
    assert "DỰ THẢO" not in said(out)
    assert f"{by:%d/%m/%Y}" in said(out)
    assert table(out, -1) == table(draft, -1)
    record_sent(office, five.id, asked, **sent, answer_by=by + dt.timedelta(days=3), seen=2)  # more time
    assert letter_to_body(office, five.id, asked) == out
    path = desk.write_list(tmp_path / "hai.xlsx", [("V9", 9000.0, 0.0), *desk.FIVE])
    request = load_request(office, five.id).request
    replace_list(office, five.id, path, name="hai.xlsx", who="lan", version=request.version)
    assert letter_to_body(office, five.id, asked) == out
    seen = next(item.version for item in load_request(office, five.id).consultations if item.id == asked)
    record_sent(office, five.id, asked, **sent | {"letter_number": "46/SKHCN"}, answer_by=by, seen=seen)
    take_back_sent(office, five.id, asked, who="lan", seen=seen + 1)
    assert next(i for i in load_request(office, five.id).consultations if i.id == asked).letter_sha256 == ""
    assert desk.sound(office)


def test_more_time_changes_no_letter_that_was_sent_before_files_were_kept(
    office: Registry, five: Request
) -> None:
    by = today() + dt.timedelta(days=14)
    sent: dict[str, Any] = {"letter_number": "45/SKHCN", "sent_on": today()}
    item = consult(office, five.id, body=BODY, question="?", who="lan", rows=(1,), answer_by=by, **sent)
    assert item.letter_sha256 == ""
    later = by + dt.timedelta(days=3)
    record_sent(office, five.id, item.id, answer_by=later, who="lan", seen=item.version, **sent)
    text = said(letter_to_body(office, five.id, item.id))
    assert f"{by:%d/%m/%Y}" in text
    assert f"{later:%d/%m/%Y}" not in text


def test_the_number_put_right_stands_in_the_letter(office: Registry, five: Request) -> None:
    asked = drafted(office, five)
    sent: dict[str, Any] = {"sent_on": today(), "answer_by": None, "who": "lan"}
    for seen, number in enumerate(("45/SKHCN", "54/SKHCN"), 1):
        record_sent(office, five.id, asked, letter_number=number, **sent, seen=seen)
        assert f"Số: {number}" in said(letter_to_body(office, five.id, asked))
    with pytest.raises(RefusalError, match="REQUEST-CONSULTATION-UNKNOWN"):
        letter_to_body(office, five.id, "không")


def test_the_first_letter_that_goes_out_makes_the_request_wait_and_taking_it_back_no_more(
    office: Registry, five: Request
) -> None:
    asked = drafted(office, five)
    assert load_request(office, five.id).request.state is RequestState.APPRAISING
    sent = {"letter_number": "45/SKHCN", "sent_on": today(), "answer_by": today(), "who": "lan"}
    record_sent(office, five.id, asked, **sent, seen=1)
    file = load_request(office, five.id)
    assert file.request.state is RequestState.CONSULTING
    assert [item.state for item in file.states[-2:]] == [RequestState.APPRAISING, RequestState.CONSULTING]
    assert len({entry.batch for entry in file.history if entry.what in ("request_states", "consultations")
                and entry.at == file.history[-1].at}) == 1  # one deed  # fmt: skip
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        take_back_sent(office, five.id, asked, who="lan", seen=1)
    take_back_sent(office, five.id, asked, who="lan", seen=2)
    file = load_request(office, five.id)
    (item,) = file.consultations
    assert (item.letter_number, item.sent_on, item.unsent) == ("", None, True)
    assert file.request.state is RequestState.APPRAISING
    record_sent(office, five.id, asked, **sent, seen=3)
    other = consult(
        office, five.id, body="UBND xã Kép", question="", who="lan", letter_number="46", sent_on=today()
    )
    take_back_sent(office, five.id, asked, who="lan", seen=4)
    assert load_request(office, five.id).request.state is RequestState.CONSULTING  # the other one is out
    record_answer(
        office, five.id, other.id, outcome="agree", answer="", answered_on=today(), who="lan", seen=1
    )
    with pytest.raises(RefusalError, match="CONSULTATION-SENT"):
        take_back_sent(office, five.id, other.id, who="lan", seen=2)


def test_with_the_last_answer_the_request_lies_with_the_office_again(office: Registry, five: Request) -> None:
    letters = [
        consult(office, five.id, body=body, question="", who="lan", letter_number=str(at), sent_on=today())
        for at, body in enumerate((BODY, "UBND xã Kép"))
    ]
    consult(office, five.id, body="Sở Xây dựng", question="", who="lan")  # a draft waits for nobody
    for asked, stands, day in zip(
        letters, (RequestState.CONSULTING, RequestState.APPRAISING), (None, today()), strict=True
    ):
        record_answer(
            office, five.id, asked.id, outcome="agree", answer="", answered_on=today(), who="xa", seen=1
        )
        listed = queue(office, "lan")
        (item,) = listed.all
        assert (item.request.state, item.opinions_on) == (stands, day)
        assert [bool(item.waiting_since), len(listed.waiting)] == ([True, 1] if day is None else [False, 0])
    assert load_request(office, five.id).history[-1].at == load_request(office, five.id).states[-1].at
    record_answer(  # put right later on: nothing moves
        office, five.id, letters[0].id, outcome="no_answer", answer="", answered_on=today(), who="lan", seen=2
    )
    assert len(load_request(office, five.id).states) == 4
    desk.to(office, load_request(office, five.id).request, RequestState.DRAFT)
    assert queue(office, "lan").all[0].opinions_on is None
    assert desk.sound(office)


def test_a_request_that_was_left_consulting_with_every_answer_in_waits_for_nobody(
    office: Registry, five: Request
) -> None:
    asked = consult(office, five.id, body=BODY, question="", who="lan", letter_number="1", sent_on=today())
    record_answer(
        office, five.id, asked.id, outcome="agree", answer="", answered_on=today(), who="lan", seen=1
    )
    desk.to(office, load_request(office, five.id).request, RequestState.CONSULTING)  # as before it moved
    listed = queue(office, "lan")
    assert (listed.waiting, listed.all[0].opinions_on) == ((), today())


@pytest.mark.parametrize("outcome", ["conditions", "object"])
def test_an_answer_that_needs_words_is_none_without_them(
    office: Registry, five: Request, outcome: str
) -> None:
    asked, said = drafted(office, five), {"answered_on": today(), "who": "lan", "seen": 1}
    with pytest.raises(RefusalError, match="CONSULTATION-WORDS"):
        record_answer(office, five.id, asked, outcome=outcome, answer=" ", **said)
    with pytest.raises(RefusalError, match="CONSULTATION-REASON"):
        record_answer(office, five.id, asked, outcome="agree", answer="", apart={1: (outcome, "")}, **said)
    with pytest.raises(RefusalError, match="MEETING-WORDS"):
        record_meeting(
            office, five.id, held_on=today(), place="", chair="", secretary="", conclusions={}, who="lan",
            opinions=[Opinion("UBND xã Kép", outcome=outcome)],
        )  # fmt: skip
    assert not load_request(office, five.id).consultations[0].outcome


def test_silence_is_recorded_only_once_the_time_to_answer_is_over(office: Registry, five: Request) -> None:
    asked = drafted(office, five)
    sent = {"letter_number": "45/SKHCN", "sent_on": today(), "answer_by": today(), "who": "lan"}
    record_sent(office, five.id, asked, **sent, seen=1)
    said = {"outcome": "no_answer", "answered_on": today(), "who": "lan", "seen": 2}
    with pytest.raises(RefusalError, match="CONSULTATION-TIME"):  # its last day is the body's
        record_answer(office, five.id, asked, answer=" ", answer_number=" ", **said)
    assert not load_request(office, five.id).consultations[0].outcome
    record_answer(office, five.id, asked, answer="", answer_number="9/CV", **said)  # it wrote: no opinion
    late = consult(
        office, five.id, body="UBND xã Kép", question="", who="lan", letter_number="46",
        sent_on=today() - dt.timedelta(2), answer_by=today() - dt.timedelta(1),
    )  # fmt: skip
    record_answer(office, five.id, late.id, answer="", **{**said, "seen": 1})
    assert {one.outcome for one in load_request(office, five.id).consultations} == {"no_answer"}


def test_a_request_just_received_is_appraised_and_waits_once_a_letter_about_it_is_out(
    office: Registry, tmp_path: Path
) -> None:
    new = desk.received(office, tmp_path, [("W1", 9000.0, 0.0)])
    consult(office, new.id, body="UBND xã Kép", question="", who="lan", letter_number="4", sent_on=today())
    file = load_request(office, new.id)
    assert [item.state for item in file.states] == [
        RequestState.RECEIVED, RequestState.APPRAISING, RequestState.CONSULTING,
    ]  # fmt: skip
    assert [item.ordinal for item in file.states] == [1, 2, 3]
    assert desk.sound(office)


def test_an_unknown_consultation_is_refused(office: Registry, five: Request) -> None:
    for deed in (consultation_letter, lambda *args: feed_rows(*args, who="lan")):
        with pytest.raises(RefusalError, match="REQUEST-CONSULTATION-UNKNOWN"):
            deed(office, five.id, "x")
