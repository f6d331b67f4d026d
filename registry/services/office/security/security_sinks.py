"""Security events on their way out: to standard output and to a collector by syslog (RFC 5424), from the log.

The log on the disk is the queue: a collector that is away delays no request and loses nothing that is still
kept, because each way out remembers up to where it has read. Where files went before they were sent, that is
counted, said in the log itself and on the page. One process of the server sends; the others leave it to that
one.
"""

import contextlib
import datetime as dt
import fcntl
import json
import logging
import os
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from registry.errors import RefusalError
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.office.security.security_events import Event, as_cef, as_json
from registry.services.office.security.security_log import Place, SecurityLog
from registry.settings import SecurityEvents, Settings

WAIT_S = 5.0
"""How long a collector is waited for, each time."""
LOOK_S = 5.0
"""How often it is looked whether a collector that was away is back."""
A_DATAGRAM = 8192
_SENDER = "security-sender"
_FACILITY = 10  # security and authorisation messages
_SEVERITIES = {1: 6, 2: 5, 3: 4, 4: 3}  # of OCSF to those of syslog
_PORTS = {"udp": 514, "tcp": 601, "tls": 6514}
_log = logging.getLogger("bts.security")
Send = Callable[[list[dict[str, Any]]], None]


@dataclass(frozen=True, slots=True)
class Way:
    """A way out as the page shows it: its name, up to where it is, what waits, what was lost, why it waits.
    A way out as the page shows it: its name, up to where it is, what waits, what was lost, why it waits."""

    name: str
    target: str
    sent_at: str = ""
    waiting: int = 0
    lost: int = 0
    trouble: str = ""


def log_of(registry: Registry) -> SecurityLog:
    """Return the log of a register's security events."""
    return SecurityLog(registry.settings.home, days=registry.settings.security.days)


def note_event(registry: Registry, event: Event) -> bool:
    """Write an event into the log; where the disk does not take it that is said in the server's own log."""
    return note_at(registry.settings, event)


def note_at(settings: Settings, event: Event) -> bool:
    """Do as ``note_event`` also where no register can be opened."""
    try:
        SecurityLog(settings.home, days=settings.security.days).append([event])
    except OSError as error:
        _log.warning("the security event %s is not written: %s", event.kind, error.strerror or error)
        return False
    return True


@contextlib.contextmanager
def noting_refusal(settings: Settings, kind: str, what: str) -> Iterator[None]:
    """Note that what is done inside was refused, by its code, and let the refusal go on."""
    try:
        yield
    except RefusalError as refusal:
        note_at(settings, Event(kind, now(), what=what, more={"code": refusal.code}))
        raise


def send_on(registry: Registry) -> int:
    """Send what waits by every way out that is set; returns how many lines went."""
    log, chosen = log_of(registry), registry.settings.security
    if not log.folder.is_dir():
        return 0
    return sum(_send(log, name, target, chosen) for name, target in _targets(chosen))


def keep_sending(registry: Registry) -> None:
    """Have this process send what is written, within a moment; nothing where nothing is to be sent."""
    chosen = registry.settings.security
    if not (chosen.syslog or chosen.stdout):
        return
    with registry.lock:
        wake = registry.cache.get(_SENDER)
        if wake is None:
            wake = registry.cache[_SENDER] = threading.Event()
            threading.Thread(
                target=_sender, args=(registry, wake), name="security-events", daemon=True
            ).start()
    wake.set()


def stop_sending(registry: Registry) -> None:
    """End what ``keep_sending`` began."""
    with registry.lock:
        wake = registry.cache.pop(_SENDER, None)
    if wake is not None:
        wake.set()


def _sender(registry: Registry, wake: threading.Event) -> None:
    while registry.cache.get(_SENDER) is wake:
        wake.wait(LOOK_S)
        wake.clear()
        try:
            send_on(registry)
        except OSError as error:  # the disk: nothing can be remembered of what was sent
            _log.warning("security events wait: %s", error.strerror or error)
            time.sleep(1.0)


def ways(registry: Registry) -> list[Way]:
    """Return the ways out that are set, each with how it stands."""
    log, found = log_of(registry), []
    end = log.end()
    for name, target in _targets(registry.settings.security):
        state = _state(log, name)
        place = Place(*state.get("place", (0, 0)))
        waiting = 0 if place == end else _waiting(log, place)
        found.append(
            Way(
                name,
                target,
                str(state.get("at", "")),
                waiting,
                int(state.get("lost", 0)),
                str(state.get("trouble", "")),
            )
        )
    return found


def _targets(chosen: SecurityEvents) -> Iterator[tuple[str, str]]:
    if chosen.stdout:
        yield "stdout", "stdout"
    if chosen.syslog:
        yield "syslog", chosen.syslog


