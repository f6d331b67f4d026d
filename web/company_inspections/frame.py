"""What the pages of a company's inspection share: the blueprint, the line of steps, how one is shown."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import CompanyInspection, StepTaken
from registry.model.company_inspections.steps import ENDED, ORDER, WRITERS, Stage
from registry.model.people import INSIDE, STAFF
from registry.services.company_inspections import deeds
from registry.services.company_inspections.held import InspectionParts, inspection_parts
from registry.services.office.calendar import today
from web.company_inspections import words
from web.frame import refusals
from web.frame.guard import current_person
from web.frame.office import registry

blueprint = Blueprint("company_inspections", __name__, url_prefix="/company-inspections")

READERS = tuple(sorted(INSIDE))
"""Who reads inspections of every company."""
OFFICERS = tuple(sorted(WRITERS))
"""Who draws one up, carries it out and takes its steps; who of them decides, the deed itself knows."""

PENALTIES = tuple(sorted(STAFF))
"""Who sees penalty proposals."""

POINTS = (
    Stage.PROPOSED, Stage.DECIDED, Stage.ANNOUNCED, Stage.REPORTS, Stage.UNDER_WAY, Stage.EXPLAINED,
    Stage.CONCLUDED, Stage.FOLLOWED, Stage.SEALED,
)  # fmt: skip
"""The points of the line of steps; drawing up and submitting belong to what follows them."""

_TABS = (
    ("company_inspections.show", _l("Tiến trình")),
    ("company_inspections.sample", _l("Mẫu kiểm tra")),
    ("company_inspections.asked", _l("Báo cáo, giải trình")),
    ("company_inspections.gathered", _l("Hồ sơ")),
    ("company_inspections.conclusion", _l("Kết luận, kiến nghị")),
    ("company_inspections.papers", _l("Văn bản")),
)
_INTERNAL = ("company_inspections.penalties", _l("Đề xuất xử phạt"))


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the line of steps: its word, whether it is done or the next, when and by whom."""

    word: Any
    state: str  # done, now, ahead; begun: it goes on beside the one that is ``now``
    on: dt.date | None
    who: str
    begun: bool = False  # of the point that is ``now``: it goes on already


def line_of(found: CompanyInspection, steps: tuple[StepTaken, ...], *, asked: bool) -> list[Point]:
    """Return the line of steps; of one that was stopped what it had reached.

    ``asked``: the company is asked to explain, so that step goes on, though the visits may not be over.
    """
    taken = {step.stage: step for step in steps}
    reached = found.stage
    if reached is Stage.STOPPED:
        before = [Stage(step.before) for step in steps if step.stage is Stage.STOPPED and step.before]
        reached = before[-1] if before else Stage.DRAFTED
    at = ORDER.index(reached)
    done = {point for point in POINTS if ORDER.index(point) <= at}
    if found.stage is Stage.UNDER_WAY:
        done.discard(Stage.UNDER_WAY)  # begun, not over
    following = None if found.stage in ENDED else next((one for one in POINTS if one not in done), None)
    begun = asked and following is Stage.UNDER_WAY
    points = []
    for point in POINTS:
        step = taken.get(point) if ORDER.index(point) <= at else None
        state = _how_far(point, done, following, begun=begun)
        on, who = (step.dated, step.who) if step else (None, "")
        points.append(Point(words.STAGES[point], state, on, who, begun=begun and state == "now"))
    return points


def line_of_company(stage: Stage, *, asked: bool) -> list[Point]:
    """Return the line of steps as the company sees it: how far it is, not when and by whom."""
    known = POINTS[POINTS.index(Stage.DECIDED) :]
    at = ORDER.index(stage) if stage is not Stage.STOPPED else -1
    done = {point for point in known if ORDER.index(point) <= at} - (
        {Stage.UNDER_WAY} if stage is Stage.UNDER_WAY else set()
    )
    following = None if stage in ENDED else next((one for one in known if one not in done), None)
    begun = asked and following is Stage.UNDER_WAY
    states = {one: _how_far(one, done, following, begun=begun) for one in known}
    return [
        Point(words.STAGES[one], state, None, "", begun=one is stage or (begun and state == "now"))
        for one, state in states.items()
    ]


def _how_far(point: Stage, done: set[Stage], following: Stage | None, *, begun: bool) -> str:
    """Return how far a point is; ``begun``: what follows goes on already, and so does the one after it."""
    if begun and point is following:
        return "begun"
    if begun and point is Stage.EXPLAINED:
        return "now"
    return "done" if point in done else "now" if point is following else "ahead"


def parts_found(identity: str) -> InspectionParts:
    """Return an inspection with its parts (``COMPANY-INSPECTION-UNKNOWN``)."""
    return inspection_parts(registry(), identity, person=current_person())


def shown(template: str, here: str, parts: InspectionParts, refusal: RefusalError | None, **more: Any) -> str:
    """Render a page of an inspection with what all of them show."""
    person, found = current_person(), parts.inspection
    tabs = [*_TABS, _INTERNAL] if deeds.may_see_penalties(person) else list(_TABS)
    return render_template(
        template,
        parts_of=parts,
        found=found,
        company=parts.company_name,
        here=f"company_inspections.{here}",
        tabs=tabs,
        refusal=refusals.said(refusal),
        typed=request.form if refusal is not None else {},
        stands=words.STANDS,
        state_class=words.STATE_CLASS,
        may_write=deeds.may_write(person) and found.open,
        may_decide=deeds.may_decide(person),
        today=today(),
        words=words,
        **more,
    )


def done(
    identity: str,
    work: Callable[[], object],
    said: Any,
    page: Callable[..., str | Response],
    endpoint: str,
) -> Any:
    """Do a deed and return to the page that it was done on; a refusal is said there."""
    try:
        work()
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: page(identity, why))
    flash(str(said))
    return redirect(url_for(f"company_inspections.{endpoint}", identity=identity), 303)
