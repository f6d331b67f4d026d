"""Lists of operators' masts that were imported: their date, and whether they hold all masts."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.areas import OperatorList
from registry.store.changes import stable_id
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


def latest_complete(connection: Connection, *, as_of: dt.date | None = None) -> dict[str, OperatorList]:
    """Return operator -> its newest complete list (dated on or before a day), for operators that have one."""
    found: dict[str, OperatorList] = {}
    for item in load_lists(connection):
        if item.complete and (as_of is None or item.list_date <= as_of):
            found[item.operator] = item
    return found


def list_row(item: OperatorList) -> dict[str, Any]:
    """Return the row of a list; an operator has one for each date and batch."""
    return {
        "id": stable_id("list", item.operator, item.list_date.isoformat(), item.batch),
        "operator": item.operator,
        "list_date": item.list_date,
        "complete": item.complete,
        "batch": item.batch,
    }
