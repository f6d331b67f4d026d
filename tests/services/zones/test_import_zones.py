"""Zones from vector files: frames proven, repairs said, nothing of another decision changed."""

import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from registry.errors import RefusalError
from registry.intake.maps.map_file import read_map_file
from registry.messages import render
from registry.model.areas import Layer
from registry.services.office.batches import undo_batch
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.verify import verify
from registry.services.zones.files import read_zone_file
from registry.services.zones.import_zones import import_zones
from registry.services.zones.listed_zones import RowDefaults
from registry.store.zones.zones import load_zones
from tests.services.offices import office, square, write_geojson

FIRST = dt.date(2026, 1, 1)
DAY = dt.date(2026, 11, 24)
LON, LAT = 106.30, 21.35


def load(registry: Registry, path: Path, **options: Any) -> ImportOutcome:
    given: dict[str, Any] = {
        "layer": "planning",
        "decision": "QĐ 1/2026",
        "valid_from": FIRST,
        "yes": True,
        "who": "lan",
        **options,
    }
    return import_zones(registry, path, **given)


def codes(outcome: ImportOutcome) -> list[str]:
    assert all(render(item.code, item.params, "en") for item in outcome.issues)
    return [item.code for item in outcome.issues]


def test_attributes_are_read_under_the_names_people_give_them(registry: Registry, tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "z.geojson",
        [
            (square(LON, LAT), {"name": "Khu A", "allowed_classes": "A1a, a1b;A2a", "max_height_m": 30}),
            (square(LON + 0.02, LAT), {"Tên vùng": "Khu B", "Chiều cao tối đa": "36,5 m", "Loại cột": "A2b"}),
            (square(LON + 0.04, LAT), {"TEN": "Khu C", "max_height_m": "none"}),
            (square(LON + 0.06, LAT), {"name": "Khu D", "max_height_m": None, "allowed_classes": ""}),
        ],
    )
    assert load(registry, path).counts["new"] == 4
    zones = {zone.name: zone for zone in context_for(registry, DAY).layer(Layer.PLANNING).zones}
    assert zones["Khu A"].allowed_classes == {"A1a", "A1b", "A2a"}
    assert zones["Khu A"].max_height_m == 30
    assert zones["Khu B"].max_height_m == 36.5
    assert zones["Khu B"].allowed_classes == {"A2b"}
    assert zones["Khu C"].max_height_m == float("inf")
    assert zones["Khu D"].max_height_m is None
    assert zones["Khu D"].allowed_classes is None


def test_what_cannot_be_read_is_said_and_counts_as_not_stated(registry: Registry, tmp_path: Path) -> None:
    values = {"name": "Khu A", "allowed_classes": "A1a, A9z", "max_height_m": "cao vừa"}
    outcome = load(registry, write_geojson(tmp_path / "z.geojson", [(square(LON, LAT), values)]))
    assert codes(outcome) == ["ZONE-CLASS-UNKNOWN", "ZONE-HEIGHT-NOT-READ"]
    (zone,) = context_for(registry, DAY).layer(Layer.PLANNING).zones
    assert (zone.allowed_classes, zone.max_height_m) == ({"A1a"}, None)


def test_metres_without_a_frame_are_refused_and_the_likely_frame_is_named(
    registry: Registry, tmp_path: Path
) -> None:
    path = write_geojson(tmp_path / "z.geojson", [(square(427_000, 2_362_000, 900), {"name": "Khu A"})])
    with pytest.raises(RefusalError) as refused:
        load(registry, path)
    assert refused.value.code == "VECTOR-NO-CRS"
    assert refused.value.params["likely"] == "EPSG:9214"
    with pytest.raises(RefusalError, match="VECTOR-CRS-UNKNOWN"):
        load(registry, path, crs="EPSG:0")
    assert load(registry, path, crs="EPSG:9214").counts["new"] == 1
    (zone,) = context_for(registry, DAY).layer(Layer.PLANNING).zones
    assert zone.geometry.centroid.x == pytest.approx(106.3, abs=0.01)
    assert zone.geometry.centroid.y == pytest.approx(21.36, abs=0.01)


