"""The graph keeps what matters of roads: which meet, how long they are, and which way they go."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, box

from registry.basemap.extract import Extract
from registry.basemap.gathering import Gathering
from registry.basemap.road_graph import road_graph
from registry.basemap.schema import COAST, of_area, of_point, of_way
from registry.geo.crs import GEOD
from tests.basemap.small_osm import GROUND, SmallOsm, written

_SPOT = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda at: (106 + at[0] / 500, 21 + at[1] / 500))
_ROAD = st.lists(_SPOT, min_size=2, max_size=6)


def _plain(lines: list[list[tuple[float, float]]]) -> nx.Graph:
    graph = nx.Graph()
    for line in lines:
        for a, b in pairwise(line):
            if a != b:
                graph.add_edge(a, b, weight=GEOD.inv(*a, *b)[2])
    return graph


@settings(max_examples=60, deadline=None)
@given(st.lists(_ROAD, min_size=1, max_size=6))
def test_ways_are_as_long_as_along_the_drawn_roads(lines: list[list[tuple[float, float]]]) -> None:
    expected = _plain(lines)
    arrays = road_graph([LineString(line) for line in lines], [5] * len(lines), [None] * len(lines))
    places = [(round(x, 7), round(y, 7)) for x, y in zip(arrays["lon"], arrays["lat"], strict=True)]
    found = nx.Graph()
    for a, b, metres in zip(arrays["a"], arrays["b"], arrays["metres"], strict=True):
        known = found.get_edge_data(places[a], places[b])
        if known is None or metres < known["weight"]:
            found.add_edge(places[a], places[b], weight=float(metres))
    ends = [(round(x, 7), round(y, 7)) for line in lines for x, y in (line[0], line[-1])]
    by_place = {(round(x, 7), round(y, 7)): (x, y) for x, y in expected.nodes}
    for start in ends:
        if start not in by_place:
            continue
        lengths = nx.single_source_dijkstra_path_length(expected, by_place[start])
        ways = nx.single_source_dijkstra_path_length(found, start)
        for end in ends:
            if end in by_place and by_place[end] in lengths:
                assert ways[end] == pytest.approx(lengths[by_place[end]], rel=0.002, abs=0.5)
            elif end in by_place:
                assert end not in ways


def test_direction_and_class_follow_each_piece() -> None:
    cross = LineString([(106.0, 21.01), (106.01, 21.01), (106.02, 21.01)])
    back = MultiLineString([[(106.01, 21.02), (106.01, 21.01)], [(106.01, 21.01), (106.01, 21.0)]])
    arrays = road_graph([cross, back], [1, 4], [None, "-1"])
    single = arrays["oneway"] == 1
    assert single.sum() == 2
    assert np.all(arrays["kind"][single] == 4)
    assert np.all(arrays["kind"][~single] == 1)
    assert np.all(arrays["lat"][arrays["a"][single]] < arrays["lat"][arrays["b"][single]])
    assert {array.dtype.name for array in arrays.values()} == {"float64", "int32", "float32", "uint8", "int8"}


def test_no_road_at_all_is_an_empty_graph() -> None:
    assert {name: len(array) for name, array in road_graph([], [], []).items()} == dict.fromkeys(
        ("lon", "lat", "a", "b", "metres", "kind", "oneway"), 0
    )


_VALUES = """
yes no residential motorway_link water river forest coastline administrative 4 rail town hospital -1
multipolygon
"""
_KEYS = """
highway railway waterway natural landuse leisure building amenity place name name:vi ref oneway bridge
population boundary admin_level water military area junction office service access religion
"""
_VALUE = st.sampled_from([*_VALUES.split(), "", "ĐT.295;QL.1", "12 000", "\u200b", "x" * 300])
_TAGS = st.dictionaries(st.sampled_from(_KEYS.split()), _VALUE, max_size=6)


@settings(max_examples=200, deadline=None)
@given(_TAGS, st.booleans())
def test_any_tags_are_drawn_or_passed_over(tags: dict[str, str], closed: bool) -> None:
    for kind in (*of_way(tags, closed=closed), *of_area(tags), *of_point(tags)):
        assert kind.min_zoom is None or 6 <= kind.min_zoom <= 15
        assert kind.properties["kind"]
        assert all(0 < len(str(value)) <= 120 for value in kind.properties.values())


_NEAR = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(
    lambda at: (106.05 + at[0] / 30, 21.15 + at[1] / 30)
)
_WAY = st.tuples(st.lists(_NEAR, max_size=7), st.booleans(), _TAGS)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(_WAY, max_size=6),
    st.lists(st.tuples(st.lists(st.integers(1, 8), max_size=4), _TAGS), max_size=3),
)
def test_crossed_and_broken_shapes_break_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    ways: list[tuple[list[tuple[float, float]], bool, dict[str, str]]],
    relations: list[tuple[list[int], dict[str, str]]],
) -> None:
    osm = SmallOsm()
    for points, closed, tags in ways:
        osm.way([*points, *points[:1]] if closed else points)
        osm.ways[-1][1].update({key: value for key, value in tags.items() if "\u200b" not in value})
    for members, tags in relations:
        osm.relation([(ref, "outer") for ref in members], type="multipolygon")
        osm.relations[-1][1].update(tags)
    source = written(osm.text(), tmp_path_factory.mktemp("odd") / "odd.osm")
    area = GROUND.area()
    gathering = Gathering(area)
    for feature in Extract(source, (106.0, 21.1, 106.2, 21.3)).features():
        gathering.add(feature)
    gathering.settle()
    wide = area.buffer(1e-6)
    for layer in (one for name, one in gathering.layers.items() if name != COAST):
        for shape in layer.shapes:
            assert shape.within(wide)
            assert shape.is_valid
            assert not shape.is_empty
    for band in gathering.bands():
        assert len(band.frame)
        assert box(*band.frame.total_bounds).within(box(*wide.bounds))
