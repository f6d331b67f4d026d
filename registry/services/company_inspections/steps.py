"""The steps up to the visits: proposed, returned, decided, announced, reports asked for, begun.

Each is one deed with its day and, where a paper goes with it, the paper as it was then.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import Delegation, PaperKind
from registry.model.company_inspections.steps import Stage
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Person, Role
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.deeds import (
    COMPANY_INSPECTION,
    check_decider,
    check_writer,
    inspection_deed,
    needed,
    not_before,
    numbered,
    standing_as,
    take_step,
)
from registry.services.company_inspections.drafting import lacking
from registry.services.company_inspections.held import parts_of
from registry.services.company_inspections.letters.issuing import add_paper
from registry.services.company_inspections.reports import set_days
from registry.services.company_inspections.team import check_free
from registry.services.office.notices import organisation, role, tell
from registry.services.office.registry import Registry
from registry.typed_text import line_within


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision states: number and day, by whose delegation, the days on the spot, the place."""

    number: str
    decided_on: dt.date
    delegation: Delegation | None
    delegation_number: str
    delegation_on: dt.date | None
    span_from: dt.date | None
    span_to: dt.date | None
    place: str = ""


@one_moment()
def propose(
    registry: Registry, inspection: str, *, on: dt.date | None = None, seen: int, person: Person
) -> None:
    """Hand a drafted inspection to whoever decides; ``COMPANY-INSPECTION-LACKS`` while a part is missing."""
    check_writer(person)
    with inspection_deed(registry, "propose", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.DRAFTED, stage=Stage.PROPOSED.value)
        missing = lacking(found)
        if missing:
            raise RefusalError("COMPANY-INSPECTION-LACKS", fields=", ".join(missing))
        take_step(made, found, Stage.PROPOSED, person, dated=on)
        subject = Subject(COMPANY_INSPECTION, inspection)
        tell(made, NoticeKind.INSPECTION_PROPOSED, [role(Role.LEADER)], subject, code=found.code)


@one_moment()
def return_proposal(registry: Registry, inspection: str, *, reason: str, seen: int, person: Person) -> None:
    """Give a proposal back with a reason; whoever proposed it may take it back so, too."""
    check_writer(person)
    why = needed(reason)
    with inspection_deed(registry, "return", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.PROPOSED, note=why)
        take_step(made, found, Stage.DRAFTED, person, note=why)


@one_moment()
def decide(registry: Registry, inspection: str, decided: Decided, *, seen: int, person: Person) -> None:
    """Record the decision, with the paper; by somebody else than who proposed it.

    Refused without the document of delegation (``COMPANY-INSPECTION-DELEGATION``: the power lies with the
    chairs of People's Committees), without days on the spot in their order (``COMPANY-INSPECTION-SPAN``), and
    while somebody of the team has a conflict of interest or stated none yet
    (``COMPANY-INSPECTION-CONFLICT``).
    """
    check_decider(person)
    number = numbered(decided.number)
    delegated = line_within(decided.delegation_number, 100)
    if decided.delegation is None or not delegated or decided.delegation_on is None:
        raise RefusalError("COMPANY-INSPECTION-DELEGATION")
    if decided.delegation_on > decided.decided_on:
        raise RefusalError("COMPANY-INSPECTION-DELEGATION")
    first, last = decided.span_from, decided.span_to
    if first is None or last is None or not decided.decided_on <= first <= last:
        raise RefusalError("COMPANY-INSPECTION-SPAN")
    with inspection_deed(registry, "decide", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.PROPOSED, decision_number=number)
        check_free(list(found.serving))
        place = line_within(decided.place, 300) or found.place
        take_step(
            made, found, Stage.DECIDED, person, dated=decided.decided_on, decision_number=number,
            decided_on=decided.decided_on, delegation=decided.delegation.value, delegation_number=delegated,
            delegation_on=decided.delegation_on, span_from=first, span_to=last, place=place,
        )  # fmt: skip
        after = replace(
            found, stage=Stage.DECIDED, decision_number=number, decided_on=decided.decided_on,
            delegation=decided.delegation, delegation_number=delegated, delegation_on=decided.delegation_on,
            span_from=first, span_to=last, place=place,
        )  # fmt: skip
        parts = replace(parts_of(made.connection, inspection), inspection=after)
        add_paper(registry, made, parts, PaperKind.DECISION, number=number, day=decided.decided_on)


