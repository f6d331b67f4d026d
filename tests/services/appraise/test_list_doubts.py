"""What is doubtful of a list as a whole: each row is named with all the others, and none is refused."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.intake.parsed import SheetColumn, SheetReading
from registry.messages import issue_of
from registry.model.issues import Issue
from registry.services.appraise.list_doubts import (
    CODE_TWICE,
    EXACT_M,
    NAMED,
    OTHER_OPERATOR,
    PLACE_TWICE,
    other_operator,
    with_doubts,
)
from tests.world import proposal, world

CONTEXT = world()
COLUMNS = tuple(
    SheetColumn(*item)
    for item in (("A", "Mã", "site_code"), ("B", "Vĩ độ", "lat:vn2000"), ("C", "NM", "operator"))
)
SHEETS = [SheetReading("DS", read=True, columns=COLUMNS)]


def rows(*specs: dict[str, Any]) -> list[Any]:
    """One row each under the other, a kilometre apart unless placed."""
    return [proposal(**{"row": at, "east_m": 1000.0 * at, **spec}) for at, spec in enumerate(specs, 2)]


def doubts(given: Sequence[Any], filer: str = "VTL") -> list[Issue]:
    return with_doubts([], given, SHEETS, CONTEXT, filer)


def named(issues: Sequence[Issue], code: str) -> dict[int | None, Any]:
    return {item.row: item.params["rows"] for item in issues if item.code == code}


def test_a_list_of_ones_own_rows_apart_holds_no_doubt() -> None:
    assert doubts(rows({"site_code": "A"}, {"site_code": "B"}, {})) == []
    assert doubts([]) == []


def test_a_row_of_another_operator_is_said_where_the_sheet_states_it() -> None:
    (found,) = doubts(rows({}, {"operator": "VNPT"}))
    assert (found.code, found.row, found.column, found.letter) == (OTHER_OPERATOR, 3, "NM", "C")
    names = {item.code: item.name for item in CONTEXT.operators}
    assert (found.params["operator"], found.params["filer"]) == (names["VNPT"], names["VTL"])
    assert doubts(rows({}, {"operator": "VNPT"}), filer="") == [], "a tower company's rows are its tenants'"
    assert other_operator(proposal(operator=""), "VTL") == ""


def test_one_code_in_several_rows_names_them_all_whatever_its_case() -> None:
    found = doubts(rows({"site_code": "bg_1"}, {"site_code": "X"}, {"site_code": "BG_1"}))
    assert named(found, CODE_TWICE) == {2: "2, 4", 4: "2, 4"}
    assert {(item.column, item.letter) for item in found} == {("Mã", "A")}
    assert doubts(rows({"site_code": "A"}, {"site_code": "A", "operator": "VNPT"}), filer="") == []
    assert doubts(rows({"site_code": ""}, {"site_code": ""})) == [], "no code is not one code"


@pytest.mark.parametrize(
    ("apart", "accuracies", "same"),
    [
        (10, (8, 8), True),
        (12, (8, 8), False),
        (0, (0, 0), True),
        (50, (3, 60), True),
        (50, (3, EXACT_M + 1), False),
    ],
)
def test_two_places_are_one_within_both_accuracies(apart: float, accuracies: Any, same: bool) -> None:
    pair = [{"east_m": at, "accuracy_m": acc} for at, acc in zip((0.0, apart), accuracies, strict=True)]
    found = doubts(rows(*pair))
    assert named(found, PLACE_TWICE) == ({2: "2, 3", 3: "2, 3"} if same else {})
    assert {item.column for item in found} <= {"Vĩ độ"}


def test_a_share_of_a_mast_stands_at_its_mast_and_a_second_mast_does_not() -> None:
    share = {"east_m": 0.0, "operator": "VNPT", "kind": "share"}
    assert named(doubts(rows({"east_m": 0.0}, share), filer=""), PLACE_TWICE) == {}
    for other in ({**share, "operator": "VTL"}, {**share, "kind": "new"}):
        assert set(named(doubts(rows({"east_m": 0.0}, other), filer=""), PLACE_TWICE)) == {2, 3}


def test_rows_that_the_code_names_already_are_not_named_again_by_their_place() -> None:
    found = doubts(
        rows({"site_code": "A", "east_m": 0.0}, {"site_code": "A", "east_m": 0.0}, {"east_m": 0.0})
    )
    assert named(found, CODE_TWICE) == {2: "2, 3", 3: "2, 3"}
    assert named(found, PLACE_TWICE) == {2: "2, 4", 3: "3, 4", 4: "2, 3, 4"}


def test_many_rows_are_cut_and_those_of_several_sheets_named_with_them() -> None:
    many = doubts(rows(*[{"site_code": "A"}] * (NAMED + 2)))
    assert set(named(many, CODE_TWICE).values()) == {"2, 3, 4, 5, 6, 7 …"}
    two = doubts(rows({"site_code": "A"}, {"site_code": "A", "sheet": "Phụ lục"}))
    assert set(named(two, CODE_TWICE).values()) == {"2 · DS; 3 · Phụ lục"}
    assert [item.letter for item in two] == ["A", ""], "the other sheet has no such column"


@given(st.lists(st.tuples(st.sampled_from(["", "A", "b", "B"]), st.sampled_from([0.0, 5.0, 900.0]),
                          st.sampled_from(["VTL", "VNPT"])), max_size=NAMED))  # fmt: skip
def test_doubts_are_mutual_and_saying_them_again_changes_nothing(drawn: list[tuple[str, float, str]]) -> None:
    listed = rows(*[{"site_code": c, "east_m": e, "operator": o, "accuracy_m": 10.0} for c, e, o in drawn])
    read = issue_of("FEATURE-TWICE", row=1, params={"number": 1})
    once = with_doubts([read], listed, SHEETS, CONTEXT, "VTL")
    assert once[0] == read
    assert with_doubts(once, listed, SHEETS, CONTEXT, "VTL") == once
    for code in (CODE_TWICE, PLACE_TWICE):
        told = {row: {int(n) for n in re.findall(r"\d+", text)} for row, text in named(once, code).items()}
        for row, others in told.items():
            assert row in others
            assert len(others) > 1
            assert all(other in told for other in others)
