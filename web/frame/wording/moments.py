"""Moments as pages write them, also those of phones whose clocks are set wrong."""

import datetime as dt

from registry.model.vietnam_time import VIETNAM


def phone_moment(at: str) -> str:
    """Return a moment of a phone on Vietnam's clock, as the server's beside it; what is none as it came.

    A phone whose zone is set wrong writes its offset with the moment: the hour is put right by it.
    """
    if not at:
        return ""
    try:
        found = dt.datetime.fromisoformat(at)
    except ValueError:
        return at[:40]
    found = found if found.tzinfo is None else found.astimezone(VIETNAM)
    return f"{found:%H:%M %d/%m/%Y}"
