"""Published formulas of a tropical cyclone's wind: pressure, size, radial profile, decay over land.

SI units in and out (m/s, metres) but for pressures in hPa and latitudes in degrees; each formula names its
source. All accept arrays.
"""

import numpy as np
import numpy.typing as npt

from registry.storm.constants import model
from registry.storm.units import KNOT_MS

Floats = npt.NDArray[np.float64]
LEAST_B, MOST_B = 1.0, 2.5  # Holland 1980: where b of observed storms lies


def wind_from_pressure(pressure_hpa: npt.ArrayLike) -> Floats:
    """Return the strongest 1-minute wind over sea: v[kt] = 6.7 (1010 - p)^0.644; 0 from 1010 hPa upwards.

    Atkinson & Holliday 1977, Mon. Wea. Rev. 105, 421-427 (western North Pacific).
    """
    deficit = np.maximum(0.0, model("pressure")["environment_hpa"] - np.asarray(pressure_hpa, dtype=float))
    return np.asarray(6.7 * deficit**0.644 * KNOT_MS, dtype=float)


def pressure_from_wind(wind_ms: npt.ArrayLike) -> Floats:
    """Return the central pressure, hPa, of a strongest 1-minute wind: the inverse of Atkinson & Holliday."""
    knots = np.maximum(0.0, np.asarray(wind_ms, dtype=float)) / KNOT_MS
    return np.asarray(model("pressure")["environment_hpa"] - (knots / 6.7) ** (1 / 0.644), dtype=float)


def radius_of_strongest_m(wind_ms: npt.ArrayLike, lat: npt.ArrayLike) -> Floats:
    """Return the radius of strongest wind: 46.4 km exp(-0.0155 v + 0.0169 |lat|), v in m/s.

    Willoughby, Darling & Rahn 2006, Mon. Wea. Rev. 134, 1102-1120, eq. 7a (fitted to winds at flight level;
    used with the 1-minute wind at the surface, which makes it a little larger).
    """
    strongest, latitude = np.asarray(wind_ms, dtype=float), np.abs(np.asarray(lat, dtype=float))
    return np.asarray(46.4e3 * np.exp(-0.0155 * strongest + 0.0169 * latitude), dtype=float)


def holland_b(pressure_hpa: npt.ArrayLike, lat: npt.ArrayLike, translation_ms: npt.ArrayLike) -> Floats:
    """Return b of the surface profile, between 1 and 2.5, with a steady pressure.

    b = -4.4e-5 dp² + 0.01 dp - 0.014 |lat| + 0.15 vt^x + 1, x = 0.6 (1 - dp / 215), dp in hPa, vt in m/s:
    Holland 2008, Mon. Wea. Rev. 136, 3432-3445, eq. 11, as used by Holland, Belanger & Fritz 2010.
    """
    deficit = np.maximum(1.0, model("pressure")["environment_hpa"] - np.asarray(pressure_hpa, dtype=float))
    power = 0.6 * (1.0 - deficit / 215.0)
    moving = np.maximum(0.0, np.asarray(translation_ms, dtype=float)) ** power
    latitude = np.abs(np.asarray(lat, dtype=float))
    value = -4.4e-5 * deficit**2 + 0.01 * deficit - 0.014 * latitude + 0.15 * moving + 1.0
    return np.asarray(np.clip(value, LEAST_B, MOST_B), dtype=float)


def holland_profile(
    r_m: npt.ArrayLike, rmax_m: npt.ArrayLike, b: npt.ArrayLike, x: npt.ArrayLike = 0.5
) -> Floats:
    """Return the wind at ``r_m`` over the strongest: [(rmax/r)^b exp(1 - (rmax/r)^b)]^x; 0 in the centre.

    Holland, Belanger & Fritz 2010, Mon. Wea. Rev. 138, 4393-4401, eq. 6; with x = 0.5 everywhere it is the
    cyclostrophic profile of Holland 1980.
    """
    radius, inner = np.asarray(r_m, dtype=float), np.asarray(rmax_m, dtype=float)
    ratio = (inner / np.maximum(radius, 1.0)) ** np.asarray(b, dtype=float)
    with np.errstate(under="ignore", over="ignore"):
        value = (ratio * np.exp(1.0 - ratio)) ** np.asarray(x, dtype=float)
    return np.asarray(np.where(np.isfinite(value), value, 0.0), dtype=float)


def fitted_x(r_m: float, share: float, rmax_m: float, b: float) -> float:
    """Return x that lets the profile pass through ``share`` of the strongest wind at ``r_m`` > ``rmax_m``.

    Holland, Belanger & Fritz 2010, eq. 10: x = ln(v_n / v_max) / ln[(rmax/r)^b exp(1 - (rmax/r)^b)].
    """
    shape = float(np.log(holland_profile(r_m, rmax_m, b, 1.0)))
    return float(np.log(share)) / shape


def decayed_wind(wind_ms: npt.ArrayLike, hours_on_land: npt.ArrayLike) -> Floats:
    """Return the strongest 1-minute wind over land, some hours after a landfall with ``wind_ms`` over sea.

    v = vb + (R v0 - vb) exp(-a t), R = 0.9, vb = 26.7 kt, a = 0.095/h: Kaplan & DeMaria 1995, J. Appl.
    Meteor. 34, 2499-2512 (without its correction for the distance inland). A wind that is weaker than vb
    already only loses the reduction R. Before the landfall (hours <= 0) the wind is as it was.
    """
    decay = model("decay")
    hours = np.asarray(hours_on_land, dtype=float)
    start = float(decay["reduction"]) * np.asarray(wind_ms, dtype=float)
    background = float(decay["background_kt"]) * KNOT_MS
    later = background + (start - background) * np.exp(-float(decay["rate_per_hour"]) * np.maximum(hours, 0))
    value = np.where(start > background, later, start)
    return np.asarray(np.where(hours > 0, value, np.asarray(wind_ms, dtype=float)), dtype=float)
