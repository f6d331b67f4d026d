"""Plans of carriers: their versions, a new one from a file, proposed by one and published by another."""

import datetime as dt
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.model.people import INSIDE, Role
from registry.model.plans import PlanVersion
from registry.model.publications import Publication
from registry.services.appraise.finding_texts import sentence
from registry.services.office import publications
from registry.services.office.attachments import file_copy, keep_file
from registry.services.office.calendar import today
from registry.services.register import plan_publication
from registry.services.register.import_plan import KIND, PlanFile, read_plan, try_plan
from registry.services.zones.what_if import what_if_plan
from web.frame import parameters, refusals
from web.frame.downloads import list_template
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import context, registry
from web.frame.people import operator_names, who
from web.frame.uploads import uploaded
from web.frame.wording.issues import preview
from web.frame.wording.words import DECISIONS, OUTCOMES
from web.imports.frame import WRITERS, may_write, needed_day, terms_of
from web.map.rule_signs import SIGNS, families

blueprint = Blueprint("plans", __name__, url_prefix="/plans")

TERMS = ("operator", "decision", "valid_from")
EXTENSIONS = (".xlsx", ".xls", ".ods", ".csv")
CHANGES_SHOWN = 100
STATES: dict[str, Any] = {
    "now": _l("Đang hiệu lực"),
    "ahead": _l("Chưa đến ngày hiệu lực"),
    "ended": _l("Đã hết hiệu lực"),
}


def waiting_plans() -> int:
    """Return how many versions wait for a leader; 0 for whoever is none."""
    if not current_person().is_one_of(Role.LEADER):
        return 0
    return len(publications.proposals(registry(), KIND, waiting=True))


@blueprint.get("")
@guarded(*INSIDE)
def listed() -> str | Response:
    """List the versions of all plans, those that wait to be published first."""
    parameters.known_only(request.args, NAMES)
    names = operator_names()
    columns = [
        Column("operator", _("Doanh nghiệp"), lambda one: names.get(one.version.operator)),
        Column("decision", _("Quyết định"), lambda one: one.version.decision),
        Column("from", _("Hiệu lực"), lambda one: one.version.valid_from),
        Column("to", _("Hết hiệu lực"), lambda one: one.version.valid_to, heading=False),
        Column("positions", _("Vị trí"), lambda one: one.positions, number=True),
        Column("batch", _("Lô"), lambda one: one.batch),
        Column("who", _("Người ghi"), lambda one: one.who),
    ]
    shown = listing(plan_publication.plan_facts(registry()), columns)
    if wants_book():
        return shown.book(_("Kế hoạch của doanh nghiệp"))
    lacking = {item.code for item in context().operators} - set(context().plans.versions)
    return render_template(
        "imports/plans.html",
        items=shown.items,
        listed=shown,
        state_of=_state,
        states=STATES,
        names=names,
        lacking=[name for code, name in names.items() if code in lacking],
        proposals=[one for one in publications.proposals(registry(), KIND) if one.state.value in _UNDECIDED][
            :20
        ],
        may_write=may_write(),
    )


_UNDECIDED = ("proposed", "returned")


@blueprint.get("/version/<version>")
@guarded(*INSIDE)
def show(version: str) -> str | Response:
    """Show a version: its decision and validity, who proposed and published it, its positions."""
    parameters.known_only(request.args, NAMES)
    facts = next((one for one in plan_publication.plan_facts(registry()) if one.version.id == version), None)
    if facts is None:
        raise RefusalError("PLAN-VERSION-UNKNOWN")
    communes = {unit.code: unit.name for unit in context().units.communes}
    columns = [
        Column("code", _("Mã quy hoạch"), lambda one: one.code),
        Column(
            "commune", _("Xã, phường"),
            lambda one: communes.get(one.commune_code) or one.commune_as_written,
        ),
        Column("address", _("Địa chỉ"), lambda one: one.address),
        Column("lon", _("Kinh độ"), lambda one: one.lon, heading=False),
        Column("lat", _("Vĩ độ"), lambda one: one.lat, heading=False),
        Column("class", _("Loại cột"), lambda one: one.mast_class),
        Column("height", _("Chiều cao tối đa"), lambda one: one.max_height_m, number=True),
    ]  # fmt: skip
    shown = listing(plan_publication.positions_of(registry(), version), columns)
    if wants_book():
        return shown.book(_("Vị trí quy hoạch"))
    published = publications.proposals(registry(), KIND, version)
    return render_template(
        "imports/plan.html",
        facts=facts,
        state=_state(facts.version),
        states=STATES,
        name=operator_names().get(facts.version.operator, facts.version.operator),
        items=shown.items,
        listed=shown,
        communes=communes,
        proposed=next((one for one in published if one.batch == facts.batch), None),
    )


@blueprint.get("/template.xlsx")
@guarded(*WORKERS)
def template() -> Response:
    """Send the template workbook of a plan."""
    return list_template(ListKind.PLAN, "mau-ke-hoach.xlsx")


@blueprint.get("/file")
@guarded(*WRITERS)
def file_start() -> str:
    """Show where a version of a plan is handed in."""
    return _start_page({"operator": request.args.get("operator", "")})


@blueprint.post("/file")
@guarded(*WRITERS)
def file_upload() -> Any:
    """Keep the file and go to its preview; a file that cannot be read is refused on this page."""
    form: dict[str, Any] = {name: request.form.get(name, "").strip() for name in TERMS}
    try:
        given = terms_of(request.form, TERMS)
        with uploaded("list") as (path, name):
            _read(path, name, given)
            held = keep_file(registry(), path, name)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _start_page(form, why))
    return redirect(url_for("plans.file_preview", sha256=held.sha256, name=name, **form), 303)


