"""How the report after a storm writes shares: as few digits as tell their interval, and never beside it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.services.storm.after_action.telling import Telling
from registry.storm.hits import share


@pytest.mark.parametrize(
    ("hits", "n", "told"),
    [
        (3, 20, "3/20 (15 %; 5–36 %)"),
        (1, 1574, "1/1.574 (0,1 %; 0,0–0,4 %)"),
        (0, 1574, "0/1.574 (0,0 %; 0,0–0,2 %)"),
        (0, 0, "0/0"),
    ],
)
def test_a_share_is_written_with_its_interval(hits: int, n: int, told: str) -> None:
    assert Telling("vi").share(share(hits, n)) == told


@given(st.integers(0, 3000), st.integers(1, 3000))
def test_a_share_is_never_written_outside_its_interval(hits: int, others: int) -> None:
    told = Telling("en").share(share(hits, hits + others))
    value, low, high = (float(one) for one in re.findall(r"[\d.]+(?= %|–)", told.split("(")[1]))
    assert low <= value <= high
    assert low < high
