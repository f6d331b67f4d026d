"""Both lists held against seeded failures of another mechanism; docs/storm-ranking.md has the whole of it."""

import numpy as np
import pytest

from registry.services.office.registry import Registry
from tests.storm_backtest import auc, measured, more_known, rested_on, scores, tenth_at_design

WORLDS = 12


def test_the_area_under_the_curve_is_the_share_of_pairs_in_order() -> None:
    score, failed = np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, False, True, False])
    assert auc(score, failed) == (1 + 1 + 0.5 + 1) / 4
    assert np.isnan(auc(score, np.zeros(4, dtype=bool)))


def test_the_lists_order_seeded_failures_better_than_chance_and_the_warning_singles_out(
    demo_registry: Registry,
) -> None:
    plain = rested_on(demo_registry)
    assert scores(plain)[2].flagged.mean() < 0.05, "Yagi: 55 % were warned of before"
    storm = plain.scaled(tenth_at_design(plain))
    assert (storm.exposure.ratio >= 1.0).mean() == pytest.approx(0.1, abs=0.01)
    for rested in (storm, more_known(storm)):
        assert 0.05 < scores(rested)[2].flagged.sum() / len(rested.exposure) <= 0.25
        fell, _count, caught = measured(rested, lambda one: one.fell, worlds=WORLDS)
        assert fell["may fall"].low > 0.55, "better than chance, with its whole interval"
        assert fell["may fall"].middle > fell["gust alone"].middle
        assert fell["may fall"].middle >= fell["the one ranking of before"].middle
        assert caught > 1.4 * scores(rested)[2].flagged.mean(), "more of the fallen than by lot"
    missed, _count, _caught = measured(storm, lambda one: one.missed, worlds=WORLDS)
    assert missed["hurts dark"].low > 0.75
    assert missed["hurts dark"].low > missed["the one ranking of before"].high
