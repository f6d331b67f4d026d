"""Roads as a graph: the nearest one, distances by road, one-way streets, and the net between places."""

import math
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.basemap.road_search import distances, neighbours, net_between, path_between
from registry.basemap.roads import FARTHEST_M, Roads, read_roads
from registry.errors import RefusalError

LON, LAT = 106.2, 21.28
STEP = 0.01
"""Degrees between crossings of the grid of these tests: about 1,040 m to the east, 1,107 m to the north."""


def roads_of(
    nodes: list[tuple[float, float]], edges: list[tuple[int, int]], *, oneway: dict[int, int] | None = None,
    kind: dict[int, int] | None = None,
) -> Roads:  # fmt: skip
    """A graph whose edges are as long as the straight line on its own plane."""
    lon, lat = (np.array(values, dtype=float) for values in zip(*nodes, strict=True))
    a, b = (np.array(values, dtype=np.int64) for values in zip(*edges, strict=True))
    made = Roads(
        lon, lat, a, b, np.zeros(len(a)),
        np.array([(kind or {}).get(edge, 5) for edge in range(len(a))], dtype=np.int64),
        np.array([(oneway or {}).get(edge, 0) for edge in range(len(a))], dtype=np.int64),
    )  # fmt: skip
    flat = made.flat(lon, lat)
    made.metres[:] = np.hypot(*(flat[a] - flat[b]).T)
    return made


def at(east: float, north: float) -> tuple[float, float]:
    return (LON + east * STEP, LAT + north * STEP)


def grid(size: int, **more: dict[int, int]) -> Roads:
    """Crossings ``size`` by ``size``, numbered row by row from the south-west."""
    nodes = [at(east, north) for north in range(size) for east in range(size)]
    edges = [(n, n + 1) for n in range(size * size) if (n + 1) % size]
    edges += [(n, n + size) for n in range(size * size - size)]
    return roads_of(nodes, edges, **more)


def side(roads: Roads) -> tuple[float, float]:
    east, north = roads.plane
    return east * STEP, north * STEP


def test_a_place_meets_the_nearest_road_in_the_middle_of_an_edge() -> None:
    roads = grid(2)
    (snap,) = roads.snap([at(0.25, 0.05)])
    assert snap is not None
    assert (snap.edge, snap.along) == (0, pytest.approx(0.25))
    assert snap.off_m == pytest.approx(0.05 * side(roads)[1])


def test_a_place_far_from_every_road_meets_none_and_has_no_way() -> None:
    roads = grid(2)
    beyond = (FARTHEST_M + 50) / side(roads)[1]
    assert roads.snap([at(0.5, -beyond)]) == [None]
    found = distances(roads, [at(0, 0), at(0.5, -beyond)])
    assert np.isnan(found[0, 1])
    assert np.isnan(found[1, 0])
    assert path_between(roads, at(0, 0), at(0.5, -beyond)) is None


def test_nobody_gets_on_in_the_middle_of_a_motorway_but_ways_lead_over_it() -> None:
    roads = roads_of(
        [at(0, 0), at(1, 0), at(2, 0), at(3, 0), at(1.5, 0.8)], [(0, 1), (1, 2), (2, 3), (1, 4)],
        kind={1: 0},
    )  # fmt: skip
    (snap,) = roads.snap([at(1.5, 0.01)])
    assert snap is not None
    assert snap.edge != 1
    assert distances(roads, [at(0, 0), at(3, 0)])[0, 1] == pytest.approx(3 * side(roads)[0])


def test_distances_follow_the_roads_and_count_the_way_to_them() -> None:
    roads = grid(3)
    east, north = side(roads)
    found = distances(roads, [at(0.5, 0.01), at(2, 1.5), at(0.75, 0)])
    assert found[0, 1] == pytest.approx(1.5 * east + 1.5 * north + 0.01 * north, abs=0.05)
    assert found[0, 2] == pytest.approx(0.25 * east + 0.01 * north, abs=0.05)  # on the same edge
    assert found == pytest.approx(found.T)
    assert np.diag(found).tolist() == [0, 0, 0]


def test_a_one_way_street_is_gone_round_on_the_way_back() -> None:
    roads = grid(2, oneway={0: 1})
    east, north = side(roads)
    found = distances(roads, [at(0, 0), at(1, 0)])
    assert found[0, 1] == pytest.approx(east, abs=0.05)
    assert found[1, 0] == pytest.approx(east + 2 * north, abs=0.05)
    within = distances(roads, [at(0.2, 0), at(0.6, 0)])
    assert within[0, 1] == pytest.approx(0.4 * east, abs=0.05)
    assert within[1, 0] == pytest.approx(1.6 * east + 2 * north, abs=0.05)


def test_the_way_runs_along_the_bends_of_the_road() -> None:
    roads = roads_of([at(0, 0), at(1, 0.2), at(2, -0.2), at(3, 0)], [(0, 1), (2, 1), (2, 3)])
    line = path_between(roads, at(0, 0), at(3, 0))
    assert line is not None
    assert line == pytest.approx(np.array([at(0, 0), at(1, 0.2), at(2, -0.2), at(3, 0)]))
    back = path_between(roads, at(3, 0), at(0, 0))
    assert back == pytest.approx(line[::-1])


