"""Papers of the exchange folder: what the office laid out for others, and what came in by it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class PaperState(StrEnum):
    """Where a paper stands."""

    LAID = "laid"  # the office's own, laid out for the agent that carries it
    WAITS = "waits"  # came in; nobody has filed it
    FILED = "filed"  # with a request
    ASIDE = "aside"  # an officer left it aside, with a reason


@dataclass(frozen=True, slots=True)
class ExchangePaper:
    """One file that went out or came in. ``number``, ``dated``, ``sender`` and ``about`` are its envelope's.

    ``request`` is that whose reply it is, or with which it was filed. Moments are ISO text in UTC.
    """

    id: str
    version: int
    state: PaperState
    name: str
    sha256: str
    size_bytes: int
    at: str
    who: str
    number: str = ""
    dated: dt.date | None = None
    sender: str = ""
    about: str = ""
    request: str = ""
    reason: str = ""