@one_moment()
def announce(
    registry: Registry,
    inspection: str,
    *,
    plan_number: str,
    notice_number: str,
    on: dt.date,
    seen: int,
    person: Person,
) -> None:
    """Send plan and notice: from now on the company sees its inspection."""
    check_writer(person)
    numbers = {PaperKind.PLAN: numbered(plan_number), PaperKind.NOTICE: numbered(notice_number)}
    with inspection_deed(registry, "announce", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.DECIDED, stage=Stage.ANNOUNCED.value)
        not_before(found.decided_on, on)
        take_step(made, found, Stage.ANNOUNCED, person, dated=on)
        parts = parts_of(made.connection, inspection)
        for kind, number in numbers.items():
            add_paper(registry, made, parts, kind, number=number, day=on)
        to, subject = [organisation(found.company)], Subject(COMPANY_INSPECTION, inspection)
        tell(made, NoticeKind.INSPECTION_NOTICE, to, subject, code=found.code)


@one_moment()
def request_reports(
    registry: Registry,
    inspection: str,
    *,
    number: str = "",
    on: dt.date,
    none_because: str = "",
    seen: int,
    person: Person,
) -> None:
    """Send the request for reports with their days; without any report the reason is written down instead.

    Refused for a report due before it is asked for (``COMPANY-INSPECTION-DAY-BEFORE``).
    """
    check_writer(person)
    with inspection_deed(registry, "request_reports", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.ANNOUNCED, stage=Stage.REPORTS.value)
        not_before(found.decided_on, on)
        parts = parts_of(made.connection, inspection)
        why = "" if parts.reports else needed(none_because)
        told = numbered(number) if parts.reports else ""
        take_step(made, found, Stage.REPORTS, person, dated=on, note=why)
        if parts.reports:
            asked = set_days(registry, made, inspection, on)
            add_paper(registry, made, replace(parts, reports=asked), PaperKind.REPORTS, number=told, day=on)
            to, subject = [organisation(found.company)], Subject(COMPANY_INSPECTION, inspection)
            tell(made, NoticeKind.INSPECTION_ASKED, to, subject, code=found.code)


@one_moment()
def begin(registry: Registry, inspection: str, *, on: dt.date, seen: int, person: Person) -> None:
    """Announce the decision on the spot: the minutes of it are kept, and the visits count from this day.

    Refused before the first day on the spot that the decision names (``COMPANY-INSPECTION-DAY-EARLY``).
    """
    check_writer(person)
    with inspection_deed(registry, "begin", person, of=inspection) as made:
        found = standing_as(made, inspection, seen, Stage.REPORTS, stage=Stage.UNDER_WAY.value)
        not_before(found.span_from, on)
        take_step(made, found, Stage.UNDER_WAY, person, dated=on)
        parts = parts_of(made.connection, inspection)
        add_paper(registry, made, parts, PaperKind.ANNOUNCING, number=f"{found.code}/BB", day=on)


def papers_due(stage: Stage) -> Sequence[PaperKind]:
    """Return the papers that go with the next step of a stage, for its page."""
    return {
        Stage.DRAFTED: (PaperKind.PROPOSAL,),
        Stage.PROPOSED: (PaperKind.DECISION,),
        Stage.DECIDED: (PaperKind.PLAN, PaperKind.NOTICE),
        Stage.ANNOUNCED: (PaperKind.REPORTS,),
        Stage.REPORTS: (PaperKind.ANNOUNCING,),
        Stage.UNDER_WAY: (PaperKind.EXPLANATION,),
        Stage.SUBMITTED: (PaperKind.CONCLUSION,),
        Stage.CONCLUDED: (PaperKind.FOLLOW_UP, PaperKind.PENALTY),
    }.get(stage, ())
