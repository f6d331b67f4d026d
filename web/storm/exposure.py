"""What a storm does to the register's masts by all its bulletins, as the pages of a storm ask for it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from registry.model.storm.storm_records import Bulletin
from registry.services.office.letters.letterhead import office_settings
from registry.services.storm.actions import Actions, bands_of
from registry.services.storm.after import REGION
from registry.services.storm.exposure import exposure_of
from registry.services.storm.file import StormFile
from registry.services.storm.two_lists import TwoLists, kept_lists
from registry.services.storm.vocabulary import clock_of
from registry.storm.bulletin_change import BulletinChange, change_between
from registry.storm.exposure import StormExposure
from registry.storm.may_fall import MayFall
from registry.storm.scales import DisasterLevel, regions
from web.frame.office import registry
from web.storm.frame import now


@dataclass(frozen=True, slots=True)
class RobustGaps:
    """Communes with masts: where none is known to be robust, and where nobody says."""

    without: list[str]
    unknown: list[str]


def exposure_in_use(file: StormFile) -> StormExposure:
    """Return what the masts meet from the whole storm, what has blown and what is still to come."""
    return exposure_of(registry(), file.track)


@dataclass(frozen=True, slots=True)
class Singled:
    """How many masts the warning singles out as those that may fall, by the bulletin before and by this."""

    before: int
    after: int


def change_in_use(file: StormFile) -> tuple[Bulletin, BulletinChange, Singled] | None:
    """Return the bulletin before the current one, and what differs for the masts; None for a single one."""
    before, track = file.before, file.track_before()
    if before is None or track is None:
        return None
    singled = Singled(len(kept_lists(registry(), track).flagged), len(lists_in_use(file).flagged))
    return before, change_between(exposure_of(registry(), track), exposure_in_use(file)), singled


def lists_in_use(file: StormFile) -> TwoLists:
    """Return the two lists of the masts that the storm reaches, by the strongest of the whole storm."""
    return kept_lists(registry(), file.track)


def all_bands(fall: MayFall, known: Actions) -> Any:
    """Return the index of every mast's band in ``BANDS``, as uint8: also of those without strong gusts."""
    exposure = fall.exposure
    chance, flagged = np.zeros(len(exposure)), np.zeros(len(exposure), dtype=bool)
    chance[fall.rows], flagged[fall.rows] = fall.chance, fall.flagged
    return bands_of(exposure.gust_level, chance, flagged, known)


def is_rehearsal(file: StormFile) -> bool:
    """Whether a storm is of the past, so that its letters are drafted for practice, by the whole of it."""
    return clock_of(file.track, now()) is None


def lists_for_letters(file: StormFile) -> TwoLists:
    """Return the lists of masts that strong gusts are still to come to or blow at: what to prepare for."""
    return kept_lists(registry(), file.track, to_come=not is_rehearsal(file))


def cross_check(exposure: StormExposure) -> DisasterLevel:
    """Return the disaster level by QĐ 18/2021 in the office's region, beside the bulletin's."""
    region = str(office_settings(registry()).get(REGION) or "")
    return exposure.cross_check(region if region in regions() else "")


def robust_gaps(file: StormFile) -> RobustGaps:
    """Return the communes without a robust station (QĐ 72/2025 Điều 8(4)), reached by the storm or not.

    One where nobody states it is not known, which is no lack.
    """
    communes = sorted(exposure_in_use(file).communes, key=lambda item: item.name)
    return RobustGaps(
        [item.name for item in communes if item.without_robust],
        [item.name for item in communes if item.without_robust is None],
    )
