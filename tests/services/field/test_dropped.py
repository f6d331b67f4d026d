"""A visit that was begun by mistake: its items stay, and it counts for nothing, however they come."""

import itertools

import pytest

from registry.services.field.defects import list_defects
from registry.services.field.inspections import list_inspections
from registry.services.field.position_corrections import list_proposals
from registry.services.field.risk_scores import safety_facts
from registry.services.field.waiting import new_visits
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.store.field.tables import defects, field_items, inspections
from tests.services.field.world import LAN, OFFICER, count, item, new_id, place, rows, send


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_dropped_visit_is_kept_and_counts_for_nothing(office: Registry, order: tuple[int, ...]) -> None:
    visit = new_id()
    sent = [
        item("start", visit=visit, recorded_at="2026-05-12T09:30:00.000+07:00"),
        item("finish", visit=visit, seq=2, recorded_at="2026-05-12T09:40:00.000+07:00"),
        item("drop", visit=visit, seq=3, recorded_at="2026-05-12T09:41:00.000+07:00"),
    ]
    for number in order:
        assert [one.state for one in send(office, sent[number])] == ["verified"]
    assert [one.state for one in send(office, *sent)] == ["verified"] * 3  # sent again it is the same
    (row,) = rows(office, inspections)
    assert (row["finished_at"], row["dropped_at"][:16]) == ("", "2026-05-12T09:41")
    assert count(office, field_items) == 3
    assert list_inspections(office, person=OFFICER) == []
    assert new_visits(office) == 0
    assert verify(office).sound


def test_another_visit_of_the_mast_is_none_the_worse(office: Registry) -> None:
    dropped, stands = new_id(), new_id()
    send(office, item("start", visit=dropped), item("drop", visit=dropped, seq=2))
    send(office, item("start", visit=stands), item("finish", visit=stands, seq=2))
    assert [one.inspection.id for one in list_inspections(office, person=LAN)] == [stands]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_what_was_found_in_a_dropped_visit_is_held_against_nobody(
    office: Registry, order: tuple[int, ...]
) -> None:
    """The phone promises it: the items stay at the office and count for nothing."""
    visit = new_id()
    sent = [
        item("defect", visit=visit, defect="leaning", severity="urgent"),
        item(visit=visit, entry="houses", value="no", seq=2),
        item("position", visit=visit, position=place(106.2, 21.28), seq=3),
        item("drop", visit=visit, seq=4),
    ]
    for number in order:
        send(office, sent[number])
    assert count(office, field_items) == 4
    assert list_defects(office, person=OFFICER) == []
    assert [row["state"] for row in rows(office, defects)] == ["replaced"]
    assert list_proposals(office, person=OFFICER) == []
    with office.database.read() as connection:
        assert safety_facts(connection) == {}
    assert verify(office).sound
