"""How many people live in a commune, as a table says that the office was given."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Population:
    """The people of a commune (GSO code of today) on ``as_of``; it holds until a figure of a later day.

    ``households`` is None where the table does not say. ``source`` is whose table it is, ``document`` the
    letter or decision that it came with, ``licence`` under what it may be used and shown.
    """

    id: str
    commune_code: str
    as_of: dt.date
    inhabitants: int
    households: int | None = None
    source: str = ""
    document: str = ""
    licence: str = ""
    note: str = ""
    version: int = 0
