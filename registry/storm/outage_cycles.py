"""Reporting cycles of an event: the moments by which reports are due, and how a carrier stands in one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum

from registry.model.outages.outages import OutageEvent, OutageReport, ReportKind, ReportState

MOST_CYCLES = 2000
LEAST_NOTICE = dt.timedelta(minutes=30)
"""How long before its moment a report of a shorter cycle is asked for at least; a choice of this program."""


class Reported(StrEnum):
    """How a carrier stands in a cycle."""

    IN_TIME = "in_time"  # đã báo cáo
    LATE = "late"  # báo cáo muộn
    MISSING = "missing"  # quá giờ, chưa báo cáo
    AWAITED = "awaited"  # chưa đến giờ


def due_moments(event: OutageEvent, now: dt.datetime) -> tuple[dt.datetime, ...]:
    """Return the moments at which reports are or were due, in order, up to the next one after ``now``.

    A closed event has none after it was closed (but its first). Of a very long event the newest are kept.
    """
    end = event.closed_at or now
    found = [event.first_due]
    while found[-1] <= end:
        following = found[-1] + dt.timedelta(hours=max(1, hours_at(event, found[-1])))
        following = min([following, *(at for at, _hours in event.changes if found[-1] < at < following)])
        if event.closed_at is not None and following > end:
            break
        found.append(following)
        if len(found) > MOST_CYCLES:
            del found[0]
    return tuple(found)


def new_cycle_from(event: OutageEvent, hours: int, now: dt.datetime) -> dt.datetime:
    """Return the due moment from which a cycle of ``hours`` holds that is set at ``now``.

    The deadline that was said last stays one: a longer cycle begins with it, a shorter one on the way to it,
    so that it lies on both.
    """
    coming = due_moments(event, now)[-1]
    step = dt.timedelta(hours=max(1, hours))
    return coming - max(0, -(-(coming - now - LEAST_NOTICE) // step) - 1) * step


def hours_at(event: OutageEvent, due: dt.datetime) -> int:
    """Return the hours between reports in force after a due moment."""
    hours = event.hours
    for since, changed in sorted(event.changes):
        if since <= due:
            hours = changed
    return hours


def standing(due: dt.datetime, received: Sequence[dt.datetime], now: dt.datetime) -> Reported:
    """Return how a carrier stands in the cycle due at ``due``; ``received``: when its reports came."""
    if received:
        return Reported.IN_TIME if min(received) <= due else Reported.LATE
    return Reported.MISSING if now > due else Reported.AWAITED


def answers_a_cycle(report: OutageReport) -> bool:
    """Whether a report is one of a cycle: it was sent, and says more than how a station has its power.

    Of one in which no row is understood nothing is known yet: its cycle stays owed.
    """
    return report.state is ReportState.SENT and report.kind is not ReportKind.POWER and report.counts


def owing(event: OutageEvent, reports: Iterable[OutageReport], now: dt.datetime) -> tuple[str, ...]:
    """Return the carriers whose report of the last past cycle is missing, in the event's order.

    None where no cycle is past, and of an event that is closed.
    """
    past = [due for due in due_moments(event, now) if due <= now] if event.open else []
    if not past:
        return ()
    came = {report.operator for report in reports if report.due == past[-1] and answers_a_cycle(report)}
    return tuple(code for code in event.operators if code not in came)


def first_of_each(reports: Iterable[OutageReport]) -> frozenset[str]:
    """Return the ids of each carrier's first sent report, which has none before it to be like."""
    first: dict[str, OutageReport] = {}
    for report in reports:
        before = first.get(report.operator)
        if answers_a_cycle(report) and (before is None or report.received_at < before.received_at):
            first[report.operator] = report
    return frozenset(report.id for report in first.values())


def cycle_to_report(
    event: OutageEvent, reports: Sequence[OutageReport], operator: str, now: dt.datetime
) -> dt.datetime:
    """Return the cycle that a carrier's next report is for.

    It is the last one that is past where that has no report yet, else the coming one: who is a little late
    with the six o'clock report does not report for noon. A closed event offers its last cycle.
    """
    moments = due_moments(event, now)
    done = {report.due for report in reports if report.operator == operator and answers_a_cycle(report)}
    past = [due for due in moments if due <= now]
    coming = [due for due in moments if due > now]
    if past and (past[-1] not in done or not coming):
        return past[-1]
    return coming[0]
