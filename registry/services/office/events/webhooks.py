"""The addresses of other programs that hear of events (webhook): allowed by the administrator one by one.

An address is asked by https, or by plain http where it is this machine; one inside the house only where the
office allows its own hosts (``channels.Gateway.inside``). Its key is made here, shown once and kept
encrypted; a key that was renewed counts for a day beside the new one.
"""

import base64
import datetime as dt
import secrets
from collections.abc import Collection
from functools import partial
from urllib.parse import SplitResult, urlsplit

from registry.errors import RefusalError
from registry.model.notices import Channel
from registry.model.vietnam_time import one_moment
from registry.model.webhooks import EventType, Subscription, SubscriptionState
from registry.services.office.deeds import KIND, Actor, deed
from registry.services.office.organisations import organisations
from registry.services.office.registry import Registry
from registry.services.office.security import secrets_seal
from registry.services.office.sending.channel_keys import has_key, key_for, write_key
from registry.services.office.sending.channels import channels
from registry.services.office.sending.webhook import WebhookRules, check_url
from registry.store import ledger
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.office import deliveries
from registry.store.office import webhooks as store
from registry.store.office.tables import webhooks
from registry.typed_text import line_within

OLD_KEY_FOR = dt.timedelta(hours=24)
"""How long the key before counts beside one that was renewed."""
KEY_PREFIX = "whsec_"
_KEY_BYTES = 32
_LONGEST_URL, _LONGEST_NAME = 200, 80
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_UNKNOWN = "WEBHOOK-UNKNOWN"


def subscriptions(registry: Registry) -> list[Subscription]:
    """Return the addresses that hear of events, by name."""
    with registry.database.read() as connection:
        return store.subscriptions(connection)


def subscription(registry: Registry, identity: str) -> Subscription:
    """Return an address by its id (``WEBHOOK-UNKNOWN``)."""
    with registry.database.read() as connection:
        return store.subscription(connection, identity)


