"""An extract becomes a background: what is in it is drawn, named, travelled; what is broken is refused."""

import datetime as dt
import errno
import fcntl
from dataclasses import replace
from math import asinh, floor, pi, radians, tan
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx as nx
import numpy as np
import orjson
import pytest
from shapely import box

from registry.basemap import build
from registry.basemap.about import read_about
from registry.basemap.build import Built, build_background, remove_background, take_tiles
from registry.basemap.tiles import Tiles, decode
from registry.basemap.writing import write_pmtiles
from registry.errors import RefusalError
from tests.basemap.small_osm import GROUND, small_osm, written
from tests.basemap.town import ABOUT, town_bands, town_pmtiles

FILES = ("about.json", "base.pmtiles", "names.json", "roads.npz")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    folder = tmp_path_factory.mktemp("home") / "background"
    source = written(small_osm().text(), folder.parent / "small.osm.pbf")
    steps: list[str] = []
    built = build_background(source, folder, GROUND, told=lambda step, _share: steps.append(step))
    assert set(steps) <= set(build.STEPS)
    assert {"names", "graph", "roads", "joined"} <= set(steps)
    return folder, built


def _tile(folder: Path, z: int, lon: float, lat: float) -> dict[str, list[dict[str, Any]]]:
    x, y = (lon + 180) / 360 * 2**z, (1 - asinh(tan(radians(lat))) / pi) / 2 * 2**z
    with Tiles(folder / "base.pmtiles") as tiles:
        found = decode(tiles.tile(z, floor(x), floor(y)) or b"")
    return {layer: [about for about, _shape in things] for layer, things in found.items()}


