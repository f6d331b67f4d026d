"""Deadlines of defects: by severity, by the thunderstorm season, by the hours that a text counts.

The office's days (3, 30, 90 by default) are its own setting and are said to be so. TCN 68-174:1998 Điều 55
asks that earthing is inspected and mended before the local thunderstorm season. QĐ 72/2025/QĐ-UBND Điều 10
counts hours from the occurrence for a mast or a cable pole that has fallen.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from registry.law import NO_OWN_LAW, OwnLaw, catalogue, law_in_force
from registry.model.field.defects import Severity
from registry.model.vietnam_time import VIETNAM
from registry.safety.checklists import vocabulary
from registry.settings import DATA

FOLDER = DATA / "deadlines"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: its day, its moment where hours are counted, the rule's code, how it is cited.

    ``office`` True: the number, or the day that the season begins, is the office's own.
    """

    day: dt.date
    rule: str
    source: str
    at: dt.datetime | None = None
    office: bool = False


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """Days from the finding by severity; ``thunder_from``: first (month, day) of the thunderstorm season."""

    urgent: int = 3
    serious: int = 30
    minor: int = 90
    thunder_from: tuple[int, int] = (4, 1)

    def of(self, severity: str) -> int | None:
        """Return the days of a severity; None where it is not stated."""
        known: Mapping[str, int] = {
            Severity.URGENT: self.urgent,
            Severity.SERIOUS: self.serious,
            Severity.MINOR: self.minor,
        }
        return known.get(severity)


def deadline_of(
    defect: str,
    severity: str,
    found: dt.datetime,
    *,
    province: str,
    office: OfficeDays | None = None,
    own: OwnLaw = NO_OWN_LAW,
) -> Deadline | None:
    """Return the earliest deadline that a defect has by the rules in force when it was found.

    ``found`` is the moment of the finding with its offset: where a text counts from the occurrence and that
    is not known, the finding is the latest that it can be. None where neither severity nor a rule gives one.
    """
    days = office or OfficeDays()
    local = found.astimezone(VIETNAM)
    day = local.date()
    law = law_in_force(province, day, rules=catalogue(FOLDER), own=own)
    word = vocabulary().defects.get(defect)
    offered: list[Deadline] = []
    count = days.of(severity)
    if count is not None:
        code = f"DEF-{severity.upper()}"
        rule = law.get(code)
        source = f"{rule.document}, {rule.article}" if rule else ""
        offered.append(Deadline(day + dt.timedelta(days=count), code, source, office=True))
    if word is not None and word.earthing:
        rule = law.get("DEF-EARTHING")
        last = _before_season(day, days.thunder_from)
        if rule is not None and last is not None:
            offered.append(Deadline(last, rule.code, f"{rule.document}, {rule.article}", office=True))
    if word is not None and word.rule:
        rule = law.get(word.rule)
        hours = rule.threshold("hours").value if rule is not None else None
        if rule is not None and hours is not None:
            moment = local + dt.timedelta(hours=hours)
            offered.append(
                Deadline(moment.date(), rule.code, f"{rule.document}, {rule.article}", moment, False)
            )
    return min(offered, key=lambda item: (item.day, item.at is None), default=None)


def _before_season(day: dt.date, first: tuple[int, int]) -> dt.date | None:
    """Return the last day before the next season; None within six months after one began: it is running.

    What is found while thunderstorms are about can no longer be mended before them; the severity decides.
    """
    month, first_day = first
    begins = dt.date(day.year, month, first_day)
    if begins <= day < begins + dt.timedelta(days=183):
        return None
    if day >= begins:
        begins = dt.date(day.year + 1, month, first_day)
    return max(begins - dt.timedelta(days=1), day)
