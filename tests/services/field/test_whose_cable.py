"""Outside cable at a mast is not the mast's: nobody is told of it before it is said whose it is."""

from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.field.defects import Defect, DefectState
from registry.safety.checklists import vocabulary
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.defect_letters import addressees_of, chosen_defects
from registry.services.field.defects import (
    answer_defect,
    get_defect,
    list_defects,
    mark_letter,
    state_organisation,
)
from registry.services.field.sends import take_items
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from tests.services.field.world import LAN, MAST, OFFICER, VIETTEL, VNPT, item, new_id

OF_CABLE = sorted(code for code, word in vocabulary().defects.items() if word.material == "cable")


def recorded(registry: Registry, **fields: Any) -> Defect:
    made = item("defect", visit=new_id(), **{"defect": "cable_low", "severity": "serious", **fields})
    take_items(registry, [made], person=LAN, device="d1", by="lan")
    return next(one for one in list_defects(registry, person=OFFICER) if one.item == made["id"])


def moved(registry: Registry, defect: Defect, to: str) -> Defect:
    return state_organisation(
        registry, defect.id, organisation=to, reason="thẻ trên cáp", person=OFFICER, seen=defect.version
    )


@pytest.mark.parametrize("kind", OF_CABLE)
def test_a_cable_is_of_nobody_known_until_somebody_says_whose(office: Registry, kind: str) -> None:
    assert recorded(office, defect=kind).organisation == ""  # an older application does not ask
    assert enter_defect(office, NewDefect(MAST, kind, "minor", today()), person=OFFICER).organisation == ""
    assert list_defects(office, person=VNPT) == []
    assert {one.code for one in addressees_of(office, person=OFFICER)} == {""}
    assert recorded(office, defect="rust_light").organisation == "VNPT"


@pytest.mark.parametrize(
    ("said", "whose"), [("VTL", "VTL"), ("VNPT", "VNPT"), ("", ""), ("NOBODY", ""), (7, "")]
)
def test_the_phone_says_whose_it_is(office: Registry, said: Any, whose: str) -> None:
    assert recorded(office, organisation=said).organisation == whose


def test_a_letter_and_an_answer_of_another_count_no_more(office: Registry) -> None:
    one = recorded(office, organisation="VNPT")
    mark_letter(office, [one.id], number="12/SKHCN", on_day=today(), person=OFFICER)
    one = get_defect(office, one.id, person=OFFICER)[0]
    one = answer_defect(
        office, one.id, words="cáp của Viettel", remedied_on=today(), person=VNPT, seen=one.version
    )
    one = moved(office, one, "VTL")
    assert (one.organisation, one.state, one.letter_number, one.untold) == ("VTL", DefectState.OPEN, "", True)
    assert list_defects(office, person=VNPT) == []
    assert [found.id for found in list_defects(office, person=VIETTEL)] == [one.id]
    assert get_defect(office, one.id, person=VIETTEL)[1] == []  # nor what another wrote
    assert [step.kind for step in get_defect(office, one.id, person=OFFICER)[1]] == [
        "letter", "answer", "organisation",
    ]  # fmt: skip
    one = moved(office, one, "")
    assert list_defects(office, person=VIETTEL) == []
    with pytest.raises(RefusalError) as refused:
        chosen_defects(office, "", person=OFFICER)
    assert refused.value.code == "DEFECT-NO-ORGANISATION"


def test_it_takes_a_reason_another_organisation_and_one_that_is_known(office: Registry) -> None:
    one = recorded(office, organisation="VNPT")
    for to, code in (("VNPT", "DEFECT-WHOSE-SAME"), ("NOBODY", "REQUEST-VALUE")):
        with pytest.raises(RefusalError) as refused:
            moved(office, one, to)
        assert refused.value.code == code
    with pytest.raises(RefusalError):
        state_organisation(office, one.id, organisation="VTL", reason=" ", person=OFFICER, seen=one.version)
    with pytest.raises(RefusalError):
        state_organisation(office, one.id, organisation="VTL", reason="x", person=VNPT, seen=one.version)
