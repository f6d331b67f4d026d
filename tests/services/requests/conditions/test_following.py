"""After the issue a condition is followed until it is met, with the paper that proves it."""

import datetime as dt
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.duties import Duty, DutyState
from registry.model.notices import NoticeKind
from registry.model.requests.conditions import Condition, ConditionState
from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.obligations.obligations import duties_of, title
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of, report_completion, revoke
from registry.services.requests.conditions.following import (
    Paper,
    answer_condition,
    meet_condition,
    reopen_condition,
    return_condition,
    waive_condition,
)
from registry.services.requests.conditions.owed import answered, followed
from registry.services.requests.decisions import decide_row
from registry.services.requests.opened import load_request
from registry.services.requests.sealing import seal_request
from registry.store.office.notices import notices_of
from tests.services.requests import desk

WORDS = ["Sơn cột báo hiệu", "Báo cáo hoàn công"]


@pytest.fixture
def letter(office: Registry, tmp_path: Path) -> Request:
    """An issued letter about one position, agreed to on two conditions."""
    made = desk.received(office, tmp_path, desk.FIVE[:1])
    decide_row(
        office, made.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, reason="đã có đủ",
        conditions=WORDS,
    )  # fmt: skip
    return desk.issued(office, tmp_path, made)


def at(office: Registry, letter: Request, text: str = WORDS[0]) -> Condition:
    row = load_request(office, letter.id).rows[0]
    return next(item for item in row.conditions if item.text == text)


def deed(office: Registry, letter: Request, do: Callable[..., None], *given: Any, **own: Any) -> Condition:
    standing = at(office, letter)
    do(office, letter.id, standing.id, *given, seen=standing.version, **{"who": "lan", **own})
    return at(office, letter)


def conditions_owed(office: Registry, day: dt.date) -> list[Duty]:
    return [duty for duty in duties_of(office, day) if duty.code == "DUT-CONDITION"]


def test_what_was_kept_is_open_from_the_issue_on_and_what_was_struck_stays_so(
    office: Registry, letter: Request
) -> None:
    states = {item.text: item.state for item in load_request(office, letter.id).rows[0].conditions}
    assert {text for text, state in states.items() if state is ConditionState.OPEN} == set(WORDS)
    assert set(states.values()) == {ConditionState.OPEN, ConditionState.STRUCK}
    assert [one.condition.text for one in followed(office, organisation="VTL")] == WORDS
    assert not followed(office, organisation="VNPT")
    assert desk.sound(office)


def test_a_carrier_answers_with_a_paper_the_office_returns_it_and_then_says_met(
    office: Registry, letter: Request, tmp_path: Path
) -> None:
    paper = Paper(desk.pdf(tmp_path), "ảnh cột.pdf")
    found = deed(office, letter, answer_condition, "đã sơn", papers=[paper], who="vtl")
    assert (found.state, found.answer, len(found.files)) == (ConditionState.ANSWERED, "đã sơn", 1)
    assert [one.code for one in answered(office)] == ["V1"]
    found = deed(office, letter, return_condition, reason="ảnh mờ")
    assert (found.state, found.word, answered(office)) == (ConditionState.RETURNED, "ảnh mờ", [])
    found = deed(office, letter, answer_condition, "ảnh chụp lại", who="vtl")
    assert len(found.files) == 1  # what was handed in before stays
    found = deed(office, letter, meet_condition, paper="", on=today())
    assert (found.state, found.settled_by, found.settled_on) == (ConditionState.MET, "lan", today())
    with office.database.read() as connection:
        told = notices_of(connection, organisation="VTL", roles=set(), account="", unopened=False, most=50)
    assert [one.kind for one in told].count(NoticeKind.CONDITION_SETTLED) == 2
    assert desk.sound(office)


def test_one_answer_is_given_for_every_position_with_the_same_condition(
    office: Registry, tmp_path: Path
) -> None:
    """What was said of one apart stays, and another condition of the same position is not answered."""
    made = desk.received(office, tmp_path, desk.FIVE[:3])
    for row in range(3):
        decide_row(
            office, made.id, row, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, reason="đã có đủ",
            conditions=WORDS,
        )  # fmt: skip
    letter = desk.issued(office, tmp_path, made)
    apart = next(one for one in load_request(office, letter.id).rows[2].conditions if one.text == WORDS[0])
    answer_condition(office, letter.id, apart.id, "sơn riêng", who="vtl", seen=apart.version)
    paper = Paper(desk.pdf(tmp_path), "ảnh cột.pdf")
    deed(office, letter, answer_condition, "đã sơn", papers=[paper], who="vtl", alike=True)
    said = {
        (row.index, item.text): (item.state, item.answer, len(item.files))
        for row in load_request(office, letter.id).rows
        for item in row.conditions
        if item.text in WORDS
    }
    painted = (ConditionState.ANSWERED, "đã sơn", 1)
    assert [said[row, WORDS[0]] for row in range(2)] == [painted, painted]
    assert said[2, WORDS[0]] == (ConditionState.ANSWERED, "sơn riêng", 0)
    assert {said[row, WORDS[1]] for row in range(3)} == {(ConditionState.OPEN, "", 0)}
    assert desk.sound(office)


def test_a_condition_on_a_position_without_a_code_is_settled_too(office: Registry, tmp_path: Path) -> None:
    nameless = [[None if cell == "V1" else cell for cell in desk.FIVE[0]]]
    made = desk.received(office, tmp_path, nameless)
    decide_row(
        office, made.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, reason="đã có đủ",
        conditions=WORDS,
    )  # fmt: skip
    letter = desk.issued(office, tmp_path, made)
    found = deed(office, letter, meet_condition, paper="12/CV", on=today())
    assert found.state is ConditionState.MET


