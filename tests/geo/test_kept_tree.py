"""A tree of points that follows a few changes answers as one made anew."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import WrongCallError
from registry.geo.kept_tree import MOST_BESIDE, kept

COUNT = 40


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, COUNT - 1), st.booleans()), min_size=1, max_size=30), st.integers(0, 9)
)
def test_after_steps_it_answers_as_a_new_tree(steps: list[tuple[int, bool]], seed: int) -> None:
    draw = np.random.default_rng(seed)
    points = shapely.points(draw.uniform(0, 1_000, (COUNT, 2)))
    there = np.ones(COUNT, dtype=bool)
    tree, numbers = shapely.STRtree(points), np.arange(COUNT)
    for number, goes in steps:  # a point goes, or moves (and comes where it had gone)
        now = np.arange(COUNT)
        now[number] = -1
        there[number] = not goes
        points = points.copy()
        points[number] = shapely.Point(draw.uniform(0, 1_000, 2))
        fresh = np.array([] if goes else [number], dtype=np.int64)
        found = kept(tree, numbers, now, fresh, points, named=True)
        assert found is not None
        tree, numbers = found, found.numbers
    standing = np.flatnonzero(there)
    anew = shapely.STRtree(points[standing])
    probes = shapely.points(draw.uniform(0, 1_000, (7, 2)))
    at, item = anew.query(probes, "dwithin", 150.0)
    near = tree.query(probes, "dwithin", 150.0)
    assert near[0].tolist() == sorted(near[0].tolist())
    assert set(zip(*near.tolist(), strict=True)) == set(
        zip(at.tolist(), standing[item].tolist(), strict=True)
    )
    assert set(tree.query(probes[0], "dwithin", 300.0).tolist()) == set(
        standing[anew.query(probes[0], "dwithin", 300.0)].tolist()
    )
    pairs, metres = tree.query_nearest(probes)
    expected, apart = anew.query_nearest(probes, return_distance=True, all_matches=False)
    assert pairs[0].tolist() == expected[0].tolist()
    np.testing.assert_allclose(metres, apart)
    for probe in probes[:2]:
        near, far = tree.query_nearest(probe)
        assert near.shape == anew.query_nearest(probe, return_distance=True, all_matches=False)[0].shape
        np.testing.assert_allclose(far, anew.query_nearest(probe, return_distance=True, all_matches=False)[1])


def test_it_is_written_anew_where_too_much_changed_and_says_what_it_is_not_asked() -> None:
    points = shapely.points(np.arange(2.0 * MOST_BESIDE + 4).reshape(-1, 2))
    tree, numbers, none = shapely.STRtree(points), np.arange(len(points)), np.array([], dtype=np.int64)
    assert kept(tree, numbers, np.full(len(points), -1), none, points, named=True) is None
    assert kept(tree, numbers, numbers, np.arange(MOST_BESIDE + 1), points, named=True) is None
    found = kept(tree, numbers, numbers, none, points, named=True)
    assert found is not None
    with pytest.raises(WrongCallError):
        found.query_nearest(points, all_matches=True)
