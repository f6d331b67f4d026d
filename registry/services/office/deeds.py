"""What the deeds of people have in common: their kind of batch, and the refusal of whoever came second."""

from collections.abc import Mapping
from typing import Any

from registry.errors import RefusalError
from registry.store import batches, images, ledger
from registry.store.database import Connection
from registry.store.tables import Table

KIND = batches.DESK
"""The kind of batch that a deed at the desk makes."""


def changed(
    connection: Connection,
    table: Table,
    key: str,
    standing: Mapping[str, Any] | None,
    offered: Mapping[str, Any],
) -> RefusalError:
    """Return the refusal of whoever came second: ``standing`` and ``offered`` say both versions in full."""
    by, at = ledger.last_change(connection, table, key)
    return RefusalError(
        "REQUEST-CHANGED",
        by=by,
        at=at,
        table=table.name,
        record=key,
        standing=dict(standing or {}),
        offered=images.encode(table, offered),
    )
