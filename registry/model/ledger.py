"""The ledger (sổ cái): one append-only, hash-chained list of changes, and the batches they came in."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple


class Origin(NamedTuple):
    """Where in the file of its batch a change was read: the sheet ("" in a file without) and the row.

    ``row`` is the number that a spreadsheet shows.
    """

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after; ``before`` None: created; ``after`` None: removed (undo of a creation).

    ``origin`` is where it was read, None for what was not read from a table.
    """

    table: str
    record: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, order=True)
class Checkpoint:
    """How the ledger stood on a day (điểm mốc): how many entries it had, and the hash of the last of them."""

    day: dt.date
    count: int
    head: str


@dataclass(frozen=True, slots=True)
class Verified:
    """One time that somebody verified the register: when, who, how far it went and what came out.

    ``first_problem`` is the code of the first of ``problems``, "" where all held; ``differs_from`` the day
    (ISO) of the first of the ``checkpoints`` that said something else, "" where they agreed.
    """

    id: str
    at: dt.datetime
    who: str
    entries: int
    head: str
    problems: int
    first_problem: str
    checkpoints: int
    differs_from: str


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A change as it stands in the ledger, with the hash of the entry before it (SHA-256, hex).

    ``register`` is the sign of the earlier register in whose ledger it stands; "" for this one's own.
    """

    seq: int
    at: str
    who: str
    batch: str
    change: Change
    previous_hash: str
    hash: str
    register: str = ""


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One import, committed in one transaction and undone as a unit.

    ``at`` is in Vietnam's time. ``undone_by`` is the batch that took it back, ``undoes`` the one that it
    takes back (an undo is a batch).
    """

    id: str
    kind: str
    file_name: str
    file_sha256: str
    who: str
    at: dt.datetime
    summary: dict[str, int]
    undone_by: str | None = None
    undoes: str | None = None
    options: dict[str, Any] | None = None
