"""A mast that the register places by kilometres: its own gap, said once, and no distance to any row."""

import dataclasses

from registry.appraisal import Gap, common_gaps, verdict
from registry.checks.context import Context
from registry.checks.on_day.judging import judge
from registry.messages import render
from registry.model.findings import Finding, Outcome, Reservation, Verdict
from registry.services.appraise.appraise_list import gap_json
from registry.services.register.masking import masked
from registry.services.requests.conditions.proposals import proposed_texts
from tests.world import proposal, world

COARSE = {"code": "BGG00467", "operators": ["VTL"], "distance_m": 5_904.6, "accuracy_m": 5_566.0}
PLACES = {"urban_area": "everywhere", "planning": "everywhere"}


def judged() -> tuple[list[list[Finding]], Context]:
    context = world({"masts": [COARSE], "coverage": PLACES})
    rows = [
        proposal(row=7, site_code="P1", mast_height_m=42.0),
        proposal(row=16, site_code="P2", mast_height_m=42.0, east_m=900.0),
        proposal(row=20, site_code="P3", mast_height_m=42.0, north_m=-9_000.0),
    ]
    return judge(rows, context)[0], context


def same_network(findings: list[Finding]) -> Finding:
    return next(item for item in findings if item.rule == "SPC-02")


def test_no_row_is_told_a_distance_to_it_and_only_those_in_reach_are_touched() -> None:
    found, _ = judged()
    near, also, far = (same_network(row) for row in found)
    for item in (near, also):
        assert (item.outcome, item.measured, item.evidence) == (Outcome.REVIEW, None, None)
        said = render(item.code, item.params)
        assert "5.566 m" in said
        assert "5.904" not in said
    assert render(near.code, near.params) == render(also.code, also.params)
    assert far.outcome is Outcome.PASS
    assert near.reservation is Reservation.OFFICE  # never agreed in silence, and no condition of the row


def test_it_lowers_a_row_only_where_the_register_has_it_within_twice_the_limit() -> None:
    def open_at(metres: float) -> bool:
        context = world({"masts": [{**COARSE, "distance_m": metres}], "coverage": PLACES})
        found = judge([proposal(mast_height_m=42.0)], context)[0][0]
        assert same_network(found).code == "SPC-SAME-COARSE"
        assert (verdict(found) is Verdict.CANNOT_ASSESS) == same_network(found).lowers
        return same_network(found).lowers

    assert [open_at(metres) for metres in (10.0, 899.0, 901.0, 5_904.6)] == [True, True, False, False]


def test_it_is_said_once_above_the_list_and_in_no_letter() -> None:
    found, context = judged()
    gap = next(item for item in common_gaps(found) if item.missing == "register:coarse_masts")
    assert gap == Gap("register:coarse_masts", ("SPC-02",), 2)
    assert "BGG00467" not in str(gap_json(gap, context))  # a carrier reads this, too
    assert not any("5.566" in text for row in found for text in proposed_texts(row, "vi"))


def test_a_stranger_does_not_learn_which_mast_it_is() -> None:
    shown = same_network(masked(judged()[0][0], "VNPT", secret=b""))
    for lang in ("vi", "en"):
        assert "BGG00467" not in render(shown.code, shown.params, lang)  # type: ignore[arg-type]  # both are languages
    assert "BGG00467" not in str(dataclasses.asdict(shown))
