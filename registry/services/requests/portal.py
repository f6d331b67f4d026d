"""Where a request stands, as the one-stop portal is told: state, due day, clock, and no content.

The portal's words are data (``data/codes/portal_states.toml``): the office's own until it has the portal's
list.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cache

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.requests.desk import Request, RequestState
from registry.model.requests.desk_records import Clock
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.working_days import calendar_of
from registry.services.requests.clock import clock_of, in_order
from registry.services.requests.reading import with_limit
from registry.settings import DATA
from registry.store.database import Connection
from registry.store.ledger_since import records_since
from registry.store.office.operators import load_settings
from registry.store.requests import requests as store
from registry.store.requests.tables import request_states, requests

MOST = 200
"""How many changed requests are told at once."""


@dataclass(frozen=True, slots=True)
class PortalState:
    """A state in the portal's words."""

    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class PortalDossier:
    """A request as the portal is told of it; ``entry`` is the ledger's that changed it last."""

    request: Request
    state: PortalState
    clock: Clock
    entry: int = 0


@dataclass(frozen=True, slots=True)
class ChangedDossiers:
    """Requests that changed after an entry of the ledger, in the order of their last change.

    ``until`` is the entry to ask on from; ``more``: some are left.
    """

    dossiers: list[PortalDossier]
    until: int
    more: bool


@cache
def portal_states() -> dict[RequestState, PortalState]:
    """Return the portal's word for each state of a request."""
    read = tomllib.loads((DATA / "codes" / "portal_states.toml").read_text(encoding="utf-8"))
    return {
        RequestState(name): PortalState(item["code"], Words(item["vi"], item["en"]))
        for name, item in read.items()
    }


def dossier(registry: Registry, wanted: str, *, organisation: str | None = None) -> PortalDossier:
    """Return where a request stands today, by its number or id.

    ``organisation``: of that one alone; ``REQUEST-UNKNOWN`` for any other's, as for what there is not.
    """
    with registry.database.read() as connection:
        found = store.get_request(connection, wanted)
        if organisation not in (None, found.organisation):
            raise RefusalError("REQUEST-UNKNOWN", request=wanted)
        return _dossiers(registry, connection, [found])[0]


def changed_dossiers(
    registry: Registry, after: int, *, organisation: str | None = None, most: int = MOST
) -> ChangedDossiers:
    """Return the requests that changed after an entry of the ledger (0: all), those changed first first."""
    with registry.database.read() as connection:
        changed = records_since(connection, requests.name, after, most + 1)
        told = dict(changed[:most])
        known = {item.id: item for item in store.load_requests(connection, organisation=organisation)}
        found = [known[key] for key in told if key in known]
        standing = _dossiers(registry, connection, found)
    dossiers = [replace(item, entry=told[item.request.id]) for item in standing]
    until = max((after, *told.values()))
    return ChangedDossiers(dossiers, until, len(changed) > most)


def _dossiers(registry: Registry, connection: Connection, found: list[Request]) -> list[PortalDossier]:
    settings = load_settings(connection)
    calendar, day = calendar_of(settings), today()
    states = store.of_requests(connection, request_states, [item.id for item in found])
    entered = {item.id: in_order(store.state_of(row) for row in states[item.id]) for item in found}
    return [
        PortalDossier(
            item,
            portal_states()[item.state],
            clock_of(with_limit(registry, item, settings), entered[item.id], calendar, day),
        )
        for item in found
    ]
