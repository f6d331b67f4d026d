"""The illustrative province by itself, before any registry: its mix, its places, its sample lists."""

import datetime as dt
import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from openpyxl import load_workbook

from registry.columns import ListKind
from registry.demo.lists import write_plan_list, write_site_list, write_zone_file
from registry.demo.masts import demo_masts
from registry.demo.messy_list import messy_rows
from registry.demo.places import NOTE, metric_line, read_places
from registry.demo.plans import demo_plans
from registry.demo.proposals import OUTSIDE_M, TOO_NEAR_M, demo_proposals
from registry.demo.samples import write_samples
from registry.demo.zones import demo_zones, outline, road_lines
from registry.intake.reading import read_list
from registry.model.areas import Layer

DAY = dt.date(2026, 11, 24)


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    def written(folder: Path) -> dict[str, str]:
        folder.mkdir()
        demo_masts.cache_clear()
        demo_plans.cache_clear()
        write_samples(folder, DAY)
        write_site_list(folder / "sites.xlsx", demo_masts(DAY))
        write_plan_list(folder / "plan.xlsx", demo_plans(DAY)[1])
        write_zone_file(folder / "urban.geojson", Layer.URBAN_AREA, demo_zones())
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}

    first = written(tmp_path / "one")
    assert len(first) == 5
    assert first == written(tmp_path / "two")


def test_about_fifteen_hundred_masts_under_unique_codes() -> None:
    masts = demo_masts(DAY)
    assert 1_450 <= len(masts) <= 1_600
    assert len({mast.code for mast in masts}) == len(masts)
    assert all(
        mast.code.startswith("BGG") and mast.code[3:].isdigit() and len(mast.code) == 8 for mast in masts
    )


def test_the_mix_of_classes_is_that_of_published_plans() -> None:
    """A2b about 92 %, A2a about 6 %; loại 1 and loại 2 stand for ground and roof in older lists."""
    masts = demo_masts(DAY)
    count = Counter(mast.mast_class for mast in masts)
    share = {name: number / len(masts) for name, number in count.items()}
    assert 0.88 <= share["A2b"] + share["loại 1"] <= 0.94
    assert 0.04 <= share["A2a"] + share["loại 2"] <= 0.08
    assert {"A1a", "A1b", "A2a", "A2b", "A2c", "loại 1", "loại 2"} == set(count)


def test_a_position_carries_between_one_point_two_and_two_point_four_stations() -> None:
    standing = [mast for mast in demo_masts(DAY) if mast.stands]
    stations = sum(len(mast.technology.split(",")) * len(mast.networks) for mast in standing)
    assert 1.2 <= stations / len(standing) <= 2.4


def test_every_state_occurs_and_abandoned_masts_are_of_gtel() -> None:
    masts = demo_masts(DAY)
    assert {m.state for m in masts} == {
        "in_service", "under_construction", "approved", "suspended", "dismantled",
    }  # fmt: skip
    gtel = [m for m in masts if m.operator == "GTEL"]
    assert len(gtel) > 20
    assert all(m.state == "suspended" and m.built_on and m.built_on.year <= 2012 for m in gtel)
    assert all((m.dismantled_on is not None) == (m.state == "dismantled") for m in masts)
    assert all((m.built_on is None) == (m.state in ("approved", "under_construction")) for m in masts)
    assert all(m.built_on < m.dismantled_on <= DAY for m in masts if m.built_on and m.dismantled_on)


def test_a_tower_company_owns_masts_that_carry_two_networks_or_more() -> None:
    owned = [m for m in demo_masts(DAY) if m.owner.startswith("Công ty")]
    shared_names = [m for m in owned if m.shared_with]
    assert len(shared_names) > 40
    assert {m.owner for m in owned} == {"Công ty CP Hạ tầng Sông Thương (minh họa)"}


def test_heights_keep_the_habit_of_staying_just_below_45_metres() -> None:
    ground = [m.mast_height_m for m in demo_masts(DAY) if m.mast_class == "A2b"]
    just_below = sum(42 <= height <= 44.5 for height in ground)
    assert just_below / len(ground) > 0.4
    assert all(m.mast_height_m <= 3 for m in demo_masts(DAY) if m.mast_class == "A1a")


def test_some_masts_are_named_twice_a_few_metres_apart() -> None:
    masts = [m for m in demo_masts(DAY) if m.stands]
    points = shapely.points([(m.x, m.y) for m in masts])
    near = shapely.STRtree(points).query(points, predicate="dwithin", distance=12)
    pairs = [(masts[i], masts[j]) for i, j in near.T if i < j]
    assert 12 <= len(pairs) <= 18
    assert all(one.operator != other.operator for one, other in pairs)


def test_old_masts_do_not_all_keep_todays_distances() -> None:
    """Most do: what is nearer than 250 m to another is the exception, and old."""
    masts = [m for m in demo_masts(DAY) if m.stands]
    xy = np.array([(m.x, m.y) for m in masts])
    distance = np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(axis=2))
    np.fill_diagonal(distance, np.inf)
    nearest = distance.min(axis=1)
    assert 0.03 < np.mean(nearest < 250) < 0.35
    assert np.median(nearest) > 400


