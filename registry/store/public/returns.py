"""The workbooks that went back to the province's system, as rows."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.store.public.tables import report_returns
from registry.store.records import record_of


@dataclass(frozen=True, slots=True)
class ReportReturn:
    """A workbook with what changed up to an ``entry`` of the ledger; how many ``cases`` it tells of."""

    id: str
    version: int
    ordinal: int
    entry: int
    cases: int
    name: str
    sha256: str
    who: str
    at: str


def load_returns(connection: Connection) -> list[ReportReturn]:
    """Return all of them, the newest first."""
    query = sa.select(report_returns).order_by(report_returns.c.ordinal.desc())
    return [record_of(ReportReturn, row) for row in connection.execute(query).mappings()]


def get_return(connection: Connection, identity: str) -> ReportReturn:
    """Return one (``REPORT-RETURN-UNKNOWN``)."""
    row = (
        connection.execute(sa.select(report_returns).where(report_returns.c.id == identity))
        .mappings()
        .first()
    )
    if row is None:
        raise RefusalError("REPORT-RETURN-UNKNOWN", id=identity[:40])
    return record_of(ReportReturn, row)
