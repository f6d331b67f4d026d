"""What a body answered, at the rows that it was asked about: conditions, objections, a changed answer."""

from registry.model.findings import Outcome
from registry.model.requests.desk import Request, RowDecision
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state
from registry.services.office.registry import Registry
from registry.services.requests.conditions.proposals import proposed_texts
from registry.services.requests.consulted.consultations import feed_rows
from registry.services.requests.consulted.sent import record_sent
from registry.services.requests.consulted.set_conditions import condition_of, set_by_bodies
from registry.services.requests.decisions import decide_as_recommended, decide_row
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.sheet import Door, Kind
from registry.services.requests.letters.consultation import consultation_letter
from registry.services.requests.letters.note import appraisal_note
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.notes import check_by_hand, consult, record_answer
from registry.services.requests.opened import load_request
from tests.services.requests.consulted.bodies import BODY, drafted, outcomes, said


def test_the_appraisal_note_says_what_bodies_answered(office: Registry, five: Request) -> None:
    record_answer(
        office, five.id, drafted(office, five), outcome="conditions", answer="Sơn đèn báo",
        answered_on=today(), answer_number="8/TC", who="lan", seen=1,
    )  # fmt: skip
    line = f"- {BODY}: Thống nhất có điều kiện: Sơn đèn báo (8/TC, {today():%d/%m/%Y})"
    assert said(appraisal_note(office, five.id, maps=False)).count(line) == 3
    assert "Sơn đèn báo" not in said(reply_letter(office, five.id, maps=False))


def test_a_bodys_condition_takes_the_place_of_asking_it_and_the_gate_names_what_was_kept_before(
    office: Registry, five: Request
) -> None:
    """Decided before the answer: the letter would still ask for it, and leave out what the body demands."""
    asked = drafted(office, five)
    waits = proposed_texts(load_request(office, five.id).rows[1].findings)
    agreed = RowDecision.AGREE_WITH_CONDITIONS
    decide_row(office, five.id, 1, agreed, reason="Đã xem", conditions=waits, who="lan", seen=0)
    record_answer(
        office, five.id, asked, outcome="conditions", answer="Sơn đèn báo", answered_on=today(),
        answer_number="99/TC", who="lan", seen=1,
    )  # fmt: skip
    feed_rows(office, five.id, asked, who="lan")

    def open_conditions() -> set[str]:
        points = filed_sheet(load_request(office, five.id), Door.SUBMIT).points
        return {
            one.matter.code for one in points if one.kind is Kind.CONDITIONS and one.row == 1 and one.open
        }

    assert open_conditions() == {"MATTER-BODY-CONDITION"}
    check_by_hand(
        office, five.id, 1, "SHR-02", Outcome.PASS, text="Đã có văn bản", evidence="12/VNPT", who="lan"
    )
    assert open_conditions() == {"MATTER-BODY-CONDITION", "MATTER-CONDITION-GONE"}
    row = load_request(office, five.id).rows[1]
    now = proposed_texts(row.findings)
    assert f"Sơn đèn báo ({BODY}, văn bản số 99/TC ngày {today():%d/%m/%Y})" in now
    assert not any("Cục Tác chiến" in text and "Sơn đèn báo" not in text for text in now)
    assert row.decision is not None
    decide_row(
        office, five.id, 1, agreed, reason="Đã xem", conditions=now, who="lan", seen=row.decision.version
    )
    assert open_conditions() == set()


def test_the_condition_of_a_body_asked_beside_the_findings_is_not_left_out_in_passing(
    office: Registry, five: Request
) -> None:
    asked = consult(office, five.id, body="UBND xã Kép", question="đất?", rows=[1, 2], who="lan")
    record_answer(
        office, five.id, asked.id, outcome="conditions", answer="thuê đất công", answered_on=today(),
        answer_number="8/UBND", who="lan", seen=1,
    )  # fmt: skip
    file = load_request(office, five.id)
    (one,) = set_by_bodies(file.rows[1].consultations, file.rows[1].findings)
    assert condition_of(one) == f"thuê đất công (UBND xã Kép, văn bản số 8/UBND ngày {today():%d/%m/%Y})"
    assert {1, 2} <= set(file.by_itself)
    assert {1, 2}.isdisjoint(item.row for item in decide_as_recommended(office, five.id, who="lan"))
    kept = [*proposed_texts(file.rows[1].findings), condition_of(one)]
    agreed = RowDecision.AGREE_WITH_CONDITIONS
    decide_row(office, five.id, 1, agreed, conditions=kept, who="lan", seen=0, reason="Đã xem")
    points = filed_sheet(load_request(office, five.id), Door.SUBMIT).points
    assert not [point for point in points if point.kind is Kind.CONDITIONS and point.row == 1 and point.open]
    assert "thuê đất công (UBND xã Kép" in said(reply_letter(office, five.id, maps=False))


