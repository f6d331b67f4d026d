"""An inspection drawn up and amended: the company, matters, period, basis, delegation and team."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import (
    CompanyInspection,
    Delegation,
    Matter,
    Post,
    Scope,
    TeamMember,
)
from registry.services.company_inspections import drafting
from registry.services.company_inspections.drafting import InspectionPlan
from web.company_inspections import words
from web.company_inspections.frame import OFFICERS, READERS, blueprint, parts_found, shown
from web.frame import parameters, refusals
from web.frame.forms import day_of, one_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.office import registry
from web.frame.people import organisations

SPARE = 2  # empty lines for people whom nobody named yet


@blueprint.get("/new")
@guarded(*OFFICERS)
def new() -> str:
    """Show where an inspection is drawn up; ``follows`` is an ended one whose matter goes on."""
    parameters.known_only(request.args, ("follows", "company"))
    return _new_page(None)


@blueprint.post("/new")
@guarded(*OFFICERS)
def create() -> Any:
    """Begin an inspection; it is kept as typed, also where something is still missing."""
    try:
        identity = drafting.draw_up(
            registry(), plan_of_form(), person=current_person(), follows=request.form.get("follows", "")
        )
    except RefusalError as refusal:
        return refusals.refused(refusal, _new_page)
    flash(_("Đã lưu đề xuất. Chọn mẫu kiểm tra, rồi trình."))
    return redirect(url_for("company_inspections.show", identity=identity), 303)


@blueprint.get("/<identity>/plan")
@guarded(*READERS)
def plan(identity: str) -> str:
    """Show what an inspection was drawn up from; changed until it is proposed."""
    parameters.known_only(request.args, ())
    return _plan_page(identity)


@blueprint.post("/<identity>/plan")
@guarded(*OFFICERS)
def save(identity: str) -> Any:
    """Keep what was typed of an inspection that is not proposed yet."""
    try:
        drafting.save(registry(), identity, plan_of_form(), seen=version_of(), person=current_person())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _plan_page(identity, why))
    flash(_("Đã lưu đề xuất."))
    return redirect(url_for("company_inspections.show", identity=identity), 303)


def plan_of_form() -> InspectionPlan:
    """Return what the form says of an inspection."""
    form = request.form
    delegation = form.get("delegation", "")
    return InspectionPlan(
        company=form.get("company", ""),
        name=form.get("name", ""),
        matters=tuple(one_of(Matter, value) for value in form.getlist("matters")),
        scope=tuple(one_of(Scope, value) for value in form.getlist("scope")),
        reason=form.get("reason", ""),
        facts_from=day_of("facts_from"),
        facts_to=day_of("facts_to"),
        basis=tuple(line for line in form.get("basis", "").splitlines() if line.strip()),
        delegation=one_of(Delegation, delegation) if delegation else None,
        delegation_number=form.get("delegation_number", ""),
        delegation_on=day_of("delegation_on"),
        span_from=day_of("span_from"),
        span_to=day_of("span_to"),
        place=form.get("place", ""),
        team=team_of_form(),
    )


def team_of_form() -> tuple[TeamMember, ...]:
    """Return the people of the form; a line without a name is none."""
    form = request.form
    rows = zip(
        *(form.getlist(name) for name in ("post", "member", "office", "account", "conflict", "stated")),
        strict=False,
    )
    return tuple(
        TeamMember(
            one_of(Post, post),
            name.strip(),
            office.strip(),
            account.strip(),
            stated == "yes",
            conflict.strip(),
        )
        for post, name, office, account, conflict, stated in rows
        if name.strip()
    )


def _new_page(refusal: RefusalError | None) -> str:
    values = _typed() if refusal else {"company": request.args.get("company", "")}
    return render(
        "company_inspections/new.html",
        refusal=refusals.said(refusal),
        follows=request.form.get("follows", "") or request.args.get("follows", ""),
        editable=True,
        found=None,
        words=words,
        **_form(values, team_of_form() if refusal else ()),
    )


def _plan_page(identity: str, refusal: RefusalError | None = None) -> str:
    parts = parts_found(identity)
    found = parts.inspection
    values = _typed() if refusal else _values(found)
    return shown(
        "company_inspections/plan.html", "plan", parts, refusal,
        editable=found.stage.value == "drafted",
        **_form(values, team_of_form() if refusal else found.team),
    )  # fmt: skip


def _form(values: dict[str, Any], team: tuple[TeamMember, ...]) -> dict[str, Any]:
    serving = [one for one in team if one.serves]
    spare = [TeamMember(Post.HEAD if not serving else Post.MEMBER, "")] + [TeamMember(Post.MEMBER, "")] * (
        SPARE - 1
    )
    return {"values": values, "organisations": organisations(), "people": [*serving, *spare]}


def _typed() -> dict[str, Any]:
    form = request.form
    return {
        **form.to_dict(), "matters": set(form.getlist("matters")), "scope": set(form.getlist("scope"))
    }  # fmt: skip


def _values(found: CompanyInspection) -> dict[str, Any]:
    """Return the fields of the form as an inspection holds them."""
    days = ("facts_from", "facts_to", "delegation_on", "span_from", "span_to")
    return {
        "company": found.company,
        "name": found.name,
        "matters": {one.value for one in found.matters},
        "scope": {one.value for one in found.scope},
        "reason": found.reason,
        "basis": "\n".join(found.basis),
        "delegation": found.delegation.value if found.delegation else "",
        "delegation_number": found.delegation_number,
        "place": found.place,
        **{name: getattr(found, name) or "" for name in days},
    }
