"""Corridors: nearer is never better, higher is never better, and nothing is proven by what is not there."""

import datetime as dt
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.appraisal import common_gaps
from registry.checks.airspace.tops import fall_of
from registry.checks.corridors.protected import CORRIDOR_CHECKS
from registry.checks.corridors.widths import number_of, rank_of, widths_of, yes_of
from registry.checks.engine import run
from registry.law import law_in_force
from registry.messages import render
from registry.model.areas import Layer
from registry.model.findings import Finding, Outcome
from tests.world import metric, place, proposal, world

TODAY, IN_2024 = dt.date(2026, 11, 24), dt.date(2024, 6, 1)
LAYERS = ("power_line", "road", "railway", "dyke", "heritage_1", "heritage_2", "military", "forest")
RULE = dict(
    zip(LAYERS, ("COR-01", "COR-02", "COR-03", "COR-04", "COR-05", "COR-05", "COR-06", "COR-07"), strict=True)
)
EVERYWHERE = dict.fromkeys((*LAYERS, "urban_area"), "everywhere")
WORSE = [Outcome.PASS, Outcome.UNKNOWN, Outcome.REVIEW, Outcome.CONSENT, Outcome.FAIL]

attributes = st.fixed_dictionaries(
    {},
    optional={
        "voltage_kv": st.sampled_from([22, 35, 110, "220", "500 kV"]),
        "insulated": st.booleans(),
        "road_class": st.sampled_from(["expressway", "I", "cấp III", "V", "VI"]),
        "dyke_class": st.sampled_from(["đặc biệt", "III", "IV", "kè"]),
        "rank": st.sampled_from(["national", "cấp tỉnh"]),
        "corridor_m": st.sampled_from([0, 8, "12,5"]),
    },
)
days = st.sampled_from([TODAY, IN_2024])
layers = st.sampled_from(LAYERS)


def found(layer: str, zones: list[dict[str, Any]], day: dt.date = TODAY, **row: Any) -> Finding:
    """Judge one row against zones of one layer, every layer being complete."""
    context = world({"zones": [{"layer": layer, **zone} for zone in zones], "coverage": EVERYWHERE}, day)
    checks = [check for check in CORRIDOR_CHECKS if check.code == RULE[layer]]
    return run([proposal(**row)], context, law_in_force("24", day), checks)[0][0]


@settings(max_examples=80, deadline=None)
@given(
    layer=layers,
    day=days,
    stated=attributes,
    near=st.floats(-60, 260),
    step=st.floats(0.01, 100),
    height=st.one_of(st.none(), st.floats(3, 120)),
    guys=st.one_of(st.none(), st.floats(1, 60)),
    accuracy=st.sampled_from([0.0, 1.0, 10.0, 30.0]),
    error=st.sampled_from([0.0, 20.0]),
)
def test_nearer_is_never_better(
    *, layer: str, day: dt.date, stated: dict[str, Any], near: float, step: float,
    height: float | None, guys: float | None, accuracy: float, error: float,
) -> None:  # fmt: skip
    """Signed metres from the zone's western edge: less is nearer, below nought is inside."""
    row = {"mast_height_m": height, "guy_radius_m": guys, "accuracy_m": accuracy, "support": "ground"}

    def at(metres: float) -> int:
        zone = {"half_m": 300.0, "east_m": 300.0 + metres, "attributes": stated, "error_m": error}
        return WORSE.index(found(layer, [zone], day, **row).outcome)

    assert at(near) >= at(near + step)


@settings(max_examples=80, deadline=None)
@given(
    layer=layers,
    day=days,
    stated=attributes,
    away=st.floats(-20, 200),
    height=st.floats(3, 100),
    more=st.floats(0.01, 60),
    rod=st.sampled_from([None, 2.0]),
    accuracy=st.sampled_from([0.0, 10.0]),
)
def test_higher_is_never_better(
    *, layer: str, day: dt.date, stated: dict[str, Any], away: float, height: float, more: float,
    rod: float | None, accuracy: float,
) -> None:  # fmt: skip
    zone = {"half_m": 300.0, "east_m": 300.0 + away, "attributes": stated}

    def of(metres: float) -> int:
        row = {"mast_height_m": metres, "rod_m": rod, "accuracy_m": accuracy, "support": "ground"}
        return WORSE.index(found(layer, [zone], day, **row).outcome)

    assert of(height + more) >= of(height)


