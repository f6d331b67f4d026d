"""Spacing: a plain loop over every mast gives the same answer as the trees, and nearer is never better."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from registry.checks.context import Context
from registry.checks.engine import run
from registry.checks.mast_lists import list_gaps, months_before
from registry.checks.spacing import SPACING_CHECKS
from registry.checks.spacing_proposals import OPEN_PROPOSAL_CHECKS
from registry.law import law_in_force
from registry.model.findings import Finding, Outcome
from registry.model.requests.proposals import Proposal
from tests.world import GEOD, proposal, world

DAY = dt.date(2026, 11, 24)
LAW = law_in_force("24", DAY)
OPERATORS = ("VNPT", "VTL", "VMS", "VNM")
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

metres = st.floats(-900.0, 900.0).map(lambda value: round(value, 2))
accuracies = st.sampled_from([0.0, 10.0, 30.0, 150.0, 1100.0])
a_mast = st.fixed_dictionaries(
    {
        "east_m": metres,
        "north_m": metres,
        "operators": st.lists(st.sampled_from(OPERATORS), max_size=2, unique=True),
        "accuracy_m": accuracies,
        "state": st.sampled_from(["in_service", "in_service", "in_service", "approved"]),
        "small": st.sampled_from([False, False, False, True]),
        "in_question": st.sampled_from([False, False, False, True]),
    }
)
a_proposal = st.fixed_dictionaries(
    {
        "east_m": metres,
        "north_m": metres,
        "accuracy_m": accuracies,
        "operator": st.sampled_from([*OPERATORS, ""]),
        "shared_with": st.lists(st.sampled_from(OPERATORS), max_size=2, unique=True),
        "urban": st.sampled_from([True, False, None]),
        "mast_height_m": st.sampled_from([42.0, 42.0, 42.0, 3.0, None]),
    }
)


def judge(rows: list[Proposal], context: Context) -> list[list[Finding]]:
    return run(rows, context, LAW, SPACING_CHECKS)


RANK = {Outcome.NA: 0, Outcome.PASS: 0, Outcome.REVIEW: 1, Outcome.UNKNOWN: 2, Outcome.FAIL: 2}


def oracle(row: Proposal, context: Context, code: str, urban: bool) -> tuple[Outcome, float | None]:
    """Judge one row by the text, mast by mast, without any tree: outcome, and distance of what decides.

    No distance decides where the register places a mast no better than the limit itself.
    """
    limit = {("SPC-01", True): 120, ("SPC-01", False): 250, ("SPC-02", True): 300, ("SPC-02", False): 450}[
        code, urban
    ]
    own = set(row.shared_with) | {row.operator} if row.operator else set()
    masts = context.masts
    small_row = row.mast_height_m is not None and row.mast_height_m <= 3
    if small_row and code == "SPC-01" and (row.shared_with or not urban):
        return Outcome.NA, None
    weighed: list[tuple[float, float | None]] = []
    for index in range(len(masts)):
        on_it = {o.code for bit, o in enumerate(context.operators) if int(masts.networks[index]) >> bit & 1}
        unsure = False
        if own:
            same = bool(own & on_it)
            unsure = code == "SPC-02" and not on_it
            if (code == "SPC-02") != same and not unsure:
                continue
        lon, lat = row.position.lon, row.position.lat
        distance = round(GEOD.inv(lon, lat, masts.lon[index], masts.lat[index])[2], 3)
        accuracy = (row.position.accuracy_m**2 + float(masts.accuracy_m[index]) ** 2) ** 0.5
        doubt = abs(distance - limit) < accuracy
        near = distance < limit
        if (near or doubt) and masts.small[index] and not urban and code == "SPC-01":
            continue  # 15(5)a exempts it; 15(6)a asks for the distance in towns, 15(5)b has no exemption
        if doubt and masts.accuracy_m[index] >= limit:
            weighed.append((0.5, None))
        elif masts.small[index]:
            if near or doubt:
                weighed.append((1, distance))
        elif doubt:
            weighed.append((1, distance))
        elif near:
            soft = masts.approved_only[index] or masts.in_question[index] or unsure or small_row
            weighed.append((1 if soft else 2, distance))
        elif not unsure:
            weighed.append((0, distance))
    level = max((level for level, _ in weighed), default=0)
    least = [distance for found, distance in weighed if found == level and distance is not None]
    distance = min(least, default=None)
    if level == 2 and row.mast_height_m is None:
        return Outcome.UNKNOWN, distance
    if level == 0 and small_row and code == "SPC-01":
        return Outcome.NA, None
    return (Outcome.PASS if level == 0 else Outcome.FAIL if level == 2 else Outcome.REVIEW), distance


@CALM
@given(masts=st.lists(a_mast, max_size=12), rows=st.lists(a_proposal, min_size=1, max_size=4))
def test_a_plain_loop_over_all_masts_gives_the_same_answer(
    masts: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> None:
    """Same outcome and, where one limit applies, the same measured distance, to the millimetre."""
    context = world({"masts": masts}, DAY)
    proposals = [proposal(row=2 + index, **row) for index, row in enumerate(rows)]
    for row, findings in zip(proposals, judge(proposals, context), strict=True):
        for finding in findings:
            answers = {urban: oracle(row, context, finding.rule, urban) for urban in (True, False)}
            if row.urban is not None:
                outcome, distance = answers[row.urban]
                if finding.code == "SPC-SAME-OPERATOR":
                    assert outcome not in {Outcome.PASS, Outcome.NA}
                else:
                    assert finding.outcome is outcome
                assert finding.measured == (None if distance is None else pytest.approx(distance, abs=1e-9))
            elif finding.code == "SPC-SAME-OPERATOR":  # the limit named is one that is not kept
                assert answers[finding.limit == 300][0] not in {Outcome.PASS, Outcome.NA}
            else:
                outcomes = {outcome for outcome, _ in answers.values()}
                if Outcome.NA in outcomes:  # a small mast: where it may be urban the text contradicts itself
                    outcomes = {answers[True][0]}
                assert finding.outcome is (outcomes.pop() if len(outcomes) == 1 else Outcome.REVIEW)


@CALM
@given(
    masts=st.lists(a_mast, min_size=1, max_size=8),
    row=a_proposal,
    which=st.integers(0, 7),
    share=st.floats(0.0, 0.95),
)
def test_moving_a_neighbour_nearer_never_turns_a_fail_into_a_pass(
    masts: list[dict[str, Any]], row: dict[str, Any], which: int, share: float
) -> None:
    masts = [mast | {"accuracy_m": 10.0} for mast in masts]
    row |= {"urban": True, "accuracy_m": 10.0}
    moved = which % len(masts)
    nearer = [dict(mast) for mast in masts]
    for axis in ("east_m", "north_m"):
        nearer[moved][axis] = row[axis] + (masts[moved][axis] - row[axis]) * share
    for before, after in zip(
        judge([proposal(**row)], world({"masts": masts}, DAY))[0],
        judge([proposal(**row)], world({"masts": nearer}, DAY))[0],
        strict=True,
    ):
        assume(before.outcome in RANK and after.outcome in RANK)
        assert RANK[after.outcome] >= RANK[before.outcome]


@CALM
@given(
    masts=st.lists(a_mast, max_size=6),
    rows=st.lists(a_proposal, min_size=2, max_size=6),
    order=st.randoms(use_true_random=False),
)
def test_the_order_of_rows_and_of_masts_changes_nothing(
    masts: list[dict[str, Any]], rows: list[dict[str, Any]], order: Any
) -> None:
    coded = [mast | {"code": f"BGG{index:05d}"} for index, mast in enumerate(masts)]
    proposals = [proposal(row=2 + i, site_code=f"P{i}", **row) for i, row in enumerate(rows)]
    shuffled_masts, places = coded[:], list(range(len(proposals)))
    order.shuffle(shuffled_masts)
    order.shuffle(places)
    checks = (*SPACING_CHECKS, *OPEN_PROPOSAL_CHECKS)
    first = run(proposals, world({"masts": coded}, DAY), LAW, checks)
    second = run([proposals[at] for at in places], world({"masts": shuffled_masts}, DAY), LAW, checks)
    for place, findings in zip(places, second, strict=True):
        assert findings == first[place]


def test_a_mast_is_found_across_the_whole_province() -> None:
    """The plane stretches by up to 2 in 10,000 far from its meridian; 1 cm too near is found there too."""
    for lon, lat in ((105.83, 21.0), (107.03, 21.62), (106.3, 21.35)):
        for bearing in (0, 90, 215):
            other_lon, other_lat, _ = GEOD.fwd(lon, lat, bearing, 119.99)
            context = world({"masts": [{"lon": other_lon, "lat": other_lat}]}, DAY)
            found = judge([proposal(lon=lon, lat=lat, urban=True, mast_height_m=42.0)], context)[0][0]
            assert found.outcome is Outcome.FAIL
            assert found.measured == pytest.approx(119.99, abs=1e-3)


def test_evidence_is_the_line_between_both_masts() -> None:
    context = world({"masts": [{"code": "BGG00045", "distance_m": 87.3}]}, DAY)
    row = proposal(urban=True)
    found = judge([row], context)[0][0]
    ends = [[round(row.position.lon or 0, 7), round(row.position.lat or 0, 7)]]
    ends.append([round(float(context.masts.lon[0]), 7), round(float(context.masts.lat[0]), 7)])
    assert found.evidence == {"type": "LineString", "coordinates": ends}
    assert found.related_operator == "VNPT"


def test_outside_the_province_no_mast_is_known_to_be_far() -> None:
    """The lists name masts of the province: on the other side of the earth they prove nothing."""
    context = world({"masts": [{"distance_m": 100.0}]}, DAY)
    found = judge([proposal(lon=-73.7, lat=-21.3, urban=True)], context)[0][0]
    assert (found.outcome, found.code) == (Outcome.UNKNOWN, "SPC-BEYOND")


def test_the_next_nearest_mast_is_found_however_far() -> None:
    masts = [
        {"code": "BGG00045", "distance_m": 30.0, "operators": ["VTL"]},
        {"code": "BGG00046", "distance_m": 31_000.0, "operators": ["VTL"]},
        {"code": "BGG00047", "distance_m": 31_000.0, "operators": ["VTL"], "bearing_deg": 180.0},
    ]
    row = proposal(urban=True, kind="replace", replaces="BGG00045")
    found = judge([row], world({"masts": masts}, DAY))[0][1]
    assert (found.outcome, found.related) == (Outcome.PASS, "BGG00046")


def test_several_masts_taken_down_are_all_left_out() -> None:
    masts = [{"code": f"BGG0004{i}", "distance_m": 30.0 + i, "operators": ["VTL"]} for i in range(3)]
    row = proposal(urban=True, kind="relocate", replaces="BGG00040; BGG00041, BGG00042")
    found = judge([row], world({"masts": masts}, DAY))[0][1]
    assert (found.outcome, found.code) == (Outcome.PASS, "SPC-SAME-FAR-NONE")


def test_a_quarter_is_three_calendar_months() -> None:
    assert months_before(dt.date(2026, 5, 31), 3) == dt.date(2026, 2, 28)
    assert months_before(dt.date(2026, 2, 15), 3) == dt.date(2025, 11, 15)
    context = world({"lists": dict.fromkeys(OPERATORS, dt.date(2026, 8, 23))}, DAY)
    assert list_gaps(context, 3).stale == OPERATORS
    assert not list_gaps(replace(context, as_of=dt.date(2026, 11, 23)), 3)


def test_a_long_list_that_is_searched_in_parts_is_answered_like_its_rows_one_by_one() -> None:
    masts = [
        {
            "code": f"BGG{i:05d}",
            "east_m": 997.0 * (i % 9),
            "north_m": 613.0 * (i // 9),
            "operators": [OPERATORS[i % 4]],
        }
        for i in range(90)
    ]
    context = world({"masts": masts}, DAY)
    rows = [
        proposal(
            row=2 + i,
            east_m=3.7 * i,
            north_m=2.3 * i,
            urban=i % 2 == 0,
            accuracy_m=10.0,
            mast_height_m=42.0,
        )
        for i in range(2_500)
    ]
    together = judge(rows, context)
    assert {finding.outcome for findings in together for finding in findings} > {Outcome.PASS, Outcome.FAIL}
    for index in range(0, len(rows), 83):
        assert judge([rows[index]], context)[0] == together[index]
