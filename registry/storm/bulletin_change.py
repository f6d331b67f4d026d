"""What a newer bulletin changes for the register: masts reached, strongest gust, first hour, communes.

A duty officer who has acted by the bulletin before needs to know where that is no longer enough. Both sides
are the whole storm as it was known: what has blown is in both, so that it is no change.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from registry.storm.exposure import StormExposure


@dataclass(frozen=True, slots=True)
class Met:
    """What is known by a bulletin: masts ``reached``, strongest gust (level, m/s) with its place, first hour.

    ``to_come`` of the masts still have strong gusts before them. ``onset_at`` is the first moment at which a
    gust of the action level is at a mast, None where none is; ``begun``: that was seen, it is no forecast.
    """

    reached: int
    to_come: int
    gust_level: int
    gust_ms: float
    place: str
    onset_at: dt.datetime | None
    begun: bool


@dataclass(frozen=True, slots=True)
class BulletinChange:
    """What was met by the bulletin before, what is met by the newer one.

    ``entered`` and ``left`` are communes that have masts reached now and had none, and the other way round,
    those with the strongest gust first: one where strong gusts have blown does not leave.
    """

    before: Met
    after: Met
    entered: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def masts(self) -> int:
        """How many masts more are reached; below 0: fewer."""
        return self.after.reached - self.before.reached

    @property
    def later(self) -> dt.timedelta | None:
        """How much later the first hour is (below 0: earlier); None where one has none, or it has passed."""
        if self.before.onset_at is None or self.after.onset_at is None or self.after.begun:
            return None
        return self.after.onset_at - self.before.onset_at

    @property
    def nothing(self) -> bool:
        """Whether a reader would see no difference."""
        same_gust = (self.before.gust_level, self.before.place) == (self.after.gust_level, self.after.place)
        same_hour = self.before.onset_at == self.after.onset_at
        same_rest = self.before.to_come == self.after.to_come
        return not self.masts and same_rest and same_gust and same_hour and not self.entered and not self.left


def change_between(before: StormExposure, after: StormExposure) -> BulletinChange:
    """Return what a newer bulletin changes; both are worked out for the same masts."""
    reached = {item.code for item in before.communes if item.reached}
    now = {item.code for item in after.communes if item.reached}
    return BulletinChange(
        _met(before),
        _met(after),
        tuple(item.name for item in after.communes if item.code in now - reached),
        tuple(item.name for item in before.communes if item.code in reached - now),
    )


def _met(exposure: StormExposure) -> Met:
    if not len(exposure):
        return Met(0, 0, 0, 0.0, "", None, begun=False)
    row = int(np.argmax(exposure.winds.gust_ms))
    onsets = [item.onset_at for item in exposure.communes if item.onset_at is not None]
    onset, present = min(onsets, default=None), exposure.present_at
    return Met(
        reached=len(exposure.reached),
        to_come=len(exposure.to_come.reached),
        gust_level=int(exposure.gust_level[row]),
        gust_ms=float(exposure.winds.gust_ms[row]),
        place=exposure.masts.commune_of(row)[1] or exposure.masts.codes[row],
        onset_at=onset,
        begun=onset is not None and present is not None and onset <= present,
    )
