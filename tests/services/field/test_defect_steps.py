"""One step of one defect: who may take it, on which version, and that it is written whole or not at all."""

import datetime as dt
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.model.vietnam_time import VIETNAM
from registry.safety.deadlines import Deadline
from registry.services.field.defect_steps import (
    check_words,
    deadline_columns,
    deadline_row,
    deed_of,
    defects_of,
    own_defect,
    step_row,
)
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.store.field.tables import defect_steps, defects
from tests.services.field.test_defects import found
from tests.services.field.world import DESK, LAN, MAST, OFFICER, VIETTEL, VNPT, rows


def step(registry: Registry, defect: str, person: Any = OFFICER, seen: int = 1, **options: Any) -> None:
    with deed_of(registry, defect, "answer", person, seen, offered={}, **options) as deed:
        deed.set(note="đã xem")
        deed.step(words="xong")


def test_a_step_sets_its_columns_and_says_who_did_what(office: Registry) -> None:
    made = found(office)
    step(office, made.id)
    assert [row["note"] for row in rows(office, defects)] == ["đã xem"]
    said = [(row["defect"], row["kind"], row["who"], row["words"]) for row in rows(office, defect_steps)]
    assert said == [(made.id, "answer", "minh", "xong")]
    assert verify(office).sound


def test_nothing_of_a_step_is_written_where_it_is_refused_inside(office: Registry) -> None:
    made = found(office)
    refused = ExitStack()
    deed = refused.enter_context(deed_of(office, made.id, "answer", OFFICER, 1, offered={}))
    deed.set(note="đã xem")
    deed.step(words="xong")
    with pytest.raises(RefusalError, match="REQUEST-REASON"), refused:
        raise RefusalError("REQUEST-REASON")
    assert rows(office, defect_steps) == []
    assert [row["note"] for row in rows(office, defects)] == [""]


def test_whoever_comes_second_is_refused(office: Registry) -> None:
    made = found(office)
    step(office, made.id, seen=made.version)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        step(office, made.id, seen=made.version)


@pytest.mark.parametrize(
    ("person", "open_to_owner", "code"),
    [
        (VNPT, True, ""),
        (VNPT, False, "FIELD-NOT-ALLOWED"),
        (VIETTEL, True, "DEFECT-UNKNOWN"),
        (replace(VNPT, organisation=""), True, "FIELD-NOT-ALLOWED"),
        (LAN, True, ""),
        (DESK, False, ""),
    ],
)
def test_the_owner_takes_only_steps_that_are_open_to_it_and_only_its_own(
    office: Registry, person: Any, open_to_owner: bool, code: str
) -> None:
    made = found(office)
    if code:
        with pytest.raises(RefusalError, match=code):
            step(office, made.id, person, open_to_owner=open_to_owner)
    else:
        step(office, made.id, person, open_to_owner=open_to_owner)
    assert len(rows(office, defect_steps)) == (not code)


def test_a_step_is_for_what_stands_or_for_what_has_ended_and_never_for_what_was_replaced(
    office: Registry,
) -> None:
    made = found(office)
    with pytest.raises(RefusalError, match="DEFECT-STATE"):
        step(office, made.id, ended=True)
    with deed_of(office, made.id, "closed", OFFICER, 1, offered={}) as deed:
        deed.set(state="closed")
    with pytest.raises(RefusalError, match="DEFECT-STATE"):
        step(office, made.id, seen=2)
    with deed_of(office, made.id, "reopened", OFFICER, 2, offered={}, ended=True) as deed:
        deed.set(state="replaced")
    for ended in (False, True):
        with pytest.raises(RefusalError, match="DEFECT-STATE"):
            step(office, made.id, seen=3, ended=ended)


