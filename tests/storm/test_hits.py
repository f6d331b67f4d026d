"""How well a list foretold what happened: against counting pairs, and what few cases leave unsaid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.storm.hits import LEAST, area, hits, share


@given(st.lists(st.booleans(), min_size=2, max_size=80))
def test_the_area_is_the_share_of_pairs_in_the_right_order(found: list[bool]) -> None:
    flags = np.array(found)
    told = area(flags)
    if min(flags.sum(), (~flags).sum()) < LEAST:
        assert told is None
        return
    pairs = [(i, j) for i in np.flatnonzero(flags) for j in np.flatnonzero(~flags)]
    assert told is not None
    assert told.value == pytest.approx(sum(i < j for i, j in pairs) / len(pairs))
    assert 0 <= told.low <= told.value <= told.high <= 1


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_share_lies_within_its_interval(some: int, others: int) -> None:
    told = share(some, some + others)
    if not some + others:
        assert (told.value, told.low) == (None, None)
        return
    assert told.value is not None
    assert told.low is not None
    assert told.high is not None
    assert told.low - 1e-9 <= told.value <= told.high + 1e-9
    assert told.high - told.low > 0


def test_the_first_of_a_list_are_counted_against_chance() -> None:
    flags = np.zeros(100, dtype=bool)
    flags[[0, 3, 7, 50]] = True
    told = hits(flags)
    assert [(top.n, top.share.hits) for top in told.tops] == [(20, 3), (50, 3), (100, 4)]
    assert told.tops[0].lift == pytest.approx((3 / 20) / (4 / 100))
    assert told.area is None  # four cases say nothing of an order
    assert hits(np.zeros(30, dtype=bool)).tops[0].lift is None