def _of(things: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(about for about in things if about.get("name") == name)


def test_everything_is_drawn_with_its_class_and_names(made: tuple[Path, Built]) -> None:
    folder, built = made
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == sorted(FILES)
    assert built.about == read_about(folder / "about.json")
    assert (built.about.day, built.about.attribution) == (
        dt.date(2026, 11, 1),
        "© OpenStreetMap contributors",
    )
    assert built.about.zooms == (6, 15)
    found: dict[str, list[dict[str, Any]]] = {}
    for place in ((106.12, 21.23), (106.14, 21.24), (106.145, 21.206), (106.156, 21.245), (106.153, 21.253)):
        for layer, things in _tile(folder, 13, *place).items():
            found.setdefault(layer, []).extend(things)
    trunk = _of(found["roads"], "Quốc lộ 1A")
    assert (trunk["kind"], trunk["kind_detail"], trunk["ref"], trunk["shield_text"]) == (
        "major_road", "trunk", "QL.1A;AH1", "QL.1A",
    )  # fmt: skip
    both = _of(found["roads"], "Hùng Vương Road")
    assert (both["kind_detail"], both["name:vi"]) == ("secondary", "Đường Hùng Vương")
    assert "name:vi" not in trunk
    assert _of(found["roads"], "Cầu Thử")["is_bridge"] is True
    assert _of(found["roads"], "Đường Hùng Vương")["oneway"] == "-1"
    assert {"rail", "path", "minor_road", "medium_road"} <= {about["kind"] for about in found["roads"]}
    assert _of(found["water"], "Hồ Mẫu")["kind"] == "lake"
    assert _of(found["water"], "Sông Mẫu")["kind"] == "river"
    assert _of(found["landuse"], "Rừng xa")["kind"] == "forest"
    town = _of(found["places"], "Thị trấn Mẫu")
    assert (town["kind"], town["kind_detail"], town["population"]) == ("locality", "town", 12345)
    assert _of(found["places"], "Thôn Trại Cá")
    assert _of(found["pois"], "Bệnh viện Thử")["kind"] == "hospital"
    assert found["buildings"]
    assert _of(_tile(folder, 13, 106.205, 21.205)["landuse"], "Sân bay Thử")["kind"] == "aerodrome"
    at_sea = _tile(folder, 13, 106.249, 21.23)
    assert {about["kind"] for about in at_sea["water"]} >= {"ocean", "river"}
    lowest = _tile(folder, 6, 106.12, 21.23)
    assert {about["kind_detail"] for about in lowest["roads"]} == {"trunk"}
    assert "buildings" not in _tile(folder, 12, 106.12, 21.23)
    assert [about["kind"] for about in _tile(folder, 8, 106.05, 21.15)["boundaries"]] == ["region"]


def test_an_island_is_land_and_the_edge_cuts_what_reaches_over_it(made: tuple[Path, Built]) -> None:
    folder, built = made
    around = GROUND.area()
    west, south, east, north = built.about.box
    assert around.bounds == pytest.approx((west, south, east, north), abs=1e-6)
    assert 0.09 < GROUND.outline.bounds[0] - west < 0.10  # 10 km
    with Tiles(folder / "base.pmtiles") as tiles:
        x, y = (106.145 + 180) / 360 * 2**15, (1 - asinh(tan(radians(21.208))) / pi) / 2 * 2**15
        layers = decode(tiles.tile(15, floor(x), floor(y)) or b"")
        here = box((x % 1) * 4096 - 1, (y % 1) * 4096 - 1, (x % 1) * 4096 + 1, (y % 1) * 4096 + 1)
        assert not any(shape.intersects(here) for _about, shape in layers["water"])
        longest = max(x for z, x, _y in tiles.places() if z == 15)
        assert longest <= floor((east + 180) / 360 * 2**15) + 1


def test_names_are_listed_by_commune_and_numbers_of_roads_besides(made: tuple[Path, Built]) -> None:
    folder, built = made
    names = orjson.loads((folder / "names.json").read_bytes())
    assert len(names) == built.names
    streets = [name for name in names if name["name"] == "Đường Hùng Vương"]
    assert sorted((name["kind"], round(name["lon"], 2)) for name in streets) == [
        ("street", 106.12),
        ("street", 106.14),
    ]
    far = sorted(round(name["lon"], 2) for name in names if name["name"] == "Đường Chung")
    assert len(far) == 2  # two towns beyond the province, not one street across it
    assert far[1] - far[0] > 0.1
    kinds = {name["name"]: name["kind"] for name in names}
    assert kinds["QL.1A"] == "road"
    assert kinds["Sông Mẫu"] == "river"
    assert kinds["Thị trấn Mẫu"] == "town"
    assert kinds["Bưu điện Mẫu"] == "post_office"
    assert not {"Đường miền Nam", "Thành phố miền Nam", "Rừng miền Nam"} & set(kinds)
    river = next(name for name in names if name["kind"] == "river")
    assert river["box"][0] <= river["lon"] <= river["box"][2]
    assert river["box"][0] >= built.about.box[0] - 1e-6


def test_roads_can_be_travelled_where_they_meet(made: tuple[Path, Built]) -> None:
    folder, built = made
    roads = np.load(folder / "roads.npz")
    assert len(roads["a"]) == built.roads
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        zip(roads["a"].tolist(), roads["b"].tolist(), roads["metres"].tolist(), strict=True)
    )

    def node(lon: float, lat: float) -> int:
        return int(np.argmin(np.hypot(roads["lon"] - lon, roads["lat"] - lat)))

    metres = nx.shortest_path_length(graph, node(106.12, 21.20), node(106.155, 21.256), weight="weight")
    assert metres == pytest.approx(9_500, rel=0.05)
    assert node(106.12, 21.20) not in nx.node_connected_component(graph, node(106.11, 21.215))  # a bridge
    assert sorted(set(roads["kind"].tolist())) == [1, 3, 4, 5, 6]
    only = roads["oneway"] == 1
    assert np.all(roads["lat"][roads["a"]][only] >= roads["lat"][roads["b"]][only])  # drawn southward, -1


@pytest.mark.parametrize("name", ["small.osm", "small.osm.gz"])
def test_other_forms_are_read_as_well(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, int] = {}

    def no_tiles(bands: Any, target: Path, *, about: Any, **_more: Any) -> Any:
        kept.update({band.layer: len(band.frame) + kept.get(band.layer, 0) for band in bands})
        target.touch()
        return about

    monkeypatch.setattr(build, "write_pmtiles", no_tiles)
    counts = []
    for one in (name, "small.osm.pbf"):
        kept.clear()
        build_background(written(small_osm().text(), tmp_path / one), tmp_path / "background", GROUND)
        counts.append(dict(kept))
    assert counts[0] == counts[1]


def _refused(source: Path, folder: Path, code: str) -> None:
    before = {path.name: path.read_bytes() for path in folder.glob("*.*") if path.is_file()}
    with pytest.raises(RefusalError, match=code):
        build_background(source, folder, GROUND)
    assert {path.name: path.read_bytes() for path in folder.glob("*.*") if path.is_file()} == before
    assert [path for path in folder.iterdir() if path.is_dir()] == []


