"""An officer decides of an answer that tells of a fault that it is no defect, and takes that back."""

import pytest

from registry.errors import RefusalError
from registry.model.field.defects import Defect, DefectState
from registry.services.field.defects import list_defects
from registry.services.field.inspections import InspectionView, get_inspection
from registry.services.field.minutes.counting import untold_answers
from registry.services.field.minutes.writing import unit_minutes
from registry.services.field.sends import take_items
from registry.services.field.visit_defects import (
    decide_none,
    decided_none,
    declined,
    make_defect,
    take_back_none,
    untold,
)
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from tests.services.field.minutes_office import OTHER, stated, text
from tests.services.field.world import HOA, OFFICER, VIETTEL, VNPT, item

LIGHT = "Han rỉ: Nhẹ"


@pytest.fixture
def visit(office: Registry, campaign: str) -> str:
    """The campaign with a visit of Viettel's mast on which rust was seen and nothing decided."""
    own = {"campaign": campaign, "structure": "mast-BGG00046"}
    take_items(
        office, [item(visit=OTHER, **own, entry="rust", value="light", raw="light")], person=HOA, device="d2",
        by="hoa",
    )  # fmt: skip
    return campaign


def seen(office: Registry) -> InspectionView:
    return get_inspection(office, OTHER, person=OFFICER)


def decided(office: Registry, reason: str = "rỉ điểm, đã sơn dặm") -> Defect:
    return decide_none(office, OTHER, "rust", answer=LIGHT, reason=reason, person=OFFICER)


def waiting(office: Registry, campaign: str) -> int:
    file = stated(office, campaign, "VTL")
    return sum(count for _code, _visit, count in untold_answers(office, file, file.unit("VTL")))


def test_what_is_no_defect_stands_in_the_minutes_with_its_reason_and_can_be_taken_back(
    office: Registry, visit: str
) -> None:
    assert waiting(office, visit) == 1
    made = decided(office)
    assert (made.state, made.who, made.deadline) == (DefectState.WITHDRAWN, "minh", None)
    assert waiting(office, visit) == 0
    file = stated(office, visit, "VTL")
    told = text(unit_minutes(office, file, file.unit("VTL")))
    assert "Nhẹ. Không ghi tồn tại: rỉ điểm, đã sơn dặm" in told
    assert "Không có yêu cầu khắc phục." in told
    english = text(unit_minutes(office, file, file.unit("VTL"), "en"))
    assert "Not recorded as a defect: rỉ điểm, đã sơn dặm" in english
    for act in (
        lambda: decided(office),
        lambda: make_defect(office, OTHER, "rust", "rust_light", "minor", person=OFFICER),
    ):
        with pytest.raises(RefusalError, match="DEFECT-STATED-TAKEN"):
            act()
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        take_back_none(office, made.id, person=OFFICER, seen=made.version + 1)
    take_back_none(office, made.id, person=OFFICER, seen=made.version)
    assert (waiting(office, visit), list(untold(seen(office))), seen(office).defects) == (1, ["rust"], [])
    with pytest.raises(RefusalError, match="DEFECT-UNKNOWN"):
        take_back_none(office, made.id, person=OFFICER, seen=made.version)
    found = make_defect(office, OTHER, "rust", "rust_light", "minor", person=OFFICER)
    assert (found.state, found.reason, found.note) == (DefectState.OPEN, "", "")
    with pytest.raises(RefusalError, match="DEFECT-STATE"):  # that is a defect now
        take_back_none(office, found.id, person=OFFICER, seen=found.version)
    assert verify(office).sound


def test_it_is_decided_of_the_answer_that_was_looked_at_and_of_no_later_one(
    office: Registry, visit: str
) -> None:
    made = decided(office)
    first = next(one for one in seen(office).items if one.entry == "rust")
    worse = item(
        visit=OTHER, campaign=visit, structure="mast-BGG00046", entry="rust", value="heavy", raw="heavy",
        seq=2, replaces=first.id,
    )  # fmt: skip
    take_items(office, [worse], person=HOA, device="d2", by="hoa")
    assert list(untold(seen(office))) == ["rust"]
    assert declined(seen(office)) == decided_none(seen(office)) == {}
    assert waiting(office, visit) == 1
    file = stated(office, visit, "VTL")
    assert "Không ghi tồn tại" not in text(unit_minutes(office, file, file.unit("VTL")))
    with pytest.raises(RefusalError, match="DEFECT-ANSWER-OTHER"):  # of the page that showed the first
        decided(office)
    found = make_defect(office, OTHER, "rust", "rust_heavy", "serious", person=OFFICER)
    assert (found.id, found.state, found.closed_on) == (made.id, DefectState.OPEN, None)
    assert found.deadline is not None
    assert waiting(office, visit) == 0
    assert verify(office).sound


def test_only_the_office_decides_and_with_a_reason(office: Registry, visit: str) -> None:
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        decided(office, " ")
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        decide_none(office, OTHER, "rust", answer=LIGHT, reason="x", person=VIETTEL)
    with pytest.raises(RefusalError, match="DEFECT-STATED-TAKEN"):  # an answer that tells of no fault
        decide_none(office, OTHER, "lean", answer=LIGHT, reason="x", person=OFFICER)
    made = decided(office)
    with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
        take_back_none(office, made.id, person=VIETTEL, seen=made.version)
    assert [one.standing for one in list_defects(office, person=VIETTEL)] == [False]
    assert list_defects(office, person=VNPT) == []
