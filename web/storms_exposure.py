"""What the bulletin in use does to the register's masts, as the pages of a storm ask for it."""

from dataclasses import dataclass

from registry.model.storm_records import Bulletin
from registry.services.storm_after import REGION
from registry.services.storm_exposure import exposure_of, kept_ranking
from registry.services.storms import StormFile
from registry.store.operators import load_settings
from registry.storm.bulletin_change import BulletinChange, change_between
from registry.storm.exposure import StormExposure
from registry.storm.ranking import Ranking
from registry.storm.scales import DisasterLevel, regions
from web.office import registry


@dataclass(frozen=True, slots=True)
class RobustGaps:
    """Communes with masts: where none is known to be robust, and where nobody says."""

    without: list[str]
    unknown: list[str]


def exposure_in_use(file: StormFile) -> StormExposure:
    """Return what the masts meet from the bulletin in use."""
    return exposure_of(registry(), file.current.track)


def change_in_use(file: StormFile) -> tuple[Bulletin, BulletinChange] | None:
    """Return the version before the bulletin in use, and what differs for the masts; None for a first one."""
    current = file.current
    before = max(
        (item for item in file.bulletins if item.ordinal < current.ordinal),
        key=lambda item: item.ordinal,
        default=None,
    )
    if before is None:
        return None
    return before, change_between(exposure_of(registry(), before.track), exposure_in_use(file))


def ranking_in_use(file: StormFile) -> Ranking:
    """Return the masts that the bulletin in use reaches, the most urgent first."""
    return kept_ranking(registry(), file.current.track)


def cross_check(exposure: StormExposure) -> DisasterLevel:
    """Return the disaster level by QĐ 18/2021 in the office's region, beside the bulletin's."""
    with registry().database.read() as connection:
        region = str(load_settings(connection).get(REGION) or "")
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
