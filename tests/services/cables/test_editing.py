"""Outside cable edited by hand, seen in tiles, found near a place: nothing lost, nothing of others shown."""

import datetime as dt
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.geo.lines import length_m, lengths_m, side_by_side, split_at
from registry.geo.tiles import box_of, pixels
from registry.model.cables import Mount, PlantState, TroubleKind
from registry.model.field.field_reports import CitizenReportKind
from registry.model.people import Person, Role
from registry.services.cables import editing, tiles, undergrounding
from registry.services.cables import overview as cable_overview
from registry.services.cables.checking import check_line, check_route
from registry.services.cables.overview import BASE, overview
from registry.services.cables.sources import follow, told, trouble_of_report
from registry.services.cables.tiles import EXTENT, cable_tile
from registry.services.cables.troubles import fix_trouble, open_trouble, trouble_line, trouble_lines
from registry.services.office.calendar import now, today
from registry.services.office.registry import Registry, open_registry
from registry.services.public.citizen_reports import report, take_report
from registry.services.public.joining import join
from registry.services.register.verify import verify
from registry.settings import Settings
from registry.store.cables.routes import Filter, routes_page
from registry.store.cables.tables import cable_segments
from tests.services.requests.desk import LAT, LON

LINE = shapely.LineString([(LON, LAT), (LON + 0.0005, LAT), (LON + 0.001, LAT + 0.0002)])
COLUMNS = {"owner": "VNPT", "mount": "aerial", "code": "T/1", "spare": 3, "capacity": 8, "unit": "places"}


def drawn(registry: Registry, shape: Any = LINE, **columns: Any) -> str:
    return editing.draw_segment(registry, {**COLUMNS, **columns}, shape, route_code="T", who="lan")


def test_a_segment_is_drawn_moved_divided_and_retired_and_all_of_it_is_kept(either_office: Registry) -> None:
    office = either_office
    one = drawn(office)
    found, route = editing.get_segment(office, one)  # type: ignore[misc]  # it is there
    assert (route.code, found.length_m) == ("T", pytest.approx(length_m(LINE), abs=0.01))
    moved = shapely.LineString([(LON, LAT), (LON + 0.0005, LAT + 0.0001), (LON + 0.001, LAT + 0.0002)])
    editing.change_segment(office, one, {"spare": None}, seen=found.version, who="hoa", shape=moved)
    found, _ = editing.get_segment(office, one)  # type: ignore[misc]  # as above
    assert (found.spare, found.geometry.coords[1][1]) == (None, pytest.approx(LAT + 0.0001))
    two = editing.divide_segment(office, one, 1, seen=found.version, who="hoa")
    first, second = (editing.get_segment(office, key)[0] for key in (one, two))  # type: ignore[index]  # as above
    assert first.geometry.coords[-1] == second.geometry.coords[0]
    assert (second.code, second.capacity, second.route) == ("T/1-2", 8, route.id)
    with pytest.raises(RefusalError, match="CABLE-DIVIDE-WHERE"):
        editing.divide_segment(office, two, 1, seen=second.version, who="hoa")
    with pytest.raises(RefusalError, match="CABLE-RETIRE-REASON"):
        editing.retire(office, "segment", two, seen=second.version, who="hoa", reason=" ")
    editing.retire(office, "segment", two, seen=second.version, who="hoa", reason="đã hạ ngầm")
    second = editing.get_segment(office, two)[0]  # type: ignore[index]  # never lost
    assert (second.state, second.retired_on) == (PlantState.RETIRED, today())
    assert "đã hạ ngầm" in second.note
    assert [entry.who for entry in editing.history(office, "cable_segments", one)] == ["lan", "hoa", "hoa"]
    assert verify(office).problems == ()


