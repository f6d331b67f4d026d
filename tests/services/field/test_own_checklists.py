"""The office's own version of a checklist: drawn up, published by another, asked in the field, kept."""

import copy
import datetime as dt
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.safety.sheets.grammar import Fault
from registry.services.field.checklists import own
from registry.services.field.checklists.held import sheets_held
from registry.services.field.inspections import get_inspection
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from tests.services.field.world import LAN, OFFICER, item, new_id, send

CHIEF = Person("trưởng", frozenset({Role.LEADER}))
DOOR = {
    "code": "door",
    "vi": "Cửa phòng máy khóa",
    "en": "The shelter is locked",
    "answer": "yes_no",
    "good": True,
}


def drawn(registry: Registry) -> own.OwnVersion:
    return own.own_version(registry, own.draw_up(registry, "office", 2, person=OFFICER), person=OFFICER)


def saved(registry: Registry, found: own.OwnVersion, *entries: dict[str, Any]) -> own.OwnVersion:
    content = copy.deepcopy(dict(found.content))
    content["entry"] += entries
    own.save_draft(registry, found.id, content, seen=found.version, person=OFFICER)
    return own.own_version(registry, found.id, person=OFFICER)


def published(
    registry: Registry, found: own.OwnVersion, day: dt.date | None = None, who: Person = CHIEF
) -> None:
    own.publish(
        registry, found.id, valid_from=day or today(), reason="hỏi thêm cửa", seen=found.version, person=who
    )


def test_what_the_office_asks_is_asked_and_shown_as_it_was_asked(office: Registry) -> None:
    found = saved(office, drawn(office), DOOR)
    assert (found.number, found.based_on) == (101, 2)
    assert sheets_held(office).current("office", today()).version == 2  # type: ignore[union-attr]
    published(office, found)
    held = sheets_held(office)
    assert held.current("office", today()).version == 101  # type: ignore[union-attr]
    visit = new_id()
    own_item = {
        "checklist": "office",
        "checklist_version": 101,
        "entry": "door",
        "value": False,
        "raw": "không",
    }
    sent = send(
        office, item("start", visit=visit, checklist_version=101), item(visit=visit, seq=2, **own_item)
    )
    assert {one.state for one in sent} == {"verified"}
    again = saved(office, drawn_from(office, 101), {**DOOR, "code": "lock", "vi": "Ổ khóa"})
    published(office, again)
    view = get_inspection(office, visit, person=OFFICER)
    assert [(one.words_vi, one.judgement.judged) for one in view.readings] == [
        ("Cửa phòng máy khóa", "beyond")
    ]
    assert not verify(office).problems


def drawn_from(registry: Registry, number: int) -> own.OwnVersion:
    identity = own.draw_up(registry, "office", number, person=OFFICER)
    return own.own_version(registry, identity, person=OFFICER)


def test_one_draft_of_a_sheet_is_open_at_a_time(office: Registry) -> None:
    first = drawn(office)
    assert drawn(office).id == first.id
    own.drop_draft(office, first.id, seen=first.version, person=OFFICER)
    second = drawn(office)
    assert (second.id == first.id, second.number) == (False, 102)


@pytest.mark.parametrize(
    ("who", "day", "code"),
    [
        (Person(OFFICER.name, frozenset({Role.LEADER})), 0, "CHECKLIST-SAME-PERSON"),
        (CHIEF, -1, "CHECKLIST-PAST-DAY"),
        (LAN, 0, "FIELD-NOT-ALLOWED"),
    ],
)
def test_nobody_publishes_alone_nor_for_days_past(office: Registry, who: Person, day: int, code: str) -> None:
    found = drawn(office)
    with pytest.raises(RefusalError, match=code):
        published(office, found, today() + dt.timedelta(days=day), who)
    assert own.own_version(office, found.id, person=OFFICER).is_draft


def test_a_fault_keeps_a_draft_from_being_published_but_not_from_being_kept(office: Registry) -> None:
    found = saved(office, drawn(office), {**DOOR, "vi": ""})
    assert own.faults_of_draft(found.content, sheets_held(office)) == (Fault("CHECKLIST-WORDS", "door"),)
    with pytest.raises(RefusalError, match="CHECKLIST-HAS-FAULTS"):
        published(office, found)


def test_a_code_keeps_the_kind_of_its_answer_through_all_versions(office: Registry) -> None:
    found = drawn(office)
    content = copy.deepcopy(dict(found.content))
    antennas = next(one for one in content["entry"] if one["code"] == "antennas")
    antennas["answer"] = "text"
    assert own.faults_of_draft(content, sheets_held(office)) == (
        Fault("CHECKLIST-CODE-KIND", "antennas", "number"),
    )


def test_what_is_published_is_changed_no_more_and_is_retired_by_a_day(office: Registry) -> None:
    found = saved(office, drawn(office), DOOR)
    published(office, found)
    standing = own.own_version(office, found.id, person=OFFICER)
    with pytest.raises(RefusalError, match="CHECKLIST-NOT-DRAFT"):
        own.save_draft(office, found.id, {}, seen=standing.version, person=OFFICER)
    own.retire(office, found.id, last_day=today(), reason="hỏi sai", seen=standing.version, person=CHIEF)
    held = sheets_held(office)
    assert held.current("office", today() + dt.timedelta(days=1)).version == 2  # type: ignore[union-attr]
    assert held.get("office", 101) is not None