def test_the_net_holds_what_leads_between_the_places_joined_between_them() -> None:
    roads = roads_of(
        [at(0, 0), at(1, 0), at(2, 0), at(2, 1), at(3, 0), at(1, 1)],
        [(0, 1), (1, 2), (2, 3), (2, 4), (1, 5)],
    )
    places = [at(0, 0), at(3, 0), at(2, 1)]  # the street to (1, 1) is a dead end for all of them
    net = net_between(roads, places)
    assert len(net.edges) == 3
    assert net.nodes == 4
    assert net.length_m == pytest.approx(3 * side(roads)[0] + side(roads)[1])
    bend = next(edge for edge in net.edges if len(edge[4]) == 3)  # over the crossing that is none any more
    assert bend[2] == pytest.approx(2 * side(roads)[0])
    assert [place is not None and place[1] < 0.01 for place in net.places] == [True, True, True]


def test_places_on_one_corner_and_a_ring_without_a_crossing_are_no_trouble() -> None:
    ring = roads_of([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], [(0, 1), (1, 2), (2, 3), (3, 0)])
    east, north = side(ring)
    found = distances(ring, [at(0, 0), at(0, 0), at(0.9, 1)])
    assert found[0, 1] == pytest.approx(0, abs=0.02)
    assert found[0, 2] == pytest.approx(north + 0.9 * east, abs=0.05)
    assert len(net_between(ring, [at(0, 0), at(0.9, 1)]).places) == 2


def test_every_place_hangs_together_with_all_others() -> None:
    """Also where each group has neighbours enough of its own."""
    west = np.array([[x, y] for x in range(4) for y in range(4)], dtype=float) * 100
    pairs = neighbours(np.vstack((west, west + 50_000)))
    graph = nx.Graph([(row, column) for row, found in enumerate(pairs) for column in found])
    assert nx.is_connected(graph)
    assert all(row in pairs[column] for row, found in enumerate(pairs) for column in found)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_distances_are_those_of_a_plain_search_and_the_net_keeps_them(seed: int) -> None:
    chance = np.random.default_rng(seed)
    size = 5
    whole = grid(size)
    kept = np.flatnonzero(chance.uniform(size=len(whole.a)) < 0.75)
    ways = {row: int(chance.choice([-1, 0, 0, 1])) for row in range(len(kept))}
    nodes = list(zip(whole.lon.tolist(), whole.lat.tolist(), strict=True))
    roads = roads_of(nodes, [(int(whole.a[e]), int(whole.b[e])) for e in kept], oneway=ways)
    joined = chance.choice(np.unique(np.concatenate((roads.a, roads.b))), size=4, replace=False)
    places = [nodes[node] for node in joined]
    plain = nx.DiGraph()
    for row, (a, b, metres) in enumerate(zip(roads.a, roads.b, roads.metres, strict=True)):
        if ways[row] >= 0:
            plain.add_edge(int(a), int(b), weight=metres)
        if ways[row] <= 0:
            plain.add_edge(int(b), int(a), weight=metres)
    found, net = distances(roads, places), net_between(roads, places)
    inside = nx.MultiDiGraph()
    inside.add_nodes_from(range(net.nodes))
    for a, b, metres, way, line in net.edges:
        flat = roads.flat(*line.T)
        assert np.hypot(*np.diff(flat, axis=0).T).sum() == pytest.approx(metres, abs=0.5)
        if way >= 0:
            inside.add_edge(a, b, weight=metres)
        if way <= 0:
            inside.add_edge(b, a, weight=metres)
    for row, start in enumerate(joined):
        known = nx.single_source_dijkstra_path_length(plain, int(start)) if start in plain else {}
        place = net.places[row]
        assert place is not None
        held = nx.single_source_dijkstra_path_length(inside, place[0])
        for column, end in enumerate(joined):
            there = net.places[column]
            assert there is not None
            if row == column:
                continue
            expected = known.get(int(end), math.nan)
            assert found[row, column] == pytest.approx(expected, abs=0.5, nan_ok=True)
            assert held.get(there[0], math.nan) == pytest.approx(expected, abs=0.5, nan_ok=True)


def test_roads_are_read_back_and_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    roads = grid(3)
    path = tmp_path / "roads.npz"
    arrays = {
        "lon": roads.lon, "lat": roads.lat, "a": roads.a.astype("int32"), "b": roads.b.astype("int32"),
        "metres": roads.metres.astype("float32"), "kind": roads.kind.astype("uint8"),
        "oneway": roads.oneway.astype("int8"),
    }  # fmt: skip
    np.savez_compressed(path, **arrays)
    assert distances(read_roads(path), [at(0, 0), at(2, 2)])[0, 1] == pytest.approx(
        2 * sum(side(roads)), rel=1e-6
    )
    broken = {"b": arrays["b"] + 9, "metres": arrays["metres"][1:], "lon": arrays["lon"] * np.nan}
    for name, values in broken.items():
        np.savez_compressed(path, **{**arrays, name: values})
        with pytest.raises(RefusalError) as refused:
            read_roads(path)
        assert refused.value.code == "BASEMAP-ROADS"
    for content in (b"", b"PK\x03\x04 half of one", b"no roads at all"):
        path.write_bytes(content)
        with pytest.raises(RefusalError, match="BASEMAP-ROADS"):
            read_roads(path)
