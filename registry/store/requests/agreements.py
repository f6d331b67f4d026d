"""Positions that the office agreed to, asked of by their site in the register."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.desk_records import ApprovalState
from registry.store.reading import Row, first_of
from registry.store.requests.tables import approvals, requests


class Agreement(NamedTuple):
    """The letter (its number and day) that agreed a position, and where: EPSG:4326 degrees."""

    site: str
    decision: str
    approved_on: dt.date
    lon: float
    lat: float


def agreements(connection: Connection, *states: ApprovalState) -> list[Agreement]:
    """Return the agreed positions by the day of their letter; in some states, none named: in any."""
    t = approvals
    query = sa.select(t.c.site_id, t.c.decision, t.c.approved_on, t.c.lon, t.c.lat).order_by(
        t.c.approved_on, t.c.id
    )
    if states:
        query = query.where(t.c.state.in_([state.value for state in states]))
    return [Agreement(*row) for row in connection.execute(query)]


def newest_agreement(connection: Connection, site: str) -> Row | None:
    """Return the newest agreement on a site that nothing came of yet: its row, with the ``number`` and the
    ``list_version`` of its request; None where there is none."""
    query = (
        sa.select(approvals, requests.c.number, requests.c.list_version)
        .join_from(approvals, requests, approvals.c.request == requests.c.id)
        .where(approvals.c.site_id == site, approvals.c.state == ApprovalState.APPROVED.value)
        .order_by(approvals.c.approved_on.desc(), approvals.c.id)
    )
    return first_of(connection, query)