def _waiting(log: SecurityLog, place: Place) -> int:
    """Return how many lines wait, up to ten thousand."""
    count = 0
    while count < 10_000:
        lines, _ = log.after(place)
        if not lines:
            break
        count, place = count + len(lines), lines[-1][1]
    return count


def _send(log: SecurityLog, name: str, target: str, chosen: SecurityEvents) -> int:
    """Send by one way out until nothing waits; the process that does so holds it alone."""
    with _alone(log.folder / f"{name}.lock") as mine:
        if not mine:
            return 0
        state, sent = _state(log, name), 0
        place = Place(*state.get("place", (0, 0)))
        if place == log.end():
            return 0
        try:
            with _opened(target, chosen) as send:
                while True:
                    lines, files_lost = log.after(place)
                    if files_lost:
                        _lose(log, state, name, files_lost)
                    if not lines:
                        break
                    send([line for line, _ in lines])
                    place, sent = lines[-1][1], sent + len(lines)
                    _keep(
                        log,
                        name,
                        state | {"place": list(place), "at": f"{now():%Y-%m-%dT%H:%M:%S%z}", "trouble": ""},
                    )
        except (
            OSError,
            ValueError,
        ) as error:  # away, refused, or a name that proves another: the next look tries again
            said = _in_short(error)
            if _state(log, name).get("trouble") != said:
                _log.warning("security events wait for %s: %s", target, said)
                _keep(log, name, _state(log, name) | {"trouble": said})
        return sent


def _lose(log: SecurityLog, state: dict[str, Any], name: str, files: int) -> None:
    state["lost"] = int(state.get("lost", 0)) + files
    with contextlib.suppress(OSError):
        log.append([Event("events-lost", dt.datetime.now(dt.UTC), what=name, more={"files": files})])


@contextlib.contextmanager
def _opened(target: str, chosen: SecurityEvents) -> Iterator[Send]:
    if target == "stdout":
        yield lambda lines: _print(lines, chosen.form)
        return
    asked = urlsplit(target)
    host, port = asked.hostname or "", asked.port or _PORTS[asked.scheme]
    if asked.scheme == "udp":
        family, kind, proto, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, proto) as plain:
            plain.settimeout(WAIT_S)

            def by_datagram(lines: list[dict[str, Any]]) -> None:
                for one in _messages(lines, chosen.form):
                    plain.sendto(one[:A_DATAGRAM], where)

            yield by_datagram
        return
    with socket.create_connection((host, port), timeout=WAIT_S) as stream:
        if asked.scheme == "tls":
            context = ssl.create_default_context(cafile=None if chosen.ca is None else str(chosen.ca))
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            with context.wrap_socket(stream, server_hostname=host) as sealed:
                yield lambda lines: sealed.sendall(_framed(lines, chosen.form))
                _part(sealed)
        else:
            yield lambda lines: stream.sendall(_framed(lines, chosen.form))
            _part(stream)


def _part(stream: socket.socket) -> None:
    """End a connection so that what was sent is not cut off behind us."""
    with contextlib.suppress(OSError):
        if isinstance(stream, ssl.SSLSocket):
            stream.unwrap()
        else:
            stream.shutdown(socket.SHUT_WR)


def _framed(lines: list[dict[str, Any]], form: str) -> bytes:
    """Return messages with their lengths before them (RFC 6587, 3.4.1; RFC 5425)."""
    return b"".join(b"%d %s" % (len(one), one) for one in _messages(lines, form))


def _messages(lines: list[dict[str, Any]], form: str) -> list[bytes]:
    return [syslog_message(line, form) for line in lines]


def syslog_message(line: dict[str, Any], form: str) -> bytes:
    """Return a line of the log as a message of syslog: the event is its text, its kind the message's id."""
    priority = _FACILITY * 8 + _SEVERITIES[line["severity_id"]]
    at = dt.datetime.fromtimestamp(line["time"] / 1000, dt.UTC).isoformat(timespec="milliseconds")
    name = line["metadata"]["event_code"]
    head = (
        f"<{priority}>1 {at.replace('+00:00', 'Z')} {socket.gethostname() or '-'} bts {os.getpid()} {name} - "
    )
    return (head + _written(line, form)).encode()


def _print(lines: list[dict[str, Any]], form: str) -> None:
    sys.stdout.write("".join(f"{_written(line, form)}\n" for line in lines))
    sys.stdout.flush()


def _written(line: dict[str, Any], form: str) -> str:
    return as_cef(line) if form == "cef" else as_json(line)


def _in_short(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate: {error.verify_message}"[:200]
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text)[:200]


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[bool]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _state(log: SecurityLog, name: str) -> dict[str, Any]:
    try:
        found = json.loads((log.folder / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep(log: SecurityLog, name: str, state: dict[str, Any]) -> None:
    part = log.folder / f"{name}.json.part"
    part.write_text(json.dumps(state), encoding="utf-8")
    part.replace(log.folder / f"{name}.json")