@settings(max_examples=60, deadline=None)
@given(layer=layers, stated=attributes, away=st.floats(-20, 200), zones=st.integers(1, 3))
def test_only_a_railway_can_fail_and_every_other_answer_names_a_body(
    layer: str, stated: dict[str, Any], away: float, zones: int
) -> None:
    zone = {"half_m": 300.0, "east_m": 300.0 + away, "attributes": stated}
    finding = found(layer, [zone] * zones, mast_height_m=40.0, support="ground", accuracy_m=1.0)
    assert finding.outcome is not Outcome.FAIL or layer == "railway"
    if finding.outcome in {Outcome.CONSENT, Outcome.REVIEW} and finding.rule != "COR-03":
        assert finding.params["body_vi"] in render(finding.code, finding.params)
    if finding.outcome is not Outcome.PASS:
        assert finding.evidence
        assert finding.related
        assert finding.measured is not None


def test_a_line_drawn_as_its_axis_is_told_to_be_nearer_than_drawn() -> None:
    """A bare LineString 20 m east: the outer wire may be up to 15 m nearer, and its corridor reached."""
    context = world({"zones": [{"layer": "power_line", "half_m": 1.0}], "coverage": EVERYWHERE})
    zones = context.layer(Layer.POWER_LINE)
    lons, lats = zip(*(place({"east_m": 20.0, "north_m": n}) for n in (-500.0, 500.0)), strict=True)
    zones.geometries[0] = metric(shapely.LineString(list(zip(lons, lats, strict=True))))
    law = law_in_force("24", TODAY)
    row = proposal(mast_height_m=3.0, support="ground", accuracy_m=0.0)
    (finding,) = run([row], context, law, CORRIDOR_CHECKS[:1])[0]
    assert finding.outcome is Outcome.REVIEW
    assert "COR-AXIS" in {code for code, _ in finding.notes}


def test_coverage_must_reach_as_far_as_the_mast_may_fall() -> None:
    spec = {"coverage": {"road": {"half_m": 60.0}}}
    law = law_in_force("24", TODAY)
    roads = [check for check in CORRIDOR_CHECKS if check.code == "COR-02"]
    low, high = (
        run([proposal(mast_height_m=h, support="ground", accuracy_m=1.0)], world(spec), law, roads)[0][0]
        for h in (30.0, 80.0)
    )
    assert (low.outcome, high.outcome) == (Outcome.PASS, Outcome.UNKNOWN)
    assert high.missing == "layer:road"


def test_what_the_office_lacks_is_said_once_for_a_list() -> None:
    law = law_in_force("24", TODAY)
    rows = [proposal(mast_height_m=40.0), proposal(mast_height_m=30.0)]
    gaps = common_gaps(run(rows, world({}), law, CORRIDOR_CHECKS))
    assert {gap.missing for gap in gaps} == {f"layer:{layer}" for layer in LAYERS}
    assert all(render(f"GAP-{gap.kind}", {"what": gap.name, "rules": "COR"}) for gap in gaps)


def test_a_row_without_a_position_is_in_no_corridor_and_outside_none() -> None:
    finding = found("road", [{"half_m": 300.0}], unreadable=True)
    assert (finding.outcome, finding.missing) == (Outcome.UNKNOWN, "value:position")


@pytest.mark.parametrize("layer", ["power_line", "road", "dyke", "forest"])
def test_a_mast_of_3_m_on_a_roof_does_not_fall_as_far_as_its_building_is_high(layer: str) -> None:
    """The building stays: only mast and rod fall, whatever it is and whether or not its height is stated."""
    zone = {"half_m": 300.0, "east_m": 310.0, "attributes": {"corridor_m": 0.0}}
    roof = {"support": "roof", "mast_class": "A1a", "mast_height_m": 3.0, "accuracy_m": 1.0}
    for building in ({"building_height_m": 15.0}, {"building_height_m": 60.0}, {}):
        assert found(layer, [zone], **roof, **building).outcome is Outcome.PASS, building
    tall = found(layer, [zone], **roof, building_height_m=15.0, rod_m=8.0)
    assert tall.code.startswith("COR-FALL")
    assert tall.params["height"] == 11.0