@blueprint.get("/file/<sha256>")
@guarded(*WRITERS)
def file_preview(sha256: str) -> str:
    """Show what a kept file would bring: positions, what is not understood, which outcomes would change."""
    return _preview_page(sha256, request.args)


@blueprint.post("/file/<sha256>")
@guarded(*WRITERS)
def file_propose(sha256: str) -> Any:
    """Propose a version to the leader, from its kept file."""
    form = request.form
    name = form.get("name", "")
    try:
        with file_copy(registry(), sha256, name) as path:
            found = _read(path, name, terms_of(form, TERMS))
            made = plan_publication.propose_plan(
                registry(), found, person=current_person(), note=form.get("note", "")
            )
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _preview_page(sha256, form, why))
    flash(_("Đã trình lãnh đạo công bố phiên bản kế hoạch."))
    return redirect(url_for("plans.proposed", publication=made.id), 303)


@blueprint.get("/proposed/<publication>")
@guarded(*WORKERS)
def proposed(publication: str) -> str:
    """Show a proposed version: what it would bring and change, and the deeds of who may decide."""
    return _proposed_page(publication)


@blueprint.post("/proposed/<publication>/publish")
@guarded(Role.LEADER)
def publish(publication: str) -> Any:
    """Put a proposed version in force."""
    outcome = plan_publication.publish_plan(
        registry(), publication, person=current_person(), reason=request.form.get("reason", "")
    )
    flash(
        _("Đã công bố phiên bản kế hoạch: %(count)s vị trí mới (lô %(batch)s).",
          count=outcome.counts["new"], batch=outcome.batch)
    )  # fmt: skip
    return redirect(url_for("plans.listed"), 303)


@blueprint.post("/proposed/<publication>/return")
@guarded(Role.LEADER)
def send_back(publication: str) -> Any:
    """Return a proposed version, with a reason."""
    reason = request.form.get("reason", "")
    publications.send_back(registry(), publication, person=current_person(), reason=reason)
    flash(_("Đã trả lại đề nghị công bố."))
    return redirect(url_for("plans.proposed", publication=publication), 303)


@blueprint.post("/proposed/<publication>/withdraw")
@guarded(*WRITERS)
def withdraw(publication: str) -> Any:
    """Take a proposal back before it is decided."""
    publications.withdraw(registry(), publication, person=current_person())
    flash(_("Đã rút đề nghị công bố."))
    return redirect(url_for("plans.proposed", publication=publication), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say on the page of a proposal why something is not done to it."""
    publication = (request.view_args or {}).get("publication", "")
    return _proposed_page(publication, error) if publication else None


def _read(path: Any, name: str, terms: dict[str, str]) -> PlanFile:
    if not name.lower().endswith(EXTENSIONS):
        raise RefusalError("PLAN-FILE-KIND", name=name, known=", ".join(EXTENSIONS))
    if not terms["operator"]:
        raise RefusalError("PLAN-NO-OPERATOR")
    day = needed_day(terms["valid_from"], "PLAN-NO-DAY")
    return read_plan(
        registry(), path, operator=terms["operator"], decision=terms["decision"], valid_from=day, name=name
    )


def _told(found: PlanFile) -> dict[str, Any]:
    """Return what a version would bring and change, for a template."""
    change = what_if_plan(registry(), found.version, found.positions)
    return {
        **preview(try_plan(registry(), found), "planned_positions"),
        "version": found.version,
        "operator": operator_names().get(found.version.operator, found.version.operator),
        "change": change,
        "changes": sorted(change.changes, key=lambda one: one.decided is None)[:CHANGES_SHOWN],
        "rule_names": {rule: item["name"] for item in families(_, language()) for rule in item["rules"]},
        "sentence": lambda finding: sentence(finding, language()),
        "outcomes": OUTCOMES,
        "decisions": DECISIONS,
        "signs": SIGNS,
    }


def _preview_page(sha256: str, values: Any, refusal: RefusalError | None = None) -> str:
    name = values.get("name", "")
    terms = terms_of(values, TERMS)
    with file_copy(registry(), sha256, name) as path:
        found = _read(path, name, terms)
    return render_template(
        "imports/plan_preview.html",
        name=name,
        sha256=sha256,
        terms=terms,
        note=values.get("note", ""),
        refusal=refusals.said(refusal),
        **_told(found),
    )


def _proposed_page(publication: str, refusal: RefusalError | None = None) -> str:
    one: Publication = publications.get_proposal(registry(), publication)
    if one.kind != KIND:
        raise RefusalError("PUBLICATION-UNKNOWN")
    told: dict[str, Any] = {"version": None}
    if one.waits:
        with plan_publication.proposed_file(registry(), one) as found:
            told = _told(found)
    return render_template(
        "imports/plan_proposed.html",
        proposed=one,
        day=dt.date.fromisoformat(one.options["valid_from"]),
        carrier=operator_names().get(one.options["operator"], one.options["operator"]),
        may_publish=current_person().is_one_of(Role.LEADER),
        may_write=may_write(),
        alone=publications.alone(registry(), current_person()),
        me=who(),
        typed=request.form if refusal else {},
        refusal=refusals.said(refusal),
        **told,
    )


def _start_page(form: dict[str, str], refusal: RefusalError | None = None) -> str:
    return render_template(
        "imports/plan_file.html",
        form=form,
        operators=operator_names(),
        extensions=EXTENSIONS,
        refusal=refusals.said(refusal),
    )


def _state(version: PlanVersion) -> str:
    day = today()
    if version.valid_from > day:
        return "ahead"
    return "ended" if version.valid_to is not None and version.valid_to < day else "now"
