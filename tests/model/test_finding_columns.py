"""Findings in columns: what is alike once, what differs as a column, one finding a row when looked at."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import WrongCallError
from registry.model.finding_columns import Each, FindingColumns
from registry.model.findings import Finding, Outcome

NEAR = Finding("SPC-01", Outcome.FAIL, "SPC-OTHER-NEAR", {"limit": 100.0}, limit=100.0, unit="m")
FAR = Finding("SPC-01", Outcome.PASS, "SPC-OTHER-FAR-NONE")


def columns() -> FindingColumns:
    found = FindingColumns(4)
    distance, codes = np.array([42.5, 7.0]), np.array(["A", "B"], dtype=object)
    found.put(
        np.array([1, 3]), NEAR, params={"measured": distance}, measured=distance, related=codes,
        evidence=Each(lambda at: {"of": at}),
    )  # fmt: skip
    found.put(np.array([0, 2]), FAR)
    return found


def test_a_row_is_what_is_alike_with_its_own_values() -> None:
    found = columns()
    found.check_whole()
    assert found.at(3) == replace(
        NEAR, params={"limit": 100.0, "measured": 7.0}, measured=7.0, related="B", evidence={"of": 1}
    )
    assert type(found.at(3).measured) is float
    assert found.at(0) is FAR
    assert [item.code for item in found] == [
        "SPC-OTHER-FAR-NONE", "SPC-OTHER-NEAR", "SPC-OTHER-FAR-NONE", "SPC-OTHER-NEAR",
    ]  # fmt: skip


def test_columns_over_all_rows_hold_what_the_rows_say() -> None:
    found = columns()
    assert found.values("measured").tolist() == pytest.approx([np.nan, 42.5, np.nan, 7.0], nan_ok=True)
    assert found.values("outcome").tolist() == [Outcome.PASS, Outcome.FAIL, Outcome.PASS, Outcome.FAIL]
    assert found.values("related").tolist() == [None, "A", None, "B"]
    assert found.where(Outcome.FAIL).tolist() == [False, True, False, True]


def test_a_part_of_a_group_keeps_its_own_columns() -> None:
    near = columns().groups[0].part(np.array([1]), outcome=Outcome.REVIEW)
    assert near.rows.tolist() == [3]
    assert near.finding(0).evidence == {"of": 1}
    assert near.finding(0).outcome is Outcome.REVIEW
    assert NEAR.outcome is Outcome.FAIL


def test_a_row_answered_twice_or_not_at_all_is_a_fault() -> None:
    twice = FindingColumns(2)
    twice.put(np.array([0]), FAR)
    twice.put(np.array([0]), NEAR)
    none = FindingColumns(2)
    none.put(np.array([1]), FAR)
    for wrong in (twice, none):
        with pytest.raises(WrongCallError):
            wrong.check_whole()
    with pytest.raises(WrongCallError):
        none.put(np.array([0]), FAR, outcome=np.array([1]))


@given(st.lists(st.booleans(), max_size=20))
def test_findings_laid_out_come_back_as_they_were(near: list[bool]) -> None:
    findings = [NEAR if one else FAR for one in near]
    found = FindingColumns.of(findings)
    found.check_whole()
    assert list(found) == findings
    assert len(found.groups) == len({id(item) for item in findings})
