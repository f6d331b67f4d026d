"""The model beside what was observed: at the same place, height, averaging period and moment.

An observation is never changed: the model's wind is restated to what the instrument measured. The 10-minute
mean over the sea becomes that of the class of exposure (``registry.storm.exposures``), is taken to the
instrument's height by the class's logarithmic profile, and averaged over the instrument's period; a gust is
one of 3 s. Of the strongest wind up to a moment the strongest of the model up to then counts, of a wind at a
moment the model's at that moment.

Ratios (observed over model) are averaged as logarithms. A place counts once, however often it measured: its
hours are not independent. What is offered as a correction counts the model as ``prior_places`` places that
agree with it, so that one anemometer alone moves the field by half of what it says.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import NamedTuple

import numpy as np

from registry.model.storm.observed_winds import ObservedWind, WindSpan
from registry.storm.constants import estimate_error, model
from registry.storm.exposures import GUST_S, at_height, averaging_factor, is_land, mean_factor
from registry.storm.field import REACH_M, field_of, wind_at
from registry.storm.moments import EARTH_M, Vortices

_METRES_A_DEGREE = EARTH_M * np.pi / 180.0
_STUDENT_95 = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812)
"""Student's t that one of twenty exceeds, by degrees of freedom: its interval holds nine of ten."""
_NORMAL_95 = 1.645
FEW = 5
"""Fewer places than these are said to be few."""


class Checked(NamedTuple):
    """An observation beside the model's mean and gust, both as its instrument would have measured them.

    ``at`` is the model's moment. A ratio is observed over model, None where that was not observed or the
    model has no wind there; ``ratio`` is that of mean and gust together.
    """

    wind: ObservedWind
    at: dt.datetime
    mean_ms: float
    gust_ms: float
    mean_ratio: float | None
    gust_ratio: float | None

    @property
    def ratio(self) -> float | None:
        """Observed over model, of mean and gust together."""
        known = [item for item in (self.mean_ratio, self.gust_ratio) if item]
        return exp(sum(map(log, known)) / len(known)) if known else None


@dataclass(frozen=True, slots=True)
class Ratios:
    """What some places say together: observed over model, with the interval that holds it in nine of ten.

    ``places`` n, ``observations`` as many as they made. The interval is that of a Student distribution with
    the scatter of the places, or of the model's stated error where they are fewer than three.
    """

    places: int
    observations: int
    ratio: float
    low: float
    high: float
    offered: float

    @property
    def few(self) -> bool:
        """Whether these are too few places to rest on."""
        return self.places < FEW


class Bias(NamedTuple):
    """Every observation beside the model, and what all, those on land and those at sea say together.

    None where there are none of the kind.
    """

    checked: tuple[Checked, ...]
    whole: Ratios | None
    land: Ratios | None
    sea: Ratios | None


def bias(moments: Vortices, winds: Iterable[ObservedWind]) -> Bias:
    """Return the model (uncorrected) beside observations; those that were struck out are left out."""
    counting = [wind for wind in winds if wind.counts]
    bases = _bases(moments, counting)
    checked = tuple(
        _checked(wind, base, moments.time(row)) for wind, (base, row) in zip(counting, bases, strict=True)
    )
    land = [item for item in checked if is_land(item.wind.surroundings)]
    sea = [item for item in checked if not is_land(item.wind.surroundings)]
    return Bias(checked, ratios(checked), ratios(land), ratios(sea))


def ratios(checked: Sequence[Checked]) -> Ratios | None:
    """Return what observations say together, None where none has a ratio."""
    by_place: dict[tuple[str, float, float], list[float]] = {}
    for item in checked:
        if item.ratio is not None:
            key = (item.wind.place, round(item.wind.lon, 2), round(item.wind.lat, 2))
            by_place.setdefault(key, []).append(log(item.ratio))
    if not by_place:
        return None
    places = np.array([sum(held) / len(held) for held in by_place.values()])
    n = len(places)
    middle = float(places.mean())
    if n >= 3:
        spread, factor = float(places.std(ddof=1)), _student(n - 1)
    else:
        spread, factor = log(1.0 + estimate_error()), _NORMAL_95
    half = factor * spread / sqrt(n)
    offered = exp(middle * n / (n + float(model("correction")["prior_places"])))
    return Ratios(
        n, sum(map(len, by_place.values())), exp(middle), exp(middle - half), exp(middle + half), offered
    )


def _student(freedom: int) -> float:
    """Return Student's t that one of twenty exceeds; above ten degrees of freedom within 0.01."""
    known = len(_STUDENT_95)
    return _STUDENT_95[freedom - 1] if freedom <= known else _NORMAL_95 + 1.6 / freedom


def _checked(wind: ObservedWind, base: float, at: dt.datetime) -> Checked:
    local = base * mean_factor(wind.surroundings)
    mean = local * averaging_factor(wind.averaging_s, wind.surroundings)
    mean *= at_height(wind.height_m, wind.surroundings, wind.averaging_s)
    gust = local * averaging_factor(GUST_S, wind.surroundings)
    gust *= at_height(wind.height_m, wind.surroundings, GUST_S)
    return Checked(wind, at, mean, gust, _over(wind.mean_ms, mean), _over(wind.gust_ms, gust))


def _over(observed: float | None, modelled: float) -> float | None:
    return observed / modelled if observed and modelled > 1.0 else None


def _bases(moments: Vortices, winds: Sequence[ObservedWind]) -> list[tuple[float, int]]:
    """Return the 10-minute mean over sea that each observation is held against, and its moment."""
    if not winds:
        return []
    lon, lat = np.array([wind.lon for wind in winds]), np.array([wind.lat for wind in winds])
    last = np.array([moments.nearest_to(dt.datetime.fromisoformat(wind.observed_at)) for wind in winds])
    first = np.array(
        [row if wind.span is WindSpan.MOMENT else 0 for wind, row in zip(winds, last.tolist(), strict=True)]
    )
    best, at = np.zeros(len(winds)), last.copy()
    for row in range(int(first.min()), int(last.max()) + 1):
        asked = np.flatnonzero((first <= row) & (row <= last))
        if not len(asked):
            continue
        shrink = np.cos(np.radians((lat[asked] + moments.lat[row]) / 2))
        dx = (lon[asked] - moments.lon[row]) * shrink * _METRES_A_DEGREE
        dy = (lat[asked] - moments.lat[row]) * _METRES_A_DEGREE
        if np.hypot(dx, dy).min() > REACH_M:
            continue
        wind = wind_at(field_of(moments, row), dx, dy)
        stronger = wind > best[asked]
        best[asked[stronger]], at[asked[stronger]] = wind[stronger], row
    return list(zip(best.tolist(), at.tolist(), strict=True))
