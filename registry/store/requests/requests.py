"""Requests and what stands beside them: rows of the desk's tables as the model's records, and back."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.errors import RefusalError
from registry.model.requests.conditions import Condition
from registry.model.requests.desk import DecidedRow, Request, RequestState, RowNote
from registry.model.requests.desk_records import (
    Approval,
    Attachment,
    Consultation,
    LetterEdit,
    ListVersion,
    SharingRequest,
    StateChange,
    SupplementItem,
)
from registry.store import images
from registry.store.cables.tables import CABLE_TABLES
from registry.store.field.tables import FIELD_TABLES
from registry.store.lists.tables import LIST_TABLES
from registry.store.obligations.tables import DUTY_TABLES
from registry.store.office.tables import publications, trust_roots, webhooks
from registry.store.outages.tables import OUTAGE_TABLES
from registry.store.overview.tables import OVERVIEW_TABLES
from registry.store.portions import portions
from registry.store.public.tables import REPORT_TABLES
from registry.store.records import record_of
from registry.store.requests.tables import (
    approvals,
    attachments,
    consultations,
    exchange_papers,
    letter_edits,
    request_lists,
    request_rows,
    request_states,
    requests,
    row_conditions,
    row_decisions,
    row_notes,
    sharing_requests,
    supplement_items,
)
from registry.store.storm.tables import STORM_TABLES
from registry.store.tables import import_batches
from registry.store.zones.tables import draft_zones, plan_drafts, zone_scans

DESK_TABLES: tuple[Table, ...] = (
    requests, request_states, request_lists, request_rows, row_notes, row_decisions, consultations,
    attachments, sharing_requests, approvals, supplement_items,
    letter_edits, row_conditions,
)  # fmt: skip
_ASIDE: tuple[Table, ...] = (
    plan_drafts, draft_zones, zone_scans, publications, trust_roots, import_batches, webhooks,
    exchange_papers, *FIELD_TABLES, *STORM_TABLES, *OUTAGE_TABLES, *DUTY_TABLES, *CABLE_TABLES,
    *REPORT_TABLES, *LIST_TABLES, *OVERVIEW_TABLES,
)  # fmt: skip
NOT_JUDGED_BY = frozenset(table.name for table in (*DESK_TABLES, *_ASIDE))
"""Tables whose changes leave what proposals are judged by as it is, but for the open proposals."""

OPEN_STATES = tuple(
    state.value for state in RequestState if state not in (RequestState.ISSUED, RequestState.WITHDRAWN)
)


def number_of(ordinal: int, year: int) -> str:
    """Return a request's number: "12/2026/HS-VT" (hồ sơ viễn thông)."""
    return f"{ordinal}/{year}/HS-VT"


def next_ordinal(connection: Connection, year: int) -> int:
    """Return the first number of the year that no request has had. Only inside ``Database.write``."""
    query = sa.select(sa.func.max(requests.c.ordinal)).where(requests.c.year == year)
    return int(connection.execute(query).scalar() or 0) + 1


def get_request(connection: Connection, wanted: str) -> Request:
    """Return a request by its id or number; ``REQUEST-UNKNOWN`` where there is none."""
    text = images.clean(wanted).strip()
    query = sa.select(requests).where(sa.or_(requests.c.id == text, requests.c.number == text))
    row = connection.execute(query).mappings().first()
    if row is None:
        raise RefusalError("REQUEST-UNKNOWN", request=text)
    return request_of(dict(row))


def load_requests(
    connection: Connection, *, states: Iterable[str] | None = None, organisation: str | None = None
) -> list[Request]:
    """Return requests, the oldest first; of some states, or of one organisation."""
    query = sa.select(requests).order_by(requests.c.year, requests.c.ordinal)
    if states is not None:
        query = query.where(requests.c.state.in_(list(states)))
    if organisation is not None:
        query = query.where(requests.c.organisation == organisation)
    return [request_of(dict(row)) for row in connection.execute(query).mappings()]


def of_request(connection: Connection, table: Table, request: str) -> list[dict[str, Any]]:
    """Return the rows of a desk table that belong to a request, in the order in which they were written."""
    query = sa.select(table).where(table.c.request == request)
    found = [dict(row) for row in connection.execute(query).mappings()]
    if "ordinal" in table.c:
        return sorted(found, key=lambda row: row["ordinal"])
    if "at" in table.c:
        return sorted(found, key=lambda row: (row["at"], row["id"]))
    return sorted(found, key=lambda row: (row.get("list_version", 0), row["row"], row["id"]))


def of_row(
    connection: Connection, table: Table, request: str, list_version: int, row: int
) -> list[dict[str, Any]]:
    """Return what a desk table holds of one row of a version of a request's list, in no order."""
    query = sa.select(table).where(
        table.c.request == request, table.c.list_version == list_version, table.c.row == row
    )
    return [dict(found) for found in connection.execute(query).mappings()]


