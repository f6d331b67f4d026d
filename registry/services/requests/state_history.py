"""The states that a request entered, each with its day: written by a deed, in the order of their days."""

import datetime as dt

from registry.errors import RefusalError
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.requests.actions import Action
from registry.store.changes import new_id
from registry.store.requests.tables import request_states, requests

_TO_CONSULTING = {
    RequestState.RECEIVED: (RequestState.APPRAISING, RequestState.CONSULTING),
    RequestState.APPRAISING: (RequestState.CONSULTING,),
}
"""What a request enters when the first letter to a body goes out; from another state nothing."""


def enter(
    made: Action, state: RequestState, day: dt.date, reason: str, *, first: bool = False, after: int = 0
) -> None:
    """Add the state to the request's history; its day lies between the last one's and today.

    ``after`` so many others that the same deed adds.
    """
    before = [] if first else made.rows(request_states)
    earliest = before[-1]["on_day"] if before else made.request.received_on
    check_day(day, earliest, today())
    made.create(
        request_states,
        {
            "id": new_id(),
            "request": made.request.id,
            "ordinal": len(before) + after + 1,
            "state": state.value,
            "on_day": day,
            "at": made.at,
            "who": made.who,
            "reason": reason,
        },
    )


def check_day(day: dt.date, first: dt.date, last: dt.date) -> None:
    """Refuse a day that does not lie between two others (``REQUEST-DAY``)."""
    if not first <= day <= last:
        raise RefusalError("REQUEST-DAY", day=day, first=first, last=last)


def consulting(made: Action, sent_on: dt.date) -> None:
    """Let a request that is being appraised wait for a body's opinion from the day of the letter on.

    The day is not before that of its last state, nor after today.
    """
    entered = _TO_CONSULTING.get(made.request.state, ())
    if entered:
        day = min(max(sent_on, _last_day(made)), today())
        for after, state in enumerate(entered):
            enter(made, state, day, "", after=after)
        made.amend(requests, made.request.id, state=entered[-1].value)


def appraising_again(made: Action) -> None:
    """Take a request that waits for an opinion back to its appraisal: nobody's answer is out any more."""
    if made.request.state is RequestState.CONSULTING:
        enter(made, RequestState.APPRAISING, today(), "")
        made.amend(requests, made.request.id, state=RequestState.APPRAISING.value)


def _last_day(made: Action) -> dt.date:
    before = made.rows(request_states)
    found: dt.date = before[-1]["on_day"] if before else made.request.received_on
    return found
