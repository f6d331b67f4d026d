"""What is read across a border is all that a check may ask about, however roughly a place is known."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from registry.checks.context import OpenProposals
from registry.lake.layout import LakeLayer
from registry.lake.reading import Lake
from registry.national.appraising import Rows
from registry.national.engines import Where
from registry.national.halo import Spots, _no_masts, across, near_of
from registry.national.portions import mark_of
from registry.national.prepared import Prepared, prepared
from registry.national.runs import Asked, run_over
from registry.national.tasks import Run
from tests.country.making import DAY, NEAR_THREE, Size, make_country
from tests.national.conftest import GEOD, MINE, PLANTED, THEIRS, across_the_border, plant, put, rows_of

EVERYWHERE = (100.0, 5.0, 112.0, 25.0)
SMALL = Size(masts=600, stations=900, proposals=300, cables=30)


def rough(code: str, layers: dict[LakeLayer, dict[str, Any]]) -> None:
    """Let places be off by as much as communes are wide, on both sides."""
    rng = np.random.default_rng(int(code))
    for layer in (LakeLayer.SITES, LakeLayer.PROPOSALS):
        rows = layers[layer]
        count = len(rows["lon"])
        rows["accuracy_m"] = np.where(rng.random(count) < 0.5, 10.0, rng.uniform(2_000.0, 16_000.0, count))


def ready(lake: Path, province: str) -> Prepared:
    return prepared(lake, DAY, province, mark_of(tuple(Lake(lake).manifests(DAY))))


@pytest.mark.parametrize("layer", ["requests", "masts"])
def test_a_place_that_is_roughly_known_hides_no_neighbour(tmp_path: Path, layer: str) -> None:
    make_country(tmp_path / "kho", SMALL, NEAR_THREE, last=rough)
    of = ready(tmp_path / "kho", MINE)
    masts, rows = of.context.masts, of.rows
    if layer == "masts":
        found = of.near_masts
        spots = Spots(masts.lon, masts.lat, masts.accuracy_m)
    else:
        found = of.near_requests
        spots = Spots(*(rows.numbers(name) for name in ("lon", "lat", "accuracy_m")))
    every = across(of.lake, of.others, of.context, EVERYWHERE, EVERYWHERE)
    wanted = near_of(every, spots, of.reach, of.context.metric_epsg, zones_m=of.zone_reach)
    assert found.rows.tolist() == wanted.rows.tolist()
    assert found.provinces == wanted.provinces
    assert 0 < found.rows.sum() < len(found.rows)


def test_a_province_without_a_distance_of_its_own_still_sees_the_zones_of_its_neighbours(
    tmp_path: Path,
) -> None:
    def guarded(code: str, layers: dict[LakeLayer, dict[str, Any]]) -> None:
        if code == "11":
            zones = layers[LakeLayer.ZONES]
            zones["zone_layer"][0], zones["name"][0] = "power_line", "Khu A"
            zones["geometry"][0] = shapely.box(*EVERYWHERE)

    size = replace(SMALL, masts=120, proposals=40)
    make_country(tmp_path / "kho", size, ("11", "12"), last=guarded)
    of = ready(tmp_path / "kho", "12")
    assert of.reach == 0.0
    assert [zone.name for zone in of.across_requests.zones] == ["Khu A"]
    assert len(of.across_requests.masts) == 0
    summary = run_over(tmp_path / "kho", tmp_path / "out", Asked(Run.APPRAISE, DAY), Where()).summary
    told = summary["provinces"]["12"]
    assert told["near_border"] == told["rows"]
    given = {
        row["rule"]
        for row in rows_of(tmp_path / "out", "findings")
        if row["province"] == "12" and row["by_neighbours"]
    }
    assert given == {"COR-01"}


@pytest.mark.parametrize(
    ("zone_layer", "metres", "seen"),
    [("navigation_aid", 2_800, True), ("navigation_aid", 3_800, False), ("dyke", 1_300, True),
     ("power_line", 1_300, False), ("aerodrome_vicinity", 9_000, True)],
)  # fmt: skip
def test_a_zone_across_the_border_is_seen_as_far_as_its_rules_ask(
    tmp_path: Path, zone_layer: str, metres: float, seen: bool
) -> None:
    """Around an aid of air navigation that is 3,000 m, far more than any distance between masts."""
    (lon, lat), _ = across_the_border(0.37)

    def beside(code: str, layers: dict[LakeLayer, dict[str, Any]]) -> None:
        plant(code, layers)
        if code == THEIRS:
            zones = layers[LakeLayer.ZONES]
            place = shapely.Point(GEOD.fwd(lon, lat, 20.0, metres)[:2])
            zones["zone_layer"][0], zones["name"][0] = zone_layer, "Đài A"
            zones["geometry"][0] = place.buffer(1e-5)

    make_country(tmp_path / "kho", SMALL, (MINE, THEIRS), last=beside)
    of = ready(tmp_path / "kho", MINE)
    row = of.rows.texts("site_code").tolist().index(PLANTED)
    spots = Spots(*(of.rows.numbers(name)[[row]] for name in ("lon", "lat", "accuracy_m")))
    alone = replace(
        of.across_requests, masts=_no_masts(), of=of.across_requests.of[:0],
        open_proposals=OpenProposals(), open_of=of.across_requests.open_of[:0],
    )  # fmt: skip
    near = near_of(alone, spots, of.reach, of.context.metric_epsg, zones_m=of.zone_reach)
    assert near.rows.tolist() == [seen]


def test_the_other_province_s_part_of_a_line_of_one_name_is_seen(tmp_path: Path) -> None:
    """Each office enters what lies in its own province, under the same name and decision."""
    (lon, lat), _ = across_the_border(0.37)

    def parts(code: str, layers: dict[LakeLayer, dict[str, Any]]) -> None:
        zones = layers[LakeLayer.ZONES]
        zones["zone_layer"][0], zones["name"][0], zones["decision"][0] = (
            "power_line",
            "Đường dây 500 kV",
            "QĐ 1",
        )
        far = 0.0 if code == THEIRS else 0.3
        zones["geometry"][0] = shapely.Point(lon + far, lat).buffer(1e-4)

    make_country(tmp_path / "kho", SMALL, (MINE, THEIRS), last=parts)
    found = ready(tmp_path / "kho", MINE).across_requests.zones
    assert [zone.name for zone in found if zone.layer == "power_line"] == ["Đường dây 500 kV"]


def test_a_mast_across_the_border_is_not_the_row_that_bears_its_code(tmp_path: Path) -> None:
    """Each province numbers its masts apart: what is agreed to under one code there is a neighbour here."""

    def alike(code: str, layers: dict[LakeLayer, dict[str, Any]]) -> None:
        plant(code, layers)
        if code == THEIRS:
            sites = layers[LakeLayer.SITES]
            sites["site_code"][0], sites["aliases"][0], sites["state"][0] = PLANTED, [PLANTED], "approved"
            sites["networks"][0] = ["VTL", "VNPT", "VMS", "VNM"]

    make_country(tmp_path / "kho", SMALL, NEAR_THREE, last=alike)
    run_over(tmp_path / "kho", tmp_path / "out", Asked(Run.APPRAISE, DAY, (MINE,)), Where())
    row = next(one for one in rows_of(tmp_path / "out", "rows") if one["site_code"] == PLANTED)
    found = {
        one["rule"]: one["related"]
        for one in rows_of(tmp_path / "out", "findings")
        if one["id"] == row["id"] and one["related_province"] == THEIRS
    }
    assert found["SPC-02"] == f"{PLANTED} (tỉnh Lạng Sơn)"


@pytest.mark.parametrize(("apart_m", "outcome"), [(6.0, "review"), (80.0, "fail")])
def test_a_mast_that_both_registers_hold_is_no_neighbour_of_itself(
    tmp_path: Path, apart_m: float, outcome: str
) -> None:
    """Two offices list the mast at their border: it is not to be refused for standing where it stands."""
    here, _ = across_the_border(0.7)

    def both(code: str, layers: dict[LakeLayer, dict[str, Any]]) -> None:
        sites = layers[LakeLayer.SITES]
        if code not in (MINE, THEIRS):
            return
        put(sites, 0, here if code == MINE else GEOD.fwd(*here, 20.0, apart_m)[:2])
        sites["accuracy_m"][0], sites["networks"][0], sites["state"][0] = 2.0, ["VTL"], "built"
        sites["mast_height_m"][0] = 42.0

    make_country(tmp_path / "kho", SMALL, (MINE, THEIRS), last=both)
    run_over(tmp_path / "kho", tmp_path / "out", Asked(Run.APPRAISE, DAY, (MINE,), Rows.STANDING), Where())
    code = ready(tmp_path / "kho", MINE).held.sites.texts("site_code")[0]
    found = [
        one["outcome"]
        for one in rows_of(tmp_path / "out", "findings")
        if one["id"] == code and one["rule"] == "SPC-02" and one["related_province"] == THEIRS
    ]
    assert found == [outcome]


def test_no_standing_mast_is_held_against_itself(small_country: Path, tmp_path: Path) -> None:
    run_over(small_country, tmp_path / "out", Asked(Run.APPRAISE, DAY, (MINE,), Rows.STANDING), Where())
    near = [one for one in rows_of(tmp_path / "out", "findings") if one["rule"] in ("SPC-01", "SPC-02")]
    assert near
    assert [one for one in near if one["related"] == one["id"]] == []
