"""Windows on outside cable: what the box narrows is what shapely finds, and own plant stays apart."""

import datetime as dt
import random

import pytest
import shapely

from registry.model.cables import CableNode, CableSegment, Mount, PlantState
from registry.store import batches, ledger
from registry.store.cables.cables import (
    complete_lists,
    node_row,
    nodes_of_codes,
    route_id,
    segment_row,
    segments_by_id,
)
from registry.store.cables.routes import Filter, count_routes, routes_page
from registry.store.cables.tables import cable_nodes, cable_routes, cable_segments
from registry.store.cables.windows import all_lines, count_lines, lines_in, points_in
from registry.store.changes import create
from registry.store.database import Database

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
        assert nodes_of_codes(connection, "VNPT", ["C1", "C2"])["C1"].id == "a"
        # another owner's code is taken where it is the only one of that name
        assert nodes_of_codes(connection, "VNPT", ["C1", "C2"])["C2"].id == "c"
        assert "C1" not in nodes_of_codes(connection, "VMS", ["C1"])


def test_a_complete_list_counts_until_its_batch_is_undone(database: Database) -> None:
    with database.write() as connection:
        batches.open_batch(connection, kind="init", who="t")
        batch = batches.open_batch(
            connection, kind="cables", who="t", options={"complete_for": "VNPT", "list_date": "2026-11-01"}
        )
        assert complete_lists(connection) == {"VNPT": dt.date(2026, 11, 1)}
        batches.undo(connection, batch.id, who="t")
        assert complete_lists(connection) == {}
