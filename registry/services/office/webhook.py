"""A webhook (SMS and Zalo gateways): a signed POST that says that there is a document.

Only hosts that the administrator named are asked, at the address that was looked at: a name that leads into
the house's own network is refused unless it was named for that, and no redirection is followed.
"""

import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from registry.errors import RefusalError
from registry.services.office.delivery_failures import NotDeliveredError

WAIT_S = 20.0
"""How long a gateway is waited for."""
SIGNATURE, TIMESTAMP, ONCE = "X-BTS-Signature", "X-BTS-Timestamp", "Idempotency-Key"
_AGAIN = frozenset({408, 425, 429})  # refusals that say "later"
_READ_BYTES = 1024


@dataclass(frozen=True, slots=True)
class WebhookRules:
    """Which hosts may be asked: ``hosts`` on the public network, ``inside`` also in the house's own.

    Each is a name, or a name with its port ("sms.example.vn:8443"); a name alone allows every port.
    """

    hosts: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()


def check_url(url: str, rules: WebhookRules) -> SplitResult:
    """Return the parts of an address that may be asked.

    Refused for what is no address (``WEBHOOK-URL``), a host that is not named (``WEBHOOK-HOST``), and one
    outside the house without encryption (``WEBHOOK-PLAIN``).
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusalError("WEBHOOK-URL", url=url[:80]) from error
    host = parts.hostname or ""
    plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or not plain:
        raise RefusalError("WEBHOOK-URL", url=url[:80])
    named = {host, f"{host}:{port or (443 if parts.scheme == 'https' else 80)}"}
    if named.isdisjoint(rules.hosts | rules.inside):
        raise RefusalError("WEBHOOK-HOST", host=host[:80])
    if parts.scheme == "http" and named.isdisjoint(rules.inside):
        raise RefusalError("WEBHOOK-PLAIN", host=host[:80])
    return parts


def signature(key: str, timestamp: str, body: bytes) -> str:
    """Return what proves that a body is the office's: HMAC-SHA256 of the moment, a full stop and the body."""
    return "sha256=" + hmac.new(key.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def post(
    url: str, rules: WebhookRules, key: str, content: Mapping[str, Any], *, once: str, timestamp: str
) -> str:
    """Post JSON and return what the gateway answered; ``NotDeliveredError`` where it did not take it.

    ``once`` is the same at every try of one delivery, so that a gateway need not do it twice.
    """
    try:
        parts = check_url(url, rules)
    except RefusalError as error:  # the rules were changed since
        raise NotDeliveredError(error.code, lasting=True, **error.params) from error
    body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8", "User-Agent": "bts-registry", ONCE: once,
        TIMESTAMP: timestamp, SIGNATURE: signature(key, timestamp, body),
    }  # fmt: skip
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection = _connection(parts, rules)
        try:
            connection.request("POST", target, body, headers)
            answer = connection.getresponse()
            said = f"{answer.status} {answer.read(_READ_BYTES).decode('utf-8', 'replace')}"
        finally:
            connection.close()
    except ssl.SSLError as error:
        raise NotDeliveredError("CHANNEL-CERTIFICATE", said=error.reason or str(error)) from error
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        said = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
        raise NotDeliveredError("CHANNEL-UNREACHABLE", said=said) from error
    if 200 <= answer.status < 300:
        return said
    again = answer.status >= 500 or answer.status in _AGAIN
    raise NotDeliveredError("WEBHOOK-REFUSED", said=said, lasting=not again)


def _connection(parts: SplitResult, rules: WebhookRules) -> http.client.HTTPConnection:
    """Return a connection to the very address that was looked at: asked again, a name may lead elsewhere."""
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    inside = not {host, f"{host}:{port}"}.isdisjoint(rules.inside)
    for *_rest, address in found:
        if not inside and not _is_public(str(address[0])):
            raise NotDeliveredError("WEBHOOK-INSIDE", lasting=True, host=host[:80])
    connection = http.client.HTTPConnection(host, port, timeout=WAIT_S)
    made = socket.create_connection((str(found[0][4][0]), port), WAIT_S)
    if parts.scheme == "https":
        try:
            made = ssl.create_default_context().wrap_socket(made, server_hostname=host)
        except BaseException:
            made.close()
            raise
    connection.sock = made
    return connection


def _is_public(address: str) -> bool:
    """Whether an address lies on the public network, also where it is written as one of IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_global and not (mapped or found).is_multicast
