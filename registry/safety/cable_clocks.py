"""The clocks of cable troubles (QĐ 72/2025 Điều 10(2)): each starts from its own event.

A cable or transmission is back within 12 hours of detection or notice; a pole is replaced or braced within
24 hours of its occurrence; where the owner lays the line underground instead, its plan is with the office
within 10 days of the day of the occurrence, which are days of the calendar and count to the end of the last.
"""

import datetime as dt
from dataclasses import dataclass

from registry.law import Rule
from registry.model.cables import CableTrouble, TroubleKind, TroubleState
from registry.model.vietnam_time import VIETNAM

POLES = frozenset({TroubleKind.BROKEN_POLE, TroubleKind.LEANING_POLE})
CABLES = frozenset({TroubleKind.BROKEN_CABLE})


@dataclass(frozen=True, slots=True)
class Clock:
    """When something is due and from when that counts.

    ``start`` is "occurred" or "detected". ``assumed``: the moment of occurrence is not known, so the latest
    possible one stands in for it. ``due`` None: no text gives this kind a time limit. ``left`` is negative
    when overdue; ``met`` tells, for what is done, whether it was in time.
    """

    due: dt.datetime | None
    start: str
    assumed: bool
    left: dt.timedelta | None
    met: bool | None
    source: str = ""
    article: str = ""

    @property
    def group(self) -> str:
        """``none`` (no limit), ``over``, ``soon`` (under three hours), ``fine``, ``met`` or ``late``."""
        if self.met is not None:
            return "met" if self.met else "late"
        if self.left is None:
            return "none"
        if self.left < dt.timedelta():
            return "over"
        return "soon" if self.left < dt.timedelta(hours=3) else "fine"


def clock_of(trouble: CableTrouble, rule: Rule | None, now: dt.datetime) -> Clock:
    """Return the clock of a trouble under LIM-CABLE; ``now`` is a moment with its offset."""
    done = trouble.fixed_at if trouble.state is TroubleState.FIXED else None
    if rule is None or trouble.state is TroubleState.DROPPED:
        return Clock(None, "detected", False, None, None)
    if trouble.alternative:
        return _plan_clock(trouble, rule, now)
    if trouble.kind in POLES:
        start, name = trouble.occurred_at or trouble.detected_at, "pole_hours"
        which, assumed = "occurred", trouble.occurred_at is None
    elif trouble.kind in CABLES:
        start, name, which, assumed = trouble.detected_at, "cable_hours", "detected", False
    else:
        return Clock(None, "detected", False, None, None)
    hours = rule.threshold(name).value or 0.0
    due = start + dt.timedelta(hours=hours)
    met = None if done is None else done <= due
    left = None if done is not None else due - now
    return Clock(due, which, assumed, left, met, rule.document, rule.article)


def _plan_clock(trouble: CableTrouble, rule: Rule, now: dt.datetime) -> Clock:
    """The plan of the undergrounding alternative: days from that of the occurrence, which is not counted."""
    start, assumed = trouble.occurred_at or trouble.detected_at, trouble.occurred_at is None
    last = start.astimezone(VIETNAM).date() + dt.timedelta(days=rule.threshold("plan_days").value or 0.0)
    due = dt.datetime.combine(last, dt.time(23, 59, 59), VIETNAM)
    if trouble.plan_received_on is not None:
        met = trouble.plan_received_on <= last
        return Clock(due, "occurred", assumed, None, met, rule.document, rule.article)
    return Clock(due, "occurred", assumed, due - now, None, rule.document, rule.article)