def allowed(registry: Registry, url: str) -> tuple[SplitResult, WebhookRules]:
    """Return the parts of an address and by which rules it is asked.

    Refused as ``webhook.check_url`` is; plain http is for this machine only (``WEBHOOK-PLAIN``).
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    rules = WebhookRules(frozenset({host}), channels(registry).gateway.rules.inside)
    parts = check_url(url, rules)
    if parts.scheme == "http" and host not in _HERE:
        raise RefusalError("WEBHOOK-PLAIN", host=host[:80])
    return parts, rules


@one_moment()
def allow(
    registry: Registry, *, name: str, url: str, events: Collection[str], organisation: str = "", who: Actor
) -> tuple[Subscription, str]:
    """Let an address hear of events from now on; return it with its key, which is not shown again.

    Refused without a name (``WEBHOOK-NAME``), for an address that may not be asked (``WEBHOOK-…``), no event
    or an unknown one (``WEBHOOK-EVENTS``), an organisation that is none (``CHANNEL-RECIPIENT``), and while
    the office has not said by which address its pages are known (``CHANNEL-BASE``).
    """
    stated = _stated(registry, name, url, events, organisation)
    if not channels(registry).base:
        raise RefusalError("CHANNEL-BASE", value="")
    identity, key = new_id(), _new_key()
    opened = partial(secrets_seal.writing, registry)
    with deed(registry, f"{KIND}webhook", who, opened=opened, options={"webhook": identity}) as made:
        since = ledger.head(made.connection).seq
        own = {"id": identity, "state": SubscriptionState.ACTIVE.value, "ledger_seq": since, "renewed_at": ""}
        made.create(webhooks, {**own, **stated, "who": made.who, "at": made.at})
        write_key(registry, made.connection, _key_name(identity), key)
    return subscription(registry, identity), key


@one_moment()
def change(
    registry: Registry, identity: str, *, name: str, url: str, events: Collection[str],
    organisation: str = "", seen: int, who: Actor,
) -> Subscription:  # fmt: skip
    """Change what an address hears and where it is; refused as ``allow`` is.

    What waits for the address before goes to the new one, unless it is another organisation's: that is
    stopped.
    """
    stated = _stated(registry, name, url, events, organisation)
    with deed(registry, f"{KIND}webhook", who, options={"webhook": identity}) as made:
        standing = made.standing(webhooks, identity, unknown=_UNKNOWN, seen=seen, offered=stated)
        made.amend(webhooks, identity, seen, _UNKNOWN, **stated)
        if standing.get("organisation", "") != organisation:  # an image leaves out what is empty
            deliveries.cancel_open(made.connection, Channel.EVENTS, identity)
    return subscription(registry, identity)


@one_moment()
def renew_key(registry: Registry, identity: str, *, seen: int, who: Actor) -> str:
    """Give an address another key and return it; the one before counts for a day beside it."""
    key, before = _new_key(), key_for(registry, _key_name(identity))
    opened = partial(secrets_seal.writing, registry)
    with deed(registry, f"{KIND}webhook", who, opened=opened, options={"webhook": identity}) as made:
        made.amend(webhooks, identity, seen, _UNKNOWN, renewed_at=made.at)
        write_key(registry, made.connection, _key_name(identity), key)
        write_key(registry, made.connection, _old_key_name(identity), before)
    return key


@one_moment()
def pause(registry: Registry, identity: str, *, seen: int, who: Actor) -> None:
    """Let an address hear of nothing for now; what waits for it stays."""
    with deed(registry, f"{KIND}webhook", who, options={"webhook": identity}) as made:
        made.amend(webhooks, identity, seen, _UNKNOWN, state=SubscriptionState.PAUSED.value)


@one_moment()
def resume(registry: Registry, identity: str, *, seen: int, who: Actor) -> None:
    """Let an address hear of events again: of what waited for it, and of what happens from now on."""
    with deed(registry, f"{KIND}webhook", who, options={"webhook": identity}) as made:
        since = ledger.head(made.connection).seq
        made.amend(webhooks, identity, seen, _UNKNOWN, state=SubscriptionState.ACTIVE.value, ledger_seq=since)


@one_moment()
def gone(registry: Registry, identity: str, *, who: Actor) -> None:
    """Note that an address answered that it is no more (410): it hears of nothing until resumed."""
    with deed(registry, f"{KIND}webhook", who, options={"webhook": identity}) as made:
        made.amend(webhooks, identity, None, _UNKNOWN, state=SubscriptionState.GONE.value)


@one_moment()
def remove(registry: Registry, identity: str, *, seen: int, who: Actor) -> None:
    """Take an address away, with its keys and what waits for it; the ledger keeps that it was allowed."""
    opened = partial(secrets_seal.writing, registry)
    with deed(registry, f"{KIND}webhook", who, opened=opened, options={"webhook": identity}) as made:
        made.standing(webhooks, identity, unknown=_UNKNOWN, seen=seen, offered={"state": "removed"})
        made.remove(webhooks, identity)
        deliveries.cancel_open(made.connection, Channel.EVENTS, identity)
        _drop_keys(registry, made.connection, identity)


def keys_of(registry: Registry, found: Subscription, now: dt.datetime) -> list[str]:
    """Return the keys that sign for an address: its own, then the one before while that counts."""
    names = [_key_name(found.id)]
    renewed = dt.datetime.fromisoformat(found.renewed_at) if found.renewed_at else None
    if renewed is not None and now - renewed < OLD_KEY_FOR and has_key(registry, _old_key_name(found.id)):
        names.append(_old_key_name(found.id))
    return [key_for(registry, name) for name in names]


def _stated(
    registry: Registry, name: str, url: str, events: Collection[str], organisation: str
) -> dict[str, object]:
    name, url = line_within(name, _LONGEST_NAME), line_within(url, _LONGEST_URL)
    if not name:
        raise RefusalError("WEBHOOK-NAME")
    allowed(registry, url)
    if not events or not set(events) <= set(EventType):
        raise RefusalError("WEBHOOK-EVENTS")
    if organisation and organisation not in {item.code for item in organisations(registry)}:
        raise RefusalError("CHANNEL-RECIPIENT", name=organisation[:40])
    chosen = [event.value for event in EventType if event in set(events)]
    return {"name": name, "url": url, "events": chosen, "organisation": organisation}


def _drop_keys(registry: Registry, connection: Connection, identity: str) -> None:
    for name in (_key_name(identity), _old_key_name(identity)):
        write_key(registry, connection, name, "")


def _new_key() -> str:
    return KEY_PREFIX + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def _key_name(identity: str) -> str:
    return f"webhook:{identity}"


def _old_key_name(identity: str) -> str:
    return f"webhook-before:{identity}"
