"""The clocks of an inspection: when each step is due, by the office's own numbers or a day that was stated.

No text that was read states a time limit (NĐ 217/2025/NĐ-CP Điều 13 to 16 were not), so a number that the
office has not set is said to be unset. What the industry-and-trade procedure has is a reference and never
counted by.
"""

import datetime as dt
from collections.abc import Iterable

from registry.law import Law
from registry.model.company_inspections.inspection import CompanyInspection, StepTaken
from registry.model.company_inspections.on_the_spot import ReportState, RequestedReport
from registry.model.company_inspections.steps import NEXT_CLOCK, Clock, Due, Stage
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.model.working_days import WorkingDays
from registry.services.company_inspections.deeds import check_decider
from registry.services.office.calendar import today
from registry.services.office.deeds import name_of
from registry.services.office.registry import Registry
from registry.services.office.time_limits import (
    OFFICE,
    UNSET,
    limit_code,
    limits_on,
    number_of_limit,
    set_office_number,
)
from registry.services.office.working_days import working_days

LIMIT = "company_inspection"
STATED = "stated"


class Clocks:
    """The office's numbers and calendar on a day, read once for many inspections."""

    def __init__(self, registry: Registry, day: dt.date | None = None) -> None:
        """Read the numbers in force on ``day`` (default today)."""
        self.day = day or today()
        self._law: Law = limits_on(registry, self.day)
        self._calendar: WorkingDays = working_days(registry)

    def due(self, clock: Clock, started_on: dt.date | None, stated: dt.date | None = None) -> Due:
        """Return when a clock that began on a day runs out; ``stated`` is the day that a paper names."""
        days, source = number_of_limit(self._law, LIMIT, f"{clock.value}_days")
        pattern = self._pattern(clock)
        if stated is not None:
            return Due(clock, started_on, days, stated, STATED, *pattern)
        if days is None or started_on is None:
            return Due(clock, started_on, days, None, UNSET if days is None else source, *pattern)
        return Due(clock, started_on, days, self._calendar.after(started_on, days), OFFICE, *pattern)

    def report_day(self, asked_on: dt.date) -> dt.date | None:
        """Return the day until which reports are to come where the letter names none."""
        return self.due(Clock.REPORT, asked_on).due_on

    def next_due(
        self,
        found: CompanyInspection,
        steps: Iterable[StepTaken],
        reports: Iterable[RequestedReport] = (),
        recommended: Iterable[dt.date | None] = (),
    ) -> Due | None:
        """Return when the next step of an inspection is due; None where none follows.

        ``recommended`` are the days of the recommendations that are open.
        """
        clock = NEXT_CLOCK.get(found.stage)
        if clock is None:
            return None
        last = [step for step in steps if step.stage is found.stage]
        started, stated = (last[-1].dated if last else None), None
        if found.stage is Stage.REPORTS:  # on the spot as the decision says
            stated = found.span_from
        elif found.stage is Stage.UNDER_WAY:
            stated = found.explain_by or found.span_to
        elif found.stage is Stage.CONCLUDED:
            days = [day for day in recommended if day is not None]
            stated = min(days) if days else None
        elif found.stage in (Stage.EXPLAINED, Stage.SUBMITTED):
            begun = [step.dated for step in steps if step.stage is Stage.EXPLAINED]
            started = begun[-1] if begun else started
        elif found.stage is Stage.ANNOUNCED:
            open_days = [
                one.due_on for one in reports if one.state is ReportState.ASKED and one.due_on is not None
            ]
            stated = min(open_days) if open_days else None
        return self.due(clock, started, stated)

    def _pattern(self, clock: Clock) -> tuple[int | None, str]:
        rule = self._law.get(limit_code(LIMIT))
        pattern = {} if rule is None else rule.options.get("pattern", {})
        if not isinstance(pattern, dict) or clock.value not in pattern:
            return None, ""
        number, unit = pattern[clock.value]
        return int(number), str(unit)


@one_moment()
def set_days(registry: Registry, clock: Clock, days: int | None, *, person: Person) -> None:
    """Set the office's working days of a clock, or take them away; by whoever decides inspections."""
    check_decider(person)
    set_office_number(registry, f"{limit_code(LIMIT)}.{clock.value}_days", days, who=name_of(person))
