"""The page of one inspection: the line of its steps, what comes next, its team, what is in each part."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import ConclusionItem
from registry.model.company_inspections.inspection import CompanyInspection, Post, TeamMember
from registry.model.company_inspections.steps import Stage
from registry.services.company_inspections import deeds, drafting, explanations, steps, team
from registry.services.company_inspections.held import InspectionParts
from registry.services.office.calendar import today
from web.company_inspections import words
from web.company_inspections.frame import OFFICERS, READERS, blueprint, done, line_of, parts_found, shown
from web.company_inspections.sample import may_visit, progress_of, unvisited
from web.frame import parameters
from web.frame.forms import version_of
from web.frame.guard import current_person, guarded
from web.frame.office import registry


@blueprint.get("/<identity>")
@guarded(*READERS)
def show(identity: str) -> str:
    """Show an inspection with the next step for whoever looks."""
    parameters.known_only(request.args, ())
    return page(identity)


@blueprint.post("/<identity>/team/conflict")
@guarded(*OFFICERS)
def state_conflict(identity: str) -> Any:
    """Write what somebody of the team stated of a conflict of interest."""
    form = request.form

    def work() -> None:
        team.state_conflict(
            registry(), identity, form.get("member", ""), conflict=form.get("conflict", ""),
            seen=version_of(), person=current_person(),
        )  # fmt: skip

    return done(identity, work, _("Đã ghi lời khai."), page, "show")


@blueprint.post("/<identity>/team/replace")
@guarded(*OFFICERS)
def replace_member(identity: str) -> Any:
    """Let somebody take the place of a member, with the reason."""
    form = request.form

    def work() -> None:
        name = form.get("by", "").strip()
        by = TeamMember(Post.MEMBER, name, form.get("office", ""), stated=form.get("free") == "yes")
        team.replace_member(
            registry(), identity, form.get("member", ""), by=by if name else None,
            reason=form.get("reason", ""), seen=version_of(), person=current_person(),
        )  # fmt: skip

    return done(identity, work, _("Đã thay người trong đoàn."), page, "show")


def page(identity: str, refusal: RefusalError | None = None) -> str:
    """Render the page of an inspection, with a refusal where a deed on it was refused."""
    parts = parts_found(identity)
    found, day = parts.inspection, today()
    person = current_person()
    allowed = deeds.allowed_steps(found, person)
    return shown(
        "company_inspections/show.html", "show", parts, refusal,
        points=line_of(found, parts.steps, asked=any(one.asked for one in parts.explanations)),
        clock=words.awaited(found),
        late=parts.due is not None and parts.due.late(day),
        allowed=[one.to for one in allowed if one.to is not Stage.STOPPED],
        stop=Stage.STOPPED if any(one.to is Stage.STOPPED for one in allowed) else None,
        lacks=_lacks(found),
        reports_late=sum(one.late(day) for one in parts.reports),
        visited=sum(one.progress == "visited" for one in progress_of(found).values()),
        unvisited=unvisited(found),
        drafts=steps.papers_due(found.stage),
        asking=_asking(parts),
        sends=may_visit(parts) and deeds.may_write(person),
        explained_all=bool(parts.explanations) and explanations.all_given(parts.explanations),
        awaiting=any(one.asked and one.given_on is None for one in parts.explanations),
        may_package=deeds.may_see_penalties(person),
        starts_new=deeds.may_write(person),
        earlier=parts_found(found.follows).inspection if found.follows else None,
    )  # fmt: skip


def _asking(parts: InspectionParts) -> list[ConclusionItem]:
    """Return the items of which no explanation was asked yet."""
    asked = {one.item for one in parts.explanations}
    return [one for one in parts.items if one.id not in asked and one.fact]


def _lacks(found: CompanyInspection) -> list[str]:
    if found.stage is not Stage.DRAFTED:
        return []
    return [str(words.FIELDS[name]) for name in dict.fromkeys(drafting.lacking(found))]
