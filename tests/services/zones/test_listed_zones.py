"""Zones from sentences: each case of tests/cases/zone_rows.toml, and whole workbooks from file to undo."""

import datetime as dt
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import shapely

from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.messages import remedy, render
from registry.model.areas import Layer
from registry.model.issues import Severity
from registry.services.office.batches import list_batches, undo_batch
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.verify import verify
from registry.services.zones.import_zone_list import enter_zones, import_zone_rows
from registry.services.zones.listed_zones import RowDefaults, read_zone_rows
from registry.store.zones.zones import load_zones
from tests.services.offices import square, write_geojson
from tests.services.zones.world import EPSG, zone_world

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "zone_rows.toml").read_text(encoding="utf-8"))[
    "case"
]
FIRST = dt.date(2026, 3, 20)
GIVEN = RowDefaults("planning", "QĐ 12/2026/QĐ-UBND", "Phụ lục I", FIRST)
HEADER = ("STT", "Khu vực, tuyến đường", "Loại cột được lắp đặt", "Chiều cao tối đa (m)")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    made = zone_world(tmp_path_factory.mktemp("zones") / "home")
    yield made
    made.close()


@pytest.fixture
def own_world(tmp_path: Path) -> Iterator[Registry]:
    made = zone_world(tmp_path / "home")
    yield made
    made.close()


def book(path: Path, rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (("PHỤ LỤC I. KHU VỰC ĐƯỢC LẮP ĐẶT",), header, *rows):
        sheet.append(list(row))
    made.save(path)
    return path


def area(shape: Any) -> float:
    return float(
        shapely.area(shapely.transform(shape, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], EPSG))))
    )


def length(shape: Any) -> float:
    metric = shapely.transform(shape, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], EPSG)))
    return float(shapely.length(metric))


@pytest.fixture(scope="module")
def read(world: Registry, tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Any, list[Any]]]:
    """All cases in one workbook: by case the zone (or None) and the issues of its row."""
    path = book(
        tmp_path_factory.mktemp("rows") / "danh mục.xlsx",
        [(index + 1, case["sentence"], "A1a, A1b", 36) for index, case in enumerate(CASES)],
    )
    found = read_zone_rows(world, path, defaults=GIVEN)
    by_row = {row: zone for (_, row), zone in zip(found.rows, found.zones, strict=True)}
    return {
        index: (by_row.get(index + 3), [issue for issue in found.issues if issue.row == index + 3])
        for index in range(len(CASES))
    }


@pytest.mark.parametrize("index", range(len(CASES)), ids=[case["sentence"][:60] for case in CASES])
def test_a_sentence_gives_its_zone_or_says_what_is_not_understood(
    index: int, read: dict[int, tuple[Any, list[Any]]]
) -> None:
    case, (zone, issues) = CASES[index], read[index]
    for issue in issues:
        for lang in ("vi", "en"):
            assert render(issue.code, issue.params, lang)
            assert remedy(issue.code, issue.params, lang)
    errors = [issue.code for issue in issues if issue.severity is Severity.ERROR]
    if "code" in case:
        assert zone is None
        assert errors == [case["code"]]
        message = render(issues[0].code, issues[0].params)
        assert all(text in message for text in case.get("says", []))
        assert issues[0].column == "Khu vực, tuyến đường"
        assert issues[0].letter == "B"
        assert case["sentence"].strip() in issues[0].value
        return
    assert errors == []
    assert zone is not None
    assert zone.error_m >= max(1.0, case.get("error_from", 0.0)), "every result is approximate"
    assert zone.attributes["source_sentence"] == case["sentence"].strip()
    assert zone.geometry.is_valid
    if "error_m" in case:
        assert zone.error_m == pytest.approx(case["error_m"], abs=0.1)
    lost = zone.error_m > 2 * area(zone.geometry) / length(zone.geometry)
    assert ("ZONE-ROW-LOST" in {issue.code for issue in issues}) == lost
    if "area_m2" in case:
        assert area(zone.geometry) == pytest.approx(case["area_m2"], rel=0.02)
    if "of" in case:
        assert zone.attributes["made_of"] == case["of"]
    assert [issue.code for issue in issues] == case.get("notes", [])


def test_a_list_is_looked_at_written_as_one_batch_and_taken_back(own_world: Registry, tmp_path: Path) -> None:
    path = book(
        tmp_path / "l.xlsx",
        [
            (1, "xã Kép", "A1a, A1b", 36),
            (2, "đường Hùng Vương, mỗi bên 50 m", "tất cả", "không giới hạn"),
            (3, "phường Bắc Giang", "cấm", None),
            (4, "đường Không Có", "A1", "36,5 m"),
        ],
    )
    preview = import_zone_rows(own_world, path, defaults=GIVEN, who="lan")
    assert preview.batch is None
    assert dict(preview.counts)["new"] == 3
    assert dict(preview.counts)["not_imported"] == 1
    with own_world.database.read() as connection:
        assert load_zones(connection, layer=Layer.PLANNING) == []
    done = import_zone_rows(own_world, path, defaults=GIVEN, yes=True, who="test")
    with own_world.database.read() as connection:
        zones = {zone.name: zone for zone in load_zones(connection, layer=Layer.PLANNING)}
    assert zones["xã Kép"].allowed_classes == frozenset({"A1a", "A1b"})
    assert zones["xã Kép"].max_height_m == 36
    assert zones["đường Hùng Vương, mỗi bên 50 m"].max_height_m == float("inf")
    assert len(zones["đường Hùng Vương, mỗi bên 50 m"].allowed_classes or ()) == 5
    assert zones["phường Bắc Giang"].allowed_classes == frozenset()
    assert zones["phường Bắc Giang"].max_height_m is None
    assert all(zone.decision == GIVEN.decision and zone.valid_from == FIRST for zone in zones.values())
    again = import_zone_rows(own_world, path, defaults=GIVEN, yes=True, who="test")
    assert again.batch is None
    assert dict(again.counts)["unchanged"] == 3
    assert done.batch is not None
    undo_batch(own_world, done.batch, who="lan")
    with own_world.database.read() as connection:
        assert load_zones(connection, layer=Layer.PLANNING) == []
    assert verify(own_world).problems == ()