def test_broken_files_are_refused_and_the_old_background_stays(
    made: tuple[Path, Built], tmp_path: Path
) -> None:
    folder, _built = made
    good = written(small_osm().text(), tmp_path / "good.osm.pbf").read_bytes()
    packed = written(small_osm().text(), tmp_path / "good.osm.gz").read_bytes()
    for name, content, code in (
        ("text.osm.pbf", b"not a map at all", "BASEMAP-NOT-OSM"),
        ("empty.osm.pbf", b"", "BASEMAP-NOT-OSM"),
        ("picture.png", b"\x89PNG", "BASEMAP-NOT-OSM"),
        ("half.osm.pbf", good[: len(good) // 2], "BASEMAP-OSM-CUT-SHORT"),
        ("end.osm.pbf", good[:-7], "BASEMAP-OSM-CUT-SHORT"),
        ("half.osm.gz", packed[: len(packed) // 2], "BASEMAP-OSM-CUT-SHORT|BASEMAP-NOT-OSM"),
        ("half.osm", small_osm().text()[:3000].encode(), "BASEMAP-OSM-CUT-SHORT"),
        ("far.osm", b'<osm version="0.6"><node id="1" lon="1" lat="1"/></osm>', "BASEMAP-NOTHING-INSIDE"),
        ("html.osm", b"<html><body>404</body></html>", "BASEMAP-OSM-CUT-SHORT|BASEMAP-NOT-OSM"),
    ):
        (tmp_path / name).write_bytes(content)
        _refused(tmp_path / name, folder, code)
    _refused(tmp_path / "gone.osm", folder, "BASEMAP-NOT-READ|BASEMAP-NOT-OSM")


def test_one_is_built_at_a_time_and_a_full_disk_changes_nothing(
    made: tuple[Path, Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _built = made
    source = written(small_osm().text(), tmp_path / "small.osm")
    with (folder / ".building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _refused(source, folder, "BASEMAP-BUSY")

    def full(*_arguments: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as little:
        little.setattr(build.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=10_000_000))
        _refused(source, folder, "BASEMAP-DISK-FULL")
    monkeypatch.setattr(build, "write_name_list", full)
    _refused(source, folder, "BASEMAP-DISK-FULL")


def test_tiles_of_both_schemes_are_taken_and_others_refused(tmp_path: Path) -> None:
    folder = tmp_path / "background"
    town = town_pmtiles(tmp_path / "town.pmtiles")
    about = take_tiles(town, folder)
    assert about.scheme == "protomaps"
    assert (folder / "base.pmtiles").read_bytes() == town.read_bytes()
    assert read_about(folder / "about.json") == about
    (folder / "names.json").write_bytes(b"[]")
    take_tiles(town, folder)
    assert not (folder / "names.json").exists()  # another file's names
    take_tiles(town, folder, ground=GROUND)
    far = replace(GROUND, outline=box(105, 10, 106, 11))
    with pytest.raises(RefusalError, match="BASEMAP-NOTHING-INSIDE"):
        take_tiles(town, folder, ground=far)
    streets = next(band for band in town_bands() if band.layer == "roads")
    for layers, scheme in ((("streets", "street_labels"), "shortbread"), (("transportation", "place"), None)):
        other = tmp_path / f"{layers[0]}.pmtiles"
        write_pmtiles([replace(streets, layer=layer) for layer in layers], other, about=ABOUT)
        if scheme:
            assert take_tiles(other, tmp_path / "other").scheme == scheme
        else:
            with pytest.raises(RefusalError, match="BASEMAP-UNKNOWN-LAYERS"):
                take_tiles(other, tmp_path / "other")
    (tmp_path / "no.pmtiles").write_bytes(b"PMTiles\x03" + bytes(300))
    with pytest.raises(RefusalError, match=r"BASEMAP-NOT-PMTILES|BASEMAP-NOT-VECTOR"):
        take_tiles(tmp_path / "no.pmtiles", folder)
    assert (folder / "base.pmtiles").read_bytes() == town.read_bytes()
    assert remove_background(folder)
    assert not remove_background(folder)
    assert not (folder / "base.pmtiles").exists()
