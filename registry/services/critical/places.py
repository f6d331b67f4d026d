"""The critical places of the register, as records."""

from registry.model.critical_places import CriticalPlace
from registry.model.ledger import LedgerEntry
from registry.services.office.registry import Registry
from registry.store.critical import places as store
from registry.store.histories import entries_of


def critical_places(registry: Registry, *, closed: bool = False) -> tuple[CriticalPlace, ...]:
    """Return the critical places that count, by kind and name; with the ``closed`` ones, those last.

    Empty means that nobody has entered any, never that the province has none.
    """
    with registry.database.read() as connection:
        return tuple(store.load_places(connection, closed=closed))


def get_place(registry: Registry, place: str) -> CriticalPlace:
    """Return a place by its id; refused (``CRITICAL-UNKNOWN``) where there is none."""
    with registry.database.read() as connection:
        return store.get_place(connection, place)


def history(registry: Registry, place: str) -> list[LedgerEntry]:
    """Return the ledger's entries about a place, the oldest first."""
    with registry.database.read() as connection:
        return entries_of(connection, {"critical_places": [place]})
