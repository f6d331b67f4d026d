"""The nearest place that passes: it does, no grid finds a nearer one, and a wider radius changes nothing."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.checks.context import Context
from registry.geo.crs import to_metric, to_wgs84
from registry.law import Law, law_in_force
from registry.model.findings import Finding, Outcome
from registry.model.requests.proposals import Proposal
from registry.siting.judging import judge, passes, placed
from registry.siting.nearest import MARGIN_M, Search, nearest_place
from tests.world import EPSG, GEOD, ORIGIN, proposal, world

STEP_M = 40.0
OF_PLACE = {"LOC-01", "PLN-02", "PLN-03", "SPC-01", "SPC-02", "SPC-03"}
LAYERS = ["power_line", "road", "railway", "dyke", "heritage_1", "heritage_2", "military", "forest"]
CORRIDORS = {"COR-01", "COR-02", "COR-03", "COR-04", "COR-05", "COR-06", "COR-07"}


VICINITY = {
    "layer": "aerodrome_vicinity", "north_m": 260.0, "half_m": 200.0,
    "attributes": {"class": "2C", "elevation_m": 0.0, "limit_m": 30.0, "verified": "yes"},
}  # fmt: skip
"""An aerodrome's vicinity north of the row, with a limit of 30 m."""


def law_of(context: Context) -> Law:
    return law_in_force(context.province, context.as_of)


def row(**spec: Any) -> Proposal:
    return proposal(**({"accuracy_m": 10.0, "mast_class": "A2b", "mast_height_m": 30.0} | spec))


UNCLASSED = proposal(accuracy_m=10.0, mast_height_m=30.0)
"""A row that states no class."""


def by_rule(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.rule: finding for finding in findings}


offsets = st.integers(-700, 700)
mast = st.fixed_dictionaries(
    {
        "east_m": offsets,
        "north_m": offsets,
        "operators": st.sampled_from([["VTL"], ["VNPT"], ["VTL", "VMS"], []]),
        "accuracy_m": st.sampled_from([0.0, 10.0, 30.0]),
        "small": st.booleans(),
    }
)
zone = st.fixed_dictionaries(
    {
        "layer": st.sampled_from(["planning", "urban_area"]),
        "east_m": offsets,
        "north_m": offsets,
        "half_m": st.integers(50, 400),
        "allowed_classes": st.sampled_from([["A1a"], ["A2b", "A1a"]]),
        "max_height_m": st.sampled_from([20.0, 50.0]),
        "error_m": st.sampled_from([0.0, 25.0]),
    }
)


corridor = st.fixed_dictionaries(
    {
        "layer": st.sampled_from(LAYERS),
        "east_m": st.integers(-300, 300),
        "north_m": st.integers(-300, 300),
        "half_m": st.integers(5, 150),
        "error_m": st.sampled_from([0.0, 25.0]),
        "attributes": st.sampled_from([{}, {"voltage_kv": 220, "road_class": "III", "dyke_class": "III"}]),
    }
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    masts=st.lists(mast, max_size=6),
    zones=st.lists(zone | corridor, max_size=3),
    covered=st.booleans(),
)
def test_the_place_passes_and_no_place_of_a_grid_is_nearer(
    masts: list[dict[str, Any]], zones: list[dict[str, Any]], covered: bool
) -> None:
    spec: dict[str, Any] = {"masts": masts, "zones": zones}
    if covered:
        spec["coverage"] = {"urban_area": "everywhere"}
    context = world(spec)
    law, asked = law_of(context), row()
    before = judge(asked, [], context, law)
    radius = 400.0
    search, move = nearest_place(asked, [], context, law, radius_m=radius, before=before)
    if move is not None:
        found = by_rule(judge(placed(asked, move.lon, move.lat), [], context, law))
        assert all(found[rule].outcome in {Outcome.PASS, Outcome.NA} for rule in OF_PLACE)
        assert move.distance_m <= radius
        if move.clear:
            assert all(found[rule].outcome is Outcome.PASS or found[rule].missing for rule in CORRIDORS)
    strict, clear = move is not None and move.strict, move is not None and move.clear
    best = move.distance_m if move is not None else math.inf
    for lon, lat, metres in grid(radius):
        if metres < best - 1.0 and passes(
            before, judge(placed(asked, lon, lat), [], context, law), strict=strict, clear=clear
        ):
            pytest.fail(f"{lon}, {lat} passes at {metres} m, nearer than {best} ({search})")


def grid(radius_m: float) -> list[tuple[float, float, float]]:
    """Every place of a grid within the radius: longitude, latitude, metres."""
    x0, y0 = to_metric(np.array([ORIGIN[0]]), np.array([ORIGIN[1]]), EPSG)
    steps = np.arange(-radius_m, radius_m + STEP_M, STEP_M)
    dx, dy = np.meshgrid(steps, steps)
    lon, lat = to_wgs84(x0 + dx.ravel(), y0 + dy.ravel(), EPSG)
    metres = GEOD.inv(np.full(len(lon), ORIGIN[0]), np.full(len(lon), ORIGIN[1]), lon, lat)[2]
    return [(float(a), float(b), float(m)) for a, b, m in zip(lon, lat, metres, strict=True) if m <= radius_m]


