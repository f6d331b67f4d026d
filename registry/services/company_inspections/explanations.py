"""The company's explanation: asked of the facts that the letter names, given with files, or not in time."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from registry.errors import RefusalError
from registry.model.company_inspections.on_the_spot import Explanation
from registry.model.company_inspections.steps import Stage
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.deeds import (
    COMPANY_INSPECTION,
    LONGEST,
    file_json,
    inspection_deed,
    standing_in,
)
from registry.services.company_inspections.held import company_code
from registry.services.company_inspections.reports import own_inspection
from registry.services.company_inspections.visits import Files, kept_files
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.notices import officer, tell
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.company_inspections.inspections import explanations_of, items_of
from registry.store.company_inspections.tables import inspection_explanations
from registry.typed_text import within


def ask_of(made: Deed, inspection: str, items: Sequence[str]) -> tuple[Explanation, ...]:
    """Write down of which items' facts an explanation is asked, inside the deed that sends the letter.

    The words are those of the moment: what is drafted later is not the company's to read.
    """
    known = {one.id: one for one in items_of(made.connection, inspection)}
    unknown = [key for key in items if key not in known]
    if unknown:
        raise RefusalError("COMPANY-INSPECTION-PART", id=unknown[0][:40])
    asked = []
    for key in dict.fromkeys(items):
        row: dict[str, Any] = {
            "id": new_id(), "company_inspection": inspection, "asked": known[key].fact, "text": "",
            "item": key, "files": [], "given_on": None, "who": made.who, "at": made.at,
        }  # fmt: skip
        made.create(inspection_explanations, row)
        asked.append(Explanation(row["id"], 1, inspection, asked=row["asked"], item=key))
    return tuple(asked)


@one_moment()
def explain(
    registry: Registry,
    inspection: str,
    explanation: str,
    *,
    text: str,
    files: Files = (),
    seen: int,
    person: Person,
) -> None:
    """Explain what was asked, as the company or as an officer for it; again until the stage is over.

    Refused without words or files (``COMPANY-INSPECTION-SAID-NOTHING``) and for another company's
    (``COMPANY-INSPECTION-UNKNOWN``).
    """
    own = "" if person.is_staff else company_code(registry, person)
    said = within(text, LONGEST)
    if not said and not files:
        raise RefusalError("COMPANY-INSPECTION-SAID-NOTHING")
    kept = kept_files(registry, files)
    with inspection_deed(registry, "explanation", person, of=inspection) as made:
        offered = {"text": said, "given_on": today()}
        found = own_inspection(made, inspection, own)  # before the version: a conflict tells what stands
        held = next(
            (one for one in explanations_of(made.connection, inspection) if one.id == explanation), None
        )
        if held is None:
            raise RefusalError("COMPANY-INSPECTION-PART", id=explanation[:40])
        made.standing(
            inspection_explanations,
            explanation,
            unknown="COMPANY-INSPECTION-PART",
            seen=seen,
            offered=offered,
        )
        standing_in(made, inspection, Stage.UNDER_WAY)
        every = [file_json(one) for one in (*held.files, *kept)]
        made.amend(inspection_explanations, explanation, **offered, files=every, who=made.who, at=made.at)
        if own:
            to = [officer(made.connection, found.drafted_by)]
            subject = Subject(COMPANY_INSPECTION, inspection)
            tell(made, NoticeKind.INSPECTION_EXPLAINED, to, subject, code=found.code)


@one_moment()
def explain_unasked(
    registry: Registry, inspection: str, *, text: str, files: Files = (), person: Person
) -> str:
    """Add what the company says without being asked, while the inspection is under way; return its id."""
    own = "" if person.is_staff else company_code(registry, person)
    said = within(text, LONGEST)
    if not said and not files:
        raise RefusalError("COMPANY-INSPECTION-SAID-NOTHING")
    kept = kept_files(registry, files)
    with inspection_deed(registry, "explanation", person, of=inspection) as made:
        own_inspection(made, inspection, own)
        standing_in(made, inspection, Stage.UNDER_WAY)
        identity = new_id()
        made.create(
            inspection_explanations,
            {"id": identity, "company_inspection": inspection, "asked": "", "text": said, "item": "",
             "files": [file_json(one) for one in kept], "given_on": today(), "who": made.who, "at": made.at},
        )  # fmt: skip
    return identity


def all_given(explanations: Sequence[Explanation]) -> bool:
    """Whether everything that was asked is explained."""
    return all(one.given_on is not None for one in explanations if one.asked)


def over(explain_by: dt.date | None) -> bool:
    """Whether the day for explaining is over; without a day it never is."""
    return explain_by is not None and explain_by < today()
