"""The steps after the visits: explained, conclusion submitted, concluded, followed, stopped."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import PaperKind, StepTaken
from registry.model.company_inspections.steps import ENDED, KNOWN_TO_COMPANY, ORDER, Clock, Stage
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Person, Role
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.clocks import Clocks
from registry.services.company_inspections.conclusions import check_concludable
from registry.services.company_inspections.deeds import (
    COMPANY_INSPECTION,
    LONGEST,
    UNKNOWN,
    check_decider,
    check_writer,
    inspection_deed,
    needed,
    not_before,
    numbered,
    standing_as,
    take_step,
)
from registry.services.company_inspections.explanations import all_given, ask_of, over
from registry.services.company_inspections.held import parts_of
from registry.services.company_inspections.letters.issuing import add_paper
from registry.services.office.calendar import today
from registry.services.office.notices import organisation, role, tell
from registry.services.office.registry import Registry
from registry.store.company_inspections.inspections import (
    explanations_of,
    items_of,
    recommendations_of,
)
from registry.store.company_inspections.tables import company_inspections, inspection_recommendations
from registry.typed_text import within

_OPEN = tuple(stage for stage in ORDER if stage not in ENDED)


@one_moment()
def ask_explanation(
    registry: Registry,
    inspection: str,
    items: Sequence[str],
    *,
    number: str,
    on: dt.date,
    explain_by: dt.date | None = None,
    seen: int,
    person: Person,
) -> None:
    """Ask the company to explain the facts of some items, by a letter with its day.

    Without a day of its own the office's number of days counts; refused where there is neither
    (``COMPANY-INSPECTION-EXPLAIN-BY``), and without items (``COMPANY-INSPECTION-ITEMS``).
    """
    check_writer(person)
    told = numbered(number)
    if on > today():
        raise RefusalError("COMPANY-INSPECTION-DAY", day=on)
    if not items:
        raise RefusalError("COMPANY-INSPECTION-ITEMS", items="–")
    by = explain_by or Clocks(registry).due(Clock.EXPLAIN, on).due_on
    if by is None or by < on:
        raise RefusalError("COMPANY-INSPECTION-EXPLAIN-BY")
    with inspection_deed(registry, "ask_explanation", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.UNDER_WAY, explain_by=by)
        asked = ask_of(made, inspection, items)
        made.amend(company_inspections, inspection, explain_by=by, who=made.who, at=made.at)
        parts = parts_of(made.connection, inspection)
        after = replace(
            parts, inspection=replace(found, explain_by=by), explanations=(*parts.explanations, *asked)
        )
        add_paper(registry, made, after, PaperKind.EXPLANATION, number=told, day=on)
        to, subject = [organisation(found.company)], Subject(COMPANY_INSPECTION, inspection)
        tell(made, NoticeKind.INSPECTION_ASKED, to, subject, code=found.code)


@one_moment()
def close_explanation(
    registry: Registry, inspection: str, *, reason: str = "", seen: int, person: Person
) -> None:
    """Go on to the conclusion: everything asked is explained, or its day is over, or a reason says why.

    Refused while the company still has time (``COMPANY-INSPECTION-STILL-TIME``); where nothing was asked the
    reason is needed (``COMPANY-INSPECTION-REASON``).
    """
    check_writer(person)
    why = within(reason, LONGEST)
    with inspection_deed(registry, "close_explanation", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.UNDER_WAY, stage=Stage.EXPLAINED.value)
        given = explanations_of(made.connection, inspection)
        if not any(one.asked for one in given):
            needed(why)
        elif not all_given(given) and not over(found.explain_by):
            raise RefusalError("COMPANY-INSPECTION-STILL-TIME", day=found.explain_by)
        take_step(made, found, Stage.EXPLAINED, person, note=why)


@one_moment()
def submit_conclusion(
    registry: Registry, inspection: str, *, summary: str, seen: int, person: Person
) -> None:
    """Hand the drafted conclusion to whoever signs it; ``COMPANY-INSPECTION-ITEMS`` while a verdict lacks."""
    check_writer(person)
    said = within(summary, LONGEST)
    with inspection_deed(registry, "submit", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.EXPLAINED, summary=said)
        check_concludable(items_of(made.connection, inspection))
        take_step(made, found, Stage.SUBMITTED, person, summary=said)
        subject = Subject(COMPANY_INSPECTION, inspection)
        tell(made, NoticeKind.INSPECTION_SUBMITTED, [role(Role.LEADER)], subject, code=found.code)


@one_moment()
def return_conclusion(registry: Registry, inspection: str, *, reason: str, seen: int, person: Person) -> None:
    """Give the draft of a conclusion back with a reason."""
    check_writer(person)
    why = needed(reason)
    with inspection_deed(registry, "return_conclusion", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.SUBMITTED, note=why)
        take_step(made, found, Stage.EXPLAINED, person, note=why)


@one_moment()
def conclude(
    registry: Registry, inspection: str, *, number: str, on: dt.date, seen: int, person: Person
) -> None:
    """Issue the conclusion, by somebody else than who submitted it; recommendations run from its day.

    Refused before the inspection began (``COMPANY-INSPECTION-DAY-EARLY``).
    """
    check_decider(person)
    told = numbered(number)
    with inspection_deed(registry, "conclude", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.SUBMITTED, conclusion_number=told)
        parts = parts_of(made.connection, inspection)
        check_concludable(parts.items)
        not_before(_begun(parts.steps), on)
        take_step(made, found, Stage.CONCLUDED, person, dated=on, conclusion_number=told, concluded_on=on)
        due = Clocks(registry).due(Clock.FOLLOW, on).due_on
        recommended = tuple(replace(one, due_on=one.due_on or due) for one in parts.recommendations)
        for one, before in zip(recommended, parts.recommendations, strict=True):
            if one.due_on is not None and before.due_on is None:
                made.amend(inspection_recommendations, one.id, due_on=one.due_on)
        after = replace(
            parts, inspection=replace(found, conclusion_number=told, concluded_on=on),
            recommendations=recommended,
        )  # fmt: skip
        add_paper(registry, made, after, PaperKind.CONCLUSION, number=told, day=on)
        to, subject = [organisation(found.company)], Subject(COMPANY_INSPECTION, inspection)
        tell(made, NoticeKind.INSPECTION_CONCLUDED, to, subject, code=found.code)


def _begun(steps: Sequence[StepTaken]) -> dt.date | None:
    return next((one.dated for one in steps if one.stage is Stage.UNDER_WAY), None)


@one_moment()
def close_follow_up(registry: Registry, inspection: str, *, seen: int, person: Person) -> None:
    """Say that every recommendation is settled (``COMPANY-INSPECTION-UNSETTLED`` while one is not)."""
    check_writer(person)
    with inspection_deed(registry, "close_follow_up", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.CONCLUDED, stage=Stage.FOLLOWED.value)
        left = [one for one in recommendations_of(made.connection, inspection) if not one.settled_already]
        if left:
            raise RefusalError("COMPANY-INSPECTION-UNSETTLED", count=len(left))
        take_step(made, found, Stage.FOLLOWED, person)


@one_moment()
def stop(registry: Registry, inspection: str, *, reason: str, seen: int, person: Person) -> None:
    """Stop an inspection for a reason; what it holds stays as it is, and what is new is a new matter."""
    check_decider(person)
    why = needed(reason)
    with inspection_deed(registry, "stop", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, *_OPEN, note=why)
        take_step(made, found, Stage.STOPPED, person, note=why)
        if found.stage in KNOWN_TO_COMPANY:
            to, subject = [organisation(found.company)], Subject(COMPANY_INSPECTION, inspection)
            tell(made, NoticeKind.INSPECTION_STOPPED, to, subject, code=found.code)


@one_moment()
def restate_summary(registry: Registry, inspection: str, summary: str, *, seen: int, person: Person) -> None:
    """Keep the general remarks of the conclusion while it is drafted."""
    check_writer(person)
    said = within(summary, LONGEST)
    with inspection_deed(registry, "summary", person, of=inspection) as made:
        standing_as(made, inspection, seen, Stage.EXPLAINED, summary=said)
        made.amend(company_inspections, inspection, seen, UNKNOWN, summary=said, who=made.who, at=made.at)