@settings(max_examples=25, deadline=None)
@given(masts=st.lists(mast, min_size=1, max_size=8), radius=st.integers(50, 800))
def test_a_wider_radius_finds_the_same_place_or_one_where_there_was_none(
    masts: list[dict[str, Any]], radius: int
) -> None:
    context = world({"masts": masts})
    law, asked = law_of(context), row()
    near, move = nearest_place(asked, [], context, law, radius_m=radius)
    far, further = nearest_place(asked, [], context, law, radius_m=radius + 400)
    if move is not None:
        assert further is not None
        assert (further.lon, further.lat) == (move.lon, move.lat)
    elif further is not None:
        assert (near, far) == (Search.NONE, Search.FOUND)
        assert further.distance_m > radius


def test_one_mast_of_another_network_is_left_by_the_shortest_way() -> None:
    """150 m south of the row stands a mast of another network, outside a town: 250 m and both accuracies."""
    context = world(
        {
            "masts": [{"distance_m": 150.0, "bearing_deg": 180.0, "operators": ["VNPT"], "accuracy_m": 10.0}],
            "coverage": {"urban_area": "everywhere"},
        }
    )
    search, move = nearest_place(row(), [], context, law_of(context))
    assert search is Search.FOUND
    assert move is not None
    assert move.distance_m == pytest.approx(100.0 + math.hypot(10.0, 10.0), abs=MARGIN_M + 0.12)
    assert math.cos(math.radians(move.azimuth_deg)) == pytest.approx(1.0, abs=1e-3)
    assert by_rule(move.findings)["SPC-01"].outcome is Outcome.PASS


def test_the_corner_between_two_discs_is_found() -> None:
    """Between two masts east and west the nearest way out is where their circles meet, due north or south."""
    masts = [
        {"distance_m": 100.0, "bearing_deg": bearing, "operators": ["VNPT"], "accuracy_m": 10.0}
        for bearing in (90.0, 270.0)
    ]
    context = world({"masts": masts, "coverage": {"urban_area": "everywhere"}})
    _, move = nearest_place(row(), [], context, law_of(context))
    assert move is not None
    radius = 250.0 + math.hypot(10.0, 10.0)
    assert move.distance_m == pytest.approx(math.sqrt(radius**2 - 100.0**2), abs=MARGIN_M + 0.2)


def test_a_zone_that_does_not_allow_the_class_is_left_over_its_nearest_edge() -> None:
    context = world(
        {
            "zones": [
                {"layer": "planning", "east_m": 100.0, "half_m": 300.0, "allowed_classes": ["A1a"],
                 "max_height_m": 50.0}
            ]
        }
    )  # fmt: skip
    search, move = nearest_place(row(), [], context, law_of(context))
    assert search is Search.FOUND
    assert move is not None
    assert move.distance_m == pytest.approx(210.0, abs=0.5)
    assert move.azimuth_deg == pytest.approx(270.0, abs=1.0)


def test_a_class_not_stated_stands_where_the_zone_allows_every_class() -> None:
    zone = {"layer": "planning", "half_m": 1_500.0, "max_height_m": 50.0,
            "allowed_classes": ["A1a", "A1b", "A2a", "A2b", "A2c"]}  # fmt: skip
    context = world({"zones": [zone], "masts": [{"east_m": 100.0, "operators": ["VTL"]}]})
    search, move = nearest_place(UNCLASSED, [], context, law_of(context))
    assert search is Search.FOUND
    assert move is not None
    assert move.azimuth_deg == pytest.approx(270.0, abs=1.0)


def test_a_class_not_stated_keeps_out_of_a_zone_that_allows_some() -> None:
    zone = {"layer": "planning", "east_m": -400.0, "half_m": 300.0, "max_height_m": 50.0,
            "allowed_classes": ["A1a", "A2b"]}  # fmt: skip
    context = world({"zones": [zone], "masts": [{"east_m": 100.0, "operators": ["VTL"]}]})
    search, move = nearest_place(UNCLASSED, [], context, law_of(context))
    assert search is Search.FOUND
    assert move is not None
    assert by_rule(move.findings)["PLN-02"].outcome is Outcome.NA


def test_another_open_row_of_the_list_keeps_its_distance() -> None:
    context = world({"coverage": {"urban_area": "everywhere"}})
    other = row(distance_m=120.0, bearing_deg=0.0, site_code="KHAC", row=3)
    search, move = nearest_place(row(site_code="DAY"), [other], context, law_of(context))
    assert search is Search.FOUND
    assert move is not None
    assert by_rule(move.findings)["SPC-03"].outcome is Outcome.PASS


def test_where_nothing_about_the_place_is_wrong_it_stays() -> None:
    context = world({})
    search, move = nearest_place(row(), [], context, law_of(context))
    assert search is Search.HERE
    assert move is not None
    assert move.distance_m == 0


def test_a_row_that_cannot_be_read_has_no_nearest_place() -> None:
    context = world({})
    assert nearest_place(proposal(unreadable=True), [], context, law_of(context)) == (
        Search.NO_POSITION,
        None,
    )


