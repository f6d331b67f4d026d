"""Security events that follow from the ledger: accounts, roles, settings, publications, keys of programs.

The ledger is the one place where all of these are written, by a page, a command or a job; so the log follows
it entry by entry, and what a killed process did not note, the next look does. How far it was followed stands
beside the log. A register that was replaced by another is followed from its head on.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.model.ledger import LedgerEntry
from registry.model.vietnam_time import in_vietnam
from registry.services.office.registry import Registry
from registry.services.office.security.security_events import Event
from registry.services.office.security.security_log import SecurityLog
from registry.store import ledger
from registry.store.ledger import Head
from registry.store.ledger_since import entries_about
from registry.store.office import accounts as store

_FOLLOWED = "ledger"
_SEQ = "security-ledger-seq"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is at work just now, so that his address stands with what he did: name, address, request."""

    name: str = ""
    address: str = ""
    request: str = ""


NOBODY = Asker()


def follow(registry: Registry, log: SecurityLog, asker: Asker = NOBODY) -> int:
    """Note what the ledger says since the last look; returns how many events that were."""
    with registry.database.read() as connection:
        head = ledger.head(connection)
    if registry.cache.get(_SEQ) == head:
        return 0
    with log.held():
        since = _followed(log)
        with registry.database.read() as connection:
            head = ledger.head(connection)
            if since is None or not (since.seq == 0 or ledger.holds(connection, since)):
                since = head  # the first look, or another register: its past is no news
            found = list(entries_about(connection, since.seq, tables=sorted(_TOLD)))
            keys = {one.name: one.id for one in store.list_accounts(connection)} if found else {}
        events = [event for entry in found for event in _events(entry, keys, asker)]
        log.append_held(events)
        handle = os.open(log.folder / _FOLLOWED, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{head.seq} {head.hash}\n")
    registry.cache[_SEQ] = head
    return len(events)


def key_of(registry: Registry, name: str) -> str:
    """Return the key of the account with a name, "" for whoever has none: the machine's user, a job."""
    with registry.database.read() as connection:
        found = store.account_by(connection, name=name)
    return "" if found is None else found.id


def _followed(log: SecurityLog) -> Head | None:
    try:
        seq, _, digest = (log.folder / _FOLLOWED).read_text(encoding="ascii").strip().partition(" ")
        return Head(int(seq), digest, "")
    except (OSError, ValueError):
        return None


def _events(entry: LedgerEntry, keys: Mapping[str, str], asker: Asker) -> Iterator[Event]:
    change = entry.change
    own = entry.who == asker.name
    about: dict[str, Any] = {
        "at": in_vietnam(entry.at),
        "actor": keys.get(entry.who, ""),
        "address": asker.address if own else "",
        "request": asker.request if own else "",
        "what": change.table,
        "record": change.record,
    }
    for kind, more in _TOLD[change.table](change.before or {}, change.after or {}):
        subject = str(more.pop("subject", ""))
        yield Event(kind, subject=subject, more={**more, "ledger": entry.seq}, **about)


Told = Iterator[tuple[str, dict[str, Any]]]


def _account(before: Row, after: Row) -> Told:
    subject = {"subject": (after or before).get("id", "")}
    roles = {"roles": "/".join(sorted(after.get("roles") or ()))}
    if not before:
        yield "account-made", subject | roles
        return
    if before.get("roles") != after.get("roles"):
        yield "role-changed", subject | roles
    if before.get("active") != after.get("active"):
        yield "account-enabled" if after.get("active") else "account-disabled", subject
    if before.get("two_factor") != after.get("two_factor"):
        yield "second-step-set" if after.get("two_factor") else "second-step-removed", subject
    given = str(after.get("password_set", ""))
    if before.get("password_set") != given and given.endswith(" office"):
        yield "password-reset", subject


def _setting(before: Row, after: Row) -> Told:
    yield "settings-changed", {"setting": (after or before).get("key", "")}


def _publication(before: Row, after: Row) -> Told:
    state = str(after.get("state", ""))
    kinds = {"proposed": "publication-proposed", "published": "published"}
    if before.get("state") != after.get("state"):
        yield kinds.get(state, "publication-ended"), {"of": after.get("kind", ""), "state": state}


def _phone(before: Row, after: Row) -> Told:
    subject = {"subject": after.get("account", "")}
    if after.get("stopped_at"):
        yield "phone-stopped", subject
    elif before.get("until") != after.get("until"):
        yield "phone-kept", subject


def _identity(before: Row, after: Row) -> Told:
    row = after or before
    about = {"subject": row.get("account", ""), "provider": row.get("provider", "")}
    yield "identity-matched" if after else "identity-parted", about


def _token(before: Row, after: Row) -> Told:
    subject = {"subject": (after or before).get("account", "")}
    if not before:
        yield "token-made", subject | {"scopes": "/".join(after.get("scopes") or ())}
    elif after.get("stopped_at") and not before.get("stopped_at"):
        yield "token-revoked", subject


def _webhook(before: Row, after: Row) -> Told:
    if after and before.get("url") != after.get("url"):
        yield "webhook-allowed", {}
    else:
        yield "settings-changed", {"setting": "webhook"}


_TOLD: dict[str, Callable[[Row, Row], Told]] = {
    "accounts": _account,
    "settings": _setting,
    "publications": _publication,
    "phones": _phone,
    "api_tokens": _token,
    "identities": _identity,
    "webhooks": _webhook,
}
"""By table of the ledger: which events a change of a record is."""
