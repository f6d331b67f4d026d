"""From a 10-minute mean over the sea to what is felt elsewhere: averaging periods, gusts and roughness.

Two published things are put together so that mean and gust belong to the same ground:

* gust factors over the 10-minute mean by class of exposure: Harper, Kepert & Ginger 2010, "Guidelines for
  converting between various wind averaging periods in tropical cyclone conditions", WMO/TD-No. 1555, table
  1.1. Each class has a turbulence intensity at 10 m;
* the mean at 10 m over ground of roughness z0: EN 1991-1-4:2005, 4.3.2, c_r = k_r ln(z / z0) with
  k_r = 0.19 (z0 / 0.05 m)^0.07. The roughness of a class follows from its turbulence, I = 1 / ln(z / z0)
  (the same standard, 4.4).

Over land ("in-land") the mean is so 0.66 of that over the sea, and the gust 0.89 of the gust at sea.
"""

from functools import cache
from math import exp, log
from typing import NamedTuple

from registry.errors import WrongCallError
from registry.storm.constants import model

AT_SEA, OFF_SEA, OFF_LAND, IN_LAND = "at_sea", "off_sea", "off_land", "in_land"
CLASSES = (AT_SEA, OFF_SEA, OFF_LAND, IN_LAND)
GUST_S, BULLETIN_S, BASE_S = 3, 120, 600
_HEIGHT_M = 10.0


class Felt(NamedTuple):
    """Factors on the 10-minute mean over the sea: for the 2-minute mean and for the 3 s gust."""

    mean: float
    gust: float


@cache
def averaging_factor(seconds: int, exposure: str) -> float:
    """Return the strongest mean of ``seconds`` over the 10-minute mean, in a class of exposure."""
    factors = model("exposure")[exposure]["factors"]
    if str(seconds) not in factors:
        raise WrongCallError(f"no averaging factor for {seconds} s")
    return float(factors[str(seconds)])


def to_averaging(wind_ms: float, of_s: int, to_s: int, exposure: str) -> float:
    """Return a wind averaged over ``of_s`` seconds as one averaged over ``to_s``, in the same exposure."""
    return wind_ms * averaging_factor(to_s, exposure) / averaging_factor(of_s, exposure)


def roughness_m(turbulence: float) -> float:
    """Return z0 of ground with this turbulence intensity at 10 m: I = 1 / ln(10 m / z0)."""
    return _HEIGHT_M * exp(-1.0 / turbulence)


def roughness_factor(z0_m: float) -> float:
    """Return c_r at 10 m: the mean over ground of roughness ``z0_m`` over that of z0 = 0.05 m (nearly)."""
    return 0.19 * float((z0_m / 0.05) ** 0.07) * log(_HEIGHT_M / z0_m)


@cache
def mean_factor(exposure: str) -> float:
    """Return the 10-minute mean in a class over that at sea; 1 at sea."""
    if exposure == AT_SEA:
        return 1.0
    ground = roughness_m(float(model("exposure")[exposure]["turbulence"]))
    return roughness_factor(ground) / roughness_factor(float(model("roughness")["sea_m"]))


@cache
def felt(exposure: str, factor: float = 1.0) -> Felt:
    """Return the factors from a 10-minute mean at sea to the 2-minute mean and the gust in a class.

    ``factor`` is a correction of every wind.
    """
    mean = mean_factor(exposure) * factor
    return Felt(mean * averaging_factor(BULLETIN_S, exposure), mean * averaging_factor(GUST_S, exposure))


def at_height(height_m: float, exposure: str, seconds: int) -> float:
    """Return a wind averaged over ``seconds`` at a height over the same at 10 m, in a class of exposure.

    The mean follows the logarithmic profile of the class's roughness (EN 1991-1-4, 4.3.2), the turbulent part
    of a shorter average is as large at every height (the same standard, 4.4). Below 2 m as at 2 m.
    """
    z0 = roughness_m(float(model("exposure")[exposure]["turbulence"]))
    profile = log(max(height_m, 2.0) / z0) / log(_HEIGHT_M / z0)
    gust = averaging_factor(seconds, exposure)
    return (profile + gust - 1.0) / gust


def is_land(exposure: str) -> bool:
    """Whether a class stands for ground on land, not at sea or on the coast."""
    return exposure == IN_LAND
