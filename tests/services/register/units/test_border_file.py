"""Real borders: the project's own file, one made from a map file, and what a province's units get of it."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.model.areas import REFORM, AdminLevel
from registry.services.register.units.border_file import (
    FOLDER,
    border_file,
    made_from,
    read_border_file,
    write_border_file,
)
from registry.services.register.units.first_units import starting_units, units_with
from registry.services.register.units.unit_source import present_communes
from tests.services.offices import square, write_geojson


def all_communes_of(province: str) -> list[tuple[object, dict[str, str]]]:
    """A square for every commune, side by side in rows of ten, with the columns of the origin."""
    return [
        (
            square(106 + 0.05 * (row % 10), 21 + 0.05 * (row // 10), 0.05),
            {"code": code, "name": f"Xã {row}", "fullName": f"Xã Số {row}", "gisServerId": f"x.{row}"},
        )
        for row, code in enumerate(sorted(present_communes()[province]))
    ]


def test_the_projects_file_covers_the_province_without_gap_and_says_what_it_is() -> None:
    file = border_file("24")
    assert file is not None
    assert set(file.codes) == present_communes()["24"]
    shapes = file.borders.shapes()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    metric = shapely.transform(
        shapely.coverage_union_all(shapes), lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], 9214))
    )
    assert metric.geom_type == "Polygon"
    assert not metric.interiors
    assert metric.area / 1e6 == pytest.approx(4718.6, rel=0.002)  # NQ 202/2025/QH15: 4,718.60 km²
    assert file.thinned_m < 5.0 < file.error_m < file.province_error_m
    path = FOLDER / "24.json"
    assert path.stat().st_size < 150_000
    head = json.loads(path.read_text(encoding="utf-8"))
    assert head["licence"].startswith("MIT")
    assert head["points"] == file.borders.points()
    units = [unit for unit in starting_units("24") if unit.valid_from == REFORM]
    names = {unit.code: f"{unit.kind} {unit.name}" for unit in units}
    same = sum(names[code] == name for code, name in zip(file.codes, file.names, strict=True))
    assert same >= 90  # some differ in how they place a tone mark


def test_what_the_communes_tell_of_the_units_above_and_before() -> None:
    units = starting_units("24")
    shape = {unit.id: unit.boundary for unit in units}
    assert len({unit.id for unit in units}) == len(units)
    whole, before = shape["24@2025-07-01"], [shape["24@1997-01-01"], shape["27@1997-01-01"]]
    assert shapely.equals(whole, shapely.union_all(before))
    assert shapely.area(shapely.intersection(*before)) == pytest.approx(0.0, abs=1e-12)
    districts = [unit for unit in units if unit.level is AdminLevel.DISTRICT]
    assert sum(unit.boundary_error_m == 110 for unit in districts) == 14
    rough = {unit.name for unit in districts if unit.boundary_error_m > 110}
    assert rough == {"Bắc Giang", "Tân Yên", "Lục Ngạn", "Chũ"}
    for unit in units:
        assert unit.boundary is None or unit.boundary.is_valid
        assert unit.boundary is None or unit.boundary_error_m > 0
    former = [u for u in units if u.level is AdminLevel.COMMUNE and u.valid_to and u.boundary is not None]
    now = {u.code: u for u in units if u.level is AdminLevel.COMMUNE and u.valid_to is None}
    successor = {was: one for one in now.values() for was in one.predecessors}
    for unit in former:
        out = unit.boundary.difference(successor[unit.code].boundary.buffer(1e-5))
        assert out.area < 1e-10  # a former commune lies in the one that it became a part of


def test_a_map_file_becomes_a_file_of_ours_and_comes_back(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "xa.geojson", all_communes_of("22"))
    made, found = made_from(path)
    assert (made.province, len(made.codes), made.thinned_m, found.issues) == ("22", len(made.names), 0.0, [])
    write_border_file(made, tmp_path / "22.json")
    again = read_border_file(tmp_path / "22.json")
    assert (again.codes, again.names, again.origin_sha256) == (made.codes, made.names, found.sha256)
    assert shapely.equals(again.borders.shapes(), made.borders.shapes()).all()
    units = {unit.id: unit for unit in units_with("22", again)}
    assert {unit.boundary_error_m for unit in units.values() if unit.valid_to is None} == {110, 200}
    assert units["22@2025-07-01"].boundary.area == pytest.approx(len(made.codes) * 0.05**2)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    communes = all_communes_of("22")
    for features, code in (
        ([(square(106, 21), {"code": "99999"})], "BORDERS-NO-COMMUNES"),
        (communes[:-1], "BORDERS-LACKING"),
        ([*communes, (square(107, 22), {"code": "07210"})], "BORDERS-PROVINCES"),
    ):
        path = write_geojson(tmp_path / f"{code}.geojson", features)
        with pytest.raises(RefusalError, match=code):
            made_from(path)


def test_a_province_without_a_file_starts_with_approximate_borders() -> None:
    assert border_file("22") is None
    communes = [unit for unit in starting_units("22") if unit.valid_to is None]
    assert all(unit.boundary_error_m >= 2_600 and "gần đúng" in unit.source for unit in communes)
