"""Lists of masts that were handed in, as records, and what people said of their rows."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.mast_lists import MastList, MastListRow, MastListState
from registry.model.vietnam_time import in_vietnam
from registry.store import images
from registry.store.changes import stable_id
from registry.store.lists.tables import mast_list_rows, mast_lists
from registry.store.reading import count_of, first_of, rows_of
from registry.store.records import record_of
from registry.store.tables import ledger, site_aliases, sites, stations, structures

_MASTS = (sites.name, structures.name, stations.name, site_aliases.name)


def load_mast_lists(connection: Connection, operator: str | None = None) -> list[MastList]:
    """Return the lists, the newest first; those of one operator, or all but the drafts of carriers."""
    query = sa.select(mast_lists).order_by(mast_lists.c.at.desc(), mast_lists.c.id)
    if operator is None:
        seen = sa.or_(mast_lists.c.state != MastListState.DRAFT.value, mast_lists.c.by_office)
        query = query.where(seen)
    else:
        query = query.where(mast_lists.c.operator == operator, mast_lists.c.operator != "")
    return [_list(row) for row in rows_of(connection, query)]


def count_in(connection: Connection, states: frozenset[MastListState], operator: str | None = None) -> int:
    """Return how many lists are in one of some states; of one operator where named."""
    query = (
        sa.select(sa.func.count())
        .select_from(mast_lists)
        .where(mast_lists.c.state.in_([state.value for state in states]))
    )
    if operator is not None:
        query = query.where(mast_lists.c.operator == operator)
    return count_of(connection, query)


def get_mast_list(connection: Connection, identity: str) -> MastList:
    """Return a list by its id (``MAST-LIST-UNKNOWN``)."""
    query = sa.select(mast_lists).where(mast_lists.c.id == images.clean(identity))
    row = first_of(connection, query)
    if row is None:
        raise RefusalError("MAST-LIST-UNKNOWN")
    return _list(row)


def row_id(identity: str, sheet: str, row: int) -> str:
    """Return the key of what people said of a row of a list."""
    return stable_id("mast list row", identity, sheet, str(row))


def said_of_rows(connection: Connection, identity: str) -> list[MastListRow]:
    """Return what people said of a list's rows, in the order of the sheets and rows."""
    query = (
        sa.select(mast_list_rows)
        .where(mast_list_rows.c.list == identity)
        .order_by(mast_list_rows.c.sheet, mast_list_rows.c.row, mast_list_rows.c.id)
    )
    return [record_of(MastListRow, row) for row in rows_of(connection, query)]


def masts_changed_since(connection: Connection, seq: int) -> bool:
    """Whether anything of a mast was written after an entry of the ledger."""
    query = sa.select(ledger.c.seq).where(ledger.c.seq > seq, ledger.c.table_name.in_(_MASTS)).limit(1)
    return first_of(connection, query) is not None


def _list(row: Mapping[str, Any]) -> MastList:
    moments = {name: in_vietnam(row[name]) if row[name] else None for name in ("sent_at", "looked_at")}
    return record_of(MastList, row, at=in_vietnam(row["at"]), **moments)
