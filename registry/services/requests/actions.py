"""One action on a request: one transaction, one batch of the ledger, refused where somebody came first."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.errors import RefusalError
from registry.model.desk import Request, RequestState
from registry.model.ledger import Change
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import KIND, changed
from registry.services.office.registry import Registry
from registry.store import batches, ledger
from registry.store.changes import amend, create, remove, stable_id
from registry.store.database import Connection
from registry.store.requests.requests import get_request, of_request
from registry.store.requests.tables import requests
from registry.store.tables import Table


@dataclass
class Action:
    """What one person does to one request; ``changes`` are written together at the end."""

    connection: Connection
    request: Request
    who: str
    at: str
    changes: list[Change] = field(default_factory=list)
    batch: str = ""

    def create(self, table: Table, row: Mapping[str, Any]) -> None:
        """Add a new record; a column left out is empty."""
        self.changes.append(create(table, row))

    def amend(self, table: Table, key: str, **columns: Any) -> None:
        """Set columns of a record that stands."""
        standing = self.standing(table, key)
        self.changes.append(amend(table, standing, **columns))

    def remove(self, table: Table, key: str) -> None:
        """Take a record away; the ledger keeps what it was."""
        self.changes.append(remove(table, self.standing(table, key)))

    def standing(self, table: Table, key: str) -> dict[str, Any]:
        """Return the image of a record of this request; a wrong call where there is none."""
        return ledger.rows_by_key(self.connection, table, [key])[key]

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

    def check_version(
        self, table: Table, key: str, seen: int | None, offered: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """Return the record that stands under ``key`` (None: none) if it is the one that was seen.

        ``seen`` is its version, 0 for "there was none", None for whoever does not mind. Otherwise refused
        with ``CHANGED-MEANWHILE``, both versions in the parameters.
        """
        standing = ledger.rows_by_key(self.connection, table, [key]).get(key)
        version = 0 if standing is None else int(standing["version"])
        if seen is not None and seen != version:
            raise changed(self.connection, table, key, standing, offered)
        return standing


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
    with registry.database.write() as connection:
        found = get_request(connection, request)
        made = Action(connection, found, who, ledger.present())
        made.check_version(requests, found.id, version, offered or {})
        if not closed and not found.open:
            raise RefusalError("REQUEST-CLOSED", number=found.number)
        if found.state is RequestState.SUBMITTED and not submitted:
            raise RefusalError("REQUEST-SUBMITTED", number=found.number)
        yield made
        write(made, kind)


@one_moment()
def write(made: Action, kind: str, **options: Any) -> None:
    """Write what an action has gathered so far as one batch; nothing where that is nothing."""
    if not made.changes:
        return
    batch = batches.open_batch(
        made.connection,
        kind=f"{KIND}{kind}",
        who=made.who,
        options={"request": made.request.id, "number": made.request.number, **options},
    )
    ledger.record(made.connection, made.changes, who=made.who, batch=batch.id)
    made.changes, made.batch = [], batch.id