@pytest.mark.parametrize("kind", ["share", "upgrade"])
def test_a_mast_that_stands_is_moved_nowhere_by_sharing_or_an_upgrade(kind: str) -> None:
    """No spacing is asked of either, so that any place would do: another place is another proposal."""
    zone = {"layer": "planning", "half_m": 300.0, "allowed_classes": ["A1a"], "max_height_m": 50.0}
    context = world({"zones": [zone]})
    assert nearest_place(row(kind=kind), [], context, law_of(context)) == (Search.STANDS, None)


def test_none_is_said_where_the_radius_is_full() -> None:
    masts = [{"distance_m": 50.0, "bearing_deg": 0.0, "operators": ["VTL"]}]
    context = world({"masts": masts})
    assert nearest_place(row(), [], context, law_of(context), radius_m=200) == (Search.NONE, None)


def test_a_zone_that_would_ask_for_consent_is_not_moved_into() -> None:
    """The shortest way from the mast leads into an aerodrome's vicinity where the mast would be too high."""
    spec: dict[str, Any] = {
        "masts": [{"distance_m": 150.0, "bearing_deg": 180.0, "operators": ["VNPT"]}],
        "coverage": {"urban_area": "everywhere", "aerodrome_vicinity": "everywhere"},
    }
    asked = row(ground_elevation_m=10.0, top_agl_m=60.0)
    without, with_it = world(spec), world(spec | {"zones": [VICINITY]})
    law = law_of(without)
    _, plain = nearest_place(asked, [], without, law)
    _, moved = nearest_place(asked, [], with_it, law)
    assert plain is not None
    assert moved is not None
    before = by_rule(judge(asked, [], with_it, law))["AIR-02"]
    into = by_rule(judge(placed(asked, plain.lon, plain.lat), [], with_it, law))["AIR-02"]
    assert (before.outcome, into.outcome) == (Outcome.PASS, Outcome.CONSENT)
    assert by_rule(moved.findings)["AIR-02"].outcome is Outcome.PASS
    assert moved.distance_m > plain.distance_m


def test_a_corridor_and_the_fall_onto_it_are_left_behind() -> None:
    """A relic's zone II begins 10 m east of a 30 m mast: what is asked near it and the accuracy are kept."""
    relic = {"layer": "heritage_2", "east_m": 210.0, "half_m": 200.0}
    context = world({"zones": [relic], "coverage": dict.fromkeys([*LAYERS, "urban_area"], "everywhere")})
    search, move = nearest_place(row(), [], context, law_of(context))
    assert search is Search.FOUND
    assert move is not None
    assert move.strict
    assert move.clear
    assert move.distance_m == pytest.approx(90.0 + 10.0, abs=MARGIN_M + 0.2)
    assert move.azimuth_deg == pytest.approx(270.0, abs=1.0)
    assert by_rule(move.findings)["COR-05"].outcome is Outcome.PASS


def test_deep_in_a_forest_a_place_is_found_that_asks_for_the_same_consent() -> None:
    masts = [{"distance_m": 150.0, "bearing_deg": 180.0, "operators": ["VNPT"], "accuracy_m": 10.0}]
    forest = {"layer": "forest", "half_m": 3000.0}
    covered = dict.fromkeys([*LAYERS, "urban_area"], "everywhere")
    context = world({"masts": masts, "zones": [forest], "coverage": covered})
    search, move = nearest_place(row(), [], context, law_of(context))
    assert search is Search.FOUND
    assert move is not None
    assert not move.clear
    assert by_rule(move.findings)["COR-07"].code == "COR-INSIDE"
    assert by_rule(move.findings)["SPC-01"].outcome is Outcome.PASS


def test_beside_a_railway_the_legal_distance_holds_however_full_the_ground_is() -> None:
    """The whole circle lies within 1.3 times the height of a railway: proof that there is no place."""
    railway = {"layer": "railway", "half_m": 100.0, "east_m": 110.0}
    covered = dict.fromkeys([*LAYERS, "urban_area"], "everywhere")
    context = world({"zones": [railway], "coverage": covered})
    assert nearest_place(row(), [], context, law_of(context), radius_m=20.0) == (Search.NONE, None)
    _, move = nearest_place(row(), [], context, law_of(context), radius_m=100.0)
    assert move is not None
    assert move.distance_m == pytest.approx(1.3 * 30.0 + 10.0 - 10.0, abs=MARGIN_M + 0.2)


def test_that_there_is_none_is_not_called_proof_where_a_vicinity_was_kept_out_of_as_a_whole() -> None:
    """Every place far enough from the mast lies in a vicinity, of which only one spot was asked."""
    spec: dict[str, Any] = {
        "masts": [{"distance_m": 150.0, "bearing_deg": 180.0, "operators": ["VNPT"]}],
        "coverage": {"urban_area": "everywhere", "aerodrome_vicinity": "everywhere"},
        "zones": [VICINITY],
    }
    context, asked = world(spec), row(ground_elevation_m=10.0, top_agl_m=60.0)
    found = nearest_place(asked, [], context, law_of(context), radius_m=150.0)
    assert found == (Search.UNPROVEN, None)
