"""Whether anything was written to some tables since they were read.

A thing stays found as it was until a table behind it changes. In a busy office something is written every
second: what hangs on the ledger's head alone would be read anew at every key.
"""

from collections.abc import Collection, Hashable

from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.ledger import Head
from registry.store.ledger_since import tables_since

_KEY = "found-tables"


def standing_of(registry: Registry, tables: Collection[str] = ()) -> Hashable:
    """Return a mark that differs after anything was written to ``tables`` (without any: to any at all)."""
    head = registry.kept("ledger-head", ledger.head)
    if not tables:
        return head.hash
    first, last = _last(registry, head)
    return (first, *(last.get(table, 0) for table in sorted(tables)))


def _last(registry: Registry, head: Head) -> tuple[str, dict[str, int]]:
    """Return where counting began, and the last entry about each table since."""
    held: tuple[Head, str, dict[str, int]] | None = registry.cache.get(_KEY)
    if held is not None and held[0] == head:
        return held[1], held[2]
    followed = None
    if held is not None:
        with registry.database.read() as connection:
            followed = tables_since(connection, held[0])
    if held is None or followed is None:
        held = (head, head.hash, {})
    else:
        held = (head, held[1], {**held[2], **followed})
    registry.cache[_KEY] = held
    return held[1], held[2]
