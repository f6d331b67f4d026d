"""Reporting cycles of an event: the moments by which reports are due, and how a carrier stands in one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum

from registry.model.outages import OutageEvent, OutageReport, ReportState

MOST_CYCLES = 2000


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
        if event.closed_at is not None and following > end:
            break
        found.append(following)
        if len(found) > MOST_CYCLES:
            del found[0]
    return tuple(found)


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


def first_of_each(reports: Iterable[OutageReport]) -> frozenset[str]:
    """Return the ids of each carrier's first sent report, which has none before it to be like."""
    first: dict[str, OutageReport] = {}
    for report in reports:
        before = first.get(report.operator)
        if report.state is ReportState.SENT and (before is None or report.received_at < before.received_at):
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
    done = {report.due for report in reports if report.operator == operator}
    past = [due for due in moments if due <= now]
    coming = [due for due in moments if due > now]
    if past and (past[-1] not in done or not coming):
        return past[-1]
    return coming[0]
