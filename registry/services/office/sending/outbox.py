"""The outbox (đã gửi ra ngoài): notices on their way to mailboxes and gateways, tried until they are there.

Only "you have a document" and a link leave the house, never what the document says. A deed waits for none of
it: what is to go out is found from the notices that were written, and sent apart from any deed. A delivery is
told to the other side under the same name at every try, so that one which was made, but not noted before the
process ended, can be known again there. Before each try it is asked whether the notice's matter still waits.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from registry.errors import RefusalError
from registry.messages import Language, render
from registry.model.notices import (
    NOTICE_CHANNELS,
    Channel,
    Delivery,
    DeliveryState,
    Notice,
    Recipient,
)
from registry.model.vietnam_time import one_moment
from registry.services.office.events.event_deliveries import try_now
from registry.services.office.registry import Registry
from registry.services.office.sending.channels import (
    Addresses,
    Channels,
    channels,
    recipient_of,
    recipients,
    secret_for,
)
from registry.services.office.sending.delivery_failures import NotDeliveredError
from registry.services.office.sending.mail import send_mail
from registry.services.office.sending.webhook import post
from registry.services.office.settled import NOTHING_ASKED, WaitsOn, settled
from registry.store import ledger
from registry.store.changes import new_id
from registry.store.office import deliveries as store
from registry.store.office.notices import notices_by_id, notices_not_queued
from registry.store.office.webhooks import subscriptions

BACK_OFF = tuple(dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440))
"""How long is waited after each try that failed; after the last of them no other is made by itself."""
HELD_FOR = dt.timedelta(minutes=5)
"""How long one try may take before it is taken for broken off: longer than servers are waited for."""
SHOWN = 1000
SETTLED = "DELIVERY-SETTLED"
"""Why a delivery stopped by itself: what its notice asks for was done, or is another by now."""
_BOTH: tuple[Language, Language] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent where: its name at every try, the link, the codes of its words, address and number."""

    identity: str
    link: str
    subject: str
    text: str
    address: str
    number: str


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A delivery with the notice it is about (None: it is no more) and the name of its recipient."""

    delivery: Delivery
    notice: Notice | None
    recipient: str

    @property
    def settled(self) -> bool:
        """Whether it was stopped because nothing waits for its recipient any more."""
        return self.delivery.error == SETTLED

    def why(self, lang: Language) -> str:
        """Return what went wrong at the last try, "" where nothing did."""
        error = self.delivery.error
        params = dict.fromkeys(("said", "host", "url"), self.delivery.said)
        return render(error, params, lang) if error else ""


@one_moment()
def queue_new(registry: Registry) -> int:
    """Queue what was told since a channel is open and its recipient has an address; return how many."""
    set_ = channels(registry)
    found = 0
    for channel in NOTICE_CHANNELS:
        began = set_.since(channel)
        if not began:
            continue
        for recipient, own in set_.addresses.items():
            address = own.of(channel, set_.gateway)
            if not address:
                continue
            since = max(began, own.since)
            with registry.database.read() as connection:
                new = notices_not_queued(connection, channel.value, recipient, since)
            if not new:
                continue
            with registry.database.write() as connection:  # asked again: another process may have been first
                new = notices_not_queued(connection, channel.value, recipient, since)
                for notice in new:
                    at = ledger.present()
                    identity = store.delivery_id(notice.id, channel)
                    waits = Delivery(
                        identity, notice.id, channel, recipient.key, address, DeliveryState.QUEUED, 0, at, at
                    )
                    store.queue(connection, waits)
            found += len(new)
    return found


def deliver_due(registry: Registry, channel: Channel, waits_on: WaitsOn = NOTHING_ASKED) -> int:
    """Try what is due of a channel, one after the other; return how many were taken up.

    Nothing is tried while the channel is shut: what waits goes out when it is opened again, but for what is
    settled by then (``waits_on``), which is stopped.
    """
    count = 0
    while channels(registry).since(channel):
        now = _now()
        with registry.database.read() as connection:
            if not store.any_due(connection, channel, ledger.stamp(now)):
                return count
        with registry.database.write() as connection:
            taken = store.take_up(connection, channel, ledger.stamp(now), ledger.stamp(now + HELD_FOR))
        if taken is None:
            return count
        _try(registry, taken, waits_on)
        count += 1
    return count


def try_out(registry: Registry, channel: Channel, recipient: Recipient) -> str:
    """Send a trial to a recipient's address and return what the other server answered.

    Refused with what went wrong (``NotDeliveredError``), without an address (``CHANNEL-NO-ADDRESS``), and
    before the office named a server that it could go by (``CHANNEL-MAIL``, ``CHANNEL-GATEWAY``).
    """
    set_ = channels(registry)
    own = set_.addresses.get(recipient, Addresses())
    address = own.of(channel, set_.gateway)
    if channel is Channel.MAIL and address and not set_.mail.is_named:
        raise RefusalError("CHANNEL-MAIL")
    if not address and channel is Channel.WEBHOOK and own.number:
        raise RefusalError("CHANNEL-GATEWAY")
    if not address:
        raise RefusalError("CHANNEL-NO-ADDRESS")
    trial = Message(
        f"trial-{new_id()}", f"{set_.base}/notices", "OUTSIDE-TRIAL-SUBJECT", "OUTSIDE-TRIAL", address,
        own.number,
    )  # fmt: skip
    return _send(registry, set_, channel, trial)


def outbox(registry: Registry) -> list[OutboxLine]:
    """Return what went, goes or did not go out of the house, the newest first."""
    with registry.database.read() as connection:
        found = store.newest(connection, SHOWN)
        told = notices_by_id(connection, [item.notice for item in found])
        programs = {one.id: one.name for one in subscriptions(connection)}
    names = {one.key: name for one, name in recipients(registry)} | programs
    return [
        OutboxLine(item, told.get(item.notice), names.get(item.recipient) or item.recipient) for item in found
    ]


@one_moment()
def cancel(registry: Registry, delivery: str) -> None:
    """Stop a delivery that is not over: it is not tried again by itself (``DELIVERY-OVER``)."""
    with registry.database.write() as connection:
        store.cancel(connection, delivery)


@one_moment()
def send_again(registry: Registry, delivery: str) -> None:
    """Have a delivery that failed or was stopped tried again, to the address that the recipient has now.

    Refused where it is under way or was made (``DELIVERY-OVER``), or has no address (``CHANNEL-NO-ADDRESS``).
    """
    set_ = channels(registry)
    with registry.database.read() as connection:
        of_event = store.get(connection, delivery).channel is Channel.EVENTS
    if of_event:
        try_now(registry, delivery)
        return
    with registry.database.write() as connection:
        found = store.get(connection, delivery)
        own = set_.addresses.get(recipient_of(found.recipient), Addresses())
        address = own.of(found.channel, set_.gateway)
        if not address:
            raise RefusalError("CHANNEL-NO-ADDRESS")
        store.queue_again(connection, delivery, address, ledger.present())


def _try(registry: Registry, taken: Delivery, waits_on: WaitsOn) -> None:
    set_ = channels(registry)
    own = set_.addresses.get(recipient_of(taken.recipient), Addresses())
    link = f"{set_.base}/notices/{taken.notice}"
    message = Message(taken.id, link, "OUTSIDE-SUBJECT", "OUTSIDE-TEXT", taken.address, own.number)
    ended: dict[str, Any]
    try:
        if taken.tries > len(BACK_OFF) + 1:  # each try ended its process: it must not end the next one too
            raise NotDeliveredError("CHANNEL-UNREACHABLE", said="…", lasting=True)
        if _settled(registry, taken.notice, waits_on):
            ended = {"state": DeliveryState.CANCELLED, "error": SETTLED, "tries": taken.tries - 1}
        else:
            answer = _send(registry, set_, taken.channel, message)
            ended = {"state": DeliveryState.SENT, "said": answer}
    except RefusalError as error:
        answer = next((str(value) for value in error.params.values() if value), "")
        ended = {**_after(taken, error), "error": error.code, "said": answer}
    with registry.database.write() as connection:
        store.end(connection, taken, **ended)


def _settled(registry: Registry, notice: str, waits_on: WaitsOn) -> bool:
    with registry.database.read() as connection:
        told = notices_by_id(connection, [notice]).values()
    return bool(settled(registry, [replace(one, opened_at="") for one in told], waits_on))


def _after(taken: Delivery, error: RefusalError) -> dict[str, Any]:
    """Return what becomes of a delivery whose try failed: the next one's moment, or that there is none."""
    lasting = isinstance(error, NotDeliveredError) and error.lasting
    if lasting or taken.tries > len(BACK_OFF):
        return {"state": DeliveryState.FAILED}
    return {"state": DeliveryState.QUEUED, "due_at": ledger.stamp(_now() + BACK_OFF[taken.tries - 1])}


def _send(registry: Registry, set_: Channels, channel: Channel, message: Message) -> str:
    """Send one message and return what was answered."""
    vi, en = (render(message.text, {"link": message.link}, lang) for lang in _BOTH)
    secret = secret_for(registry, channel)
    if channel is Channel.MAIL:
        host = urlsplit(set_.base).hostname or "bts"
        return send_mail(
            set_.mail, secret, to=message.address, subject=render(message.subject, {}),
            text=f"{vi}\n\n{en}\n", message_id=f"<{message.identity}@{host}>",
        )  # fmt: skip
    content = {
        "id": message.identity, "to": message.number, "text": vi, "text_en": en, "link": message.link,
    }  # fmt: skip
    timestamp = str(int(_now().timestamp()))
    return post(
        message.address, set_.gateway.rules, secret, content, once=message.identity, timestamp=timestamp
    )


def _now() -> dt.datetime:
    return dt.datetime.fromisoformat(ledger.present())
