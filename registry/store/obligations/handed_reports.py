"""Reports that were handed in for obligations, as records."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.duties import DutyReport, ReportState
from registry.model.vietnam_time import in_vietnam
from registry.store.obligations.tables import duty_reports
from registry.store.reading import narrowed, rows_of


def reports_of(connection: Connection, duty: str | None = None) -> list[DutyReport]:
    """Return the reports that were handed in for an obligation (its key), or all, the newest first."""
    query = sa.select(duty_reports).order_by(duty_reports.c.at.desc(), duty_reports.c.id)
    return [_report(row) for row in rows_of(connection, narrowed(query, duty_reports, duty=duty))]


def _report(row: Mapping[str, Any]) -> DutyReport:
    return DutyReport(
        **{name: row[name] for name in ("id", "version", "duty", "organisation", "number", "note", "name")},
        sha256=row["sha256"],
        size_bytes=row["size_bytes"],
        who=row["who"],
        at=in_vietnam(row["at"]),
        state=ReportState(row["state"]),
        reason=row["reason"],
        looked_by=row["looked_by"],
        looked_at=in_vietnam(row["looked_at"]) if row["looked_at"] else None,
    )
