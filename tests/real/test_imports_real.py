"""Real boundaries and zones through the imports, and how far the approximate boundaries are off."""

import csv
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from registry.checks.communes import names_of
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.model.areas import REFORM, AdminLevel, AdminUnit, Layer
from registry.provinces import metric_plane
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.units.approximate_borders import (
    COMMUNE_ERROR_M,
    DISTRICT_ERROR_M,
    OPEN_COMMUNE_ERROR_M,
    OPEN_PROVINCE_ERROR_M,
    PROVINCE_ERROR_M,
    approximate_borders,
)
from registry.services.register.units.border_file import (
    ERROR_M,
    FOLDER,
    made_from,
    write_border_file,
)
from registry.services.register.units.border_file import PROVINCE_ERROR_M as BORDERS_PROVINCE_ERROR_M
from registry.services.register.units.first_units import starting_units, units_with
from registry.services.register.units.import_admin_units import import_admin_units
from registry.services.register.units.unit_source import read_units
from registry.services.register.verify import verify
from registry.services.zones.import_zones import import_zones
from registry.store.zones.zones import load_zones
from tests.real import SHARED
from tests.services.offices import office

pytestmark = pytest.mark.real

BOUNDARIES = SHARED / "data" / "real" / "boundaries"
ZONES = SHARED / "data" / "real" / "zones"
DAY = dt.date(2026, 11, 24)
EVERY_M = 200.0  # how closely real boundaries are sampled


def metric(shape: Any) -> Any:
    return shapely.transform(
        shape, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], metric_plane("24")))
    )


def offsets(real: Any, drawn: Any) -> Any:
    """Metres from points of the real boundary to the drawn one."""
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(metric(real).boundary, EVERY_M)))
    return shapely.distance(points, metric(drawn).boundary)


@pytest.fixture(scope="module")
def units() -> list[AdminUnit]:
    return list(units_with("24", None))


@pytest.fixture(scope="module")
def communes() -> dict[str, Any]:
    frame = gpd.read_file(BOUNDARIES / "bac_ninh_2025_communes.geojson")
    return {str(code).zfill(5): shape for code, shape in zip(frame.code, frame.geometry, strict=True)}


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    made = office(tmp_path / "home")
    yield made
    made.close()


def report(what: str, metres: Any, stated: float) -> None:
    p50, p95, p99 = np.percentile(metres, [50, 95, 99])
    say(f"{what}: 50 % within {p50:.0f} m, 95 % {p95:.0f} m, 99 % {p99:.0f} m; stated {stated:.0f} m")


def say(text: str) -> None:
    """Show a measured figure under ``pytest -s``."""
    sys.stdout.write(f"\n{text}")


def test_the_projects_borders_are_made_from_the_real_ones_and_within_five_metres(
    communes: dict[str, Any], tmp_path: Path
) -> None:
    made, _found = made_from(BOUNDARIES / "bac_ninh_2025_communes.geojson")
    write_border_file(made, tmp_path / "24.json")
    assert (tmp_path / "24.json").read_bytes() == (FOLDER / "24.json").read_bytes()
    for code, drawn in made.shapes().items():
        real, thin = metric(communes[code]).boundary, metric(drawn).boundary
        assert shapely.hausdorff_distance(real, thin) < 5.0
        assert shapely.distance(thin, shapely.points(shapely.get_coordinates(real))).max() < 5.0
        assert shapely.distance(real, shapely.points(shapely.get_coordinates(thin))).max() < 0.01


def test_the_error_stated_for_real_borders_covers_another_agencys_outline() -> None:
    """Of old Bắc Giang there is a second outline; what neither maker says, their difference does."""
    frame = gpd.read_file(BOUNDARIES / "bac_giang_districts.geojson")
    other = shapely.union_all(list(frame.geometry))
    (ours,) = [unit.boundary for unit in starting_units("24") if unit.id == "24@1997-01-01"]
    for one, two in ((other, ours), (ours, other)):
        line = metric(one).boundary  # sampled evenly: corners crowd where a border winds
        points = line.interpolate(np.arange(0.0, line.length, 50.0))
        metres = shapely.distance(points, metric(two).boundary)
        report("old Bắc Giang", metres, ERROR_M)
        assert np.percentile(metres, 95) <= ERROR_M
    assert metric(other).difference(metric(ours).buffer(BORDERS_PROVINCE_ERROR_M)).area < 0.05e6


