"""The team of an inspection: who states a conflict of interest, who takes whose place, and why."""

from dataclasses import replace

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import CompanyInspection, Post, TeamMember
from registry.model.company_inspections.steps import ENDED, ORDER, Stage
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.deeds import (
    UNKNOWN,
    check_decider,
    check_writer,
    inspection_deed,
    needed,
    standing_as,
)
from registry.services.company_inspections.drafting import team_json
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.company_inspections.tables import company_inspections
from registry.typed_text import within

_GOES_ON = tuple(stage for stage in ORDER if stage not in ENDED)


@one_moment()
def state_conflict(
    registry: Registry, identity: str, name: str, *, conflict: str, seen: int, person: Person
) -> None:
    """Write what somebody of the team stated of a conflict of interest ("" none).

    He states it himself, or an officer writes down what he said. Refused for nobody of the team
    (``COMPANY-INSPECTION-MEMBER``).
    """
    check_writer(person)
    said = within(conflict, 1000)
    with inspection_deed(registry, "conflict", person, of=identity) as made:
        found = standing_as(made, identity, seen, *_GOES_ON, note=f"{name}: {said}")
        _serving(found, name)
        team = [
            replace(one, stated=True, conflict=said) if one.serves and one.name == name else one
            for one in found.team
        ]
        made.amend(
            company_inspections, identity, seen, UNKNOWN, team=team_json(team), who=made.who, at=made.at
        )


@one_moment()
def replace_member(
    registry: Registry,
    identity: str,
    name: str,
    *,
    by: TeamMember | None,
    reason: str,
    seen: int,
    person: Person,
) -> None:
    """Let somebody take the place of a member after the decision, or let him go; with the reason.

    Who decided the team changes it. Refused for the head without a successor (``COMPANY-INSPECTION-HEAD``),
    for a successor who has a conflict or has not stated it (``COMPANY-INSPECTION-CONFLICT``).
    """
    check_decider(person)
    why, day = needed(reason), today().isoformat()
    with inspection_deed(registry, "replace_member", person, of=identity) as made:
        stages = tuple(stage for stage in _GOES_ON if stage not in (Stage.DRAFTED, Stage.PROPOSED))
        found = standing_as(made, identity, seen, *stages, note=why)
        leaving = _serving(found, name)
        if by is None and leaving.post is Post.HEAD:
            raise RefusalError("COMPANY-INSPECTION-HEAD")
        team = [replace(one, until=day, reason=why) if one is leaving else one for one in found.team]
        if by is not None:
            check_free([by])
            team.append(replace(by, post=leaving.post, since=day, until="", reason=""))
        made.amend(
            company_inspections, identity, seen, UNKNOWN, team=team_json(team), who=made.who, at=made.at
        )


def check_free(team: list[TeamMember]) -> None:
    """Refuse people with a conflict of interest or who stated none yet (``COMPANY-INSPECTION-CONFLICT``)."""
    bound = [one.name for one in team if one.serves and (not one.stated or one.conflict)]
    if bound:
        raise RefusalError("COMPANY-INSPECTION-CONFLICT", who=", ".join(bound))


def _serving(found: CompanyInspection, name: str) -> TeamMember:
    for one in found.serving:
        if one.name == name:
            return one
    raise RefusalError("COMPANY-INSPECTION-MEMBER", name=name[:60])
