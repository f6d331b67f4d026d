"""Where each rule has data: from the same facts that the checks read, honest about what is absent."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.checks.registered import CHECKS
from registry.messages import render
from registry.model.areas import Layer
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from registry.services.zones.coverage import coverage
from registry.services.zones.coverage_area import area_geojson
from registry.services.zones.coverage_places import without_masts
from registry.services.zones.coverage_reach import Coverage, CoverState, LayerCover, RuleCover
from registry.services.zones.import_zones import import_zones
from tests.services.offices import mast, office, square, write_geojson, write_list

DAY = dt.date(2026, 11, 25)
LON, LAT = 106.20, 21.27
NETWORKS = ("VNPT", "VTL", "VMS", "VNM")


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Registry]:
    """An office on its first day: approximate communes, no zones, no lists."""
    made = office(tmp_path / "home")
    yield made
    made.close()


def rule(found: Coverage, code: str) -> RuleCover:
    return next(item for item in found.rules if item.code == code)


def layer(found: Coverage, wanted: Layer) -> LayerCover:
    return next(item for item in found.layers if item.layer is wanted)


def kinds(found: Coverage, code: str) -> set[str]:
    item = rule(found, code)
    shown = area_geojson(found.context, item.check, enough=item.met, lacking=item.state is CoverState.NONE)
    return {feature["properties"]["kind"] for feature in shown["features"]}


def bring_list(
    registry: Registry, tmp_path: Path, operator: str, day: dt.date, *, complete: bool = True
) -> None:
    rows = [mast(f"{operator}0001", operator, LON + 0.01 * len(operator), LAT)]
    path = write_list(tmp_path / f"{operator}.xlsx", rows)
    import_sites(registry, path, operator=operator, complete=complete, list_date=day, yes=True, who="lan")


def bring_zone(registry: Registry, tmp_path: Path, **options: Any) -> None:
    path = write_geojson(tmp_path / "z.geojson", [(square(LON, LAT, 0.05), {"name": "Khu A"})])
    given: dict[str, Any] = {
        "layer": "planning",
        "decision": "QĐ 1/2026",
        "valid_from": dt.date(2026, 1, 1),
        "yes": True,
        "who": "lan",
        **options,
    }
    import_zones(registry, path, **given)


def test_every_registered_rule_is_told_with_what_absence_does(demo_registry: Registry) -> None:
    found = coverage(demo_registry, DAY)
    assert [item.code for item in found.rules] == [check.code for check in CHECKS]
    for item in found.rules:
        for code in (item.effect, item.weight):
            assert render(code, {}, "vi")
            assert render(code, {}, "en")


def test_on_the_first_day_absence_is_named_and_the_stand_in_with_its_error(bare: Registry) -> None:
    found = coverage(bare, DAY)
    assert rule(found, "SPC-01").state is CoverState.NONE
    assert rule(found, "SPC-01").share == 0.0
    assert {item.state for item in found.lists} == {CoverState.NONE}
    assert rule(found, "PLN-01").state is CoverState.NONE
    assert rule(found, "PLN-02").state is CoverState.NONE
    urban = layer(found, Layer.URBAN_AREA)
    assert urban.state is CoverState.STAND_IN
    assert urban.stand_ins > 0
    assert urban.stand_in_error_m > 0
    assert found.units.state is CoverState.STAND_IN
    assert found.units.error_m > 0
    assert rule(found, "CLS-01").state is CoverState.ROW
    assert rule(found, "CLS-01").share is None
    assert kinds(found, "SPC-01") == {"none", "former"}
    assert kinds(found, "PLN-04") == {"stand_in", "former"}
    assert kinds(found, "PLN-02") == {"none"}


def test_a_layer_without_stated_coverage_answers_inside_its_zones_only(
    bare: Registry, tmp_path: Path
) -> None:
    bring_zone(bare, tmp_path)
    found = coverage(bare, DAY)
    planning = layer(found, Layer.PLANNING)
    assert (planning.zones, planning.state, planning.complete_by) == (1, CoverState.PARTIAL, ())
    assert planning.decisions == (("QĐ 1/2026", dt.date(2026, 1, 1), 1),)
    assert planning.share is not None
    assert 0 < planning.share < 0.02  # some 5 by 5 km of some 4,700 km2
    assert kinds(found, "PLN-02") == {"known", "none", "zone"}
    assert layer(coverage(bare, dt.date(2025, 12, 31)), Layer.PLANNING).state is CoverState.NONE


def test_a_layer_stated_complete_covers_the_whole_territory(bare: Registry, tmp_path: Path) -> None:
    bring_zone(bare, tmp_path, covers="territory")
    found = coverage(bare, DAY)
    planning = layer(found, Layer.PLANNING)
    assert planning.state is CoverState.COMPLETE
    assert planning.share == pytest.approx(1.0)
    assert planning.complete_by == (("QĐ 1/2026", dt.date(2026, 1, 1), True),)
    assert kinds(found, "PLN-02") == {"known", "zone"}


def test_the_answer_is_kept_until_the_data_or_the_day_changes(bare: Registry, tmp_path: Path) -> None:
    before = coverage(bare, DAY)
    assert coverage(bare, DAY) is before
    bring_zone(bare, tmp_path)
    after = coverage(bare, DAY)
    assert layer(before, Layer.PLANNING).zones == 0
    assert layer(after, Layer.PLANNING).zones == 1
    assert layer(coverage(bare, dt.date(2025, 12, 31)), Layer.PLANNING).zones == 0
    assert layer(coverage(bare, DAY), Layer.PLANNING).zones == 1


def test_lists_have_an_age_and_one_missing_leaves_the_whole_territory_open(
    bare: Registry, tmp_path: Path
) -> None:
    for operator in NETWORKS[:3]:
        bring_list(bare, tmp_path, operator, dt.date(2026, 11, 1))
    bring_list(bare, tmp_path, "VNM", dt.date(2026, 11, 10), complete=False)
    found = coverage(bare, DAY)
    by_operator = {item.operator: item for item in found.lists}
    assert by_operator["VTL"].age_days == 24
    assert by_operator["VTL"].state is CoverState.COMPLETE
    assert by_operator["VNM"].complete_on is None
    assert by_operator["VNM"].incomplete_on == dt.date(2026, 11, 10)
    assert by_operator["VNM"].state is CoverState.PARTIAL
    assert rule(found, "SPC-01").state is CoverState.PARTIAL
    assert not rule(found, "SPC-01").met
    assert "partial" in kinds(found, "SPC-01")


def test_a_list_grows_stale_by_the_day_that_is_asked(bare: Registry, tmp_path: Path) -> None:
    for operator in NETWORKS:
        bring_list(bare, tmp_path, operator, dt.date(2026, 8, 24))
    last, after = coverage(bare, dt.date(2026, 11, 24)), coverage(bare, dt.date(2026, 11, 25))
    assert rule(last, "SPC-01").met
    assert not rule(after, "SPC-01").met
    assert all(item.stale for item in after.lists)
    assert after.months == 3


def test_the_network_whose_list_is_not_awaited_leaves_nothing_open(demo_registry: Registry) -> None:
    found = coverage(demo_registry, DAY)
    gmobile = next(item for item in found.lists if item.operator == "GTEL")
    assert not gmobile.awaited
    assert gmobile.state is CoverState.PARTIAL
    assert rule(found, "SPC-01").state is CoverState.COMPLETE


def test_lists_of_one_half_do_not_make_the_whole_province_known(bare: Registry, tmp_path: Path) -> None:
    for operator in NETWORKS:
        bring_list(bare, tmp_path, operator, dt.date(2026, 11, 1))
    bring_zone(bare, tmp_path, layer="urban_area", covers="territory")
    found = coverage(bare, DAY)
    spacing = rule(found, "SPC-01")
    assert spacing.met
    assert {item.state for item in found.lists} == {CoverState.COMPLETE}
    assert spacing.state is CoverState.PARTIAL
    known = [place for place in found.places if place.masts]
    assert len(found.places) == 18
    assert {place.name for place in known} <= {"Thành phố Bắc Giang", "Thị xã Việt Yên"}
    assert spacing.share == pytest.approx(sum(place.share for place in known), abs=0.005)
    assert spacing.share < 0.15
    shown = area_geojson(
        found.context, spacing.check, enough=True, lacking=False, silent=without_masts(found.places)
    )
    assert {"known", "partial"} <= {feature["properties"]["kind"] for feature in shown["features"]}
    assert rule(found, "CLS-01").state is CoverState.ROW


def test_each_place_tells_its_layers(bare: Registry, tmp_path: Path) -> None:
    bring_zone(bare, tmp_path)
    found = coverage(bare, DAY)
    parts = {place.name: place.layers[Layer.PLANNING] for place in found.places}
    assert 0 < parts["Thành phố Bắc Giang"] < 0.5
    assert parts["Huyện Lương Tài"] == 0
    assert sum(place.share for place in found.places) == pytest.approx(1.0, abs=0.01)
    assert len({commune for place in found.places for commune in place.communes}) == 99
    assert {place.state for place in found.places if not place.layers[Layer.PLANNING]} == {CoverState.NONE}


def test_the_illustrative_province_is_known_in_both_halves(demo_registry: Registry) -> None:
    found = coverage(demo_registry, DAY)
    assert len(found.places) == 18
    assert min(place.masts for place in found.places) >= 10
    assert found.silent == ()
    assert rule(found, "SPC-01").share == pytest.approx(1.0)


def test_a_rule_is_not_in_force_on_every_day(demo_registry: Registry) -> None:
    found = coverage(demo_registry, dt.date(2023, 5, 15))
    spacing = rule(found, "SPC-01").rule
    assert spacing is not None
    assert spacing.gap
    assert rule(coverage(demo_registry, dt.date(2016, 6, 25)), "AIR-03").rule.gap  # type: ignore[union-attr]
    assert rule(coverage(demo_registry, dt.date(2013, 6, 20)), "CLS-01").rule is None


def test_drawn_areas_are_in_degrees_and_small_enough_to_send(demo_registry: Registry) -> None:
    found = coverage(demo_registry, DAY)
    for item in found.rules:
        shown = area_geojson(found.context, item.check, enough=item.met, lacking=False)
        for feature in shown["features"]:
            west, south = _first(feature["geometry"]["coordinates"])
            assert 105 < west < 108, item.code
            assert 20 < south < 22.5, item.code
        assert len(str(shown)) < 400_000, item.code


def _first(value: Any) -> tuple[float, float]:
    while not isinstance(value[0], float):
        value = value[0]
    return value[0], value[1]