def test_the_error_stated_for_communes_covers_95_of_100_points_and_is_no_excuse(
    units: list[AdminUnit], communes: dict[str, Any]
) -> None:
    drawn = {u.code: u for u in units if u.level is AdminLevel.COMMUNE and u.valid_from == REFORM}
    assert set(drawn) == set(communes)
    metres = np.concatenate([offsets(communes[code], u.boundary) for code, u in drawn.items()])
    report("communes of 2025", metres, COMMUNE_ERROR_M)
    assert np.percentile(metres, 95) <= COMMUNE_ERROR_M < 1.25 * np.percentile(metres, 95)


def test_nineteen_of_twenty_points_deeper_in_a_drawn_commune_than_the_error_are_in_it(
    units: list[AdminUnit], communes: dict[str, Any]
) -> None:
    deep = right = 0.0
    for unit in units:
        if unit.level is AdminLevel.COMMUNE and unit.valid_from == REFORM:
            core = metric(unit.boundary).buffer(-COMMUNE_ERROR_M)
            deep += core.area
            right += core.intersection(metric(communes[unit.code])).area
    say(f"{deep / 1e6:.0f} km2 lie deeper than the error, {100 * right / deep:.1f} % in the right commune")
    assert right / deep > 0.94


def test_hardly_a_point_of_the_province_would_be_called_outside_it(
    units: list[AdminUnit], communes: dict[str, Any]
) -> None:
    """Beyond the province's error a position is refused, so the error covers more than 95 of 100 points."""
    (province,) = [u for u in units if u.level is AdminLevel.PROVINCE and u.valid_from == REFORM]
    real = shapely.union_all(list(communes.values()))
    metres = offsets(real, province.boundary)
    report("province", metres, PROVINCE_ERROR_M)
    beyond = metric(real).difference(metric(province.boundary).buffer(PROVINCE_ERROR_M)).area
    say(f"{beyond / 1e6:.3f} km2 of the real province lie further outside the drawn one than that")
    assert np.percentile(metres, 95) <= PROVINCE_ERROR_M
    assert beyond < 0.1e6


def test_the_error_stated_for_districts_covers_95_of_100_points(units: list[AdminUnit]) -> None:
    """The real ones are of before 2025, when Yên Dũng was not yet of the city nor Chũ apart from Lục Ngạn."""
    frame = gpd.read_file(BOUNDARIES / "bac_giang_districts.geojson")
    drawn = {u.code: u for u in units if u.level is AdminLevel.DISTRICT}
    pairs = [
        (shape, drawn[code])
        for code, shape in zip(frame.level2_id, frame.geometry, strict=True)
        if code in drawn
    ]
    assert len(pairs) == 9
    metres = np.concatenate([offsets(shape, unit.boundary) for shape, unit in pairs])
    report("districts", metres, DISTRICT_ERROR_M)
    assert np.percentile(metres, 95) <= DISTRICT_ERROR_M


def test_an_open_side_is_drawn_wider_than_the_province_and_as_far_off_as_is_stated(
    communes: dict[str, Any],
) -> None:
    """What a coast or another country beyond does: Bắc Ninh is drawn as if it had no neighbour at all."""
    found = read_units("24")
    assert found is not None
    drawn = approximate_borders(found._replace(around=found.old))
    assert drawn.province.error_m == OPEN_PROVINCE_ERROR_M
    real = {code: metric(shape) for code, shape in communes.items()}
    whole = shapely.union_all(list(real.values()))

    def off(line: Any, shape: Any) -> Any:
        points = shapely.points(shapely.get_coordinates(shapely.segmentize(line.boundary, EVERY_M)))
        return shapely.distance(points, shape.boundary)

    metres = off(whole, drawn.province.shape)
    report("province, open", metres, OPEN_PROVINCE_ERROR_M)
    assert np.percentile(metres, 95) <= OPEN_PROVINCE_ERROR_M < 1.25 * np.percentile(metres, 95)
    assert whole.difference(drawn.province.shape.buffer(PROVINCE_ERROR_M)).area < 0.1e6
    metres = np.concatenate([off(real[code], border.shape) for code, border in drawn.communes.items()])
    report("communes, open", metres, OPEN_COMMUNE_ERROR_M)
    assert np.percentile(metres, 95) <= OPEN_COMMUNE_ERROR_M < 1.25 * np.percentile(metres, 95)
    frame = gpd.read_file(BOUNDARIES / "bac_giang_districts.geojson")
    metres = np.concatenate(
        [
            off(metric(shape), drawn.districts[code].shape)
            for code, shape in zip(frame.level2_id, frame.geometry, strict=True)
            if code in drawn.districts
        ]
    )
    report("districts, open", metres, drawn.districts["213"].error_m)
    assert np.percentile(metres, 95) <= drawn.districts["213"].error_m


