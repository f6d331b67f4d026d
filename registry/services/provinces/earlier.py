"""What an earlier register held, read from its own ledger under its own keys."""

import datetime as dt
from typing import Any

from registry.errors import RefusalError
from registry.services.office.registry import Registry
from registry.store import images, past_states
from registry.store.earlier.ledgers import Earlier, registers
from registry.store.tables import LEDGERED


def earlier_registers(registry: Registry) -> list[Earlier]:
    """Return the registers that became part of this one."""
    with registry.database.read() as connection:
        return registers(connection)


def held(registry: Registry, sign: str, table: str, day: dt.date) -> dict[str, dict[str, Any]]:
    """Return what an earlier register held in a table at the end of a day, by its own keys, as images.

    ``PROVINCE-NO-EARLIER`` for a sign that none bears, ``LEDGER-NO-KIND`` for no table of the ledger.
    """
    if table not in LEDGERED:
        raise RefusalError("LEDGER-NO-KIND", kind=table[:40])
    with registry.database.read() as connection:
        known = {one.sign: one for one in registers(connection)}
        if sign not in known:
            raise RefusalError("PROVINCE-NO-EARLIER", sign=sign[:40], known=", ".join(sorted(known)) or "–")
        (state,) = past_states.earlier_states(connection, known[sign].id, [day], [table])
    return {key: images.encode(LEDGERED[table], row) for key, row in sorted(state.get(table, {}).items())}
