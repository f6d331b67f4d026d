"""What of the ledger is an event (sự kiện) for other programs: the one place where entries become events.

No deed knows of it: an event is found in what the deed wrote, by how a record stood before and after.
"""

from collections.abc import Callable, Mapping
from typing import Any

from registry.model.field.citizen_states import told_by_image
from registry.model.field.defects import STANDING_DEFECTS, DefectState
from registry.model.field.field_reports import ReportState as CitizenReportState
from registry.model.ledger import LedgerEntry
from registry.model.mast_lists import TAKEN, MastListState
from registry.model.outages.outages import ReportState
from registry.model.requests.desk import RequestState
from registry.model.storm.storm_records import OrderState
from registry.model.webhooks import Event, EventSubject, EventType
from registry.store.changes import stable_id

Image = Mapping[str, Any]
_Read = Callable[[Image, Image], EventType | None]
"""What a record's image before (empty: none) and after says happened."""


def event_of(entry: LedgerEntry, codes: Mapping[str, str]) -> Event | None:
    """Return the event that an entry of the ledger is, None where it is none.

    ``codes``: the code under which an organisation's accounts stand, by each other name that records have of
    it (a tower company that a defect names in words).
    """
    before, after = entry.change.before or {}, entry.change.after
    if after is None or entry.change.table not in _TABLES:
        return None
    read, kind, number, whose = _TABLES[entry.change.table]
    found = read(before, after)
    if found is None:
        return None
    named = (whose and after.get(whose)) or ()
    carriers = [named] if isinstance(named, str) else named
    return Event(
        id=stable_id("event", entry.hash, found.value),
        seq=entry.seq,
        type=found,
        at=entry.at,
        subject=EventSubject(kind, entry.change.record, str(after.get(number) or before.get(number) or "")),
        carriers=tuple(codes.get(one, one) for one in carriers),
        told=_told_of_case(after) if entry.change.table == _REPORTS else {},
    )


def _request(before: Image, after: Image) -> EventType | None:
    was, state = before.get("state"), after["state"]
    if not before:
        return EventType.REQUEST_FILED
    if was == state:
        return None
    if state == RequestState.SUPPLEMENT:
        return EventType.REQUEST_SUPPLEMENT
    if state == RequestState.ISSUED:
        return EventType.REQUEST_ISSUED
    if state == RequestState.WITHDRAWN:
        return EventType.REQUEST_WITHDRAWN
    return EventType.REQUEST_SUPPLEMENTED if was == RequestState.SUPPLEMENT else None


def _mast_list(before: Image, after: Image) -> EventType | None:
    was = before.get("state")
    if was == after["state"] or was in TAKEN:  # what was taken is only ever undone
        return None
    if after["state"] in TAKEN:
        return EventType.LIST_ACCEPTED
    return {
        MastListState.SENT.value: EventType.LIST_SENT,
        MastListState.ASKED.value: EventType.LIST_ASKED,
        MastListState.RETURNED.value: EventType.LIST_RETURNED,
    }.get(after["state"])


def _outage(before: Image, after: Image) -> EventType | None:
    was_open, is_open = bool(before) and not before.get("closed_at"), not after.get("closed_at")
    if is_open and not was_open:
        return EventType.OUTAGE_OPENED
    return EventType.OUTAGE_ENDED if was_open and not is_open else None


def _outage_report(before: Image, after: Image) -> EventType | None:
    sent = ReportState.SENT.value
    return EventType.OUTAGE_REPORTED if before.get("state") != sent == after["state"] else None


def _defect(before: Image, after: Image) -> EventType | None:
    stood, stands = before.get("state") in STANDING_DEFECTS, after["state"] in STANDING_DEFECTS
    if stands and not stood:
        return EventType.DEFECT_OPENED
    if not stood or stands:
        return None
    return EventType.DEFECT_CLOSED if after["state"] == DefectState.CLOSED else EventType.DEFECT_WITHDRAWN


def _letter(sent: EventType, back: EventType) -> _Read:
    """Read of a letter that it was sent, or that it was taken back."""

    def read(before: Image, after: Image) -> EventType | None:
        was, stands = (one.get("state") == OrderState.SENT.value for one in (before, after))
        return None if was == stands else sent if stands else back

    return read


def _citizen_report(before: Image, after: Image) -> EventType | None:
    """A report of another system whose citizen is told something else; no other system hears of the office's
    own."""
    if not before or not after.get("case_key"):
        return None
    was, now = told_by_image(before), told_by_image(after)
    closed = CitizenReportState.CLOSED.value
    closes = after["state"] == closed != before.get("state")  # that is an answer in the same words, too
    if now.answer and (closes or now.answer != was.answer):
        return EventType.REPORT_ANSWERED
    return EventType.REPORT_STATE if now != was else None


def _told_of_case(after: Image) -> dict[str, Any]:
    told = told_by_image(after)
    return {
        "case_number": after["case_number"],
        "system": after["system"],
        "state": told.code,
        "state_words": dict(told.state),
        "reason": dict(told.reason),
        "answer": told.answer,
    }


_REPORTS = "citizen_reports"
_TABLES: dict[str, tuple[_Read, str, str, str]] = {
    "requests": (_request, "request", "number", "organisation"),
    "mast_lists": (_mast_list, "mast_list", "", "operator"),
    "outage_events": (_outage, "outage_event", "", "operators"),
    "outage_reports": (_outage_report, "outage_report", "", "operator"),
    "defects": (_defect, "defect", "", "organisation"),
    "storm_orders": (
        _letter(EventType.STORM_LETTER, EventType.STORM_LETTER_BACK),
        "storm_letter",
        "number",
        "recipient",
    ),
    "hazard_letters": (
        _letter(EventType.WARNING_LETTER, EventType.WARNING_LETTER_BACK),
        "hazard_letter",
        "number",
        "recipient",
    ),
    _REPORTS: (_citizen_report, "citizen_report", "case_number", ""),
}
"""By table: how an entry is read, what the record is called, where its number and whose it is stand."""
EVENT_TABLES = frozenset(_TABLES)
"""The tables of which events are made."""
