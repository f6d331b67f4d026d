"""Settled notices: what a notice asks for was done meanwhile, or is another by now; it waits no more.

Each service that tells somebody to do something says here of its kinds which notices still wait. Kinds of
which nobody says so only tell of something: they wait until somebody opens their document.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from registry.model.notices import Notice, NoticeKind
from registry.services.office.registry import Registry
from registry.store.ledger import rows_by_key
from registry.store.tables import Table

Waiting = Callable[[Registry, Sequence[Notice]], Collection[str]]
"""Of notices of one kind: the ids of those whose matter still waits for who was told."""
WaitsOn = Mapping[NoticeKind, Waiting]
NOTHING_ASKED: WaitsOn = {}
"""All that is told waits until somebody opens it."""


def while_record(table: Table, waits: Callable[[Mapping[str, Any], Notice], bool]) -> Waiting:
    """Return of which notices the record that they lead to still waits; one that is gone does not."""

    def waiting(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
        with registry.database.read() as connection:
            rows = rows_by_key(connection, table, list({one.record for one in told}))
        return {one.id for one in told if one.record in rows and waits(rows[one.record], one)}

    return waiting


def while_state(table: Table, *states: str) -> Waiting:
    """Return of which notices the record is in one of some states."""
    return while_record(table, lambda row, _one: row.get("state") in states)


def settled(registry: Registry, told: Iterable[Notice], waits_on: WaitsOn) -> frozenset[str]:
    """Return the ids of the notices that nobody opened and whose matter waits for nobody any more."""
    by_kind: dict[NoticeKind, list[Notice]] = defaultdict(list)
    for one in told:
        if not one.opened_at and one.kind in waits_on:
            by_kind[one.kind].append(one)
    return frozenset(
        one.id
        for kind, own in by_kind.items()
        for waiting in [waits_on[kind](registry, own)]
        for one in own
        if one.id not in waiting
    )
