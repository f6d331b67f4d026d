"""Events, reports, their lines and incidents as they stand; writing goes through the ledger."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.outages.outages import (
    Incident,
    OutageEvent,
    OutageLine,
    OutageReport,
    ReportKind,
)
from registry.store.ledger import stamp
from registry.store.outages.tables import outage_events, outage_incidents, outage_lines, outage_reports
from registry.store.records import record_of, row_of

_NOT_STATED = -1
"""What the column of restored station sites holds where a count does not say any."""


def written(at: dt.datetime | None) -> str:
    """Return a moment as the tables hold it; "" for none."""
    return "" if at is None else stamp(at)


def read(text: str | None) -> dt.datetime | None:
    """Return the moment of a text of the tables (UTC); None for ""."""
    return dt.datetime.fromisoformat(text) if text else None


def load_events(connection: Connection) -> list[OutageEvent]:
    """Return every event, the newest first."""
    query = sa.select(outage_events).order_by(outage_events.c.started_at.desc(), outage_events.c.id)
    return [_event(dict(row)) for row in connection.execute(query).mappings()]


def get_event(connection: Connection, event: str) -> OutageEvent:
    """Return an event by its id (``OUTAGE-UNKNOWN``)."""
    return _event(_row(connection, outage_events, event))


def load_reports(connection: Connection, event: str) -> list[OutageReport]:
    """Return the reports of an event, drafts and discarded ones too, in the order in which they came."""
    query = (
        sa.select(outage_reports)
        .where(outage_reports.c.event == event)
        .order_by(outage_reports.c.received_at, outage_reports.c.id)
    )
    counted = sa.select(outage_lines.c.report).where(outage_lines.c.event == event).distinct()
    with_lines = set(connection.execute(counted).scalars())
    return [_report(dict(row), with_lines) for row in connection.execute(query).mappings()]


def get_report(connection: Connection, report: str) -> OutageReport:
    """Return a report by its id (``OUTAGE-UNKNOWN``)."""
    row = _row(connection, outage_reports, report)
    line = sa.select(outage_lines.c.report).where(outage_lines.c.report == report).limit(1)
    return _report(row, set(connection.execute(line).scalars()))


def count_lines(connection: Connection, event: str) -> int:
    """Return how many lines an event has; they are only ever added."""
    query = sa.select(sa.func.count()).select_from(outage_lines).where(outage_lines.c.event == event)
    return int(connection.execute(query).scalar_one())


def load_lines(connection: Connection, event: str, report: str = "") -> list[OutageLine]:
    """Return the lines of an event, or of one report of it, corrected ones too, as they were written."""
    query = sa.select(outage_lines).where(outage_lines.c.event == event)
    if report:
        query = query.where(outage_lines.c.report == report)
    query = query.order_by(outage_lines.c.at, outage_lines.c.id)
    return [line_of(dict(row)) for row in connection.execute(query).mappings()]


def load_incidents(connection: Connection, event: str) -> list[Incident]:
    """Return the incidents of an event, the earliest known first."""
    query = (
        sa.select(outage_incidents)
        .where(outage_incidents.c.event == event)
        .order_by(outage_incidents.c.at, outage_incidents.c.id)
    )
    return [_incident(dict(row)) for row in connection.execute(query).mappings()]


def get_incident(connection: Connection, incident: str) -> Incident:
    """Return an incident by its id (``OUTAGE-UNKNOWN``)."""
    return _incident(_row(connection, outage_incidents, incident))


def _row(connection: Connection, table: sa.Table, identity: str) -> dict[str, Any]:
    row = connection.execute(sa.select(table).where(table.c.id == identity)).mappings().first()
    if row is None:
        raise RefusalError("OUTAGE-UNKNOWN")
    return dict(row)


def event_row(event: OutageEvent) -> dict[str, Any]:
    """Return the row of an event."""
    changes = [[written(since), hours] for since, hours in event.changes]
    return row_of(outage_events, event, changes=changes or None)


def report_row(report: OutageReport) -> dict[str, Any]:
    """Return the row of a report."""
    return row_of(outage_reports, report, rest=list(report.rest) or None)


def line_rows(lines: Iterable[OutageLine], event: str) -> list[dict[str, Any]]:
    """Return the rows of lines of an event."""
    return [
        row_of(
            outage_lines, line, event=event, restored=_NOT_STATED if line.restored is None else line.restored
        )
        for line in lines
    ]


def incident_row(incident: Incident) -> dict[str, Any]:
    """Return the row of an incident."""
    return row_of(outage_incidents, incident)


def _event(row: Mapping[str, Any]) -> OutageEvent:
    return record_of(OutageEvent, row, reminds=bool(row["reminds"]))


def _report(row: Mapping[str, Any], with_lines: Collection[str]) -> OutageReport:
    counts = row["kind"] == ReportKind.UNCHANGED or row["id"] in with_lines
    return record_of(OutageReport, row, counts=counts)


def line_of(row: Mapping[str, Any]) -> OutageLine:
    """Return the line of a row as ``line_rows`` writes it."""
    return record_of(OutageLine, row, restored=None if row["restored"] == _NOT_STATED else row["restored"])


def _incident(row: Mapping[str, Any]) -> Incident:
    return record_of(Incident, row)
