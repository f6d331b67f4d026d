"""Notices (thông báo): what waits for somebody to open it, and what of it is told outside the house.

A notice says that there is a document; the document itself stays in the register. Moments are ISO text in
UTC, as the ledger writes them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class NoticeKind(StrEnum):
    """Why somebody is told; its sentence is the message of the same code (``data/messages/notices``)."""

    RECEIVED = "NOTICE-RECEIVED"
    ASSIGNED = "NOTICE-ASSIGNED"
    SUPPLEMENT = "NOTICE-SUPPLEMENT"
    SUPPLEMENTED = "NOTICE-SUPPLEMENTED"
    SUBMITTED = "NOTICE-SUBMITTED"
    HANDED_BACK = "NOTICE-HANDED-BACK"
    ISSUED = "NOTICE-ISSUED"
    WITHDRAWN = "NOTICE-WITHDRAWN"
    CONSULTED = "NOTICE-CONSULTED"
    CONSULTED_BY = "NOTICE-CONSULTED-BY"
    ANSWERED = "NOTICE-ANSWERED"
    LATER_ASKED = "NOTICE-LATER-ASKED"
    SHARING_ASKED = "NOTICE-SHARING-ASKED"
    SHARING_ANSWERED = "NOTICE-SHARING-ANSWERED"
    SHARING_ANSWERED_OF = "NOTICE-SHARING-ANSWERED-OF"
    EXTENSION_ASKED = "NOTICE-EXTENSION-ASKED"
    EXTENSION_ANSWERED = "NOTICE-EXTENSION-ANSWERED"
    REVOKED = "NOTICE-REVOKED"
    CONDITION_ANSWERED = "NOTICE-CONDITION-ANSWERED"
    CONDITION_SETTLED = "NOTICE-CONDITION-SETTLED"
    LETTER = "NOTICE-LETTER"
    LETTER_TAKEN_BACK = "NOTICE-LETTER-TAKEN-BACK"
    WARNING_CORRECTED = "NOTICE-WARNING-CORRECTED"
    WARNING_WITHDRAWN = "NOTICE-WARNING-WITHDRAWN"
    REPORT = "NOTICE-REPORT"
    REPORT_RETURNED = "NOTICE-REPORT-RETURNED"
    LIST_SENT = "NOTICE-LIST-SENT"
    LIST_ANSWERED = "NOTICE-LIST-ANSWERED"
    LIST_ASKED = "NOTICE-LIST-ASKED"
    LIST_RETURNED = "NOTICE-LIST-RETURNED"
    LIST_TAKEN = "NOTICE-LIST-TAKEN"
    NEAR_REQUEST = "NOTICE-NEAR-REQUEST"
    NEAR_ANSWER = "NOTICE-NEAR-ANSWER"
    LATE_ANSWER = "NOTICE-LATE-ANSWER"
    NEAR_DUTY = "NOTICE-NEAR-DUTY"
    NEAR_CASE = "NOTICE-NEAR-CASE"
    OUTAGE_OWED = "NOTICE-OUTAGE-OWED"
    OUTAGE_FILE = "NOTICE-OUTAGE-FILE"
    DESIGN_SUBMITTED = "NOTICE-DESIGN-SUBMITTED"
    DESIGN_HANDED_BACK = "NOTICE-DESIGN-HANDED-BACK"
    DESIGN_ISSUED = "NOTICE-DESIGN-ISSUED"
    DESIGN_AREA = "NOTICE-DESIGN-AREA"
    PAPER_IN = "NOTICE-PAPER-IN"
    NOT_REMEDIED = "NOTICE-NOT-REMEDIED"
    NOT_REMEDIED_BY = "NOTICE-NOT-REMEDIED-BY"
    REOPENED = "NOTICE-REOPENED"
    REOPENED_BY = "NOTICE-REOPENED-BY"
    NEW_DEADLINE = "NOTICE-NEW-DEADLINE"
    INSPECTION_PROPOSED = "NOTICE-INSPECTION-PROPOSED"
    INSPECTION_NOTICE = "NOTICE-INSPECTION-NOTICE"
    INSPECTION_ASKED = "NOTICE-INSPECTION-ASKED"
    INSPECTION_HANDED = "NOTICE-INSPECTION-HANDED"
    INSPECTION_RETURNED = "NOTICE-INSPECTION-RETURNED"
    INSPECTION_EXPLAINED = "NOTICE-INSPECTION-EXPLAINED"
    INSPECTION_SUBMITTED = "NOTICE-INSPECTION-SUBMITTED"
    INSPECTION_CONCLUDED = "NOTICE-INSPECTION-CONCLUDED"
    INSPECTION_ANSWERED = "NOTICE-INSPECTION-ANSWERED"
    INSPECTION_STOPPED = "NOTICE-INSPECTION-STOPPED"
    INSPECTION_NEAR = "NOTICE-INSPECTION-NEAR"
    BACKUP_FAILED = "NOTICE-BACKUP-FAILED"
    DRILL_FAILED = "NOTICE-DRILL-FAILED"


class Recipient(NamedTuple):
    """Who is told: all accounts of an organisation (its code), all of a role, or one account (its name).

    One of the three is set. Whoever of them opens the document first has opened it for all of them.
    """

    organisation: str = ""
    role: str = ""
    account: str = ""

    @property
    def key(self) -> str:
        """Return how settings name the recipient: "organisation:VTL", "role:leader", "account:hoa"."""
        kind = next(name for name, value in zip(self._fields, self, strict=True) if value)
        return f"{kind}:{getattr(self, kind)}"


class Subject(NamedTuple):
    """The document that a notice leads to: what it is ("request", "sharing", …) and its id."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. ``params`` fill the sentence of ``kind``; a day among them is ISO text.

    ``opened_at`` and ``opened_by`` are "" until the document is opened.
    """

    id: str
    version: int
    kind: NoticeKind
    at: str
    organisation: str = ""
    role: str = ""
    account: str = ""
    subject: str = ""
    record: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    opened_at: str = ""
    opened_by: str = ""

    @property
    def recipient(self) -> Recipient:
        """Return who is told."""
        return Recipient(self.organisation, self.role, self.account)

    @property
    def told(self) -> dict[str, Any]:
        """Return the parameters of the sentence, days as days."""
        return {name: _day(value) for name, value in self.params.items()}


def _day(value: Any) -> Any:
    if isinstance(value, str) and len(value) == len("2026-11-29") and value[4:5] == value[7:8] == "-":
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value


class Channel(StrEnum):
    """A way out of the house; the office configures each before anything goes by it."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    EVENTS = "events"  # to other programs (``registry.model.webhooks``): of no notice


NOTICE_CHANNELS = (Channel.MAIL, Channel.WEBHOOK)
"""The ways by which somebody hears of a notice."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"  # waits for its next try
    SENDING = "sending"  # under way; one whose process ended is tried again once its time is over
    SENT = "sent"  # the other server took it
    FAILED = "failed"  # refused for good, or tried as often as it is
    CANCELLED = "cancelled"  # somebody of the office stopped it, or its matter was settled first


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice on its way to one address of one channel, or an event on its way to a program.

    ``due_at`` is when it is tried next (while it is sent: when it is taken for broken off). ``error`` is the
    code of what went wrong at the last try, ``said`` what the other server answered. Of an event ``event`` is
    what the program is told, ``subject`` the record and ``seq`` the ledger's entry by which those about one
    record keep their order; ``recipient`` is then the id of the subscription.
    """

    id: str
    notice: str
    channel: Channel
    recipient: str
    address: str
    state: DeliveryState
    tries: int
    created_at: str
    due_at: str
    tried_at: str = ""
    error: str = ""
    said: str = ""
    subject: str = ""
    seq: int = 0
    event: Mapping[str, Any] = field(default_factory=dict)
