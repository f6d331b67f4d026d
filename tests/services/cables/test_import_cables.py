"""Outside cable comes in from workbooks and map files: issues, preview, one batch, and out again the same."""

import contextlib
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.services.cables.editing import nodes_of_others
from registry.services.cables.import_cables import OTHERS, import_cables, read_plant
from registry.services.cables.listed_cables import points_of
from registry.services.office.batches import undo_batch
from registry.services.office.registry import Registry
from registry.services.register.exports.export import export_layer
from registry.services.register.verify import verify
from registry.settings import read_settings
from registry.store.cables.cables import segment_of
from registry.store.cables.tables import cable_nodes, cable_segments
from tests.services.requests import desk
from tests.services.requests.desk import LAT, LON

NODES = ["STT", "Mã cột", "Loại", "Chủ sở hữu", "Kinh độ", "Vĩ độ", "Độ cao (m)"]
SEGMENTS = ["STT", "Mã tuyến", "Mã đoạn", "Chủ quản", "Hình thức", "Nút đầu", "Nút cuối", "Điểm đầu",
            "Điểm cuối", "Tọa độ các điểm", "Số sợi", "Còn dư", "ĐVT", "Năm lắp đặt"]  # fmt: skip


def book(path: Path, header: list[str], *rows: tuple[Any, ...]) -> Path:
    made = openpyxl.Workbook()
    made.worksheets[0].append(header)
    for row in rows:
        made.worksheets[0].append(row)
    made.save(path)
    return path


def nodes(folder: Path) -> Path:
    return book(
        folder / "nút.xlsx", NODES,
        (1, "C1", "C1", "VNPT", LON, LAT, 7), (2, "C2", "cột điện", "VNPT", LON + 0.0005, LAT, 8),
        (3, "B1", "bể", "Điện lực", LON, LAT + 0.001, None),
    )  # fmt: skip


def at(east: float, north: float) -> str:
    return f"{LAT + north:.6f}".replace(".", ",") + "; " + f"{LON + east:.6f}".replace(".", ",")


def standing(registry: Registry) -> dict[str, Any]:
    with registry.database.read() as connection:
        rows = connection.execute(cable_segments.select()).mappings().all()
    return {row["code"]: segment_of(row) for row in rows}


def test_a_workbook_of_segments_with_faults_says_each_at_its_cell(
    either_office: Registry, tmp_path: Path
) -> None:
    office = either_office
    assert import_cables(office, nodes(tmp_path), yes=True, who="lan").counts["new"] == 3
    path = book(
        tmp_path / "đoạn.xlsx", [*SEGMENTS, "Ghi chú"],
        (1, "T", "T/1", "Vinaphone", "treo", "C1", "C2", None, None, None, 24, 8, "sợi", 2019),
        (2, "T", "T/2", "VNPT", "cống bể", None, None, at(0, 0), at(0.001, 0), None, 4, None, "lỗ", 2020),
        (3, "T", "T/3", "VNPT", "chôn", None, None, None, None,
         f"{at(0, 0)} | {at(0.001, 0)} | {at(0.002, 0.001)}", None, None, None, None),
        (4, "T", "T/4", "VNPT", "bay", "C1", "C2", None, None, None, 24, 8, "sợi", 2019),
        (5, "T", "T/5", "VNPT", "treo", "C1", "C9", None, None, None, 24, 8, "sợi", 2019),
        (6, "T", "T/6", "VNPT", "treo", None, None, "đâu đó", "106,3; 210,27", None, 24, 8, "sợi", 2019),
        (7, "T", "T/7", "VNPT", "treo", "C1", "C2", None, None, None, 24, 30, "sợi", 19, "g" * 1001),
        (8, "T", "T/1", "VNPT", "treo", "C1", "C2", None, None, None, 24, 8, "sợi", 2019),
        (9, "T", "T/9", "VNPT", "treo", "C1", "C1", None, None, None, 24, 8, "sợi", 2019),
        (10, "T", "T/10", "V" * 121, "treo", None, None, at(0, 0), at(0.001, 0), *(None,) * 5),
    )  # fmt: skip
    preview = import_cables(office, path, who="lan")
    assert preview.batch is None
    assert standing(office) == {}
    done = import_cables(office, path, yes=True, who="lan")
    places = {(issue.code, issue.row, issue.column) for issue in done.issues}
    assert {
        ("CELL-NOT-A-CHOICE", 5, "Hình thức"), ("CABLE-NO-MOUNT", 5, "Hình thức"),
        ("CABLE-NODE-UNKNOWN", 6, "Nút cuối"), ("CABLE-POINT-NOT-READ", 7, "Điểm đầu"),
        ("CABLE-SPARE-OVER", 8, "Còn dư"), ("CABLE-YEAR", 8, "Năm lắp đặt"), ("CABLE-TWICE", 9, "Mã đoạn"),
        ("CABLE-LENGTH", 10, ""), ("CELL-TEXT-LONG", 8, "Ghi chú"), ("CELL-TEXT-LONG", 11, SEGMENTS[3]),
    } <= places  # fmt: skip
    (doubtful,) = [issue for issue in done.issues if issue.code == "CABLE-POINT-DOUBT"]
    assert (doubtful.row, doubtful.column, doubtful.proposed) == (7, "Điểm cuối", None)  # no half of a pair
    assert (done.counts["new"], done.counts["not_imported"]) == (4, 6)
    found = standing(office)
    assert sorted(found) == ["T/1", "T/2", "T/3", "T/7"]
    assert found["T/1"].owner == "VNPT"  # by its old name
    assert found["T/1"].length_m == pytest.approx(51.9, abs=0.5)
    assert len(found["T/3"].geometry.coords) == 3
    assert (found["T/7"].spare, found["T/7"].built_year) == (None, None)  # never taken for 0
    assert found["T/7"].note == ""  # whole or not at all, and said
    assert found["T/2"].spare is None
    again = import_cables(office, path, yes=True, who="lan")
    assert (again.batch, again.counts["unchanged"]) == (None, 4)
    undo_batch(office, str(done.batch), who="lan")
    assert standing(office) == {}
    assert verify(office).problems == ()


KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>T1</name><LineString><coordinates>{0},{1} {0},{2}</coordinates></LineString></Placemark>
<Placemark><name>B1</name><Point><coordinates>{0},{1}</coordinates></Point></Placemark></Document></kml>"""


def test_lines_drawn_on_a_map_are_laid_as_the_sender_says_of_the_whole_file(
    office: Registry, tmp_path: Path
) -> None:
    (tmp_path / "t.kml").write_text(KML.format(LON, LAT, LAT + 0.001), encoding="utf-8")
    silent = read_plant(office, tmp_path / "t.kml", owner="VNPT")
    assert {issue.code for issue in silent.issues} >= {"CABLE-NO-MOUNT", "CABLE-NO-KIND"}
    said = read_plant(
        office, tmp_path / "t.kml", owner="VNPT",
        otherwise={"cable_mount": "aerial", "node_kind": "chamber"},
    )  # fmt: skip
    assert [item.mount.value for item in said.segments.values()] == ["aerial"]
    assert [item.kind for item in said.nodes.values()] == ["chamber"]
    rows = ("treo", "24FO", "6 sợi"), ("", "48 FO", ""), ("không rõ", "24 cột", "")
    file = book(
        tmp_path / "t.xlsx", ["Mã đoạn", "Tọa độ các điểm", "Hình thức", "Số sợi", "Còn dư"],
        *((f"D{n}", f"{at(0, n * 0.001)} | {at(0.0005, n * 0.001)}", *row) for n, row in enumerate(rows)),
    )  # fmt: skip
    found = read_plant(office, file, owner="VNPT", otherwise={"cable_mount": "duct"})
    kept = {s.code: (s.mount.value, s.capacity, s.spare, s.unit) for s in found.segments.values()}
    assert kept == {"D0": ("aerial", 24, 6, "fibres"), "D1": ("duct", 48, None, "fibres")}
    assert "CELL-NOT-NUMBER" in {issue.code for issue in found.issues}  # 24 of what is no unit of cable


def test_nodes_of_another_owner_are_said_with_whose_they_are(office: Registry, tmp_path: Path) -> None:
    import_cables(office, nodes(tmp_path), yes=True, who="lan")
    short = ["Mã tuyến", "Mã đoạn", "Chủ quản", "Hình thức", "Nút đầu", "Nút cuối"]
    path = book(
        tmp_path / "b.xlsx", short, ("T", "T/0", "VNPT", "treo", "C1", "C2"),
        ("T", "T/1", "Viettel", "treo", "C1", "C2"), ("T", "T/2", "VNPT", "cống bể", "C1", "B1"),
    )  # fmt: skip
    said = [one for one in import_cables(office, path, yes=True, who="lan").issues if one.code == OTHERS]
    assert [(one.row, one.params) for one in said] == [
        (3, {"count": 2, "codes": "C1, C2", "owner": "VNPT"}),
        (4, {"count": 1, "codes": "B1", "owner": "Điện lực"}),
    ]
    own = standing(office)
    assert nodes_of_others(office, own["T/0"]) == []
    assert nodes_of_others(office, own["T/1"]) == [("C1", "VNPT"), ("C2", "VNPT")]
    assert nodes_of_others(office, own["T/2"]) == [("B1", "Điện lực")]
    vector = geojson(
        tmp_path / "đoạn.geojson",
        feature(
            own["T/1"].geometry, cable_route="G", cable_owner="Viettel", cable_mount="treo", cable_from="C1"
        ),
    )
    (issue,) = [one for one in import_cables(office, vector, who="lan").issues if one.code == OTHERS]
    assert issue.params["owner"] == "VNPT"


def test_what_a_list_is_silent_about_stays(office: Registry, tmp_path: Path) -> None:
    import_cables(office, nodes(tmp_path), yes=True, who="lan")
    full = (1, "T", "T/1", "VNPT", "treo", "C1", "C2", None, None, None, 24, 8, "sợi", 2019)
    import_cables(office, book(tmp_path / "a.xlsx", SEGMENTS, full), yes=True, who="lan")
    short = ["Mã tuyến", "Mã đoạn", "Chủ quản", "Hình thức", "Nút đầu", "Nút cuối", "Còn dư"]
    second = book(tmp_path / "b.xlsx", short, ("T", "T/1", "VNPT", "treo", "C1", "C2", 3))
    outcome = import_cables(office, second, owner="VNPT", complete=True, yes=True, who="lan")
    assert outcome.counts["changed"] == 1
    found = standing(office)["T/1"]
    assert (found.capacity, found.spare, found.unit, found.built_year) == (24, 3, "fibres", 2019)


def feature(geometry: Any, **values: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": shapely.geometry.mapping(geometry), "properties": values}


def geojson(path: Path, *features: dict[str, Any], crs: str = "") -> Path:
    content: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_file_without_its_frame_is_refused_and_taken_when_it_is_stated(
    office: Registry, tmp_path: Path
) -> None:
    line = shapely.LineString([(520_000, 2_353_000), (520_100, 2_353_000)])
    path = geojson(tmp_path / "vn2000.geojson", feature(line, mount="treo", code="A"))
    with pytest.raises(RefusalError) as refused:
        import_cables(office, path, owner="VNPT", who="lan")
    assert refused.value.code == "VECTOR-NO-CRS-SEVERAL"  # beside the province in the east, or in the west
    assert set(refused.value.params["likely"].split(", ")) == {"EPSG:9214", "EPSG:9209"}
    outcome = import_cables(office, path, owner="VNPT", crs="EPSG:9214", yes=True, who="lan")
    assert outcome.counts["new"] == 1
    (found,) = standing(office).values()
    assert found.length_m == pytest.approx(100.0, abs=0.05)
    assert found.geometry.coords[0] == pytest.approx((107.193, 21.269), abs=0.01)


def test_shapes_that_are_no_lines_are_said_and_left_out(office: Registry, tmp_path: Path) -> None:
    line = shapely.LineString([(LON, LAT), (LON + 0.001, LAT)])
    two = shapely.MultiLineString(
        [line, shapely.LineString([(LON, LAT + 0.001), (LON + 0.001, LAT + 0.001)])]
    )
    path = geojson(
        tmp_path / "m.geojson",
        feature(line, mount="treo", code="A", owner="VTL", color="đỏ"),
        feature(two, mount="cống", code="B"),
        feature(line.buffer(0.001), mount="treo", code="C"),
        feature(shapely.LineString([(LON, LAT), (LON, LAT)]), mount="treo", code="D"),
        feature(shapely.Point(LON, LAT), kind="cột", code="P1"),
        feature(line, mount="không rõ", code="E"),
    )
    outcome = import_cables(office, path, owner="VNPT", yes=True, who="lan")
    codes = {(issue.code, issue.row) for issue in outcome.issues}
    assert {("FEATURE-NOT-A-LINE", 3), ("FEATURE-INVALID", 4), ("CABLE-NO-MOUNT", 6)} <= codes
    found = standing(office)
    assert sorted(found) == ["A", "B", "B#2"]
    assert (found["A"].owner, found["A"].attributes) == ("VTL", {"color": "đỏ"})
    assert found["B"].owner == "VNPT"
    with office.database.read() as connection:
        assert [row.kind for row in connection.execute(cable_nodes.select())] == ["pole_own"]


SEGMENT = st.fixed_dictionaries(
    {
        "cable_mount": st.sampled_from(["aerial", "duct", "buried"]),
        "cable_state": st.sampled_from(["in_service", "planned", "suspended"]),
        "cable_operators": st.sampled_from([None, "VTL", "VNPT, VMS"]),
        "cable_capacity": st.none() | st.integers(0, 500),
        "cable_unit": st.sampled_from([None, "fibres", "bores"]),
        "cable_height": st.none() | st.integers(1, 90).map(lambda n: n / 4),
        "cable_year": st.none() | st.integers(1960, 2026),
        "cable_tagged": st.sampled_from([None, True, False]),
        "cable_loop": st.none() | st.integers(0, 40).map(float),
        "cable_decision": st.none() | st.sampled_from(["QĐ 12/2026", "=1+1", "số 5, ngày 3"]),
        "steps": st.lists(st.tuples(st.integers(1, 90), st.integers(-90, 90)), min_size=1, max_size=6),
    }
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(SEGMENT, min_size=1, max_size=5))
def test_what_is_exported_comes_in_again_the_same(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[dict[str, Any]]
) -> None:
    """Through a workbook and through a map file, into registers that are empty."""
    folder = tmp_path_factory.mktemp("vòng")
    features = []
    for number, values in enumerate(drawn):
        place = [(LON + number * 0.01, LAT)]
        for east, north in values["steps"]:
            place.append((round(place[-1][0] + east * 1e-5, 8), round(place[-1][1] + north * 1e-5, 8)))
        stated = {key: value for key, value in values.items() if key != "steps" and value is not None}
        features.append(
            feature(shapely.LineString(place), cable_code=f"S{number}", cable_route="R", **stated)
        )
    source = geojson(folder / "nguồn.geojson", *features)

    def register(name: str, path: Path, owner: str = "") -> dict[str, Any]:
        with contextlib.closing(desk.make(read_settings({"BTS_HOME": str(folder / name)}))) as opened:
            outcome = import_cables(opened, path, owner=owner, yes=True, who="lan")
            assert [i for i in outcome.issues if i.severity == "error"] == []
            for extension in ("xlsx", "gpkg"):
                export_layer(opened, "cables", folder / f"{name}.{extension}")
            found = standing(opened)
        return {
            code: (item.geometry.wkt, *(getattr(item, part) for part in PARTS))
            for code, item in found.items()
        }

    first = register("một", source, "VNPT")
    assert len(first) == len(drawn)
    assert register("hai", folder / "một.xlsx") == first
    assert register("ba", folder / "một.gpkg") == first


PARTS = ("id", "owner", "route", "mount", "state", "operators", "capacity", "spare", "unit", "height_m",
         "built_year", "tagged", "spare_loop_m", "decision", "length_m", "accuracy_m")  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        ("21,27; 106,19 | 21,28; 106,20", ["21,27; 106,19", "21,28; 106,20"]),
        ("21.27, 106.19; 21.28, 106.20", ["21.27, 106.19", "21.28, 106.20"]),
        ("21,27; 106,19; 21,28; 106,20", ["21,27; 106,19", "21,28; 106,20"]),
        ("21.27 106.19\n21.28 106.20", ["21.27 106.19", "21.28 106.20"]),
    ],
)
def test_points_in_one_cell_are_told_apart(cell: str, points: list[str]) -> None:
    assert points_of(cell) == points
