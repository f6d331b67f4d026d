"""Real borders offered to a register that has worse ones: looked at, taken as one batch, undone as one."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from registry.demo.initialise import init_registry
from registry.errors import RefusalError
from registry.model.areas import REFORM, AdminLevel, AdminUnit
from registry.services.office.batches import undo_batch
from registry.services.office.deeds import write
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.services.register.units import first_units
from registry.services.register.units.first_units import units_with
from registry.services.register.units.import_admin_units import import_admin_units
from registry.services.register.units.take_borders import (
    better_borders,
    offer_from,
    own_offer,
    take_borders,
)
from registry.services.register.verify import verify
from registry.settings import read_settings
from registry.store.changes import difference
from registry.store.register.units import load_units, unit_row
from registry.store.tables import admin_units
from tests.services.offices import square, write_geojson
from tests.services.register.units.test_border_file import all_communes_of

DAY = dt.date(2026, 11, 24)


def units_of(registry: Registry) -> dict[str, AdminUnit]:
    with registry.database.read() as connection:
        return {unit.id: unit for unit in load_units(connection)}


@pytest.fixture
def old(registry: Registry) -> Registry:
    """A register of before: every border made from points."""
    rough = [unit_row(unit) for unit in units_with("24", None)]
    with registry.database.write() as connection:
        write(connection, difference(connection, admin_units, rough).changes, "init", "bts")
    return registry


def test_a_new_register_is_offered_nothing(registry: Registry) -> None:
    assert better_borders(registry) == 0
    offer = own_offer(registry)
    assert offer is not None
    outcome = take_borders(registry, offer, yes=True, who="lan")
    assert (outcome.batch, outcome.counts["changed"]) == (None, 0)


def test_an_old_one_is_shown_them_takes_them_and_gives_them_back(old: Registry) -> None:
    before = units_of(old)
    offer = own_offer(old)
    assert offer is not None
    shown = take_borders(old, offer, who="lan")
    assert shown.batch is None
    assert shown.rows[0].code == "Bắc Ninh"  # what is in force comes first
    assert units_of(old) == before
    assert context_for(old, DAY).units.error_m == 3_500
    taken = take_borders(old, offer, yes=True, who="lan")
    assert taken.batch is not None
    assert taken.counts["changed"] == shown.counts["changed"] == better_borders_count(before)
    after = units_of(old)
    for key, unit in first_by_id().items():
        if unit.boundary is not None:
            assert after[key] == replace(unit, id=key)
    assert better_borders(old) == 0
    assert context_for(old, DAY).units.error_m == 200
    undo_batch(old, taken.batch, who="lan")
    assert units_of(old) == before
    assert better_borders(old) == taken.counts["changed"]
    assert verify(old).problems == ()


def better_borders_count(before: dict[str, AdminUnit]) -> int:
    return sum(unit.boundary is not None and key in before for key, unit in first_by_id().items())


def first_by_id() -> dict[str, AdminUnit]:
    return {unit.id: unit for unit in first_units.starting_units("24")}


def test_what_the_office_surveyed_is_never_replaced(old: Registry, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "u.geojson", [(square(106.2, 21.28), {"code": "07210"})])
    import_admin_units(old, path, level="commune", valid_from=REFORM, yes=True, who="lan")
    offer = own_offer(old)
    assert offer is not None
    take_borders(old, offer, yes=True, who="lan")
    kept = units_of(old)["07210@2025-07-01"]
    assert (kept.boundary_error_m, kept.source) == (0.0, "u.geojson")
    assert kept.boundary.bounds == pytest.approx((106.2, 21.28, 106.21, 21.29))


def test_another_provinces_file_of_the_origin_is_taken_whole(tmp_path: Path) -> None:

    settings = read_settings({"BTS_HOME": str(tmp_path / "home"), "BTS_PROVINCE": "22"})
    init_registry(settings)
    registry = open_registry(settings)
    path = write_geojson(tmp_path / "quang_ninh.geojson", all_communes_of("22"))
    outcome = take_borders(registry, offer_from(path), yes=True, who="lan")
    assert outcome.batch is not None
    units = context_for(registry, DAY).units
    assert units.error_m == 200
    assert {unit.boundary_error_m for unit in units.communes} == {110}
    assert shapely.area(units_of(registry)["22@2025-07-01"].boundary) == pytest.approx(
        len(units.communes) * 0.05**2
    )
    assert better_borders(registry) == 0
    assert own_offer(registry) is None
    registry.close()


def test_borders_of_another_province_are_refused(registry: Registry, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "quang_ninh.geojson", all_communes_of("22"))
    with pytest.raises(RefusalError, match="BORDERS-OTHER-PROVINCE"):
        take_borders(registry, offer_from(path), yes=True, who="lan")


def test_a_file_of_the_origin_is_no_survey(registry: Registry, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "xa.geojson", all_communes_of("24")[:2])
    outcome = import_admin_units(registry, path, level="commune", valid_from=REFORM, yes=True, who="lan")
    assert [item.code for item in outcome.issues] == ["UNIT-REFERENCE-MAP"]
    units = [u for u in units_of(registry).values() if u.source == "xa.geojson"]
    assert [(u.level, u.boundary_error_m) for u in units] == [(AdminLevel.COMMUNE, 110)] * 2


def test_an_outline_of_the_origin_is_as_far_off_as_it_lies_from_its_communes(
    registry: Registry, tmp_path: Path
) -> None:
    """The origin draws a province with few points: an outline is no surer than the borders it goes round."""
    outline = units_of(registry)["24@2025-07-01"].boundary
    columns = {"code": "24", "name": "Bắc Ninh", "fullName": "Tỉnh Bắc Ninh", "gisServerId": "x.1"}

    def stated(shape: shapely.Geometry) -> float:
        path = write_geojson(tmp_path / "tinh.geojson", [(shapely.geometry.mapping(shape), columns)])
        outcome = import_admin_units(registry, path, level="province", valid_from=REFORM, who="lan")
        (told,) = [one for one in outcome.issues if one.code == "UNIT-REFERENCE-MAP"]
        return float(told.params["error"])

    assert stated(outline) == 200
    moved = shapely.transform(outline, lambda points: points + np.array([0.0, 0.01]))  # 1,107 m to the north
    assert 1_107 <= stated(moved) <= 1_107 + 110 + 10
    assert stated(shapely.convex_hull(outline)) > 5_000
