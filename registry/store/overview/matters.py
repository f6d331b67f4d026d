"""Open matters with the place or the mast that they are about, as plain rows."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.cables import TroubleState
from registry.model.field.defects import STANDING_DEFECTS
from registry.model.field.field_reports import ReportState
from registry.store.cables.tables import cable_troubles
from registry.store.field.tables import defects
from registry.store.public.tables import citizen_reports
from registry.store.requests.requests import OPEN_STATES
from registry.store.requests.tables import request_rows, requests


class Placed(NamedTuple):
    """A matter: its position (EPSG:4326, None: not known) and the structure that it is about ("" none)."""

    lon: float | None
    lat: float | None
    structure: str


def open_requests(connection: Connection) -> list[tuple[str, str]]:
    """Return (request, commune's code) of every commune in which a row of an open request's list lies."""
    query = (
        sa.select(request_rows.c.request, request_rows.c.commune_code)
        .join(requests, requests.c.id == request_rows.c.request)
        .where(requests.c.list_version == request_rows.c.list_version, requests.c.state.in_(OPEN_STATES))
        .distinct()
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def late_defects(connection: Connection, day: dt.date) -> list[Placed]:
    """Return the defects that stand and whose deadline is before ``day``."""
    query = sa.select(defects.c.structure).where(
        defects.c.state.in_(sorted(STANDING_DEFECTS)), defects.c.deadline < day
    )
    return [Placed(None, None, row[0]) for row in connection.execute(query)]


def open_reports(connection: Connection) -> list[Placed]:
    """Return the field reports that are not closed; those below another open one are not counted twice."""
    t = citizen_reports
    query = sa.select(t.c.id, t.c.twin_of, t.c.lon, t.c.lat, t.c.structure).where(
        t.c.state != ReportState.CLOSED.value
    )
    rows = connection.execute(query).fetchall()
    there = {row[0] for row in rows}
    return [Placed(row[2], row[3], row[4]) for row in rows if row[1] not in there]


def open_troubles(connection: Connection) -> list[Placed]:
    """Return the cable troubles that are open."""
    t = cable_troubles
    query = sa.select(t.c.lon, t.c.lat).where(t.c.state == TroubleState.OPEN.value)
    return [Placed(row[0], row[1], "") for row in connection.execute(query)]
