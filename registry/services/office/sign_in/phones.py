"""Phones that stay signed in for seven days: let by their owner, ended by him or by the office.

The register keeps which phone it was, since when and who ended it. The key that opens sessions lies on the
phone, sealed by its PIN; here only its SHA-256 does, in a file beside the register (``SignIns``). It changes
with every use and ends with the account's password. A backup that is restored holds none: whoever was signed
in gives the password once.
"""

import datetime as dt
import secrets
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.model.sign_in.phones import Phone
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import now
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.services.office.sign_in.signing_in import Account, SignIns
from registry.store import batches
from registry.store.changes import new_id
from registry.store.images import clean
from registry.store.ledger import stamp
from registry.store.office import phones as store
from registry.store.office.accounts import account_by
from registry.store.office.tables import phones
from registry.typed_text import line_within

KIND = f"{batches.DESK}phone"
DAYS = 7
"""How long a phone opens sessions without the password."""
MOST = 5
"""How many phones of one account may."""
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class SeenPhone:
    """A phone, whose it is (``owner``), whether it still opens sessions, and when it last did."""

    phone: Phone
    owner: str
    stands: bool
    seen_at: dt.datetime | None


@one_moment()
def let_stay(
    registry: Registry, sign_ins: SignIns, account: Account, *, device: str, name: str
) -> tuple[Phone, str]:
    """Let a phone stay signed in for ``DAYS``; returns it and the key, which is said this once.

    For a session that was begun with the password: its caller makes sure of that. The same phone again is
    given further days. Refused: a phone that gives no name of itself (``PHONE-NAME``), more phones of the
    account than ``MOST`` (``PHONE-MANY``).
    """
    device, name = line_within(clean(device), 64), line_within(clean(name), _LONGEST_NAME)
    if not device:
        raise RefusalError("PHONE-NAME")
    key, moment = secrets.token_urlsafe(32), now()
    until = moment + dt.timedelta(days=DAYS)
    days = {"since": stamp(moment), "until": stamp(until)}
    with deed(registry, KIND, account.name) as made:
        own = store.phones_of(made.connection, account.id)
        held = next((one for one in own if one.device == device and not one.stopped_at), None)
        standing = [one for one in own if one != held and sign_ins.phone_stands(one.id, account.id)]
        if len(standing) >= MOST:
            raise RefusalError("PHONE-MANY", most=MOST)
        identity = held.id if held else new_id()
        if held:
            made.amend(phones, identity, name=name, **days)
        else:
            row = {"id": identity, "account": account.id, "device": device, "name": name, **days}
            made.create(phones, row)
    sign_ins.keep_key(identity, account.id, account.session_key, key, DAYS * 86400)
    return Phone(identity, account.id, device, name, moment, until), key


def open_again(registry: Registry, sign_ins: SignIns, phone: str, key: str) -> tuple[Account, Phone, str]:
    """Return whose phone it is, the phone and its next key, where ``key`` is the one it was given.

    Refused: ended by its owner or the office (``PHONE-ENDED``), its days are over (``PHONE-OVER``), any
    other reason (``PHONE-KEY``: none such, a key that was used before, the password changed since, the
    account disabled).
    """
    with registry.database.read() as connection:
        found = store.phone_by_id(connection, phone[:64])
        account = None if found is None else account_by(connection, id=found.account)
    if found is None or account is None:
        raise RefusalError("PHONE-KEY")
    if found.stopped_at:
        raise RefusalError("PHONE-ENDED", by=found.stopped_by)
    if found.until <= now():
        raise RefusalError("PHONE-OVER", days=DAYS)
    fresh = secrets.token_urlsafe(32)
    if not account.active or not sign_ins.change_key(found.id, account.session_key, key, fresh):
        raise RefusalError("PHONE-KEY")
    return account, found, fresh


@one_moment()
def end_phone(registry: Registry, sign_ins: SignIns, phone: str, *, person: Person) -> Phone:
    """End the staying signed in of a phone: its owner, or an administrator. What it recorded stays on it.

    Refused: none such, or another's (``PHONE-UNKNOWN``). One that was ended stays ended by whoever was
    first.
    """
    with deed(registry, KIND, person) as made:
        found = store.phone_by_id(made.connection, phone[:64])
        if found is None or not (found.account == person.id or person.is_one_of(Role.ADMINISTRATOR)):
            raise RefusalError("PHONE-UNKNOWN")
        if not found.stopped_at:
            made.amend(phones, found.id, stopped_at=made.at, stopped_by=made.who)
    sign_ins.drop_phone(found.id)
    return found


def seen_phones(registry: Registry, sign_ins: SignIns, account: str | None = None) -> list[SeenPhone]:
    """Return the phones of an account, or of all: those that stay signed in first."""
    seen = sign_ins.phones_seen()
    with registry.database.read() as connection:
        found = store.phones_of(connection, account)
        owners = {one.account: account_by(connection, id=one.account) for one in found}
    told = [
        SeenPhone(
            one,
            owner.name if (owner := owners[one.account]) else "",
            one.id in seen and not one.stopped_at,
            dt.datetime.fromtimestamp(seen[one.id], dt.UTC) if one.id in seen else None,
        )
        for one in found
    ]
    return sorted(told, key=lambda one: not one.stands)