def test_a_condition_typed_in_several_lines_is_carried_by_the_one_line_that_keeps_it(
    office: Registry, five: Request
) -> None:
    """The sheet asked for a condition that the decision and the letter had, word for word."""
    asked = consult(office, five.id, body="UBND xã Kép", question="đất?", rows=[1], who="lan")
    record_answer(
        office, five.id, asked.id, outcome="conditions", answer="Hoàn trả đường thôn.\r\nThi công ban ngày.",
        answered_on=today(), answer_number="8/UBND", who="lan", seen=1,
    )  # fmt: skip
    row = load_request(office, five.id).rows[1]
    (one,) = set_by_bodies(row.consultations, row.findings)
    assert condition_of(one).startswith("Hoàn trả đường thôn. Thi công ban ngày. (UBND xã Kép")
    kept = [*proposed_texts(row.findings), condition_of(one)]
    agreed = RowDecision.AGREE_WITH_CONDITIONS
    decide_row(office, five.id, 1, agreed, conditions=kept, who="lan", seen=0, reason="Đã xem")
    points = filed_sheet(load_request(office, five.id), Door.SUBMIT).points
    assert not [point for point in points if point.kind is Kind.CONDITIONS and point.row == 1 and point.open]


def test_a_law_bodys_condition_in_several_lines_is_kept_as_it_was_proposed(
    office: Registry, five: Request
) -> None:
    asked = drafted(office, five)
    record_answer(
        office, five.id, asked, outcome="conditions", answer="Sơn đèn báo.\r\nBáo trước.",
        answered_on=today(), answer_number="99/TC", who="lan", seen=1,
    )  # fmt: skip
    feed_rows(office, five.id, asked, who="lan")
    row = load_request(office, five.id).rows[1]
    assert [text for text in proposed_texts(row.findings) if text.startswith("Sơn đèn báo. Báo trước. (")]
    assert set_by_bodies(row.consultations, row.findings) == ()


def test_a_changed_answer_feeds_the_rows_anew(office: Registry, five: Request) -> None:
    asked = drafted(office, five)
    for seen, (answer, outcome) in enumerate((("agree", Outcome.PASS), ("object", Outcome.REVIEW)), 1):
        record_answer(
            office, five.id, asked, outcome=answer, answer="Vướng tĩnh không", answered_on=today(), who="lan",
            seen=seen,
        )  # fmt: skip
        feed_rows(office, five.id, asked, who="lan")
        assert outcomes(office, five)[1] is outcome


def test_a_letter_answered_otherwise_of_one_row_is_still_the_letter_that_was_sent(
    office: Registry, five: Request
) -> None:
    """It became two letters with one number, of which neither named the rows that were sent."""
    asked = drafted(office, five)
    sent = {"letter_number": "77/SKHCN", "sent_on": today(), "who": "lan"}
    record_sent(office, five.id, asked, answer_by=None, seen=1, **sent)  # type: ignore[arg-type]
    before = said(consultation_letter(office, five.id, asked))
    record_answer(
        office, five.id, asked, outcome="agree", answer="", answered_on=today(), answer_number="9/TC",
        who="lan", seen=2, apart={2: ("object", "Vướng tĩnh không")},
    )  # fmt: skip
    parts = load_request(office, five.id).consultations
    assert {item.rows for item in parts} == {(1, 3), (2,)}
    for item in parts:
        assert said(consultation_letter(office, five.id, item.id)) == before
    later = sent | {"letter_number": "78/SKHCN"}
    record_sent(office, five.id, asked, answer_by=None, seen=3, **later)  # type: ignore[arg-type]
    assert {item.letter_number for item in load_request(office, five.id).consultations} == {"78/SKHCN"}


def test_a_body_that_objected_is_no_longer_asked_for_its_opinion_by_a_condition(
    office: Registry, five: Request
) -> None:
    asked = drafted(office, five)
    record_answer(
        office, five.id, asked, outcome="object", answer="Vướng tĩnh không", answered_on=today(),
        answer_number="99/TC", who="lan", seen=1,
    )  # fmt: skip
    feed_rows(office, five.id, asked, who="lan")
    row = load_request(office, five.id).rows[1]
    assert row.to_choose  # the rules agree, the body does not: the officer chooses
    (text,) = [one for one in proposed_texts(row.findings) if BODY in one]
    assert text == (
        "Trước khi thông báo khởi công, có văn bản thống nhất của cơ quan đã trả lời không thống nhất "
        f"({BODY}, văn bản số 99/TC ngày {today():%d/%m/%Y})"
    )


def test_an_answer_is_the_word_of_whom_the_office_wrote_to(office: Registry, five: Request) -> None:
    """A department's no was kept as the minister's."""
    state(office, {}, names={BODY: "Sở Văn hóa, Thể thao và Du lịch"}, who="an")
    asked = drafted(office, five)
    record_answer(
        office, five.id, asked, outcome="object", answer="Sát chùa", answered_on=today(), who="lan", seen=1
    )
    feed_rows(office, five.id, asked, who="lan")
    row = load_request(office, five.id).rows[1]
    assert row.objecting == ("Sở Văn hóa, Thể thao và Du lịch",)
    assert row.own["AIR-02"].evidence.startswith("Sở Văn hóa, Thể thao và Du lịch, ")
    assert BODY not in row.own["AIR-02"].text
