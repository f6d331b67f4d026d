"""Beaufort levels (cấp gió) of winds, and the disaster level that QĐ 18/2021/QĐ-TTg derives from them.

The bounds and steps are data (``data/storm/scales.toml``) with their source and whether they were verified.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.errors import WrongCallError
from registry.storm.constants import storm_data

HIGHEST = 17


@cache
def lower_bounds_ms() -> npt.NDArray[np.float64]:
    """Return the least speed of levels 0 to 17, m/s."""
    return np.array(storm_data("scales")["beaufort"]["lower_ms"], dtype=float)


def levels_of(wind_ms: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return the Beaufort level of each speed, rounded to 0.1 m/s as the bounds are; 17 for all above.

    A speed that is not known (nan) is level 0.
    """
    speed = np.round(np.nan_to_num(np.asarray(wind_ms, dtype=float), nan=0.0), 1)
    return np.asarray(np.searchsorted(lower_bounds_ms(), speed, side="right") - 1, dtype=np.int64).clip(0)


def level_of(wind_ms: float) -> int:
    """Return the Beaufort level of one speed."""
    return int(levels_of(wind_ms))


def least_of(level: int) -> float:
    """Return the least speed of a level, m/s."""
    return float(lower_bounds_ms()[_checked(level)])


def middle_of(level: int) -> float:
    """Return the middle speed of a level, m/s: what a level alone is taken for."""
    bounds = lower_bounds_ms()
    upper = float(storm_data("scales")["beaufort"]["upper_of_17_ms"])
    top = float(bounds[level + 1]) if _checked(level) < HIGHEST else upper
    return (float(bounds[level]) + top) / 2


def _checked(level: int) -> int:
    if not 0 <= level <= HIGHEST:
        raise WrongCallError(f"Beaufort level {level} is not between 0 and {HIGHEST}")
    return level


class DisasterLevel(NamedTuple):
    """A disaster level (cấp độ rủi ro thiên tai) from a wind level; 0 where the text gives none."""

    level: int
    region: str
    region_name: str
    source: str
    article: str
    verified: bool


def disaster_level(wind_level: int, region: str = "") -> DisasterLevel:
    """Return the disaster level of a storm with this wind level (2-minute mean) on land in a region.

    QĐ 18/2021/QĐ-TTg Điều 42. A cross-check only: the level that the bulletin states stays the level.
    ``region`` is a key of ``data/storm/scales.toml``, by default its own default.
    """
    rules: dict[str, Any] = storm_data("scales")["disaster"]
    key = region or rules["default_region"]
    if key not in rules["regions"]:
        raise WrongCallError(f"region {key} is not in data/storm/scales.toml")
    chosen = rules["regions"][key]
    level = next((step[2] for step in chosen["steps"] if step[0] <= wind_level <= step[1]), 0)
    return DisasterLevel(
        level, key, chosen["name"], rules["source"], rules["article"], bool(chosen["verified"])
    )


def regions() -> dict[str, str]:
    """Return the regions that a disaster level can be worked out for: key -> name."""
    return {key: item["name"] for key, item in storm_data("scales")["disaster"]["regions"].items()}
