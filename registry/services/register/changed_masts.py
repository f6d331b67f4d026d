"""Which masts changed after an entry of the ledger, for programs that follow the register."""

from registry.services.office.registry import Registry
from registry.store.register.changed_masts import structures_changed


def changed_masts(registry: Registry, entry: int) -> set[str]:
    """Return the ids of structures that changed, or whose site or station did, after ledger ``entry``."""
    with registry.database.read() as connection:
        return structures_changed(connection, entry)
