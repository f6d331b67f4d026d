"""Defects (tồn tại) as rows: listed and counted by the same conditions."""

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.defects import DefectState
from registry.store.field.tables import defects
from registry.store.reading import Row, count_of, kept_to, narrowed, rows_of


class Filter(NamedTuple):
    """What defects are narrowed by; "" and None: not at all.

    ``states`` empty: all but those that a later item replaced. ``due_before``: those whose deadline is before
    that day. ``bound_to``: one organisation's own.
    """

    campaign: str = ""
    structure: str = ""
    organisation: str = ""
    states: Collection[str] = ()
    due_before: dt.date | None = None
    bound_to: str | None = None


def list_defects(connection: Connection, asked: Filter) -> list[Row]:
    """Return defects, the earliest deadline first, those without one last."""
    query = sa.select(defects).order_by(
        defects.c.deadline.is_(None), defects.c.deadline, defects.c.found_on, defects.c.id
    )
    return rows_of(connection, _narrowed(query, asked))


def count_defects(connection: Connection, asked: Filter) -> int:
    """Return how many defects there are."""
    return count_of(connection, _narrowed(sa.select(sa.func.count()).select_from(defects), asked))


def _narrowed(query: sa.Select[Any], asked: Filter) -> sa.Select[Any]:
    query = narrowed(
        query, defects, campaign=asked.campaign, structure=asked.structure, organisation=asked.organisation
    )
    if asked.states:
        query = query.where(defects.c.state.in_([str(state) for state in asked.states]))
    else:
        query = query.where(defects.c.state != DefectState.REPLACED)
    if asked.due_before is not None:
        query = query.where(defects.c.deadline < asked.due_before)
    return kept_to(query, defects, asked.bound_to)
