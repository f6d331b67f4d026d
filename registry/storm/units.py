"""Units of storm sources into SI and back; the factors are exact by definition.

1 knot is 1852/3600 m/s, 1 nautical mile 1852 m (international nautical mile), 1 km/h 1/3.6 m/s.
"""

import datetime as dt

from registry.errors import WrongCallError
from registry.model.vietnam_time import VIETNAM

KNOT_MS = 1852.0 / 3600.0
KMH_MS = 1.0 / 3.6
NAUTICAL_MILE_M = 1852.0

WIND_UNITS: dict[str, float] = {"kt": KNOT_MS, "km/h": KMH_MS, "m/s": 1.0}
LENGTH_UNITS: dict[str, float] = {"nmi": NAUTICAL_MILE_M, "km": 1000.0, "m": 1.0}
AVERAGING: dict[str, int] = {"60": 60, "120": 120, "600": 600}
ZONES: dict[str, dt.timezone] = {"+07:00": VIETNAM, "UTC": dt.UTC}


def speed_ms(value: float, unit: str) -> float:
    """Return a speed in m/s; ``unit`` is one of ``WIND_UNITS``."""
    return value * _factor(unit, WIND_UNITS)


def length_m(value: float, unit: str) -> float:
    """Return a length in metres; ``unit`` is one of ``LENGTH_UNITS``."""
    return value * _factor(unit, LENGTH_UNITS)


def _factor(unit: str, known: dict[str, float]) -> float:
    if unit not in known:
        raise WrongCallError(f"unit {unit} is not one of {', '.join(known)}")
    return known[unit]
