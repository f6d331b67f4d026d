"""Two visits that tell of one fault make one defect: the second answer is said to be the first's."""

import dataclasses

import pytest

from registry.errors import RefusalError
from registry.messages import render
from registry.model.field.defects import Defect, DefectState
from registry.model.field.inspections import CampaignKind
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.defects import answer_defect, close_defect, get_defect, list_defects
from registry.services.field.inspections import InspectionView, get_inspection
from registry.services.field.minutes.asked import conclusion
from registry.services.field.minutes.counting import untold_answers
from registry.services.field.minutes.writing import unit_minutes
from registry.services.field.sends import take_items
from registry.services.field.visit_defects import (
    declined,
    make_defect,
    open_already,
    same_defects,
    state_same,
    take_back_same,
    untold,
)
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from tests.services.field.minutes_office import stated, text
from tests.services.field.world import HOA, OFFICER, VIETTEL, item, new_id

STRUCTURE = "mast-BGG00046"
LIGHT = "Han rỉ: Nhẹ"


def visit(office: Registry, campaign: str, value: str = "light") -> str:
    """A visit of Viettel's mast on which rust was seen."""
    made = new_id()
    own = {"visit": made, "campaign": campaign, "structure": STRUCTURE}
    take_items(office, [item(**own, entry="rust", value=value, raw=value)], person=HOA, device="d2", by="hoa")
    return made


@pytest.fixture
def later(office: Registry, campaign: str) -> str:
    """A campaign of later."""
    plan = CampaignPlan(CampaignKind.SEASON, "Sau bão", today(), today())
    return make_campaign(office, plan, person=OFFICER).id


@pytest.fixture
def first(office: Registry, campaign: str) -> Defect:
    """The defect that was made of the first visit."""
    return make_defect(office, visit(office, campaign), "rust", "rust_light", "minor", person=OFFICER)


def seen(office: Registry, one: str) -> InspectionView:
    return get_inspection(office, one, person=OFFICER)


def known(office: Registry, one: str) -> Defect | None:
    view = seen(office, one)
    return open_already(view, untold(view)["rust"])


def same(office: Registry, one: str, defect: Defect, answer: str = LIGHT) -> Defect:
    return state_same(office, one, "rust", defect.id, answer=answer, person=OFFICER, seen=defect.version)


def test_a_second_answer_is_of_the_defect_that_is_open_already(
    office: Registry, later: str, first: Defect
) -> None:
    again = visit(office, later)
    found = known(office, again)
    assert found is not None
    assert found.id == first.id
    with pytest.raises(RefusalError, match="DEFECT-ANSWER-OTHER"):
        same(office, again, first, "Han rỉ: Nặng")
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        state_same(office, again, "rust", first.id, answer=LIGHT, person=VIETTEL, seen=first.version)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE") as late:
        state_same(office, again, "rust", first.id, answer=LIGHT, person=OFFICER, seen=first.version - 1)
    assert render(late.value.code, late.value.params, "vi")
    same(office, again, first)
    view = seen(office, again)
    assert untold(view) == {}
    assert same_defects(view)["rust"][0].id == first.id
    assert declined(view)["rust"] == f"Là tồn tại đã ghi ngày {first.found_on:%d/%m/%Y}"
    assert len(list_defects(office, person=OFFICER, structure=STRUCTURE)) == 1
    defect, steps = get_defect(office, first.id, person=VIETTEL)
    assert (defect.state, [(one.kind, one.inspection, one.words) for one in steps]) == (
        DefectState.OPEN, [("same", again, LIGHT)],
    )  # fmt: skip
    file = stated(office, later, "VTL")
    assert untold_answers(office, file, file.unit("VTL")) == []
    told = text(unit_minutes(office, file, file.unit("VTL")))
    assert "Không có tồn tại mới; đơn vị khắc phục tồn tại đã ghi từ trước" in told
    assert "Không có yêu cầu khắc phục." not in told
    with pytest.raises(RefusalError, match="DEFECT-STATED-TAKEN"):
        same(office, again, first)
    assert verify(office).sound


def test_minutes_ask_nobody_for_another_s_cable_that_was_recorded_before(
    office: Registry, later: str, first: Defect
) -> None:
    again = visit(office, later)
    same(office, again, first)
    view = seen(office, again)
    (own,) = view.same
    file = stated(office, later, "VTL")
    unit = file.unit("VTL")
    asked = {}
    for whose in ("VTL", "VNPT", ""):
        cable = dataclasses.replace(own[0], defect="cable_low", organisation=whose)
        held = dataclasses.replace(unit, views=(dataclasses.replace(view, same=[(cable, own[1])]),))
        asked[whose] = conclusion(held, [], remedied=True, every=True).vi
    assert asked["VTL"].startswith("Không có tồn tại mới; đơn vị khắc phục")
    assert asked["VNPT"] == asked[""] == "Không có yêu cầu khắc phục."


def test_it_is_taken_back_and_asked_again_of_another_answer(
    office: Registry, later: str, first: Defect
) -> None:
    again = visit(office, later)
    same(office, again, first)
    (step,) = get_defect(office, first.id, person=OFFICER)[1]
    with pytest.raises(RefusalError, match="DEFECT-STATED-TAKEN"):  # of another visit
        take_back_same(office, first.inspection, step.id, person=OFFICER)
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        take_back_same(office, again, step.id, person=VIETTEL)
    take_back_same(office, again, step.id, person=OFFICER)
    assert list(untold(seen(office, again))) == ["rust"]
    same(office, again, first)
    (light,) = [one for one in seen(office, again).items if one.entry == "rust"]
    worse = item(
        visit=again, campaign=later, structure=STRUCTURE, entry="rust", value="heavy", raw="heavy", seq=2,
        replaces=light.id,
    )  # fmt: skip
    take_items(office, [worse], person=HOA, device="d2", by="hoa")
    assert list(untold(seen(office, again))) == ["rust"]
    assert same_defects(seen(office, again)) == {}
    assert verify(office).sound


def test_what_is_said_to_be_remedied_stays_so_and_what_has_ended_is_not_offered(
    office: Registry, later: str, first: Defect
) -> None:
    again = visit(office, later)
    answered = answer_defect(
        office, first.id, words="đã sơn", remedied_on=today(), person=OFFICER, seen=first.version
    )
    same(office, again, answered)
    defect, steps = get_defect(office, first.id, person=OFFICER)
    assert (defect.state, sorted(one.kind for one in steps)) == (DefectState.ANSWERED, ["answer", "same"])
    close_defect(office, first.id, reason="đã sơn", person=OFFICER, seen=defect.version)
    assert known(office, visit(office, later)) is None


def test_an_answer_that_names_its_kind_is_no_fault_of_another_kind(office: Registry, campaign: str) -> None:
    made = new_id()
    own = {"visit": made, "campaign": campaign, "structure": STRUCTURE}
    slack = item(**own, entry="guys_anchors", value="slack", raw="Chùng, thiếu khóa")
    take_items(office, [slack], person=HOA, device="d2", by="hoa")

    def offered() -> str:
        view = seen(office, made)
        found = open_already(view, untold(view)["guys_anchors"])
        return "" if found is None else found.defect

    enter_defect(office, NewDefect(STRUCTURE, "broken", "urgent", today()), person=OFFICER)
    assert not offered()
    enter_defect(office, NewDefect(STRUCTURE, "guy_slack", "minor", today()), person=OFFICER)
    assert offered() == "guy_slack"
