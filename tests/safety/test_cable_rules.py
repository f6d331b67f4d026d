"""CAB: parallel lines, crossings, corridors, undergrounding, dossiers, on lines and plant drawn by hand."""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.context import Context, Coverage, Masts, ZoneSet
from registry.geo.lines import degrees_of
from registry.law import Rule, catalogue, law_in_force
from registry.messages import CODE_KEPT_BACK, render
from registry.model.areas import Layer, Zone
from registry.model.cables import CableSegment, Mount, PlantState, UndergroundArea
from registry.model.findings import Finding, Outcome
from registry.model.people import OPEN_DESK, Person, Role
from registry.safety.cable_crossings import crossing_points
from registry.safety.cable_plant import Beside, LineAsked, Plant
from registry.safety.cable_rules import judge_line
from registry.services.cables.masking import masked_lines
from registry.settings import DATA
from tests.world import operators

DAY = dt.date(2026, 11, 26)
X, Y = 430_000.0, 2_353_000.0
LISTS = dict.fromkeys(("VNPT", "VTL", "VMS", "VNM"), DAY)


def rules() -> dict[str, Rule]:
    found = dict(law_in_force("24", DAY).rules)
    found |= {rule.code: rule for rule in catalogue(DATA / "limits") if rule.in_force("24", DAY)}
    return found


def line(*points: tuple[float, float]) -> Any:
    return shapely.LineString([(X + east, Y + north) for east, north in points])


def empty(count: int = 0) -> Masts:
    nothing = np.empty(count)
    return Masts(
        codes=np.empty(count, dtype=object), lon=nothing, lat=nothing, x=nothing, y=nothing,
        accuracy_m=nothing, networks=np.empty(count, dtype=np.int64), approved_only=nothing.astype(bool),
        small=nothing.astype(bool), in_question=nothing.astype(bool), top_agl_m=nothing,
        mast_classes=np.empty(count, dtype=object), owners=np.empty(count, dtype=object),
    )  # fmt: skip


def world(*zones: tuple[Layer, Any, dict[str, Any]], covered: bool = True) -> Context:
    sets: dict[Layer, ZoneSet] = {}
    coverage = Coverage(everywhere=covered)
    for layer in Layer:
        own = [(shape, attributes) for of, shape, attributes in zones if of is layer]
        if own or covered:
            sets[layer] = ZoneSet(
                tuple(
                    Zone(f"{layer}-{n}", layer, f"{layer.value} {n}", "QĐ thử", "", DAY, None,
                         degrees_of(shape, 9214), attributes=attributes)
                    for n, (shape, attributes) in enumerate(own)
                ),
                np.array([shape for shape, _ in own] + [None], dtype=object)[:-1],
                coverage,
            )  # fmt: skip
    return Context(DAY, "24", 9214, operators(), empty(), sets)


def beside(
    north: float, *, spare: int | None = 4, mount: Mount = Mount.AERIAL, pieces: int = 10, **more: Any
) -> list[Beside]:
    """A line 500 m long that runs ``north`` metres beside the origin's, in pieces as from pole to pole."""
    found = []
    for n in range(pieces):
        shape = line((n * 500 / pieces, north), ((n + 1) * 500 / pieces, north))
        segment = CableSegment(
            id=f"{north}-{n}", route=f"r{north}", code=f"T/{n}", owner="VNPT", mount=mount,
            geometry=None, spare=spare, unit="places", accuracy_m=2.0,
        )  # fmt: skip
        found.append(Beside(replace(segment, **more), shape, "T"))
    return found


def asked(**more: Any) -> LineAsked:
    return LineAsked(
        **{"line": line((0, 0), (500, 0)), "mount": Mount.AERIAL, "owner": "VTL", "accuracy_m": 2.0, **more}
    )


def of(code: str, line_asked: LineAsked, plant: Plant, context: Context | None = None) -> list[Finding]:
    return [f for f in judge_line(line_asked, plant, context or world(), rules()) if f.rule == code]


def test_a_line_beside_one_with_places_left_fails_with_its_numbers() -> None:
    (finding,) = of("CAB-01", asked(), Plant(beside=beside(4.0), lists=LISTS))
    assert (finding.outcome, finding.code) == (Outcome.FAIL, "CAB-PARALLEL-LEFT")
    assert finding.measured == pytest.approx(4.0)
    assert finding.params["overlap"] == pytest.approx(500.0, abs=1.0)  # ten pieces are one line
    assert finding.params["left"].vi == "4 vị trí treo"
    assert finding.article == "Điều 13(2), 14(2)"


