"""Events on their way to other programs: found in the ledger, queued once an address, tried until taken.

A delivery is signed as Standard Webhooks has it and bears the same id at every try, so that one which was
made, but not noted before the process ended, can be known again. Those about one record reach an address in
their order; an address that does not answer keeps nobody else waiting, for each has a thread of its own.
"""

import base64
import datetime as dt
import hmac
import json
from typing import Any

from registry.errors import RefusalError
from registry.model.ledger import LedgerEntry
from registry.model.notices import Channel, Delivery, DeliveryState
from registry.model.vietnam_time import one_moment
from registry.model.webhooks import PING, Event, Subscription, SubscriptionState
from registry.services.office.batches import present_user
from registry.services.office.events import webhooks
from registry.services.office.events.ledger_events import EVENT_TABLES, event_of
from registry.services.office.registry import Registry
from registry.services.office.sending.channels import channels
from registry.services.office.sending.delivery_failures import NotDeliveredError
from registry.services.office.sending.webhook import Answer, ask
from registry.store import batches, ledger
from registry.store.changes import new_id, stable_id
from registry.store.database import Connection
from registry.store.office import deliveries
from registry.store.office import webhooks as store
from registry.store.office.operators import load_owners

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
"""The headers of Standard Webhooks (standardwebhooks.com, version 1)."""
WAIT_S = 10.0
"""How long an address is waited for, in all."""
BACK_OFF = tuple(dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 720, 720, 720, 720))
"""How long is waited after each try that failed: in all three days less an hour or two."""
HELD_FOR = dt.timedelta(minutes=5)
"""How long one try may take before it is taken for broken off."""
_AT_ONCE = 500
"""So many entries of the ledger are read in one transaction."""
_GONE = 410


@one_moment()
def queue_events(registry: Registry) -> int:
    """Queue what happened since the last look for each address that hears of it; return how many."""
    found = 0
    while True:
        with registry.database.read() as connection:
            active = _active(connection)
            if not active or not _entries(connection, active):
                return found
        with registry.database.write() as connection:  # asked again: another process may have been first
            active = _active(connection)
            entries = _entries(connection, active) if active else []
            if not entries:
                return found
            codes = _codes(connection)
            entered = _entered(connection, entries)
            events = [
                event
                for entry in entries
                if entry.batch not in entered and (event := event_of(entry, codes)) is not None
            ]
            found += _queue(registry, connection, active, events)
            store.set_position(connection, ledger.Head(entries[-1].seq, entries[-1].hash, ""))


def due(registry: Registry) -> list[str]:
    """Return the addresses, by id, for which something is due."""
    now = ledger.stamp(_now())
    with registry.database.read() as connection:
        return [
            one.id
            for one in _active(connection)
            if deliveries.any_due(connection, Channel.EVENTS, now, one.id)
        ]


def deliver_to(registry: Registry, identity: str) -> int:
    """Try what is due for an address, one after the other; return how many were tried.

    Where the address is not reached at all the rest waits for the next look.
    """
    count = 0
    while True:
        now = _now()
        with registry.database.read() as connection:
            active = [one for one in _active(connection) if one.id == identity]
            if not active or not deliveries.any_due(connection, Channel.EVENTS, ledger.stamp(now), identity):
                return count
        with registry.database.write() as connection:
            taken = deliveries.take_up(
                connection, Channel.EVENTS, ledger.stamp(now), ledger.stamp(now + HELD_FOR), identity
            )
        if taken is None:
            return count
        count += 1
        if not _try(registry, active[0], taken):
            return count


def ping(registry: Registry, identity: str) -> str:
    """Send a trial that is about nothing, and return what the address answered.

    Refused with what went wrong (``NotDeliveredError``).
    """
    found = webhooks.subscription(registry, identity)
    told = {
        "id": f"trial-{new_id()}", "type": PING, "at": ledger.present(), "carrier": found.organisation,
        "subject": {"kind": "", "id": "", "number": ""}, "link": f"{channels(registry).base}/notices",
    }  # fmt: skip
    answer = _post(registry, found, told)
    if not answer.taken:
        raise NotDeliveredError("WEBHOOK-REFUSED", said=answer.said)
    return answer.said


def newest(registry: Registry, identity: str, most: int) -> list[Delivery]:
    """Return what went or goes to an address, the newest first."""
    with registry.database.read() as connection:
        return deliveries.to_recipient(connection, Channel.EVENTS, identity, most)


