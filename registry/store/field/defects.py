"""Defects (tồn tại) as rows: listed and counted by the same conditions."""

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.field.defects import FOUND_DEFECTS, STANDING_DEFECTS, DefectState
from registry.model.vietnam_time import VIETNAM
from registry.store.field.tables import defects, field_items
from registry.store.portions import portions
from registry.store.reading import Row, count_of, kept_to, narrowed, rows_of
from registry.store.tables import sites, structures


class Filter(NamedTuple):
    """What defects are narrowed by; "" and None: not at all.

    ``states`` empty: all but those that a later item replaced. ``due_before``: those whose deadline is before
    that day, and with ``over_at``, a moment of it, those whose hours are over by then. ``bound_to``: one
    organisation's own.
    """

    campaign: str = ""
    structure: str = ""
    organisation: str = ""
    states: Collection[str] = ()
    due_before: dt.date | None = None
    over_at: dt.datetime | None = None
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


def past_deadline(day: dt.date, at: dt.datetime | None) -> sa.ColumnElement[bool]:
    """Whether a deadline is before ``day``, or, of hours, before ``at``, a moment of it (None: not asked)."""
    over: sa.ColumnElement[bool] = defects.c.deadline < day
    if at is None:
        return over
    moment = at.astimezone(VIETNAM).isoformat()  # moments are kept as text on Vietnam's clock
    return over | ((defects.c.deadline_at != "") & (defects.c.deadline_at < moment))


class PlacedDefect(NamedTuple):
    """A defect with the site of its mast (EPSG:4326 degrees), and when a phone recorded it.

    ``recorded_at`` is as the phone said it, ``clock_off_s`` how far its clock was ahead (seconds), None where
    nobody knows; both moments are "" where no item of a phone is behind it.
    """

    id: str
    defect: str
    found_on: dt.date
    organisation: str
    note: str
    recorded_at: str
    clock_off_s: float | None
    received_at: str
    lon: float
    lat: float


def placed_defects(connection: Connection, kinds: Collection[str]) -> list[PlacedDefect]:
    """Return the defects of some kinds (codes of the vocabulary) that stand, each with its place."""
    query = (
        sa.select(
            defects.c.id, defects.c.defect, defects.c.found_on, defects.c.organisation, defects.c.note,
            sa.func.coalesce(field_items.c.recorded_at, "").label("recorded_at"), field_items.c.clock_off_s,
            sa.func.coalesce(field_items.c.received_at, "").label("received_at"), sites.c.lon, sites.c.lat,
        )
        .join_from(defects, structures, structures.c.id == defects.c.structure)
        .join(sites, sites.c.id == structures.c.site_id)
        .outerjoin(field_items, field_items.c.id == defects.c.item)
        .where(defects.c.defect.in_(sorted(kinds)), defects.c.state.in_(sorted(STANDING_DEFECTS)))
    )  # fmt: skip
    return [PlacedDefect(**row) for row in rows_of(connection, query)]


def found_by_visit(connection: Connection, visits: Collection[str]) -> dict[str, int]:
    """Return visit -> how many defects it found, remedied since or not; none where it found none."""
    counts: dict[str, int] = {}
    for part in portions(sorted(visits)):
        query = (
            sa.select(defects.c.inspection, sa.func.count())
            .where(defects.c.inspection.in_(part), defects.c.state.in_(sorted(FOUND_DEFECTS)))
            .group_by(defects.c.inspection)
        )
        counts |= {visit: int(count) for visit, count in connection.execute(query)}
    return counts


class StandingDanger(NamedTuple):
    """A dangerous defect that stands: at which structure, whose, what (codes), since when."""

    structure: str
    organisation: str
    defect: str
    component: str
    found_on: dt.date


def standing_dangers(connection: Connection) -> list[StandingDanger]:
    """Return the dangerous defects that stand, those found first before the others."""
    query = (
        sa.select(
            defects.c.structure, defects.c.organisation, defects.c.defect, defects.c.component,
            defects.c.found_on,
        )
        .where(defects.c.severity == "urgent", defects.c.state.in_(sorted(STANDING_DEFECTS)))
        .order_by(defects.c.found_on, defects.c.id)
    )  # fmt: skip
    return [StandingDanger(**row) for row in rows_of(connection, query)]


def _narrowed(query: sa.Select[Any], asked: Filter) -> sa.Select[Any]:
    query = narrowed(
        query, defects, campaign=asked.campaign, structure=asked.structure, organisation=asked.organisation
    )
    if asked.states:
        query = query.where(defects.c.state.in_([str(state) for state in asked.states]))
    else:
        query = query.where(defects.c.state != DefectState.REPLACED)
    if asked.due_before is not None:
        query = query.where(past_deadline(asked.due_before, asked.over_at))
    return kept_to(query, defects, asked.bound_to)
