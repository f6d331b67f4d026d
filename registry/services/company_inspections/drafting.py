"""An inspection drawn up: company, matters, scope, period, basis, team; saved as typed until proposed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import (
    CompanyInspection,
    Delegation,
    Matter,
    Scope,
    TeamMember,
)
from registry.model.company_inspections.steps import ENDED, Stage
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.deeds import (
    LONGEST,
    UNKNOWN,
    check_writer,
    inspection_deed,
    standing_as,
)
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, name_of
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.company_inspections.inspections import codes_held, get_inspection
from registry.store.company_inspections.tables import company_inspections, inspection_steps
from registry.store.database import Connection
from registry.store.office.operators import organisation_names
from registry.store.records import plain_of
from registry.typed_text import line_within, within

MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class InspectionPlan:
    """What an inspection is drawn up from; anything but the company may be left for later."""

    company: str
    name: str = ""
    matters: tuple[Matter, ...] = ()
    scope: tuple[Scope, ...] = ()
    reason: str = ""
    facts_from: dt.date | None = None
    facts_to: dt.date | None = None
    basis: tuple[str, ...] = ()
    delegation: Delegation | None = None
    delegation_number: str = ""
    delegation_on: dt.date | None = None
    span_from: dt.date | None = None
    span_to: dt.date | None = None
    place: str = ""
    team: tuple[TeamMember, ...] = ()


def plan_of(found: CompanyInspection) -> InspectionPlan:
    """Return what an inspection was drawn up from, for its form."""
    return InspectionPlan(
        found.company, found.name, found.matters, found.scope, found.reason, found.facts_from, found.facts_to,
        found.basis, found.delegation, found.delegation_number, found.delegation_on, found.span_from,
        found.span_to, found.place, found.team,
    )  # fmt: skip


@one_moment()
def draw_up(
    registry: Registry,
    plan: InspectionPlan,
    *,
    person: Person,
    follows: str = "",
    on: dt.date | None = None,
) -> str:
    """Begin an inspection (``on`` an earlier day where it was begun on paper) and return its id.

    ``follows`` is an ended inspection that this one is the new matter of
    (``COMPANY-INSPECTION-STILL-OPEN`` where it goes on).
    """
    check_writer(person)
    with inspection_deed(registry, "draw_up", person, company=plan.company) as made:
        columns = _columns(made.connection, plan)
        if follows and get_inspection(made.connection, follows).stage not in ENDED:
            raise RefusalError("COMPANY-INSPECTION-STILL-OPEN")
        identity = new_id()
        made.create(
            company_inspections,
            {
                "id": identity, "code": _next_code(made), "company": plan.company,
                "stage": Stage.DRAFTED.value, **columns, "follows": follows, "drafted_by": name_of(person),
                "moved_by": name_of(person), "who": made.who, "at": made.at,
            },
        )  # fmt: skip
        made.create(
            inspection_steps,
            {"id": new_id(), "company_inspection": identity, "stage": Stage.DRAFTED.value, "before": "",
             "dated": min(on or today(), today()), "note": "", "who": made.who, "at": made.at},
        )  # fmt: skip
    return identity


@one_moment()
def save(
    registry: Registry, identity: str, plan: InspectionPlan, *, seen: int, person: Person
) -> CompanyInspection:
    """Keep an inspection that is not proposed yet as it was typed."""
    check_writer(person)
    with inspection_deed(registry, "save", person, of=identity) as made:
        columns = _columns(made.connection, plan)
        standing_as(made, identity, seen, Stage.DRAFTED, **columns)
        made.amend(
            company_inspections, identity, seen, UNKNOWN, company=plan.company, **columns, who=made.who,
            at=made.at,
        )  # fmt: skip
    with registry.database.read() as connection:
        return get_inspection(connection, identity)


def lacking(found: CompanyInspection) -> list[str]:
    """Return what an inspection lacks before it can be proposed, as names of its fields."""
    head = found.head
    missing = [
        name
        for name in ("name", "matters", "scope", "reason", "facts_from", "facts_to", "basis")
        if not getattr(found, name)
    ]
    if found.facts_from and found.facts_to and found.facts_to < found.facts_from:
        missing.append("facts_to")
    return missing if head is not None else [*missing, "team"]


def _columns(connection: Connection, plan: InspectionPlan) -> dict[str, Any]:
    if plan.company not in organisation_names(connection):
        raise RefusalError("COMPANY-INSPECTION-COMPANY", company=plan.company[:40])
    return {
        "name": line_within(plan.name, 300),
        "matters": [one.value for one in dict.fromkeys(plan.matters)],
        "scope": [one.value for one in dict.fromkeys(plan.scope)],
        "reason": within(plan.reason, LONGEST),
        "facts_from": plan.facts_from,
        "facts_to": plan.facts_to,
        "basis": _lines(plan.basis),
        "delegation": plan.delegation.value if plan.delegation else "",
        "delegation_number": line_within(plan.delegation_number, 100),
        "delegation_on": plan.delegation_on,
        "span_from": plan.span_from,
        "span_to": plan.span_to,
        "place": line_within(plan.place, 300),
        "team": team_json(plan.team),
    }


def team_json(team: Sequence[TeamMember]) -> list[dict[str, Any]]:
    """Return a team as its column holds it; ``COMPANY-INSPECTION-TEAM`` for one without a name."""
    if len(team) > MOST_LINES or any(not one.name.strip() for one in team):
        raise RefusalError("COMPANY-INSPECTION-TEAM")
    heads = [one for one in team if one.serves and one.post.value == "head"]
    if len(heads) > 1:
        raise RefusalError("COMPANY-INSPECTION-HEADS")
    return [plain_of(one) for one in team]


def _lines(lines: Sequence[str]) -> list[str]:
    found = [within(" ".join(line.split()), 1000) for line in lines if line.strip()]
    if len(found) > MOST_LINES:
        raise RefusalError("TEXT-LONG", beginning=found[0][:40], length=len(found), longest=MOST_LINES)
    return found


def _next_code(made: Deed) -> str:
    head = f"KT-{today().year}-"
    taken = [
        int(code.removeprefix(head))
        for code in codes_held(made.connection)
        if code.startswith(head) and code.removeprefix(head).isdecimal()
    ]
    return f"{head}{max(taken, default=0) + 1:02d}"
