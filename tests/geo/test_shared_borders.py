"""Lines that neighbours share: exact there and back, thinned as far as was asked, without gap or overlap."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.geo.shared_borders import furthest_m, read_line, shared_borders, thinned, written

EPSG = 9214
DEGREE_M = 111_320.0


def land(seed: int, side: int = 24) -> list[shapely.Geometry]:
    """Areas of small cells with moved corners, which touch without gap; the last lies inside another."""
    rng = np.random.default_rng(seed)
    corners = np.stack(np.meshgrid(np.arange(side + 1), np.arange(side + 1), indexing="ij"), axis=-1) * 200
    corners = (corners + rng.integers(-80, 80, corners.shape) + (106_000_000, 21_200_000)) / 1e6
    cells = np.array(
        [
            shapely.Polygon([corners[i, j], corners[i + 1, j], corners[i + 1, j + 1], corners[i, j + 1]])
            for i in range(side)
            for j in range(side)
        ]
    )
    middles = shapely.get_coordinates(shapely.centroid(cells))
    seeds = rng.choice(middles, 6, replace=False)
    owner = np.argmin(np.linalg.norm(middles[:, None] - seeds[None], axis=2), axis=1)
    inside = next(  # a cell whose eight neighbours are one area's
        at
        for at in rng.permutation(side * side)
        if 0 < at // side < side - 1
        and 0 < at % side < side - 1
        and len({owner[at + i * side + j] for i in (-1, 0, 1) for j in (-1, 0, 1)}) == 1
    )
    owner[inside] = 6
    return [shapely.coverage_union_all(cells[owner == one]) for one in range(7)]


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_areas_come_back_as_they_were(seed: int) -> None:
    shapes = land(seed)
    borders = shared_borders(shapes)
    for before, after in zip(shapes, borders.shapes(), strict=True):
        assert shapely.equals(before, after)
        assert set(map(tuple, shapely.get_coordinates(before).tolist())) == set(
            map(tuple, shapely.get_coordinates(after).tolist())
        )
    outer = shapely.coverage_union_all(shapes).length
    inner = sum(before.length for before in shapes) - outer
    held = sum(shapely.LineString(line / 1e6).length for line in borders.lines)
    assert held == pytest.approx(outer + inner / 2, rel=1e-9)  # each once


@given(st.integers(0, 10_000), st.sampled_from((1.0, 5.0, 20.0)))
@settings(max_examples=15, deadline=None)
def test_thinning_moves_nothing_further_than_asked_and_parts_nobody(seed: int, within_m: float) -> None:
    before = shared_borders(land(seed))
    after = thinned(before, within_m, EPSG)
    shapes = after.shapes()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(shapes).all()
    for was, now in zip(before.shapes(), shapes, strict=True):
        points = shapely.points(shapely.get_coordinates(was))
        assert (
            shapely.distance(now.boundary, points).max() * DEGREE_M <= within_m * 1.08
        )  # degrees of latitude
    assert furthest_m(before, after, EPSG) <= within_m
    if within_m >= 5.0:
        assert after.points() < before.points()


def test_what_overlaps_in_the_file_keeps_all_its_points() -> None:
    shapes = land(1)
    west, south, east, north = shapes[1].bounds
    over = shapely.union(shapes[0], shapely.box(west, south, (west + east) / 2, north))
    before = shared_borders([over, *shapes[1:]])
    after = thinned(before, 20.0, EPSG)
    assert shapely.equals_identical(after.shapes()[0], before.shapes()[0])
    assert after.points() < before.points()


@given(
    st.lists(
        st.tuples(st.integers(-180_000_000, 180_000_000), st.integers(-90_000_000, 90_000_000)), min_size=1
    )
)
def test_a_line_comes_back_from_its_text(points: list[tuple[int, int]]) -> None:
    line = np.array(points, dtype=np.int64)
    assert (read_line(written(line)) == line).all()


def test_the_text_is_the_polyline_of_its_inventor() -> None:
    # the first two points of the example on the algorithm's page, whose steps are hundred thousandths
    assert written(np.array([(3850000, -12020000), (4070000, -12095000)])) == "_p~iF~ps|U_ulLnnqC"
