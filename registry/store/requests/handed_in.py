"""What was handed in with requests: lists with how they were read, and papers by the SHA-256 of the file."""

from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.requests.tables import attachments, request_lists, requests


class Paper(NamedTuple):
    """A file that was handed in with a request (its id), under a name."""

    request: str
    sha256: str
    name: str


class ListReading(NamedTuple):
    """How a list was read (JSON of ``proposal_json``), with its request's id and number."""

    reading: Any
    number: str
    request: str


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
        sa.select(request_lists.c.reading, requests.c.number, requests.c.id)
        .join(requests, requests.c.id == request_lists.c.request)
        .where(requests.c.organisation == organisation)
        .order_by((requests.c.id == first).desc(), request_lists.c.at.desc(), request_lists.c.ordinal.desc())
        .limit(most)
    )
    return [ListReading(*row) for row in connection.execute(query)]
