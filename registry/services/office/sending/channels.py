"""The ways out of the house (kênh gửi): the mail server, the gateway, and to which addresses each recipient.

The office sets them; until it has, nothing leaves the house. What is secret of them (the password of the mail
server, the key that signs) is encrypted by the key of the installation and never shown again.
"""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from registry.errors import RefusalError
from registry.model.notices import Channel, Recipient
from registry.model.people import STAFF, Role
from registry.model.vietnam_time import one_moment
from registry.services.office.organisations import organisations
from registry.services.office.registry import Registry
from registry.services.office.security import secrets_seal
from registry.services.office.sending.channel_keys import check_length, has_key, key_for, write_key
from registry.services.office.sending.webhook import WebhookRules, check_url
from registry.services.office.settings import write_settings
from registry.services.office.sign_in.accounts import list_accounts
from registry.settings import Settings
from registry.store import ledger
from registry.store.office.operators import load_settings
from registry.typed_text import line_within

PREFIX = "notices."
MAIL, WEBHOOK, BASE, ADDRESS = (f"{PREFIX}{name}" for name in ("mail", "webhook", "base", "address."))
SECURITIES = ("starttls", "tls", "none")
TOLD_ROLES = (Role.APPRAISER, Role.LEADER, Role.INSPECTOR, Role.DUTY_OFFICER)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class MailServer:
    """The office's mail server; ``since`` is the moment from which notices go by it, "" none do."""

    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    sender: str = ""
    since: str = ""

    @property
    def is_named(self) -> bool:
        """Whether a mail could go by it: it has a name, and who sends is known."""
        return bool(self.host and self.sender)


@dataclass(frozen=True, slots=True)
class Gateway:
    """The office's gateway (SMS, Zalo) and which hosts may be asked; ``since`` as of ``MailServer``.

    ``url`` is asked for recipients that have a number and no address of their own. ``hosts`` are reached by
    the public network and HTTPS only; those of ``inside`` may lie in the office's own network.
    """

    url: str = ""
    hosts: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    since: str = ""

    @property
    def rules(self) -> WebhookRules:
        """Return which hosts may be asked."""
        return WebhookRules(frozenset(self.hosts), frozenset(self.inside))


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a recipient is told: mail, its own webhook, or a number that the office's gateway is given."""

    mail: str = ""
    webhook: str = ""
    number: str = ""
    since: str = ""

    def of(self, channel: Channel, gateway: Gateway) -> str:
        """Return the address of a channel, "" where the recipient has none."""
        if channel is Channel.MAIL:
            return self.mail
        return self.webhook or (gateway.url if self.number else "")


@dataclass(frozen=True, slots=True)
class Channels:
    """All that is set: the address of the office's own pages, the two ways, and the recipients' addresses."""

    base: str
    mail: MailServer
    gateway: Gateway
    addresses: dict[Recipient, Addresses]

    def since(self, channel: Channel) -> str:
        """Return the moment from which notices go by a channel, "" none do."""
        return self.mail.since if channel is Channel.MAIL else self.gateway.since


def channels(registry: Registry) -> Channels:
    """Return what the office has set of its ways out."""
    with registry.database.read() as connection:
        standing = load_settings(connection)
    gateway = dict(standing.get(WEBHOOK) or {})
    gateway |= {name: tuple(gateway.get(name) or ()) for name in ("hosts", "inside")}
    return Channels(
        base=str(standing.get(BASE) or default_base(registry.settings)),
        mail=MailServer(**(standing.get(MAIL) or {})),
        gateway=Gateway(**gateway),
        addresses={
            recipient_of(key.removeprefix(ADDRESS)): Addresses(**value)
            for key, value in standing.items()
            if key.startswith(ADDRESS) and value
        },
    )


def default_base(settings: Settings) -> str:
    """Return the address by which others know the pages, as the server was told it; "" where it was not."""
    return f"https://{settings.public_names[0]}" if settings.public_names else ""


def recipients(registry: Registry) -> list[tuple[Recipient, str]]:
    """Return whom the office may give addresses, with their names: organisations, bodies, its own roles."""
    found = [(Recipient(organisation=item.code), item.name) for item in organisations(registry)]
    found += [
        (Recipient(account=item.name), item.name)
        for item in list_accounts(registry)
        if item.active and not item.roles.isdisjoint(STAFF | {Role.CONSULTED})
    ]
    return found + [(Recipient(role=role.value), "") for role in TOLD_ROLES]


def recipient_of(key: str) -> Recipient:
    """Return the recipient of ``Recipient.key``; ``CHANNEL-RECIPIENT`` for what names none."""
    kind, colon, name = key.partition(":")
    if not colon or not name or kind not in Recipient._fields:
        raise RefusalError("CHANNEL-RECIPIENT", name=key[:40])
    return Recipient(**{kind: name})


