"""Taking a batch back from a page: who may, what it would set back, and what rests on it.

The undo itself is that of ``bts undo``. What made zones, plans or borders law in the register is taken back
by whoever may put it in force; what is neither an import nor a decision of this table (an account, a step of
a request) has no undo on a page: it is done otherwise where it was done.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.ledger import ImportBatch
from registry.model.people import Person, Role
from registry.model.vietnam_time import one_moment
from registry.services.office import both_versions
from registry.services.office.batches import undo_batch
from registry.services.office.deeds import name_of
from registry.services.office.registry import Registry
from registry.store import batches as store
from registry.store import ledger, ledger_pages
from registry.typed_text import within

LONGEST_REASON = 1000
SHOWN = 50
"""How many records that stand in the way are named; all are counted."""

AT_ONCE = 500
"""How many changes are taken back by one press; what would be set back by more is looked at before."""

_MOST_OF_A_DEED = 5

OF_LAW = frozenset({"zones", "plan", "admin_units"})
"""Kinds of legal effect: whoever takes one back says why."""

_ENTERING = frozenset({Role.ADMINISTRATOR, Role.APPRAISER})
UNDOERS: dict[str, frozenset[Role]] = {
    "sites": _ENTERING,
    "cables": _ENTERING,
    "critical": _ENTERING,
    "population": frozenset({Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER}),
    "hand-over": _ENTERING,
    "cable-edit": _ENTERING,
    "cable-underground": _ENTERING,
    "merge": _ENTERING,
    "apart": _ENTERING,
    "position": frozenset({Role.APPRAISER, Role.LEADER}),
    "phantoms": frozenset({Role.APPRAISER, Role.LEADER}),
    "zones": frozenset({Role.LEADER}),
    "plan": frozenset({Role.LEADER}),
    "admin_units": frozenset({Role.ADMINISTRATOR, Role.LEADER}),
}
"""Who takes back a batch of which kind on a page; nobody where the kind is not here."""


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A record that was changed since, or that another record rests on: what it is, and its key."""

    table: str
    name: Words
    key: str


@dataclass(frozen=True, slots=True)
class Resting:
    """What an undo would do: records set back by table; what stands in the way (``count`` of all), and the
    later batches that have to be taken back before."""

    records: dict[str, int]
    in_the_way: tuple[InTheWay, ...]
    count: int
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A batch that may be taken back; ``at_once`` by one press, else on the page that asks and shows more.

    ``kind`` is that of the data, also where the batch is an undo; ``undone``: as it stands, they are undone.
    """

    batch: ImportBatch
    kind: str
    undone: bool
    at_once: bool
    of_law: bool


def get_batch(registry: Registry, batch: str) -> ImportBatch:
    """Return a batch; ``BATCH-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        return store.get_batch(connection, batch)


def kind_undone(registry: Registry, batch: ImportBatch) -> str:
    """Return the kind of a batch, of an undo that of what it takes back."""
    with registry.database.read() as connection:
        while batch.undoes is not None:
            batch = store.get_batch(connection, batch.undoes)
    return batch.kind


def may_take_back(registry: Registry, batch: ImportBatch, person: Person) -> bool:
    """Whether a person may take a batch back on a page, whatever rests on it."""
    roles = UNDOERS.get(kind_undone(registry, batch), frozenset())
    return batch.undone_by is None and person.is_one_of(*roles)


def resting_on(registry: Registry, batch: str) -> Resting:
    """Return what an undo would set back and what stands in its way; refused where there can be none."""
    with registry.database.read() as connection:
        found = store.resting_on(connection, batch)
    named = tuple(
        InTheWay(table, both_versions.what(table, image, key), key)
        for table, key, image in found.conflicts[:SHOWN]
    )
    return Resting(found.records, named, len(found.conflicts), tuple(found.later))


def made_now(registry: Registry, person: Person, moment: dt.datetime) -> ImportBatch | None:
    """Return the newest batch that a person made at a moment and may take back; None where there is none."""
    at = ledger.stamp(moment)
    with registry.database.read() as connection:
        written = list(islice(ledger_pages.batches_at(connection, name_of(person), at), _MOST_OF_A_DEED))
        known = store.some(connection, written)
    made = [known[batch] for batch in written if batch in known and ledger.stamp(known[batch].at) == at]
    return next((one for one in made if may_take_back(registry, one, person)), None)


def offer(registry: Registry, batch: str, person: Person) -> Offer | None:
    """Return how a person may take a batch back now; None where not, or where something rests on it."""
    found = get_batch(registry, batch)
    if not may_take_back(registry, found, person):
        return None
    kind, undone = kind_undone(registry, found), False
    with registry.database.read() as connection:
        changes = ledger_pages.count(connection, ledger_pages.Asked(batch=found.id), most=AT_ONCE)
        one = found
        while one.undoes is not None:
            one, undone = store.get_batch(connection, one.undoes), not undone
    few = changes <= AT_ONCE
    if few:
        resting = resting_on(registry, found.id)
        if resting.count or not resting.records:
            return None
    return Offer(found, kind, undone, at_once=few and kind not in OF_LAW, of_law=kind in OF_LAW)


@one_moment()
def take_back(registry: Registry, batch: str, *, person: Person, reason: str) -> ImportBatch:
    """Take a batch back as ``undo_batch`` does, and return the batch of the undo; ``reason`` stays with it.

    Refused for who may not (``BATCH-UNDO-NOT-YOURS``), and without a reason where the batch is of legal
    effect (``BATCH-UNDO-NO-REASON``).
    """
    found = get_batch(registry, batch)
    kind = kind_undone(registry, found)
    if not person.is_one_of(*UNDOERS.get(kind, frozenset())):
        raise RefusalError("BATCH-UNDO-NOT-YOURS", batch=found.id)
    said = within(reason, LONGEST_REASON)
    if kind in OF_LAW and not said:
        raise RefusalError("BATCH-UNDO-NO-REASON", batch=found.id)
    return undo_batch(registry, found.id, who=name_of(person), reason=said)