def test_an_officers_own_deadline_leaves_the_hours_and_the_rule_behind(office: Registry) -> None:
    made = found(office, defect="fallen", severity="urgent", recorded_at="2026-05-12T09:30:00+07:00")
    assert (made.deadline_at != "", made.deadline_basis) == (True, "DEF-FALLEN")
    with deed_of(office, made.id, "deadline", OFFICER, 1, offered={}) as deed:
        assert deed.found_on == dt.date(2026, 5, 12)
        deed.set_deadline(dt.date(2026, 6, 1), "chờ vật tư")
    row = rows(office, defects)[0]
    assert (row["deadline"], row["deadline_at"], row["deadline_basis"]) == (
        dt.date(2026, 6, 1), "", "DEF-OFFICER",
    )  # fmt: skip
    assert [one["words"] for one in rows(office, defect_steps)] == ["01/06/2026: chờ vật tư"]


def test_a_strangers_defect_is_not_known_to_exist_nor_is_one_of_nobodys() -> None:
    row = {"id": "d", "organisation": "VNPT"}
    assert own_defect(row, VNPT, "d") is own_defect(row, LAN, "d") is row
    unbound = replace(VNPT, organisation="")
    for other, person in ((row, VIETTEL), ({**row, "organisation": ""}, unbound), (None, LAN)):
        with pytest.raises(RefusalError) as refused:
            own_defect(other, person, "d" * 60)
        assert (refused.value.code, refused.value.params["id"]) == ("DEFECT-UNKNOWN", "d" * 40)


def test_a_carrier_reads_its_defects_without_who_found_them_and_in_which_campaign(office: Registry) -> None:
    found(office)
    kept = [{**row, "campaign": "c1"} for row in rows(office, defects)]
    strange = {**kept[0], "structure": "nowhere"}
    with office.database.read() as connection:
        full = defects_of(connection, [*kept, strange], OFFICER)
        masked = defects_of(connection, kept, VNPT)
    assert [(one.who, one.campaign, one.mast.structure) for one in full] == [("lan", "c1", MAST)]
    assert masked == [replace(full[0], who="", campaign="")]


@pytest.mark.parametrize(
    ("defect", "severity", "component", "fits"),
    [
        ("rust_heavy", "urgent", "", True),
        ("rust_heavy", "urgent", "guy", True),
        ("of another app", "urgent", "", False),
        ("rust_heavy", "", "", False),
        ("rust_heavy", "dire", "", False),
        ("rust_heavy", "minor", "sail", False),
    ],
)
def test_only_words_of_the_vocabulary_are_taken(
    defect: str, severity: str, component: str, fits: bool
) -> None:
    if fits:
        check_words(defect, severity, component)
        return
    with pytest.raises(RefusalError, match="REQUEST-VALUE"):
        check_words(defect, severity, component)


@given(hours=st.integers(0, 1000))
def test_the_columns_of_a_deadline_say_its_moment_only_where_hours_count(hours: int) -> None:
    at = dt.datetime(2026, 5, 12, 9, 30, tzinfo=VIETNAM) + dt.timedelta(hours=hours)
    made = deadline_row(Deadline(at.date(), "DEF-POLE", "", at))
    assert (made["deadline"], dt.datetime.fromisoformat(made["deadline_at"])) == (at.date(), at)
    assert deadline_row(Deadline(at.date(), "DEF-MINOR", ""))["deadline_at"] == ""
    assert deadline_row(None) == {"deadline": None, "deadline_at": "", "deadline_basis": ""}


def test_a_deadline_by_rule_counts_from_noon_of_the_day_of_finding(office: Registry) -> None:
    with office.database.read() as connection:
        made = deadline_columns(office, connection, "fallen", "urgent", dt.date(2026, 5, 12))
        later = deadline_columns(office, connection, "rust_light", "minor", dt.date(2026, 5, 12))
    assert made["deadline_at"] == "2026-05-12T18:00:00+07:00"
    assert (later["deadline"], later["deadline_at"]) == (dt.date(2026, 8, 10), "")


def test_every_step_has_an_id_of_its_own_and_says_for_whom_it_was_taken() -> None:
    made = [step_row({"id": "d"}, "answer", VNPT, words="xong") for _ in range(2)]
    assert made[0]["id"] != made[1]["id"]
    assert {(one["defect"], one["organisation"], one["who"]) for one in made} == {("d", "VNPT", "vnpt")}
