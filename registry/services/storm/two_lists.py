"""The two lists of a storm: which masts may fall, and which hurt most when they are dark.

Kept for the last few tracks, and worked out anew only where what they rest on has changed: the winds, what is
known of a mast's strength, power and service, or the weights in force when the storm began.
"""

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from registry.model.storm.factor_weights import RiskList
from registry.model.storm.storms import StormTrack
from registry.services.critical.served import served
from registry.services.field.risk_scores import risk_table
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.storm.exposure import exposure_of
from registry.services.storm.factor_weights import weights_of
from registry.services.storm.hazards.exposure import flood_prone
from registry.services.storm.mast_facts import mast_facts
from registry.services.storm.storms import get_storm
from registry.store import ledger
from registry.store.lists.tables import LIST_TABLES
from registry.store.obligations.tables import DUTY_TABLES
from registry.store.outages.tables import OUTAGE_TABLES
from registry.store.storm.hazard_tables import hazard_grounds
from registry.store.storm.masts import load_power
from registry.store.storm.tables import STORM_TABLES
from registry.store.tables import import_batches
from registry.storm.exposure import StormExposure
from registry.storm.hurts_dark import HurtsDark
from registry.storm.may_fall import MayFall
from registry.storm.moments import STEP_MINUTES
from registry.storm.ranked import RankedList
from registry.storm.weights import Weights

KEPT = 6
_NOT_LISTED_BY = frozenset(
    table.name for table in (*STORM_TABLES, *OUTAGE_TABLES, *DUTY_TABLES, *LIST_TABLES, import_batches)
) - {hazard_grounds.name}
"""Tables of which many rows come in a storm, and which say nothing of any mast's strength or power.

The weights are among them: they are looked at by themselves, for a later decision leaves a storm as it is.
"""


@dataclass(frozen=True)
class TwoLists:
    """Both lists of a track: the masts with strong gusts in two orders, for two kinds of work."""

    may_fall: RankedList
    hurts_dark: RankedList

    @property
    def exposure(self) -> StormExposure:
        """The winds that both rest on."""
        return self.may_fall.exposure

    @property
    def weights(self) -> Weights:
        """The weights in force when the storm began."""
        return self.may_fall.fall.weights

    def __len__(self) -> int:
        return len(self.may_fall)

    def of(self, which: RiskList) -> RankedList:
        """Return one of both."""
        return self.may_fall if which is RiskList.MAY_FALL else self.hurts_dark

    @cached_property
    def flagged(self) -> frozenset[str]:
        """Ids of the structures that the warning singles out."""
        rows = self.may_fall.rows[self.may_fall.flagged]
        return frozenset(self.exposure.masts.structure_ids[rows].tolist())


class _Kept(NamedTuple):
    """Lists of a day, and the entry of the ledger up to which nothing that they rest on has changed."""

    version: ledger.Head
    day: dt.date
    lists: TwoLists


def two_lists(registry: Registry, storm: str, *, to_come: bool = False) -> TwoLists:
    """Return the lists of a storm by all its bulletins; ``STORM-UNKNOWN`` where there is none.

    ``to_come``: by what blows from the last observed position on, which is what can be prepared for.
    """
    return kept_lists(registry, get_storm(registry, storm).track, to_come=to_come)


def lists_of(
    registry: Registry,
    track: StormTrack,
    *,
    as_of: dt.date | None = None,
    step_minutes: int = STEP_MINUTES,
    to_come: bool = False,
) -> TwoLists:
    """Return the lists of a track for the masts that stand on a day (by default today).

    Empty where the storm stays away: then nobody is ordered to do anything.
    """
    day = as_of or today()
    whole = exposure_of(registry, track, as_of=day, step_minutes=step_minutes)
    exposure = whole.to_come if to_come else whole
    with registry.database.read() as connection:
        power = load_power(connection)
    facts = mast_facts(
        exposure.masts, risk_table(registry, day=day), power, served(registry), low=flood_prone(registry)
    )
    fall = MayFall(exposure, facts, weights_of(registry, track))
    dark = HurtsDark(fall)
    return TwoLists(RankedList(RiskList.MAY_FALL, fall, dark), RankedList(RiskList.HURTS_DARK, fall, dark))


def kept_lists(registry: Registry, track: StormTrack, *, to_come: bool = False) -> TwoLists:
    """Return today's lists of a track, the same until what they rest on changes.

    Letters, answers and outage reports, of which many come in a storm, leave them.
    """
    day = today()
    whole = exposure_of(registry, track, as_of=day)
    exposure = whole.to_come if to_come else whole
    weights = weights_of(registry, track)
    key = (track, exposure is whole)
    with registry.lock:
        kept: OrderedDict[Any, _Kept] = registry.cache.setdefault("storm_lists", OrderedDict())
        held = kept.get(key)
    with registry.database.read() as connection:
        present = ledger.head(connection)
        fresh = (
            held is not None
            and held.day == day
            and held.lists.exposure is exposure
            and held.lists.weights == weights
            and not ledger.touched(connection, held.version, but=_NOT_LISTED_BY)
        )
    if held is None or not fresh:
        held = _Kept(present, day, lists_of(registry, track, as_of=day, to_come=to_come))
    with registry.lock:
        kept[key] = held._replace(version=present)  # so that the same entries are not looked through again
        kept.move_to_end(key)
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return held.lists
