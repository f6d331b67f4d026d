"""The ground near a row is laid first: the place found there is the one that the whole circle would show."""

from typing import Any

import numpy as np
import pytest
import shapely

from registry.appraisal import verdict
from registry.law import law_in_force
from registry.model.findings import Verdict
from registry.siting.curves import segments_of
from registry.siting.judging import judge
from registry.siting.nearest import NEAR_M, nearest_place
from tests.scale import PROVINCE, scale_context, scale_proposals


def test_a_search_that_looks_near_first_finds_what_one_circle_laid_at_once_shows() -> None:
    """A radius below NEAR_M is laid in one go; 40 refused rows among dense masts and zones of every layer."""
    context = scale_context(3_000, 400, box=PROVINCE)
    law = law_in_force(context.province, context.as_of)
    refused = [
        row
        for row in scale_proposals(150, box=PROVINCE)
        if verdict(judge(row, [], context, law)) is Verdict.REFUSE
    ][:40]
    compared = 0
    for row in refused:
        _, move = nearest_place(row, [], context, law)
        at_once = nearest_place(row, [], context, law, radius_m=NEAR_M - 2)[1]
        if move is None or move.distance_m > NEAR_M - 3:
            assert at_once is None or (at_once.strict, at_once.clear) < (True, True)
            continue
        assert at_once == move
        compared += 1
    assert compared >= 10


@pytest.mark.parametrize("lines", [shapely.MultiLineString([]), shapely.Polygon().boundary])
def test_no_lines_have_no_segments(lines: Any) -> None:
    assert segments_of(lines, (0.0, 0.0), 10.0).shape == (0, 4)


def test_segments_are_those_of_each_line_by_itself() -> None:
    """The end of one line is not joined to the beginning of the next."""
    draw = np.random.default_rng(3)
    lines = [shapely.LineString(draw.uniform(-50, 50, (n, 2))) for n in (2, 5, 3)]
    one_by_one = np.concatenate([segments_of(line, (0.0, 0.0), 1e3) for line in lines])
    assert segments_of(shapely.MultiLineString(lines), (0.0, 0.0), 1e3).tolist() == one_by_one.tolist()
    assert len(one_by_one) == 1 + 4 + 2
