"""Open matters with the place or the mast that they are about, as plain rows."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.cables import TroubleState
from registry.model.field.defects import UNREMEDIED_DEFECTS
from registry.model.field.field_reports import ReportState
from registry.model.vietnam_time import in_vietnam
from registry.store.cables.tables import cable_troubles
from registry.store.field.defects import past_deadline
from registry.store.field.tables import defects
from registry.store.public.citizen_reports import number_of as report_number
from registry.store.public.tables import citizen_reports
from registry.store.requests.requests import OPEN_STATES
from registry.store.requests.requests import number_of as request_number
from registry.store.requests.tables import request_rows, requests
from registry.store.tables import sites, structures


class Placed(NamedTuple):
    """A matter: its id, what it is called, the day it is due (None: none), its position (EPSG:4326, None: not
    known), the structure that it is about ("" none) and the commune's code, where it is written ("" not)."""

    id: str
    name: str
    due_on: dt.date | None = None
    lon: float | None = None
    lat: float | None = None
    structure: str = ""
    commune: str = ""


def open_requests(connection: Connection) -> list[Placed]:
    """Return the open requests, once for every commune in which a row of the list in force lies."""
    query = (
        sa.select(requests.c.id, requests.c.ordinal, requests.c.year, request_rows.c.commune_code)
        .join(requests, requests.c.id == request_rows.c.request)
        .where(requests.c.list_version == request_rows.c.list_version, requests.c.state.in_(OPEN_STATES))
        .distinct()
        .order_by(requests.c.year, requests.c.ordinal, request_rows.c.commune_code)
    )
    return [
        Placed(row[0], request_number(row[1], row[2]), commune=row[3]) for row in connection.execute(query)
    ]


def late_defects(connection: Connection, day: dt.date, at: dt.datetime) -> list[Placed]:
    """Return the defects that are overdue at ``at``, a moment of ``day``, by the code of their mast."""
    kept = sites.alias("kept")  # a merged site's mast bears the code of the one that stays
    query = (
        sa.select(
            defects.c.id, sa.func.coalesce(kept.c.code, sites.c.code), defects.c.deadline, defects.c.structure
        )
        .outerjoin(structures, structures.c.id == defects.c.structure)
        .outerjoin(sites, sites.c.id == structures.c.site_id)
        .outerjoin(kept, kept.c.id == sites.c.merged_into)
        .where(defects.c.state.in_(sorted(UNREMEDIED_DEFECTS)), past_deadline(day, at))
        .order_by(defects.c.deadline, defects.c.id)
    )
    return [Placed(row[0], row[1] or "", row[2], structure=row[3]) for row in connection.execute(query)]


def open_reports(connection: Connection) -> list[Placed]:
    """Return the field reports that are open; those joined to or below another are not counted twice."""
    t = citizen_reports
    query = (
        sa.select(t.c.id, t.c.ordinal, t.c.year, t.c.lon, t.c.lat, t.c.structure, t.c.twin_of)
        .where(t.c.state != ReportState.CLOSED.value, t.c.joined_to == "")
        .order_by(t.c.year, t.c.ordinal)
    )
    rows = connection.execute(query).fetchall()
    there = {row[0] for row in rows}
    return [
        Placed(row[0], report_number(row[1], row[2]), lon=row[3], lat=row[4], structure=row[5])
        for row in rows
        if row[6] not in there
    ]


def open_troubles(connection: Connection) -> list[Placed]:
    """Return the cable troubles that are open, named by the day in Vietnam on which they were detected."""
    t = cable_troubles
    query = (
        sa.select(t.c.id, t.c.detected_at, t.c.lon, t.c.lat, t.c.at)
        .where(t.c.state == TroubleState.OPEN.value)
        .order_by(t.c.detected_at, t.c.id)
    )
    return [
        Placed(row[0], f"{in_vietnam(row[1] or row[4]):%d/%m/%Y}", lon=row[2], lat=row[3])
        for row in connection.execute(query)
    ]
