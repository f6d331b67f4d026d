"""Risk: parts with weights, what is not known beside the score, and never in it."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import WrongCallError
from registry.safety.risk import parts, score

N = 200_000
NOTHING = {part.code: [None] if part.values is not None else [np.nan] for part in parts()}
WORST = {
    "form": "guyed",
    "age": 30.0,
    "height": 100.0,
    "structural_inspection": 60.0,
    "defects": "urgent",
    "wind": 20.0,
    "load": 300.0,
    "disused_building": "yes",
    "fall_circle": "houses",
    "owner_inactive": "yes",
}


def test_the_weights_add_up_to_a_hundred_and_the_worst_mast_has_them_all() -> None:
    assert sum(part.weight for part in parts()) == 100
    assert score({code: [value] for code, value in WORST.items()}).total.tolist() == [100.0]


def test_what_is_not_known_is_no_risk_and_is_named() -> None:
    found = score(NOTHING)
    assert found.total.tolist() == [0.0]
    assert found.unknown_points.tolist() == [100.0]
    assert found.missing(0) == tuple(part.code for part in parts())


@given(st.sets(st.sampled_from(sorted(WORST))))
def test_learning_more_never_lowers_a_score_and_moves_points_from_unknown_to_known(known: set[str]) -> None:
    some = score({code: [WORST[code]] if code in known else NOTHING[code] for code in WORST})
    assert some.total[0] + some.unknown_points[0] == pytest.approx(100.0)
    assert set(some.missing(0)) == set(WORST) - known


@given(st.floats(0, 60), st.floats(0, 60))
def test_an_older_mast_is_never_less_at_risk(one: float, other: float) -> None:
    younger, older = sorted((one, other))
    found = score({**{code: values * 2 for code, values in NOTHING.items()}, "age": [younger, older]})
    assert found.total[0] <= found.total[1]


def test_a_word_that_nobody_knows_is_not_known() -> None:
    assert np.isnan(score({**NOTHING, "form": ["balloon"]}).share).all()


def test_a_part_that_nobody_measured_is_a_wrong_call() -> None:
    with pytest.raises(WrongCallError, match="age"):
        score({code: values for code, values in NOTHING.items() if code != "age"})


def test_two_hundred_thousand_masts_take_a_moment() -> None:
    rng = np.random.default_rng(1)
    words = {part.code: list(part.values) for part in parts() if part.values is not None}
    measured = {
        part.code: rng.choice(np.array(words[part.code], dtype=object), N)
        if part.code in words
        else rng.uniform(0, 100, N)
        for part in parts()
    }
    began = time.process_time()
    assert len(score(measured).total) == N
    assert time.process_time() - began < 3.0
