"""Access tokens (mã truy cập): made by their owner, a service's by the administrator, each with an end.

The register keeps which token it is, what it is good for and who ended it; of its secret (256 random bits)
only the SHA-256, by which it is found. When it was last used is noted outside the ledger: a use is no deed.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.model.sign_in.tokens import ApiToken, Scope
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import now
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.services.office.sign_in.signing_in import Account, SignIns
from registry.store import batches
from registry.store.changes import new_id
from registry.store.ledger import stamp
from registry.store.office import tokens as store
from registry.store.office.accounts import SERVICE, account_by
from registry.store.office.tables import api_tokens
from registry.typed_text import line_within

KIND = f"{batches.DESK}token"
BEGINS = "bts_"
"""How every secret begins: what is found in a log or in a program's text is known for what it is."""
LONGEST_DAYS = 366
MOST = 20
"""How many tokens of one account may stand."""
_LONGEST_NAME = 80
_SHOWN = len(BEGINS) + 4


@dataclass(frozen=True, slots=True)
class SeenToken:
    """A token, whose it is (``owner``), whether it still opens anything, and when it last did."""

    token: ApiToken
    owner: str
    stands: bool
    seen_at: dt.datetime | None


@one_moment()
def make_token(
    registry: Registry,
    person: Person,
    *,
    name: str,
    scopes: Iterable[str],
    days: int,
    account: str = "",
    offered: Collection[Scope] = tuple(Scope),
) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which is kept nowhere and said this once.

    For the person's own account; an administrator names the account of a service (``account``, by name).
    Refused: no name (``TOKEN-NAME``), no scope or one that is not ``offered`` (``TOKEN-SCOPES``), days out of
    1 … ``LONGEST_DAYS`` (``TOKEN-DAYS``), more than ``MOST`` (``TOKEN-MANY``), another person's account
    (``TOKEN-NOT-OWN``).
    """
    name = line_within(name, _LONGEST_NAME)
    if not name:
        raise RefusalError("TOKEN-NAME")
    chosen = frozenset(scopes)
    if not chosen or not chosen <= frozenset(offered):
        raise RefusalError("TOKEN-SCOPES")
    if not 1 <= days <= LONGEST_DAYS:
        raise RefusalError("TOKEN-DAYS", most=LONGEST_DAYS)
    secret, moment = f"{BEGINS}{secrets.token_urlsafe(32)}", now()
    with deed(registry, KIND, person) as made:
        owner = account_by(made.connection, **({"name": account} if account else {"id": person.id}))
        if owner is None or not _may_make(person, owner):
            raise RefusalError("TOKEN-NOT-OWN")
        held = store.tokens_of(made.connection, owner.id)
        if sum(_stands(one, moment) for one in held) >= MOST:
            raise RefusalError("TOKEN-MANY", most=MOST)
        row = {
            "id": new_id(), "account": owner.id, "name": name, "scopes": sorted(chosen),
            "begins": secret[:_SHOWN], "hidden": _hidden(secret), "since": stamp(moment),
            "until": stamp(moment + dt.timedelta(days=days)),
        }  # fmt: skip
        made.create(api_tokens, row)
        made.write()
        kept = store.token_by(made.connection, id=str(row["id"]))
    if kept is None:
        raise RefusalError("TOKEN-UNKNOWN")
    return kept, secret


@one_moment()
def end_token(registry: Registry, token: str, *, person: Person) -> ApiToken:
    """End a token: its owner, or an administrator. Refused: none such, or another's (``TOKEN-UNKNOWN``).

    One that was ended stays ended by whoever was first.
    """
    with deed(registry, KIND, person) as made:
        found = store.token_by(made.connection, id=token[:64])
        if found is None or not (found.account == person.id or person.is_one_of(Role.ADMINISTRATOR)):
            raise RefusalError("TOKEN-UNKNOWN")
        if found.stopped_at is None:
            made.amend(api_tokens, found.id, stopped_at=made.at, stopped_by=made.who)
    return found


def open_with(registry: Registry, secret: str) -> tuple[Account, ApiToken]:
    """Return whose secret it is, and its token.

    Refused: none such (``TOKEN-WRONG``), ended by somebody (``TOKEN-ENDED``), its days are over
    (``TOKEN-OVER``), its account is shut or waits for a password of its own (``TOKEN-ACCOUNT``).
    """
    if not secret.startswith(BEGINS):
        raise RefusalError("TOKEN-WRONG")
    with registry.database.read() as connection:
        found = store.token_by(connection, hidden=_hidden(secret))
        account = None if found is None else account_by(connection, id=found.account)
    if found is None or account is None:
        raise RefusalError("TOKEN-WRONG")
    if found.stopped_at is not None:
        raise RefusalError("TOKEN-ENDED", by=found.stopped_by)
    if found.until <= now():
        raise RefusalError("TOKEN-OVER")
    if not account.active or account.must_change:
        raise RefusalError("TOKEN-ACCOUNT")
    return account, found


def seen_tokens(registry: Registry, sign_ins: SignIns, account: str | None = None) -> list[SeenToken]:
    """Return the tokens of an account, or of all: those that stand first."""
    seen, moment = sign_ins.tokens_seen(), now()
    with registry.database.read() as connection:
        found = store.tokens_of(connection, account)
        owners = {one.account: account_by(connection, id=one.account) for one in found}
    told = [
        SeenToken(
            one,
            owner.name if (owner := owners[one.account]) else "",
            _stands(one, moment) and owner is not None and owner.active,
            dt.datetime.fromtimestamp(seen[one.id], dt.UTC) if one.id in seen else None,
        )
        for one in found
    ]
    return sorted(told, key=lambda one: not one.stands)


def _may_make(person: Person, owner: Account) -> bool:
    if owner.kind == SERVICE:
        return person.is_one_of(Role.ADMINISTRATOR)
    return bool(person.id) and owner.id == person.id


def _stands(token: ApiToken, moment: dt.datetime) -> bool:
    return token.stopped_at is None and token.until > moment


def _hidden(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