@one_moment()
def set_mail(
    registry: Registry, server: MailServer, *, on: bool, base: str, password: str | None, who: str,
    since: int | None = None,
) -> None:  # fmt: skip
    """Set the mail server and the address that mails lead to; ``password`` None leaves that which stands.

    Refused for a server without name or sender (``CHANNEL-MAIL``), a sender that is no address
    (``CHANNEL-MAIL-ADDRESS``), a base that is none (``CHANNEL-BASE``), and where somebody set it after the
    ledger's number ``since`` (``CHANGED-MEANWHILE``).
    """
    server = replace(
        server, host=line_within(server.host, _LONGEST), user=line_within(server.user, _LONGEST),
        sender=_mail(server.sender),
    )  # fmt: skip
    if server.security not in SECURITIES or not 0 < server.port < 65536:
        raise RefusalError("CHANNEL-MAIL")
    if on and not server.is_named:
        raise RefusalError("CHANNEL-MAIL")
    base = _base(base, needed=on)
    standing = channels(registry).mail
    value = asdict(replace(server, since=_since(standing.since, on=on)))
    _write(registry, {MAIL: value, BASE: base or None}, Channel.MAIL, password, who=who, since=since)


@one_moment()
def set_gateway(
    registry: Registry, gateway: Gateway, *, on: bool, base: str, key: str | None, who: str,
    since: int | None = None,
) -> None:  # fmt: skip
    """Set the gateway and the hosts that may be asked; ``key`` signs what is sent, None leaves it.

    A channel that is on without a key gets one. Refused for an address that the hosts do not allow
    (``WEBHOOK-…``) and as ``set_mail`` is.
    """
    hosts, inside = _hosts(gateway.hosts), _hosts(gateway.inside)
    gateway = Gateway(line_within(gateway.url, _LONGEST), hosts, inside)
    if gateway.url:
        check_url(gateway.url, gateway.rules)
    base = _base(base, needed=on)
    standing = channels(registry).gateway
    if on and key is None and not has_secret(registry, Channel.WEBHOOK):
        key = secrets.token_urlsafe(32)
    value = asdict(replace(gateway, since=_since(standing.since, on=on)))
    value |= {"hosts": list(hosts), "inside": list(inside)}
    _write(registry, {WEBHOOK: value, BASE: base or None}, Channel.WEBHOOK, key, who=who, since=since)


@one_moment()
def set_addresses(
    registry: Registry, recipient: Recipient, given: Addresses, *, who: str, since: int | None = None
) -> None:
    """Set where a recipient is told, "" nowhere; what it is told from now on goes there.

    Refused for what is no mail address (``CHANNEL-MAIL-ADDRESS``), a webhook that the hosts do not allow
    (``WEBHOOK-…``), and an unknown recipient (``CHANNEL-RECIPIENT``).
    """
    if recipient not in {one for one, _name in recipients(registry)}:
        raise RefusalError("CHANNEL-RECIPIENT", name=recipient.key[:40])
    standing = channels(registry)
    url = line_within(given.webhook, _LONGEST)
    if url:
        check_url(url, standing.gateway.rules)
    wanted = Addresses(_mail(given.mail), url, line_within(given.number, 40))
    value = asdict(replace(wanted, since=ledger.present())) if any(asdict(wanted).values()) else None
    with registry.database.write() as connection:
        key = f"{ADDRESS}{recipient.key}"
        write_settings(connection, {key: value}, about=key, who=who, since=since)


def has_secret(registry: Registry, channel: Channel) -> bool:
    """Whether a channel has a password or a key."""
    return has_key(registry, channel.value)


def secret_for(registry: Registry, channel: Channel) -> str:
    """Return a channel's password or key, "" where it has none; refused as ``key_for`` is."""
    return key_for(registry, channel.value)


def _write(
    registry: Registry, values: dict[str, Any], channel: Channel, secret: str | None, *, who: str,
    since: int | None,
) -> None:  # fmt: skip
    if secret is None:
        with registry.database.write() as connection:
            write_settings(connection, values, about=f"{PREFIX}{channel.value}", who=who, since=since)
        return
    check_length(secret)
    with secrets_seal.writing(registry) as connection:
        write_settings(connection, values, about=f"{PREFIX}{channel.value}", who=who, since=since)
        write_key(registry, connection, channel.value, secret)


def _since(standing: str, *, on: bool) -> str:
    return (standing or ledger.present()) if on else ""


def _hosts(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line_within(name, _LONGEST).lower() for name in names if name.strip()))


def _mail(text: str) -> str:
    """Return a mail address, "" none; only what every server understands is taken for one."""
    address = line_within(text, _LONGEST)
    name, at, host = address.rpartition("@")
    plain = address.isascii() and not set(address) & set(' <>(),;:"[]\\')
    if address and not (plain and at and name and "@" not in name and "." in host.strip(".")):
        raise RefusalError("CHANNEL-MAIL-ADDRESS", address=address[:80])
    return address


def _base(text: str, *, needed: bool) -> str:
    """Return the address of the office's own pages, scheme and host alone; https where none is written."""
    base = line_within(text, _LONGEST).rstrip("/")
    if base and "://" not in base:
        base = f"https://{base}"
    parts = urlsplit(base)
    plain = (
        parts.scheme in ("http", "https") and parts.hostname and base == f"{parts.scheme}://{parts.netloc}"
    )
    if (base or needed) and (not plain or "@" in parts.netloc):
        raise RefusalError("CHANNEL-BASE", value=base[:80])
    return base
