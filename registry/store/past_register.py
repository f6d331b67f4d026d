"""The register as it stood at the end of a day, as a register of its own: in a file aside, for a moment.

What people do is asked of the present register by the services; asked of this one, the same services answer
as of that day. It has no ledger, no secrets and nothing that passes: whoever reads it reads records only.
"""

import contextlib
import datetime as dt
from collections.abc import Collection, Iterator
from pathlib import Path

from registry.store import past_states
from registry.store.database import Connection, Database
from registry.store.scratch import scratch
from registry.store.tables import LEDGERED, metadata

_PREFIX = "past-"
LEFT_OUT = frozenset({"notices", "field_items", "set_aside_items", "saved_views"})
"""Tables of which nobody asks how they stood: what was told, and what phones sent piece by piece."""


@contextlib.contextmanager
def past_register(
    connection: Connection, day: dt.date, folder: Path, *, left_out: Collection[str] = LEFT_OUT
) -> Iterator[Database]:
    """Yield a database with every record as it stood at the end of ``day`` (see ``past_states.state_on``).

    It lies in a folder of its own below ``folder`` and is gone afterwards; ``left_out`` tables are empty.
    """
    wanted = sorted(LEDGERED.keys() - set(left_out))
    state = past_states.state_on(connection, day, tables=wanted)
    with scratch(_PREFIX, folder) as room:
        database = Database(f"sqlite:///{room / 'register.sqlite'}")
        try:
            database.upgrade()
            with database.write() as into:
                for table in metadata.sorted_tables:
                    rows = list(state.get(table.name, {}).values())
                    if rows:
                        into.execute(table.insert(), rows)
            yield database
        finally:
            database.close()
