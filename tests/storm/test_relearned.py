"""Weights proposed from storms on record: shrunk towards the present ones, with interval, or not at all."""

import numpy as np

from registry.storm.relearned import LEAST_CASES, Seen, proposals

NAMES, PRESENT, SPREADS = ("guyed", "old", "rare"), (1.10, 1.12, 1.25), (0.08, 0.08, 0.12)


def storms(n: int, true: tuple[float, ...], seed: int = 3) -> Seen:
    """Masts that fail by other weights than the present ones."""
    rng = np.random.default_rng(seed)
    features = (rng.random((n, 3)) < np.array([0.6, 0.3, 2.0 / n])).astype(float)
    bare = np.exp(rng.normal(-0.25, 0.15, n))
    spread = np.full(n, 0.3)
    truth = np.log(bare) + features @ np.log(np.array(true))
    failed = truth + rng.normal(0.0, 0.3, n) > 0
    return Seen(bare * np.exp(features @ np.log(np.array(PRESENT))), spread, failed, features)


def test_many_cases_find_the_weight_that_made_them_within_the_interval() -> None:
    true = (1.35, 1.02, 1.25)
    guyed, old, rare = proposals(storms(6000, true), NAMES, PRESENT, SPREADS)
    for found, truth in ((guyed, true[0]), (old, true[1])):
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low <= truth <= found.high
        assert found.low < found.value < found.high
    assert guyed.value is not None
    assert guyed.value > PRESENT[0] + 0.1
    assert (rare.value, rare.low, rare.high) == (None, None, None), "two masts teach nothing"
    assert rare.cases < LEAST_CASES


def test_few_cases_move_a_weight_little_and_say_so_by_a_wide_interval() -> None:
    true = (1.6, 1.12, 1.25)
    few, many = (proposals(storms(n, true), NAMES, PRESENT, SPREADS)[0] for n in (90, 6000))
    assert few.value is not None
    assert many.value is not None
    assert abs(few.value - PRESENT[0]) < abs(many.value - PRESENT[0])
    assert few.high is not None
    assert few.low is not None
    assert many.high is not None
    assert many.low is not None
    assert few.high / few.low > many.high / many.low


def test_no_storm_on_record_proposes_nothing() -> None:
    none = np.zeros(0)
    found = proposals(Seen(none, none, np.zeros(0, dtype=bool), np.zeros((0, 3))), NAMES, PRESENT, SPREADS)
    assert [(one.value, one.cases, one.masts) for one in found] == [(None, 0, 0)] * 3
