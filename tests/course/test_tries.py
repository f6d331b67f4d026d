"""Exercises of the course: material of one's own, checked by what the ledger says, cleared, recorded."""

import datetime as dt
import re
from pathlib import Path

import pytest

from registry.course import tries
from registry.course.exercises import exercise, exercises, section_text
from registry.course.lesson import COACH, LEADER, StepState
from registry.course.lessons import take_list
from registry.course.lessons.registered import LESSONS
from registry.course.record import certificate_of, finished
from registry.errors import RefusalError
from registry.messages import render
from registry.model.course import CourseTry
from registry.model.findings import Verdict
from registry.model.people import Person, Role
from registry.model.requests.desk import RequestKind, RequestState, RowDecision
from registry.services.office.attachments import file_path
from registry.services.office.registry import Registry
from registry.services.register.site_records import site_of_code
from registry.services.requests.consulted.consultations import draft_consultations
from registry.services.requests.consulted.sent import record_sent
from registry.services.requests.decisions import RowChoice, decide_rows
from registry.services.requests.notes import consult, record_answer
from registry.services.requests.opened import load_request
from registry.services.requests.requests import receive_request
from registry.services.requests.states import change_state
from registry.services.requests.supplements import Ask
from registry.settings import read_settings
from tests.services.requests import desk

LAN = Person("lan", frozenset({Role.APPRAISER}))
NAM = Person("nam", frozenset({Role.APPRAISER}))
MAI = Person("mai", frozenset({Role.APPRAISER}))


def stands(registry: Registry, code: str, person: Person) -> dict[str, StepState]:
    item = tries.try_of(registry, code, person)
    assert item is not None
    return {one.step: one.state for one in tries.look(registry, item, person).told}


def said(registry: Registry, code: str, person: Person, step: str) -> str:
    item = tries.try_of(registry, code, person)
    assert item is not None
    told = next(one for one in tries.look(registry, item, person).told if one.step == step)
    return " ".join(render(found, dict(params)) for found, params in told.said)


def test_every_exercise_has_its_parts_a_guide_section_and_minutes_that_fit() -> None:
    assert {one.code for one in exercises()} == set(LESSONS)
    assert [one.number for one in exercises()] == list(range(1, len(exercises()) + 1))
    for one in exercises():
        assert section_text(one.guide, one.section), one.code
        assert {asked.step for asked in one.questions} <= {step.code for step in one.steps}
        assert 3 <= one.minutes <= 12, (one.code, one.minutes)
    assert len(exercises()) == 8
    assert sum(one.minutes for one in exercises() if one.is_for(LAN)) < 60


def test_a_mast_is_read_and_a_wrong_number_is_told(demo_registry: Registry) -> None:
    item = tries.begin(demo_registry, "tim-cot", person=LAN)
    assert set(stands(demo_registry, "tim-cot", LAN).values()) == {StepState.OPEN}
    tries.answer(demo_registry, item.id, {"height": "1", "beside": "agree", "other": "x"}, person=LAN)
    assert stands(demo_registry, "tim-cot", LAN)["height"] is StepState.WRONG
    assert "Điều" in said(demo_registry, "tim-cot", LAN, "beside")
    assert tries.check(demo_registry, item.id, person=LAN).item.finished_at is None
    done = _read_right(demo_registry, item, LAN)
    assert done.next is None
    assert done.item.finished_at is not None
    assert done.item.checks == 2


def _read_right(registry: Registry, item: CourseTry, person: Person) -> tries.Standing:
    site = site_of_code(registry, item.material["code"])
    assert site is not None
    height = f"{site['structures'][0]['mast_height_m']:.1f}".replace(".", ",")
    right = {"height": f"{height} m", "error": f"± {site['accuracy_m']:.0f}", "beside": Verdict.REFUSE.value}
    tries.answer(registry, item.id, right, person=person)
    return tries.check(registry, item.id, person=person)


def test_two_learners_have_positions_of_their_own(demo_registry: Registry) -> None:
    one = tries.begin(demo_registry, "quyet-dinh", person=LAN)
    other = tries.begin(demo_registry, "quyet-dinh", person=NAM)
    assert not set(one.material["plans"]) & set(other.material["plans"])
    decided = [RowChoice(0, RowDecision.AGREE)]
    decide_rows(demo_registry, one.material["request"], decided, who=NAM.name)
    assert stands(demo_registry, "quyet-dinh", LAN)["passes"] is StepState.OPEN  # not her deed
    with pytest.raises(RefusalError, match="COURSE-UNKNOWN"):
        tries.check(demo_registry, other.id, person=LAN)


