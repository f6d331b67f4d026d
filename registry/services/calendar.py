"""The present day, as the province's clocks show it."""

import datetime as dt
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> dt.date:
    """Return the present day in Vietnam, wherever the server's clock thinks it is."""
    return dt.datetime.now(VIETNAM).date()


def now() -> dt.datetime:
    """Return the present moment with Vietnam's offset."""
    return dt.datetime.now(VIETNAM)