def test_a_frame_that_the_file_names_is_kept(registry: Registry, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["Khu A"]}, geometry=[shapely.box(427e3, 2362e3, 428e3, 2363e3)])
    path = tmp_path / "z.gpkg"
    frame.set_crs(9214).to_file(path)
    outcome = load(registry, path, crs="EPSG:9209")
    assert codes(outcome) == ["VECTOR-CRS-KEPT"]
    (shape,) = context_for(registry, DAY).layer(Layer.PLANNING).geometries
    assert shape.area == pytest.approx(1e6, rel=1e-6)


def test_shapes_that_cannot_stand_are_named_by_their_number_and_name(
    registry: Registry, tmp_path: Path
) -> None:
    """A bow tie loses half its area by any repair; a ring that touches itself loses nothing."""
    bow_tie = {
        "type": "Polygon",
        "coordinates": [
            [[LON, LAT], [LON + 1e-2, LAT + 1e-2], [LON + 1e-2, LAT], [LON, LAT + 1e-2], [LON, LAT]]
        ],
    }
    spike = square(LON + 0.05, LAT)
    spike["coordinates"][0].insert(2, [LON + 0.06, LAT - 0.01])
    path = write_geojson(
        tmp_path / "z.geojson",
        [
            (None, {"name": "không hình"}),
            (bow_tie, {"name": "nơ"}),
            (spike, {"name": "gai"}),
            ({"type": "Point", "coordinates": [LON, LAT]}, {"name": "điểm"}),
            (square(LON + 0.08, LAT, 1e-6), {"name": "vụn"}),
            (square(LON + 0.1, LAT), {"name": "tốt"}),
            (square(LON + 0.1, LAT), {"name": "tốt"}),
        ],
    )
    outcome = load(registry, path)
    said = {(item.code, item.params.get("number")) for item in outcome.issues}
    assert said == {
        ("FEATURE-NO-SHAPE", 1),
        ("FEATURE-INVALID", 2),
        ("FEATURE-REPAIRED", 3),
        ("FEATURE-NOT-AN-AREA", 4),
        ("FEATURE-SLIVER", 5),
        ("FEATURE-TWICE", 7),
    }
    called = {item.params["number"]: item.value for item in outcome.issues}
    assert called == {1: "không hình", 2: "nơ", 3: "gai", 4: "điểm", 5: "vụn", 7: "tốt"}, "and by their name"
    assert (outcome.counts["new"], outcome.counts["not_imported"]) == (3, 4)
    assert all(zone.geometry.is_valid for zone in context_for(registry, DAY).layer(Layer.PLANNING).zones)


def test_a_strip_is_a_scrap_of_no_layer_and_natural_where_lines_are(
    registry: Registry, tmp_path: Path
) -> None:
    wide, tall = 0.5, 0.00005  # some 52 km by 5.5 m
    corners = [[LON, LAT], [LON + wide, LAT], [LON + wide, LAT + tall], [LON, LAT + tall], [LON, LAT]]
    strip = {"type": "Polygon", "coordinates": [corners]}
    path = write_geojson(tmp_path / "z.geojson", [(strip, {"name": "hành lang", "voltage_kv": 110})])
    assert "FEATURE-NARROW" not in {item.code for item in load(registry, path, layer="power_line").issues}
    codes = {item.code for item in load(registry, path, layer="forest").issues}
    assert "FEATURE-NARROW" in codes
    assert "FEATURE-SLIVER" not in codes


