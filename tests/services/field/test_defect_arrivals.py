"""Defects that come in from phones: one for each recorded, unless a later item replaced it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.ledger import Change
from registry.services.field.defect_arrivals import OTHER, defect_changes, defect_id, found_at
from registry.services.field.items import sent_of
from registry.services.field.set_aside import list_set_aside, take_set_aside
from registry.services.office.registry import Registry
from registry.store.field.tables import defects
from tests.services.field.world import MAST, OFFICER, item, new_id, rows, send

AT = dt.datetime(2026, 5, 12, 5, tzinfo=dt.UTC)
VISIT = {"id": "v1", "campaign": None, "dropped_at": ""}
MOMENTS = st.datetimes(timezones=st.just(dt.UTC))


def defect(visit: str, **fields: Any) -> dict[str, Any]:
    return item("defect", visit=visit) | {"defect": "rust_heavy", "severity": "serious"} | fields


def row(identity: str, **fields: Any) -> dict[str, Any]:
    """A row of ``field_items`` that came at ``AT``."""
    own = {name: fields.pop(name) for name in ("corrected", "clock_off_s") if name in fields}
    sent = defect("v1", id=identity, **fields)
    kept = {"content": sent_of(sent).content, "corrected": None, "clock_off_s": None, "person": "lan"}
    return sent | kept | own


def changes(
    registry: Registry, new: Sequence[dict[str, Any]], later: Sequence[dict[str, Any]] = ()
) -> list[Change]:
    visits = {"v1": VISIT, "v2": VISIT | {"id": "v2"}}
    with registry.database.read() as connection:
        return defect_changes(registry, connection, new, later, visits, at=AT)


def made(registry: Registry, *new: dict[str, Any], later: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """Return the defects that items make, by the id of the item."""
    found = [change.after or {} for change in changes(registry, new, later)]
    return {str(one["item"]): one for one in found}


def states(registry: Registry) -> dict[str, str]:
    return {one["item"]: one["state"] for one in rows(registry, defects)}


def test_every_defect_makes_one_and_nothing_else_does(office: Registry) -> None:
    new = [row("a"), row("b", kind="note"), row("c"), row("d", kind="reading")]
    assert sorted(made(office, *new)) == ["a", "c"]
    assert {change.record for change in changes(office, new)} == {defect_id("a"), defect_id("c")}
    assert changes(office, []) == []


def test_it_says_where_by_whom_when_and_who_answers_for_the_mast(office: Registry) -> None:
    found = made(office, row("a", note="gỉ", component="guy"))["a"]
    assert (found["structure"], found["organisation"], found["who"]) == (MAST, "VNPT", "lan")
    assert (found["note"], found["component"], found["severity"]) == ("gỉ", "guy", "serious")
    assert (found["found_on"], found["deadline"]) == (dt.date(2026, 5, 12), dt.date(2026, 6, 11))
    assert found["state"] == "open"


@pytest.mark.parametrize(
    ("defect_word", "severity", "expected"),
    [
        ("rust_heavy", "serious", ("rust_heavy", "serious", dt.date(2026, 6, 11))),
        ("of another app", "serious", (OTHER, "serious", dt.date(2026, 6, 11))),
        ("rust_heavy", "dire", ("rust_heavy", "", None)),
        (7, None, (OTHER, "", None)),
    ],
)
def test_words_of_another_app_are_kept_as_other_and_an_unknown_severity_has_no_deadline(
    office: Registry, defect_word: Any, severity: Any, expected: tuple[str, str, dt.date | None]
) -> None:
    found = made(office, row("a", defect=defect_word, severity=severity))["a"]
    assert (found["defect"], found["severity"], found["deadline"]) == expected


def test_what_an_officer_put_right_goes_before_what_was_sent(office: Registry) -> None:
    found = made(office, row("a", severity="minor", corrected={"severity": "urgent"}))["a"]
    assert (found["severity"], found["deadline"]) == ("urgent", dt.date(2026, 5, 15))


def test_a_defect_is_replaced_only_within_its_visit_whichever_comes_first(office: Registry) -> None:
    later = row("b", replaces="a")
    assert made(office, row("a"), later)["a"]["state"] == "replaced"
    assert made(office, row("a"), later=[later])["a"]["state"] == "replaced"
    assert made(office, later, row("a"))["b"]["state"] == "open"
    stranger = later | {"inspection": "v2"}
    assert made(office, row("a"), later=[stranger])["a"]["state"] == "open"


@pytest.mark.parametrize("turned", [False, True])
def test_sent_one_after_the_other_the_later_stands_alone(office: Registry, turned: bool) -> None:
    visit = new_id()
    first = defect(visit)
    pair = [first, defect(visit, replaces=first["id"], severity="urgent", seq=2)]
    for one in reversed(pair) if turned else pair:
        send(office, one)
    assert states(office) == {pair[0]["id"]: "replaced", pair[1]["id"]: "open"}


def test_a_note_that_replaces_a_defect_takes_it_back_and_one_of_another_visit_does_not(
    office: Registry,
) -> None:
    one, other = defect(new_id()), defect(new_id())
    send(office, one, other)
    visit = one["inspection"]
    send(office, *[item("note", visit=visit, replaces=target["id"]) for target in (one, other)])
    assert states(office) == {one["id"]: "replaced", other["id"]: "open"}


def test_an_item_that_an_officer_takes_makes_its_defect_too(office: Registry) -> None:
    send(office, defect(new_id(), structure="nowhere"))
    (aside,) = list_set_aside(office, person=OFFICER)
    take_set_aside(
        office, aside.id, corrections={"structure": MAST}, reason="gõ nhầm", person=OFFICER, seen=1
    )
    assert [one["structure"] for one in rows(office, defects)] == [MAST]


@given(said=MOMENTS, off=st.none() | st.floats(-1e9, 1e9))
def test_nothing_was_found_after_it_came_in(said: dt.datetime, off: float | None) -> None:
    found = found_at({"recorded_at": said.isoformat(), "clock_off_s": off}, AT)
    assert found <= AT
    if off is None and said <= AT:
        assert found == said


def test_a_clock_that_is_off_is_put_right_and_no_moment_is_that_of_the_arrival() -> None:
    said = {"recorded_at": "2026-05-12T09:30:00+07:00", "clock_off_s": 86400.0}
    assert found_at(said, AT) == dt.datetime(2026, 5, 11, 2, 30, tzinfo=dt.UTC)
    assert found_at(said | {"recorded_at": "?", "clock_off_s": None}, AT) == AT


def test_the_same_item_has_the_same_defect_for_ever() -> None:
    assert defect_id("a") == defect_id("a") != defect_id("b")