def test_a_wrong_decision_is_told_with_its_rule_and_the_right_one_is_what_the_checks_say(
    demo_registry: Registry,
) -> None:
    item = tries.begin(demo_registry, "quyet-dinh", person=LAN)
    request = item.material["request"]
    rows = load_request(demo_registry, request).rows
    assert [row.verdict for row in rows] == [Verdict.AGREE, Verdict.REFUSE, Verdict.CANNOT_ASSESS]
    first = [
        RowChoice(0, RowDecision.AGREE),
        RowChoice(1, RowDecision.AGREE, "doanh nghiệp cần"),
        RowChoice(2, RowDecision.REFUSE, "thiếu"),
    ]
    decide_rows(demo_registry, request, first, who="lan")
    assert stands(demo_registry, "quyet-dinh", LAN) == {
        "passes": StepState.RIGHT, "refused": StepState.WRONG, "unjudged": StepState.WRONG,
    }  # fmt: skip
    told = said(demo_registry, "quyet-dinh", LAN, "refused")
    assert "Chưa thống nhất" in told
    assert "Điều 15(5)" in told
    decide_rows(demo_registry, request, [RowChoice(1, RowDecision.REFUSE)], who="lan")
    assert stands(demo_registry, "quyet-dinh", LAN)["refused"] is StepState.WRONG  # no ground is named
    near = next(one.related for one in rows[1].findings if one.rule in ("SPC-01", "SPC-02") and one.related)
    mended = [
        RowChoice(1, RowDecision.REFUSE, f"Quá gần cột {near}"),
        RowChoice(2, RowDecision.SUPPLEMENT, "Chưa có tọa độ"),
    ]
    decide_rows(demo_registry, request, mended, who="lan")
    assert tries.check(demo_registry, item.id, person=LAN).next is None


def test_a_list_is_taken_in_and_both_cells_are_mended(demo_registry: Registry, tmp_path: Path) -> None:
    item = tries.begin(demo_registry, "nhan-danh-sach", person=LAN)
    file = item.files[0]
    path = file_path(demo_registry, file["sha256"], file["name"])
    made = receive_request(
        demo_registry, path, kind=RequestKind.POSITION, organisation=item.material["operator"], officer="lan",
        letter_number="sai số", who="lan", name=file["name"],
    )  # fmt: skip
    assert stands(demo_registry, "nhan-danh-sach", LAN) == {
        "swapped": StepState.OPEN, "pointless": StepState.OPEN, "received": StepState.WRONG,
    }  # fmt: skip
    assert item.material["letter"] in said(demo_registry, "nhan-danh-sach", LAN, "received")
    change_state(
        demo_registry, made.id, RequestState.WITHDRAWN, who="lan", version=made.version, reason="làm lại"
    )
    true = item.material["true"]
    answers = {
        1: _position(true[item.material["first_doubt"]]),
        2: _position([106.0, 21.0]),
    }
    receive_request(
        demo_registry, path, kind=RequestKind.POSITION, organisation=item.material["operator"], officer="lan",
        letter_number=item.material["letter"], who="lan", name=file["name"], answers=answers,
        stated={1: ("lon", "lat"), 2: ("lon", "lat")}, again="làm lại",
    )  # fmt: skip
    assert stands(demo_registry, "nhan-danh-sach", LAN) == {
        "swapped": StepState.RIGHT, "pointless": StepState.WRONG, "received": StepState.RIGHT,
    }  # fmt: skip
    assert take_list.LESSON.lead is None


def _position(at: list[float]) -> dict[str, str]:
    return {"lon": f"{at[0]:.6f}", "lat": f"{at[1]:.6f}"}


def test_a_letter_with_a_wrong_decision_comes_back_and_a_right_one_is_issued(demo_registry: Registry) -> None:
    item = tries.begin(demo_registry, "van-ban", person=LAN)
    request = item.material["request"]
    with pytest.raises(RefusalError, match="COURSE-NOT-SUBMITTED"):
        tries.lead(demo_registry, item.id, person=LAN)
    _submit(demo_registry, request)
    tries.lead(demo_registry, item.id, person=LAN)
    file = load_request(demo_registry, request)
    assert file.request.state is RequestState.DRAFT
    assert file.states[-1].who == LEADER
    assert item.material["bad"] in file.states[-1].reason
    assert stands(demo_registry, "van-ban", LAN)["submitted"] is StepState.WRONG
    decide_rows(demo_registry, request, [RowChoice(1, RowDecision.REFUSE)], who="lan")
    _submit(demo_registry, request)
    tries.lead(demo_registry, item.id, person=LAN)
    assert load_request(demo_registry, request).request.issued_number == item.material["letter"]
    tries.answer(demo_registry, item.id, {"deadline": "1/1/2000"}, person=LAN)
    assert stands(demo_registry, "van-ban", LAN) == {
        "mended": StepState.RIGHT, "submitted": StepState.RIGHT, "issued": StepState.RIGHT,
        "deadline": StepState.WRONG,
    }  # fmt: skip


