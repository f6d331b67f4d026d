"""A webhook (SMS and Zalo gateways, other programs): a signed POST that says that something is there to read.

Only hosts that the administrator named are asked, at the address that was looked at: a name that leads into
the house's own network is refused unless it was named for that, and no redirection is followed.
"""

import contextlib
import hmac
import http.client
import io
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from registry.errors import RefusalError
from registry.services.office.sending.delivery_failures import NotDeliveredError

WAIT_S = 20.0
"""How long a gateway is waited for."""
SIGNATURE, TIMESTAMP, ONCE = "X-BTS-Signature", "X-BTS-Timestamp", "Idempotency-Key"
_AGAIN = frozenset({408, 425, 429})  # refusals that say "later"
_READ_BYTES, _ANSWER_BYTES, _LONGEST_SAID = 1024, 64 * 1024, 200
_LATE, _LONG = "timed out", "the answer is too long"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other server answered: the status, and that with the beginning of what it said."""

    status: int
    said: str

    @property
    def taken(self) -> bool:
        """Whether it took what was sent."""
        return 200 <= self.status < 300


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
    headers = {ONCE: once, TIMESTAMP: timestamp, SIGNATURE: signature(key, timestamp, body)}
    answer = ask(parts, rules, body, headers)
    if answer.taken:
        return answer.said
    again = answer.status >= 500 or answer.status in _AGAIN
    raise NotDeliveredError("WEBHOOK-REFUSED", said=answer.said, lasting=not again)


def ask(
    parts: SplitResult,
    rules: WebhookRules,
    body: bytes,
    headers: Mapping[str, str],
    wait_s: float = WAIT_S,
) -> Answer:
    """Post a JSON body to an address that ``check_url`` took, and return the answer, whatever it is.

    No redirection is followed; what takes longer than ``wait_s`` in all, or says more than 64 KiB, is cut.
    ``NotDeliveredError`` where there was no answer.
    """
    told = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "bts-registry", **headers}
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = _Line()
    clock = threading.Timer(wait_s, line.cut)
    clock.daemon = True
    clock.start()
    try:
        with contextlib.closing(_connection(parts, rules, line, wait_s)) as connection:
            connection.request("POST", target, body, dict(told))
            return _answer(connection, line)
    except ssl.SSLError as error:
        said = _LATE if line.was_cut else error.reason or str(error)
        code = "CHANNEL-NO-HTTPS"  # http at that port, say: no certificate was seen
        if isinstance(error, ssl.SSLCertVerificationError):
            code = "CHANNEL-CERTIFICATE"
        raise NotDeliveredError("CHANNEL-UNREACHABLE" if line.was_cut else code, said=said) from error
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        said = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
        raise NotDeliveredError("CHANNEL-UNREACHABLE", said=_LATE if line.was_cut else said) from error
    finally:
        clock.cancel()


class _Line:
    """The socket of one asking, which a clock cuts."""

    def __init__(self) -> None:
        self.made: socket.socket | None = None
        self.was_cut = False

    def cut(self) -> None:
        self.was_cut = True
        if self.made is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self.made, socket.SHUT_RDWR)


class _Bounded(io.RawIOBase):
    """A stream of which no more than so many bytes are read; more is an error."""

    def __init__(self, stream: io.BufferedReader, most: int) -> None:
        self._stream, self._left = stream, most

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        if not self._left:
            raise OSError(_LONG)
        read = self._stream.read1(min(len(into), self._left))
        self._left -= len(read)
        into[: len(read)] = read
        return len(read)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _BoundedAnswer(http.client.HTTPResponse):
    """An answer of which no more than 64 KiB is read, whatever its lines say."""

    def __init__(self, sock: socket.socket, *given: Any, **named: Any) -> None:
        super().__init__(sock, *given, **named)
        self.fp: Any = io.BufferedReader(_Bounded(self.fp, _ANSWER_BYTES))


def _answer(connection: http.client.HTTPConnection, line: _Line) -> Answer:
    answer = connection.getresponse()
    found = Answer(answer.status, _said(answer))
    if line.was_cut:  # what was read until then looks like a whole answer
        raise TimeoutError(_LATE)
    return found


def _said(answer: http.client.HTTPResponse) -> str:
    """Return the status and the beginning of an answer, as one line."""
    text = answer.read(_READ_BYTES).decode("utf-8", "replace")
    return " ".join(f"{answer.status} {text}".split())[:_LONGEST_SAID]


def _connection(
    parts: SplitResult, rules: WebhookRules, line: _Line, wait_s: float
) -> http.client.HTTPConnection:
    """Return a connection to the very address that was looked at: asked again, a name may lead elsewhere."""
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    inside = not {host, f"{host}:{port}"}.isdisjoint(rules.inside)
    for *_rest, address in found:
        if not inside and not _is_public(str(address[0])):
            raise NotDeliveredError("WEBHOOK-INSIDE", lasting=True, host=host[:80])
    connection = http.client.HTTPConnection(host, port, timeout=wait_s)
    connection.response_class = _BoundedAnswer
    line.made = made = socket.create_connection((str(found[0][4][0]), port), wait_s)
    if parts.scheme == "https":
        try:
            line.made = made = ssl.create_default_context().wrap_socket(
                made, server_hostname=host, do_handshake_on_connect=False
            )
            made.do_handshake()
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
