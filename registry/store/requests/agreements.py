"""Positions that the office agreed to: by request, operator and state, and by their site in the register."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.store.reading import Row, first_of, narrowed, rows_of
from registry.store.requests.requests import approval_of
from registry.store.requests.tables import approvals, requests


def list_approvals(
    connection: Connection,
    *,
    request: str = "",
    operator: str = "",
    state: ApprovalState | None = None,
) -> list[Approval]:
    """Return agreed positions, the oldest letter first, then by code; of a request, operator, state.

    The day to build by follows from the law and the office's settings, and is not stated here.
    """
    query = sa.select(approvals).order_by(approvals.c.approved_on, approvals.c.code, approvals.c.id)
    query = narrowed(query, approvals, request=request, operator=operator, state=state)
    return [approval_of(row) for row in rows_of(connection, query)]


def get_approval(connection: Connection, approval: str) -> Approval:
    """Return one agreed position; ``APPROVAL-UNKNOWN`` where there is none."""
    row = first_of(connection, sa.select(approvals).where(approvals.c.id == approval))
    if row is None:
        raise RefusalError("APPROVAL-UNKNOWN")
    return approval_of(row)


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
