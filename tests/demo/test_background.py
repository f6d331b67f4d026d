"""The rough background of the illustrative province: recognisable, formed as an office's own is."""

import math
from pathlib import Path

import numpy as np
import orjson
import pytest
import shapely

from registry.basemap.files import background_files
from registry.basemap.tiles import Tiles, decode
from registry.columns import fold
from registry.demo.backgrounds.background_layers import LAST_ZOOM, bands, communes, district_points, districts
from registry.demo.backgrounds.background_roads import road_graph
from registry.demo.initialise import init_registry
from registry.demo.lines import background_parameters, river_reach, rivers, ways
from registry.demo.places import metric_line
from registry.demo.zones import demo_zones
from registry.model.areas import Layer
from registry.services.office.registry import Registry
from registry.settings import read_settings

WHERE = {  # towns and the commune of today in which everybody knows them to lie
    "Chũ": "Chũ", "Vôi": "Lạng Giang", "Kép": "Kép", "Đồi Ngô": "Lục Nam", "Cao Thượng": "Tân Yên",
    "Thắng": "Hiệp Hòa", "Phồn Xương (Cầu Gồ)": "Yên Thế", "Bố Hạ": "Bố Hạ", "An Châu": "Sơn Động",
    "Nham Biền (Neo)": "Yên Dũng", "Bích Động": "Việt Yên", "Nếnh": "Nếnh", "Phố Mới": "Quế Võ",
    "Hồ": "Thuận Thành", "Lim": "Tiên Du", "Chờ": "Yên Phong", "Gia Bình": "Gia Bình", "Thứa": "Lương Tài",
    "Từ Sơn": "Từ Sơn", "Tây Yên Tử": "Tây Yên Tử", "Biển Động": "Biển Động",
}  # fmt: skip
PASSED = {  # what a road or railway is known to pass, within 2 km
    "QL.31": ("Đồi Ngô", "Chũ", "Phì Điền", "Biển Động", "An Châu"),
    "QL.37": ("Kép", "Đồi Ngô", "Bích Động", "Thắng"),
    "QL.17": ("Nham Biền (Neo)", "Cao Thượng", "Nhã Nam", "Phồn Xương (Cầu Gồ)", "Gia Bình", "Hồ"),
    "QL.18": ("Phố Mới", "Chờ"),
    "QL.38": ("Hồ",),
    "ĐT.295B": ("Từ Sơn", "Lim", "Bắc Ninh", "Nếnh", "Bắc Giang"),
    "Đường sắt Hà Nội - Đồng Đăng": ("Từ Sơn", "Lim", "Bắc Ninh", "Bắc Giang", "Kép"),
    "Đường sắt Kép - Lưu Xá": ("Kép", "Bố Hạ", "Mỏ Trạng"),
}


def town(name: str) -> list[float]:
    at: list[float] = next(
        item["at"] for item in background_parameters("places")["town"] if item["name"] == name
    )
    return at


def test_each_town_lies_in_the_commune_that_is_known_by_it() -> None:
    for name, commune in WHERE.items():
        at = shapely.Point(town(name))
        inside = [unit.name for unit in communes() if unit.boundary.contains(at)]
        assert [fold(found) for found in inside] == [fold(commune)], name  # Hiệp Hòa, Hiệp Hoà


def test_roads_and_railways_pass_the_towns_that_they_are_known_to_pass() -> None:
    for name, towns in PASSED.items():
        line = shapely.union_all([way.line for way in ways() if name in (way.ref, way.name)])
        far = {at: line.distance(shapely.Point(metric_line([town(at)])[0])) for at in towns}
        assert max(far.values()) < 2_000, (name, far)


def test_the_river_between_the_old_provinces_is_their_border() -> None:
    north = {code for code in districts() if code < "09000"}
    shapes = {unit.code: unit.boundary for unit in communes()}
    halves = [
        shapely.union_all([s for code, s in shapes.items() if (code in north) is side])
        for side in (True, False)
    ]
    border = shapely.transform(shapely.intersection(*(half.boundary for half in halves)), metric_line)
    axis = river_reach("Sông Cầu", [105.938, 21.243], [106.299, 21.122], smooth_m=0)
    stops = shapely.line_interpolate_point(axis, np.arange(0, axis.length, 200))
    assert float(np.quantile(shapely.distance(stops, border), 0.98)) < 60
    assert axis.length > 60_000


def test_rivers_meet_where_they_are_known_to_meet() -> None:
    by_name = {river.name: river.line for river in rivers()}
    for one, other in (
        ("Sông Thương", "Sông Lục Nam"), ("Sông Thương", "Sông Cầu"), ("Sông Đuống", "Sông Thái Bình"),
        ("Sông Cầu", "Sông Thái Bình"), ("Sông Cà Lồ", "Sông Cầu"),
    ):  # fmt: skip
        assert by_name[one].distance(by_name[other]) < 150, (one, other)


