"""Changes that pass where the row stands: lower, another class, both only where neither alone will do."""

from typing import Any

from registry.law import law_in_force
from registry.model.findings import Outcome, Verdict
from registry.siting.changes import Change, smallest_changes
from registry.siting.judging import judge
from tests.world import proposal, world


def changes(zone: dict[str, Any], masts: list[dict[str, Any]] | None = None, **row: Any) -> list[Change]:
    """Offer changes to a 50 m mast of class A2b inside a planning zone."""
    context = world({"zones": [{"layer": "planning", "half_m": 500.0, **zone}], "masts": masts or []})
    law = law_in_force(context.province, context.as_of)
    asked = proposal(**({"accuracy_m": 10.0, "mast_class": "A2b", "mast_height_m": 50.0} | row))
    return smallest_changes(asked, [], context, law, before=judge(asked, [], context, law))


def test_too_high_is_lowered_to_what_the_zone_allows() -> None:
    found = changes({"allowed_classes": ["A2b"], "max_height_m": 30.0})
    assert [(item.mast_height_m, item.mast_class) for item in found] == [(30.0, None)]
    assert all(item.verdict is not Verdict.REFUSE for item in found)
    assert {f.outcome for item in found for f in item.findings if f.rule == "PLN-03"} == {Outcome.PASS}


def test_only_classes_that_the_zone_allows_are_offered() -> None:
    found = changes({"allowed_classes": ["A2a", "A2c"], "max_height_m": 60.0})
    assert [item.mast_height_m for item in found] == [None] * len(found)
    assert {item.mast_class for item in found} <= {"A2a", "A2c"}
    assert found


def test_both_are_offered_where_neither_alone_will_do() -> None:
    found = changes({"allowed_classes": ["A2a"], "max_height_m": 30.0})
    assert [(item.mast_height_m, item.mast_class) for item in found] == [(30.0, "A2a")]


def test_nothing_is_offered_against_a_mast_that_is_too_near() -> None:
    near = [{"distance_m": 50.0, "operators": ["VNPT"]}]
    assert changes({"allowed_classes": ["A2b"], "max_height_m": 30.0}, masts=near) == []


def lowered(zone: dict[str, Any], **row: Any) -> list[Change]:
    """Offer changes to a 40 m mast beside a zone of a corridor layer."""
    layers = ["power_line", "road", "railway", "dyke", "heritage_1", "heritage_2", "military", "forest"]
    context = world({"zones": [zone], "coverage": dict.fromkeys(layers, "everywhere")})
    law = law_in_force(context.province, context.as_of)
    asked = proposal(
        **({"accuracy_m": 5.0, "mast_height_m": 40.0, "support": "ground", "mast_class": "A2b"} | row)
    )
    return smallest_changes(asked, [], context, law, before=judge(asked, [], context, law))


def test_a_mast_that_could_fall_on_a_line_is_lowered_to_where_it_cannot() -> None:
    """30 m from the wires, 6 m of corridor and 5 m of error leave 19 m for mast and rod."""
    line = {"layer": "power_line", "east_m": 230.0, "half_m": 200.0, "attributes": {"voltage_kv": 220}}
    (change,) = lowered(line, rod_m=2.0)
    assert change.mast_height_m is not None
    assert 16.8 <= change.mast_height_m <= 17.0
    assert {item.outcome for item in change.findings if item.rule == "COR-01"} == {Outcome.PASS}


def test_a_mast_too_near_a_railway_is_lowered_to_the_distance_over_1_3() -> None:
    (change,) = lowered({"layer": "railway", "east_m": 231.0, "half_m": 200.0})
    assert change.mast_height_m is not None
    assert 19.8 <= change.mast_height_m <= 20.0
    assert {item.outcome for item in change.findings if item.rule == "COR-03"} == {Outcome.PASS}


def test_no_height_is_offered_where_the_base_itself_stands_within() -> None:
    assert lowered({"layer": "road", "half_m": 200.0, "attributes": {"road_class": "III"}}) == []


def test_no_height_is_offered_that_is_no_mast_any_more() -> None:
    assert lowered({"layer": "railway", "east_m": 209.0, "half_m": 200.0}) == []
