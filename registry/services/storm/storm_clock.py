"""A storm's clock over some masts: strong gusts to come, blowing or gone; how strong and where, estimated."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from registry.model.storm.storm_records import StormRecord
from registry.services.storm.file import StormFile
from registry.services.storm.vocabulary import issued_at
from registry.storm.exposure import StormExposure
from registry.storm.next_bulletin import NextBulletin, is_last, next_bulletin
from registry.storm.sources.risk_areas import areas_at
from registry.storm.unfinished import Unfinished

OVER = dt.timedelta(hours=24)
"""So long after the last position of its track a storm's bulletins are not waited for any more."""


class Phase(StrEnum):
    """How far a storm's strong gusts are."""

    UNSURE = "unsure"  # the track ends before the storm does: nothing may be concluded
    AWAY = "away"  # no mast has them
    COMING = "coming"
    BLOWING = "blowing"
    PASSED = "passed"
    NO_MASTS = "no_masts"  # nothing stands here of which a wind could be told


@dataclass(frozen=True, slots=True)
class StormClock:
    """A storm at a moment. Winds and moments at masts are estimates, ``error`` relative (0.3: ±30 %).

    ``coming`` is the next bulletin, None once the track is over for a day (``over``) and where the bulletin
    in use says that it is the ``last``. ``onset`` and ``end`` bound the strong gusts (``phase`` says where
    one is between them), ``gust_level`` is the strongest gust, at ``gust_place`` and ``gust_at``; None where
    no mast is looked at. ``reached`` masts of ``masts``. ``level_areas`` are the bulletin's words of where
    its ``disaster_level`` is for, "" where it names none.
    """

    storm: StormRecord
    ordinal: int
    disaster_level: int | None
    level_areas: str
    issued: dt.datetime | None
    coming: NextBulletin | None
    last: bool
    over: bool
    phase: Phase
    onset: dt.datetime | None
    onset_place: str
    end: dt.datetime | None
    gust_level: int | None
    gust_place: str
    gust_at: dt.datetime | None
    error: float
    nearest_m: float | None
    reached: int
    masts: int
    unfinished: Unfinished | None

    @property
    def still_on(self) -> bool:
        """Whether strong gusts blow or are to come, so that nobody ends the watch by the way."""
        return self.phase in (Phase.COMING, Phase.BLOWING) and not self.over


def storm_clock(
    file: StormFile,
    exposure: StormExposure,
    at: dt.datetime,
    *,
    text: str = "",
    rows: npt.NDArray[np.int64] | None = None,
) -> StormClock:
    """Return the clock at ``at`` over ``rows`` of the masts (None: all); ``text`` is the bulletin in use."""
    chosen = np.arange(len(exposure), dtype=np.int64) if rows is None else rows
    winds, issued = exposure.winds, issued_at(file.current)
    begun = chosen[winds.onset[chosen] >= 0] if len(chosen) else chosen
    first = first_reached(exposure, chosen)
    strongest = int(chosen[np.argmax(winds.gust_ms[chosen])]) if len(chosen) else None
    onset = None if first is None else exposure.at(first).onset_at
    end = exposure.vortices.time(int(winds.end[begun].max())) if len(begun) else None
    seen = None if strongest is None else exposure.at(strongest)
    over = file.track.points[-1].at + OVER < at
    last = issued is not None and is_last(text, issued)
    return StormClock(
        storm=file.storm,
        ordinal=file.current.ordinal,
        disaster_level=file.current.disaster_level,
        level_areas=areas_at(text, file.current.disaster_level),
        issued=issued,
        coming=None if over or last or issued is None else next_bulletin(text, issued),
        last=last,
        over=over,
        phase=_phase(exposure, len(chosen), onset, end, at),
        onset=onset,
        onset_place="" if first is None else place_of(exposure, first),
        end=end,
        gust_level=None if seen is None else seen.gust_level,
        gust_place="" if strongest is None else place_of(exposure, strongest),
        gust_at=None if seen is None else seen.peak_at,
        error=exposure.error,
        nearest_m=float(winds.nearest_m[chosen].min()) if len(chosen) else None,
        reached=len(begun),
        masts=len(chosen),
        unfinished=exposure.unfinished,
    )


def first_reached(exposure: StormExposure, rows: npt.NDArray[np.int64]) -> int | None:
    """Return the mast of ``rows`` that strong gusts reach first; of several at one time the windiest."""
    onset = exposure.winds.onset[rows]
    begun = rows[onset >= 0]
    if not len(begun):
        return None
    earliest = begun[exposure.winds.onset[begun] == onset[onset >= 0].min()]
    return int(earliest[np.argmax(exposure.winds.gust_ms[earliest])])


def _phase(
    exposure: StormExposure, masts: int, onset: dt.datetime | None, end: dt.datetime | None, at: dt.datetime
) -> Phase:
    if not masts:
        return Phase.NO_MASTS
    if onset is None or end is None:
        return Phase.AWAY if exposure.unfinished is None else Phase.UNSURE
    if at < onset:
        return Phase.COMING
    return Phase.BLOWING if at <= end or exposure.unfinished is not None else Phase.PASSED


def place_of(exposure: StormExposure, row: int) -> str:
    """Return the commune that a mast stands in, its code where none is known."""
    return exposure.masts.commune_of(row)[1] or str(exposure.masts.codes[row])