def test_the_second_of_two_editors_is_told_and_nothing_of_the_first_is_overwritten(office: Registry) -> None:
    one = drawn(office)
    seen = editing.get_segment(office, one)[0].version  # type: ignore[index]  # it is there
    editing.change_segment(office, one, {"spare": 1}, seen=seen, who="lan")
    with pytest.raises(RefusalError) as refused:
        editing.change_segment(office, one, {"spare": 2}, seen=seen, who="hoa")
    assert (refused.value.code, refused.value.params["by"]) == ("CHANGED-MEANWHILE", "lan")
    assert editing.get_segment(office, one)[0].spare == 1  # type: ignore[index]  # as above


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "CABLE-NO-LINE"),
        (shapely.Point(LON, LAT), "CABLE-NO-LINE"),
        (shapely.LineString([(LON, LAT), (LON + 1e-7, LAT)]), "CABLE-LENGTH"),
        (shapely.LineString([(LON, LAT), (LON + 1, LAT)]), "CABLE-LENGTH"),
    ],
)
def test_what_is_no_line_is_refused(office: Registry, shape: Any, code: str) -> None:
    with pytest.raises(RefusalError, match=code):
        drawn(office, shape)


def test_what_is_near_a_place_is_found_a_pole_before_its_line(office: Registry) -> None:
    drawn(office)
    node = editing.add_node(
        office, {"owner": "VNPT", "kind": "pole_own", "code": "C1", "lon": LON + 0.0005, "lat": LAT}, who="t"
    )
    near = editing.nearest_plant(office, LON + 0.00051, LAT + 0.00001)
    assert [item.kind for item in near] == ["node", "segment"]
    assert near[0].id == node
    assert near[0].distance_m == pytest.approx(1.5, abs=0.3)
    assert editing.nearest_plant(office, LON, LAT + 0.01) == []


def test_a_trouble_is_linked_followed_and_repaired_once(office: Registry) -> None:
    drawn(office)
    pole = editing.add_node(
        office, {"owner": "VTL", "kind": "pole_own", "code": "C9", "lon": LON + 0.0008, "lat": LAT}, who="t"
    )
    seen = now() - dt.timedelta(hours=13)
    kinds = ((TroubleKind.LEANING_POLE, "a"), (TroubleKind.BROKEN_CABLE, "b"), (TroubleKind.LOW_CABLE, "c"))
    made = [
        open_trouble(
            office, kind, detected_at=seen, lon=LON + 0.0006, lat=LAT, who="t", source="field_report",
            source_ref=ref,
        )
        for kind, ref in kinds
    ]  # fmt: skip
    again = open_trouble(
        office, TroubleKind.LEANING_POLE, detected_at=now(), who="t", source="field_report", source_ref="a"
    )
    assert again == made[0]
    first, second, _third = (trouble_line(office, key) for key in made)
    assert (first.trouble.node, first.trouble.owner, first.plant) == (pole, "VTL", "C9")
    assert (second.trouble.node, second.trouble.owner, second.plant) == ("", "VNPT", "T/1")
    lines = trouble_lines(office)
    assert [line.clock.group for line in lines] == ["over", "fine", "none"]
    assert [line.trouble.owner for line in trouble_lines(office, owner="VTL")] == ["VTL"]
    fix_trouble(office, made[1], fixed_at=now(), remedy="nối lại", seen=1, who="t")
    assert trouble_line(office, made[1]).clock.group == "late"
    with pytest.raises(RefusalError, match="CABLE-TROUBLE-TURNED"):
        fix_trouble(office, made[0], fixed_at=seen - dt.timedelta(days=1), remedy="", seen=1, who="t")
    with pytest.raises(RefusalError, match="CABLE-TROUBLE-AHEAD"):
        open_trouble(office, TroubleKind.OTHER, detected_at=now() + dt.timedelta(days=1), who="t")


def test_a_citizens_report_of_a_low_cable_is_followed_once(office: Registry) -> None:
    drawn(office)
    reported = take_report(
        office, kind=CitizenReportKind.LOW_CABLE, words="Cáp võng trước cổng", position=(LON + 0.0006, LAT)
    )
    take_report(office, kind=CitizenReportKind.FENCE, words="Hàng rào hỏng", position=(LON, LAT))
    (waiting,) = told(office)
    assert (waiting.source, waiting.kind) == ("field_report", TroubleKind.LOW_CABLE)
    made = follow(office, "field_report", reported.id, who="t")
    line = trouble_line(office, made)
    assert (line.plant, line.trouble.owner, line.trouble.source_ref) == ("T/1", "VNPT", reported.id)
    assert told(office) == []
    with pytest.raises(RefusalError, match="CABLE-TROUBLE-UNKNOWN"):
        follow(office, "field_report", reported.id, who="t")


