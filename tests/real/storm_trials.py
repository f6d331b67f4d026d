"""What was tried to bring the model nearer to inland stations: published changes, one at a time, not fitted.

Each is held against the same station reports as the model. What a change gains is the fall of the typical
miss (root mean square of the logarithms of model over report, mean and gust, whole reports of inland
stations); its error is that of the jackknife, each station left out once.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import exp, log, sqrt
from typing import Any, NamedTuple

import numpy as np

from registry.model.storm.storms import StormTrack
from registry.storm.coast import over_land
from registry.storm.comparison import Compared, compare
from registry.storm.constants import model
from registry.storm.exposures import IN_LAND, averaging_factor, mean_factor, roughness_factor
from registry.storm.moments import Vortices, vortices
from registry.storm.vortex import pressure_from_wind

FOREST_Z0_M = 0.3  # EN 1991-1-4, table 4.1, category III: villages, suburbs, permanent forest


class Trial(NamedTuple):
    """A change: to the track, to the moments, and factors on the mean and the gust at inland stations."""

    name: str
    source: str
    track: Callable[[StormTrack], StormTrack] = lambda track: track
    moments: Callable[[Vortices], Vortices] = lambda moments: moments
    mean: float = 1.0
    gust: float = 1.0


class Result(NamedTuple):
    """Averages of model over report and typical misses (as a factor), and what was gained with its error."""

    trial: Trial
    every: tuple[float, float]
    inland: tuple[float, float]
    miss: float
    gain: float
    error: float


def _kept_size(moments: Vortices) -> Vortices:
    radius = moments.rmax_m.copy()
    strongest = int(np.argmax(moments.wind_ms))
    radius[strongest:] = np.minimum(radius[strongest:], radius[strongest])
    return replace(moments, rmax_m=radius)


def _vickery(moments: Vortices) -> Vortices:
    deficit = 1010.0 - pressure_from_wind(moments.wind_ms * 1.05)
    radius = 1000.0 * np.exp(3.015 - 6.291e-5 * deficit**2 + 0.0337 * np.abs(moments.lat))
    return replace(moments, rmax_m=radius)


def _even_on_land(moments: Vortices) -> Vortices:
    still = np.where(moments.on_land, 0.0, 1.0)
    return replace(moments, east_ms=moments.east_ms * still, north_ms=moments.north_ms * still)


def _measured_on_land(moments: Vortices) -> Vortices:
    more = float(model("decay")["reduction"]) / mean_factor(IN_LAND)
    return replace(moments, wind_ms=np.where(moments.on_land, moments.wind_ms * more, moments.wind_ms))


def _decayed(track: StormTrack) -> StormTrack:
    """Forget what the source states from the last landfall on; the model then decays by hours on land."""
    land = over_land([point.lon for point in track.points], [point.lat for point in track.points])
    last = max((row for row, ashore in enumerate(land) if not ashore), default=-1)
    points = [
        replace(point, wind_ms=None, level=None, gust_level=None, pressure_hpa=None) if row > last else point
        for row, point in enumerate(track.points)
    ]
    return replace(track, points=tuple(points))


def _wooded() -> tuple[float, float]:
    """Factors on the 2-minute mean and the gust of ground of category III over the class in-land."""
    sea = roughness_factor(float(model("roughness")["sea_m"]))
    mean = roughness_factor(FOREST_Z0_M) / sea / mean_factor(IN_LAND)
    turbulence = 1.0 / log(10.0 / FOREST_Z0_M)
    peak = (averaging_factor(3, IN_LAND) - 1.0) / float(model("exposure")[IN_LAND]["turbulence"])
    two = (averaging_factor(120, IN_LAND) - 1.0) / float(model("exposure")[IN_LAND]["turbulence"])
    return (
        mean * (1.0 + two * turbulence) / averaging_factor(120, IN_LAND),
        mean * (1.0 + peak * turbulence) / averaging_factor(3, IN_LAND),
    )


def trials() -> list[Trial]:
    """Return the changes, the model as it is first."""
    mean, gust = _wooded()
    return [
        Trial("the model as it is", "–"),
        Trial(
            "strength from hours on land only, not from the bulletins over land",
            "Kaplan & DeMaria 1995",
            track=_decayed,
        ),
        Trial(
            "size does not grow while the storm weakens", "as best tracks often have it", moments=_kept_size
        ),
        Trial("size by pressure deficit and latitude", "Vickery & Wadhera 2008, eq. 3", moments=_vickery),
        Trial(
            "no asymmetry by motion over land", "the vortex alone, Holland et al. 2010", moments=_even_on_land
        ),
        Trial(
            "bulletins' winds over land taken as measured there",
            "roughness by EN 1991-1-4, 4.3.2",
            moments=_measured_on_land,
        ),
        Trial(
            "all inland ground as villages and forest",
            "EN 1991-1-4, category III and Annex A.2",
            mean=mean,
            gust=gust,
        ),
        Trial(
            "the same, and size does not grow",
            "two of the above",
            moments=_kept_size,
            mean=mean,
            gust=gust,
        ),
    ]


def results(track: StormTrack, storm: str) -> list[Result]:
    """Return every trial on one track."""
    every = trials()
    base = _logs(_run(every[0], track, storm))
    return [_result(trial, _run(trial, track, storm), base) for trial in every]


def _run(trial: Trial, track: StormTrack, storm: str) -> list[Compared]:
    rows = compare(trial.track(track), storm, moments_of=lambda told: trial.moments(vortices(told)))
    return [
        row._replace(mean_ms=row.mean_ms * trial.mean, gust_ms=row.gust_ms * trial.gust)
        if row.exposure == IN_LAND
        else row
        for row in rows
        if not row.partial
    ]


def _logs(rows: Iterable[Compared]) -> dict[str, list[float]]:
    return {
        row.station: [log(ratio) for ratio in (row.mean_ratio, row.gust_ratio) if ratio]
        for row in rows
        if row.exposure == IN_LAND
    }


def _result(trial: Trial, rows: list[Compared], base: dict[str, list[float]]) -> Result:
    logs = _logs(rows)
    gain = _miss(base) - _miss(logs)
    left = [_miss(_but(base, station)) - _miss(_but(logs, station)) for station in logs if len(logs) > 1]
    n = len(left)
    spread = sqrt((n - 1) / n * sum((one - sum(left) / n) ** 2 for one in left)) if n else float("nan")
    return Result(
        trial,
        (_average(rows, "mean_ratio"), _average(rows, "gust_ratio")),
        (
            _average([row for row in rows if row.exposure == IN_LAND], "mean_ratio"),
            _average([row for row in rows if row.exposure == IN_LAND], "gust_ratio"),
        ),
        exp(_miss(logs)) - 1.0,
        gain,
        spread,
    )


def _but(logs: dict[str, list[float]], station: str) -> dict[str, list[float]]:
    return {name: values for name, values in logs.items() if name != station}


def _miss(logs: dict[str, list[float]]) -> float:
    found = [value for values in logs.values() for value in values]
    return sqrt(sum(value**2 for value in found) / len(found)) if found else float("nan")


def _average(rows: Iterable[Any], name: str) -> float:
    found = [value for row in rows if (value := getattr(row, name)) is not None]
    return sum(found) / len(found) if found else float("nan")
