"""What a storm does to the register's masts by all its bulletins, as the pages of a storm ask for it."""

from dataclasses import dataclass

from registry.model.storm_records import Bulletin
from registry.services.office.letterhead import office_settings
from registry.services.storm.after import REGION
from registry.services.storm.exposure import exposure_of, kept_ranking
from registry.services.storm.file import StormFile
from registry.services.storm.vocabulary import clock_of
from registry.storm.bulletin_change import BulletinChange, change_between
from registry.storm.exposure import StormExposure
from registry.storm.ranking import Ranking
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


def change_in_use(file: StormFile) -> tuple[Bulletin, BulletinChange] | None:
    """Return the bulletin before the current one, and what differs for the masts; None for a single one."""
    before, track = file.before, file.track_before()
    if before is None or track is None:
        return None
    return before, change_between(exposure_of(registry(), track), exposure_in_use(file))


def ranking_in_use(file: StormFile) -> Ranking:
    """Return the masts that the storm reaches, by the strongest of the whole storm, most urgent first."""
    return kept_ranking(registry(), file.track)


def is_rehearsal(file: StormFile) -> bool:
    """Whether a storm is of the past, so that its letters are drafted for practice, by the whole of it."""
    return clock_of(file.track, now()) is None


def ranking_for_letters(file: StormFile) -> Ranking:
    """Return the masts that strong gusts are still to come to or blow at, by these: what to prepare for."""
    return kept_ranking(registry(), file.track, to_come=not is_rehearsal(file))


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
