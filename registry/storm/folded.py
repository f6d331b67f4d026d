"""One track of a storm from all its bulletins: what was seen stays, only the forecast is replaced.

Every bulletin of the National Centre holds the present position and a forecast, so a storm's past is in the
bulletins before. A position that was observed (``TrackPoint.forecast`` False, and not after the moment that
its bulletin speaks of) stays a position of the storm, whatever comes after it; where two bulletins tell one
moment differently the one that speaks later counts, and of two about the same moment the one recorded later
(a correction). A forecast never becomes a position: between two positions the track is interpolated.

The forecast is that of the newest bulletin that has one for after the last position. A bulletin without any
(a single position heard by telephone) leaves the one before standing, unless it says that the storm is down
to less than level 6.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.model.storm.storms import StormTrack, TrackPoint
from registry.storm.coast import over_land
from registry.storm.constants import estimate_error
from registry.storm.exposures import AT_SEA, IN_LAND, to_averaging
from registry.storm.moments import stated_wind
from registry.storm.scales import least_of

_LISTED_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Issue:
    """One bulletin that counts: its number among the storm's, in the order of recording, and its track."""

    ordinal: int
    track: StormTrack


@dataclass(frozen=True, slots=True)
class Replaced:
    """A position that bulletin ``of`` told, and that bulletin ``by`` tells otherwise."""

    at: dt.datetime
    of: int
    by: int


@dataclass(frozen=True, slots=True)
class Folded:
    """The one track with the numbers of the bulletins that it rests on.

    ``newest`` speaks last; ``forecast_of`` is the one whose forecast is in use, None where the track ends at
    its last position. ``sources`` are the bulletins of the track's points, in their order.
    """

    track: StormTrack
    newest: int
    forecast_of: int | None
    sources: tuple[int, ...]
    replaced: tuple[Replaced, ...]


def in_order_of_issue(issues: Sequence[Issue]) -> list[Issue]:
    """Return bulletins by the moment that they speak of, those of one moment as they were recorded.

    A bulletin that states neither a position observed nor when it was issued speaks of its first forecast's
    hour, or earlier of the moment of the newest one recorded before it.
    """
    moments: dict[int, dt.datetime] = {}
    newest: dt.datetime | None = None
    for issue in sorted(issues, key=lambda item: item.ordinal):
        track = issue.track
        observed = [point.at for point in _points(track) if not point.forecast]
        first = min(point.at for point in track.points)
        moment = max(observed) if observed else min(first, track.issued_at or newest or first)
        moments[issue.ordinal] = moment
        newest = moment if newest is None else max(newest, moment)
    return sorted(issues, key=lambda item: (moments[item.ordinal], item.ordinal))


def folded(issues: Sequence[Issue]) -> Folded:
    """Return the track that some bulletins of one storm make together; at least one is needed.

    Winds of sources with other averaging periods are restated to that of the source with the largest error,
    which the whole is then stated with.
    """
    ordered = in_order_of_issue(issues)
    newest = ordered[-1]
    averaging_s = max((issue.track.averaging_s for issue in reversed(ordered)), key=estimate_error)
    seen: dict[dt.datetime, tuple[int, TrackPoint]] = {}
    replaced: list[Replaced] = []
    for issue in ordered:
        for point in _restated(issue.track, averaging_s):
            if point.forecast:
                continue
            before = seen.get(point.at)
            if before is not None and not _same(before[1], point):
                replaced.append(Replaced(point.at, before[0], issue.ordinal))
            seen[point.at] = (issue.ordinal, point)
    present = max(seen, default=None)
    forecast_of, coming = _coming(ordered, present, averaging_s)
    points = [*(seen[at] for at in sorted(seen)), *((forecast_of or 0, point) for point in coming)]
    track = replace(
        newest.track,
        averaging_s=averaging_s,
        points=tuple(point for _ordinal, point in points),
        issued_at=present if present is not None else newest.track.issued_at,
    )
    sources = tuple(ordinal for ordinal, _point in points)
    return Folded(track, newest.ordinal, forecast_of, sources, tuple(replaced))


def _coming(
    ordered: Sequence[Issue], present: dt.datetime | None, averaging_s: int
) -> tuple[int | None, list[TrackPoint]]:
    """Return whose forecast is in use, and its points after the last position."""
    for issue in reversed(ordered):
        found = [
            point
            for point in _restated(issue.track, averaging_s)
            if point.forecast and (present is None or point.at > present)
        ]
        if found:
            return issue.ordinal, sorted(found, key=lambda point: point.at)
        if _is_spent(issue.track):
            break
    return None, []


def _is_spent(track: StormTrack) -> bool:
    """Whether the last position of a bulletin says that the storm is below level 6."""
    observed = [point for point in _points(track) if not point.forecast]
    if not observed:
        return False
    wind = stated_wind(track, max(observed, key=lambda point: point.at))
    return wind is not None and wind < least_of(_LISTED_LEVEL)


def _same(one: TrackPoint, other: TrackPoint) -> bool:
    """Whether two bulletins tell a position alike; the lines that it stands in do not matter."""
    return replace(one, where="") == replace(other, where="")


def _points(track: StormTrack) -> list[TrackPoint]:
    """Return the points of a bulletin; what lies after the moment that it speaks of nobody has seen."""
    issued = track.issued_at
    return [
        replace(point, forecast=point.forecast or (issued is not None and point.at > issued))
        for point in track.points
    ]


def _restated(track: StormTrack, averaging_s: int) -> list[TrackPoint]:
    """Return the points of a track with their winds averaged over another period."""
    if track.averaging_s == averaging_s:
        return _points(track)
    ashore = over_land([point.lon for point in track.points], [point.lat for point in track.points])
    return [
        _point_restated(track, point, averaging_s, IN_LAND if land else AT_SEA)
        for point, land in zip(_points(track), ashore, strict=True)
    ]


def _point_restated(track: StormTrack, point: TrackPoint, averaging_s: int, ground: str) -> TrackPoint:
    factor = to_averaging(1.0, track.averaging_s, averaging_s, ground)
    at_sea = to_averaging(1.0, track.averaging_s, averaging_s, AT_SEA)
    wind = stated_wind(track, point)
    span = point.wind_range_ms
    return replace(
        point,
        wind_ms=None if wind is None else wind * factor,
        wind_range_ms=None if span is None else (span[0] * factor, span[1] * factor),
        radii=tuple(replace(radii, wind_ms=radii.wind_ms * at_sea) for radii in point.radii),
    )
