"""Security events (sự kiện an ninh): who came in, was refused, took data out or changed what opens doors.

One line of JSON an event, in the fields of OCSF 1.3 (docs/operate/security-events.md), or of CEF for a
collector that reads that. An event names an account by its key, a record by its kind and key, a place by its
address in the network, and counts; never a person's name, what anybody wrote, a position or a file's content.
So what an event may hold is a word of ours or a key (``Event``), and anything else is left out of it.
"""

import datetime as dt
import ipaddress
import json
import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from registry.errors import WrongCallError

OCSF = "1.3.0"
PRODUCT = {"name": "BTS registry", "vendor_name": "BTS registry"}
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}")


class Severity(IntEnum):
    """How much an event matters by itself (OCSF ``severity_id``)."""

    INFORMATIONAL = 1
    LOW = 2
    MEDIUM = 3
    HIGH = 4

    @property
    def word(self) -> str:
        """The word of OCSF."""
        return self.name.capitalize()


@dataclass(frozen=True, slots=True)
class Kind:
    """What happened, in OCSF: class, activity with its word, how much it matters, whether it went as meant.
    What happened, in OCSF: class, activity with its word, how much it matters, whether it went as meant."""

    of_class: int
    activity: int
    word: str
    severity: Severity = Severity.INFORMATIONAL
    done: bool = True


CLASSES = {
    3001: "Account Change",
    3002: "Authentication",
    3004: "Entity Management",
    3005: "User Access Management",
    6001: "Web Resources Activity",
    6003: "API Activity",
}
_CATEGORIES = {3: "Identity & Access Management", 6: "Application Activity"}
_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH

