"""A phone (máy) on which somebody stays signed in for days, behind a PIN that only the phone knows."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone of one account. ``device`` is the name that the phone gave itself, ``name`` what it is.

    ``since``: the password was given on it; ``until``: it opens sessions without one; ``stopped_at``:
    somebody (``stopped_by``) ended it before, None while nobody has.
    """

    id: str
    account: str
    device: str
    name: str
    since: dt.datetime
    until: dt.datetime
    stopped_at: dt.datetime | None = None
    stopped_by: str = ""
    version: int = 0
