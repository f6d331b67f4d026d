"""The model against what stations reported: how far off it is, station by station."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from registry.model.storm.storms import StormTrack
from registry.storm.constants import storm_data
from registry.storm.moments import Vortices, vortices
from registry.storm.scales import level_of, middle_of
from registry.storm.sweep import sweep


class Compared(NamedTuple):
    """A station's reported levels beside the model's winds; a ratio is model over the middle of the level.

    What was not reported is None. ``partial`` marks a report that was given before the storm had passed.
    """

    station: str
    exposure: str
    partial: bool
    source: str
    mean_ms: float
    gust_ms: float
    reported_mean: int | None
    reported_gust: int | None
    nearest_m: float

    @property
    def mean_level(self) -> int:
        """The model's level of the 2-minute mean."""
        return level_of(self.mean_ms)

    @property
    def gust_level(self) -> int:
        """The model's level of the gust."""
        return level_of(self.gust_ms)

    @property
    def mean_ratio(self) -> float | None:
        """Model over report, of the mean."""
        return None if self.reported_mean is None else self.mean_ms / middle_of(self.reported_mean)

    @property
    def gust_ratio(self) -> float | None:
        """Model over report, of the gust."""
        return None if self.reported_gust is None else self.gust_ms / middle_of(self.reported_gust)


class Spread(NamedTuple):
    """Ratios of model over report at n stations; ``typical_miss`` is the root mean square of ratio - 1."""

    n: int
    average: float
    least: float
    most: float
    typical_miss: float


def compare(
    track: StormTrack, storm: str = "", *, moments_of: Callable[[StormTrack], Vortices] = vortices
) -> tuple[Compared, ...]:
    """Return every station of ``data/storm/records.toml`` for a storm (by default the track's name).

    ``moments_of`` makes the moments of a track, where another way than the model's is tried.
    """
    moments = moments_of(track)
    found = []
    for item in storm_data("records")["record"]:
        if item["storm"] != (storm or track.name):
            continue
        found.append(_compared(moments, item))
    return tuple(found)


def _compared(moments: Vortices, item: Mapping[str, Any]) -> Compared:
    wind = sweep(moments, [item["lon"]], [item["lat"]], item["exposure"])
    return Compared(
        item["station"],
        item["exposure"],
        bool(item.get("partial", False)),
        item["source"],
        float(wind.mean_ms[0]),
        float(wind.gust_ms[0]),
        item.get("mean_level"),
        item.get("gust_level"),
        float(wind.nearest_m[0]),
    )


def compare_until(track: StormTrack, storm: str = "") -> tuple[tuple[dt.datetime, tuple[Compared, ...]], ...]:
    """Return, for each moment with reports of a storm, its stations: the model's strongest wind up to then.

    This holds the time of the onset to account: a wind that comes hours too early or late shows here.
    """
    moments, found = vortices(track), []
    for item in storm_data("records").get("moment", ()):
        if item["storm"] != (storm or track.name):
            continue
        at = dt.datetime.fromisoformat(item["at"])
        until = _until(moments, moments.nearest_to(at) + 1)
        found.append(
            (at, tuple(_compared(until, {**row, "source": item["source"]}) for row in item["stations"]))
        )
    return tuple(found)


def _until(moments: Vortices, rows: int) -> Vortices:
    return Vortices(**{name: getattr(moments, name)[:rows] for name in Vortices.__dataclass_fields__})


def spread(rows: Sequence[Compared], of: str = "gust", *, inland: bool = False, whole: bool = True) -> Spread:
    """Return how the ratios of mean or gust (``of``) spread; only inland stations, only whole reports."""
    chosen: list[Any] = [
        row.gust_ratio if of == "gust" else row.mean_ratio
        for row in rows
        if (not inland or row.exposure == "in_land") and not (whole and row.partial)
    ]
    ratios = np.array([ratio for ratio in chosen if ratio is not None], dtype=float)
    if not len(ratios):
        return Spread(0, *(float("nan"),) * 4)
    miss = float(np.sqrt(np.mean((ratios - 1.0) ** 2)))
    return Spread(len(ratios), float(ratios.mean()), float(ratios.min()), float(ratios.max()), miss)