def test_a_pole_that_a_citizen_calls_broken_is_a_broken_one(office: Registry) -> None:
    for words, place in (("Cột treo cáp gãy gập", "a"), ("Cột nghiêng, sắp đổ", "b"), ("cot bi gay", "c")):
        take_report(office, kind=CitizenReportKind.POLE, words=words, place=f"thôn {place}")
    broken, leaning = TroubleKind.BROKEN_POLE, TroubleKind.LEANING_POLE
    assert [item.kind for item in told(office)] == [broken, leaning, broken]


@pytest.mark.parametrize(
    "words",
    [
        "cot nghieng gay nguy hiem", "Cột nghiêng, có nguy cơ gãy đổ", "Cột sắp gãy", "sợ cột gãy lúc bão",
        "cột có thể gãy", "Cột chưa gãy nhưng nghiêng nhiều", "cot nghieng da gay mat an toan",
        "cot chua bi do", "so cot bi do luc bao", "cot nghieng de bi do",
    ],
)  # fmt: skip
def test_a_pole_that_may_break_is_not_called_broken(office: Registry, words: str) -> None:
    take_report(office, kind=CitizenReportKind.POLE, words=words, place="thôn a")
    assert [item.kind for item in told(office)] == [TroubleKind.LEANING_POLE]


@pytest.mark.parametrize(
    "words", ["cot so 5 bi do", "cot gan chua bi do", "cot tren de bi do roi", "Cột cạnh chùa bị đổ"]
)
def test_a_number_a_dyke_or_a_pagoda_is_no_doubt_that_a_pole_fell(office: Registry, words: str) -> None:
    take_report(office, kind=CitizenReportKind.POLE, words=words, place="thôn a")
    assert [item.kind for item in told(office)] == [TroubleKind.BROKEN_POLE]


def test_citizens_reports_of_one_cable_are_one_trouble_with_its_place_and_no_telephone(
    office: Registry,
) -> None:
    low = CitizenReportKind.LOW_CABLE
    first = take_report(office, kind=low, words="Cáp sát đất, gọi 0987 654 321", place="cổng chợ Chũ")
    alike = take_report(office, kind=low, words="Cáp thấp quá", place="Cổng chợ Chũ")
    other = take_report(office, kind=low, words="Cáp đứt", place="sau trường")
    join(office, first.id, {first.id: first.version, other.id: other.version}, who="t")
    (waiting,) = told(office)
    assert (waiting.ref, waiting.note) == (first.id, f"{first.number}, cổng chợ Chũ: Cáp sát đất, gọi •••")
    made = follow(office, "field_report", first.id, who="t")
    assert told(office) == []
    assert trouble_of_report(office, report(office, other.id), ()) == made
    assert trouble_of_report(office, report(office, alike.id), ()) == ""
    assert trouble_of_report(office, report(office, first.id), ()) == made


def test_an_area_lists_the_aerial_lines_still_in_it(office: Registry) -> None:
    drawn(office)
    drawn(office, code="T/2", mount="duct")
    made = undergrounding.add_area(
        office, shapely.box(LON - 0.001, LAT - 0.001, LON + 0.0005, LAT + 0.001), name="Trung tâm",
        decision="QĐ 5", due_on=today(), who="t",
    )  # fmt: skip
    (left,) = undergrounding.aerial_in(office, undergrounding.get_area(office, made))
    assert left.segment.code == "T/1"
    assert left.inside_m == pytest.approx(51.9, abs=0.5)
    assert undergrounding.aerial_in(office, undergrounding.get_area(office, made), "VTL") == []
    with pytest.raises(RefusalError, match="UNDERGROUND-NO-AREA"):
        undergrounding.add_area(office, LINE, name="x", decision="", due_on=None, who="t")


# ---- tiles ----
@pytest.fixture(scope="module")
def demo(
    copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Registry]:
    with closing(open_registry(copy_demo(tmp_path_factory.mktemp("cáp") / "home"))) as opened:
        yield opened


