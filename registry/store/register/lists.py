"""Lists of operators' masts that were imported: their date, and whether they hold all masts."""

import datetime as dt
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.areas import OperatorList
from registry.store import batches
from registry.store.changes import stable_id
from registry.store.records import row_of
from registry.store.tables import operator_lists


def load_lists(connection: Connection) -> list[OperatorList]:
    """Return every list, by operator and date."""
    query = sa.select(operator_lists).order_by(
        operator_lists.c.operator, operator_lists.c.list_date, operator_lists.c.id
    )
    return [
        OperatorList(row.operator, row.list_date, row.complete, row.batch)
        for row in connection.execute(query)
    ]


def lists_that_stand(connection: Connection) -> dict[str, list[OperatorList]]:
    """Return the lists of each operator by date and batch, without those that were undone.

    Two lists of one day are one row of ``operator_lists``; the batch of the second tells of itself.
    """
    standing = {batch.id: batch for batch in batches.list_batches(connection) if batch.undone_by is None}
    found = {(item.operator, item.batch): item for item in load_lists(connection) if item.batch in standing}
    for batch in standing.values():
        options = batch.options or {}
        operator, day = options.get("operator"), options.get("list_date")
        if batch.kind == "sites" and operator and day:
            own = OperatorList(operator, dt.date.fromisoformat(day), bool(options.get("complete")), batch.id)
            found.setdefault((operator, batch.id), own)
    lists: dict[str, list[OperatorList]] = defaultdict(list)
    for item in sorted(found.values(), key=lambda one: (one.list_date, int(one.batch[1:]))):
        lists[item.operator].append(item)
    return lists


def latest_complete(connection: Connection, *, as_of: dt.date | None = None) -> dict[str, OperatorList]:
    """Return operator -> its newest complete list (dated on or before a day), for operators that have one."""
    found: dict[str, OperatorList] = {}
    for item in load_lists(connection):
        if item.complete and (as_of is None or item.list_date <= as_of):
            found[item.operator] = item
    return found


def list_row(item: OperatorList) -> dict[str, Any]:
    """Return the row of a list; an operator has one for each date and batch."""
    return row_of(
        operator_lists, item, id=stable_id("list", item.operator, item.list_date.isoformat(), item.batch)
    )
