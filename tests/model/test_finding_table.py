"""Findings of a list in columns: rows are made when somebody looks, parts are put together by mask."""

import numpy as np

from registry.model import finding_table
from registry.model.finding_columns import FindingColumns
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding, Outcome

NEAR = Finding("SPC-01", Outcome.FAIL, "SPC-OTHER-NEAR", limit=100.0, unit="m")
FAR = Finding("SPC-01", Outcome.PASS, "SPC-OTHER-FAR-NONE")
NONE = Finding("EMF-01", Outcome.NA, "RULE-NOT-IN-FORCE")


def table(*near: bool) -> FindingTable:
    spacing, other = FindingColumns(len(near)), FindingColumns(len(near))
    rows, said = np.arange(len(near)), np.array(near, dtype=bool)
    spacing.put(rows[said], NEAR, measured=np.flatnonzero(said).astype(float))
    spacing.put(rows[~said], FAR)
    other.put(rows, NONE)
    return FindingTable(len(near), [spacing, other])


def test_a_table_is_its_rows_and_a_row_its_findings() -> None:
    found = table(True, False, True)
    assert [[item.code for item in row] for row in found] == [
        ["SPC-OTHER-NEAR", "RULE-NOT-IN-FORCE"],
        ["SPC-OTHER-FAR-NONE", "RULE-NOT-IN-FORCE"],
        ["SPC-OTHER-NEAR", "RULE-NOT-IN-FORCE"],
    ]
    assert found[-1][0].measured == 2.0
    assert found[1:] == list(found)[1:]
    assert found == list(found)
    assert found != table(True, True, True)
    assert table() == []


def test_a_row_is_made_when_somebody_looks_and_is_a_list_to_them() -> None:
    found = table(True, False)
    rows = found.rows()
    assert not found._made
    near, far = rows
    assert near[0].measured == 0.0
    assert [*far] == [FAR, NONE]
    assert near == found[0]
    assert far != found[0]
    assert [len(row) for row in rows] == [2, 2]


def test_of_ten_thousand_rows_only_some_stay_made() -> None:
    count = finding_table.KEPT_ROWS + 3
    found = table(*[True] * count)
    for row in found.rows():
        assert row[0].measured == row.at
    assert len(found._made) <= finding_table.KEPT_ROWS


def test_rows_in_their_order_are_their_table_and_any_others_are_laid_out() -> None:
    found = table(True, False)
    assert FindingTable.of(found.rows()) is found
    turned = FindingTable.of(found.rows()[::-1])
    assert turned == [found[1], found[0]]
    assert FindingTable.of([[FAR, NONE], found.rows()[0]]) == [[FAR, NONE], found[0]]
    assert FindingTable.of([]) == []


def test_rows_of_another_law_and_rows_asked_again_take_the_place_of_the_first() -> None:
    first, second = table(True, False, True, False), table(False, False, True, True)
    there = np.array([True, False, False, True])
    mixed = first.mixed(second, there)
    assert mixed == [second[0], first[1], first[2], second[3]]
    again = first.checks[0].replaced(np.array([1, 3]), table(True, False).checks[0])
    again.check_whole()
    assert [item.code for item in again] == ["SPC-OTHER-NEAR"] * 3 + ["SPC-OTHER-FAR-NONE"]
    assert again.at(1).measured == 0.0


def test_outcomes_are_numbers_over_the_rows() -> None:
    outcomes = tuple(Outcome)
    found = table(True, False).checks[0].outcomes()
    assert [outcomes[at] for at in found] == [Outcome.FAIL, Outcome.PASS]
