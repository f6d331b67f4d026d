"""A defect whose answer was corrected after it was recorded is pointed out, and nothing follows by itself."""

import pytest

from registry.model.field.defects import DefectState
from registry.services.field.defects import list_defects, withdraw_defect
from registry.services.field.inspections import InspectionView, get_inspection
from registry.services.field.minutes.counting import untold_answers
from registry.services.field.restated import restated
from registry.services.field.visit_defects import make_defect, untold
from registry.services.office.registry import Registry
from tests.services.field.minutes_office import OTHER, stated
from tests.services.field.world import HOA, OFFICER, item
from tests.services.field.world import send as sent

OWN = {"visit": OTHER, "structure": "mast-BGG00046"}


def answer(campaign: str, seq: int, ohms: str, replaces: str = "") -> dict[str, object]:
    raw = {"entry": "earthing", "value": ohms, "raw": ohms, "unit": "Ω"}
    return item(**OWN, campaign=campaign, seq=seq, replaces=replaces, **raw)


def defect(campaign: str, seq: int) -> dict[str, object]:
    said = {"defect": "earthing_high", "severity": "serious", "note": "120 Ω"}
    return item("defect", **OWN, campaign=campaign, seq=seq, entry="earthing", **said)


def view(office: Registry) -> InspectionView:
    return get_inspection(office, OTHER, person=OFFICER)


def send(office: Registry, *items: object) -> None:
    sent(office, *items, person=HOA, by="hoa")


def found(office: Registry) -> list[tuple[object, object]]:
    return [(one.then.item.value, one.now.item.value) for one in restated(view(office))]


def test_a_number_corrected_after_its_defect_is_pointed_out_until_somebody_looked(
    office: Registry, campaign: str
) -> None:
    first = answer(campaign, 1, "120")
    send(office, first, defect(campaign, 2))
    assert found(office) == []
    send(office, answer(campaign, 3, "12", str(first["id"])))
    assert found(office) == [("120", "12")]
    assert untold(view(office)) == {}  # it has a defect, though one of another number
    (one,) = list_defects(office, person=OFFICER)
    withdraw_defect(office, one.id, reason="số đo đã sửa", person=OFFICER, seen=one.version)
    assert list(untold(view(office))) == ["earthing"]  # what it says now waits to be decided
    file = stated(office, campaign, "VTL")
    assert sum(count for *_, count in untold_answers(office, file, file.unit("VTL"))) == 1
    again = make_defect(office, OTHER, "earthing", "earthing_high", "minor", person=OFFICER)
    assert (again.state, again.id != one.id) == (DefectState.OPEN, True)
    assert untold(view(office)) == {}
    assert [one.defect.state for one in restated(view(office))] == [DefectState.WITHDRAWN]


@pytest.mark.parametrize("value", ["120", "not_seen"])
def test_what_says_the_same_or_could_not_be_seen_is_not_pointed_out(
    office: Registry, campaign: str, value: str
) -> None:
    first = answer(campaign, 1, "120,0".replace(",", "."))
    send(office, first, defect(campaign, 2), answer(campaign, 3, value, str(first["id"])))
    assert found(office) == []


def test_a_defect_recorded_again_after_the_correction_is_of_the_number_that_counts(
    office: Registry, campaign: str
) -> None:
    first, told = answer(campaign, 1, "120"), defect(campaign, 2)
    send(office, first, told, answer(campaign, 3, "12", str(first["id"])))
    send(office, {**defect(campaign, 4), "replaces": told["id"], "note": "12 Ω"})
    assert found(office) == []


def test_a_defect_that_an_officer_made_is_of_what_the_desk_had_then(office: Registry, campaign: str) -> None:
    first = answer(campaign, 1, "120")
    send(office, first)
    make_defect(office, OTHER, "earthing", "earthing_high", "serious", person=OFFICER)
    assert found(office) == []
    send(office, answer(campaign, 3, "3", str(first["id"])))
    assert found(office) == [("120", "3")]