def test_a_line_that_stands_is_not_failed_by_a_rule_on_building_one() -> None:
    (finding,) = of("CAB-01", asked(proposed=False, laid=True), Plant(beside=beside(4.0), lists=LISTS))
    assert (finding.outcome, finding.code) == (Outcome.REVIEW, "CAB-PARALLEL-LEFT")
    assert ("CAB-PARALLEL-STANDING", {}) in finding.notes


def test_a_line_whose_code_is_kept_back_is_said_to_have_it_not_shown() -> None:
    near = [replace(one, route_code="", segment=replace(one.segment, code="")) for one in beside(4.0)]
    (finding,) = of("CAB-01", asked(), Plant(beside=near, lists=LISTS))
    assert finding.params["code"] == CODE_KEPT_BACK
    assert CODE_KEPT_BACK.vi == "(mã không công bố)"
    assert finding.related == "–"


@given(
    north=st.floats(0.5, 29.0), mount=st.sampled_from(list(Mount)), accuracy=st.floats(0.1, 60.0),
    state=st.sampled_from([PlantState.IN_SERVICE, PlantState.PLANNED]),
)  # fmt: skip
def test_an_unknown_capacity_never_fails(
    north: float, mount: Mount, accuracy: float, state: PlantState
) -> None:
    plant = Plant(beside=beside(north, spare=None, mount=mount, state=state), lists=LISTS)
    for own in Mount:
        for finding in of("CAB-01", asked(mount=own, accuracy_m=accuracy), plant):
            assert finding.outcome is not Outcome.FAIL


@pytest.mark.parametrize(
    ("plant", "outcome", "code"),
    [
        (beside(20.0), Outcome.REVIEW, "CAB-PARALLEL-LEFT"),  # the office's distance, not the law's
        (beside(4.0, spare=0), Outcome.REVIEW, "CAB-PARALLEL-FULL"),
        (beside(4.0, spare=None), Outcome.REVIEW, "CAB-PARALLEL-UNKNOWN"),
        (beside(4.0, mount=Mount.DUCT), Outcome.REVIEW, "CAB-PARALLEL-OTHER"),
        (beside(4.0, state=PlantState.PLANNED), Outcome.REVIEW, "CAB-PARALLEL-PLANNED"),
        (beside(4.0, state=PlantState.SUSPENDED), Outcome.PASS, "CAB-PARALLEL-NONE"),
        (beside(31.0), Outcome.PASS, "CAB-PARALLEL-NONE"),
    ],
)
def test_what_is_not_surely_shareable_is_a_review(plant: list[Beside], outcome: Outcome, code: str) -> None:
    (finding,) = of("CAB-01", asked(), Plant(beside=plant, lists=LISTS))
    assert (finding.outcome, finding.code) == (outcome, code)


def test_a_position_that_may_be_off_turns_a_fail_into_a_review() -> None:
    (finding,) = of("CAB-01", asked(accuracy_m=9.0), Plant(beside=beside(4.0), lists=LISTS))
    assert finding.outcome is Outcome.REVIEW
    assert finding.flips


def test_a_line_that_only_crosses_is_not_parallel() -> None:
    across = [replace(item, line=line((250, -40), (250, 40))) for item in beside(0.0, pieces=1)]
    (finding,) = of("CAB-01", asked(), Plant(beside=across, lists=LISTS))
    assert finding.code == "CAB-PARALLEL-NONE"


def test_nothing_is_proven_by_an_empty_register() -> None:
    (none,) = of("CAB-01", asked(), Plant())
    assert (none.outcome, none.code) == (Outcome.UNKNOWN, "CAB-PARALLEL-NO-LISTS")
    (some,) = of("CAB-01", asked(), Plant(lists={**LISTS, "VNM": dt.date(2026, 6, 1)}))
    assert (some.outcome, some.params["names"]) == (Outcome.REVIEW, "Vietnamobile")
    (all_in,) = of("CAB-01", asked(), Plant(lists=LISTS))
    assert all_in.outcome is Outcome.PASS


def test_a_crossing_goes_through_and_running_along_is_none() -> None:
    road = line((-200, 50), (700, 50)).buffer(8, cap_style="flat")
    assert len(crossing_points(line((100, 0), (100, 100)), road)) == 1
    assert crossing_points(line((0, 52), (500, 52)), road) == []  # inside the road's land all along
    assert crossing_points(line((100, 0), (100, 50)), road) == []  # ends on it
    assert len(crossing_points(line((100, 0), (100, 100), (200, 0)), road)) == 2


