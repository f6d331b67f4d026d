"""What an officer leaves of a row's conditions: kept, edited, added, struck with a reason; never empty."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.requests.conditions import Before, ConditionState
from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.office.registry import Registry
from registry.services.requests.conditions.proposals import Proposed, proposals, proposed_texts
from registry.services.requests.conditions.saying import MOST, Offered, Said, offered_now, settled
from registry.services.requests.conditions.used import used_before
from registry.services.requests.decisions import (
    RowChoice,
    correct_row,
    decide_as_recommended,
    decide_row,
    decide_rows,
)
from registry.services.requests.opened import FileRow, load_request
from registry.services.requests.requests import replace_list
from registry.store.requests.requests import of_request
from registry.store.requests.tables import row_conditions
from tests.services.requests import desk

BOUND = RowDecision.AGREE_WITH_CONDITIONS
TEXTS = ("có văn bản", "đo lại", "bổ sung loại cột")
PROPOSED = [
    Proposed(f"R-0{at}:C", Words(text, text), Words("Sở", "office"), Before.COMMENCEMENT)
    for at, text in enumerate(TEXTS)
]


@pytest.fixture
def request_(office: Registry, tmp_path: Path) -> Request:
    """A request of five rows under appraisal."""
    return desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)


def row(office: Registry, request: Request, at: int = 0) -> FileRow:
    return load_request(office, request.id).rows[at]


def bind(
    office: Registry, request: Request, conditions: Offered = None, *, at: int = 0, reason: str = ""
) -> FileRow:
    standing = row(office, request, at).decision
    seen = standing.version if standing else 0
    decide_row(office, request.id, at, BOUND, who="lan", seen=seen, conditions=conditions, reason=reason)
    return row(office, request, at)


said = st.builds(
    Said, st.sampled_from([*TEXTS, "", " sơn cột ", "rào chắn"]),
    st.sampled_from(["", *(one.key for one in PROPOSED)]),
    struck=st.booleans(), reason=st.sampled_from(["", "đã có"]),
)  # fmt: skip


@given(st.lists(st.one_of(said, st.sampled_from([*TEXTS, "sơn cột"])), max_size=7))
def test_no_proposal_falls_away_in_silence_and_no_text_stands_twice(offered: list[Said | str]) -> None:
    found = settled(offered, PROPOSED, excuse="lý do", row=1)
    kept = [own for own in found.columns if own["state"] == ConditionState.KEPT.value]
    assert tuple(own["text"] for own in kept) == found.texts
    assert len({own["text"] for own in found.columns}) == len(found.columns)
    for one in PROPOSED:  # it stands behind a condition, or is said in its very words
        assert any(own["finding"] == one.key or own["text"] == one.text.vi for own in found.columns)
    assert all(own["reason"] for own in found.columns if own["state"] == ConditionState.STRUCK.value)


def test_a_proposal_left_out_without_a_reason_is_refused_and_one_of_the_decision_is_enough() -> None:
    with pytest.raises(RefusalError, match="REQUEST-CONDITION-STRUCK"):
        settled([TEXTS[0]], PROPOSED, excuse="", row=1)
    found = settled([TEXTS[0]], PROPOSED, excuse="đã gửi", row=1)
    assert (found.texts, [own["reason"] for own in found.columns]) == ((TEXTS[0],), ["", "đã gửi", "đã gửi"])


def test_more_conditions_than_a_row_may_have_are_refused() -> None:
    with pytest.raises(RefusalError, match="REQUEST-CONDITIONS-MANY"):
        settled([f"điều {at}" for at in range(MOST + 1)], [], excuse="", row=1)


def test_saved_as_it_stands_a_row_is_bound_by_what_its_findings_propose(
    office: Registry, request_: Request
) -> None:
    bound = bind(office, request_)
    assert bound.decision is not None
    assert bound.decision.conditions == proposed_texts(bound.findings)
    assert bound.decision.conditions
    assert [(item.text, item.state) for item in bound.conditions] == [
        (text, ConditionState.KEPT) for text in bound.decision.conditions
    ]
    assert all(item.proposed == item.text and item.finding and item.version == 1 for item in bound.conditions)
    assert desk.sound(office)


def test_edited_struck_and_added_are_told_apart_and_come_back_to_be_edited(
    office: Registry, request_: Request
) -> None:
    first, *others = offered_now((), _proposals(office, request_))
    offered = [
        Said("Sửa lời", first.of),
        *(Said(one.text, one.of, struck=True, reason="đã nộp bản giấy") for one in others),
        "  Sơn   cột ",
    ]
    bound = bind(office, request_, offered)
    assert bound.decision is not None
    assert bound.decision.conditions == ("Sửa lời", "Sơn cột")
    edited, *struck, own = bound.conditions
    assert edited.edited
    assert edited.finding == first.of
    assert own.own
    assert {item.reason for item in struck} == {"đã nộp bản giấy"}
    assert offered_now(bound.conditions, _proposals(office, request_)) == [
        Said("Sửa lời", first.of), *offered[1:-1], Said("Sơn cột"),
    ]  # fmt: skip
    again = bind(office, request_)  # saved again with nothing said of them: as they stand
    assert again.conditions == bound.conditions
    assert again.decision == bound.decision


def test_an_agreement_on_conditions_without_one_is_refused_and_nothing_is_written(
    office: Registry, request_: Request
) -> None:
    struck = [
        Said(one.text, one.of, struck=True, reason="không cần")
        for one in offered_now((), _proposals(office, request_))
    ]
    for offered in (struck, [], [" "]):
        with pytest.raises(RefusalError, match="REQUEST-CONDITIONS"):
            bind(office, request_, offered, reason="đủ")
    assert row(office, request_).decision is None
    assert row(office, request_).conditions == ()


def test_rows_decided_together_keep_each_its_own_and_get_what_is_added(
    office: Registry, request_: Request
) -> None:
    choices = [RowChoice(at, BOUND, also=("Báo cáo tiến độ",)) for at in range(3)]
    made = decide_rows(office, request_.id, choices, who="lan")
    rows = load_request(office, request_.id).rows
    assert [one.conditions for one in made] == [
        (*proposed_texts(rows[at].findings), "Báo cáo tiến độ") for at in range(3)
    ]


def test_what_is_decided_as_recommended_in_bulk_is_never_bound_to_nothing(
    office: Registry, request_: Request
) -> None:
    made = decide_as_recommended(office, request_.id, who="lan")
    bound = [one for one in made if one.decision is BOUND]
    assert bound
    assert all(one.conditions for one in bound)


def test_conditions_go_with_their_decision(office: Registry, request_: Request, tmp_path: Path) -> None:
    bind(office, request_)
    seen = row(office, request_).decision
    assert seen is not None
    decide_row(office, request_.id, 0, RowDecision.REFUSE, who="lan", seen=seen.version, reason="trùng")
    assert row(office, request_).conditions == ()
    bind(office, request_, at=1)
    correct_row(
        office, request_.id, 1, {"mast_height_m": 40}, who="lan", seen=row(office, request_, 1).version,
        reason="đo lại",
    )  # fmt: skip
    assert row(office, request_, 1).conditions == ()
    kept = bind(office, request_, at=2).conditions
    corrected = desk.write_list(tmp_path / "b.xlsx", [*desk.FIVE[2:3], ("V9", 9000.0, 0.0)])
    replace_list(
        office, request_.id, corrected, name="b.xlsx", who="lan",
        version=load_request(office, request_.id).request.version,
    )  # fmt: skip
    assert [item.text for item in row(office, request_).conditions] == [item.text for item in kept]
    assert desk.sound(office)


def test_what_was_typed_once_is_offered_again_the_most_used_first(
    office: Registry, request_: Request
) -> None:
    for at, texts in enumerate((["Sơn cột"], ["Sơn cột", "Rào chắn"])):
        bind(office, request_, texts, at=at, reason="đủ")
    assert used_before(office) == [("Sơn cột", 2), ("Rào chắn", 1)]
    assert used_before(office, "rao") == [("Rào chắn", 1)]


def test_a_text_from_before_conditions_were_records_is_a_condition_all_the_same(
    office: Registry, request_: Request
) -> None:
    bound = bind(office, request_, ["Sơn cột"], reason="đủ")
    with office.database.write() as connection:  # as a register stood that the migration finds
        connection.exec_driver_sql("DELETE FROM row_conditions")
        assert not of_request(connection, row_conditions, request_.id)
    (old,) = row(office, request_).conditions
    kept = next(item for item in bound.conditions if item.state is ConditionState.KEPT)
    assert (old.text, old.version, old.state, old.id) == ("Sơn cột", 0, ConditionState.KEPT, kept.id)
    assert used_before(office) == [("Sơn cột", 1)]


def _proposals(office: Registry, request: Request) -> list[Proposed]:
    return proposals(row(office, request).findings)
