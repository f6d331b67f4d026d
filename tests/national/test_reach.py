"""Every check that looks at masts or other proposals says how far: else a border would hide what it asks."""

from typing import Any

import pytest

from registry.checks.context import Context
from registry.checks.on_day.judging import judge
from registry.checks.registered import CHECKS
from registry.law import law_in_force
from registry.model.requests.proposals import Proposal
from tests.world import proposal, world

REACHING = {check.code for check in CHECKS if check.reach}
ROWS = (
    {"urban": False, "mast_height_m": 40.0, "designed_operators": 2},
    {"urban": True, "mast_height_m": 2.0},
    {"kind": "share", "host": "BGG00000", "site_code": "BGG00000"},
    {"urban": False, "mast_height_m": 40.0, "sharing_sent": "có", "sharing_replied": "không có cột nào"},
)


def answers(row: Proposal, context: Context) -> dict[str, Any]:
    """Return by rule what is found of a row, but for the masts that only a pass names."""
    found, _law = judge([row], context)
    return {item.rule: (item.outcome, item.code) for item in found[0]}


@pytest.mark.parametrize("spec", ROWS)
@pytest.mark.parametrize("metres", [5.0, 60.0, 200.0, 400.0])
def test_only_checks_that_say_how_far_they_look_answer_otherwise_for_what_stands_near(
    spec: dict[str, Any], metres: float
) -> None:
    far = {"distance_m": 30_000, "bearing_deg": 45.0, "operators": ["VNPT"], "code": "BGG99999"}
    near = {"distance_m": metres, "bearing_deg": 90.0, "operators": ["VNPT"], "code": "BGG00000"}
    asked = {"distance_m": metres, "bearing_deg": 180.0, "operator": "MBF", "code": "X1"}
    row = proposal(**spec)
    alone = answers(row, world({"masts": [far]}))
    for added in ({"masts": [far, near]}, {"masts": [far], "open_proposals": [asked]}):
        beside = answers(row, world(added))
        assert {rule for rule, answer in beside.items() if answer != alone[rule]} <= REACHING


def test_the_thresholds_that_say_how_far_are_those_of_the_rules() -> None:
    law = law_in_force("24", world().as_of)
    rules = {check.code: (check, law.rules[check.code]) for check in CHECKS if check.reach}
    assert {code: check.reach_m(rule) for code, (check, rule) in rules.items()} == {
        "SPC-01": 250.0,  # Điều 15(5) outside towns, as the catalogue has it
        "SPC-02": 450.0,
        "SPC-03": 450.0,
        "SHR-02": 250.0,
        "SHR-03": 30.0,
    }