def test_real_communes_replace_the_approximate_ones(registry: Registry, communes: dict[str, Any]) -> None:
    path = BOUNDARIES / "bac_ninh_2025_communes.geojson"
    outcome = import_admin_units(registry, path, level="commune", valid_from=REFORM, yes=True, who="lan")
    assert (outcome.counts["changed"], outcome.counts["new"], outcome.counts["vanished"]) == (99, 0, 0)
    units = context_for(registry, DAY).units
    assert [issue.code for issue in outcome.issues] == ["UNIT-REFERENCE-MAP"]  # a map, not a survey
    assert units.error_m == BORDERS_PROVINCE_ERROR_M
    assert all(
        unit.boundary_error_m == ERROR_M and unit.kind and unit.predecessors for unit in units.communes
    )
    assert units.territory.area / 1e6 == pytest.approx(4718.6, rel=0.005)  # NQ 202/2025/QH15: 4,718.60 km²
    for unit in units.communes:
        assert unit.boundary.symmetric_difference(communes[unit.code]).area < 1e-9
    assert (
        import_admin_units(registry, path, level="commune", valid_from=REFORM, yes=True, who="lan").batch
        is None
    )
    assert verify(registry).problems == ()


def test_every_old_name_of_the_crosswalk_resolves_to_its_new_commune(registry: Registry) -> None:
    units = context_for(registry, DAY).units
    names = names_of(units)
    with (BOUNDARIES / "commune_old_to_new_2025.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 313
    wrong = []
    for row in rows:
        named = names.find(row["old_commune"], row["old_district"])
        if row["new_code"].zfill(5) not in {units.communes[i].code for i in named.rows}:
            wrong.append((row["old_commune"], row["old_district"]))
    assert wrong == []
    alone = sum(len(names.find(row["old_commune"]).rows) == 1 for row in rows)
    say(f"{alone} of 313 old names need no district")
    assert alone > 250


def test_dayton_s_zoning_in_feet_is_read_with_its_three_crossed_rings(registry: Registry) -> None:
    outcome = load(registry, ZONES / "dayton" / "zoning_aug62015.shp", yes=True)
    assert (outcome.counts["new"], outcome.counts["not_imported"]) == (956, 0)
    said = [issue for issue in outcome.issues if issue.code == "FEATURE-REPAIRED"]
    assert [issue.row for issue in said] == [803, 894, 944]
    with registry.database.read() as connection:
        zones = load_zones(connection, layer=Layer.PLANNING)
    west, south, east, north = shapely.total_bounds([zone.geometry for zone in zones])
    assert -84.4 < west < east < -84.0
    assert 39.6 < south < north < 40.0
    assert all(zone.geometry.is_valid for zone in zones)


@pytest.mark.parametrize(("name", "count"), [("MonumentsHist", 115), ("SitesClasses", 21), ("ZAC", 35)])
def test_montpellier_s_silent_metres_are_refused_until_their_frame_is_named(
    registry: Registry, name: str, count: int
) -> None:
    path = ZONES / "montpellier" / f"VilleMTP_MTP_{name}.geojson"
    with pytest.raises(RefusalError) as refused:
        load(registry, path)
    assert refused.value.code == "VECTOR-NO-CRS-NONE"  # France lies near no office of ours
    outcome = load(registry, path, crs="EPSG:2154")
    assert (outcome.counts["new"], outcome.counts["not_imported"]) == (count, 0)
    assert outcome.issues[0].code == "FEATURES-ALL-OUTSIDE"


def test_the_biosphere_reserves_lie_elsewhere_and_one_is_repaired(registry: Registry) -> None:
    outcome = load(registry, ZONES / "vietnam_biosphere_reserves.geojson", layer="forest")
    assert outcome.counts["new"] == 14
    assert [issue.code for issue in outcome.issues] == ["FEATURES-ALL-OUTSIDE", "FEATURE-REPAIRED"]
    assert outcome.issues[0].params["count"] == 14


def load(registry: Registry, path: Path, **options: Any) -> Any:
    given = {
        "layer": "planning",
        "decision": "QĐ thử",
        "valid_from": dt.date(2026, 1, 1),
        "who": "lan",
        **options,
    }
    return import_zones(registry, path, **given)
