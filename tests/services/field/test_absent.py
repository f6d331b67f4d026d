"""A mast that is gone, or to which nobody got, is said to be so wherever its visit is read."""

import pytest

from registry.services.field.campaign_targets import targets_of
from registry.services.field.checklists.absent import Absence, absence_of, gone
from registry.services.field.checklists.answers import left_out
from registry.services.field.inspections import get_inspection, list_inspections
from registry.services.field.minutes.writing import unit_minutes
from registry.services.field.sends import take_items
from registry.services.office.registry import Registry
from tests.services.field.minutes_office import OTHER, stated, text
from tests.services.field.world import HOA, OFFICER, VIETTEL, item

SAID = {
    Absence.GONE: "Không còn cột tại đây khi kiểm tra. Dân cho biết tháo năm ngoái.",
    Absence.UNREACHABLE: "Không vào được tới cột. Dân cho biết tháo năm ngoái.",
}


def send(office: Registry, campaign: str, kind: str, seq: int, **fields: str) -> None:
    own = {"visit": OTHER, "campaign": campaign, "structure": "mast-BGG00046", "seq": seq}
    take_items(office, [item(kind, **own, **fields)], person=HOA, device="d2", by="hoa")


@pytest.mark.parametrize("why", Absence)
def test_it_stands_in_the_list_and_in_the_minutes(office: Registry, campaign: str, why: Absence) -> None:
    def told() -> str:
        file = stated(office, campaign, "VTL")
        return text(unit_minutes(office, file, file.unit("VTL")))

    assert "không kiểm tra" in told()
    send(office, campaign, "note", 2, value=why, raw="Dân cho biết tháo năm ngoái", note="x")
    view = get_inspection(office, OTHER, person=OFFICER)
    found = absence_of(view.items)
    assert found is not None
    assert found[0] is why
    assert SAID[why] in told()
    (row,) = [one for one in list_inspections(office, person=OFFICER) if one.inspection.id == OTHER]
    assert row.absent == why
    (target,) = [one for one in targets_of(office, campaign, person=OFFICER) if one.inspections == (OTHER,)]
    assert target.absent == why  # the campaign says so too, and not only that somebody was there
    # its carrier reads it as in the minutes that it signs, and by nobody's name
    (own,) = [one for one in targets_of(office, campaign, person=VIETTEL) if one.absent]
    assert (own.id, own.absent, own.assignee, own.inspections) == (target.id, why, "", ())
    # of a mast that is gone nothing was left out; one that nobody got to was not inspected
    assert bool(left_out(view.sheet, view.items, view.mast)) is ("không kiểm tra" in told())
    assert gone(view.items) is (why is Absence.GONE) is ("không kiểm tra" not in told())


def test_whoever_got_there_later_says_otherwise(office: Registry, campaign: str) -> None:
    send(office, campaign, "note", 2, value="unreachable", note="x")
    send(office, campaign, "reading", 3, entry="rust", value="none", raw="Không")
    assert absence_of(get_inspection(office, OTHER, person=OFFICER).items) is None
    assert not any(one.absent for one in targets_of(office, campaign, person=OFFICER))


def test_a_note_of_an_entry_says_nothing_of_the_mast(office: Registry, campaign: str) -> None:
    send(office, campaign, "note", 2, entry="rust", value="gone", note="x")
    assert absence_of(get_inspection(office, OTHER, person=OFFICER).items) is None
