"""A list of masts whose communes are not: told beside the row, never refused."""

from pathlib import Path

from shapely import Point

from registry.checks.communes import names_of
from registry.messages import render
from registry.model.issues import Issue
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.import_sites import import_sites
from tests.services.offices import HEADER, mast, write_list

LON, LAT = 106.301234, 21.351234
_SAID = ("LOC-02", "SITE-COMMUNE")


def said(registry: Registry, folder: Path, communes: list[str], at: list[tuple[float, float]]) -> list[Issue]:
    rows = [
        (*mast(f"V{n}", "VTL", lon, lat), commune)
        for n, (commune, (lon, lat)) in enumerate(zip(communes, at, strict=True))
    ]
    outcome = import_sites(registry, write_list(folder / "ds.xlsx", rows, (*HEADER, "Xã/Phường")), who="lan")
    assert outcome.counts["not_imported"] == 0
    return [issue for issue in outcome.issues if issue.code.startswith(_SAID)]


def test_a_commune_that_is_none_and_one_that_lies_elsewhere_are_said(
    registry: Registry, tmp_path: Path
) -> None:
    units = context_for(registry, today()).units
    here = next(
        unit for unit, shape in zip(units.communes, units.geometries, strict=True)
        if unit.boundary is not None and unit.boundary.contains_properly(_point(LON, LAT))
    )  # fmt: skip
    far = max(
        (unit for unit in units.communes if unit.boundary is not None),
        key=lambda unit: unit.boundary.distance(here.boundary),
    )
    found = said(
        registry, tmp_path, [here.name, far.name, "Xã Không Có Thật"], [(LON, LAT), (LON, LAT), (LON, LAT)]
    )
    assert [(issue.row, issue.code, issue.letter) for issue in found] == [
        (3, "LOC-02-OUTSIDE", "I"),
        (4, "LOC-02-NAME-UNKNOWN", "I"),
    ]
    assert all(here.name in render(issue.code, issue.params) for issue in found)
    assert [here.name in (issue.proposed or "") for issue in found] == [False, True]


def test_by_a_border_that_cannot_tell_no_commune_is_proposed(registry: Registry, tmp_path: Path) -> None:
    units = context_for(registry, today()).units
    one = next(unit for unit in units.communes if unit.boundary is not None and unit.boundary_error_m > 50)
    edge = one.boundary.boundary.interpolate(0.37, normalized=True)
    (issue,) = said(registry, tmp_path, ["Qqq Zzz"], [(edge.x + 0.0002, edge.y)])
    assert (issue.code, issue.proposed) == ("LOC-02-NAME-UNKNOWN-NEAR", None)
    assert "trong phạm vi sai số" in render(issue.code, issue.params)


def test_a_former_commune_elsewhere_is_said_with_the_one_it_is_part_of_today(
    registry: Registry, tmp_path: Path
) -> None:
    names = names_of(context_for(registry, today()).units)
    (issue,) = said(registry, tmp_path, ["Phường Mỹ Độ"], [(106.60, 21.30)])
    assert issue.code == "LOC-02-OUTSIDE"
    (now,) = [names.units.communes[row].name for row in names.find("Phường Mỹ Độ").rows]
    assert f"Phường Mỹ Độ (nay thuộc phường {now} kể từ 01/07/2025)" in render(issue.code, issue.params)
    assert f"today part of phường {now} (since 01/07/2025)" in render(issue.code, issue.params, "en")


def test_within_the_error_of_a_border_nothing_is_said(registry: Registry, tmp_path: Path) -> None:
    units = context_for(registry, today()).units
    one = next(unit for unit in units.communes if unit.boundary is not None and unit.boundary_error_m > 50)
    edge = one.boundary.boundary.interpolate(0.37, normalized=True)
    assert said(registry, tmp_path, [one.name], [(edge.x + 0.0002, edge.y)]) == []
    assert said(registry, tmp_path, [one.name], [(edge.x - 0.0002, edge.y)]) == []


def test_a_name_with_its_kind_or_without_is_no_change(registry: Registry, tmp_path: Path) -> None:
    header = (*HEADER, "Xã/Phường")

    def changes(*written: str) -> list[tuple[str, object, object]]:
        rows = [(*mast("V1", "VTL", LON, LAT), written[-1])]
        outcome = import_sites(registry, write_list(tmp_path / "ds.xlsx", rows, header), yes=True, who="lan")
        return [(one.field, one.before, one.after) for row in outcome.rows for one in row.fields
                if one.field == "commune_as_written"]  # fmt: skip

    assert changes("Phường Đa Mai") == [("commune_as_written", None, "Phường Đa Mai")]
    assert changes("Đa Mai") == []
    assert changes("P. Đa Mai") == []
    assert changes("Xã Đa Mai") == [("commune_as_written", "Phường Đa Mai", "Xã Đa Mai")]


def _point(lon: float, lat: float) -> Point:
    return Point(lon, lat)


def test_a_mast_outside_the_province_is_said_though_its_row_names_no_commune(
    registry: Registry, tmp_path: Path
) -> None:
    at = [
        (LON, LAT),
        (106.506485, 21.1072),
        (106.437555, 21.152556),
    ]  # all in the province's box
    rows = [mast(f"V{n}", "VTL", lon, lat) for n, (lon, lat) in enumerate(at)]
    outcome = import_sites(registry, write_list(tmp_path / "ds.xlsx", rows), who="lan")
    assert [issue.row for issue in outcome.issues if issue.code == "COORD-OUTSIDE"] == [3, 4]
    assert outcome.counts["not_imported"] == 0
