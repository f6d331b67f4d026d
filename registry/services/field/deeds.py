"""What the office's services of the field share: who may, one batch a deed, refused where somebody came
first.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from registry.errors import RefusalError
from registry.model.ledger import Change
from registry.model.people import Person, Role
from registry.model.vietnam_time import one_moment
from registry.services.office.batches import present_user
from registry.services.office.calendar import in_vietnam
from registry.services.office.deeds import changed
from registry.store import batches, images, ledger
from registry.store.database import Connection
from registry.store.tables import Table

OFFICERS = frozenset({Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER, Role.INSPECTOR, Role.DUTY_OFFICER})


def check_reader(person: Person) -> None:
    """Refuse whoever is not of the office (``FIELD-NOT-ALLOWED``)."""
    if not person.sees_all:
        raise RefusalError("FIELD-NOT-ALLOWED")


def check_officer(person: Person) -> None:
    """Refuse whoever does not work in the register for the office (``FIELD-NOT-ALLOWED``)."""
    if not person.is_staff:
        raise RefusalError("FIELD-NOT-ALLOWED")


def who_of(person: Person) -> str:
    """Return the name that a deed is recorded under; at an open desk that of the machine's user."""
    return person.name or present_user()


def stamp() -> str:
    """Return the present moment as the ledger writes it."""
    return ledger.present()


def words(text: str, most: int = 4000) -> str:
    """Return a text as typed, without what no database holds, spaces at its ends, or no end."""
    return images.clean(text).strip()[:most]


def needed(text: str) -> str:
    """Return the reason of a deed; ``REQUEST-REASON`` where none is given."""
    reason = words(text)
    if not reason:
        raise RefusalError("REQUEST-REASON")
    return reason


def standing(
    connection: Connection,
    table: Table,
    key: str,
    *,
    unknown: str,
    seen: int | None = None,
    offered: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the image of a record; refused where there is none or it is not the version that was seen."""
    cleaned = images.clean(key)
    found = ledger.rows_by_key(connection, table, [cleaned]).get(cleaned)
    if found is None:
        raise RefusalError(unknown, id=cleaned[:40])
    if seen is not None and int(found["version"]) != seen:
        raise changed(connection, table, cleaned, found, offered or {})
    return found


def refuse_since(
    connection: Connection, table: Table, records: Collection[str], since: int | None, code: str
) -> None:
    """Refuse (``code``) where somebody changed one of the records after a number of the ledger."""
    entry = None if since is None else ledger.change_after(connection, table, records, since)
    if entry is not None:
        raise RefusalError(code, by=entry.who, at=f"{in_vietnam(entry.at):%d/%m/%Y %H:%M}")


@one_moment()
def write(
    connection: Connection, changes: Iterable[Change], kind: str, person: Person, **options: Any
) -> None:
    """Write changes as one batch of the desk; nothing where that is nothing."""
    gathered = list(changes)
    if not gathered:
        return
    who = who_of(person)
    batch = batches.open_batch(connection, kind=f"{batches.DESK}{kind}", who=who, options=options)
    ledger.record(connection, gathered, who=who, batch=batch.id)
