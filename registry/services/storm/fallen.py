"""Masts that fell and were not put up again: a storm's letter neither guards one nor asks for its power."""

import datetime as dt
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from registry.model.outages.outages import Incident, IncidentKind
from registry.model.storm.storm_records import OrderKind, OrderRow, StormOrder
from registry.model.vietnam_time import VIETNAM
from registry.services.office.registry import Registry
from registry.services.storm.ordered_masts import sides_of
from registry.store.database import Connection
from registry.store.outages import outages
from registry.store.register.standing_masts import MastThere, built_days, masts_of_sites


@dataclass(frozen=True, slots=True)
class FallenMast:
    """A mast that fell and was not put up again; ``event`` is the id of the event that tells it.

    ``ended``: that event is over, and nobody has said since that the mast stands again.
    """

    mast: MastThere
    event: str
    ended: bool = False


def fallen_masts(connection: Connection, storm: str) -> dict[str, FallenMast]:
    """Return, by structure, the masts that fell in whatever event and lie there still, as far as is known.

    The end of an event puts no mast up again: only that its fall was dealt with does, or that the register
    has it built on a later day. Of a site with several masts nobody knows which fell: they all stay.
    """
    own = [one for one in outages.load_events(connection) if one.open or (storm and one.storm == storm)]
    ids = {one.id for one in own}
    told: dict[str, tuple[Incident, bool]] = {}
    for event in [*(one for one in outages.load_events(connection) if one.id not in ids), *own]:
        for incident in outages.load_incidents(connection, event.id):
            if _lies(incident):
                told[incident.site] = (incident, event.id not in ids)
    masts = masts_of_sites(connection, told)
    count = Counter(mast.site for mast in masts)
    built = built_days(connection, [mast.structure for mast in masts])
    return {
        mast.structure: FallenMast(mast, incident.event, ended)
        for mast in masts
        for incident, ended in (told[mast.site],)
        if count[mast.site] == 1 and not _built_since(incident, built.get(mast.structure))
    }


def _lies(incident: Incident) -> bool:
    """Whether an incident is of a mast of the register that fell and was not dealt with."""
    fell = incident.kind is IncidentKind.MAST and bool(incident.site) and not incident.withdrawn
    return fell and incident.resolved_at is None


def _built_since(incident: Incident, built: dt.date | None) -> bool:
    at = incident.occurred_at or incident.detected_at
    return built is not None and at is not None and built > at.astimezone(VIETNAM).date()


def fallen_codes(registry: Registry, storm: str, counted: Container[str]) -> tuple[str, ...]:
    """Return the codes of the masts that lie there still, of those ``counted`` (by structure).

    The storm's page counts them, no letter does.
    """
    with registry.database.read() as connection:
        found = fallen_masts(connection, storm)
    return tuple(sorted(one.mast.code for structure, one in found.items() if structure in counted))


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a letter of masts that fell: ``left_out`` of its list, or ``named`` in it."""

    left_out: tuple[FallenMast, ...]
    named: tuple[FallenMast, ...]

    @property
    def ended(self) -> tuple[str, ...]:
        """The codes of those left out whose event is over: whether they stand again is not known."""
        return tuple(one.mast.code for one in self.left_out if one.ended)


def fallen_beside(registry: Registry, order: StormOrder, rows: list[OrderRow]) -> Beside:
    """Return the fallen masts of a letter's recipient: all of them for the power company."""
    with registry.database.read() as connection:
        found = fallen_masts(connection, order.storm)
    named = {row.structure for row in rows}
    sides = sides_of(registry, ((key, one.mast.networks, one.mast.owner) for key, one in found.items()))
    theirs = {key for side in sides if side.code == order.recipient for key in side.structures}
    own = sorted(
        (one for key, one in found.items() if order.kind is OrderKind.POWER or key in theirs),
        key=lambda one: one.mast.code,
    )
    return Beside(
        tuple(one for one in own if one.mast.structure not in named),
        tuple(one for one in found.values() if one.mast.structure in named),
    )
