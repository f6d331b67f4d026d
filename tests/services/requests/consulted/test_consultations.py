"""Bodies that findings name are asked by letter; their answers feed the rows; a meeting has its minutes."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

from registry.errors import RefusalError
from registry.law import catalogue
from registry.messages import render
from registry.model.findings import Finding, Outcome, Verdict
from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state
from registry.services.office.registry import Registry
from registry.services.requests.consulted.consultations import (
    bodies_in_law,
    bodies_named,
    draft_consultations,
    feed_rows,
    record_sent,
)
from registry.services.requests.consulted.meetings import (
    Opinion,
    meeting_minutes,
    meetings_of,
    record_meeting,
)
from registry.services.requests.decisions import decide_row
from registry.services.requests.letters.consultation import consultation_letter, ground
from registry.services.requests.letters.note import appraisal_note
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.notes import consult, record_answer, withdraw_note
from registry.services.requests.opened import load_request
from tests.services.requests import desk

BODY = "Cục Tác chiến - Bộ Tổng Tham mưu"
GROUND = "Điều 82, Phụ lục Ib Nghị định số 222/2026/NĐ-CP"
FOR_THE_OFFICER = re.compile(
    r"cần hỏi|chưa (kiểm chứng|đối chiếu|có lớp)|sai số|tự đặt|gần đúng|cần xem xét|[A-Z]{3}-\d\d"
)


@pytest.fixture
def five(office: Registry, tmp_path: Path) -> Request:
    return desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)


def said(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def table(content: bytes, at: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[at].rows]


def drafted(office: Registry, five: Request) -> str:
    draft_consultations(office, five.id, who="lan")
    (item,) = load_request(office, five.id).consultations
    return item.id


def outcomes(office: Registry, five: Request) -> dict[int, Outcome]:
    rows = load_request(office, five.id).rows
    return {row.index: next(f.outcome for f in row.findings if f.rule == "AIR-02") for row in rows}


def test_the_body_that_a_finding_names_is_asked_about_its_rows_once(office: Registry, five: Request) -> None:
    (body,) = bodies_named(load_request(office, five.id))
    assert (body.name.vi, body.rows, body.rules, body.drafted) == (BODY, (1, 2, 3), ("AIR-02",), None)
    assert draft_consultations(office, five.id, who="lan") == 1
    assert draft_consultations(office, five.id, who="lan") == 0
    (body,) = bodies_named(load_request(office, five.id))
    assert body.drafted is not None
    assert BODY in {item.vi for item in bodies_in_law()}
    assert desk.sound(office)


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
    assert rows[1][5] == "A2b; cột 42,0 m; đỉnh 42,0 m"
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
    record_sent(office, five.id, asked, **sent, seen=1)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        record_sent(office, five.id, asked, **sent, seen=1)
    text = said(consultation_letter(office, five.id, asked))
    assert "Số: 45/SKHCN" in text
    assert "DỰ THẢO" not in text
    assert f"ngày {today().day:02d} tháng" in text


def test_the_appraisal_note_says_what_bodies_answered(office: Registry, five: Request) -> None:
    record_answer(
        office, five.id, drafted(office, five), outcome="conditions", answer="Sơn đèn báo",
        answered_on=today(), answer_number="8/TC", who="lan", seen=1,
    )  # fmt: skip
    line = f"- {BODY}: Thống nhất có điều kiện: Sơn đèn báo (8/TC, {today():%d/%m/%Y})"
    assert said(appraisal_note(office, five.id, maps=False)).count(line) == 3
    assert "Sơn đèn báo" not in said(reply_letter(office, five.id, maps=False))


def test_a_changed_answer_feeds_the_rows_anew(office: Registry, five: Request) -> None:
    asked = drafted(office, five)
    for seen, (answer, outcome) in enumerate((("agree", Outcome.PASS), ("object", Outcome.REVIEW)), 1):
        record_answer(
            office, five.id, asked, outcome=answer, answer="", answered_on=today(), who="lan", seen=seen
        )
        feed_rows(office, five.id, asked, who="lan")
        assert outcomes(office, five)[1] is outcome


def test_an_unknown_consultation_is_refused(office: Registry, five: Request) -> None:
    for deed in (consultation_letter, lambda *args: feed_rows(*args, who="lan")):
        with pytest.raises(RefusalError, match="REQUEST-CONSULTATION-UNKNOWN"):
            deed(office, five.id, "x")


def meet(office: Registry, five: Request, *opinions: Opinion, **own: object) -> str:
    values = {"held_on": today(), "place": "Phòng họp A", "chair": "Nguyễn Văn A", "secretary": "Lan"} | own
    return record_meeting(
        office, five.id, opinions=opinions, conclusions={0: "Thống nhất", 4: "Dời vị trí"}, who="lan",
        **values,  # type: ignore[arg-type]  # the values of the test
    )  # fmt: skip


def test_minutes_say_who_attended_each_opinion_and_the_conclusions(office: Registry, five: Request) -> None:
    identity = meet(
        office, five,
        Opinion(BODY, "Trần B", (1, 2), "agree", "Không ảnh hưởng bay"),
        Opinion("UBND phường Đa Mai", "Lê C", (), "conditions", "Có rào chắn"),
    )  # fmt: skip
    minutes = meeting_minutes(office, five.id, identity)
    assert table(minutes, 1)[1:] == [[BODY, "Trần B"], ["UBND phường Đa Mai", "Lê C"]]
    assert [row[1] for row in table(minutes, 2)[1:]] == ["V1", "V2", "V3", "V4", "V5"]
    assert table(minutes, 3)[1] == [BODY, "2 (V2), 3 (V3)", "Thống nhất: Không ảnh hưởng bay"]
    assert [row[2] for row in table(minutes, 4)[1:]] == ["Thống nhất", "–", "–", "–", "Dời vị trí"]
    assert table(minutes, -1) == [
        ["Cơ quan, đơn vị", "Người dự", "Ký, ghi rõ họ tên"],
        [BODY, "Trần B", ""], ["UBND phường Đa Mai", "Lê C", ""],
    ]  # fmt: skip
    for part in ("BIÊN BẢN", "Phòng họp A", "Chủ trì: Nguyễn Văn A", "Thư ký: Lan", five.number):
        assert part in said(minutes), part
    assert "MINUTES" in said(meeting_minutes(office, five.id, identity, "en"))
    row = load_request(office, five.id).rows[1]
    assert {item.body for item in row.consultations} == {BODY, "UBND phường Đa Mai"}
    assert desk.sound(office)


def test_what_a_body_says_at_a_meeting_feeds_the_rows_too(office: Registry, five: Request) -> None:
    meet(office, five, Opinion(BODY, "", (1,), "agree"))
    (held,) = meetings_of(load_request(office, five.id))
    assert feed_rows(office, five.id, held.consultations[0].id, who="lan") == 1
    found = outcomes(office, five)
    assert (found[1], found[2]) == (Outcome.PASS, Outcome.REVIEW)
    assert load_request(office, five.id).rows[1].verdict is not Verdict.REFUSE


def test_a_meeting_that_cannot_be_is_refused_and_nothing_is_written(office: Registry, five: Request) -> None:
    tomorrow = today() + dt.timedelta(days=1)
    for code, opinions, own in (
        ("MEETING-NO-BODY", (), {}),
        ("MEETING-BODY-TWICE", (Opinion("A"), Opinion("A ")), {}),
        ("MEETING-LATER", (Opinion("A"),), {"held_on": tomorrow}),
        ("REQUEST-VALUE", (Opinion("A", outcome="maybe"),), {}),
        ("REQUEST-ROW", (Opinion("A", rows=(9,)),), {}),
    ):
        with pytest.raises(RefusalError, match=code):
            meet(office, five, *opinions, **own)
    assert load_request(office, five.id).consultations == ()
    with pytest.raises(RefusalError, match="MEETING-UNKNOWN"):
        meeting_minutes(office, five.id, "x")
