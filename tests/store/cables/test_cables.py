"""Windows on outside cable: what the box narrows is what shapely finds, and own plant stays apart."""

import datetime as dt
import random

import pytest
import shapely

from registry.errors import RefusalError
from registry.model.cables import CableNode, CableSegment, Mount, PlantState
from registry.store import batches, ledger
from registry.store.cables.cables import (
    complete_lists,
    find_node,
    find_segment,
    node_row,
    nodes_of_codes,
    route_id,
    segment_row,
    segments_by_id,
    standing_segments,
)
from registry.store.cables.routes import Filter, count_routes, routes_page
from registry.store.cables.tables import cable_nodes, cable_routes, cable_segments, cable_troubles
from registry.store.cables.troubles import get_area, get_trouble, sources_of, trouble_from
from registry.store.cables.windows import all_lines, count_lines, lines_in, node_ids_near, points_in
from registry.store.changes import create
from registry.store.database import Database
from registry.store.reading import keys_held

N = 120


@pytest.fixture
def filled(database: Database) -> tuple[Database, dict[str, CableSegment]]:
    """120 segments of two owners along random lines; every seventh retired, every fifth shared with VMS."""
    chance = random.Random(3)
    segments: dict[str, CableSegment] = {}
    for n in range(N):
        owner = "VNPT" if n % 2 else "VTL"
        lon, lat = 106 + chance.random() * 0.1, 21 + chance.random() * 0.1
        line = shapely.LineString([(lon, lat), (lon + 0.002, lat + 0.001), (lon + 0.003, lat)])
        segments[f"s{n:03d}"] = CableSegment(
            id=f"s{n:03d}", route=route_id(owner, "T"), code=f"T/{n}", owner=owner, geometry=line,
            mount=list(Mount)[n % 3], state=PlantState.RETIRED if n % 7 == 0 else PlantState.IN_SERVICE,
            operators=("VMS",) if n % 5 == 0 else (), spare=None if n % 4 == 0 else n % 4 - 1, length_m=300.0,
        )  # fmt: skip
    changes = [
        create(cable_routes, {"id": route_id(o, "T"), "code": "T", "owner": o, "name": f"Tuyến {o}"})
        for o in ("VNPT", "VTL")
    ]
    changes += [create(cable_segments, segment_row(item)) for item in segments.values()]
    with database.write() as connection:
        ledger.record(connection, changes, who="t", batch="B1")
    return database, segments


def test_a_window_holds_what_shapely_finds_in_it(filled: tuple[Database, dict[str, CableSegment]]) -> None:
    database, segments = filled
    box = (106.02, 21.03, 106.06, 21.08)
    area = shapely.box(*box)
    standing = [item for item in segments.values() if item.state is not PlantState.RETIRED]
    expected = {item.code for item in standing if area.intersects(shapely.box(*item.geometry.bounds))}
    assert 5 < len(expected) < N
    with database.read() as connection:
        found = lines_in(connection, box)
        numbers = found.number.tolist()
        rows = connection.execute(cable_segments.select().where(cable_segments.c.fid.in_(numbers))).mappings()
        by_number = {row["fid"]: row for row in rows}
        kept = segments_by_id(connection, [by_number[number]["id"] for number in numbers])
        everything = sum(len(mounts) for mounts, _ in all_lines(connection))
        total = count_lines(connection)
    shapes = shapely.from_wkb(found.wkb)
    drawn = {item.code: shape for item, shape in zip(kept, shapes, strict=True)}
    assert expected <= set(drawn)  # R*Tree keeps 32-bit numbers: a metre more may come along
    assert len(drawn) <= len(expected) + 2
    for item, spare in zip(kept, found.spare.tolist(), strict=True):
        assert shapely.set_srid(drawn[item.code], 0).equals_exact(segments[item.id].geometry, 1e-12)
        assert spare == (-1 if item.spare is None else int(item.spare > 0))
    assert everything == total == len(standing)


def test_own_plant_is_what_one_owns_or_hangs_on(filled: tuple[Database, dict[str, CableSegment]]) -> None:
    database, segments = filled
    standing = [item for item in segments.values() if item.state is not PlantState.RETIRED]
    with database.read() as connection:
        for organisation in ("VNPT", "VMS", "V_S", "%"):
            own = sum(organisation == item.owner or organisation in item.operators for item in standing)
            assert count_lines(connection, organisation) == own, organisation