@pytest.mark.parametrize(
    ("stated", "at_least_m", "missing"),
    [
        ({"mast_height_m": 42.0, "rod_m": 2.0, "support": "ground"}, 44.0, ()),
        ({"top_agl_m": 44.0, "support": "ground"}, 44.0, ()),
        ({"mast_height_m": 3.0, "top_agl_m": 18.0, "building_height_m": 15.0, "support": "roof"}, 3.0, ()),
        ({"mast_height_m": 3.0, "top_agl_m": 20.0, "building_height_m": 15.0, "support": "roof"}, 5.0, ()),
        ({"mast_height_m": 3.0, "top_agl_m": 18.0, "support": "roof"}, 3.0, ()),
        ({"top_agl_m": 18.0, "support": "roof"}, None, ("mast_height_m",)),
        ({"building_height_m": 15.0, "support": "roof"}, None, ("mast_height_m",)),
        ({"mast_height_m": 42.0, "top_agl_m": 12.0, "support": "ground"}, 42.0, ()),
    ],
)
def test_what_may_fall_is_mast_and_rod(
    stated: dict[str, Any], at_least_m: float | None, missing: tuple[str, ...]
) -> None:
    fall = fall_of(proposal(**stated))
    assert (fall.at_least_m, fall.missing) == (at_least_m, missing)


def test_the_circle_drawn_is_the_fall_circle() -> None:
    finding = found("forest", [{"half_m": 300.0, "east_m": 330.0}], mast_height_m=40.0, support="ground")
    assert finding.evidence is not None
    ring = metric(shapely.geometry.shape(finding.evidence))
    assert ring.area == pytest.approx(40.0**2 * 3.1214, rel=0.01)  # 32 chords


@pytest.mark.parametrize(
    ("stated", "sure", "may"),
    [
        ({"VOLTAGE_KV": "220"}, 6.0, 6.0),
        ({"dien_ap": 35, "insulated": "có"}, 1.5, 1.5),
        ({"voltage_kv": 35}, 1.5, 3.0),
        ({"cable": True, "voltage_kv": 22}, 0.5, 0.5),
        ({"voltage_kv": "110/220"}, 0.5, 7.0),
        ({}, 0.5, 7.0),
    ],
)
def test_what_a_line_says_of_itself_is_read_and_the_rest_is_left_open(
    stated: dict[str, Any], sure: float, may: float
) -> None:
    zones = world({"zones": [{"layer": "power_line", "attributes": stated}]}).layer(Layer.POWER_LINE)
    rule = law_in_force("24", IN_2024).rules["COR-01"]
    widths = widths_of(zones, Layer.POWER_LINE, rule)
    assert (widths.sure_m[0], widths.may_m[0]) == (sure, may)


def test_numbers_and_words_of_attributes_make_sense_or_are_nothing() -> None:
    assert number_of({"a": "12,5 m"}, "a") == 12.5
    assert number_of({"a": "-1"}, "a") is None
    assert number_of({"a": "nan"}, "a") is None
    assert yes_of({"a": "Không"}, "a") is False
    assert yes_of({"a": "?"}, "a") is None
    zones = world({"zones": [{"layer": "heritage_1", "attributes": {"xep_hang": "Quốc gia đặc biệt"}}]})
    assert rank_of(zones.layer(Layer.HERITAGE_1).zones[0]) == "national"


def test_what_only_an_error_lets_fall_on_a_road_is_told_by_the_distance_not_as_the_reach_of_a_mast() -> None:
    """40 m of mast and 13 m of road: from 53 m it would meet the road, 53 m far it does not reach."""
    road = {"half_m": 200.0, "east_m": 280.0, "attributes": {"road_class": "III"}}
    one = found("road", [road], mast_height_m=40.0, support="ground", accuracy_m=40.0, urban=False)
    assert (one.code, one.limit) == ("COR-FALL-EDGE", 53.0)
    said = render(one.code, one.params, "vi")
    assert "chỉ chạm đến khi cách không quá 53,0 m" in said
    assert "với tới 53" not in said
