"""Events, reports, their lines and incidents as they stand; writing goes through the ledger."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.outages import (
    Cause,
    Damage,
    EventKind,
    Incident,
    IncidentKind,
    LineState,
    OutageEvent,
    OutageLine,
    OutageReport,
    ReportKind,
    ReportSource,
    ReportState,
)
from registry.store.ledger import stamp
from registry.store.outages.tables import outage_events, outage_incidents, outage_lines, outage_reports

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
    return [_report(dict(row)) for row in connection.execute(query).mappings()]


def get_report(connection: Connection, report: str) -> OutageReport:
    """Return a report by its id (``OUTAGE-UNKNOWN``)."""
    return _report(_row(connection, outage_reports, report))


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
    return {
        "id": event.id,
        "name": event.name,
        "kind": event.kind.value,
        "storm": event.storm,
        "started_at": written(event.started_at),
        "first_due": written(event.first_due),
        "hours": event.hours,
        "changes": [[written(since), hours] for since, hours in event.changes] or None,
        "operators": list(event.operators),
        "note": event.note,
        "closed_at": written(event.closed_at),
        "public": event.public,
        "who": event.who,
        "at": event.at,
    }


def report_row(report: OutageReport) -> dict[str, Any]:
    """Return the row of a report."""
    return {
        "id": report.id,
        "event": report.event,
        "operator": report.operator,
        "due": written(report.due),
        "as_of": written(report.as_of),
        "received_at": written(report.received_at),
        "kind": report.kind.value,
        "source": report.source.value,
        "source_note": report.source_note,
        "state": report.state.value,
        "file_name": report.file_name,
        "file_sha256": report.file_sha256,
        "rest": list(report.rest) or None,
        "note": report.note,
        "who": report.who,
    }


def line_rows(lines: Iterable[OutageLine], event: str) -> list[dict[str, Any]]:
    """Return the rows of lines of an event."""
    return [
        {
            "id": line.id,
            "report": line.report,
            "event": event,
            "operator": line.operator,
            "site": line.site,
            "code": line.code,
            "commune": line.commune,
            "as_of": written(line.as_of),
            "state": line.state.value,
            "cause": line.cause.value if line.cause else "",
            "generator": line.generator,
            "occurred_at": written(line.occurred_at),
            "detected_at": written(line.detected_at),
            "restored_at": written(line.restored_at),
            "down": line.down,
            "restored": _NOT_STATED if line.restored is None else line.restored,
            "generators": line.generators,
            "corrects": line.corrects,
            "reason": line.reason,
            "note": line.note,
            "who": line.who,
            "at": line.at,
        }
        for line in lines
    ]


def incident_row(incident: Incident) -> dict[str, Any]:
    """Return the row of an incident."""
    return {
        "id": incident.id,
        "event": incident.event,
        "operator": incident.operator,
        "kind": incident.kind.value,
        "site": incident.site,
        "code": incident.code,
        "commune": incident.commune,
        "place": incident.place,
        "occurred_at": written(incident.occurred_at),
        "detected_at": written(incident.detected_at),
        "notified_at": written(incident.notified_at),
        "resolved_at": written(incident.resolved_at),
        "resolution": incident.resolution,
        "damage": incident.damage.value if incident.damage else "",
        "quantity": incident.quantity,
        "description": incident.description,
        "reason": incident.reason,
        "line": incident.line,
        "withdrawn": incident.withdrawn,
        "who": incident.who,
        "at": incident.at,
    }


_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


def _at(text: str) -> dt.datetime:
    return read(text) or _NEVER


def _event(row: dict[str, Any]) -> OutageEvent:
    return OutageEvent(
        **{
            **row,
            "kind": EventKind(row["kind"]),
            "started_at": _at(row["started_at"]),
            "first_due": _at(row["first_due"]),
            "changes": tuple((_at(since), int(hours)) for since, hours in row["changes"] or ()),
            "operators": tuple(row["operators"] or ()),
            "closed_at": read(row["closed_at"]),
        }
    )


def _report(row: dict[str, Any]) -> OutageReport:
    return OutageReport(
        **{
            **row,
            "due": _at(row["due"]),
            "as_of": _at(row["as_of"]),
            "received_at": _at(row["received_at"]),
            "kind": ReportKind(row["kind"]),
            "source": ReportSource(row["source"]),
            "state": ReportState(row["state"]),
            "rest": tuple(row["rest"] or ()),
        }
    )


def line_of(row: Mapping[str, Any]) -> OutageLine:
    """Return the line of a row as ``line_rows`` writes it."""
    return OutageLine(
        id=row["id"],
        report=row["report"],
        operator=row["operator"],
        as_of=_at(row["as_of"]),
        state=LineState(row["state"]),
        commune=row["commune"],
        site=row["site"],
        code=row["code"],
        cause=Cause(row["cause"]) if row["cause"] else None,
        generator=row["generator"],
        occurred_at=read(row["occurred_at"]),
        detected_at=read(row["detected_at"]),
        restored_at=read(row["restored_at"]),
        down=row["down"],
        restored=None if row["restored"] == _NOT_STATED else row["restored"],
        generators=row["generators"],
        corrects=row["corrects"],
        reason=row["reason"],
        note=row["note"],
        who=row["who"],
        at=row["at"],
    )


def _incident(row: dict[str, Any]) -> Incident:
    return Incident(
        **{
            **row,
            "kind": IncidentKind(row["kind"]),
            "occurred_at": read(row["occurred_at"]),
            "detected_at": read(row["detected_at"]),
            "notified_at": read(row["notified_at"]),
            "resolved_at": read(row["resolved_at"]),
            "damage": Damage(row["damage"]) if row["damage"] else None,
        }
    )
