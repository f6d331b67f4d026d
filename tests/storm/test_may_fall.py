"""The chance that a mast falls: what raises it, what is not known, and how few a warning singles out."""

import datetime as dt
import math
from dataclasses import replace
from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.storm.chances import exceeded, normal_integral
from registry.storm.exposure import StormExposure, expose
from registry.storm.hurts_dark import HurtsDark
from registry.storm.mast_facts import MastFacts
from registry.storm.masts import empty_text
from registry.storm.may_fall import MayFall, height_factor, load_factor
from registry.storm.weights import shipped_weights, weights_on
from tests.storm.tracks import masts_at, straight

WEIGHTS = weights_on(dt.date(2026, 11, 29))
WORDS = ("", "none", "minor", "serious", "urgent")


def test_the_normal_integral_is_that_of_the_library() -> None:
    z = np.linspace(-6, 6, 241)
    exact = np.array([0.5 * math.erfc(-value / math.sqrt(2)) for value in z])
    assert np.abs(normal_integral(z) - exact).max() < 2e-7


def words(*found: str) -> np.ndarray:
    made = empty_text(len(found))
    made[:] = found
    return made


@cache
def _swept(n: int, design_ms: float) -> StormExposure:
    return expose(straight(), masts_at([(106.2 + 0.001 * row, 21.2) for row in range(n)], design_ms))


def exposed(ratios: np.ndarray, design_ms: float = 50.0) -> StormExposure:
    """Masts whose gusts are these shares of their design gust."""
    found = _swept(len(ratios), design_ms)
    winds = replace(found.winds, gust_ms=ratios * design_ms, onset=np.zeros(len(ratios), dtype=np.int32))
    return replace(found, winds=winds)


def known(n: int) -> MastFacts:
    """Masts of which everything is known and nothing is wrong."""
    return replace(
        MastFacts.unknown(n), height_m=np.full(n, 10.0), load_percent=np.full(n, 80.0),
        age_years=np.full(n, 3.0), defects=words(*["none"] * n), inspected_months=np.full(n, 6.0),
        owner_inactive=words(*["no"] * n),
    )  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(st.floats(0.3, 1.6), st.floats(1.0, 4.0), st.sampled_from(WORDS), st.floats(0.0, 40.0))
def test_what_is_worse_never_lowers_the_chance(ratio: float, load: float, defect: str, age: float) -> None:
    exposure = exposed(np.array([ratio, ratio]))
    facts = replace(
        known(2), load_percent=np.array([80.0, 100 * load]), defects=words("none", defect or "none"),
        age_years=np.array([3.0, age]),
    )  # fmt: skip
    fall = MayFall(exposure, facts, WEIGHTS)
    assert fall.chance[1] >= fall.chance[0]


@settings(deadline=None, max_examples=50)
@given(st.floats(0.3, 1.6), st.lists(st.booleans(), min_size=5, max_size=5))
def test_what_is_not_known_widens_the_error_and_moves_nobody_over_one_half(
    ratio: float, told: list[bool]
) -> None:
    facts = known(2)
    unknown = MastFacts.unknown(2)
    names = ("load_percent", "defects", "age_years", "inspected_months", "height_m")
    hidden = {}
    for name, keep in zip(names, told, strict=True):
        column = getattr(facts, name).copy()
        if not keep:
            column[1] = getattr(unknown, name)[1]
        hidden[name] = column
    fall = MayFall(exposed(np.array([ratio, ratio])), replace(facts, **hidden), WEIGHTS)
    assert fall.ratio[0] == fall.ratio[1]
    assert fall.spread[1] >= fall.spread[0]
    assert (fall.chance[0] - 0.5) * (fall.chance[1] - 0.5) >= 0.0
    assert abs(fall.chance[1] - 0.5) <= abs(fall.chance[0] - 0.5) + 1e-9
    assert fall.flagged[0] == fall.flagged[1], "what nobody knows neither raises a warning nor hides one"


