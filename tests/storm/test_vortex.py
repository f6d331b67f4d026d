"""The published formulas against values worked out by hand (each line of arithmetic is written beside it)."""

import numpy as np
import pytest

from registry.errors import WrongCallError
from registry.storm import exposures, scales, vortex
from registry.storm.units import KNOT_MS, NAUTICAL_MILE_M, length_m, speed_ms


def test_wind_of_a_pressure_is_atkinson_and_hollidays() -> None:
    # 6.7 x 60^0.644 kt; ln 60 = 4.094345, x 0.644 = 2.636758, e^ = 13.9678; x 6.7 = 93.584 kt
    assert float(vortex.wind_from_pressure(950.0)) == pytest.approx(93.584 * KNOT_MS, rel=1e-4)
    assert float(vortex.wind_from_pressure(1010.0)) == 0.0
    assert float(vortex.wind_from_pressure(1015.0)) == 0.0
    assert float(vortex.pressure_from_wind(93.584 * KNOT_MS)) == pytest.approx(950.0, abs=0.01)


def test_radius_of_the_strongest_wind_is_willoughbys() -> None:
    # 46.4 km x exp(-0.0155 x 40 + 0.0169 x 21) = 46.4 x exp(-0.2651) = 46.4 x 0.76713
    assert float(vortex.radius_of_strongest_m(40.0, 21.0)) == pytest.approx(35_595, abs=5)


def test_b_is_hollands_of_2008() -> None:
    # x = 0.6 (1 - 60/215) = 0.432558; 5^x = 2.006060; -0.1584 + 0.6 - 0.294 + 0.15 x 2.006060 + 1
    assert float(vortex.holland_b(950.0, 21.0, 5.0)) == pytest.approx(1.448509, abs=1e-5)
    assert float(vortex.holland_b(1009.9, 59.0, 0.0)) == vortex.LEAST_B


def test_profile_is_hollands_of_2010() -> None:
    # (1/2)^1.5 = 0.353553; x e^(1 - 0.353553) = 0.353553 x 1.908747 = 0.674844; to the power 0.5
    assert float(vortex.holland_profile(60e3, 30e3, 1.5)) == pytest.approx(0.821489, abs=1e-5)
    assert float(vortex.holland_profile(60e3, 30e3, 1.5, 1.0)) == pytest.approx(0.674844, abs=1e-5)
    assert float(vortex.holland_profile(30e3, 30e3, 1.5)) == pytest.approx(1.0)
    assert float(vortex.holland_profile(0.0, 30e3, 1.5)) == 0.0


def test_the_fitted_exponent_brings_the_profile_through_the_radius() -> None:
    x = vortex.fitted_x(200e3, 0.4, 30e3, 1.5)
    # ln 0.4 / ln[(0.15)^1.5 e^(1 - 0.15^1.5)] = -0.916291 / (-2.845680 + 0.941905)
    assert x == pytest.approx(0.481304, abs=1e-4)
    assert float(vortex.holland_profile(200e3, 30e3, 1.5, x)) == pytest.approx(0.4)


def test_decay_over_land_is_kaplan_and_demarias() -> None:
    # 26.7 + (0.9 x 80 - 26.7) e^(-0.095 x 12) = 26.7 + 45.3 x 0.319819 = 41.1878 kt
    assert float(vortex.decayed_wind(80 * KNOT_MS, 12.0)) == pytest.approx(41.1878 * KNOT_MS, rel=1e-5)
    assert float(vortex.decayed_wind(80 * KNOT_MS, 0.0)) == pytest.approx(80 * KNOT_MS)
    assert float(vortex.decayed_wind(20 * KNOT_MS, 12.0)) == pytest.approx(
        18 * KNOT_MS
    )  # weaker than vb already


def test_factors_of_the_ground_belong_to_one_turbulence() -> None:
    # in-land: z0 = 10 e^(-1/0.25) = 0.183156; c_r = 0.19 x 3.66313^0.07 x 4 = 0.832304
    # sea: 0.19 x 0.06^0.07 x ln(10/0.003) = 0.19 x 0.821234 x 8.111728 = 1.265709; 0.832304 / 1.265709
    assert exposures.mean_factor(exposures.IN_LAND) == pytest.approx(0.657579, abs=2e-5)
    # Harper et al. 2010, table 1.1: a 3 s gust is 1.66 of the 10-minute mean in-land, 1.23 at sea
    assert exposures.felt(exposures.IN_LAND).gust == pytest.approx(0.657579 * 1.66, abs=1e-4)
    assert exposures.felt(exposures.AT_SEA).gust == pytest.approx(1.23)
    # the same table for 1 and 2 minute means: 1.66/1.49 and 1.66/1.55 lie near 1.21/1.12's order
    assert exposures.to_averaging(30.0, 60, 600, exposures.IN_LAND) == pytest.approx(30 / 1.21)
    assert exposures.to_averaging(30.0, 600, 60, exposures.AT_SEA) == pytest.approx(30 * 1.05)
    order = [exposures.mean_factor(name) for name in exposures.CLASSES]
    assert order == sorted(order, reverse=True)  # the rougher, the weaker
    assert all(
        exposures.averaging_factor(3, name) > exposures.averaging_factor(60, name)
        for name in exposures.CLASSES
    )
    with pytest.raises(WrongCallError):
        exposures.averaging_factor(17, exposures.AT_SEA)


def test_beaufort_levels_agree_with_the_kmh_that_bulletins_print() -> None:
    # bulletins: 8 (62-74), 10 (89-102), 12 (118-133), 14 (150-166), 16 (184-201) km/h
    for level, low, high in ((8, 62, 74), (10, 89, 102), (12, 118, 133), (14, 150, 166), (16, 184, 201)):
        assert scales.level_of(low / 3.6) == level
        assert scales.level_of(high / 3.6) == level
        assert low < scales.middle_of(level) * 3.6 < high
    assert scales.level_of(90.0) == 17
    assert scales.levels_of([np.nan, 0.0, 17.1, 17.2]).tolist() == [0, 0, 7, 8]
    assert all(scales.level_of(scales.least_of(level)) == level for level in range(18))


@pytest.mark.parametrize(
    ("level", "region", "expected"),
    [
        (7, "", 0),
        (8, "", 3),
        (11, "", 3),
        (12, "", 4),
        (15, "", 4),
        (16, "", 5),
        (14, "viet_bac", 5),
        (13, "viet_bac", 4),
    ],
)
def test_disaster_level_by_region(level: int, region: str, expected: int) -> None:
    found = scales.disaster_level(level, region)
    assert found.level == expected
    assert not found.verified  # the annex with the provinces of each region was not read


def test_an_unknown_region_is_a_wrong_call() -> None:
    with pytest.raises(WrongCallError):
        scales.disaster_level(9, "nam_bo")


@pytest.mark.parametrize(("value", "unit", "ms"), [(100, "kt", 51.4444), (36, "km/h", 10.0), (5, "m/s", 5.0)])
def test_units_of_speed(value: float, unit: str, ms: float) -> None:
    assert speed_ms(value, unit) == pytest.approx(ms, abs=1e-3)
    assert length_m(1, "nmi") == NAUTICAL_MILE_M
