"""No step out of order, none by the wrong role, none alone where two have to; what a decision must say."""

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import (
    CompanyInspection,
    Delegation,
    Post,
    TeamMember,
)
from registry.model.company_inspections.steps import (
    DECIDERS,
    ENDED,
    KNOWN_TO_COMPANY,
    ORDER,
    WRITERS,
    Stage,
    step_between,
    steps_from,
)
from registry.model.people import Person, Role
from registry.services.company_inspections import concluding, sealing, steps
from registry.services.company_inspections.conclusions import add_item
from registry.services.company_inspections.deeds import allowed_steps
from registry.services.company_inspections.drafting import InspectionPlan, draw_up, lacking, plan_of, save
from registry.services.company_inspections.team import replace_member, state_conflict
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from tests.services.company_inspections.test_course import every_deed
from tests.services.company_inspections.world import (
    AN,
    MINH,
    PLAN,
    VIETTEL,
    decided,
    masts,
    one,
    parts,
    seen,
    step,
    taken_to,
    violation,
)

STEP_OF = {
    "propose": Stage.PROPOSED, "decide": Stage.DECIDED, "announce": Stage.ANNOUNCED, "ask": Stage.REPORTS,
    "begin": Stage.UNDER_WAY, "close": Stage.EXPLAINED, "submit": Stage.SUBMITTED, "back": Stage.EXPLAINED,
    "conclude": Stage.CONCLUDED, "followed": Stage.FOLLOWED, "seal": Stage.SEALED, "return": Stage.DRAFTED,
}  # fmt: skip
"""The deeds of ``every_deed`` that are steps, and where they lead."""


def test_the_steps_are_the_order_and_what_goes_back() -> None:
    ways_back = {(Stage.PROPOSED, Stage.DRAFTED), (Stage.SUBMITTED, Stage.EXPLAINED)}
    found = {(stage, way.to) for stage in Stage for way in steps_from(stage) if way.to is not Stage.STOPPED}
    assert found == {*itertools.pairwise(ORDER), *ways_back}
    assert all(not steps_from(stage) for stage in ENDED)
    seconds = {way.to for stage in Stage for way in steps_from(stage) if way.second_person}
    assert seconds == {Stage.DECIDED, Stage.CONCLUDED, Stage.SEALED}
    assert Stage.DECIDED not in KNOWN_TO_COMPANY


@given(st.sampled_from(Stage), st.sets(st.sampled_from(Role)), st.booleans())
def test_a_page_offers_a_step_to_whoever_may_take_it_alone(
    stage: Stage, roles: set[Role], took_the_last: bool
) -> None:
    person = Person("an", frozenset(roles))
    found = CompanyInspection("i", 1, "KT", "VTL", stage, "", moved_by="an" if took_the_last else "minh")
    offered = {step.to for step in allowed_steps(found, person)}
    for way in steps_from(stage):
        may = bool(roles & way.roles) and not (way.second_person and took_the_last)
        assert (way.to in offered) == may
    if not roles & (WRITERS | DECIDERS):
        assert offered == set()


def test_no_step_is_taken_out_of_order(office: Registry, tmp_path: Path) -> None:
    masts(office, 2)
    identity = taken_to(office, Stage.REPORTS, tmp_path)
    for stage in ORDER[ORDER.index(Stage.REPORTS) :]:
        if stage is not Stage.REPORTS:
            step(office, identity, stage, tmp_path)
        nexts = {way.to for way in steps_from(stage)}
        for name, deed in every_deed(office, identity, tmp_path).items():
            if name in STEP_OF and STEP_OF[name] not in nexts:
                with pytest.raises(RefusalError) as refused:
                    deed(MINH)
                assert refused.value.code == "COMPANY-INSPECTION-STAGE", (stage, name)
        assert one(office, identity).stage is stage


@pytest.mark.parametrize("stage", ORDER[: ORDER.index(Stage.REPORTS)])
def test_no_step_is_taken_before_its_turn(office: Registry, tmp_path: Path, stage: Stage) -> None:
    masts(office, 2)
    identity = taken_to(office, stage, tmp_path)
    has = {"seen": seen(office, identity), "person": MINH}
    later = {
        Stage.DECIDED: lambda: steps.decide(office, identity, decided(), **has),
        Stage.ANNOUNCED: lambda: steps.announce(
            office, identity, plan_number="1", notice_number="2", on=today(), **has
        ),
        Stage.REPORTS: lambda: steps.request_reports(office, identity, number="3", on=today(), **has),
        Stage.UNDER_WAY: lambda: steps.begin(office, identity, on=today(), **has),
        Stage.EXPLAINED: lambda: concluding.close_explanation(office, identity, reason="x", **has),
        Stage.CONCLUDED: lambda: concluding.conclude(office, identity, number="1", on=today(), **has),
        Stage.SEALED: lambda: sealing.seal(office, identity, **has),
    }
    for to, deed in later.items():
        if step_between(stage, to) is None:
            with pytest.raises(RefusalError, match="COMPANY-INSPECTION-STAGE"):
                deed()


