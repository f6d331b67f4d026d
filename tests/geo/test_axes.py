"""The axis of a road drawn as a band is the line that the band was drawn about."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from registry.geo.axes import axes_of, stretch

turns = st.lists(st.floats(-0.5, 0.5), min_size=2, max_size=9)


def winding(bends: list[float], step: float = 800.0) -> shapely.LineString:
    heading = np.cumsum([0.0, *bends])
    return shapely.LineString(
        np.vstack([[0, 0], np.cumsum(step * np.column_stack([np.cos(heading), np.sin(heading)]), axis=0)])
    )


@given(turns, st.floats(6, 40))
def test_the_axis_of_a_band_runs_midway(bends: list[float], width: float) -> None:
    line = winding(bends)
    (found,) = axes_of([line.buffer(width / 2, cap_style="flat")])
    assert found.half_width_m == pytest.approx(width / 2, rel=0.05)
    assert found.line.length == pytest.approx(line.length, rel=0.03)
    assert shapely.hausdorff_distance(found.line, line, densify=0.05) < 2 * width + 5


def test_pieces_that_meet_end_to_end_are_one_road_and_others_stay_apart() -> None:
    line = winding([0.1, 0.2, -0.1])
    half = line.length / 2
    pieces = [stretch(line, 0, half), stretch(line, half, line.length)]
    assert len(axes_of([piece.buffer(5, cap_style="flat") for piece in pieces])) == 1
    assert len(axes_of(list(pieces))) == 1
    far = shapely.LineString([(0, 5000), (900, 5000)])
    assert len(axes_of([line.buffer(5), far.buffer(5)])) == 2


def test_a_stretch_is_the_same_in_either_order_and_stays_on_its_line() -> None:
    line = shapely.LineString([(0, 0), (1000, 0)])
    assert stretch(line, 800, 200).equals(stretch(line, 200, 800))
    assert stretch(line, -50, 300).length == pytest.approx(300)
    assert stretch(line, 900, 5000).length == pytest.approx(100)
