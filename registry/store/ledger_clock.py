"""The time that the ledger gives an entry, and the clocks that it does not believe.

One entry with a time far ahead would hold up the time of all that come after it; with a clock far behind,
the day whose law holds is not today. Between such a clock and a register that long rested nothing but a
person can tell: writing is refused until an administrator puts the clock right, or says that it is right
(``bts clock --right``). That is an entry itself, and the one place where the ledger's time may step back.
"""

import datetime as dt

from registry.errors import RefusalError
from registry.model.vietnam_time import VIETNAM

AHEAD = dt.timedelta(days=92)
"""How long a register may rest, a quarter of a year, before the clock that wakes it is asked about."""
BEHIND = dt.timedelta(days=1)
"""How far a clock may fall behind: the ledger's time then stands still until it has caught up."""
LATEST = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
"""No clock that shows more is right while this program is in use; an empty ledger tells nothing better."""
STATED = "clock"
"""The key among the office's settings under which somebody states that the clock is right."""


def doubt(newest: str, now: dt.datetime) -> RefusalError | None:
    """Return what is wrong between the newest entry's time ("" while there is none) and the clock.

    ``STORE-CLOCK-AHEAD`` or ``STORE-CLOCK-BEHIND``; None where the clock is believed.
    """
    last = dt.datetime.fromisoformat(newest) if newest else now
    code = ""
    if now > last + AHEAD or now >= LATEST:
        code = "STORE-CLOCK-AHEAD"
    elif now < last - BEHIND:
        code = "STORE-CLOCK-BEHIND"
    if not code:
        return None
    return RefusalError(code, clock=_said(now), newest=_said(last), days=abs((now - last).days))


def steps_back_rightly(table: str, record: str) -> bool:
    """Whether an entry may have an earlier time than the one before it: it states that the clock is right."""
    return table == "settings" and record == STATED


def _said(moment: dt.datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
