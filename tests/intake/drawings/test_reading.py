"""Drawings are read by what they hold: units, axes and plane told apart, texts given to what they name."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ezdxf
import geopandas as gpd
import pytest
import shapely
from ezdxf.layouts.layout import Modelspace

from registry.demo.design_drawing import PLANE, corner, design_drawing
from registry.errors import RefusalError
from registry.geo.lines import metric_of
from registry.intake.drawings import read
from registry.intake.drawings.old_letters import repaired
from registry.intake.maps.map_file import Place
from registry.model.designs.contents import BtsKind, PlotKind, ThingKind, joined
from registry.model.designs.drawings import Drawing, ProposedBy
from registry.model.designs.kept_contents import content_json, content_of

LON, LAT = 106.30, 21.35
X, Y = corner(LON, LAT)
AREA = design_drawing(LON, LAT)


def dxf(draw: Callable[[Modelspace, Any], None], **header: Any) -> bytes:
    document = ezdxf.new("R2010")
    for key, value in header.items():
        document.header[f"${key}"] = value
    draw(document.modelspace(), document)
    written = io.StringIO()
    document.write(written)
    return written.getvalue().encode()


def box(space: Modelspace, layer: str, x: float, y: float, size: float, *, factor: float = 1.0) -> None:
    spots = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
    space.add_lwpolyline(
        [(a * factor, b * factor) for a, b in spots], close=True, dxfattribs={"layer": layer}
    )


def codes(drawing: Drawing) -> list[str]:
    return [issue.code for issue in drawing.issues]


def test_an_area_is_read_with_its_plots_ducts_and_places() -> None:
    drawing = read(AREA, "khu.dxf", PLANE)
    content = drawing.content
    assert content is not None
    assert drawing.issues == ()
    assert drawing.left_out == 0
    assert len(content.plots) == 140
    high = {plot.name: plot for plot in content.high_rises}
    assert set(high) == {"CT1", "CT2"}
    assert (high["CT2"].dwellings, high["CT2"].floors, high["CT2"].indoor_wiring) == (300, 18, True)
    (park,) = [plot for plot in content.plots if plot.kind is PlotKind.GREEN]
    assert park.name == "CX1", "its words are written in TCVN3"
    assert {(duct.ways, duct.spare_ways, duct.shared_by, duct.depth_m) for duct in content.ducts} == {
        (6, 2, 3, 0.8)
    }
    assert [(place.name, place.kind, place.height_m) for place in content.bts_places] == [
        ("BTS-01", BtsKind.ROOF, 3.0), ("BTS-02", BtsKind.LAMP_POST, 18.0),
    ]  # fmt: skip
    area = metric_of(content.outline, PLANE)
    assert area.area == pytest.approx(420 * 240, rel=1e-6)
    assert shapely.get_coordinates(area).min(axis=0) == pytest.approx((X, Y), abs=0.01)


def test_without_a_plane_the_layers_come_back_and_the_planes_that_fit() -> None:
    drawing = read(AREA, "khu.dxf", place=Place((9214, 9211)))
    assert drawing.content is None
    assert codes(drawing) == ["DRAWING-PLANE-ASKED"]
    assert drawing.likely[:2] == (9214, 9211)
    layer = next(one for one in drawing.layers if one.name == "CAP THONG TIN NGAM")
    assert (layer.kind, layer.by) == (ThingKind.DUCT, ProposedBy.NAME)
    assert layer.counts == {"LWPOLYLINE": 19, "TEXT": 19}
    assert layer.length_m == pytest.approx(2340, abs=1)


def test_what_the_officer_says_of_a_layer_goes_before_its_name() -> None:
    drawing = read(AREA, "khu.dxf", PLANE, {"CAP THONG TIN NGAM": ThingKind.IGNORED})
    assert drawing.content is not None
    assert drawing.content.ducts == ()
    assert not drawing.content.shows(ThingKind.DUCT)
    (layer,) = [one for one in drawing.layers if one.by is ProposedBy.CONFIRMED]
    assert layer.name == "CAP THONG TIN NGAM"


@pytest.mark.parametrize(
    ("stated", "factor", "unit_m", "said"),
    [(4, 1000.0, 0.001, []), (4, 1.0, 1.0, ["DRAWING-UNIT-CORRECTED"]), (0, 1000.0, 0.001, [])],
)
def test_the_unit_is_the_one_in_which_the_drawing_lies_in_vietnam(
    stated: int, factor: float, unit_m: float, said: list[str]
) -> None:
    content = dxf(lambda space, _: box(space, "RANH GIOI", X, Y, 100.0, factor=factor), INSUNITS=stated)
    drawing = read(content, "a.dxf", PLANE)
    assert drawing.unit_m == unit_m
    assert codes(drawing) == said
    assert drawing.content is not None
    assert metric_of(drawing.content.outline, PLANE).area == pytest.approx(10_000, rel=1e-6)


def test_axes_that_are_swapped_are_turned_and_said() -> None:
    drawing = read(dxf(lambda space, _: box(space, "RANH GIOI", Y, X, 100.0)), "a.dxf", PLANE)
    assert drawing.swapped
    assert "DRAWING-SWAPPED" in codes(drawing)
    assert drawing.content is not None
    assert shapely.get_coordinates(metric_of(drawing.content.outline, PLANE)).min(axis=0) == pytest.approx(
        (X, Y), abs=0.01
    )


def test_a_zone_number_before_the_easting_states_the_plane() -> None:
    drawing = read(dxf(lambda space, _: box(space, "RANH GIOI", 482e6 + X, Y, 100.0)), "a.dxf")
    assert drawing.plane == 5897
    other = read(dxf(lambda space, _: box(space, "RANH GIOI", 482e6 + X, Y, 100.0)), "a.dxf", PLANE)
    assert "DRAWING-ZONE-OTHER" in codes(other)


def test_lines_that_enclose_plots_together_are_plots() -> None:
    def draw(space: Modelspace, _: Any) -> None:
        for at in range(4):
            space.add_line((X + 10 * at, Y), (X + 10 * at, Y + 20), dxfattribs={"layer": "CHIA LO"})
        for north in (0, 20):
            space.add_line((X, Y + north), (X + 30, Y + north), dxfattribs={"layer": "CHIA LO"})
        space.add_text("LK-02", dxfattribs={"insert": (X + 14, Y + 9), "layer": "ghi chu"})

    content = read(dxf(draw), "a.dxf", PLANE).content
    assert content is not None
    assert sorted(round(metric_of(plot.geometry, PLANE).area) for plot in content.plots) == [200, 200, 200]
    assert [plot.name for plot in content.plots if plot.kind is PlotKind.HOUSE] == ["LK-02"]


def test_a_symbol_drawn_twice_is_one_and_a_plot_drawn_with_its_hatch_too() -> None:
    def draw(space: Modelspace, document: Any) -> None:
        block = document.blocks.new("GA")
        block.add_circle((0, 0), 0.5)
        block.add_attdef("TEN", (0, 0))
        space.add_blockref("GA", (X, Y), dxfattribs={"layer": "HO GA"}).add_auto_attribs({"TEN": "G1"})
        space.add_circle((X + 0.1, Y), 0.5, dxfattribs={"layer": "HO GA"})
        box(space, "LO DAT", X, Y, 20.0)
        hatch = space.add_hatch(dxfattribs={"layer": "LO DAT"})
        hatch.paths.add_polyline_path([(X, Y), (X + 20, Y), (X + 20, Y + 20), (X, Y + 20)], is_closed=True)

    content = read(dxf(draw), "a.dxf", PLANE).content
    assert content is not None
    assert [spot.name for spot in content.chambers] == ["G1"]
    assert len(content.plots) == 1


def test_a_large_block_is_taken_apart_and_its_turned_lines_lie_right() -> None:
    def draw(space: Modelspace, document: Any) -> None:
        block = document.blocks.new("MAT BANG")
        block.add_lwpolyline([(0, 0), (100, 0)], dxfattribs={"layer": "CONG BE"})
        space.add_blockref("MAT BANG", (X, Y), dxfattribs={"layer": "0", "rotation": 90})

    content = read(dxf(draw), "a.dxf", PLANE).content
    assert content is not None
    (duct,) = content.ducts
    assert shapely.get_coordinates(metric_of(duct.geometry, PLANE))[1] == pytest.approx(
        (X, Y + 100), abs=0.01
    )


def test_a_reference_to_another_file_is_named_and_never_opened(tmp_path: Path) -> None:
    other = tmp_path / "khac.dxf"
    other.write_bytes(AREA)

    def draw(space: Modelspace, document: Any) -> None:
        document.add_xref_def(str(other), "KHAC")
        space.add_blockref("KHAC", (X, Y))
        box(space, "RANH GIOI", X, Y, 50.0)

    drawing = read(dxf(draw), "a.dxf", PLANE)
    assert [issue.params for issue in drawing.issues if issue.code == "DRAWING-XREF"] == [{"names": "KHAC"}]
    assert drawing.content is not None
    assert drawing.content.plots == ()


def bomb() -> bytes:
    """Ten blocks of ten of the next: 10^9 lines in 20 kB."""

    def draw(space: Modelspace, document: Any) -> None:
        for depth in range(5):
            block = document.blocks.new(f"B{depth}")
            for at in range(40):
                if depth:
                    block.add_blockref(f"B{depth - 1}", (X + at * 100.0, Y))
                else:
                    block.add_line((0, 0), (100, 0))
        space.add_blockref("B4", (0, 0))

    return dxf(draw)


def endless() -> bytes:
    def draw(space: Modelspace, document: Any) -> None:
        one, two = document.blocks.new("MOT"), document.blocks.new("HAI")
        one.add_blockref("HAI", (0, 0))
        two.add_blockref("MOT", (0, 0))
        space.add_blockref("MOT", (X, Y))

    return dxf(draw)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"AC1027" + bytes(2000), "ban ve.dwg", "DRAWING-DWG"),
        (b"AC1027" + bytes(2000), "ban ve.dxf", "DRAWING-DWG"),
        (b"khong phai ban ve", "a.dxf", "DRAWING-NOT-DXF"),
        (AREA[:3000], "a.dxf", "DRAWING-NOT-DXF"),
        (b"", "a.dxf", "FILE-EMPTY"),
        (b"%PDF-1.7", "a.pdf", "DRAWING-FORM"),
        (b"PK\x03\x04 khong phai zip", "a.zip", "FILE-DAMAGED"),
        (bomb(), "a.dxf", "DRAWING-TOO-MANY"),
        (endless(), "a.dxf", "DRAWING-BLOCKS"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, name: str, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        read(content, name, PLANE)
    assert refused.value.code == code


def test_local_coordinates_are_refused_whatever_plane_is_stated() -> None:
    content = dxf(lambda space, _: box(space, "RANH GIOI", 1000.0, 1000.0, 300.0))
    for plane in (None, PLANE):
        with pytest.raises(RefusalError) as refused:
            read(content, "a.dxf", plane)
        assert refused.value.code == "DRAWING-LOCAL"


def test_a_map_file_is_read_by_its_layers() -> None:
    features = [
        ("Ranh giới", "Polygon", [[[106.3, 21.35], [106.303, 21.35], [106.303, 21.352], [106.3, 21.35]]], {}),
        ("Tuyến cống bể", "LineString", [[106.3, 21.35], [106.303, 21.35]], {"so_ong": 4, "du_phong": 1}),
        ("Vị trí BTS", "Point", [106.301, 21.3505], {"ten": "T1", "loai": "cột đèn", "cao": 15}),
    ]
    written = ",".join(
        f'{{"type":"Feature","properties":{{"lop":"{layer}"{"".join(map(_json, facts.items()))}}},'
        f'"geometry":{{"type":"{kind}","coordinates":{at}}}}}'
        for layer, kind, at, facts in features
    )
    drawing = read(f'{{"type":"FeatureCollection","features":[{written}]}}'.encode(), "khu.geojson")
    content = drawing.content
    assert content is not None
    assert content.outline is not None
    assert [(duct.ways, duct.spare_ways) for duct in content.ducts] == [(4, 1)]
    assert [(place.name, place.kind, place.height_m) for place in content.bts_places] == [
        ("T1", BtsKind.LAMP_POST, 15.0)
    ]


def _json(item: tuple[str, Any]) -> str:
    key, value = item
    return f',"{key}":{value!r}'.replace("'", '"')


def test_a_list_of_places_is_joined_to_a_drawing(tmp_path: Path) -> None:
    path = tmp_path / "danh sach.csv"
    path.write_text(
        "STT,Mã,Loại,Vĩ độ,Kinh độ\n1,G90,bể cáp,21.3512,106.3011\n2,TC-9,tủ cáp,21.3513,106.3012\n",
        encoding="utf-8",
    )
    listed = read(path, path.name).content
    drawn = read(AREA, "khu.dxf", PLANE).content
    assert listed is not None
    assert drawn is not None
    assert [spot.name for spot in listed.chambers] == ["G90"]
    both = joined(drawn, listed)
    assert len(both.cabinets) == len(drawn.cabinets) + 1
    assert both.outline is drawn.outline


def test_a_content_is_kept_without_a_loss() -> None:
    content = read(AREA, "khu.dxf", PLANE).content
    assert content is not None
    assert content_of(content_json(content)) == content


@pytest.mark.parametrize(
    ("written", "font", "meant"),
    [
        ("C©y xanh ®Êt ë liÒn kÒ", "", "Cây xanh đất ở liền kề"),
        ("hè ga c¸p th«ng tin", ".VnTimeH.ttf", "HỐ GA CÁP THÔNG TIN"),
        ("Ñaát ôû, hoá ga caùp thoâng tin", "VNI-Times.ttf", "Đất ở, hố ga cáp thông tin"),
        ("ÑÖÔØNG SOÁ 1", "", "ĐƯỜNG SỐ 1"),
        (r"\U+0110\U+1ea5t \U+1edf", "", "Đất ở"),
        ("Đường số 5 rộng 12m", "", "Đường số 5 rộng 12m"),
        ("Tòa nhà, S = 120 m², ±0.00, Ø110", "", "Tòa nhà, S = 120 m², ±0.00, Ø110"),
    ],
)
def test_texts_of_before_unicode_are_read(written: str, font: str, meant: str) -> None:
    assert repaired(written, font) == meant


def test_a_layer_that_is_switched_off_rests_until_the_officer_says_what_it_is() -> None:
    def draw(space: Modelspace, document: Any) -> None:
        document.layers.add("CONG BE PA CU").off()
        document.layers.add("CONG BE")
        for layer in ("CONG BE PA CU", "CONG BE"):
            space.add_line((X, Y), (X + 100, Y), dxfattribs={"layer": layer})

    content = dxf(draw)
    first = read(content, "a.dxf", PLANE)
    assert {layer.name: (layer.kind, layer.hidden) for layer in first.layers} == {
        "CONG BE": (ThingKind.DUCT, False), "CONG BE PA CU": (ThingKind.IGNORED, True),
    }  # fmt: skip
    both = read(content, "a.dxf", PLANE, {"CONG BE PA CU": ThingKind.DUCT}).content
    assert both is not None
    assert len(both.ducts) == 2


def test_shapes_that_cannot_be_what_their_layer_is_are_counted() -> None:
    def draw(space: Modelspace, _: Any) -> None:
        space.add_line((X, Y), (X + 100, Y), dxfattribs={"layer": "CONG BE"})
        space.add_circle((X, Y), 0.6, dxfattribs={"layer": "CONG BE"})
        space.add_line((X, Y), (X + 9, Y), dxfattribs={"layer": "TU CAP"})

    drawing = read(dxf(draw), "a.dxf", PLANE)
    assert drawing.content is not None
    assert len(drawing.content.ducts) == 1
    assert drawing.left_out == 2
    assert codes(drawing) == ["DRAWING-NOT-USED", "DRAWING-NOT-USED"]


def test_a_zip_of_shapefiles_is_read_layer_by_layer(tmp_path: Path) -> None:
    outline = gpd.GeoDataFrame(geometry=[shapely.box(X, Y, X + 300, Y + 200)], crs=PLANE)
    ducts = gpd.GeoDataFrame(
        {"SO_ONG": [4, 6]},
        geometry=[shapely.LineString([(X, Y + n), (X + 300, Y + n)]) for n in (10, 20)],
        crs=PLANE,
    )
    outline.to_file(tmp_path / "ranh_gioi.shp")
    ducts.to_file(tmp_path / "cong_be.shp")
    packed = tmp_path / "khu.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(tmp_path.glob("*.*")):
            if path != packed:
                archive.write(path, f"khu/{path.name}")
    drawing = read(packed, "khu.zip")
    assert {layer.name: layer.kind for layer in drawing.layers} == {
        "ranh_gioi": ThingKind.OUTLINE, "cong_be": ThingKind.DUCT,
    }  # fmt: skip
    assert drawing.content is not None
    assert sorted(duct.ways or 0 for duct in drawing.content.ducts) == [4, 6]
    assert metric_of(drawing.content.outline, PLANE).area == pytest.approx(60_000, rel=1e-5)


def test_folders_of_a_kml_are_layers() -> None:
    def placemark(name: str, shape: str) -> str:
        return f"<Placemark><name>{name}</name>{shape}</Placemark>"

    line = "<LineString><coordinates>106.3,21.35 106.303,21.35</coordinates></LineString>"
    point = "<Point><coordinates>106.301,21.3505</coordinates></Point>"
    text = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<Folder><name>Cống bể</name>{placemark('T1', line)}</Folder>"
        f"<Folder><name>Tủ cáp</name>{placemark('TC1', point)}</Folder></Document></kml>"
    )
    drawing = read(text.encode(), "khu.kml")
    assert drawing.content is not None
    assert [duct.name for duct in drawing.content.ducts] == ["T1"]
    assert [spot.name for spot in drawing.content.cabinets] == ["TC1"]


def test_sheets_side_by_side_are_warned_of() -> None:
    def draw(space: Modelspace, _: Any) -> None:
        box(space, "RANH GIOI", X, Y, 100.0)
        box(space, "RANH GIOI", X + 500.0, Y, 100.0)

    assert codes(read(dxf(draw), "a.dxf", PLANE)) == ["DRAWING-COPIES"]


def test_signs_that_nothing_can_hold_are_left_out_of_names() -> None:
    def draw(space: Modelspace, _: Any) -> None:
        space.add_circle((X, Y), 0.5, dxfattribs={"layer": "HO GA"})
        space.add_text("G@@1", dxfattribs={"insert": (X + 1, Y), "layer": "HO GA"})

    broken = dxf(draw).replace(b"G@@1", b"G\xff\\U+D8001")
    content = read(broken, "a.dxf", PLANE).content
    assert content is not None
    assert [spot.name for spot in content.chambers] == ["G1"]
    point = '{"type":"Point","coordinates":[106.301,21.3505]}'
    facts = '{"lop":"Tủ cáp\\u0000","ten":"TC\\u00001"}'
    feature = f'{{"type":"Feature","properties":{facts},"geometry":{point}}}'
    text = f'{{"type":"FeatureCollection","features":[{feature}]}}'
    drawing = read(text.encode(), "a.geojson")
    assert drawing.content is not None
    told = [layer.name for layer in drawing.layers] + [spot.name for spot in drawing.content.cabinets]
    assert told
    assert not any("\x00" in name for name in told)
