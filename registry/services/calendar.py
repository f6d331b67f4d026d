"""The present day, as the province's clocks show it."""

import datetime as dt

from registry.model.vietnam_time import VIETNAM


def today() -> dt.date:
    """Return the present day in Vietnam, wherever the server's clock thinks it is."""
    return dt.datetime.now(VIETNAM).date()


def now() -> dt.datetime:
    """Return the present moment with Vietnam's offset."""
    return dt.datetime.now(VIETNAM)


def in_vietnam(at: str) -> dt.datetime:
    """Return a moment of the ledger (ISO 8601 with its offset) on Vietnam's clock."""
    return dt.datetime.fromisoformat(at).astimezone(VIETNAM)
