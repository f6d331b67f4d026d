"""What the store holds of one request, read at one moment, with its limit and its clock."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from registry.law import Rule, law_in_force
from registry.model.requests.conditions import Condition
from registry.model.requests.desk import Request, RowNote
from registry.model.requests.desk_records import HistoryEntry, SharingRequest
from registry.model.working_days import WorkingDays
from registry.services.office.letters.letterhead import addressees
from registry.services.office.own_law import own_law
from registry.services.office.registry import Registry
from registry.services.office.time_limits import SHARING_REPLY, UNSET, limit_for, limits_with
from registry.services.office.working_days import calendar_of
from registry.services.requests.clock import clock_of, reply_limit, sharing_clock
from registry.services.requests.consulted.addressed import addressed
from registry.store.database import Connection
from registry.store.histories import history_of
from registry.store.office.operators import load_settings, operator_of, organisation_names
from registry.store.requests import requests as store
from registry.store.requests.sharing import list_sharing
from registry.store.requests.tables import (
    attachments,
    consultations,
    letter_edits,
    request_lists,
    request_rows,
    request_states,
    row_conditions,
    row_decisions,
    row_notes,
    sharing_requests,
    supplement_items,
)


class RequestRead:
    """What the store holds of one request, read at one moment."""

    def __init__(self, registry: Registry, connection: Connection, wanted: str, day: dt.date) -> None:
        self.request = store.get_request(connection, wanted)
        key, version = self.request.id, self.request.list_version
        self.states = [store.state_of(row) for row in store.of_request(connection, request_states, key)]
        self.list_rows = store.of_request(connection, request_lists, key)
        self.all_rows = store.of_request(connection, request_rows, key)
        self.rows = [row for row in self.all_rows if row["list_version"] == version]
        self.all_notes = [store.note_of(row) for row in store.of_request(connection, row_notes, key)]
        self.notes = [note for note in self.all_notes if note.list_version == version]
        self.all_decisions = [
            store.decision_of(row) for row in store.of_request(connection, row_decisions, key)
        ]
        self.decisions = [item for item in self.all_decisions if item.list_version == version]
        self.decision_of = {item.row: item for item in self.decisions}
        self.edits = [store.edit_of(row) for row in store.of_request(connection, letter_edits, key)]
        self.conditions = [
            store.condition_of(row) for row in store.of_request(connection, row_conditions, key)
        ]
        self.conditions_of: dict[int, list[Condition]] = {}
        for item in self.conditions:
            if item.list_version == version:
                self.conditions_of.setdefault(item.row, []).append(item)
        self.notes_of: dict[int, list[RowNote]] = {}
        for note in self.notes:
            self.notes_of.setdefault(note.row, []).append(note)
        stated = addressees(load_settings(connection))
        self.consultations = [
            replace(item, to=addressed(item.body, stated, registry.settings.province))
            for item in map(store.consultation_of, store.of_request(connection, consultations, key))
        ]
        self.attachments = [
            store.attachment_of(row) for row in store.of_request(connection, attachments, key)
        ]
        self.supplements = [
            store.supplement_of(row) for row in store.of_request(connection, supplement_items, key)
        ]
        self.filer = operator_of(connection, self.request.organisation) or ""
        settings = load_settings(connection)
        self.calendar = calendar_of(settings)
        self.sharing = [
            with_reply_limit(registry, store.sharing_of(row), self.calendar, day)
            for row in store.of_request(connection, sharing_requests, key)
        ]
        self.sharing_in_force = [item for item in self.sharing if item.list_version == version]
        named = {item.id for item in self.sharing_in_force if item.row >= 0}
        self.other_sharing = [
            with_reply_limit(registry, item, self.calendar, day)
            for item in list_sharing(connection)
            if item.id not in named
        ]
        self.names = organisation_names(connection)
        limits = limits_with(registry, settings, self.request.received_on)
        self.in_by = limit_for(limits, self.request.kind, self.request.received_on).in_by
        self.request = with_limit(registry, self.request, settings)
        self.clock = clock_of(self.request, self.states, self.calendar, day)
        self.history = self._history(connection)

    def _history(self, connection: Connection) -> list[HistoryEntry]:
        """Return what happened, oldest first; the rows of lists only where they were corrected."""
        records: dict[str, list[str]] = {
            "requests": [self.request.id],
            request_states.name: [item.id for item in self.states],
            request_lists.name: [row["id"] for row in self.list_rows],
            request_rows.name: [row["id"] for row in self.all_rows if row["version"] > 1],
            row_notes.name: [item.id for item in self.all_notes],
            row_decisions.name: [item.id for item in self.all_decisions],
            consultations.name: [item.id for item in self.consultations],
            attachments.name: [item.id for item in self.attachments],
            supplement_items.name: [item.id for item in self.supplements],
            row_conditions.name: [item.id for item in self.conditions],
            letter_edits.name: [item.id for item in self.edits],
            sharing_requests.name: [item.id for item in self.sharing],
        }
        return [
            entry
            for entry in history_of(connection, records)
            if entry.what != request_rows.name or entry.before is not None
        ]


def with_limit(registry: Registry, request: Request, settings: Mapping[str, Any]) -> Request:
    """Return the request with its limit: a number that the office set since holds while it is open."""
    if not request.open or request.limit_source not in ("", UNSET):
        return request
    limits = limits_with(registry, settings, request.received_on)
    limit = limit_for(limits, request.kind, request.received_on)
    return replace(request, limit_days=limit.days, limit_date=limit.on, limit_source=limit.source)


def with_reply_limit(
    registry: Registry, asked: SharingRequest, calendar: WorkingDays, day: dt.date
) -> SharingRequest:
    """Return a sharing request with the day of its limit, by the law of the day on which it was sent."""
    return sharing_clock(asked, calendar, _reply_rule(registry, asked.sent_on), day)


def reply_limits(registry: Registry, sent_on: dt.date) -> dict[bool, tuple[int, bool] | None]:
    """Return in how many days an owner replies to what is sent on a day, and whether these are working days.

    Under True where he has to survey the mast first; None where the text in force states no limit.
    """
    rule = _reply_rule(registry, sent_on)
    return {survey: reply_limit(rule, survey=survey) for survey in (False, True)}


def _reply_rule(registry: Registry, sent_on: dt.date) -> Rule | None:
    return law_in_force(registry.settings.province, sent_on, own=own_law(registry)).get(SHARING_REPLY)


def get_request(registry: Registry, address: str) -> Request:
    """Return a request by its id or number (``REQUEST-UNKNOWN``)."""
    with registry.database.read() as connection:
        return store.get_request(connection, address)


def list_requests(registry: Registry, organisation: str | None = None) -> list[Request]:
    """Return the requests, or those of an organisation."""
    with registry.database.read() as connection:
        return store.load_requests(connection, organisation=organisation)