def test_masts_stand_where_people_live_and_along_roads() -> None:
    masts = demo_masts(DAY)
    land = outline()
    inside = shapely.contains_xy(land, [m.x for m in masts], [m.y for m in masts])
    assert inside.all()
    districts = Counter(m.place.district for m in masts)
    assert districts["Thành phố Bắc Giang"] > 3 * districts["Huyện Sơn Động"]
    roads = shapely.union_all(road_lines())
    by_road = shapely.distance(roads, shapely.points([(m.x, m.y) for m in masts])) < 450
    assert by_road.mean() > 0.15


@pytest.mark.parametrize(
    ("road", "town"),
    [("QL.31", "Chũ"), ("QL.31", "An Châu"), ("QL.1A", "Kép"), ("QL.17", "Cao Thượng"), ("QL.37", "Đồi Ngô")],
)
def test_roads_run_through_their_towns(road: str, town: str) -> None:
    band = next(z.geometry for z in demo_zones() if z.name == road)
    place = next(p for p in read_places() if p.name == town and p.urban)
    assert band.distance(shapely.Point(place.x, place.y)) < 2_000


def test_every_layer_has_valid_zones() -> None:
    by_layer = Counter(zone.layer for zone in demo_zones())
    assert set(by_layer) == set(Layer)
    assert all(zone.geometry.is_valid and not zone.geometry.is_empty for zone in demo_zones())
    planning = [z.attributes["max_height_m"] for z in demo_zones() if z.layer is Layer.PLANNING]
    assert "none" in planning
    assert "" in planning
    assert "50" in planning


def test_two_plan_versions_per_operator_the_second_in_force() -> None:
    plans = demo_plans(DAY)
    assert [plan.operator for plan in plans[::2]] == ["VTL", "VNPT", "VMS", "VNM"]
    for first, second in zip(plans[::2], plans[1::2], strict=True):
        assert first.valid_from < second.valid_from <= DAY
        assert {p.code for p in first.positions} != {p.code for p in second.positions}
        assert NOTE in first.decision


def test_the_fifth_proposal_alone_is_too_near_another_network() -> None:
    masts = [m for m in demo_masts(DAY) if m.stands]
    *fine, last = demo_proposals(DAY)
    assert [p.kind.value for p in fine] == ["new", "new", "new", "share"]
    assert last.near is not None
    assert "VTL" not in last.near.networks
    assert np.hypot(last.x - last.near.x, last.y - last.near.y) == pytest.approx(TOO_NEAR_M)
    for proposal in fine[:2]:
        others = [m for m in masts if "VTL" not in m.networks]
        own = [m for m in masts if "VTL" in m.networks]
        assert min(np.hypot(m.x - proposal.x, m.y - proposal.y) for m in others) > OUTSIDE_M[0]
        assert min(np.hypot(m.x - proposal.x, m.y - proposal.y) for m in own) > OUTSIDE_M[1]


def test_the_clean_sample_is_read_without_an_issue(tmp_path: Path) -> None:
    clean, _ = write_samples(tmp_path, DAY)
    parsed = read_list(clean, ListKind.PROPOSALS)
    assert parsed.issues == []
    assert [row.values["site_code"] for row in parsed.rows] == [p.code for p in demo_proposals(DAY)]
    assert [row.values["plan_code"] for row in parsed.rows] == [f"QH-VTL-{n}" for n in range(101, 106)]


def test_the_messy_sample_shows_a_fault_a_row(tmp_path: Path) -> None:
    _, messy = write_samples(tmp_path, DAY)
    book = load_workbook(messy)
    sheet = book.worksheets[0]
    assert [s.title for s in book.worksheets] == ["DS đề nghị", "Bổ sung", "Ghi chú"]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in [cell.value for cell in sheet[1]]
    rows = messy_rows(DAY)
    assert len(rows) == 25
    hidden = [number for number, row in enumerate(rows) if row.hidden]
    assert [sheet.row_dimensions[10 + number].hidden for number in hidden] == [True]
    formula_like = [cell for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in formula_like] == ["s"]
    parsed = read_list(messy, ListKind.PROPOSALS)
    assert len(parsed.rows) == 27
    codes = {issue.code for issue in parsed.issues}
    assert codes >= {
        "COORD-SWAPPED", "COORD-ZERO", "COORD-NOT-NUMBER", "COORD-COARSE", "COORD-MISSING",
        "HEADER-PROPOSED",
        "ROW-TOTAL", "ROWS-HIDDEN",
    }  # fmt: skip


def test_points_of_places_lie_in_their_present_commune() -> None:
    """Former points that contradict the present commune's are replaced: none is left far away."""
    for place in read_places():
        centre = metric_line([place.present_centre])[0]
        reach = 1_000 * np.sqrt(place.present_area_km2 / np.pi)
        assert np.hypot(place.x - centre[0], place.y - centre[1]) <= 2.2 * reach + 1
