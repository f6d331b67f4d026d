"""Verdicts and gaps over columns are those of the rows one by one; the plain reading is here."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.appraisal import Gap, common_gaps, verdict, verdicts
from registry.model.finding_columns import Column, FindingColumns
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding, Outcome, Reservation, Stage

RULES = ("LOC-01", "SPC-01", "PLN-04")
MISSING = (None, "layer:urban_area", "list:VTL;list:VMS", "value:support", "value:position;layer:planning")


def gaps_row_by_row(findings: Sequence[Sequence[Finding]]) -> list[Gap]:
    rows: dict[str, set[int]] = defaultdict(set)
    lowered: dict[str, set[int]] = defaultdict(set)
    rules: dict[str, dict[str, None]] = defaultdict(dict)
    asked: dict[str, set[int]] = defaultdict(set)
    for index, row in enumerate(findings):
        beyond = any(item.rule == "LOC-01" and item.outcome is Outcome.FAIL for item in row)
        for finding in (item for item in row if item.stage is Stage.POSITION):
            if finding.outcome is not Outcome.NA or finding.missing:
                asked[finding.rule].add(index)
            for missing in filter(None, (finding.missing or "").split(";")):
                if beyond and not missing.startswith("value:"):
                    continue
                rows[missing].add(index)
                if finding.lowers and finding.reservation is Reservation.OFFICE:
                    lowered[missing].add(index)
                rules[missing][finding.rule] = None
    found = [
        Gap(missing, tuple(rules[missing]), len(lacking), len(lowered[missing]))
        for missing, lacking in rows.items()
        if not missing.startswith("value:")
        or (len(lacking) > 1 and all(asked[rule] <= lacking for rule in rules[missing]))
    ]
    return sorted(found, key=lambda gap: (-gap.lowered, -gap.rows))


@st.composite
def tables(draw: st.DrawFn) -> FindingTable:
    """Return three checks over a few rows, in groups of which parts differ."""
    size = draw(st.integers(1, 6))
    checks = []
    for rule in RULES:
        found = FindingColumns(size)
        of_group = np.array(draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)))
        for number in range(3):
            rows = np.flatnonzero(of_group == number)
            common = Finding(
                rule, draw(st.sampled_from(Outcome)), "RULE-GAP", blocking=draw(st.booleans()),
                stage=draw(st.sampled_from([Stage.POSITION, Stage.POSITION, Stage.OPERATION])),
                kind=draw(st.sampled_from([None, Reservation.CONDITION, Reservation.OFFICE])),
                missing=draw(st.sampled_from(MISSING)), could_refuse=draw(st.booleans()),
            )  # fmt: skip
            columns: dict[str, Column] = {}
            if draw(st.booleans()):
                columns["could_refuse"] = np.array([draw(st.booleans()) for _ in rows], dtype=bool)
            if draw(st.booleans()):
                columns["missing"] = np.array([draw(st.sampled_from(MISSING)) for _ in rows], dtype=object)
            found.put(rows, common, **columns)
        checks.append(found)
    return FindingTable(size, checks)


@settings(deadline=None)
@given(tables())
def test_gaps_and_verdicts_of_a_table_are_those_of_its_rows(table: FindingTable) -> None:
    expected = gaps_row_by_row(list(table))
    assert common_gaps(table) == expected
    assert common_gaps(table.rows()) == expected
    assert common_gaps(list(table)) == expected
    assert verdicts(table) == [verdict(row) for row in table]
