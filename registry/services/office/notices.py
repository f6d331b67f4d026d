"""Notices (thông báo): written with the deed that causes them, marked until somebody opens the document.

A deed that others wait for tells them in its own transaction (``tell``): what is not written tells nobody,
and nothing is written of which nobody is told. Whoever of a recipient opens the document first has opened it
for all of them, as a letter in a shared tray; the ledger keeps who and when.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from registry.messages import Language, render
from registry.model.notices import Notice, NoticeKind, Recipient, Subject
from registry.model.people import STAFF, Person, Role
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import KIND, Actor, Deed, deed
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.changes import new_id, stable_id
from registry.store.database import Connection
from registry.store.office.accounts import account_by, list_accounts
from registry.store.office.notices import notices_of as rows_of_notices
from registry.store.office.operators import load_owners
from registry.store.office.tables import notices

SHOWN = 500
"""How many notices, the newest, somebody's inbox goes back."""


def tell(
    made: Deed,
    kind: NoticeKind,
    to: Iterable[Recipient],
    subject: Subject,
    *,
    once: str = "",
    **params: Any,
) -> None:
    """Add to a deed that somebody is told of it; whoever does it himself is not.

    ``params`` fill the sentence. ``once`` names what may be told one time only (a deadline that is near):
    nothing is added where it was told already.
    """
    told = {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in params.items()
    }
    for recipient in dict.fromkeys(_by_code(made.connection, one) for one in to):
        if not any(recipient) or recipient.account == made.who:
            continue
        identity = once_id(once, recipient) if once else new_id()
        if once and ledger.rows_by_key(made.connection, notices, [identity]):
            continue
        made.create(
            notices,
            {
                "id": identity, "kind": kind.value, **recipient._asdict(), "subject": subject.kind,
                "record": subject.id, "params": told, "at": made.at, "opened_at": "", "opened_by": "",
            },
        )  # fmt: skip


def once_id(once: str, recipient: Recipient) -> str:
    """Return the id of a notice that a recipient is told one time only."""
    return stable_id("notice", once, recipient.key)


def _by_code(connection: Connection, recipient: Recipient) -> Recipient:
    """Return a recipient by its code; masts and defects name an owner that is no operator by its name."""
    owner = load_owners(connection).get(recipient.organisation) if recipient.organisation else None
    return Recipient(organisation=str(owner["operator"] or owner["id"])) if owner else recipient


def beside(made: Deed) -> Deed:
    """Return a deed of the same moment in the same transaction whose batch is its own: see ``Deed.write``.

    Beside a batch that can be undone: what was told, and opened since, is not taken back with it.
    """
    return Deed(made.connection, f"{KIND}told", made.who, made.at, {})


def organisation(code: str) -> Recipient:
    """Return the accounts of an organisation, by the code under which its requests stand."""
    return Recipient(organisation=code)


def role(role: Role) -> Recipient:
    """Return everybody of a role."""
    return Recipient(role=role.value)


def officer(connection: Connection, name: str) -> Recipient:
    """Return an officer by the name that a record bears; all appraisers where that is nobody's account."""
    found = account_by(connection, name=name) if name else None
    staff = found is not None and found.active and not found.roles.isdisjoint(STAFF)
    return Recipient(account=name) if staff else role(Role.APPRAISER)


def from_outside(connection: Connection, who: str) -> bool:
    """Whether a deed's actor is an account of a carrier or a consulted body, and not the office."""
    found = account_by(connection, name=who)
    return found is not None and found.roles.isdisjoint(STAFF)


def accounts_of(connection: Connection, role: Role) -> list[Person]:
    """Return the people of a role who can sign in."""
    return [item.person for item in list_accounts(connection) if item.active and role in item.roles]


def inbox(registry: Registry, person: Person, own: str | None, *, unopened: bool = False) -> list[Notice]:
    """Return what a person is told, the newest first; ``own`` is the code of a carrier's organisation."""
    roles = {item.value for item in person.roles & STAFF}
    with registry.database.read() as connection:
        return rows_of_notices(
            connection, organisation=own or "", roles=roles, account=person.name, unopened=unopened,
            most=SHOWN,
        )  # fmt: skip


@one_moment()
def open_notices(registry: Registry, found: Iterable[Notice], *, who: Actor) -> int:
    """Mark notices as opened and return how many were not before; the first who opened one stays.

    Nothing is written where all of them were opened already.
    """
    ids = [item.id for item in found if not item.opened_at]
    if not ids:
        return 0
    with deed(registry, f"{KIND}opened", who, options={"notices": len(ids)}) as made:
        standing = ledger.rows_by_key(made.connection, notices, ids)
        new = [key for key, row in standing.items() if not row.get("opened_at")]
        for key in new:
            made.amend(notices, key, opened_at=made.at, opened_by=made.who)
    return len(new)


def sentence(notice: Notice, lang: Language = "vi") -> str:
    """Return what a notice says, in the reader's language."""
    told = notice.told
    told |= {name: told.get(f"{name}_{lang}", "") for name in ("title", "answer")}
    return render(notice.kind.value, told, lang)
