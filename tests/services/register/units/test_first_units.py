"""The units that a register of each of the 34 provinces starts with, where nobody has real borders."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
import shapely

from registry.geo.crs import to_metric
from registry.model.areas import REFORM, AdminLevel, AdminUnit
from registry.provinces import metric_plane, provinces
from registry.services.register.units.approximate_borders import (
    OPEN_PROVINCE_ERROR_M,
    PROVINCE_ERROR_M,
    points_of,
)
from registry.services.register.units.first_units import units_with
from registry.services.register.units.unit_source import read_units

CODES = tuple(provinces())
NEIGHBOURED = {"01", "19", "24", "25"}  # no coast and no other country
SLIVER_KM2 = 0.01


@cache
def metric_units(code: str) -> tuple[tuple[AdminUnit, Any], ...]:
    def metric(xy: Any) -> Any:
        return np.column_stack(to_metric(xy[:, 0], xy[:, 1], metric_plane(code)))

    return tuple(
        (unit, None if unit.boundary is None else shapely.transform(unit.boundary, metric))
        for unit in units_with(code, None)
    )


def present(code: str) -> Iterator[tuple[AdminUnit, Any]]:
    for unit, shape in metric_units(code):
        if unit.level is AdminLevel.COMMUNE and unit.valid_from == REFORM:
            yield unit, shape


def province(code: str) -> tuple[AdminUnit, Any]:
    (found,) = [
        (unit, shape) for unit, shape in metric_units(code)
        if unit.level is AdminLevel.PROVINCE and unit.valid_from == REFORM
    ]  # fmt: skip
    return found


@pytest.mark.parametrize("code", CODES)
def test_every_commune_of_a_province_has_ground_of_its_own_in_which_its_point_lies(code: str) -> None:
    found = read_units(code)
    assert found is not None
    at = points_of(found)
    communes = {unit.code: shape for unit, shape in present(code)}
    assert set(communes) == set(at)
    for unit, shape in present(code):
        assert shape.area > SLIVER_KM2 * 1e6, unit.name
        assert shapely.distance(shape, shapely.Point(*at[unit.code])) < 1.0, unit.name
    whole = sum(shape.area for shape in communes.values())
    joined = shapely.union_all(list(communes.values()))
    assert whole == pytest.approx(joined.area, rel=1e-4)  # nobody's ground is another's too
    assert joined.area == pytest.approx(province(code)[1].area, rel=1e-3)


@pytest.mark.parametrize("code", CODES)
def test_a_province_with_an_open_side_says_how_far_its_border_may_be_off(code: str) -> None:
    unit, shape = province(code)
    assert unit.boundary_error_m == (PROVINCE_ERROR_M if code in NEIGHBOURED else OPEN_PROVINCE_ERROR_M)
    assert shapely.covers(shape, shapely.Point(*(float(v[0]) for v in to_metric(
        np.array([provinces()[code].centre[0]]), np.array([provinces()[code].centre[1]]), metric_plane(code)
    ))))  # fmt: skip


def test_two_provinces_overlap_no_more_than_their_borders_are_off() -> None:
    """Neighbours are drawn one by one, each among the other's communes: a point has hardly two provinces."""
    one, two = province("20"), province("24")
    both = shapely.intersection(one[0].boundary, two[0].boundary)
    rough = OPEN_PROVINCE_ERROR_M / 111_000
    assert shapely.difference(both, shapely.buffer(one[0].boundary.boundary, rough)).is_empty


def test_a_point_of_another_commune_of_the_same_name_is_not_taken_for_its_own() -> None:
    """The package has Thanh Bình of Đồng Tháp a hundred kilometres off, at another Thanh Bình."""
    found = read_units("82")
    assert found is not None
    rows = {row["wardCode"]: row for row in found.communes}
    x, y = to_metric(np.array([rows["30130"]["wardLon"]]), np.array([rows["30130"]["wardLat"]]), found.epsg)
    olds = [item for item in found.old if item.code in found.crosswalk["30130"]]
    assert min(np.hypot(item.x - x[0], item.y - y[0]) for item in olds) > 90_000
    taken = points_of(found)["30130"]
    assert max(np.hypot(item.x - taken[0], item.y - taken[1]) for item in olds) < 12_000


def test_islands_far_out_are_where_they_are_though_their_old_communes_have_other_points() -> None:
    (unit,) = [unit for unit, _ in present("56") if unit.name == "Trường Sa"]
    assert shapely.distance(unit.boundary, shapely.Point(111.92, 8.64)) < 3  # Trường Sa Lớn
    assert unit.boundary.bounds[0] > 111