def read(content: bytes) -> dict[str, Any]:
    """Decode a tile of lines as its script does, from the form's description alone."""
    magic, form, kind, extent, n, points, m = struct.unpack_from("<4sBBHIII", content)
    assert (magic, form, extent) == (b"BTSL", 1, EXTENT)
    at = 20
    found: dict[str, Any] = {"pixels": kind == 1}
    columns = (
        [("at", "<u2", n), ("mask", "u1", n)] if kind == 1 else
        [("number", "<u4", n), ("node", "<u4", m), ("count", "<u2", n), ("x", "<i2", points),
         ("y", "<i2", points), ("nx", "<i2", m), ("ny", "<i2", m), ("style", "u1", n), ("kind", "u1", m)]
    )  # fmt: skip
    for name, dtype, count in columns:
        found[name] = np.frombuffer(content, dtype=dtype, count=count, offset=at)
        at += found[name].nbytes
    assert at == len(content)
    return found


def tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int, int]:
    x, y = (axis / 256 for axis in pixels(np.array([lon]), np.array([lat]), zoom))
    return zoom, int(x[0]), int(y[0])


def busiest(registry: Registry) -> tuple[float, float]:
    with registry.database.read() as connection:
        row = connection.execute(
            cable_segments.select().where(cable_segments.c.code.like("%QL31-01/040"))
        ).first()
    assert row is not None
    return row.west, row.south


@pytest.mark.parametrize("zoom", [10, 14, 16])
def test_a_tile_has_the_lines_where_they_lie_to_a_pixels_eighth(demo: Registry, zoom: int) -> None:
    place = tile_at(*busiest(demo), zoom)
    tile = read(cable_tile(demo, *place)[0])
    assert len(tile["number"]) > 3
    assert bool(len(tile["node"])) is (zoom == 16)
    ends = np.cumsum(tile["count"])
    for number, end, count in zip(
        tile["number"].tolist(), ends.tolist(), tile["count"].tolist(), strict=True
    ):
        segment = editing.get_segment(demo, number)[0]  # type: ignore[index]  # a tile names what is there
        xy = shapely.get_coordinates(segment.geometry)
        px, py = pixels(xy[:, 0], xy[:, 1], zoom)
        own = slice(end - count, end)
        for axis, values, start in ((px, tile["x"], place[1]), (py, tile["y"], place[2])):
            off = values[own][[0, -1]] / (EXTENT / 256) + start * 256 - axis[[0, -1]]
            assert np.abs(off).max() <= 0.0625 + 1e-6
    with pytest.raises(RefusalError, match="WEB-NOT-FOUND"):
        cable_tile(demo, 3, 9, 0)


def test_a_carriers_tiles_hold_its_own_plant_only(demo: Registry) -> None:
    place = tile_at(*busiest(demo), 14)
    everything = set(read(cable_tile(demo, *place)[0])["number"].tolist())
    for owner in ("VNPT", "VTL", "GTEL"):
        own = set(read(cable_tile(demo, *place, owner)[0])["number"].tolist())
        segments = [editing.get_segment(demo, number)[0] for number in everything]  # type: ignore[index]  # as above
        expected = {s.number for s in segments if owner == s.owner or owner in s.operators}
        assert own == expected, owner