def test_a_row_says_its_own_layer_decision_and_days_before_those_of_the_list(
    world: Registry, tmp_path: Path
) -> None:
    header = ("Lớp", "Tên vùng", "Phạm vi", "Quyết định", "Điều", "Hiệu lực từ", "Hiệu lực đến")
    rows = [
        ("đô thị", "Đô thị Kép", "xã Kép", "QĐ 9/2025", "Điều 3", dt.date(2025, 8, 1), dt.date(2030, 1, 1)),
        (None, "Xã", "xã Tân Dĩnh", None, None, None, None),
        ("đô thị", "Sai ngày", "xã Kép", None, None, dt.date(2026, 8, 1), dt.date(2026, 1, 1)),
    ]
    found = read_zone_rows(world, book(tmp_path / "l.xlsx", rows, header), defaults=GIVEN)
    own, given = found.zones
    assert (own.layer, own.name, own.decision, own.article) == (
        Layer.URBAN_AREA, "Đô thị Kép", "QĐ 9/2025", "Điều 3",
    )  # fmt: skip
    assert (own.valid_from, own.valid_to) == (dt.date(2025, 8, 1), dt.date(2030, 1, 1))
    assert (given.layer, given.decision, given.valid_from) == (Layer.PLANNING, GIVEN.decision, FIRST)
    assert [issue.code for issue in found.issues if issue.row == 5] == ["ZONE-ROW-DAYS"]


def test_what_a_list_must_say_is_asked_for_at_its_cell(world: Registry, tmp_path: Path) -> None:
    path = book(
        tmp_path / "l.xlsx", [(1, "xã Kép", "A9", 36), (2, "xã Kép", "A1a", "cao"), (3, None, "A1a", 3)]
    )
    found = read_zone_rows(world, path, defaults=GIVEN)
    assert found.zones == []
    assert found.left_out == 3
    assert {(issue.row, issue.code) for issue in found.issues} == {
        (3, "CELL-NOT-A-CHOICE"), (4, "ZONE-ROW-HEIGHT"), (5, "ZONE-ROW-NO-EXTENT"),
    }  # fmt: skip
    bare = read_zone_rows(world, book(tmp_path / "b.xlsx", [(1, "xã Kép", "A1a", 36)]))
    assert [issue.code for issue in bare.issues] == ["ZONE-ROW-NO-LAYER"]


def test_the_communes_of_an_old_decision_are_those_of_its_day(world: Registry, tmp_path: Path) -> None:
    """Before 1/7/2025 "xã Tân Dĩnh" is the old commune, a quarter of the one that bears its name today."""
    path = book(tmp_path / "l.xlsx", [(1, "xã Tân Dĩnh", "A1a", 36)])
    old = read_zone_rows(world, path, defaults=RowDefaults("planning", "QĐ 1/2021", "", dt.date(2021, 1, 1)))
    new = read_zone_rows(world, path, defaults=GIVEN)
    assert area(old.zones[0].geometry) < area(new.zones[0].geometry)
    assert old.zones[0].attributes is not None
    assert old.zones[0].attributes["made_of"] == ["Xã Tân Dĩnh (đến 30/06/2025)"]


def test_an_approximate_zone_never_refuses_on_its_own(own_world: Registry, tmp_path: Path) -> None:
    import_zone_rows(
        own_world,
        book(tmp_path / "l.xlsx", [(1, "xã Kép", "cấm", None)]),
        defaults=GIVEN,
        yes=True,
        who="test",
    )
    zone = context_for(own_world, FIRST).layer(Layer.PLANNING).zones[0]
    assert zone.error_m == 110.0


def test_the_command_takes_lists_and_map_files_alike(own_world: Registry, tmp_path: Path) -> None:
    listed = enter_zones(own_world, book(tmp_path / "l.xlsx", [(1, "xã Kép", "A1a", 36)]), GIVEN, who="lan")
    assert dict(listed.counts)["new"] == 1
    shapes = write_geojson(tmp_path / "z.geojson", [(square(106.3, 21.35), {"name": "Khu A"})])
    assert dict(enter_zones(own_world, shapes, GIVEN, who="lan").counts)["new"] == 1
    text = tmp_path / "l.csv"
    text.write_text("STT;Phạm vi\n1;xã Kép\n", encoding="utf-8")
    assert dict(enter_zones(own_world, text, GIVEN, who="lan").counts)["new"] == 1
    drawn = tmp_path / "w.csv"
    drawn.write_text(
        'id,WKT\n1,"POLYGON((106.3 21.3,106.31 21.3,106.31 21.31,106.3 21.3))"\n', encoding="utf-8"
    )
    assert dict(enter_zones(own_world, drawn, GIVEN, crs="EPSG:4326", who="lan").counts)["new"] == 1
    assert [batch.kind for batch in list_batches(own_world)].count("zones") == 2  # those of the world only


def test_a_list_without_extents_is_refused(world: Registry, tmp_path: Path) -> None:
    path = book(tmp_path / "l.xlsx", [("QĐ 1", "A1a")], ("Quyết định", "Loại cột"))
    with pytest.raises(RefusalError) as refusal:
        read_zone_rows(world, path, defaults=GIVEN)
    assert refusal.value.code == "ZONE-LIST-NO-EXTENT"
