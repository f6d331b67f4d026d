"""The answers of a sheet: rows that repeat, conditions, limits and values that follow from other answers."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.field.inspections import Judged
from registry.safety import checklists
from registry.safety.readings import judge
from registry.safety.sheets.answers import Answers
from registry.safety.sheets.keys import key_of, order, split

GUYED = checklists.get("guyed", 2)
assert GUYED is not None


def answers(height: float | None = 42.0, **values: Any) -> Answers:
    assert GUYED is not None
    return Answers(GUYED, values, "guyed", "ground", height)


def rows(found: Answers, code: str) -> tuple[str, ...]:
    group = found.sheet.group(code)
    assert group is not None
    return found.rows(group)


def test_a_sheet_of_a_guyed_mast_asks_each_guy_foundation_and_segment() -> None:
    found = answers(guy_levels="4", guy_directions="3", anchors="3", segments="14")
    assert rows(found, "guys") == tuple(f"T{level}/{way}" for level in range(1, 5) for way in (1, 2, 3))
    assert rows(found, "foundations") == ("M0", "M1", "M2", "M3")
    assert rows(found, "segments_rows")[::13] == ("D1", "D14")
    asked = {one.key for one in found.asked()}
    assert {"guy_tension[T4/3]", "clamp_torque[M3]", "concrete[M0]", "segment[D14]", "verticality"} <= asked
    assert "clamp_torque[M0]" not in asked


def test_rows_without_an_answer_follow_the_height_and_hold_what_was_recorded() -> None:
    assert len(rows(answers(42.0), "segments_rows")) == 7
    assert len(rows(answers(None), "segments_rows")) == 8
    assert rows(answers(guy_levels="900"), "levels")[-1] == "T11"
    assert rows(answers(guy_levels="không rõ"), "levels") == ("T1", "T2", "T3")
    assert rows(answers(**{"guy_levels": "2", "design_tension[T5]": "30"}), "levels") == ("T1", "T2", "T5")


@pytest.mark.parametrize(
    ("height", "said", "asked"),
    [
        (24.0, {}, set()),
        (42.0, {}, {"torsion_there"}),
        (None, {}, {"torsion_there"}),
        (42.0, {"torsion_there": True}, {"torsion_there", "torsion_state"}),
        (42.0, {"torsion_there": "not_seen"}, {"torsion_there"}),
    ],
)
def test_what_depends_is_asked_only_where_it_holds(
    height: float | None, said: dict[str, Any], asked: set[str]
) -> None:
    keys = {one.key for one in answers(height, **said).asked()}
    assert keys & {"torsion_there", "torsion_state"} == asked


def test_a_limit_follows_from_the_papers_of_its_own_level() -> None:
    found = answers(**{"design_tension[T2]": "40"})
    entry = found.sheet.entry("guy_tension[T2/3]")
    assert entry is not None
    judged = [
        judge(entry, value, of=found.of(entry, "T2/3")).judged for value in ("35,9", "36", "44", "44,1")
    ]
    assert judged == [Judged.BEYOND, Judged.WITHIN, Judged.WITHIN, Judged.BEYOND]
    other = judge(entry, "35", of=found.of(entry, "T1/1"))
    assert (other.judged, other.reason) == (Judged.NOT_JUDGED, "READING-NO-BASE")


def test_the_lean_follows_from_two_directions_and_waits_for_both() -> None:
    assert answers(lean_x="63").value("verticality") is None
    assert answers(lean_x="63", lean_y="không đo").value("verticality") is None
    found = answers(lean_x="63", lean_y="84,0")
    assert found.value("verticality") == "105"
    entry = found.sheet.entry("verticality")
    assert entry is not None
    assert judge(entry, found.value("verticality"), mast_height_m=42.0).judged is Judged.WITHIN
    assert judge(entry, found.value("verticality"), mast_height_m=41.9).judged is Judged.BEYOND


def test_the_spread_of_a_level_takes_the_guys_of_that_level_only() -> None:
    said = {"guy_tension[T1/1]": "36", "guy_tension[T1/2]": "40", "guy_tension[T1/3]": "44"}
    found = answers(**said, **{"guy_tension[T10/1]": "10", "guy_tension[T2/1]": "40"})
    assert found.value("guy_spread[T1]") == "20"
    assert found.value("guy_spread[T2]") is None


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_computed_value_is_read_back_as_a_number(one: float, other: float) -> None:
    made = answers(lean_x=f"{one:.3f}", lean_y=f"{other:.3f}").value("verticality")
    assert float(made) == pytest.approx(math.hypot(one, other), abs=2e-3, rel=1e-9)


@given(
    st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True),
    st.from_regex(r"([A-Z][0-9]{1,2}(/[0-9]{1,2})?)?", fullmatch=True),
)
def test_a_key_is_split_as_it_was_made(code: str, row: str) -> None:
    assert split(key_of(code, row)) == (code, row)


def test_a_text_that_is_no_key_is_a_code_and_rows_stand_in_order() -> None:
    for text in ("tension[T3/2", "tension[t3]", "Số đo[T1]", "a[T1][T2]", ""):
        assert split(text) == (text, "")
    assert sorted(["T10/1", "T2/2", "T2/1", "D1"], key=order) == ["D1", "T2/1", "T2/2", "T10/1"]


def test_a_row_of_what_does_not_repeat_leads_nowhere() -> None:
    assert GUYED is not None
    assert GUYED.entry("earthing[T1]") is None
    assert GUYED.entry("guy_tension") is not None  # as an older phone sends it
    assert GUYED.words("guy_tension[T3/2]") == ("Lực căng T3/2", "Tension T3/2")
