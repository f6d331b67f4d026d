"""The server's clock beside the ledger's time, and an administrator's word on which of them is right."""

from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.store import ledger, ledger_clock
from registry.store.office.operators import setting_change


def clock_doubt(registry: Registry) -> RefusalError | None:
    """Return why the register does not believe the clock, None where it does."""
    return ledger_clock.doubt(_newest(registry), vietnam_time.read_clock())


def doubt_now(registry: Registry) -> RefusalError | None:
    """Return the same for every page: the ledger is asked again only when anybody has written since."""
    newest = registry.until_written("newest entry", lambda: _newest(registry))
    return ledger_clock.doubt(newest, vietnam_time.read_clock())


def _newest(registry: Registry) -> str:
    with registry.database.read() as connection:
        return ledger.head(connection).at


@one_moment()
def state_right(registry: Registry, *, who: str) -> str:
    """Write into the ledger that the clock is right now, and return the entry's time.

    From it on entries have the clock's time again, be it long after the newest one or before it. Refused
    where there is nothing to state (``CLOCK-BELIEVED``).
    """
    by = who
    with registry.database.write() as connection:
        newest = ledger.head(connection)
        now = vietnam_time.read_clock()
        if ledger_clock.doubt(newest.at, now) is None:
            raise RefusalError("CLOCK-BELIEVED")
        value = {"at": ledger.stamp(now), "newest": newest.at, "seq": newest.seq, "by": by}
        change = setting_change(connection, ledger_clock.STATED, value)
        return ledger.record(connection, [change], who=by, batch=ledger_clock.STATED, clock_right=True).at