def test_signs_and_clearances_of_crossings_are_reviews_at_most() -> None:
    context = world((Layer.ROAD, line((-200, 50), (700, 50)).buffer(8, cap_style="flat"), {}))
    across = line((100, 0), (100, 100))
    low = of("CAB-02", asked(line=across, height_m=5.0), Plant(), context)
    by_code = {finding.code: finding for finding in low}
    assert by_code["CAB-SIGN-NOT-STATED"].outcome is Outcome.UNKNOWN
    assert by_code["CAB-CLEARANCE-LOW"].outcome is Outcome.REVIEW
    assert not by_code["CAB-CLEARANCE-LOW"].verified
    assert by_code["CAB-CROSS-NONE"].params["what"].vi == "đường sắt"
    assert by_code["CAB-NO-RIVERS"].outcome is Outcome.UNKNOWN
    standing = asked(line=across, height_m=6.0, proposed=False)
    codes = {finding.code for finding in of("CAB-02", standing, Plant(), context)}
    assert {"CAB-SIGN-MISSING", "CAB-CLEARANCE-FINE"} <= codes
    sign = np.array([[X + 105.0, Y + 45.0]])
    assert "CAB-SIGN-THERE" in {f.code for f in of("CAB-02", standing, Plant(signs=sign), context)}
    assert of("CAB-02", asked(line=across, mount=Mount.DUCT), Plant(), context) == []


def test_a_missing_layer_is_not_known() -> None:
    found = of("CAB-02", asked(), Plant(), world(covered=False))
    assert {finding.outcome for finding in found} == {Outcome.UNKNOWN}
    assert {finding.missing for finding in found} >= {"layer:road", "layer:railway", "layer:river"}
    corridors = of("CAB-05", asked(), Plant(), world(covered=False))
    assert {finding.outcome for finding in corridors} == {Outcome.UNKNOWN}


def test_protected_land_asks_its_body_and_unverified_widths_ask_for_a_look() -> None:
    power = line((-200, 3), (700, 3)).buffer(1, cap_style="flat")
    dyke = line((-200, 3), (700, 3)).buffer(2, cap_style="flat")
    context = world((Layer.POWER_LINE, power, {"voltage_kv": 110}), (Layer.DYKE, dyke, {"dyke_class": "III"}))
    found = {
        finding.params.get("layer"): finding
        for finding in of("CAB-05", asked(accuracy_m=0.5), Plant(), context)
    }
    assert found["power_line"].outcome is Outcome.REVIEW  # NĐ 62/2025 has not been read
    assert found["dyke"].outcome is Outcome.CONSENT
    assert "Sở Nông nghiệp" in found["dyke"].params["body"].vi
    assert found[None].outcome is Outcome.PASS
    underground = of("CAB-05", asked(mount=Mount.DUCT, accuracy_m=0.5), Plant(), context)
    assert "power_line" not in {finding.params.get("layer") for finding in underground}


@pytest.mark.parametrize(
    ("north", "mount", "height_m", "outcome"),
    [
        (10.0, Mount.AERIAL, None, Outcome.REVIEW),  # a pole of 12 m keeps 15.6 m
        (30.0, Mount.AERIAL, None, Outcome.PASS),
        (30.0, Mount.AERIAL, 25.0, Outcome.REVIEW),  # a line that hangs 25 m high stands on such poles
        (10.0, Mount.DUCT, None, Outcome.PASS),
    ],
)
def test_the_poles_of_a_line_keep_the_railway_s_distance_as_masts_do(
    north: float, mount: Mount, height_m: float | None, outcome: Outcome
) -> None:
    rails = line((-200, north + 2), (700, north + 2)).buffer(2, cap_style="flat")
    found = of("CAB-05", asked(mount=mount, height_m=height_m), Plant(), world((Layer.RAILWAY, rails, {})))
    railway = [finding for finding in found if finding.params.get("layer") == "railway"]
    assert [finding.outcome for finding in railway] == ([] if outcome is Outcome.PASS else [outcome])
    for finding in railway:
        assert finding.params["body"].vi == "Bộ trưởng Bộ Xây dựng"
        said = render(finding.code, finding.params)  # NĐ 16/2026 has not been read: asked, not demanded
        assert "lấy ý kiến Bộ trưởng Bộ Xây dựng" in said
        assert "chấp thuận" not in said


@pytest.mark.parametrize(
    ("north", "mount", "outcome"),
    [
        (900.0, Mount.DUCT, Outcome.CONSENT),
        (1004.0, Mount.DUCT, Outcome.REVIEW),  # 1 km and the protected 5 m, within the error of 2 m
        (1100.0, Mount.DUCT, None),
        (900.0, Mount.AERIAL, None),
    ],
)
def test_underground_works_within_a_kilometre_of_a_dyke_need_the_province_s_permit(
    north: float, mount: Mount, outcome: Outcome | None
) -> None:
    dyke = line((-200, north + 4), (700, north + 4)).buffer(4, cap_style="flat")
    context = world((Layer.DYKE, dyke, {"dyke_class": "III"}))
    found = of("CAB-05", asked(mount=mount), Plant(), context)
    below = [finding for finding in found if finding.code == "CAB-DYKE-UNDERGROUND"]
    assert [finding.outcome for finding in below] == ([] if outcome is None else [outcome])


