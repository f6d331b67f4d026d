"""The register as it stood at the end of a day, opened as a register of its own."""

import contextlib
import datetime as dt
from collections.abc import Iterator

from registry.model.vietnam_time import one_day
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.store import batches
from registry.store.database import Connection
from registry.store.earlier.ledgers import registers
from registry.store.past_register import past_register


@contextlib.contextmanager
def register_on(registry: Registry, day: dt.date) -> Iterator[Registry]:
    """Yield the register as it stood at the end of a day that is over, with the clock held to that day.

    Services asked of it answer as they would have then; it is there to be read.
    """
    with (
        registry.database.read() as connection,
        past_register(connection, day, registry.settings.home) as database,
        one_day(day),
    ):
        yield Registry(registry.settings, database)


def first_day(connection: Connection) -> dt.date | None:
    """Return the day of the register's first entry, its earlier registers' too; None of an empty one."""
    first = batches.first_written(connection)
    found = [*([first] if first else []), *(one.first_at for one in registers(connection) if one.first_at)]
    return min((in_vietnam(at).date() for at in found), default=None)
