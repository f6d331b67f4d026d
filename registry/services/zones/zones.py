"""The zones that stand, and what was done to one."""

from registry.model.areas import Zone
from registry.model.ledger import LedgerEntry
from registry.services.office.registry import Registry
from registry.store.histories import entries_of
from registry.store.zones.zones import load_zones


def all_zones(registry: Registry) -> list[Zone]:
    """Return every zone of the register."""
    with registry.database.read() as connection:
        return load_zones(connection)


def entries_of_zone(registry: Registry, zone: str) -> list[LedgerEntry]:
    """Return what the ledger says of a zone, the oldest first."""
    with registry.database.read() as connection:
        return entries_of(connection, {"zones": [zone]})
