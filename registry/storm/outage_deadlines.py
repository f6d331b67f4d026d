"""Clocks of incidents: QĐ 72/2025 Điều 10 counts some from the occurrence, one from when it was found.

The numbers are data (``data/limits``, codes LIM-OUTAGE-…). Hours are hours of the clock, not of the office.
Where the moment that starts a clock is not known, no deadline is made up.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from registry.law import Law
from registry.model.outages.outages import Incident, IncidentKind

OCCURRENCE, DETECTION = "occurrence", "detection"


class Standing(StrEnum):
    """How an incident stands against its legal time."""

    MET = "met"  # xong trong hạn
    LATE = "late"  # xong, quá hạn
    OVERDUE = "overdue"  # chưa xong, quá hạn
    RUNNING = "running"  # còn hạn
    NO_START = "no_start"  # chưa rõ thời điểm bắt đầu tính
    WITHDRAWN = "withdrawn"  # báo nhầm, đã rút
    NO_LIMIT = "no_limit"  # no rule in force that day, or its number is not known


UNFINISHED = frozenset({Standing.OVERDUE, Standing.RUNNING, Standing.NO_START, Standing.NO_LIMIT})
"""How an incident stands on which something is still to be done."""


@dataclass(frozen=True, slots=True)
class IncidentClock:
    """An incident's time: ``hours`` from ``start`` (``clock``: occurrence or detection) to ``due``.

    ``by`` is how much it is late, or is left while it runs (both positive). ``verified``: the number was read
    in the text itself.
    """

    standing: Standing
    clock: str
    hours: int | None = None
    start: dt.datetime | None = None
    due: dt.datetime | None = None
    by: dt.timedelta = dt.timedelta(0)
    source: str = ""
    verified: bool = False


def rule_code(kind: IncidentKind) -> str:
    """Return the code of the limit of a kind of incident in ``data/limits``."""
    return f"LIM-OUTAGE-{kind.value.upper()}"


def clock_of(incident: Incident, law: Law, now: dt.datetime) -> IncidentClock:
    """Return an incident's clock at ``now`` by the limits in force (``law``) when it happened."""
    if incident.withdrawn:
        return IncidentClock(Standing.WITHDRAWN, OCCURRENCE)
    rule = law.get(rule_code(incident.kind))
    if rule is None:
        return IncidentClock(Standing.NO_LIMIT, OCCURRENCE)
    clock = str(rule.options.get("clock", OCCURRENCE))
    limit = rule.threshold("hours")
    source = f"{rule.document}, {rule.article}"
    if limit.value is None:
        return IncidentClock(Standing.NO_LIMIT, clock, source=source)
    hours = int(limit.value)
    start = incident.detected_at if clock == DETECTION else incident.occurred_at
    if start is None:
        return IncidentClock(Standing.NO_START, clock, hours, source=source, verified=limit.verified)
    due = start + dt.timedelta(hours=hours)
    end = incident.resolved_at or now
    if incident.resolved_at is not None:
        standing = Standing.MET if end <= due else Standing.LATE
    else:
        standing = Standing.RUNNING if end <= due else Standing.OVERDUE
    return IncidentClock(standing, clock, hours, start, due, abs(end - due), source, limit.verified)


def known_since(incident: Incident) -> dt.datetime | None:
    """Return the earliest moment known of an incident; the law of that day holds."""
    moments = (incident.occurred_at, incident.detected_at, incident.notified_at)
    return min((at for at in moments if at is not None), default=None)
