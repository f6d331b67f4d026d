"""The clock of a request: working days since receipt, standing still while the carrier supplements.

The day of receipt does not count, nor does any day after the one on which the request went back to the
carrier, up to and with the one on which it came in again. A decision or a withdrawal stops it for good.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from registry.law import Rule
from registry.model.requests.desk import Request, RequestState
from registry.model.requests.desk_records import Clock, SharingRequest, StateChange
from registry.model.working_days import WorkingDays
from registry.services.office.time_limits import OFFICE, UNSET, cited

_END = (RequestState.ISSUED, RequestState.WITHDRAWN)


def pauses(states: Sequence[StateChange], today: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Return the spans of supplementing as (day it went out, day it came back or, so far, ``today``)."""
    found: list[tuple[dt.date, dt.date]] = []
    began: dt.date | None = None
    for change in states:
        if change.state is RequestState.SUPPLEMENT:
            began = change.on_day if began is None else began
        elif began is not None:
            found.append((began, max(began, change.on_day)))
            began = None
    if began is not None:
        found.append((began, max(began, today)))
    return found


def clock_of(request: Request, states: Sequence[StateChange], calendar: WorkingDays, today: dt.date) -> Clock:
    """Return the clock of ``request`` on the day ``today``.

    While the carrier supplements, ``due_on`` is the day that holds if it comes in today. A limit that is a
    day of the calendar (annual plan) does not move.
    """
    ended = [change.on_day for change in states if change.state in _END]
    end = min([today, *ended])
    breaks = pauses(states, end)
    used = calendar.between(request.received_on, end, breaks)
    source = request.limit_source or UNSET
    running = not ended and request.state is not RequestState.SUPPLEMENT
    due = request.limit_date
    if due is None and request.limit_days is not None:
        due = calendar.after(request.received_on, request.limit_days, breaks)
        for first, last in breaks:
            if first == due:  # sent back on its last day: it is due on the day on which it comes in again
                due = last
    if due is None:
        return Clock(None, source, None, used, None, running, False)
    left = calendar.left(end, due)  # over as soon as its day is, if by a weekend
    if request.limit_date is None:
        counted = (request.limit_days or 0) - used
        left = min(counted, -1) if end > due else counted
    return Clock(request.limit_days, source, due, used, left, running, left < 0, source == OFFICE)


def sharing_clock(
    asked: SharingRequest, calendar: WorkingDays, rule: Rule | None, today: dt.date
) -> SharingRequest:
    """Return the sharing request with the day by which the owner has to reply, and whether it is or was late.

    ``rule`` is the one in force on the day it was sent: 7 working days, 15 days where a survey is needed
    (QĐ 72/2025 Điều 7(4), 28(2)), from the day on which the owner received it; from its sending where nobody
    stated that day. A text without days of their own for a survey knows one limit for all.
    """
    limit = reply_limit(rule, survey=asked.survey)
    if rule is None or limit is None:
        return replace(asked, limit_source=UNSET)
    (days, working), start = limit, asked.counted_from
    due = calendar.after(start, days) if working else start + dt.timedelta(days=days)
    late = (asked.replied_on or today) > due
    return replace(
        asked, due_on=due, limit_source=cited(rule), overdue=late, limit_days=days, limit_working=working
    )


def reply_limit(rule: Rule | None, *, survey: bool) -> tuple[int, bool] | None:
    """Return in how many days an owner has to reply and whether of work; None without a limit."""
    if rule is None or rule.gap:
        return None
    surveyed = survey and rule.threshold("survey_days").value != 0
    limit = rule.threshold("survey_days" if surveyed else "reply_days")
    return None if limit.value is None else (int(limit.value), limit.unit == "working days")


def in_order(states: Iterable[StateChange]) -> list[StateChange]:
    """Return the states in the order in which they were entered."""
    return sorted(states, key=lambda change: change.ordinal)