def test_the_overview_kept_in_step_is_the_one_built_anew(
    copy_demo: Callable[[Path], Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cable_overview, "KEPT_FROM", 1)
    with closing(open_registry(copy_demo(tmp_path / "home"))) as register:
        before = overview(register)
        assert before.grid.any()
        version, grid = before.version, before.grid.copy()
        lon, lat = busiest(register)
        long = shapely.LineString([(lon, lat), (lon + 0.05, lat + 0.03)])
        made = drawn(register, long, mount="buried", owner="VTL")
        held = overview(register)
        assert held is before  # brought up, not built
        assert held.version != version
        assert (held.grid & 4).sum() > (grid & 4).sum()
        editing.retire(register, "segment", made, seen=1, who="t", reason="thử")
        after = overview(register).grid.copy()
        assert np.array_equal(after, grid)
        register.cache.clear()  # as after a restart: from the file on disk, brought up again
        assert np.array_equal(overview(register).grid, grid)
        register.cache.clear()
        cable_overview._path(register, None).unlink()
        assert np.array_equal(overview(register).grid, grid)
        for zoom in (12, 9, 7):  # a coarser pixel holds what any of its finer ones does
            place = tile_at(lon, lat, zoom)
            coarse, scale = overview(register).tile(*place), 2 ** (BASE - zoom)
            west, south, east, north = box_of(*place)
            (x0, x1), (y0, y1) = pixels(np.array([west, east]), np.array([north, south]), BASE)
            rows = np.arange(round(y0), round(y1)) - before.y0 * 256
            columns = np.arange(round(x0), round(x1)) - before.x0 * 256
            inside = (rows[:, None] >= 0) & (rows[:, None] < grid.shape[0])
            inside = inside & (columns >= 0) & (columns < grid.shape[1])
            fine = np.where(inside, grid[np.clip(rows, 0, grid.shape[0] - 1)[:, None],
                                         np.clip(columns, 0, grid.shape[1] - 1)], 0)  # fmt: skip
            joined = np.bitwise_or.reduce(fine.reshape(256, scale, 256, scale), axis=(1, 3))
            assert np.array_equal(coarse, joined), zoom


# ---- checks over the register ----
def test_a_new_line_beside_a_standing_one_is_found_in_the_register(demo: Registry) -> None:
    with demo.database.read() as connection:
        line = routes_page(connection, Filter(asked="VNPT-QL31-01"), 0, 5)[0]
        rows = connection.execute(
            cable_segments.select()
            .where(cable_segments.c.route == line.route.id)
            .order_by(cable_segments.c.code)
        ).fetchall()
    starts = [row.geometry.coords[0] for row in rows[9:24]]
    beside = shapely.LineString([(lon, lat + 0.00003) for lon, lat in starts])
    viewer = Person("o", frozenset({Role.APPRAISER}))
    found = check_line(demo, beside, Mount.AERIAL,
                       "VTL", viewer=viewer, facts={"accuracy_m": 2.0})  # fmt: skip
    first = next(item for item in found if item.rule == "CAB-01")
    assert (first.outcome, first.related) == ("fail", "VNPT-QL31-01")
    assert first.evidence is not None
    assert first.evidence["type"] in ("LineString", "MultiLineString")
    carrier = Person("v", frozenset({Role.CARRIER}), "VTL")
    masked = check_line(demo, beside, Mount.AERIAL,
                        "VTL", viewer=carrier, facts={"accuracy_m": 2.0})  # fmt: skip
    hidden = next(item for item in masked if item.rule == "CAB-01")
    assert (hidden.outcome, hidden.related, hidden.evidence) == ("fail", None, None)
    assert "VNPT-QL31" not in str(hidden)
    groups = check_route(demo, line.route, viewer=viewer)
    assert [mount.value for mount, _ in groups] == ["aerial"]
    assert not [
        item for item in groups[0][1] if item.related == "VNPT-QL31-01"
    ]  # itself is not its neighbour


# ---- geometry ----
@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(106, 107), st.floats(21, 22)), min_size=2, max_size=8, unique=True),
    st.integers(0, 6),
)
def test_lengths_of_many_lines_are_those_of_each_and_parts_add_up(
    points: list[tuple[float, float]], at: int
) -> None:
    line = shapely.LineString(points)
    assert lengths_m([line, LINE, line]).tolist() == pytest.approx(
        [length_m(line), length_m(LINE), length_m(line)]
    )
    if 0 < at < len(points) - 1:
        one, two = split_at(line, at)
        assert length_m(one) + length_m(two) == pytest.approx(length_m(line))


@pytest.mark.parametrize(("turn", "along"), [(0, True), (20, True), (60, False), (90, False)])
def test_a_line_runs_beside_another_in_its_direction_only(turn: int, along: bool) -> None:
    line = shapely.LineString([(0, 0), (400, 0)])
    other = shapely.affinity.rotate(shapely.LineString([(0, 2), (400, 2)]), turn)
    assert (side_by_side(line, other, 30.0).overlap_m > 40) is along


def test_a_far_tile_of_many_segments_gives_its_pixels_back(
    demo: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "FEW", 10)  # as if the demo's segments were a million
    demo.cache.pop("cable-tiles", None)
    place = tile_at(*busiest(demo), 11)
    tile = read(cable_tile(demo, *place)[0])
    demo.cache.pop("cable-tiles", None)
    assert tile["pixels"]
    flat = np.zeros(256 * 256, dtype=np.uint8)
    flat[np.cumsum(tile["at"].astype(np.int64))] = tile["mask"]
    assert flat.any()
    assert np.array_equal(flat.reshape(256, 256), overview(demo).tile(*place))
