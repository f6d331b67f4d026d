"""Events (sự kiện) for other programs, and the addresses (webhook) that the office lets hear of them.

An event says that something happened to a record and where it is read; what the record says stays in the
register. Moments are ISO text in UTC, as the ledger writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class EventType(StrEnum):
    """What happened; the name under which a program hears of it never changes."""

    REQUEST_FILED = "request.filed"
    REQUEST_SUPPLEMENT = "request.supplement_asked"
    REQUEST_SUPPLEMENTED = "request.supplemented"
    REQUEST_ISSUED = "request.issued"
    REQUEST_WITHDRAWN = "request.withdrawn"
    LIST_SENT = "list.sent"
    LIST_ASKED = "list.asked"
    LIST_ACCEPTED = "list.accepted"
    LIST_RETURNED = "list.returned"
    OUTAGE_OPENED = "outage.opened"
    OUTAGE_REPORTED = "outage.reported"
    OUTAGE_ENDED = "outage.ended"
    DEFECT_OPENED = "defect.opened"
    DEFECT_CLOSED = "defect.closed"
    DEFECT_WITHDRAWN = "defect.withdrawn"
    STORM_LETTER = "storm.letter"
    STORM_LETTER_BACK = "storm.letter_taken_back"
    WARNING_LETTER = "warning.letter"
    WARNING_LETTER_BACK = "warning.letter_taken_back"
    REPORT_STATE = "citizen_report.state_changed"
    REPORT_ANSWERED = "citizen_report.answered"


PING = "ping"
"""The type of a trial, which is about nothing."""


class EventSubject(NamedTuple):
    """The record that an event is about: what it is, its id, and the number that people know it by ("")."""

    kind: str
    id: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One event, made of the ledger's entry ``seq``.

    ``id`` is the same whenever it is worked out again. ``carriers`` are the organisations that it concerns,
    by the codes under which their accounts stand. ``told``: what is said of the subject besides, which alone
    of a citizen's report is more than that something happened: what its citizen is told.
    """

    id: str
    seq: int
    type: EventType
    at: str
    subject: EventSubject
    carriers: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)

    def said_to(self, carrier: str, base: str) -> dict[str, Any]:
        """Return what an address hears of it: of a carrier, or of all ("") ; nothing of what the record says
        but what is ``told``.

        ``base`` is the address of the office's pages. What concerns several carriers names none of them to
        whoever hears of all.
        """
        named = carrier or (self.carriers[0] if len(self.carriers) == 1 else "")
        return {
            "id": self.id,
            "type": self.type.value,
            "at": self.at,
            "subject": self.subject._asdict(),
            "carrier": named,
            "link": f"{base}/documents/{self.subject.kind}/{self.subject.id}",
            **({"report": dict(self.told)} if self.told else {}),
        }


class SubscriptionState(StrEnum):
    """Whether an address hears of events."""

    ACTIVE = "active"
    PAUSED = "paused"  # by somebody of the office
    GONE = "gone"  # the address itself answered that it is no more (410)


@dataclass(frozen=True, slots=True)
class Subscription:
    """An address that hears of events.

    ``organisation`` "" hears of all; a carrier's hears only of what concerns it. ``events`` are those that
    were chosen. ``ledger_seq`` is the ledger's entry after which events go there. ``renewed_at`` is when its
    key was renewed last ("": never): the key before counts for a while beside it.
    """

    id: str
    version: int
    name: str
    url: str
    events: tuple[EventType, ...]
    organisation: str
    state: SubscriptionState
    ledger_seq: int
    renewed_at: str = ""
    who: str = ""
    at: str = ""

    def hears(self, event: Event) -> bool:
        """Whether an event goes there."""
        return (
            self.state is SubscriptionState.ACTIVE
            and event.seq > self.ledger_seq
            and event.type in self.events
            and self.organisation in ("", *event.carriers)
        )
