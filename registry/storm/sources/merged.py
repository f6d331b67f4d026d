"""Several bulletins pasted one after the other: what was observed stays, the newest forecast counts."""

import datetime as dt

from registry.model.storm.storms import TrackPoint
from registry.model.vietnam_time import written
from registry.storm.sources.checked import Notes


def merged(found: list[tuple[TrackPoint, int]], notes: Notes) -> list[tuple[TrackPoint, int]]:
    """Put the points of several bulletins together: the newest word about each time counts."""
    observed = [item for item in found if not item[0].forecast]
    newest = max((point.at for point, _ in observed), default=None)
    last_line: dict[dt.datetime, tuple[TrackPoint, int]] = {}
    for point, line in sorted(observed, key=lambda item: (item[0].at, item[1])):
        if point.at in last_line and not _same(last_line[point.at][0], point):
            notes.add("TRACK-TIME-TWICE", line, written(point.at))
        last_line.setdefault(point.at, (point, line))
    coming: list[tuple[TrackPoint, int]] = []
    dropped = 0
    for point, line in (item for item in found if item[0].forecast):
        if newest is not None and point.at <= newest:
            dropped += 1
        else:
            coming.append((point, line))
    if dropped and newest is not None and len(observed) == 1:
        for point, line in (item for item in found if item[0].forecast and item[0].at <= newest):
            notes.add(
                "TRACK-TIME-BACKWARDS",
                line,
                written(point.at),
                before=written(newest),
            )
    if len(observed) > 1:
        coming = _of_the_newest(coming, observed)
    return sorted(last_line.values(), key=lambda item: item[0].at) + coming


def _of_the_newest(
    coming: list[tuple[TrackPoint, int]], observed: list[tuple[TrackPoint, int]]
) -> list[tuple[TrackPoint, int]]:
    """Return the forecast of the bulletin that speaks last, wherever in the text it was pasted.

    A forecast belongs to the position observed that stands before it. Two forecasts are never mixed: between
    the hours of one the storm would go by the other.
    """
    by_line = sorted(observed, key=lambda item: item[1])
    forecasts: dict[tuple[dt.datetime, int], dict[dt.datetime, tuple[TrackPoint, int]]] = {}
    for point, line in coming:
        seen, at = next((item for item in reversed(by_line) if item[1] <= line), by_line[0])
        forecasts.setdefault((seen.at, at), {})[point.at] = (point, line)
    if not forecasts:
        return []
    return sorted(forecasts[max(forecasts)].values(), key=lambda item: item[0].at)


def _same(one: TrackPoint, other: TrackPoint) -> bool:
    return (one.lon, one.lat, one.level) == (other.lon, other.lat, other.level)