def test_routes_are_listed_with_what_stands_of_them(
    filled: tuple[Database, dict[str, CableSegment]],
) -> None:
    database, segments = filled
    with database.read() as connection:
        lines = routes_page(connection, Filter(), 0, 10)
        assert [line.route.owner for line in lines] == ["VNPT", "VTL"]
        for line in lines:
            own = [
                item
                for item in segments.values()
                if item.owner == line.route.owner and item.state is not PlantState.RETIRED
            ]
            assert (line.segments, line.spare_unknown) == (len(own), sum(i.spare is None for i in own))
            assert line.length_m == pytest.approx(300.0 * len(own))
        assert count_routes(connection, Filter(asked="tuyến vtl")) == 1
        assert count_routes(connection, Filter(own="VMS")) == 2
        assert count_routes(connection, Filter(own="GTEL")) == 0


def test_nodes_are_found_by_place_and_by_their_owners_code(database: Database) -> None:
    nodes = [
        CableNode("a", "C1", "pole_own", "VNPT", 106.1, 21.1),
        CableNode("b", "C1", "pole_own", "VTL", 106.2, 21.2),
        CableNode("c", "C2", "chamber", "VTL", 106.3, 21.3),
    ]
    with database.write() as connection:
        ledger.record(
            connection, [create(cable_nodes, node_row(item)) for item in nodes], who="t", batch="B1"
        )
    with database.read() as connection:
        assert list(points_in(connection, (106.05, 21.05, 106.25, 21.25)).kind) == ["pole_own"] * 2
        assert node_ids_near(connection, (106.1, 21.1, 106.2, 21.2)) == ["a", "b"]  # edges are in
        assert node_ids_near(connection, (106.1 + 1e-9, 21.1, 106.2, 21.2)) == ["b"]  # 0.1 mm is out
        found = find_node(connection, "b")
        assert found is not None
        assert found.code == "C1"
        assert find_node(connection, found.number) == found
        assert find_node(connection, "none") is None
        assert find_node(connection, 99) is None
        assert nodes_of_codes(connection, "VNPT", ["C1", "C2"])["C1"].id == "a"
        # another owner's code is taken where it is the only one of that name
        assert nodes_of_codes(connection, "VNPT", ["C1", "C2"])["C2"].id == "c"
        assert "C1" not in nodes_of_codes(connection, "VMS", ["C1"])


def test_a_segment_is_found_by_id_or_number(filled: tuple[Database, dict[str, CableSegment]]) -> None:
    database, segments = filled
    with database.read() as connection:
        found = find_segment(connection, "s003")
        assert found is not None
        assert found.code == "T/3"
        assert find_segment(connection, found.number) == found
        assert find_segment(connection, "none") is None
        own = sorted(
            key for key, item in segments.items()
            if item.owner == "VTL" and item.state is not PlantState.RETIRED
        )  # fmt: skip
        assert sorted(standing_segments(connection, "VTL")) == own
        assert keys_held(connection, cable_segments, ["s003", "none", "s000"]) == {"s003", "s000"}


def test_a_trouble_is_known_by_what_told_of_it(database: Database) -> None:
    row = {
        "id": "t1", "kind": "low_cable", "state": "fixed", "alternative": False,
        "detected_at": "2026-05-12T08:00:00+07:00", "source": "inspection",
        "source_ref": "d1", "at": "2026-05-12T01:00:00.000Z",
    }  # fmt: skip
    with database.write() as connection:
        ledger.record(connection, [create(cable_troubles, row)], who="t", batch="B1")
        assert trouble_from(connection, "inspection", "d1") == "t1"
        assert trouble_from(connection, "field_report", "d1") is None
        assert sources_of(connection) == {("inspection", "d1")}
        assert get_trouble(connection, "t1").source_ref == "d1"
        with pytest.raises(RefusalError, match="CABLE-TROUBLE-UNKNOWN"):
            get_trouble(connection, "none")
        with pytest.raises(RefusalError, match="UNDERGROUND-UNKNOWN"):
            get_area(connection, "none")


def test_a_complete_list_counts_until_its_batch_is_undone(database: Database) -> None:
    with database.write() as connection:
        batches.open_batch(connection, kind="init", who="t")
        batch = batches.open_batch(
            connection, kind="cables", who="t", options={"complete_for": "VNPT", "list_date": "2026-11-01"}
        )
        assert complete_lists(connection) == {"VNPT": dt.date(2026, 11, 1)}
        batches.undo(connection, batch.id, who="t")
        assert complete_lists(connection) == {}
