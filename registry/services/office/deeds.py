"""The deed (thao tác): what somebody does to records, in one transaction, as one batch of the ledger.

It has an actor, always; one moment, that at which it began; and, where it changes what somebody looked at,
the version that was seen. Whoever comes second is refused with one code, ``CHANGED-MEANWHILE``, which says
who was first, when, what stands and what was offered; nothing is written then.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from registry.errors import RefusalError, WrongCallError
from registry.model.ledger import Change
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.office import both_versions
from registry.services.office.batches import present_user
from registry.services.office.registry import Registry
from registry.store import batches, changes, images, ledger
from registry.store.database import Connection
from registry.store.tables import Table

KIND = batches.DESK
"""How the kind of a batch begins that a deed at the desk makes: it is not undone, but done otherwise."""
CHANGED = "CHANGED-MEANWHILE"
"""The one refusal of whoever came second."""

Actor = Person | str
"""Who does it: a person who signed in, or the name under which the ledger has it."""


def name_of(who: Actor) -> str:
    """Return the name under which the ledger has a deed; that of the machine's user at an open desk."""
    if isinstance(who, Person):
        return who.name or present_user()
    if not who:
        raise WrongCallError("a deed has an actor")
    return who


@dataclass
class Deed:
    """What one person does now; what it gathers is written together at the end, or where it is asked to.

    ``about`` is what the batch says of it, as ``batches.open_batch`` takes it: options, summary, file.
    """

    connection: Connection
    kind: str
    who: str
    at: str
    about: dict[str, Any]
    changes: list[Change] = field(default_factory=list)
    batch: str = ""  # that which is open

    def create(self, table: Table, row: Mapping[str, Any]) -> None:
        """Add a new record; a column left out is empty."""
        self.changes.append(changes.create(table, row))

    def amend(
        self, table: Table, key: str, seen: int | None = None, unknown: str = "", /, **columns: Any
    ) -> None:
        """Set columns of a record that stands, in the version that was ``seen``: see ``standing``."""
        row = self.standing(table, key, unknown=unknown, seen=seen, offered=columns)
        self.changes.append(changes.amend(table, row, **columns))

    def put(
        self, table: Table, key: str, own: Mapping[str, Any], seen: int | None = None, /, **columns: Any
    ) -> None:
        """Set columns of a record, or make it with its ``own`` besides where there is none (version 0)."""
        row = self.check(table, key, seen, columns)
        self.changes.append(
            changes.create(table, {**own, **columns}) if row is None else changes.amend(table, row, **columns)
        )

    def remove(self, table: Table, key: str) -> None:
        """Take a record away; the ledger keeps what it was."""
        self.changes.append(changes.remove(table, self.standing(table, key)))

    def add(self, made: Iterable[Change]) -> None:
        """Add changes that were worked out elsewhere."""
        self.changes.extend(made)

    def standing(
        self,
        table: Table,
        key: str,
        *,
        unknown: str = "",
        seen: int | None = None,
        offered: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the image of a record: see ``standing`` below."""
        return standing(self.connection, table, key, unknown=unknown, seen=seen, offered=offered)

    def check(
        self, table: Table, key: str, seen: int | None, offered: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | None:
        """Return the record that stands under ``key`` (None: none) if it is the one that was seen.

        ``seen`` is its version, 0 for "there was none", None for whoever does not mind.
        """
        return check(self.connection, table, key, seen, offered)

    def open(self) -> str:
        """Open the batch now, for records that name it, and return its id."""
        self.batch = batches.open_batch(self.connection, kind=self.kind, who=self.who, **self.about).id
        return self.batch

    def write(self) -> str:
        """Write what was gathered so far as one batch, and return its id.

        "", and no batch, where that is nothing, or only what stands already: an undo of what was not done.
        """
        if not self.changes:
            return ""
        ledger.record(self.connection, self.changes, who=self.who, batch=lambda: self.batch or self.open())
        batch, self.changes, self.batch = self.batch, [], ""
        return batch


@contextlib.contextmanager
def deed(
    registry: Registry,
    kind: str,
    who: Actor,
    *,
    opened: Callable[[], AbstractContextManager[Connection]] | None = None,
    **about: Any,
) -> Iterator[Deed]:
    """Open a transaction for a deed of the moment, and write what it gathers as one batch.

    ``about``: see ``Deed``. ``opened`` opens the transaction where that is not the register's own. Nothing is
    written where anything is raised inside.
    """
    name = name_of(who)
    with one_moment(), (opened or registry.database.write)() as connection:
        made = Deed(connection, kind, name, ledger.present(), about)
        yield made
        made.write()


@one_moment()
def write(connection: Connection, made: Iterable[Change], kind: str, who: Actor, **about: Any) -> str:
    """Write changes as one batch and return its id; "", and no batch, where there are none."""
    name = name_of(who)
    return Deed(connection, kind, name, ledger.present(), about, changes=list(made)).write()


def standing(
    connection: Connection,
    table: Table,
    key: str,
    *,
    unknown: str = "",
    seen: int | None = None,
    offered: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the image of a record; refused (``CHANGED-MEANWHILE``) where it is not the version seen.

    ``unknown`` is the refusal where there is none; without it that is a wrong call.
    """
    cleaned = images.clean(key)
    found = ledger.rows_by_key(connection, table, [cleaned]).get(cleaned)
    if found is None:
        if not unknown:
            raise WrongCallError(f"{table.name} has no {cleaned[:40]}")
        raise RefusalError(unknown, id=cleaned[:40])
    if seen is not None and int(found["version"]) != seen:
        raise changed(connection, table, cleaned, found, offered or {})
    return found


def check(
    connection: Connection,
    table: Table,
    key: str,
    seen: int | None,
    offered: Mapping[str, Any] | None = None,
) -> dict[str, Any] | None:
    """Return the record under ``key`` (None: none) if its version (0: none) is the one that was seen."""
    found = ledger.rows_by_key(connection, table, [key]).get(key)
    version = 0 if found is None else int(found["version"])
    if seen is not None and seen != version:
        raise changed(connection, table, key, found, offered or {})
    return found


def check_since(
    connection: Connection, table: Table, offered: Mapping[str, Mapping[str, Any]], since: int | None
) -> None:
    """Refuse (``CHANGED-MEANWHILE``) where a record was changed after the ledger's number ``since``.

    ``offered`` is what is to be set, by the keys of the records.
    """
    entry = None if since is None else ledger.change_after(connection, table, offered, since)
    if entry is not None:
        key = entry.change.record
        row = ledger.rows_by_key(connection, table, [key]).get(key)
        raise changed(connection, table, key, row, offered[key])


def changed(
    connection: Connection,
    table: Table,
    key: str,
    row: Mapping[str, Any] | None,
    offered: Mapping[str, Any],
    *,
    first: tuple[str, str] | None = None,
) -> RefusalError:
    """Return the refusal of whoever came second: who was first, when, what stands and what was offered.

    ``row`` is what stands (None: nothing any more), ``offered`` the columns that were to be set. ``first`` is
    who and when, where it was not this very record that was changed.
    """
    by, at = first or ledger.last_change(connection, table, key)
    written = {name: images.encode(table, {name: value}).get(name) if name in table.c else value
               for name, value in offered.items()}  # fmt: skip
    return refusal(by, at, table.name, row, written, record=key)


def refusal(
    by: str,
    at: str,
    table: str,
    row: Mapping[str, Any] | None,
    offered: Mapping[str, Any],
    *,
    record: str = "",
) -> RefusalError:
    """Return the same refusal of a record that the ledger does not keep."""
    lines = both_versions.lines(table, row, offered)
    return RefusalError(
        CHANGED,
        by=by,
        at=at,
        what=both_versions.what(table, row or offered, record),
        stands=both_versions.told(lines, stands=True),
        wanted=both_versions.told(lines, stands=False),
        table=table,
        record=record,
        standing=dict(row or {}),
        offered=dict(offered),
    )