KINDS: dict[str, Kind] = {
    "sign-in": Kind(3002, 1, "Logon"),
    "sign-in-failed": Kind(3002, 1, "Logon", _LOW, done=False),
    "sign-in-locked": Kind(3002, 1, "Logon", _MEDIUM, done=False),
    "sign-in-unknown": Kind(3002, 1, "Logon", _MEDIUM, done=False),  # the provider knows him, we do not
    "second-step": Kind(3002, 99, "Second factor"),
    "second-step-failed": Kind(3002, 99, "Second factor", _LOW, done=False),
    "sign-out": Kind(3002, 2, "Logoff"),
    "session-ended": Kind(3002, 2, "Logoff", _LOW),
    "token-failed": Kind(3002, 1, "Logon", _LOW, done=False),
    "password-changed": Kind(3001, 3, "Password Change"),
    "password-reset": Kind(3001, 4, "Password Reset", _LOW),
    "account-made": Kind(3001, 1, "Create", _LOW),
    "account-enabled": Kind(3001, 2, "Enable", _LOW),
    "account-disabled": Kind(3001, 5, "Disable", _LOW),
    "second-step-set": Kind(3001, 10, "MFA Factor Enable"),
    "second-step-removed": Kind(3001, 11, "MFA Factor Disable", _MEDIUM),
    "identity-matched": Kind(3001, 99, "Identity matched", _MEDIUM),
    "identity-parted": Kind(3001, 99, "Identity parted", _LOW),
    "phone-kept": Kind(3001, 99, "Phone stays signed in"),
    "phone-stopped": Kind(3001, 99, "Phone signed out", _LOW),
    "role-changed": Kind(3005, 1, "Assign Privileges", _MEDIUM),
    "refused": Kind(6003, 99, "Access refused", _LOW, done=False),
    "export": Kind(6001, 7, "Export"),
    "publication-proposed": Kind(3004, 1, "Create"),
    "published": Kind(3004, 3, "Update", _LOW),
    "publication-ended": Kind(3004, 4, "Delete"),
    "settings-changed": Kind(6003, 3, "Update", _LOW),
    "token-made": Kind(6003, 1, "Create", _LOW),
    "token-revoked": Kind(6003, 4, "Delete", _LOW),
    "webhook-allowed": Kind(6003, 3, "Update", _MEDIUM),
    "backup": Kind(6003, 2, "Read", _LOW),
    "backup-failed": Kind(6003, 2, "Read", _MEDIUM, done=False),
    "restore": Kind(6003, 3, "Update", _HIGH),
    "verified": Kind(6003, 99, "Ledger verified"),
    "verification-failed": Kind(6003, 99, "Ledger verified", _HIGH, done=False),
    "checkpoint": Kind(6003, 99, "Ledger checkpoint"),
    "events-lost": Kind(6003, 99, "Events lost", _HIGH, done=False),
}
"""Every kind of event there is; a name that stands in a line never means anything else."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``actor`` is the key of the account that did it, ``subject`` that of the account it is
    about.

    ``what`` is the kind of thing it is about (a table, a page), ``record`` its key, ``rows`` how many rows
    went out, ``times`` how often the same was seen, ``more`` words of ours: a way, a role, a code, a hash.
    """

    kind: str
    at: dt.datetime
    actor: str = ""
    subject: str = ""
    address: str = ""
    request: str = ""
    what: str = ""
    record: str = ""
    rows: int | None = None
    times: int = 1
    more: dict[str, str | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take nothing that is neither a word of ours nor a key: text that somebody typed is left out."""
        if self.kind not in KINDS:
            raise WrongCallError(f"no security event is called {self.kind}")
        for name in ("actor", "subject", "request", "what", "record"):
            object.__setattr__(self, name, plain(getattr(self, name)))
        object.__setattr__(self, "address", _address(self.address))
        kept = {name: value if isinstance(value, int) else plain(value) for name, value in self.more.items()}
        object.__setattr__(self, "more", {name: value for name, value in kept.items() if value != ""})

    def fields(self) -> dict[str, Any]:
        """Return the event in the fields of OCSF, without its place in the chain."""
        kind = KINDS[self.kind]
        category = kind.of_class // 1000
        found: dict[str, Any] = {
            "time": int(self.at.timestamp() * 1000),
            "category_uid": category,
            "category_name": _CATEGORIES[category],
            "class_uid": kind.of_class,
            "class_name": CLASSES[kind.of_class],
            "activity_id": kind.activity,
            "activity_name": kind.word,
            "type_uid": kind.of_class * 100 + kind.activity,
            "severity_id": int(kind.severity),
            "severity": kind.severity.word,
            "status_id": 1 if kind.done else 2,
            "status": "Success" if kind.done else "Failure",
            "count": self.times,
            "metadata": {"version": OCSF, "product": PRODUCT, "event_code": self.kind},
        }
        if self.request:
            found["metadata"]["correlation_uid"] = self.request
        if self.actor:
            found["actor"] = {"user": {"uid": self.actor}}
        if self.subject:
            found["user"] = {"uid": self.subject}
        if self.address:
            found["src_endpoint"] = {"ip": self.address}
        if self.what:
            thing = {"type": self.what} | ({"uid": self.record} if self.record else {})
            found["web_resources" if kind.of_class == 6001 else "resources"] = [thing]
        more = dict(self.more) | ({} if self.rows is None else {"rows": self.rows})
        if more:
            found["unmapped"] = more
        return found


def plain(text: object) -> str:
    """Return a word of ours or a key as it is, "" for anything else: whatever has blanks or accents is text.
    Return a word of ours or a key as it is, "" for anything else: whatever has blanks or accents is text."""
    written = str(text)
    return written if _WORD.fullmatch(written) else ""


def as_cef(line: dict[str, Any]) -> str:
    """Return a line of the log (as ``fields`` made it) in CEF 0, for collectors that read that."""
    metadata = line["metadata"]
    held = {
        "rt": line["time"],
        "cnt": line["count"],
        "outcome": line["status"].lower(),
        "suid": line.get("actor", {}).get("user", {}).get("uid", ""),
        "duid": line.get("user", {}).get("uid", ""),
        "src": line.get("src_endpoint", {}).get("ip", ""),
        "externalId": line.get("chain", {}).get("no", ""),
    }
    if asked := metadata.get("correlation_uid"):
        held |= {"cs1Label": "request", "cs1": asked}
    for number, (name, value) in enumerate(_things(line), start=2):
        held |= {f"cs{number}Label": name, f"cs{number}": value}
    tail = " ".join(f"{name}={_cef(value)}" for name, value in held.items() if value != "")
    severity = {1: 2, 2: 4, 3: 6, 4: 9}[line["severity_id"]]
    product = metadata["product"]["name"]
    name = f"{line['class_name']}: {line['activity_name']}"
    return f"CEF:0|{product}|{product}|1|{metadata['event_code']}|{name}|{severity}|{tail}"


def _things(line: dict[str, Any]) -> list[tuple[str, str]]:
    found = [(one["type"], one.get("uid", one["type"])) for key in ("resources", "web_resources")
             for one in line.get(key, ())]  # fmt: skip
    more = [f"{name}={value}" for name, value in line.get("unmapped", {}).items()]
    return [*found, *([("details", ";".join(more))] if more else [])]


def _cef(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace("=", "\\=").replace("\n", "\\n")


def as_json(line: dict[str, Any]) -> str:
    """Return a line as it stands in the log."""
    return json.dumps(line, ensure_ascii=True, separators=(",", ":"))


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""
