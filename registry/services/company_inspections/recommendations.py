"""Recommendations: to whom, what, until when; answered by the company, settled by an officer."""

import datetime as dt

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import Recommendation, RecommendationState
from registry.model.company_inspections.steps import Stage
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.conclusions import item_in
from registry.services.company_inspections.deeds import (
    COMPANY_INSPECTION,
    LONGEST,
    check_writer,
    file_json,
    inspection_deed,
    needed,
    standing_in,
)
from registry.services.company_inspections.held import company_code
from registry.services.company_inspections.reports import own_inspection
from registry.services.company_inspections.visits import Files, kept_files
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.notices import officer, organisation, tell
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.company_inspections.inspections import recommendations_of
from registry.store.company_inspections.tables import inspection_recommendations
from registry.typed_text import line_within, within

_ANSWERABLE = (RecommendationState.OPEN, RecommendationState.ANSWERED)


@one_moment()
def recommend(
    registry: Registry,
    inspection: str,
    what: str,
    *,
    to: str = "",
    item: str = "",
    due_on: dt.date | None = None,
    person: Person,
) -> str:
    """Draft a recommendation while the conclusion is drafted, and return its id.

    ``to`` "" is the company, else a body in words. Without a day it is due by the office's number of days
    from the conclusion. Refused without words (``COMPANY-INSPECTION-WHAT``).
    """
    check_writer(person)
    said = within(what, LONGEST)
    if not said:
        raise RefusalError("COMPANY-INSPECTION-WHAT")
    with inspection_deed(registry, "recommend", person, of=inspection) as made:
        standing_in(made, inspection, Stage.EXPLAINED)
        if item:
            item_in(made, inspection, item)
        identity = new_id()
        made.create(
            inspection_recommendations,
            {
                "id": identity, "company_inspection": inspection, "what": said, "to": line_within(to, 200),
                "item": item, "due_on": due_on, "state": RecommendationState.OPEN.value, "files": [],
                "who": made.who, "at": made.at,
            },
        )  # fmt: skip
    return identity


@one_moment()
def remove_recommendation(registry: Registry, inspection: str, wanted: str, *, person: Person) -> None:
    """Take a recommendation back before the conclusion is submitted."""
    check_writer(person)
    with inspection_deed(registry, "recommend_out", person, of=inspection) as made:
        standing_in(made, inspection, Stage.EXPLAINED)
        recommendation_in(made, inspection, wanted)
        made.remove(inspection_recommendations, wanted)


@one_moment()
def answer_recommendation(
    registry: Registry,
    inspection: str,
    wanted: str,
    *,
    answer: str,
    files: Files = (),
    seen: int,
    person: Person,
) -> None:
    """Say what was done about a recommendation, as the company or as an officer for whom it went to.

    Refused for one that went to somebody else than the company that answers
    (``COMPANY-INSPECTION-UNKNOWN``), without words (``COMPANY-INSPECTION-SAID-NOTHING``), and for one that is
    settled (``COMPANY-INSPECTION-SETTLED``).
    """
    own = "" if person.is_staff else company_code(registry, person)
    said = within(answer, LONGEST)
    if not said:
        raise RefusalError("COMPANY-INSPECTION-SAID-NOTHING")
    kept = kept_files(registry, files)
    with inspection_deed(registry, "recommend_answer", person, of=inspection) as made:
        offered = {"answer": said, "answered_on": today()}
        found = own_inspection(made, inspection, own)  # before the version: a conflict tells what stands
        held = recommendation_in(made, inspection, wanted)
        if own and held.to:
            raise RefusalError("COMPANY-INSPECTION-PART", id=wanted[:40])
        made.standing(
            inspection_recommendations, wanted, unknown="COMPANY-INSPECTION-PART", seen=seen, offered=offered
        )
        standing_in(made, inspection, Stage.CONCLUDED)
        if held.state not in _ANSWERABLE:
            raise RefusalError("COMPANY-INSPECTION-SETTLED")
        every = [file_json(one) for one in (*held.files, *kept)]
        made.amend(
            inspection_recommendations, wanted, **offered, files=every, answered_by=made.who,
            state=RecommendationState.ANSWERED.value,
        )  # fmt: skip
        if own:
            to = [officer(made.connection, found.drafted_by)]
            subject = Subject(COMPANY_INSPECTION, inspection)
            tell(made, NoticeKind.INSPECTION_ANSWERED, to, subject, code=found.code)


@one_moment()
def settle_recommendation(
    registry: Registry, inspection: str, wanted: str, *, done: bool, why: str, seen: int, person: Person
) -> None:
    """Record that a recommendation was followed, or is closed without it; with what that rests on."""
    check_writer(person)
    said = needed(why)
    state = RecommendationState.DONE if done else RecommendationState.NOT_DONE
    with inspection_deed(registry, "recommend_settled", person, of=inspection) as made:
        offered = {"state": state.value, "settled": said}
        made.standing(
            inspection_recommendations, wanted, unknown="COMPANY-INSPECTION-PART", seen=seen, offered=offered
        )
        standing_in(made, inspection, Stage.CONCLUDED)
        if recommendation_in(made, inspection, wanted).state not in _ANSWERABLE:
            raise RefusalError("COMPANY-INSPECTION-SETTLED")
        made.amend(inspection_recommendations, wanted, **offered, settled_by=made.who, settled_on=today())


@one_moment()
def hand_back(
    registry: Registry,
    inspection: str,
    wanted: str,
    *,
    reason: str,
    due_on: dt.date | None,
    seen: int,
    person: Person,
) -> None:
    """Give an answer back as not enough, with the reason and, where it is to be another, the new day."""
    check_writer(person)
    why = needed(reason)
    with inspection_deed(registry, "recommend_back", person, of=inspection, reason=why) as made:
        offered = {"state": RecommendationState.OPEN.value, "settled": why}
        made.standing(
            inspection_recommendations, wanted, unknown="COMPANY-INSPECTION-PART", seen=seen, offered=offered
        )
        found = standing_in(made, inspection, Stage.CONCLUDED)
        held = recommendation_in(made, inspection, wanted)
        if held.state is not RecommendationState.ANSWERED:
            raise RefusalError("COMPANY-INSPECTION-NOT-HANDED")
        made.amend(inspection_recommendations, wanted, **offered, due_on=due_on or held.due_on)
        if not held.to:
            to, subject = [organisation(found.company)], Subject(COMPANY_INSPECTION, inspection)
            tell(made, NoticeKind.INSPECTION_RETURNED, to, subject, code=found.code)


def recommendation_in(made: Deed, inspection: str, wanted: str) -> Recommendation:
    """Return a recommendation of an inspection (``COMPANY-INSPECTION-PART``)."""
    for one in recommendations_of(made.connection, inspection):
        if one.id == wanted:
            return one
    raise RefusalError("COMPANY-INSPECTION-PART", id=wanted[:40])
