"""Reports that were handed in for obligations, as records."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.duties import DutyReport
from registry.model.vietnam_time import in_vietnam
from registry.store.obligations.tables import duty_reports
from registry.store.reading import narrowed, rows_of
from registry.store.records import record_of


def reports_of(connection: Connection, duty: str | None = None) -> list[DutyReport]:
    """Return the reports that were handed in for an obligation (its key), or all, the newest first."""
    query = sa.select(duty_reports).order_by(duty_reports.c.at.desc(), duty_reports.c.id)
    return [_report(row) for row in rows_of(connection, narrowed(query, duty_reports, duty=duty))]


def _report(row: Mapping[str, Any]) -> DutyReport:
    looked_at = in_vietnam(row["looked_at"]) if row["looked_at"] else None
    return record_of(DutyReport, row, at=in_vietnam(row["at"]), looked_at=looked_at)