def test_lines_are_for_the_layers_that_are_lines(registry: Registry, tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[LON, LAT], [LON + 0.1, LAT]]}
    path = write_geojson(tmp_path / "z.geojson", [(line, {"name": "ĐZ 110 kV", "voltage_kv": 110})])
    assert load(registry, path, layer="power_line").counts["new"] == 1
    (zone,) = context_for(registry, DAY).layer(Layer.POWER_LINE).zones
    assert zone.attributes == {"name": "ĐZ 110 kV", "voltage_kv": 110}
    with pytest.raises(RefusalError, match="ZONES-NONE-USABLE"):
        load(registry, path, layer="forest")


def test_a_file_of_shapes_that_are_none_says_why_of_each(registry: Registry, tmp_path: Path) -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [[[106.2, 21.2], [106.21, 21.21], [106.21, 21.2], [106.2, 21.21], [106.2, 21.2]]],
    }
    path = write_geojson(tmp_path / "z.geojson", [(bow, {"name": "nơ"})] * 5)
    with pytest.raises(RefusalError) as refused:
        load(registry, path)
    said = render(refused.value.code, refused.value.params)
    assert said.count("tự cắt") == 3, "of the first three"
    assert said.endswith(" …")
    assert "Feature 3" in render(refused.value.code, refused.value.params, "en")


def test_the_same_file_twice_changes_nothing_and_the_import_is_undone_whole(
    registry: Registry, tmp_path: Path
) -> None:
    path = write_geojson(tmp_path / "z.geojson", [(square(LON, LAT), {"name": "Khu A"})])
    assert load(registry, path, yes=False).batch is None
    first = load(registry, path, covers="territory")
    assert (first.counts["new"], first.counts["coverages"]) == (
        1,
        1,
    )  # one zone, one statement, never "2 new"
    again = load(registry, path, covers="territory")
    assert (again.batch, again.counts["unchanged"]) == (None, 1)
    assert first.batch is not None
    undo_batch(registry, first.batch, who="lan")
    assert context_for(registry, DAY).zones == {}
    assert verify(registry).problems == ()


def test_a_newer_decision_stands_beside_the_older_one_which_ends_only_when_told(
    registry: Registry, tmp_path: Path
) -> None:
    old = write_geojson(tmp_path / "a.geojson", [(square(LON, LAT), {"name": "Khu A"})])
    new = write_geojson(tmp_path / "b.geojson", [(square(LON, LAT), {"name": "Khu A", "max_height_m": 20})])
    load(registry, old)
    outcome = load(registry, new, decision="QĐ 2/2026", valid_from=dt.date(2026, 6, 1))
    assert codes(outcome) == ["ZONES-OTHER-DECISION"]
    assert len(context_for(registry, DAY).layer(Layer.PLANNING).zones) == 2
    load(registry, old, valid_to=dt.date(2026, 5, 31))
    (zone,) = context_for(registry, DAY).layer(Layer.PLANNING).zones
    assert zone.decision == "QĐ 2/2026"
    (before,) = context_for(registry, dt.date(2026, 3, 1)).layer(Layer.PLANNING).zones
    assert before.decision == "QĐ 1/2026"


def test_coverage_is_stated_for_the_territory_or_by_polygons(registry: Registry, tmp_path: Path) -> None:
    area = write_geojson(tmp_path / "c.geojson", [(square(LON, LAT), {})])
    zones = write_geojson(tmp_path / "z.geojson", [(square(LON, LAT, 0.001), {"name": "Di tích"})])
    load(registry, area, layer="coverage:military")
    load(registry, zones, layer="heritage_1", covers="territory")
    load(registry, zones, layer="heritage_2", covers=str(area))
    load(registry, zones, layer="forest")
    context = context_for(registry, DAY)
    inside = [shapely.get_coordinates(context.layer(Layer.HERITAGE_1).geometries[0])[0]]
    x, y = inside[0][0:1], inside[0][1:2]
    held = {layer: context.layer(layer).coverage.holds(x, y).tolist() for layer in context.zones}
    far = {layer: context.layer(layer).coverage.holds(x + 9e3, y).tolist() for layer in context.zones}
    assert held == {
        Layer.MILITARY: [True], Layer.HERITAGE_1: [True], Layer.HERITAGE_2: [True], Layer.FOREST: [False],
    }  # fmt: skip
    assert far == {
        Layer.MILITARY: [False], Layer.HERITAGE_1: [True], Layer.HERITAGE_2: [False], Layer.FOREST: [False],
    }  # fmt: skip


