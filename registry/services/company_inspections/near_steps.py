"""What of inspections is due or late: for the day's work of office and company, and told once when near."""

import datetime as dt
from dataclasses import dataclass

from registry.messages import Words
from registry.model.company_inspections.on_the_spot import ReportState
from registry.model.company_inspections.steps import Stage
from registry.model.notices import NoticeKind, Recipient, Subject
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.company_side import CompanyView, own_inspections
from registry.services.company_inspections.deeds import COMPANY_INSPECTION
from registry.services.company_inspections.held import InspectionLine, lines_of
from registry.services.company_inspections.letters.vocabulary import awaited
from registry.services.office.batches import present_user
from registry.services.office.calendar import today
from registry.services.office.deeds import KIND, deed
from registry.services.office.notices import officer, organisation, tell
from registry.services.office.registry import Registry
from registry.store.company_inspections import inspections as store

NEAR_DAYS = 3
"""How many days before its day a step is told; a choice of this program."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that a company owes an inspection: a report, an explanation, a recommendation.

    ``returned``: it handed the report in, and the office sent it back to be made again.
    """

    inspection: str
    code: str
    title: Words
    due_on: dt.date | None
    returned: bool = False

    def late(self, day: dt.date) -> bool:
        """Whether its day is over."""
        return self.due_on is not None and self.due_on < day


def due_steps(registry: Registry, day: dt.date | None = None) -> list[InspectionLine]:
    """Return the inspections whose next step or reports are late or near; the late ones first."""
    now = day or today()
    near = now + dt.timedelta(days=NEAR_DAYS)
    found = [
        line
        for line in lines_of(registry, now)
        if line.inspection.open and (line.reports_late or _day(line) <= near)
    ]
    return sorted(found, key=lambda line: (not line.late, _day(line)))


def waiting_for(registry: Registry, person: Person) -> list[InspectionLine]:
    """Return what waits for a decider who did not take the step before: proposals and drafted conclusions."""
    return [
        line
        for line in lines_of(registry, today())
        if line.inspection.stage in (Stage.PROPOSED, Stage.SUBMITTED, Stage.FOLLOWED)
        and line.inspection.moved_by != person.name
    ]


def owed_by(registry: Registry, *, person: Person) -> list[Owed]:
    """Return what a company owes its inspections, the earliest day first, what has no day last."""
    found = [owed for view in own_inspections(registry, person=person) for owed in _owed(view)]
    return sorted(found, key=lambda one: one.due_on or dt.date.max)


@one_moment()
def tell_near_steps(registry: Registry, day: dt.date) -> int:
    """Tell, once each, of steps, reports, explanations and recommendations that are near or late."""
    near = day + dt.timedelta(days=NEAR_DAYS)
    with deed(registry, f"{KIND}near", present_user()) as made:
        for line in lines_of(registry, day):
            one, due = line.inspection, line.due
            if not one.open:
                continue
            if due is not None and due.due_on is not None and due.due_on <= near:
                words = awaited(one, due.clock)
                to = [officer(made.connection, one.drafted_by)]
                once = f"company-inspection:{one.id}:{due.clock.value}:{due.due_on}"
                tell(
                    made, NoticeKind.INSPECTION_NEAR, to, Subject(COMPANY_INSPECTION, one.id), once=once,
                    code=one.code, day=due.due_on, title_vi=words.vi, title_en=words.en,
                )  # fmt: skip
            for title, by, key in company_days(registry, one.id):
                if by <= near:
                    company: list[Recipient] = [organisation(one.company)]
                    once = f"company-inspection:{key}:{by}"
                    tell(
                        made, NoticeKind.INSPECTION_NEAR, company, Subject(COMPANY_INSPECTION, one.id),
                        once=once, code=one.code, day=by, title_vi=title.vi, title_en=title.en,
                    )  # fmt: skip
        return len(made.changes)


def company_days(registry: Registry, inspection: str) -> list[tuple[Words, dt.date, str]]:
    """Return what a company owes an inspection by a day: its title, the day, and what it is once told by."""
    with registry.database.read() as connection:
        one = store.get_inspection(connection, inspection)
        found: list[tuple[Words, dt.date, str]] = []
        if one.stage in (Stage.REPORTS, Stage.UNDER_WAY, Stage.EXPLAINED):
            found += [
                (Words(item.title, item.title), item.due_on, item.id)
                for item in store.reports_of(connection, inspection)
                if item.due_on is not None and item.state in (ReportState.ASKED, ReportState.RETURNED)
            ]
        if one.stage is Stage.UNDER_WAY and one.explain_by is not None:
            left = [
                item
                for item in store.explanations_of(connection, inspection)
                if item.asked and item.given_on is None
            ]
            found += [(_EXPLAIN, one.explain_by, f"{one.id}:explain")] if left else []
        if one.stage is Stage.CONCLUDED:
            found += [
                (Words(item.what[:80], item.what[:80]), item.due_on, item.id)
                for item in store.recommendations_of(connection, inspection)
                if item.due_on is not None and item.state.value == "open" and not item.to
            ]
    return found


_EXPLAIN = Words("giải trình", "explanation")


def _owed(view: CompanyView) -> list[Owed]:
    found: list[Owed] = []
    if view.stage in (Stage.REPORTS, Stage.UNDER_WAY, Stage.EXPLAINED):
        found += [
            Owed(
                view.id,
                view.code,
                Words(one.title, one.title),
                one.due_on,
                returned=one.state is ReportState.RETURNED,
            )
            for one in view.reports
            if one.state in (ReportState.ASKED, ReportState.RETURNED)
        ]
    if view.stage is Stage.UNDER_WAY and any(one.asked and one.given_on is None for one in view.explanations):
        found.append(Owed(view.id, view.code, _EXPLAIN, view.explain_by))
    if view.stage is Stage.CONCLUDED:
        found += [
            Owed(view.id, view.code, Words(one.what, one.what), one.due_on)
            for one in view.recommendations
            if one.state.value == "open"
        ]
    return found


def _day(line: InspectionLine) -> dt.date:
    return (line.due.due_on if line.due else None) or dt.date.max
