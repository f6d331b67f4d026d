"""What obligations follow from, besides the rules' calendar: plans that came in, defects nobody answered."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.field.defects import UNREMEDIED_DEFECTS
from registry.model.requests.desk import RequestKind, RequestState
from registry.store.field.tables import defects
from registry.store.requests.tables import requests
from registry.store.tables import sites, structures


class ReceivedPlan(NamedTuple):
    """A request for an annual plan: its number and the day on which the office received it."""

    number: str
    received_on: dt.date


FOR_THE_COMING = 7
"""The month from which a plan is one of the coming year: a choice of this program."""


class OwedDefect(NamedTuple):
    """A defect that its organisation has to answer by a day, and the code of its mast."""

    id: str
    organisation: str
    deadline: dt.date
    code: str


def plans_received(connection: Connection) -> dict[tuple[str, int], ReceivedPlan]:
    """Return (organisation, year before the one it plans) -> its first request that was not withdrawn.

    No request says which year it plans: one received from ``FOR_THE_COMING`` on is of the coming year, one
    before that is the plan of its own year, come late.
    """
    query = (
        sa.select(requests.c.organisation, requests.c.number, requests.c.received_on)
        .where(
            requests.c.kind == RequestKind.ANNUAL_PLAN.value, requests.c.state != RequestState.WITHDRAWN.value
        )
        .order_by(requests.c.received_on.desc(), requests.c.number.desc())
    )
    return {
        (row.organisation, row.received_on.year - (row.received_on.month < FOR_THE_COMING)): ReceivedPlan(
            row.number, row.received_on
        )
        for row in connection.execute(query)
    }


def defects_owed(connection: Connection, until: dt.date) -> list[OwedDefect]:
    """Return the defects that organisations have to remedy by a day up to ``until``, in no order."""
    kept = sites.alias("kept")  # a merged site's mast bears the code of the one that stays
    query = (
        sa.select(
            defects.c.id, defects.c.organisation, defects.c.deadline,
            sa.func.coalesce(kept.c.code, sites.c.code),
        )
        .join(structures, structures.c.id == defects.c.structure)
        .join(sites, sites.c.id == structures.c.site_id)
        .outerjoin(kept, kept.c.id == sites.c.merged_into)
        .where(
            defects.c.state.in_(sorted(UNREMEDIED_DEFECTS)), defects.c.deadline <= until,
            defects.c.organisation != "",
        )
    )  # fmt: skip
    return [OwedDefect(*row) for row in connection.execute(query)]
