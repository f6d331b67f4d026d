"""What every mast and every commune meets from a storm, gust against design gust.

The whole storm counts: of what blew until the last observed position (``gone``) and what is still to come
(``to_come``) the stronger. What has blown depends on the positions alone, never on a forecast.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from registry.model.storm.storms import CommuneExposure, Exposure, StormTrack
from registry.storm.constants import estimate_error, reinspection_share, wide_error
from registry.storm.masts import StormMasts
from registry.storm.moments import STEP_MINUTES, Vortices, vortices
from registry.storm.scales import DisasterLevel, disaster_level, levels_of
from registry.storm.sweep import Winds, hill_factors, sweep
from registry.storm.unfinished import Unfinished, unfinished

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class StormExposure:
    """The winds of a track at n masts (rows as in ``masts``): an estimate with a relative ``error``.

    Winds carry the correction of the track, where the office decided one, and what hills add, where the
    office's terrain is known. A design wind is compared with the gust alone: both are 3 s gusts at 10 m.
    V3s,50 is defined over open country (QCVN 02:2022/BXD), the estimate is for the rougher ground of Harper's
    class "in-land".
    """

    track: StormTrack
    masts: StormMasts
    vortices: Vortices
    winds: Winds
    error: float

    def __len__(self) -> int:
        return len(self.masts)

    @cached_property
    def present(self) -> int:
        """The moment (row of ``vortices``) of the last observed position; 0 where nothing lies before it."""
        observed = [point.at for point in self.track.points if not point.forecast]
        return self.vortices.nearest_to(max(observed)) if len(observed) > 1 else 0

    @property
    def present_at(self) -> dt.datetime | None:
        """When the last position was observed, None where the track is a forecast only."""
        return max((point.at for point in self.track.points if not point.forecast), default=None)

    @cached_property
    def gone(self) -> "StormExposure | None":
        """What blew until the last observed position; None where one position alone is known."""
        return self._within(0, self.present + 1) if self.present else None

    @cached_property
    def to_come(self) -> "StormExposure":
        """What blows from the last observed position on.

        Where strong gusts were blowing at that moment they began when they began, not then.
        """
        if not self.present:
            return self
        ahead, gone = self._within(self.present, len(self.vortices)), self.gone
        if gone is None:
            return ahead
        blowing = (ahead.winds.onset == self.present) & (gone.winds.end == self.present)
        onset = np.where(blowing, gone.winds.onset, ahead.winds.onset).astype(np.int32)
        return replace(ahead, winds=replace(ahead.winds, onset=onset))

    def _within(self, first: int, last: int) -> "StormExposure":
        """Return what the masts meet from row ``first`` of the moments up to, but without, row ``last``."""
        found = _swept(self.track, self.vortices.part(first, last), self.masts)
        peak, onset, end = (
            np.where(rows >= 0, rows + first, rows).astype(np.int32)
            for rows in (found.peak, found.onset, found.end)
        )
        return replace(self, winds=replace(found, peak=peak, onset=onset, end=end))

    @cached_property
    def unfinished(self) -> Unfinished | None:
        """How the track ends while the storm is strong and may still come; None where it does not."""
        return unfinished(self.track, self.vortices, self.masts.lon, self.masts.lat)

    @cached_property
    def mean_level(self) -> npt.NDArray[np.int64]:
        """Beaufort level of the strongest 2-minute mean."""
        return levels_of(self.winds.mean_ms)

    @cached_property
    def gust_level(self) -> npt.NDArray[np.int64]:
        """Beaufort level of the strongest gust."""
        return levels_of(self.winds.gust_ms)

    @cached_property
    def ratio(self) -> Floats:
        """Gust over design gust, nan where no design is known."""
        return np.asarray(self.winds.gust_ms / self.masts.design_ms, dtype=float)

    @cached_property
    def hill(self) -> Floats | None:
        """What hills added to the strongest gust at each mast, nan where not known; None without terrain."""
        hills = self.masts.hills
        if hills is None:
            return None
        return hill_factors(self.vortices, self.winds, hills, self.masts.lon, self.masts.lat)

    @property
    def wide_error(self) -> float:
        """The relative error within which nine of ten winds lie; ``error`` holds two of three."""
        return wide_error(self.track.averaging_s)

    @cached_property
    def reached(self) -> npt.NDArray[np.int64]:
        """Rows of the masts whose gust reaches the action level: none where a storm stays away."""
        return np.flatnonzero(self.winds.onset >= 0)

    def above_share(self, share: float | None = None) -> npt.NDArray[np.int64]:
        """Return rows of masts whose gust is at least a share of their design gust (by default the one for
        inspections after a storm); a mast without a known design is measured by the lowest of the table."""
        wanted = reinspection_share() if share is None else share
        design = np.where(np.isnan(self.masts.design_ms), self.masts.least_design_ms, self.masts.design_ms)
        with np.errstate(invalid="ignore"):
            return np.flatnonzero(self.winds.gust_ms >= wanted * design)

    def of(self, structure_id: str) -> Exposure | None:
        """Return what one structure meets; None where it is not among the masts."""
        row = self.masts.row_of.get(structure_id)
        return None if row is None else self.at(row)

    def at(self, row: int) -> Exposure:
        """Return what the structure in a row meets."""
        return next(self.each(np.array([row])))

    def each(self, rows: npt.NDArray[np.int64]) -> Iterator[Exposure]:
        """Yield what the structures in some rows meet, taken out of the columns together."""
        winds, masts, told, times = self.winds, self.masts, self.track.correction, self.vortices.times
        corrected = (told.land, told.places) if told else None
        hills = np.full(len(rows), np.nan) if self.hill is None else self.hill[rows]
        onset, peak, end = (
            [times[moment] if moment >= 0 else None for moment in moments[rows].tolist()]
            for moments in (winds.onset, winds.peak, winds.end)
        )
        columns = zip(
            masts.structure_ids[rows].tolist(), masts.codes[rows].tolist(), winds.mean_ms[rows].tolist(),
            winds.gust_ms[rows].tolist(), self.mean_level[rows].tolist(), self.gust_level[rows].tolist(),
            onset, peak, end, winds.nearest_m[rows].tolist(), _or_none(masts.design_ms[rows]),
            [str(source) for source in masts.design_source[rows].tolist()], _or_none(self.ratio[rows]),
            _or_none(hills), strict=True,
        )  # fmt: skip
        for (
            key,
            code,
            mean,
            gust,
            level,
            gusts,
            start,
            most,
            last,
            near,
            design,
            source,
            ratio,
            hill,
        ) in columns:
            yield Exposure(
                key, code, mean, gust, level, gusts, start, most, last, near, design, source, ratio,
                self.error, hill, corrected,
            )  # fmt: skip

    def onset_span(self, row: int) -> tuple[dt.datetime | None, dt.datetime | None]:
        """Return when strong gusts begin at a mast if winds are stronger, and if weaker, by the error.

        None for a wind that then never reaches the action level: far from the centre a wind's error of 30 %
        is one of hours.
        """
        factor = 1.0 if self.track.correction is None else self.track.correction.land
        lon, lat = self.masts.lon[row : row + 1], self.masts.lat[row : row + 1]
        hills = None if self.masts.hills is None else self.masts.hills.of(row)
        first, last = (
            sweep(self.vortices, lon, lat, factor=factor * (1.0 + by), hills=hills).onset[0]
            for by in (self.error, -self.error)
        )
        return self._time(int(first)), self._time(int(last))

    @cached_property
    def communes(self) -> tuple[CommuneExposure, ...]:
        """What each commune with a mast meets, the strongest gust first."""
        masts, winds = self.masts, self.winds
        if not len(masts):
            return ()
        near = np.zeros(len(masts), dtype=bool)
        near[self.above_share()] = True
        order = np.argsort(masts.commune, kind="stable")
        held = masts.commune[order]
        starts = np.flatnonzero(np.diff(held, prepend=-2))
        found = []
        for start, end in zip(starts, [*starts[1:], len(held)], strict=True):
            at = int(held[start])
            if at < 0:
                continue
            rows = order[start:end]
            strongest = int(rows[np.argmax(winds.gust_ms[rows])])
            onsets = winds.onset[rows]
            begun = onsets[onsets >= 0]
            robust = masts.robust[rows]
            code, name = masts.communes[at]
            found.append(
                CommuneExposure(
                    code=code,
                    name=name,
                    structures=len(rows),
                    reached=len(begun),
                    near_design=int(near[rows].sum()),
                    mean_ms=float(winds.mean_ms[strongest]),
                    gust_ms=float(winds.gust_ms[strongest]),
                    mean_level=int(self.mean_level[strongest]),
                    gust_level=int(self.gust_level[strongest]),
                    onset_at=self._time(int(begun.min())) if len(begun) else None,
                    peak_at=self._time(int(winds.peak[strongest])),
                    without_robust=None if (robust < 0).all() else not (robust == 1).any(),
                )
            )
        return tuple(sorted(found, key=lambda item: (-item.gust_ms, item.code)))

    def cross_check(self, region: str = "") -> DisasterLevel:
        """Return the disaster level that QĐ 18/2021 Điều 42 gives the strongest mean wind at a mast.

        It stands beside the bulletin's level and never replaces it.
        """
        strongest = int(self.mean_level.max()) if len(self) else 0
        return disaster_level(strongest, region)

    def _time(self, moment: int) -> dt.datetime | None:
        return self.vortices.time(moment) if moment >= 0 else None


def _or_none(values: Floats) -> list[float | None]:
    """Return numbers with None for what is not known."""
    return [None if value != value else value for value in values.tolist()]  # noqa: PLR0124 - nan alone


def expose(track: StormTrack, masts: StormMasts, step_minutes: int = STEP_MINUTES) -> StormExposure:
    """Return what masts meet from a track, in steps of at most ``step_minutes``.

    Refused as ``vortices`` refuses a track.
    """
    moments = vortices(track, step_minutes)
    winds = _swept(track, moments, masts)
    return StormExposure(track, masts, moments, winds, estimate_error(track.averaging_s))


def _swept(track: StormTrack, moments: Vortices, masts: StormMasts) -> Winds:
    factor = 1.0 if track.correction is None else track.correction.land
    return sweep(moments, masts.lon, masts.lat, factor=factor, hills=masts.hills)
