"""A visit that was begun by mistake: its items stay, and it counts for nothing, however they come."""

import itertools

import pytest

from registry.services.field.inspections import list_inspections
from registry.services.field.waiting import new_visits
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.store.field.tables import field_items, inspections
from tests.services.field.world import LAN, OFFICER, count, item, new_id, rows, send


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