def of_requests(
    connection: Connection, table: Table, wanted: Iterable[str]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a desk table by request, for many requests at once."""
    keys = sorted(set(wanted))
    found: dict[str, list[dict[str, Any]]] = {key: [] for key in keys}
    for part in portions(keys):
        query = sa.select(table).where(table.c.request.in_(part))
        for row in connection.execute(query).mappings():
            found[row["request"]].append(dict(row))
    return found


def open_rows(connection: Connection) -> list[dict[str, Any]]:
    """Return the rows of the lists in force of all open requests, each with its request's number."""
    query = (
        sa.select(request_rows, requests.c.number, requests.c.kind.label("request_kind"))
        .join(requests, requests.c.id == request_rows.c.request)
        .where(requests.c.state.in_(OPEN_STATES), requests.c.list_version == request_rows.c.list_version)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


class NamedRow(NamedTuple):
    """A row of a list in force by its names; ``row`` counts from 0, ``sheet_row`` is as Excel numbers it."""

    request: str
    number: str
    row: int
    site_code: str
    operator: str
    commune: str
    address: str
    sheet_row: int


def named_rows(connection: Connection, *, organisation: str | None = None) -> list[NamedRow]:
    """Return the rows of the lists in force of all requests or of one organisation's, the newest first."""
    table = request_rows
    query = (
        sa.select(
            table.c.request, requests.c.number, table.c.row, table.c.site_code, table.c.operator,
            table.c.commune, table.c.address, table.c.sheet_row,
        )
        .join(requests, requests.c.id == table.c.request)
        .where(requests.c.list_version == table.c.list_version)
        .order_by(requests.c.year.desc(), requests.c.ordinal.desc(), table.c.row)
    )  # fmt: skip
    if organisation is not None:
        query = query.where(requests.c.organisation == organisation)
    return [NamedRow(*row) for row in connection.execute(query)]


def decided_counts(connection: Connection) -> dict[tuple[str, int], int]:
    """Return how many rows are decided, by request and version of its list."""
    table = row_decisions
    query = sa.select(table.c.request, table.c.list_version, sa.func.count()).group_by(
        table.c.request, table.c.list_version
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def communes_of_requests(connection: Connection) -> dict[str, set[str]]:
    """Return the codes of the communes in which the rows of each request's list in force lie."""
    query = (
        sa.select(request_rows.c.request, request_rows.c.commune_code)
        .join(requests, requests.c.id == request_rows.c.request)
        .where(requests.c.list_version == request_rows.c.list_version, request_rows.c.commune_code != "")
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for request, commune in connection.execute(query):
        found.setdefault(request, set()).add(commune)
    return found


def desk_version(connection: Connection) -> int:
    """Return a number that grows with every change of a request, of its rows, or of what is open."""
    query = sa.select(sa.func.sum(requests.c.version), sa.func.count())
    total, count = connection.execute(query).one()
    return int(total or 0) + int(count)


def request_of(row: Mapping[str, Any]) -> Request:
    """Return the record of a row of ``requests``; the day it is due is worked out by its clock."""
    return record_of(Request, row)


def state_of(row: Mapping[str, Any]) -> StateChange:
    """Return the record of a row of ``request_states``."""
    return record_of(StateChange, row)


def list_of(row: Mapping[str, Any]) -> ListVersion:
    """Return the record of a row of ``request_lists``."""
    return record_of(ListVersion, row)


def note_of(row: Mapping[str, Any]) -> RowNote:
    """Return the record of a row of ``row_notes``."""
    return record_of(RowNote, row)


def decision_of(row: Mapping[str, Any]) -> DecidedRow:
    """Return the record of a row of ``row_decisions``."""
    return record_of(DecidedRow, row)


def consultation_of(row: Mapping[str, Any]) -> Consultation:
    """Return the record of a row of ``consultations``."""
    return record_of(Consultation, row)


def attachment_of(row: Mapping[str, Any]) -> Attachment:
    """Return the record of a row of ``attachments``."""
    return record_of(Attachment, row)


def edit_of(row: Mapping[str, Any]) -> LetterEdit:
    """Return the record of a row of ``letter_edits``."""
    return record_of(LetterEdit, row)


def supplement_of(row: Mapping[str, Any]) -> SupplementItem:
    """Return the record of a row of ``supplement_items``."""
    return record_of(SupplementItem, row)


def condition_of(row: Mapping[str, Any]) -> Condition:
    """Return the record of a row of ``row_conditions``."""
    return record_of(Condition, row)


def sharing_of(row: Mapping[str, Any]) -> SharingRequest:
    """Return the record of a row of ``sharing_requests``; its due day is worked out by its clock."""
    at = -1 if row["row"] is None else row["row"]
    return record_of(
        SharingRequest, row, request=row["request"] or "", list_version=row["list_version"] or 0, row=at,
        asker_named=bool(row.get("asker_named")),
    )  # fmt: skip


def approval_of(row: Mapping[str, Any]) -> Approval:
    """Return the record of a row of ``approvals``; the day to build by is worked out by its service."""
    return record_of(Approval, row)