def test_a_line_on_land_whose_body_s_consent_no_text_asks_for_is_a_review() -> None:
    forest = (Layer.FOREST, shapely.box(X - 100, Y - 100, X + 600, Y + 100), {"corridor_m": 5})
    found = of("CAB-05", asked(accuracy_m=0.5), Plant(), world(forest))
    (inside,) = [finding for finding in found if finding.params.get("layer") == "forest"]
    assert (inside.outcome, inside.code, inside.verified) == (Outcome.REVIEW, "CAB-CORRIDOR-ASK", False)


def test_an_area_to_be_laid_underground_names_its_day() -> None:
    area = UndergroundArea("a", "Trung tâm", "QĐ 5/2026", dt.date(2027, 6, 30), None)
    plant = Plant(areas=[(area, shapely.box(X, Y - 10, X + 200, Y + 10))])
    (finding,) = of("CAB-06", asked(), plant)
    assert (finding.outcome, finding.measured) == (Outcome.REVIEW, pytest.approx(200.0))
    assert finding.params["day"] == dt.date(2027, 6, 30)
    assert of("CAB-06", asked(mount=Mount.DUCT), plant) == []
    (none,) = of("CAB-06", asked(), Plant())
    assert none.outcome is Outcome.NA


def test_a_dossier_without_its_sharing_plan_fails_and_marks_are_asked_for() -> None:
    whole = {"position": True, "load": True, "hanging": True, "distance": True}
    assert of("CAB-07", asked(plan=whole), Plant())[0].outcome is Outcome.PASS
    (lacks,) = of("CAB-07", asked(plan={**whole, "load": False}), Plant())
    assert (lacks.outcome, lacks.params["items"].vi) == (Outcome.FAIL, "khả năng chịu tải")
    assert of("CAB-07", asked(), Plant())[0].outcome is Outcome.UNKNOWN
    assert of("CAB-07", asked(proposed=False), Plant()) == []
    assert [of("CAB-03", asked(tagged=t), Plant())[0].outcome for t in (None, False, True)] == [
        Outcome.UNKNOWN, Outcome.FAIL, Outcome.PASS,
    ]  # fmt: skip
    assert [of("CAB-04", asked(spare_loop_m=m), Plant())[0].outcome for m in (None, 10.0, 10.5)] == [
        Outcome.UNKNOWN, Outcome.PASS, Outcome.REVIEW,
    ]  # fmt: skip
    partly = [of("CAB-04", asked(spare_loop_m=m, spare_loop_whole=False), Plant())[0] for m in (10.0, 10.5)]
    assert [one.outcome for one in partly] == [Outcome.UNKNOWN, Outcome.REVIEW]


def test_another_carrier_learns_that_a_line_is_near_and_no_more() -> None:
    found = of("CAB-01", asked(), Plant(beside=beside(4.0), lists=LISTS))
    viettel = Person("v", frozenset({Role.CARRIER}), "VTL")
    (masked,) = masked_lines(found, viettel, frozenset())
    assert (masked.outcome, masked.measured, masked.related, masked.evidence) == (
        Outcome.FAIL,
        0.0,
        None,
        None,
    )
    assert masked.params["code"] == CODE_KEPT_BACK
    assert masked.params["owner"] == "VNPT"
    assert masked.params["overlap"] == 500.0
    assert "4" not in masked.params["left"].vi
    vnpt = Person("n", frozenset({Role.CARRIER}), "VNPT")
    assert masked_lines(found, vnpt, frozenset()) == found
    assert masked_lines(found, OPEN_DESK, frozenset()) == found


def test_clear_areas_are_cited_by_their_own_laws() -> None:
    found = of("CAB-05", asked(), Plant(), world())
    clear = [one for one in found if one.code == "CAB-CORRIDOR-CLEAR"]
    laws = [(one.source, one.article) for one in clear]
    assert len(laws) == len(set(laws)) > 2
    assert not any("ăng ten" in one.article for one in found), "no article on masts"


@pytest.mark.parametrize(
    ("plant", "code"),
    [
        ({"spare": None}, "CAB-PARALLEL-UNKNOWN-OWN"),
        ({"state": PlantState.PLANNED}, "CAB-PARALLEL-PLANNED-OWN"),
    ],
)
def test_an_owner_is_not_told_to_ask_itself(plant: dict[str, Any], code: str) -> None:
    near = beside(4.0, **plant)
    (finding,) = of("CAB-01", asked(owner=near[0].segment.owner), Plant(beside=near, lists=LISTS))
    assert finding.code == code
