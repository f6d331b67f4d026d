"""One action on a request: one transaction, one batch of the ledger, refused where somebody came first."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestState
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import KIND, Deed, name_of
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.changes import stable_id
from registry.store.database import Connection
from registry.store.requests.requests import get_request, of_request
from registry.store.requests.tables import requests
from registry.store.tables import Table


@dataclass
class Action(Deed):
    """What one person does to one request; ``changes`` are written together at the end."""

    request: Request = field(kw_only=True)

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """Return the request's rows of a desk table."""
        return of_request(self.connection, table, self.request.id)

    def check_row(self, row: int, *, whole_list: bool = False) -> None:
        """Refuse an index that the list in force does not have (``REQUEST-ROW``)."""
        first = -1 if whole_list else 0
        if not first <= row < self.request.list_rows:
            number, rows = self.request.number, self.request.list_rows
            raise RefusalError("REQUEST-ROW", number=number, rows=rows, row=row + 1)

    def list_row_id(self, row: int) -> str:
        """Return the key of the row of the list in force with an index."""
        self.check_row(row)
        return stable_id("row", self.request.id, str(self.request.list_version), str(row))


@contextlib.contextmanager
def action(
    registry: Registry,
    request: str,
    kind: str,
    *,
    who: str,
    version: int | None = None,
    offered: Mapping[str, Any] | None = None,
    closed: bool = False,
    submitted: bool = False,
) -> Iterator[Action]:
    """Open a transaction for an action on a request and write what it gathers as one batch.

    ``version`` is that of the request which its editor saw (None where the action touches another record);
    ``offered`` what the editor wanted. Refused for a request that is closed, unless ``closed``, and for one
    that lies with the leader, unless ``submitted``.
    """
    with one_moment(), registry.database.write() as connection:
        found = get_request(connection, request)
        made = begun(connection, found, kind, who)
        made.check(requests, found.id, version, offered or {})
        if not closed and not found.open:
            raise RefusalError("REQUEST-CLOSED", number=found.number)
        if found.state is RequestState.SUBMITTED and not submitted:
            raise RefusalError("REQUEST-SUBMITTED", number=found.number)
        yield made
        made.write()


def begun(connection: Connection, request: Request, kind: str, who: str) -> Action:
    """Return the action on a request in a transaction that is open."""
    about = {"options": {"request": request.id, "number": request.number}}
    return Action(connection, f"{KIND}{kind}", name_of(who), ledger.present(), about, request=request)