def test_a_leaning_mast_stands_above_every_sound_one_and_load_weighs() -> None:
    """S9: a 24 m roof pole stood third, and a load of three times the design added 4 %."""
    ratios = np.array([0.55, 1.05, 0.9, 0.9])
    facts = replace(
        known(4), defects=words("urgent", "none", "none", "none"),
        load_percent=np.array([80.0, 80.0, 80.0, 300.0]), height_m=np.array([42.0, 24.0, 24.0, 24.0]),
    )  # fmt: skip
    exposure = exposed(ratios)
    forms = words("guyed", "roof_pole", "roof_pole", "lattice")
    fall = MayFall(replace(exposure, masts=replace(exposure.masts, forms=forms)), facts, WEIGHTS)
    assert fall.order.tolist()[0] == 0
    assert fall.flagged.tolist() == [True, False, False, True]
    assert fall.terms["load"].factor[3] == np.sqrt(0.5 + 0.5 * 3)


def test_height_and_load_begin_at_ten_metres_and_at_the_design() -> None:
    assert height_factor(np.array([np.nan, 2.0, 10.0])).tolist() == [1.0, 1.0, 1.0]
    assert 1.0 < height_factor(np.array([42.0]))[0] < height_factor(np.array([100.0]))[0] < 1.12
    assert load_factor(np.array([np.nan, 40.0, 100.0]), 0.5).tolist() == [1.0, 1.0, 1.0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.floats(0.03, 0.30))
def test_a_warning_singles_out_where_a_tenth_sees_its_design_gust(seed: int, wide: float) -> None:
    """At most a quarter of the masts, in storms as even as Yagi and as uneven as a near landfall."""
    rng = np.random.default_rng(seed)
    n = 600
    ratios = np.exp(rng.normal(0.0, wide, n))
    ratios /= np.quantile(ratios, 0.9)  # a tenth of them at its design gust or more
    facts = replace(
        MastFacts.unknown(n), height_m=rng.uniform(15, 60, n), age_years=rng.uniform(0, 22, n),
        load_percent=rng.choice([33.0, 66.0, 100.0, 133.0, 200.0], n, p=[0.3, 0.3, 0.3, 0.07, 0.03]),
        inspected_months=np.where(rng.random(n) < 0.4, np.nan, rng.uniform(1, 50, n)),
        defects=rng.choice(words(*WORDS), n, p=[0.9, 0.06, 0.02, 0.015, 0.005]),
    )  # fmt: skip
    exposure = exposed(ratios)
    forms = rng.choice(words("guyed", "lattice", "monopole", "roof_pole"), n, p=[0.63, 0.2, 0.08, 0.09])
    fall = MayFall(replace(exposure, masts=replace(exposure.masts, forms=forms)), facts, WEIGHTS)
    assert abs((ratios >= 1.0).mean() - 0.1) < 0.01
    assert 0 < fall.flagged.mean() <= 0.25


def test_what_hangs_on_a_mast_and_what_it_lacks_make_it_hurt() -> None:
    n = 6
    exposure = exposed(np.full(n, 0.6))
    masts = replace(
        exposure.masts, commune=np.array([0, 1, 1, 1, 1, 1]), networks=np.array([1, 1, 1, 1, 1, 3]),
        operators=("VTL", "VNPT"),
    )  # fmt: skip
    facts = replace(
        known(n), hub=np.array([-1, 1, 0, 0, 0, 0], dtype=np.int8),
        generator=np.array([-1, -1, 0, 1, -1, -1], dtype=np.int8),
        places=np.array([np.nan, 0, 0, 0, 2, 0]),
    )  # fmt: skip
    dark = HurtsDark(MayFall(replace(exposure, masts=masts), facts, WEIGHTS))
    assert dark.values["only_mast"].factor.tolist() == [3.0, 1, 1, 1, 1, 1]
    assert dark.values["only_network"].factor.tolist() == [1.0, 1, 1, 1, 1, 1.4], "the only one of VNPT"
    assert dark.values["hub"].factor.tolist() == [1, 2.0, 1, 1, 1, 1]
    assert dark.values["places"].factor.tolist() == [1, 1, 1, 1, 2.0, 1]
    assert dark.chance[2] > dark.chance[3], "without a generator it goes dark sooner"
    assert dark.order.tolist()[:2] == [0, 1]
    assert (dark.chance >= dark.fall_chance).all()


def test_every_weight_has_its_reason_and_its_day() -> None:
    for item in shipped_weights():
        assert len(item.basis.vi) > 10
        assert len(item.basis.en) > 10
        assert item.value > 0
    assert abs(float(exceeded(np.array([1.0]), np.array([0.3]))[0]) - 0.5) < 1e-8
