"""A regulation proposed, returned with a reason, published by a second person, ended.

What is published is never edited: a new version takes its place from a day. Contexts change at once in every
process, since they follow the head of the ledger.
"""

import datetime as dt
from dataclasses import replace

from registry.errors import RefusalError
from registry.model.people import Person
from registry.model.regulations import Regulation, RegulationState
from registry.model.vietnam_time import one_moment
from registry.regulations.faults import conflicts_of
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, name_of
from registry.services.office.registry import Registry
from registry.services.regulations.deeds import (
    UNKNOWN,
    check_drafter,
    check_publisher,
    regulation_deed,
    standing_as,
)
from registry.services.regulations.drafting import needed
from registry.services.regulations.held import readiness_beside
from registry.store.regulations.regulations import list_regulations
from registry.store.regulations.tables import regulations


@one_moment()
def propose(registry: Registry, identity: str, *, seen: int, person: Person) -> None:
    """Hand a draft to a second person; refused while anything is in the way of publishing it."""
    check_drafter(person)
    with regulation_deed(registry, "propose", person, of=identity) as made:
        to = RegulationState.PROPOSED.value
        found = standing_as(made, identity, seen, RegulationState.DRAFT, state=to)
        _check_ready(registry, made, found)
        made.amend(
            regulations, identity, seen, UNKNOWN, state=to, reason="",
            proposed_by=name_of(person), proposed_at=made.at, who=name_of(person), at=made.at,
        )  # fmt: skip


@one_moment()
def return_draft(registry: Registry, identity: str, *, reason: str, seen: int, person: Person) -> None:
    """Give a proposed regulation back with a reason; whoever proposed it may take it back so, too."""
    check_drafter(person)
    why = needed(reason)
    with regulation_deed(registry, "return", person, of=identity) as made:
        standing_as(made, identity, seen, RegulationState.PROPOSED, reason=why)
        made.amend(
            regulations, identity, seen, UNKNOWN, state=RegulationState.DRAFT.value, reason=why,
            who=name_of(person), at=made.at,
        )  # fmt: skip


@one_moment()
def publish(registry: Registry, identity: str, *, seen: int, person: Person) -> None:
    """Put a proposed regulation in force from its day; by somebody else than who proposed it.

    Refused for whoever proposed it (``REGULATION-SAME-PERSON``), and where something came in the way
    meanwhile (another regulation was published, the law of the product changed).
    """
    check_publisher(person)
    with regulation_deed(registry, "publish", person, of=identity) as made:
        to = RegulationState.PUBLISHED.value
        found = standing_as(made, identity, seen, RegulationState.PROPOSED, state=to)
        if person.name and found.proposed_by == person.name:
            raise RefusalError("REGULATION-SAME-PERSON", who=found.proposed_by)
        _check_ready(registry, made, found)
        made.amend(
            regulations, identity, seen, UNKNOWN, state=to,
            published_by=name_of(person), published_at=made.at, who=name_of(person), at=made.at,
        )  # fmt: skip


@one_moment()
def end(
    registry: Registry, identity: str, *, last_day: dt.date | None, reason: str, seen: int, person: Person
) -> None:
    """Say the last day on which a published regulation is in force, today or later.

    Refused for a day on which it is not in force (``REGULATION-LAST-DAY``) and for one that is past
    (``REGULATION-LAST-DAY-PAST``): what was answered since would rest on nothing, and one person alone,
    without a replay, would have done it. A text repealed earlier is followed by the text that repealed it.
    One that has ended (``REGULATION-ENDED``) does not begin again so, for the same reason.
    """
    check_publisher(person)
    why = needed(reason)
    with regulation_deed(registry, "end", person, of=identity) as made:
        found = standing_as(made, identity, seen, RegulationState.PUBLISHED, ended_on=last_day)
        first, own = found.content.head.valid_from, found.content.head.valid_to
        if last_day is None or (first and last_day < first) or (own and last_day > own):
            raise RefusalError("REGULATION-LAST-DAY", name=found.content.head.name)
        if last_day < today():
            raise RefusalError("REGULATION-LAST-DAY-PAST", name=found.content.head.name, day=last_day)
        if (found.ended_on, found.reason) == (last_day, why):
            return  # so it is said already
        if found.last_day is not None and found.last_day < today():
            raise RefusalError("REGULATION-ENDED", name=found.content.head.name, day=found.last_day)
        longer = replace(found, ended_on=last_day)
        for fault in conflicts_of(longer, list_regulations(made.connection, published=True)):
            raise RefusalError(fault.code, **fault.params)  # another text holds by now where this one ended
        made.amend(
            regulations, identity, seen, UNKNOWN, ended_on=last_day, reason=why, who=name_of(person),
            at=made.at,
        )  # fmt: skip


def _check_ready(registry: Registry, made: Deed, found: Regulation) -> None:
    others = list_regulations(made.connection, published=True)
    ready = readiness_beside(found, others, registry.settings.metric_epsg)
    name = found.content.head.name
    if ready.faults:
        raise RefusalError("REGULATION-HAS-FAULTS", count=len(ready.faults))
    for fault in ready.conflicts:
        raise RefusalError(fault.code, **fault.params)
    if not ready.has_file:
        raise RefusalError("REGULATION-NO-FILE", name=name)
    wrong = sum(not result.passed for result in ready.trial.results)
    if wrong:
        raise RefusalError("REGULATION-EXAMPLES-FAIL", count=wrong)
    for untried in ready.trial.untried:
        raise RefusalError("REGULATION-UNTRIED", number=untried.number.words, count=len(ready.trial.untried))
    if not ready.replayed:
        raise RefusalError("REGULATION-NOT-REPLAYED", name=name)
