"""SPC-03 looks at both rows of a pair, and a crowded list is no burden."""

import datetime as dt

from registry.checks.engine import run
from registry.checks.spacing_proposals import OPEN_PROPOSAL_CHECKS
from registry.law import law_in_force
from registry.model.findings import Finding, Outcome
from registry.model.requests.proposals import Proposal
from tests.world import proposal, world

DAY = dt.date(2026, 11, 24)


def judge(rows: list[Proposal]) -> list[Finding]:
    found = run(rows, world({}, DAY), law_in_force("24", DAY), OPEN_PROPOSAL_CHECKS)
    return [findings[0] for findings in found]


def test_both_rows_of_a_pair_name_each_other() -> None:
    first, second = judge(
        [
            proposal(site_code="A", urban=True),
            proposal(site_code="B", urban=True, row=3, operator="VNPT", distance_m=80.0),
        ]
    )
    assert (first.related, second.related) == ("B", "A")
    assert first.outcome is second.outcome is Outcome.REVIEW
    assert first.measured == second.measured == 80.0
    assert (first.related_operator, second.related_operator) == ("VNPT", "VTL")


def test_the_nearer_of_two_that_are_too_near_is_shown() -> None:
    """The same network's is nearer than its larger limit, the other network's is nearer still."""
    rows = [
        proposal(site_code="A", urban=True),
        proposal(site_code="B", urban=True, row=3, distance_m=200.0),
        proposal(site_code="C", urban=True, row=4, operator="VNPT", distance_m=100.0, bearing_deg=180.0),
    ]
    assert judge(rows)[0].related == "C"
    assert judge(rows[:2])[0].related == "B"


def test_a_row_without_a_code_is_named_by_its_place() -> None:
    first, _ = judge([proposal(urban=True), proposal(urban=True, row=3, operator="VNPT", distance_m=80.0)])
    assert first.related == "DS:3"


def test_ten_thousand_rows_of_one_point_are_answered() -> None:
    """Fifty million pairs are never made, else this would not end."""
    rows = [proposal(row=2 + index, site_code=f"P{index}", urban=True) for index in range(10_000)]
    found = judge(rows)
    assert {finding.code for finding in found} == {"SPC-03-DUPLICATE"}
    assert found[0].related == "P1"
    assert found[5].related == "P0"