def test_zones_of_elsewhere_are_warned_about(registry: Registry, tmp_path: Path) -> None:
    away, here = (square(3.87, 43.6), {"name": "Montpellier"}), (square(106.3, 21.3), {"name": "Tân Mỹ"})
    path = write_geojson(tmp_path / "z.geojson", [away])
    assert codes(load(registry, path, yes=False)) == ["FEATURES-ALL-OUTSIDE"]
    terms = RowDefaults("forest", "QĐ 1/2026", valid_from=DAY)
    looked_at = read_zone_file(registry, path, path.name, defaults=terms)
    assert [issue.code for issue in looked_at.issues] == ["FEATURES-ALL-OUTSIDE"], "on the page as well"
    path = write_geojson(tmp_path / "z.geojson", [here, away])
    assert codes(load(registry, path, yes=False)) == ["FEATURES-OUTSIDE"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"layer": "nonsense"}, "LAYER-UNKNOWN"),
        ({"layer": "coverage:nonsense"}, "LAYER-UNKNOWN"),
        ({"decision": " "}, "ZONES-NO-DECISION"),
        ({"valid_to": dt.date(2025, 1, 1)}, "VALIDITY-TURNED"),
    ],
)
def test_wrong_wishes_are_refused(
    registry: Registry, tmp_path: Path, options: dict[str, Any], code: str
) -> None:
    path = write_geojson(tmp_path / "z.geojson", [(square(LON, LAT), {})])
    with pytest.raises(RefusalError, match=code):
        load(registry, path, **options)


@pytest.mark.parametrize("content", [b"not a map", b"<OGRVRTDataSource></OGRVRTDataSource>", b"{}"])
def test_what_is_no_vector_file_is_refused(registry: Registry, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "z.geojson"
    path.write_bytes(content)
    with pytest.raises(RefusalError, match="VECTOR-NOT-READ"):
        load(registry, path)
    with pytest.raises(RefusalError, match="FILE-NOT-FOUND"):
        load(registry, tmp_path / "missing.gpkg")


def test_a_file_without_features_is_refused_and_of_a_collection_the_areas_are_taken(tmp_path: Path) -> None:
    registry = office(tmp_path / "home")
    given: dict[str, Any] = {"layer": "planning", "decision": "QĐ 1", "valid_from": dt.date(2026, 1, 1)}
    given["who"] = "lan"
    empty = write_geojson(tmp_path / "a.geojson", [])
    with pytest.raises(RefusalError, match="ZONES-EMPTY"):
        import_zones(registry, empty, **given)
    mixed = {
        "type": "GeometryCollection",
        "geometries": [square(106.2, 21.3), {"type": "Point", "coordinates": [1, 2]}],
    }
    import_zones(registry, write_geojson(tmp_path / "b.geojson", [(mixed, {})]), yes=True, **given)
    with registry.database.read() as connection:
        assert [zone.geometry.geom_type for zone in load_zones(connection)] == ["Polygon"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_has_gdal_open_another_file_is_refused(packed: bool, tmp_path: Path) -> None:
    other = write_geojson(tmp_path / "secret.geojson", [(square(106.2, 21.3), {})])
    command = f"gdal vector pipeline ! read {other}"
    path = tmp_path / "a.gdalg.json"
    path.write_text(json.dumps({"type": "gdal_streamed_alg", "command_line": command}), encoding="utf-8")
    if packed:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.write(path, path.name)
        path = tmp_path / "a.zip"
    with pytest.raises(RefusalError, match="VECTOR-NOT-READ"):
        read_map_file(path)
