"""Identities (danh tính): which person of a provider is which account of the register.

Nobody is let in because a provider knows him: an administrator says which account is his, or makes one. Until
then he waits on a list. The ledger holds by which key a person is known again (a hash of provider and
subject), not who he is there; what the provider calls him stands on the list only, until he is matched or
thirty days are over.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from registry.errors import RefusalError
from registry.model.people import INSIDE, Role
from registry.model.sign_in.identities import Identity, Stranger
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import now
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.services.office.sign_in import accounts as own
from registry.store import batches
from registry.store.ledger import stamp
from registry.store.office import identities as store
from registry.store.office.accounts import Account, account_by, list_accounts, write_secrets
from registry.store.office.tables import accounts, identities
from registry.typed_text import line_within

KIND = f"{batches.DESK}identity"
MOST_STRANGERS = 200
KEPT_DAYS = 30
_LONGEST = 120


def key_of(issuer: str, subject: str) -> str:
    """Return by what a person of a provider is known again: a subject says nothing without its issuer."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:40]


def account_of(registry: Registry, issuer: str, subject: str) -> Account | None:
    """Return the account that a person of a provider has, None where nobody matched one."""
    with registry.database.read() as connection:
        found = store.identity(connection, key_of(issuer, subject))
        return None if found is None else account_by(connection, id=found.account)


@one_moment()
def note_stranger(registry: Registry, provider: str, issuer: str, subject: str, name: str) -> None:
    """Put somebody whom a provider vouches for and nobody here knows onto the list that an administrator
    reads."""
    at = now()
    with registry.database.write() as connection:
        store.drop_strangers(connection, before=stamp(at - dt.timedelta(days=KEPT_DAYS)), most=MOST_STRANGERS)
        called = line_within(subject, _LONGEST), line_within(name, _LONGEST)
        store.note_stranger(connection, key_of(issuer, subject), provider, called, stamp(at))


def strangers(registry: Registry) -> list[Stranger]:
    """Return who waits to be matched, the last who came first."""
    with registry.database.read() as connection:
        return store.strangers(connection)


def matched(registry: Registry) -> list[tuple[Identity, str]]:
    """Return every identity with the name of its account."""
    with registry.database.read() as connection:
        names = {one.id: one.name for one in list_accounts(connection)}
        return [(one, names.get(one.account, "")) for one in store.identities(connection)]


@one_moment()
def match(registry: Registry, stranger: str, *, account: str, who: str) -> Identity:
    """Say that somebody who waits is an account, by its name.

    Refused: nobody waits under that key (``IDENTITY-GONE``), there is no such account (``ACCOUNT-UNKNOWN``).
    """
    with deed(registry, KIND, who) as made:
        found = store.stranger(made.connection, stranger)
        if found is None:
            raise RefusalError("IDENTITY-GONE")
        owner = account_by(made.connection, name=account.strip().lower())
        if owner is None or owner.kind == "service":
            raise RefusalError("ACCOUNT-UNKNOWN", name=account)
        row = {"id": found.id, "account": owner.id, "provider": found.provider, "since": made.at}
        made.put(identities, found.id, {"id": found.id}, **{k: v for k, v in row.items() if k != "id"})
        store.drop_stranger(made.connection, found.id)
    return Identity(found.id, owner.id, found.provider, str(row["since"]))


def match_anew(registry: Registry, stranger: str, *, name: str, role: str, who: str) -> Identity:
    """Make an account for somebody who waits, and say that he is it; its password is told to nobody."""
    with registry.database.read() as connection:
        if store.stranger(connection, stranger) is None:
            raise RefusalError("IDENTITY-GONE")
    # a random password that nobody is told opens nothing, and nothing has to be changed before work
    own.add_account(registry, name, [role], who=who, must_change=False)
    return match(registry, stranger, account=name, who=who)


@one_moment()
def send_away(registry: Registry, stranger: str) -> None:
    """Take somebody off the list; whoever comes again stands there again."""
    with registry.database.write() as connection:
        store.drop_stranger(connection, stranger)


@one_moment()
def part(registry: Registry, identity: str, *, who: str) -> None:
    """Take an identity from its account: its person is let in no more (``IDENTITY-GONE``: there is none
    such).

    Every session of the account ends, and phones that keep it open: which of them are this person's is not
    known where the account has a password as well.
    """
    with deed(registry, KIND, who) as made:
        account = str(made.standing(identities, identity, unknown="IDENTITY-GONE")["account"])
        made.remove(identities, identity)
        write_secrets(made.connection, account, session_key=secrets.token_hex(32))


@one_moment()
def give_roles(
    registry: Registry, account: Account, roles: Collection[Role], *, gives_administrator: bool, who: str
) -> frozenset[Role]:
    """Give an account the roles that its provider says, and return those it has now.

    Only the office's own people get roles so: an outside body's account is bound by the office. An
    administrator's role is neither given nor taken unless the setting says so, and never taken from the last
    one.
    """
    if not account.roles <= INSIDE:
        return account.roles
    wanted = frozenset(roles)
    with deed(registry, KIND, who) as made:
        standing = account_by(made.connection, id=account.id)
        if standing is None or not standing.active:
            return account.roles
        if not gives_administrator:
            wanted = (wanted - {Role.ADMINISTRATOR}) | (standing.roles & {Role.ADMINISTRATOR})
        elif Role.ADMINISTRATOR in standing.roles - wanted and not _another(made.connection, account.id):
            wanted |= {Role.ADMINISTRATOR}
        if wanted != standing.roles and wanted:
            made.amend(accounts, account.id, roles=sorted(wanted))
    return wanted or standing.roles


def _another(connection: object, account: str) -> bool:
    return any(
        one.active and Role.ADMINISTRATOR in one.roles and one.id != account
        for one in list_accounts(connection)  # type: ignore[arg-type]  # the connection of the deed
    )
