"""Rows of requests that were decided: the proposal, the request and the decision, of the list in force."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.requests.desk import RequestState, RowDecision
from registry.store.requests.tables import approvals, request_rows, requests, row_decisions


@dataclass(frozen=True, slots=True)
class Decided:
    """One decided row: its request, its place in the list, the decision and the proposal as JSON.

    ``issued_number`` is the reply letter's, "" while none has gone out: such a decision binds nobody yet.
    ``approval`` is what became of an agreed position ("approved", "completed" ...), "" where nothing did;
    ``site`` is then its site in the register.
    """

    request: str
    number: str
    sheet_row: int
    row: int
    decision: str
    issued_number: str
    proposal: dict[str, Any]
    approval: str = ""
    site: str = ""

    @property
    def issued(self) -> bool:
        """Whether the decision has gone out."""
        return bool(self.issued_number)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not agreed to in a reply that went out: where (EPSG:4326), of which number and day."""

    request: str
    number: str
    sheet_row: int
    operator: str
    lon: float
    lat: float
    accuracy_m: float
    letter: str
    issued_on: dt.date


def load_refused(connection: Connection) -> list[Refused]:
    """Return the rows with a position that issued requests refused, the latest reply first."""
    of_row = sa.and_(
        row_decisions.c.request == request_rows.c.request,
        row_decisions.c.list_version == request_rows.c.list_version,
        row_decisions.c.row == request_rows.c.row,
    )
    query = (
        sa.select(
            requests.c.id, requests.c.number, request_rows.c.sheet_row, request_rows.c.operator,
            request_rows.c.lon, request_rows.c.lat, request_rows.c.accuracy_m, requests.c.issued_number,
            requests.c.issued_on,
        )
        .join(request_rows, request_rows.c.request == requests.c.id)
        .join(row_decisions, of_row)
        .where(request_rows.c.list_version == requests.c.list_version)
        .where(requests.c.state == RequestState.ISSUED.value)
        .where(row_decisions.c.decision == RowDecision.REFUSE.value)
        .where(request_rows.c.lon.is_not(None), request_rows.c.lat.is_not(None))
        .order_by(requests.c.issued_on.desc(), requests.c.year.desc(), requests.c.ordinal.desc())
    )  # fmt: skip
    return [Refused(*row) for row in connection.execute(query)]


def agreed_requests(connection: Connection) -> set[str]:
    """Return the ids of the requests of which a row was agreed to, with conditions or without."""
    wanted = (RowDecision.AGREE, RowDecision.AGREE_WITH_CONDITIONS)
    query = sa.select(row_decisions.c.request).where(row_decisions.c.decision.in_(wanted)).distinct()
    return set(connection.execute(query).scalars())


def load_decided(connection: Connection) -> list[Decided]:
    """Return every decided row of requests that were not withdrawn, by request number and row."""
    of_row = sa.and_(
        row_decisions.c.request == request_rows.c.request,
        row_decisions.c.list_version == request_rows.c.list_version,
        row_decisions.c.row == request_rows.c.row,
    )
    agreed = sa.and_(approvals.c.request == request_rows.c.request, approvals.c.row == request_rows.c.row)
    query = (
        sa.select(
            requests.c.id, requests.c.number, requests.c.issued_number, request_rows.c.sheet_row,
            request_rows.c.row, request_rows.c.proposal, row_decisions.c.decision,
            approvals.c.state.label("approval"), approvals.c.site_id,
        )
        .join(request_rows, request_rows.c.request == requests.c.id)
        .join(row_decisions, of_row)
        .outerjoin(approvals, agreed)
        .where(request_rows.c.list_version == requests.c.list_version)
        .where(requests.c.state != RequestState.WITHDRAWN.value)
        .order_by(requests.c.year, requests.c.ordinal, request_rows.c.row)
    )  # fmt: skip
    return [
        Decided(
            request=row.id,
            number=row.number,
            sheet_row=row.sheet_row,
            row=row.row,
            decision=row.decision,
            issued_number=row.issued_number,
            proposal=row.proposal,
            approval=row.approval or "",
            site=row.site_id or "",
        )
        for row in connection.execute(query)
        if row.proposal
    ]
