"""An area that was put together holds the masts that lie in it, and a carrier learns of its own alone."""

import csv
import dataclasses
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest
import shapely

from registry.checks.context import Context
from registry.errors import RefusalError
from registry.geo.area_texts import area_text
from registry.model.areas import AdminLevel
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind
from registry.model.people import OPEN_DESK, Person, Role
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.chosen_areas import Place, Shown, area_there, masts_inside, places
from registry.services.register.context import context_for
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.exports.export import export_masts

CARRIER = Person(name="vtl", roles=frozenset({Role.CARRIER}), organisation="VTL")


@pytest.fixture(scope="module")
def registry(demo_registry: Registry) -> Registry:
    return demo_registry


@pytest.fixture(scope="module")
def context(registry: Registry) -> Context:
    return context_for(registry, today())


def unit(found: dict[str, Place], name: str, level: AdminLevel = AdminLevel.DISTRICT) -> Place:
    return next(one for one in found.values() if one.unit.name == name and one.unit.level is level)


def of_unit(place: Place, *, taken: bool = False) -> AreaPart:
    return AreaPart(PartKind.UNIT, unit=place.unit.id, taken=taken)


def codes(registry: Registry, context: Context, *parts: AreaPart, person: Person = OPEN_DESK) -> set[str]:
    there = area_there(registry, context, area_text(ChosenArea(parts)))
    assert there is not None
    masts, rows = masts_inside(registry, there, person)
    return {masts.codes[row] for row in rows}


def test_a_former_district_is_its_communes_of_today(registry: Registry, context: Context) -> None:
    found = places(registry, context)
    district = unit(found, "Lạng Giang")
    assert district.former
    assert len(district.now) == 5
    communes = [one for one in found.values() if not one.former and set(district.now) & {
        f"{one.unit.kind} {one.unit.name}"}]  # fmt: skip
    assert len(communes) == 5
    assert codes(registry, context, of_unit(district)) == codes(registry, context, *map(of_unit, communes))
    assert district.unit.boundary_error_m < 200 < unit(found, "Tân Yên").unit.boundary_error_m


def test_parts_are_added_and_taken_away_in_their_order(registry: Registry, context: Context) -> None:
    district = unit(places(registry, context), "Lạng Giang")
    middle = district.unit.boundary.representative_point()
    hole = AreaPart(PartKind.CIRCLE, ((middle.x, middle.y),), radius_m=4000)
    whole, round_it = codes(registry, context, of_unit(district)), codes(registry, context, hole)
    without = codes(registry, context, of_unit(district), dataclasses.replace(hole, taken=True))
    assert whole & round_it
    assert without == whole - round_it
    assert codes(registry, context, of_unit(district), dataclasses.replace(hole, taken=True), hole) == (
        whole | round_it
    )
    with pytest.raises(RefusalError, match="AREA-EMPTY"):
        codes(registry, context, hole, of_unit(district, taken=True), dataclasses.replace(hole, taken=True))


def test_a_circle_has_its_radius_on_the_ground(registry: Registry, context: Context) -> None:
    there = area_there(
        registry,
        context,
        area_text(ChosenArea((AreaPart(PartKind.CIRCLE, ((106.2, 21.3),), radius_m=2000),))),
    )
    assert there is not None
    assert there.area_km2 == pytest.approx(12.566, rel=0.003)
    assert there.error_m == 0
    assert area_there(registry, context, " ") is None


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((AreaPart(PartKind.POLYGON, ((106.1, 21.1), (106.2, 21.2), (106.2, 21.1), (106.1, 21.2))),),
         "AREA-CROSSES"),
        ((AreaPart(PartKind.POLYGON, ((106.1, 21.1),) * 3),), "AREA-CROSSES"),
        ((AreaPart(PartKind.UNIT, unit="99999@start"),), "AREA-UNIT-UNKNOWN"),
        ((AreaPart(PartKind.CIRCLE, ((106.1, 21.1),), radius_m=9, taken=True),), "AREA-EMPTY"),
    ],
)  # fmt: skip
def test_what_is_no_area_on_the_ground_is_refused(
    registry: Registry, context: Context, parts: tuple[AreaPart, ...], code: str
) -> None:
    with pytest.raises(RefusalError, match=code):
        codes(registry, context, *parts)


def test_a_carrier_gets_its_own_masts_of_an_area_and_nobody_elses(
    registry: Registry, context: Context, tmp_path: Path
) -> None:
    district = unit(places(registry, context), "Lạng Giang")
    there = area_there(registry, context, f"u.{district.unit.id}")
    assert there is not None
    every, rows = masts_inside(registry, there, OPEN_DESK)
    mine, own = masts_inside(registry, there, CARRIER)
    assert 0 < len(own) < len(rows)
    assert {mine.codes[row] for row in own} <= {every.codes[row] for row in rows}
    # asked for all of them by their ids, the file still has its own alone
    path = tmp_path / "cot.csv"
    count = export_masts(registry, [every.structures[row] for row in rows], path, viewer=CARRIER)
    assert count == len(own)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {line["Mã vị trí"] for line in lines} == {mine.codes[row] for row in own}
    stranger = dataclasses.replace(CARRIER, organisation="XYZ")
    with pytest.raises(RefusalError, match="EXPORT-NO-MASTS"):
        export_masts(registry, [every.structures[row] for row in rows], path, viewer=stranger)


def test_the_panels_filter_says_which_are_counted(registry: Registry, context: Context) -> None:
    there = area_there(registry, context, f"u.{unit(places(registry, context), 'Lạng Giang').unit.id}")
    assert there is not None
    masts, rows = masts_inside(registry, there, OPEN_DESK)
    bit = 1 << masts.operators.index("VTL")
    _, viettel = masts_inside(registry, there, OPEN_DESK, Shown(operators=bit))
    assert set(viettel.tolist()) == {row for row in rows.tolist() if int(masts.networks[row]) & bit}
    assert 0 < len(viettel) < len(rows)
    assert len(masts_inside(registry, there, OPEN_DESK, Shown(classes=0))[1]) == 0


def test_files_of_chosen_masts_keep_their_order_and_show_the_area(registry: Registry, tmp_path: Path) -> None:
    masts = masts_for(registry, OPEN_DESK)
    chosen = [9, 2, 5]
    ids = [masts.structures[row] for row in chosen]
    area = shapely.box(106, 21, 107, 22)
    for form in ("gpkg", "csv", "kml"):
        assert export_masts(registry, ids, tmp_path / f"cot.{form}", area=area) == 3
    frame = gpd.read_file(tmp_path / "cot.gpkg", layer="sites")
    assert frame["site_code"].tolist() == [masts.codes[row] for row in chosen]
    assert dict(pyogrio.list_layers(tmp_path / "cot.gpkg").tolist())["vung_chon"] in (
        "Polygon",
        "MultiPolygon",
    )
    root = ET.fromstring((tmp_path / "cot.kml").read_bytes())
    spaces = {"k": "http://www.opengis.net/kml/2.2"}
    names = [item.text for item in root.findall(".//k:Folder/k:Placemark/k:name", spaces)]
    assert names == [masts.codes[row] for row in chosen]
    styles = {item.get("id") for item in root.findall(".//k:Style", spaces)}
    used = {str(item.text)[1:] for item in root.findall(".//k:styleUrl", spaces)}
    assert "area" in used <= styles
    assert all(re.fullmatch("[0-9a-f]{8}", str(item.text)) for item in root.iter(f"{{{spaces['k']}}}color"))
