"""Penalties proposed for violations: for officers only, never part of what the company sees or gets.

An act that had ended is judged by the decree of its day, one that still goes on by that of the day on which
it is found (NĐ 174/2026/NĐ-CP Điều 115). Amounts are an organisation's.
"""

import datetime as dt

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import PenaltyProposal, Verdict
from registry.model.company_inspections.steps import Stage
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.safety.penalties import Penalty, catalogue, penalties_for
from registry.services.company_inspections.conclusions import item_in
from registry.services.company_inspections.deeds import (
    LONGEST,
    check_writer,
    inspection_deed,
    may_see_penalties,
    needed,
    standing_in,
)
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.company_inspections.inspections import penalties_of
from registry.store.company_inspections.tables import inspection_penalties
from registry.typed_text import within

PROPOSED_IN = (Stage.EXPLAINED, Stage.SUBMITTED, Stage.CONCLUDED)


def acts(person: Person) -> dict[str, Penalty]:
    """Return the acts that a decree which was read knows, for an officer's choice; by their code."""
    _check(person)
    return {one.act: one for one in catalogue()}


def possible(act: str, *, ended: bool, acted_on: dt.date, found_on: dt.date) -> list[Penalty]:
    """Return what applies to an act: by the decree of its day where it had ended, else of the finding's."""
    return penalties_for([act], acted_on if ended else found_on, today())


@one_moment()
def propose_penalty(
    registry: Registry,
    inspection: str,
    item: str,
    act: str,
    *,
    ended: bool,
    acted_on: dt.date,
    found_on: dt.date,
    note: str = "",
    person: Person,
) -> str:
    """Propose a penalty for an item that is a violation, and return its id.

    Refused for an item that is none (``COMPANY-INSPECTION-NO-VIOLATION``), days that do not follow each other
    (``COMPANY-INSPECTION-DAY``), and an act that no decree which was read knows on that day
    (``COMPANY-INSPECTION-NO-PENALTY``). One whose limitation is over is written down and says so.
    """
    _check(person)
    check_writer(person)
    if found_on > today() or acted_on > found_on:
        raise RefusalError("COMPANY-INSPECTION-DAY", day=max(found_on, acted_on))
    counted = acted_on if ended else found_on
    found = possible(act, ended=ended, acted_on=acted_on, found_on=found_on)
    if not found:
        raise RefusalError("COMPANY-INSPECTION-NO-PENALTY", day=counted)
    one = found[0]
    with inspection_deed(registry, "penalty", person, of=inspection) as made:
        standing_in(made, inspection, *PROPOSED_IN)
        if item_in(made, inspection, item).verdict is not Verdict.VIOLATED:
            raise RefusalError("COMPANY-INSPECTION-NO-VIOLATION")
        identity = new_id()
        made.create(
            inspection_penalties,
            {
                "id": identity, "company_inspection": inspection, "item": item, "act": act,
                "document": one.document, "article": one.article, "least_m": one.least_m,
                "most_m": one.most_m, "verified": one.verified, "ended": ended, "acted_on": acted_on,
                "found_on": found_on, "limit_on": one.limit_on, "note": within(note, LONGEST),
                "who": made.who, "at": made.at,
            },
        )  # fmt: skip
    return identity


@one_moment()
def withdraw_penalty(
    registry: Registry, inspection: str, wanted: str, *, reason: str, seen: int, person: Person
) -> None:
    """Withdraw a penalty that was proposed, with the reason."""
    _check(person)
    check_writer(person)
    why = needed(reason)
    with inspection_deed(registry, "penalty_out", person, of=inspection) as made:
        offered = {"withdrawn": why}
        made.standing(
            inspection_penalties, wanted, unknown="COMPANY-INSPECTION-PART", seen=seen, offered=offered
        )
        standing_in(made, inspection, *PROPOSED_IN)
        _penalty_in(made, inspection, wanted)
        made.amend(inspection_penalties, wanted, **offered)


def _penalty_in(made: Deed, inspection: str, wanted: str) -> PenaltyProposal:
    for one in penalties_of(made.connection, inspection):
        if one.id == wanted:
            return one
    raise RefusalError("COMPANY-INSPECTION-PART", id=wanted[:40])


def _check(person: Person) -> None:
    if not may_see_penalties(person):
        raise RefusalError("COMPANY-INSPECTION-NOT-ALLOWED")
