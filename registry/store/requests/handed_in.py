"""What was handed in with requests: lists with how they were read, and papers by the SHA-256 of the file."""

from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.requests.tables import attachments, request_lists, request_rows, requests, row_notes


class Paper(NamedTuple):
    """A file that was handed in with a request (its id), under a name."""

    request: str
    sha256: str
    name: str


class ListReading(NamedTuple):
    """How a list was read (JSON of ``proposal_json``), with its request's id and number, and its ordinal."""

    reading: Any
    number: str
    request: str
    ordinal: int


def list_files(connection: Connection) -> dict[str, set[str]]:
    """Return request -> the SHA-256 of every list that it came with, replaced ones too."""
    found: dict[str, set[str]] = {}
    query = sa.select(request_lists.c.request, request_lists.c.file_sha256)
    for request, sha256 in connection.execute(query):
        found.setdefault(request, set()).add(sha256)
    return found


def papers(connection: Connection, *, but: Collection[str]) -> list[Paper]:
    """Return the attachments of all requests but those of some kinds."""
    query = sa.select(attachments.c.request, attachments.c.sha256, attachments.c.name)
    return [Paper(*row) for row in connection.execute(query.where(attachments.c.kind.not_in(sorted(but))))]


def newest_readings(
    connection: Connection, organisation: str, *, most: int, first: str = ""
) -> list[ListReading]:
    """Return the readings of a sender's lists, at most ``most``: those of the request ``first`` go before
    all others, then the newest first."""
    query = (
        sa.select(request_lists.c.reading, requests.c.number, requests.c.id, request_lists.c.ordinal)
        .join(requests, requests.c.id == request_lists.c.request)
        .where(requests.c.organisation == organisation)
        .order_by((requests.c.id == first).desc(), request_lists.c.at.desc(), request_lists.c.ordinal.desc())
        .limit(most)
    )
    return [ListReading(*row) for row in connection.execute(query)]


def answered_cells(
    connection: Connection, of: Collection[str]
) -> dict[tuple[str, int], dict[tuple[str, int], dict[str, str]]]:
    """Return what cells of lists of some requests were corrected to, the latest word.

    By the request and the list's ordinal, then by sheet and row as Excel numbers it, then by field.
    """
    notes, rows = row_notes.c, request_rows.c
    query = (
        sa.select(notes.request, notes.list_version, rows.sheet, rows.sheet_row, notes.details)
        .join(
            request_rows,
            (rows.request == notes.request)
            & (rows.list_version == notes.list_version)
            & (rows.row == notes.row),
        )
        .where(notes.request.in_(sorted(of)), notes.kind == "correction", notes.withdrawn.is_(False))
        .order_by(notes.at, notes.id)
    )
    found: dict[tuple[str, int], dict[tuple[str, int], dict[str, str]]] = {}
    for request, version, sheet, row, details in connection.execute(query):
        cells = found.setdefault((request, version), {}).setdefault((sheet, row), {})
        cells |= {name: both[1] for name, both in (details or {}).get("fields", {}).items()}
    return found