def _submit(registry: Registry, request: str) -> None:
    for state in (RequestState.DRAFT, RequestState.SUBMITTED):
        found = load_request(registry, request).request
        if found.state is not state:
            change_state(
                registry, request, state, who="lan", version=found.version, reasons={"": "đã đối chiếu"}
            )


def test_the_right_body_is_asked_it_answers_and_the_row_is_supplemented(
    demo_registry: Registry,
) -> None:
    item = tries.begin(demo_registry, "lay-y-kien", person=LAN)
    request = item.material["request"]
    consult(demo_registry, request, body="Sở Tài chính", question="?", who="lan", letter_number="1/X")
    assert stands(demo_registry, "lay-y-kien", LAN)["asked"] is StepState.WRONG
    assert draft_consultations(demo_registry, request, who="lan") == 1
    assert stands(demo_registry, "lay-y-kien", LAN)["asked"] is StepState.OPEN
    asked = load_request(demo_registry, request).consultations[-1]
    day = load_request(demo_registry, request).decision_day
    record_sent(
        demo_registry, request, asked.id, letter_number="9/BT", sent_on=day,
        answer_by=day + dt.timedelta(days=5), who="lan", seen=asked.version,
    )  # fmt: skip
    asked = next(one for one in load_request(demo_registry, request).consultations if one.id == asked.id)
    record_answer(
        demo_registry, request, asked.id, outcome="conditions", answer="báo trước", answered_on=day,
        who="lan", seen=asked.version, answer_number=item.material["body_letter"],
    )  # fmt: skip
    found = load_request(demo_registry, request).request
    change_state(
        demo_registry, request, RequestState.SUPPLEMENT, who="lan", version=found.version,
        asks=[Ask("văn bản dùng chung", row=0)],
    )  # fmt: skip
    assert tries.check(demo_registry, item.id, person=LAN).next is None


def test_beginning_anew_brings_fresh_material_and_clears_what_was(demo_registry: Registry) -> None:
    first = tries.begin(demo_registry, "quyet-dinh", person=LAN)
    second = tries.begin(demo_registry, "quyet-dinh", person=LAN)
    assert first.material["request"] != second.material["request"]
    assert second.ordinal == first.ordinal + 1
    old = load_request(demo_registry, first.material["request"]).request
    assert old.state is RequestState.WITHDRAWN
    assert old.note.startswith("BÀI TẬP")
    tries.clear(demo_registry, second.id, person=LAN)
    assert tries.try_of(demo_registry, "quyet-dinh", LAN) is None
    states = load_request(demo_registry, second.material["request"]).states
    assert (states[-1].state, states[-1].who) == (RequestState.WITHDRAWN, COACH)


def test_the_record_says_who_finished_what_first(demo_registry: Registry) -> None:
    first, again = [
        _read_right(demo_registry, tries.begin(demo_registry, "tim-cot", person=MAI), MAI).item
        for _ in range(2)
    ]
    tries.begin(demo_registry, "tim-cot", person=NAM)
    (row,) = certificate_of(demo_registry, "mai")
    assert first.finished_at is not None
    assert again.finished_at is not None
    assert first.finished_at < again.finished_at
    assert (row.exercise, row.finished_at, row.tries) == ("tim-cot", first.finished_at, first.ordinal)
    assert row.minutes >= 1
    assert "nam" not in {one.learner for one in finished(demo_registry)}  # begun, not finished


def test_a_real_register_has_no_exercises(tmp_path: Path) -> None:
    office = desk.make(read_settings({"BTS_HOME": str(tmp_path / "nhà")}))
    try:
        with pytest.raises(RefusalError, match="COURSE-REAL"):
            tries.begin(office, "tim-cot", person=LAN)
        assert finished(office) == []
    finally:
        office.close()


def test_an_exercise_is_for_those_whose_pages_it_uses() -> None:
    carrier = Person("viettel", frozenset({Role.CARRIER}), organisation="VTL")
    deciding = exercise("quyet-dinh")
    assert deciding is not None
    assert not deciding.is_for(carrier)
    with pytest.raises(RefusalError, match="COURSE-NO-EXERCISE"):
        tries.exercise_for("quyet-dinh", carrier)


def test_the_english_of_a_step_names_buttons_as_the_english_pages_do() -> None:
    """Whoever reads English meets English buttons; what a person types stays as it is."""
    vietnamese = re.compile("[à-ỹÀ-ỸđĐ]")
    steps = [(one.code, step.words.en) for one in exercises() for step in one.steps]
    assert len(steps) > 20
    assert [(name, text) for name, text in steps if vietnamese.search(text)] == []
