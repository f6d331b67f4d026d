"""From when to when a mast of a list stands: its state and its days agree in the register.

What is counted by the state and what by the day would else be two masts.
"""

import datetime as dt
from typing import Any

from registry.intake.parsed import ParsedRow
from registry.model.sites import SiteState
from registry.model.standing_days import WORKS

Row = dict[str, Any]


def built_ahead(row: ParsedRow, state: str, list_date: dt.date) -> bool:
    """Whether a row says that a mast, which works (``state``), is built only after the day of its list."""
    built = row.values.get("built_on")
    return state in WORKS and built is not None and built > list_date


def settle_days(mast: Row, row: ParsedRow, known: dt.date | None, list_date: dt.date, *, state: str) -> None:
    """Make what a row says of its mast agree on the day of its list.

    ``known`` is the register's own day of dismantling, ``state`` its state. A mast that works was not built
    on a day to come: such a day is not taken, that is asked about.
    """
    _settle_end(mast, row, known, list_date)
    if built_ahead(row, mast.get("state", state), list_date):
        del mast["built_on"]


def _settle_end(mast: Row, row: ParsedRow, known: dt.date | None, list_date: dt.date) -> None:
    """Make what a row says of the end of its mast agree with its state.

    A day that is over without a word on the state says that the mast was dismantled. Beside a state that says
    it stands, or that cannot be read, the day is not taken: that is asked about. And a mast that is said to
    stand was not dismantled on the day that the register has.
    """
    day = mast.get("dismantled_on")
    stated = row.values.get("state")
    if day is not None and day <= list_date:
        if stated is None and "state" not in row.unread:
            mast["state"] = SiteState.DISMANTLED.value
        elif stated != SiteState.DISMANTLED:
            del mast["dismantled_on"]
            day = None
    stands = stated not in (None, SiteState.DISMANTLED)
    if stands and day is None and known is not None and known <= list_date:
        mast["dismantled_on"] = None