@one_moment()
def try_now(registry: Registry, delivery: str) -> None:
    """Have an event that is not taken yet tried at the next look, whatever it waits for.

    Refused where it was taken (``DELIVERY-OVER``) or its address is no more (``WEBHOOK-UNKNOWN``).
    """
    with registry.database.write() as connection:
        found = deliveries.get(connection, delivery)
        if found.channel is not Channel.EVENTS:
            raise RefusalError("DELIVERY-UNKNOWN")
        url = store.subscription(connection, found.recipient).url
        deliveries.queue_now(connection, delivery, url, ledger.present())


def signature(key: str, identity: str, timestamp: str, body: bytes) -> str:
    """Return what proves that a body is the office's, as Standard Webhooks has it."""
    secret = base64.b64decode(key.removeprefix(webhooks.KEY_PREFIX))
    signed = f"{identity}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret, signed, "sha256")).decode()


def _active(connection: Connection) -> list[Subscription]:
    return [one for one in store.subscriptions(connection) if one.state is SubscriptionState.ACTIVE]


def _entries(connection: Connection, active: list[Subscription]) -> list[LedgerEntry]:
    """Return the entries that may be events and were not looked at, as many as one transaction takes."""
    since = max(store.position(connection).seq, min(one.ledger_seq for one in active))
    return store.entries_after(connection, since, EVENT_TABLES, _AT_ONCE)


def _entered(connection: Connection, entries: list[LedgerEntry]) -> set[str]:
    """Return the batches by which another register's records entered: they are no news."""
    known = batches.some(connection, {entry.batch for entry in entries})
    return {batch.id for batch in known.values() if batch.kind == batches.ENTERED}


def _codes(connection: Connection) -> dict[str, str]:
    """Return the code under which an organisation's accounts stand, by its other names in records."""
    found: dict[str, str] = {}
    for name, owner in load_owners(connection).items():
        code = str(owner["operator"] or owner["id"])
        found |= {name: code, str(owner["id"]): code}
    return found


def _queue(
    registry: Registry, connection: Connection, active: list[Subscription], events: list[Event]
) -> int:
    base = channels(registry).base
    at = ledger.present()
    waits = [
        Delivery(
            id=stable_id("event-delivery", event.id, one.id), notice="", channel=Channel.EVENTS,
            recipient=one.id, address=one.url, state=DeliveryState.QUEUED, tries=0, created_at=at, due_at=at,
            subject=event.subject.id, seq=event.seq, event=event.said_to(one.organisation, base),
        )
        for event in events
        for one in active
        if one.hears(event)
    ]  # fmt: skip
    there = deliveries.known(connection, [item.id for item in waits])
    new = [item for item in waits if item.id not in there]
    for item in new:
        deliveries.queue(connection, item)
    return len(new)


def _try(registry: Registry, found: Subscription, taken: Delivery) -> bool:
    """Try one delivery and note what came of it; return whether the address answered anything."""
    answered, gone = True, False
    ended: dict[str, Any]
    try:
        if taken.tries > len(BACK_OFF) + 1:  # each try ended its process: it must not end the next one too
            raise NotDeliveredError("CHANNEL-UNREACHABLE", said="…", lasting=True)
        answer = _post(registry, found, dict(taken.event))
        if answer.taken:
            ended = {"state": DeliveryState.SENT, "said": answer.said}
        else:
            gone = answer.status == _GONE
            ended = {**_after(taken), "error": "WEBHOOK-REFUSED", "said": answer.said}
    except RefusalError as error:
        answered = False
        said = next((str(value) for value in error.params.values() if value), "")
        ended = {**_after(taken), "error": error.code, "said": said}
    with registry.database.write() as connection:
        deliveries.end(connection, taken, **ended)
    if gone:
        webhooks.gone(registry, found.id, who=present_user())
    return answered


def _after(taken: Delivery) -> dict[str, Any]:
    """Return what becomes of a delivery whose try failed: the next one's moment, or that there is none."""
    if taken.tries > len(BACK_OFF):
        return {"state": DeliveryState.FAILED}
    return {"state": DeliveryState.QUEUED, "due_at": ledger.stamp(_now() + BACK_OFF[taken.tries - 1])}


def _post(registry: Registry, found: Subscription, told: dict[str, Any]) -> Answer:
    """Post one event to an address; ``NotDeliveredError`` where there was no answer."""
    try:
        parts, rules = webhooks.allowed(registry, found.url)
    except RefusalError as error:  # the rules were changed since
        raise NotDeliveredError(error.code, **error.params) from error
    now = _now()
    identity, timestamp = str(told["id"]), str(int(now.timestamp()))
    body = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    signed = [signature(key, identity, timestamp, body) for key in webhooks.keys_of(registry, found, now)]
    headers = {ID: identity, TIMESTAMP: timestamp, SIGNATURE: " ".join(signed)}
    return ask(parts, rules, body, headers, WAIT_S)


def _now() -> dt.datetime:
    return dt.datetime.fromisoformat(ledger.present())
