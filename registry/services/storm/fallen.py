"""Masts whose fall is an open incident: a storm's letter neither guards one nor asks for its power."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from registry.model.outages.outages import IncidentKind
from registry.model.storm.storm_records import OrderKind, OrderRow, StormOrder
from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.outages import outages
from registry.store.register.standing_masts import MastThere, masts_of_sites


@dataclass(frozen=True, slots=True)
class FallenMast:
    """A mast that fell and was not put up again; ``event`` is the id of the event that tells it."""

    mast: MastThere
    event: str


def fallen_masts(connection: Connection, storm: str) -> dict[str, FallenMast]:
    """Return, by structure, the masts that fell in a storm or in an event that is open, and lie there still.

    Of a site with several masts nobody knows which of them fell: they all stay.
    """
    told = {
        incident.site: event.id
        for event in outages.load_events(connection)
        if event.open or (storm and event.storm == storm)
        for incident in outages.load_incidents(connection, event.id)
        if incident.kind is IncidentKind.MAST
        and incident.site
        and not incident.withdrawn
        and incident.resolved_at is None
    }
    masts = masts_of_sites(connection, told)
    count = Counter(mast.site for mast in masts)
    return {mast.structure: FallenMast(mast, told[mast.site]) for mast in masts if count[mast.site] == 1}


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


def fallen_beside(registry: Registry, order: StormOrder, rows: list[OrderRow]) -> Beside:
    """Return the fallen masts of a letter's recipient: all of them for the power company."""
    with registry.database.read() as connection:
        found = fallen_masts(connection, order.storm)
    named = {row.structure for row in rows}
    own = sorted(
        (
            one
            for one in found.values()
            if order.kind is OrderKind.POWER or order.recipient in {*one.mast.networks, one.mast.owner}
        ),
        key=lambda one: one.mast.code,
    )
    return Beside(
        tuple(one for one in own if one.mast.structure not in named),
        tuple(one for one in found.values() if one.mast.structure in named),
    )