def test_a_proposal_says_what_it_lacks_and_comes_back_with_a_reason(office: Registry) -> None:
    identity = draw_up(office, InspectionPlan("VTL"), person=AN)
    missing = {"name", "matters", "scope", "reason", "facts_from", "facts_to", "basis", "team"}
    assert set(lacking(one(office, identity))) == missing
    with pytest.raises(RefusalError, match="LACKS"):
        steps.propose(office, identity, seen=1, person=AN)
    save(office, identity, PLAN, seen=1, person=AN)
    assert plan_of(one(office, identity)) == PLAN
    steps.propose(office, identity, seen=2, person=AN)
    with pytest.raises(RefusalError, match="REASON"):
        steps.return_proposal(office, identity, reason=" ", seen=3, person=MINH)
    steps.return_proposal(office, identity, reason="thu hẹp phạm vi", seen=3, person=MINH)
    assert one(office, identity).stage is Stage.DRAFTED
    with pytest.raises(RefusalError, match="COMPANY-INSPECTION-COMPANY"):
        draw_up(office, InspectionPlan("không có"), person=AN)
    with pytest.raises(RefusalError, match="NOT-ALLOWED"):
        draw_up(office, PLAN, person=VIETTEL)


DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"delegation": None}, "DELEGATION"),
        ({"delegation_number": " "}, "DELEGATION"),
        ({"delegation_on": None}, "DELEGATION"),
        ({"delegation_on": today() + DAY}, "DELEGATION"),
        ({"number": ""}, "NUMBER"),
        ({"span_from": None}, "SPAN"),
        ({"span_to": today() - DAY}, "SPAN"),
        ({"decided_on": today() + DAY, "span_from": today() + DAY}, "DAY"),
    ],
)
def test_a_decision_without_its_compulsory_fields_is_none(
    office: Registry, own: dict[str, Any], code: str
) -> None:
    identity = draw_up(office, PLAN, person=AN)
    steps.propose(office, identity, seen=1, person=AN)
    with pytest.raises(RefusalError, match=code):
        steps.decide(office, identity, decided(**own), seen=2, person=MINH)
    assert one(office, identity).stage is Stage.PROPOSED


def test_who_proposed_does_not_decide_although_he_may_decide_others(office: Registry) -> None:
    identity = draw_up(office, PLAN, person=MINH)
    steps.propose(office, identity, seen=1, person=MINH)
    with pytest.raises(RefusalError, match="SAME-PERSON"):
        steps.decide(office, identity, decided(), seen=2, person=MINH)
    assert decided().delegation is Delegation.AUTHORISED


def test_a_team_with_a_conflict_of_interest_is_not_decided_and_a_member_is_replaced(
    office: Registry, tmp_path: Path
) -> None:
    masts(office, 2)
    identity = taken_to(office, Stage.PROPOSED, tmp_path)
    state_conflict(
        office,
        identity,
        "Trần Bình",
        conflict="vợ làm ở đó",
        seen=seen(office, identity),
        person=AN,
    )
    with pytest.raises(RefusalError, match="CONFLICT"):
        steps.decide(office, identity, decided(), seen=seen(office, identity), person=MINH)
    state_conflict(office, identity, "Trần Bình", conflict="", seen=seen(office, identity), person=AN)
    steps.decide(office, identity, decided(), seen=seen(office, identity), person=MINH)
    has = {"reason": "nghỉ ốm", "person": MINH}
    with pytest.raises(RefusalError, match="COMPANY-INSPECTION-HEAD"):
        replace_member(office, identity, "Nguyễn An", by=None, seen=seen(office, identity), **has)
    unstated = TeamMember(Post.MEMBER, "Lê Chi", "Chuyên viên", "chi")
    with pytest.raises(RefusalError, match="CONFLICT"):
        replace_member(office, identity, "Nguyễn An", by=unstated, seen=seen(office, identity), **has)
    free = TeamMember(Post.MEMBER, "Lê Chi", "Chuyên viên", "chi", stated=True)
    replace_member(office, identity, "Nguyễn An", by=free, seen=seen(office, identity), **has)
    found = one(office, identity)
    assert found.head is not None
    assert (found.head.name, found.head.since) == ("Lê Chi", today().isoformat())
    (left,) = [member for member in found.team if not member.serves]
    assert (left.name, left.reason) == ("Nguyễn An", "nghỉ ốm")


def test_the_company_has_its_time_to_explain(office: Registry, tmp_path: Path) -> None:
    masts(office, 2)
    identity = taken_to(office, Stage.UNDER_WAY, tmp_path)
    with pytest.raises(RefusalError, match="REASON"):
        concluding.close_explanation(office, identity, seen=seen(office, identity), person=AN)
    add_item(office, identity, violation(), person=AN)
    (item,) = parts(office, identity).items
    has = {"number": "6", "on": today(), "seen": seen(office, identity), "person": AN}
    with pytest.raises(RefusalError, match="EXPLAIN-BY"):
        concluding.ask_explanation(office, identity, [item.id], **has)
    concluding.ask_explanation(office, identity, [item.id], explain_by=today() + 5 * DAY, **has)
    with pytest.raises(RefusalError, match="STILL-TIME"):
        concluding.close_explanation(office, identity, reason="x", seen=seen(office, identity), person=AN)
