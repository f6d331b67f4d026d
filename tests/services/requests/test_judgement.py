"""The officer's own findings in the place of the computed ones, and what is judged once and kept."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.engine import run
from registry.checks.on_day import judging
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding, Outcome, Reservation, Verdict
from registry.model.requests.desk import NoteKind, RequestKind, RowNote
from registry.model.requests.proposals import Proposal
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.judgement import (
    KEPT,
    counted,
    effective,
    judge,
    list_path,
    own_findings,
    stated,
)
from tests.services.requests import desk
from tests.world import proposal

DAY = dt.date(2026, 11, 24)


def note(row: int, kind: NoteKind = NoteKind.TAKEOVER, *, at: int = 0, **own: Any) -> RowNote:
    """A note on a row (-1: on the list) at a minute of an hour, by default of rule DIS-01 that passes."""
    values = {"rule": "DIS-01", "outcome": Outcome.PASS, "text": "đã đo", **own}
    return RowNote("n", "r", row, kind, who="lan", at=f"2026-11-24T08:{at:02d}:00.000000Z", **values)


def finding(outcome: Outcome, **own: Any) -> Finding:
    return Finding("DIS-01", outcome, "DIS-01-FAIL", {"distance": 87.0}, missing="list:VNPT", **own)


def test_the_latest_word_on_urban_stands_and_one_withdrawn_was_never_said() -> None:
    said = [
        note(0, NoteKind.URBAN, details={"urban": True}),
        note(0, NoteKind.URBAN, details={"urban": False}),
        note(1, NoteKind.URBAN, details={"urban": True}, withdrawn=True),
        note(2, NoteKind.NOTE, details={"urban": True}),
    ]
    found = stated([proposal(urban=True), proposal(), proposal()], said)
    assert [row.urban for row in found] == [False, None, None]
    assert not any(row.commencing for row in found)


def test_the_rows_of_a_notice_of_commencement_say_that_they_are_one() -> None:
    found = stated([proposal(), proposal()], [], RequestKind.COMMENCEMENT)
    assert [row.commencing for row in found] == [True, True]


def test_the_rows_of_a_plan_say_that_the_request_hands_it_in() -> None:
    found = stated([proposal(), proposal()], [], RequestKind.ANNUAL_PLAN)
    assert [(row.for_plan, row.commencing) for row in found] == [(True, False), (True, False)]


def test_a_row_s_own_note_goes_before_a_later_one_of_the_whole_list() -> None:
    of_row, of_list = note(3, at=1), note(-1, NoteKind.MANUAL_CHECK, at=9)
    assert own_findings([of_row, of_list], 3) == {"DIS-01": of_row}
    assert own_findings([of_row, of_list], 4) == {"DIS-01": of_list}


@pytest.mark.parametrize("own", [{"withdrawn": True}, {"outcome": None}, {"kind": NoteKind.VISIT}])
def test_a_note_that_answers_no_rule_any_more_is_no_finding(own: dict[str, Any]) -> None:
    standing = note(0, at=1)
    assert own_findings([standing, replace(note(0, at=2), **own)], 0) == {"DIS-01": standing}


@given(st.permutations(range(6)))
def test_in_whatever_order_notes_are_read_the_latest_of_a_row_stands(order: list[int]) -> None:
    notes = [note(row, at=at) for row, at in ((-1, 5), (-1, 8), (0, 1), (0, 4), (0, 2), (1, 9))]
    assert own_findings([notes[at] for at in order], 0)["DIS-01"] is notes[3]


@pytest.mark.parametrize("kind", [Reservation.OFFICE, Reservation.CONDITION])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_check_of_the_whole_list_answers_only_gaps_and_values_it_lacks(
    outcome: Outcome, kind: Reservation
) -> None:
    computed = finding(outcome, kind=kind)
    (of_list,) = effective([computed], {"DIS-01": note(-1, NoteKind.MANUAL_CHECK)})
    (of_row,) = effective([computed], {"DIS-01": note(0, NoteKind.MANUAL_CHECK)})
    gap = kind is Reservation.OFFICE and outcome in (Outcome.REVIEW, Outcome.NA)
    opened = gap or outcome is Outcome.UNKNOWN
    assert of_list.outcome is (Outcome.PASS if opened else outcome)
    assert (of_list is computed) is not opened
    assert of_row.outcome is Outcome.PASS


def test_what_the_program_had_found_stays_beside_the_officer_s_finding() -> None:
    computed = finding(Outcome.FAIL, flips=True, verified=False, notes=(("MORE", {}),))
    other = replace(computed, rule="LOC-01")
    own, same = effective([computed, other], {"DIS-01": note(0, text="đo lại 120 m")})
    assert same is other
    assert (own.code, own.params) == ("DESK-TAKEOVER", {"text": "đo lại 120 m"})
    assert own.notes == (("DIS-01-FAIL", {"distance": 87.0}), ("MORE", {}))
    assert (own.flips, own.verified, own.missing) == (False, True, None)
    assert computed.outcome is Outcome.FAIL, "the computed one is left as it is"


def test_the_verdict_follows_from_the_findings_that_count() -> None:
    computed = [finding(Outcome.FAIL)]
    settled = effective(computed, {"DIS-01": note(0)})
    rows = counted([proposal(), proposal()], [computed, settled])
    assert [row.verdict for row in rows] == [Verdict.REFUSE, Verdict.AGREE]


def test_a_request_is_judged_once_and_only_the_row_that_changed_again(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    lon, lat = desk.north(3000.0)
    rows = [proposal(lon=lon, lat=lat, site_code="A"), proposal(lon=lon, lat=lat + 0.05, site_code="B")]
    first = judge(office, "r1", rows, today())
    assert judge(office, "r1", list(rows), today()) is first
    asked: list[str] = []

    def counted_run(rows: Sequence[Proposal], *of: Any) -> FindingTable:
        asked.extend(row.site_code for row in rows)
        return run(rows, *of)

    monkeypatch.setattr(judging, "run", counted_run)
    changed = judge(office, "r1", [rows[0], replace(rows[1], permit="GP 9")], today())
    assert asked == ["B"]
    assert changed.rows[0] == first.rows[0]
    assert changed.rows[1].proposal.permit == "GP 9"
    assert changed.rows[1] is not first.rows[1]
    assert judge(office, "r1", rows[:1], today()).proposals == (rows[0],)


def test_no_more_judgements_are_kept_than_the_last_ones(office: Registry) -> None:
    rows, changed = [proposal()], [proposal(permit="GP 9")]
    found = [judge(office, f"r{at}", rows, today()) for at in range(KEPT)]
    again = judge(office, "r0", changed, today())
    judge(office, "one more", rows, today())
    assert judge(office, "r0", changed, today()) is again
    assert judge(office, "r2", rows, today()) is found[2]
    assert judge(office, "r1", rows, today()) is not found[1], "the one judged longest ago was let go"


def test_a_list_lies_under_its_sum_with_the_ending_it_came_with(office: Registry) -> None:
    assert list_path(office, "ab12", "Danh sách.XLSX") == office.settings.files / "ab12.xlsx"
    assert list_path(office, "ab12", "../../x") == office.settings.files / "ab12"
