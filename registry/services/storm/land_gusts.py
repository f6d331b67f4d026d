"""What the bulletin in use itself says of gusts on land, wherever its track brings none.

Every page that tells the one tells the other: an estimate does not overrule a bulletin's own words.
"""

import datetime as dt

import numpy as np
import numpy.typing as npt

from registry.messages import Language, Words, say
from registry.model.storm.storm_records import StormState
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.storm.file import StormFile
from registry.services.storm.hazards.texts import province_names
from registry.services.storm.storm_clock import OVER
from registry.services.storm.storms import text_of
from registry.storm.constants import action_level
from registry.storm.exposure import StormExposure
from registry.storm.sources.land_gusts import gusts_on_land

_SAID = Words(
    "Bản tin đang dùng ghi gió giật trên đất liền, ước tính theo đường đi chưa tính tới; "
    "làm theo lời bản tin: {said}.",
    "The bulletin in use tells of gusts on land, which the estimate by its track does not include; "
    "go by the bulletin's words: {said}.",
)


def land_gusts_of(
    registry: Registry,
    file: StormFile,
    exposure: StormExposure,
    at: dt.datetime,
    rows: npt.NDArray[np.int64] | None = None,
) -> tuple[str, ...]:
    """Return the sentences of the bulletin in use, at ``at``, that tell of strong gusts on land.

    None for a storm that is watched no more, a bulletin whose track is over for a day, and where the track
    itself brings strong gusts to some of the masts (of ``rows``; None: of all) yet.
    """
    if file.storm.state is StormState.CLOSED or file.track.points[-1].at + OVER < at:
        return ()
    ahead = exposure.to_come.reached
    if len(ahead if rows is None else np.intersect1d(ahead, rows)):
        return ()
    territory = context_for(registry, at.date()).units.territory_name
    return gusts_on_land(text_of(registry, file.current), province_names(territory), action_level())


def land_gusts_words(gusts: tuple[str, ...], lang: Language) -> str:
    """Say these sentences, in the bulletin's words, as a sentence; "" where there are none."""
    if not gusts:
        return ""
    return say(_SAID, lang).format(said="; ".join(f"“{one}”" for one in gusts))