def test_each_step_has_its_refusal(office: Registry, letter: Request) -> None:
    with pytest.raises(RefusalError, match="REQUEST-CONDITION-ANSWER"):
        deed(office, letter, answer_condition, " ")
    with pytest.raises(RefusalError, match="REQUEST-CONDITION-PAPER"):
        deed(office, letter, meet_condition, paper=" ", on=today())
    with pytest.raises(RefusalError, match="REQUEST-DAY"):
        deed(office, letter, meet_condition, paper="12/CV", on=today() + dt.timedelta(days=1))
    with pytest.raises(RefusalError, match="REQUEST-CONDITION-STATE"):
        deed(office, letter, return_condition, reason="thiếu")
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        deed(office, letter, waive_condition, reason=" ")
    with pytest.raises(RefusalError, match="REQUEST-CONDITION-UNKNOWN"):
        answer_condition(office, letter.id, "không có", "x", who="vtl", seen=0)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        waive_condition(office, letter.id, at(office, letter).id, reason="x", who="sếp", seen=99)
    assert at(office, letter).state is ConditionState.OPEN


def test_met_or_waived_by_mistake_is_opened_again_with_the_reason(office: Registry, letter: Request) -> None:
    assert deed(office, letter, waive_condition, reason="không còn cần").reason == "không còn cần"
    assert [one.condition.text for one in followed(office)] == WORDS[1:]
    found = deed(office, letter, reopen_condition, reason="miễn nhầm dòng")
    assert (found.state, found.reason, found.settled_on) == (ConditionState.RETURNED, "", None)
    assert [one.condition.text for one in followed(office)] == WORDS


def test_before_the_letter_is_out_nothing_is_answered(office: Registry, tmp_path: Path) -> None:
    made = desk.to(office, desk.received(office, tmp_path, desk.FIVE[:1]), RequestState.APPRAISING)
    decide_row(office, made.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, conditions=WORDS,
               reason="đã có đủ")  # fmt: skip
    with pytest.raises(RefusalError, match="REQUEST-CONDITION-STATE"):
        deed(office, made, answer_condition, "đã sơn")
    assert followed(office) == []


def test_what_is_not_met_is_owed_by_the_day_of_its_position_until_it_is_answered(
    office: Registry, letter: Request
) -> None:
    (position,) = approvals_of(office)
    assert position.build_by is not None
    near = position.build_by - dt.timedelta(days=10)
    (owed,) = conditions_owed(office, near)
    assert (owed.organisation, owed.due_on, owed.items) == ("VTL", position.build_by, 1)  # of one mast
    assert (owed.state, owed.link) == (DutyState.SOON, ("conditions", letter.id))
    assert title(owed) == f"Đáp ứng 2 điều kiện của Văn bản số {letter.issued_number}: V1"
    assert conditions_owed(office, position.build_by + dt.timedelta(days=1))[0].state is DutyState.OVERDUE
    assert not conditions_owed(office, position.build_by - dt.timedelta(days=100))
    deed(office, letter, answer_condition, "đã sơn", who="vtl")
    assert conditions_owed(office, near)[0].params["count"] == 1  # the other is the office's turn


def test_a_position_that_was_taken_back_owes_no_condition_and_one_that_is_built_does(
    office: Registry, letter: Request
) -> None:
    (position,) = approvals_of(office)
    report_completion(
        office, position.id, lon=position.lon, lat=position.lat, completed_on=today(), who="vtl",
        seen=position.version,
    )  # fmt: skip
    assert {one.due_on for one in followed(office)} == {today()}
    with office.database.write() as connection:
        connection.exec_driver_sql("UPDATE approvals SET state = 'approved', completed_on = NULL")
    (position,) = approvals_of(office)
    revoke(office, position.id, reason="QĐ 9", who="lan", seen=position.version)
    assert followed(office) == []


def test_a_text_of_a_letter_from_before_is_followed_and_becomes_a_record_by_its_first_answer(
    office: Registry, letter: Request
) -> None:
    with office.database.write() as connection:  # as a register stood that the migration finds
        connection.exec_driver_sql("DELETE FROM row_conditions")
    assert [one.condition.text for one in followed(office)] == WORDS
    assert at(office, letter).version == 0
    found = deed(office, letter, answer_condition, "đã sơn", who="vtl")
    assert (found.version, found.text, found.state) == (1, WORDS[0], ConditionState.ANSWERED)
    assert [one.condition.text for one in followed(office)] == WORDS


def test_the_package_keeps_the_conditions_as_they_were_issued(office: Registry, letter: Request) -> None:
    deed(office, letter, meet_condition, paper="12/CV", on=today())
    sealed = seal_request(office, letter.id, who="lan")
    with zipfile.ZipFile(sealed.path) as package:
        name = next(one for one in package.namelist() if "decisions" in one)
        (row,) = json.loads(package.read(name))
    kept = [one["text"] for one in row["condition_records"] if one["state"] == "kept"]
    assert kept == row["conditions"] == WORDS
    assert {one["reason"] for one in row["condition_records"] if one["state"] == "struck"} == {"đã có đủ"}


def test_what_is_said_of_a_row_without_a_code_is_told_by_its_place(office: Registry, tmp_path: Path) -> None:
    made = desk.received(office, tmp_path, [("", 2000.0, 0.0)])
    decide_row(
        office, made.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, reason="đã có đủ",
        conditions=WORDS,
    )  # fmt: skip
    letter = desk.issued(office, tmp_path, made)
    assert deed(office, letter, waive_condition, reason="không cần nữa").state is ConditionState.WAIVED