def test_the_dykes_of_the_zones_run_beside_the_rivers_that_are_drawn() -> None:
    by_name = {river.name.removeprefix("Sông "): river.line for river in rivers()}
    dykes = [zone for zone in demo_zones() if zone.layer is Layer.DYKE]
    assert len(dykes) == 5
    for zone in dykes:
        river = by_name[zone.name.split("sông ")[1]]
        assert zone.geometry.distance(river) > 30, zone.name
        assert zone.geometry.hausdorff_distance(river.intersection(zone.geometry.buffer(800))) < 1_500, (
            zone.name
        )


def test_every_former_district_is_named_and_bounds_its_communes() -> None:
    assert len(district_points()) == 18
    assert len(districts()) == 99


def test_the_illustrative_office_has_it_in_the_form_of_a_real_one_and_it_says_that_it_is_rough(
    demo_registry: Registry,
) -> None:
    found = background_files(demo_registry.settings)
    assert found.tiles is not None
    assert found.about is not None
    assert found.about.rough
    assert "minh họa" in found.about.attribution
    assert "OpenStreetMap" not in found.about.attribution
    assert found.about.zooms == (6, LAST_ZOOM)
    assert found.tiles.stat().st_size < 1_000_000
    with Tiles(found.tiles) as tiles:
        drawn = decode(tiles.tile(*tile_of(106.20, 21.28, 9)) or b"")
        assert {"earth", "water", "roads", "boundaries", "places"} <= set(drawn)
        assert "Bắc Giang" in {said.get("name") for said, _shape in drawn["places"]}
        last = decode(tiles.tile(*tile_of(106.564, 21.372, LAST_ZOOM)) or b"")
        assert "QL.31" in {said.get("ref") for said, _shape in last["roads"]}
        assert "Sông Lục Nam" in {said.get("name") for said, _shape in last["water"]}


def test_its_names_can_be_searched(demo_registry: Registry) -> None:
    path = background_files(demo_registry.settings).names
    assert path is not None
    names = {item["name"]: item for item in orjson.loads(path.read_bytes())}
    for name in (
        "Sông Thương",
        "QL.31",
        "Huyện Hiệp Hòa (cũ)",
        "Hồ Cấm Sơn",
        "Phường Nham Biền (cũ)",
        "KCN Quang Châu",
    ):
        assert name in names, name
    west, south, east, north = names["Sông Thương"]["box"]
    assert west < names["Sông Thương"]["lon"] < east
    assert south < names["Sông Thương"]["lat"] < north


def test_its_roads_hang_together_and_are_no_shorter_than_the_straight_line(demo_registry: Registry) -> None:
    import networkx as nx

    path = background_files(demo_registry.settings).roads
    assert path is not None
    with np.load(path) as held:
        graph = {name: held[name] for name in held.files}
    made = road_graph()
    assert {name: value.dtype for name, value in graph.items()} == {
        name: value.dtype for name, value in made.items()
    }
    net = nx.Graph()
    net.add_weighted_edges_from(
        zip(graph["a"].tolist(), graph["b"].tolist(), graph["metres"].tolist(), strict=True)
    )
    assert max(map(len, nx.connected_components(net))) > 0.95 * len(graph["lon"])

    def at(name: str) -> int:
        lon, lat = town(name)
        return int(np.argmin(np.hypot(graph["lon"] - lon, graph["lat"] - lat)))

    for one, other in (("Bắc Ninh", "Chũ"), ("Thứa", "An Châu"), ("Thắng", "Đồi Ngô")):
        (x0, y0), (x1, y1) = metric_line([town(one), town(other)])
        far = nx.shortest_path_length(net, at(one), at(other), weight="weight")
        assert 0.95 < far / math.hypot(x1 - x0, y1 - y0) < 1.8, (one, other)


def test_a_real_register_has_no_background_that_nobody_brought(tmp_path: Path) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "home")})
    init_registry(settings)
    assert background_files(settings).tiles is None


def test_the_same_bands_come_each_time() -> None:
    first, again = (
        [(band.layer, band.min_zoom, band.frame.to_wkb().to_csv()) for band in bands()] for _ in range(2)
    )
    assert first == again


def tile_of(lon: float, lat: float, zoom: int) -> tuple[int, int, int]:
    turn = math.asinh(math.tan(math.radians(lat)))
    return zoom, int((lon + 180) / 360 * 2**zoom), int((1 - turn / math.pi) / 2 * 2**zoom)


@pytest.mark.parametrize("layer", ["earth", "landuse", "water", "roads", "boundaries", "places", "pois"])
def test_every_shape_is_sound_and_on_the_land_that_is_drawn(layer: str) -> None:
    drawn = [band for band in bands() if band.layer == layer]
    assert drawn
    for band in drawn:
        assert band.frame.geometry.is_valid.all()
        west, south, east, north = band.frame.total_bounds
        assert 105.7 < west < east < 107.2
        assert 20.8 < south < north < 21.8
