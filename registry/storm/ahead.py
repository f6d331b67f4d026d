"""What a source tells of hours that have not come, a forecast in whatever words; and a track long over.

Bulletins say "Hồi 14 giờ" of what was seen. Typed or copied, such words may name an hour that is still ahead:
nobody has seen that yet, and a letter must not speak of it as the bulletin's hour.
"""

import datetime as dt
from dataclasses import replace

from registry.messages import issue_of
from registry.model.storm.storms import StormTrack
from registry.model.vietnam_time import written
from registry.storm.asking import TrackReading
from registry.storm.sources.checked import too_fast

OVER = dt.timedelta(days=3)  # so long after its last hour a bulletin is an old one, or its day is wrong
SLACK = dt.timedelta(minutes=30)  # a clock that is slow, a bulletin that came before its hour


def ahead_is_forecast(reading: TrackReading, now: dt.datetime) -> TrackReading:
    """Return the reading with every point after ``now`` (aware) a forecast, and one issue that says so."""
    track = reading.track
    if track is None:
        return reading
    limit = now + SLACK
    ahead = [point for point in track.points if point.at > limit and not point.forecast]
    if not ahead:
        return reading
    seen = [point.at for point in track.points if point.at <= limit and not point.forecast]
    issued = track.issued_at if track.issued_at and track.issued_at <= limit else max(seen, default=None)
    points = tuple(replace(point, forecast=point.forecast or point.at > limit) for point in track.points)
    first = written(ahead[0].at)
    said = issue_of("TRACK-AHEAD", row=0, params={"count": len(ahead), "first": first})
    return replace(
        reading,
        track=replace(track, points=points, issued_at=issued),
        issues=(*reading.issues, said),
    )


def older_is_said(reading: TrackReading, newest: dt.datetime) -> TrackReading:
    """Return the reading with an issue where it speaks of an earlier moment than the storm's ``newest``.

    Such a bulletin is kept, but its forecast is not used: whoever pastes the wrong one sees it before saving.
    """
    track = reading.track
    if track is None or not track.points:
        return reading
    seen = [point.at for point in track.points if not point.forecast]
    issued = track.issued_at or max(seen, default=track.points[0].at)
    if issued >= newest:
        return reading
    params = {"issued": written(issued), "newest": written(newest)}
    return replace(reading, issues=(*reading.issues, issue_of("TRACK-OLDER", row=0, params=params)))


def leap_is_said(reading: TrackReading, known: StormTrack) -> TrackReading:
    """Return the reading with an issue where it leaps from what the storm's ``known`` track has seen.

    Whoever mistypes a degree, or pastes another storm's bulletin, sees it before saving.
    """
    track = reading.track
    if track is None or not track.points:
        return reading
    first = next((point for point in track.points if not point.forecast), track.points[0])
    seen = [point for point in known.points if not point.forecast and point.at < first.at]
    if not seen or not (leap := too_fast(seen[-1], first)):
        return reading
    said = {"before": written(seen[-1].at), "at": written(first.at), **leap}
    return replace(reading, issues=(*reading.issues, issue_of("TRACK-LEAPS", row=0, params=said)))


def over_is_said(reading: TrackReading, now: dt.datetime) -> TrackReading:
    """Return the reading with an issue that says that its track is long over, where it is."""
    track = reading.track
    if track is None or not track.points or now - (last := max(point.at for point in track.points)) < OVER:
        return reading
    params = {"last": written(last), "days": (now - last).days}
    return replace(reading, issues=(*reading.issues, issue_of("TRACK-OVER", row=0, params=params)))
