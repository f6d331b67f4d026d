"""Which notices of requests still wait: those by which somebody is to do something, until it is done."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence

from registry.model.notices import Notice, NoticeKind
from registry.model.requests.desk import CLOSED, RequestState
from registry.model.requests.desk_records import Consultation
from registry.services.office.registry import Registry
from registry.services.office.settled import Waiting, WaitsOn, while_record, while_state
from registry.services.requests.agreed.extensions import asks_of
from registry.services.requests.conditions.owed import answered
from registry.services.requests.queue import queue
from registry.store.requests.consultations import sent_consultations
from registry.store.requests.requests import load_requests
from registry.store.requests.tables import requests, sharing_requests

_OPEN = tuple(state.value for state in RequestState if state not in CLOSED)
_WITH_THE_OFFICER = tuple(state for state in _OPEN if state != RequestState.SUBMITTED.value)


def _near(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
    due = {item.request.id: item.due_on for item in queue(registry).all}
    return {one.id for one in told if due.get(one.record) == one.told["day"]}


def _unanswered(asks: Callable[[Notice, Consultation], bool]) -> Waiting:
    """Return of which notices a question has no answer, of a request that is not decided yet."""

    def waiting(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
        with registry.database.read() as connection:
            open_ = {item.id for item in load_requests(connection) if item.open}
            sent = [one for one in sent_consultations(connection) if not one.outcome and one.request in open_]
        return {one.id for one in told if any(asks(one, item) for item in sent)}

    return waiting


def _day(one: Notice) -> dt.date:
    day: dt.date = one.told["day"]
    return day


def _of_body(one: Notice, item: Consultation) -> bool:
    return (item.request, item.body) == (one.record, one.params["body"])


def _extensions(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
    asked = asks_of(registry, list({one.record for one in told}))
    return {one.id for one in told if any(not item.answer for item in asked.get(one.record, ()))}


def _conditions(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
    answers = {(item.request.id, item.code) for item in answered(registry)}
    return {one.id for one in told if (one.record, one.params["code"]) in answers}


WAITS_ON: WaitsOn = {
    NoticeKind.RECEIVED: while_state(requests, *_OPEN),
    NoticeKind.ASSIGNED: while_record(
        requests, lambda row, one: row.get("state") in _OPEN and row.get("officer") == one.account
    ),
    NoticeKind.SUPPLEMENT: while_state(requests, RequestState.SUPPLEMENT.value),
    NoticeKind.SUPPLEMENTED: while_state(requests, *_OPEN),
    NoticeKind.SUBMITTED: while_state(requests, RequestState.SUBMITTED.value),
    NoticeKind.HANDED_BACK: while_state(requests, *_WITH_THE_OFFICER),
    NoticeKind.NEAR_REQUEST: _near,
    NoticeKind.CONSULTED: _unanswered(lambda one, item: item.id == one.record),
    NoticeKind.CONSULTED_BY: _unanswered(lambda one, item: item.id == one.record),
    NoticeKind.NEAR_ANSWER: _unanswered(
        lambda one, item: item.id == one.record and item.answer_by == _day(one)
    ),
    NoticeKind.LATE_ANSWER: _unanswered(
        lambda one, item: _of_body(one, item) and item.answer_by == _day(one)
    ),
    NoticeKind.LATER_ASKED: _unanswered(
        lambda one, item: _of_body(one, item) and (item.answer_by is None or item.answer_by < _day(one))
    ),
    NoticeKind.SHARING_ASKED: while_record(sharing_requests, lambda row, _one: not row.get("answer")),
    NoticeKind.EXTENSION_ASKED: _extensions,
    NoticeKind.CONDITION_ANSWERED: _conditions,
}
"""Whose notices wait no more once the matter is done; all other kinds only tell of something."""
