"""Draft plans: made, filled, tried against what stands and what was decided, published or discarded."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.geo.area_texts import area_text, read_area
from registry.model.drafts import DraftState
from registry.model.people import Role
from registry.services.appraise.finding_texts import sentence
from registry.services.office import publications
from registry.services.zones import draft_publication, plan_drafts
from registry.services.zones.what_if import WhatIf, WouldChange, what_if
from registry.services.zones.what_if_book import write_what_if
from registry.typed_text import within
from web.frame import parameters, refusals
from web.frame.downloads import made_file
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.people import who
from web.frame.security.csp import nonce
from web.frame.wording import words
from web.frame.wording.filters import day as as_day
from web.frame.wording.words import DECISIONS, OUTCOMES, VERDICTS
from web.map.folium_page import folium_page
from web.map.rule_signs import SIGNS, families
from web.zones.frame import WRITERS, blueprint, may_write, terms_of, zones_map
from web.zones.register import tellers

SHOWN = 200
DRAFT_STATES: dict[str, Any] = {
    "draft": _l("Dự thảo"),
    "published": _l("Đã công bố"),
    "discarded": _l("Đã bỏ"),
}


@blueprint.get("/drafts")
@guarded(*WORKERS)
def drafts() -> str:
    """List the drafts and offer a new one; ``then=draw`` leads on to the drawing board, with ``area`` where
    one
    was chosen on the map."""
    parameters.known_only(request.args, ("then", "area"))
    return _drafts_page(request.args)


@blueprint.post("/drafts")
@guarded(*WRITERS)
def draft_create() -> Any:
    """Make an empty draft."""
    area = _area(request.form)
    try:
        made = plan_drafts.create_draft(registry(), who=who(), **_terms())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _drafts_page(request.form, why))
    if _to_draw(request.form):
        return redirect(url_for("zones.draw", draft=made.id, area=area), 303)
    return redirect(url_for("zones.draft", draft=made.id), 303)


@blueprint.get("/drafts/<draft>")
@guarded(*WORKERS)
def draft(draft: str) -> str:
    """Show a draft: its terms, its zones on a map and in a table, the scans."""
    return _draft_page(draft)


@blueprint.post("/drafts/<draft>")
@guarded(*WRITERS)
def draft_change(draft: str) -> Any:
    """Change a draft's terms, as they were seen."""
    seen = _seen()

    def work() -> None:
        plan_drafts.change_draft(registry(), draft, seen=-1 if seen is None else seen, who=who(), **_terms())

    return _deed(draft, work, _("Đã lưu thông tin của bản dự thảo."))


@blueprint.post("/drafts/<draft>/zones/<zone>/remove")
@guarded(*WRITERS)
def draft_zone_remove(draft: str, zone: str) -> Any:
    """Take a zone out of a draft."""
    done = _("Đã bỏ vùng khỏi bản dự thảo.")
    seen = _seen()
    return _deed(draft, lambda: plan_drafts.remove_zone(registry(), draft, zone, seen=seen, who=who()), done)


@blueprint.post("/drafts/<draft>/discard")
@guarded(*WRITERS)
def draft_discard(draft: str) -> Any:
    """Put a draft aside."""
    done = _("Đã bỏ bản dự thảo; sổ cái vẫn giữ.")
    seen = request.form.get("stamp", "")
    return _deed(draft, lambda: plan_drafts.discard(registry(), draft, seen=seen, who=who()), done)


@blueprint.get("/drafts/<draft>/what-if")
@guarded(*WORKERS)
def draft_what_if(draft: str) -> str:
    """Show which masts and decisions would answer otherwise, and offer to publish."""
    parameters.known_only(request.args, ("show", "page"))
    return _what_if_page(draft)


@blueprint.get("/drafts/<draft>/what-if.xlsx")
@guarded(*WORKERS)
def draft_what_if_book(draft: str) -> Response:
    """Send the same as a workbook."""
    file = plan_drafts.get_draft(registry(), draft)
    found = what_if(registry(), file)
    return made_file(
        lambda path: write_what_if(found, file, path, language(), illustrative=context().illustrative),
        "tac-dong-du-thao.xlsx",
    )


@blueprint.post("/drafts/<draft>/propose")
@guarded(*WRITERS)
def draft_propose(draft: str) -> Any:
    """Propose to a leader that a draft's zones be put in force, as they were looked at."""
    note = request.form.get("note", "")
    return _publication(
        draft,
        lambda: draft_publication.propose(
            registry(), draft, seen=request.form.get("stamp", ""), person=current_person(), note=note
        ),
        _("Đã trình lãnh đạo công bố. Sửa bản dự thảo thì phải trình lại."),
    )


@blueprint.post("/drafts/<draft>/withdraw")
@guarded(*WRITERS)
def draft_withdraw(draft: str) -> Any:
    """Take a proposal to publish back before it is decided."""
    proposal = request.form.get("proposal", "")
    return _publication(
        draft,
        lambda: publications.withdraw(registry(), proposal, person=current_person()),
        _("Đã rút đề nghị công bố."),
    )


@blueprint.post("/drafts/<draft>/return")
@guarded(Role.LEADER)
def draft_return(draft: str) -> Any:
    """Return a proposal to publish, with a reason."""
    proposal, reason = request.form.get("proposal", ""), request.form.get("reason", "")
    return _publication(
        draft,
        lambda: publications.send_back(registry(), proposal, person=current_person(), reason=reason),
        _("Đã trả lại đề nghị công bố."),
    )


@blueprint.post("/drafts/<draft>/publish")
@guarded(Role.LEADER)
def draft_publish(draft: str) -> Any:
    """Put a proposed draft's zones in force, as they were looked at."""
    try:
        batch = draft_publication.publish(
            registry(), draft, seen=request.form.get("stamp", ""), person=current_person(),
            reason=request.form.get("reason", ""),
        )  # fmt: skip
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _what_if_page(draft, why))
    file = plan_drafts.get_draft(registry(), draft)
    first = min(day for zone in file.zones if (day := zone.valid_from or file.draft.valid_from))
    flash(_("Đã công bố quy hoạch (lô %(batch)s): có hiệu lực từ %(day)s.", batch=batch, day=as_day(first)))
    return redirect(url_for("zones.draft", draft=draft), 303)


def _publication(draft: str, work: Any, done: str) -> Any:
    """Do something about the publication of a draft and return to what it would change."""
    try:
        work()
    except RefusalError as refusal:
        if refusal.code == "DRAFT-UNKNOWN":
            raise
        return refusals.refused(refusal, lambda why: _what_if_page(draft, why))
    flash(done)
    return redirect(url_for("zones.draft_what_if", draft=draft), 303)


def _seen() -> int | None:
    """Return the version that the form's page showed, None where it says none."""
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _terms() -> dict[str, Any]:
    given = terms_of(request.form)
    return {
        "name": within(request.form.get("name"), plan_drafts.LONGEST_NAME),
        "note": within(request.form.get("note"), 2000),
        "decision": given.decision,
        "article": given.article,
        "valid_from": given.valid_from,
        "valid_to": given.valid_to,
    }


def _deed(draft: str, work: Any, done: str) -> Any:
    """Do something to a draft and return to it; a refusal is said on its page."""
    try:
        work()
    except RefusalError as refusal:
        if refusal.code == "DRAFT-UNKNOWN":
            raise
        return refusals.refused(refusal, lambda why: _draft_page(draft, why))
    flash(done)
    return redirect(url_for("zones.draft", draft=draft), 303)


def _to_draw(values: Any) -> bool:
    """Whether the person is on the way to the drawing board, which is those who may write."""
    return values.get("then") == "draw" and may_write()


def _area(values: Any) -> str | None:
    """Return the area that was chosen on the map for the zone to be drawn, as it is written; None without."""
    return area_text(read_area(values.get("area", ""))) or None


def _drafts_page(form: Any, refusal: RefusalError | None = None) -> str:
    items = plan_drafts.list_drafts(registry())
    drawing = _to_draw(form)
    return render_template(
        "zones/drafts.html",
        items=[item for item in items if item.state is DraftState.DRAFT] if drawing else items,
        drawing=drawing,
        area=_area(form) if drawing else None,
        form=form,
        refusal=refusals.said(refusal),
        states=DRAFT_STATES,
        waiting={one.subject: one for one in draft_publication.waiting(registry())},
        returned={one.subject for one in draft_publication.returned(registry())},
        may_write=may_write(),
    )


def _draft_page(draft: str, refusal: RefusalError | None = None) -> str:
    file = plan_drafts.get_draft(registry(), draft)
    made = zones_map(context(), file.zones, pick=True)
    return render_template(
        "zones/draft.html",
        file=file,
        draft=file.draft,
        open=file.draft.state == "draft",
        map=folium_page(made, nonce()),
        refusal=refusals.said(refusal),
        states=DRAFT_STATES,
        proposed=draft_publication.newest_proposal(registry(), file),
        layers=words.LAYERS,
        may_write=may_write(),
        **tellers(),
    )


def _without_number(file: Any) -> set[str]:
    """Return the decisions of a draft that have no number yet: what is in force is by a numbered one."""
    named = {zone.decision or file.draft.decision for zone in file.zones}
    return {one for one in named if one and not any(sign.isdigit() for sign in one)}


def _groups(found: WhatIf) -> dict[str, tuple[Any, list[WouldChange]]]:
    """Return what changes in its groups: a decision that has not gone out is never called issued."""
    return {
        "issued": (_("dòng của công văn đã ban hành"), found.of_issued),
        "pending": (_("dòng đã quyết định, chưa ban hành"), found.of_pending),
        "agreed": (_("vị trí đã duyệt, chưa xây (theo danh sách)"), found.of_agreed),
        "masts": (_("cột hiện có"), found.of_masts),
    }


def _what_if_page(draft: str, refusal: RefusalError | None = None) -> str:
    file = plan_drafts.get_draft(registry(), draft)
    found = what_if(registry(), file)
    groups = _groups(found)
    asked = request.args.get("show", "")
    chosen = asked if asked in groups else next((key for key in groups if groups[key][1]), "masts")
    every = groups[chosen][1]
    pages = max(1, -(-len(every) // SHOWN))
    page = min(max(parameters.whole(request.args, "page") or 1, 1), pages)
    rows = every[(page - 1) * SHOWN : page * SHOWN]
    points = [
        {
            "code": item.proposal.site_code,
            "at": [item.proposal.position.lat, item.proposal.position.lon],
            "worse": item.worse,
        }
        for item in found.changes
        if item.proposal.position.known
    ]
    made = zones_map(context(), file.zones, pick=False, points=points)
    return render_template(
        "zones/what_if.html",
        file=file,
        draft=file.draft,
        open=file.draft.state == "draft",
        unstated=any(
            not ((zone.decision or file.draft.decision) and (zone.valid_from or file.draft.valid_from))
            for zone in file.zones
        ),
        unnumbered=sorted(_without_number(file)),
        found=found,
        groups=groups,
        chosen=chosen,
        rows=rows,
        rule_names={rule: item["name"] for item in families(_, language()) for rule in item["rules"]},
        sentence=lambda finding: sentence(finding, language()),
        page=page,
        pages=pages,
        map=folium_page(made, nonce()),
        refusal=refusals.said(refusal),
        outcomes=OUTCOMES,
        verdicts=VERDICTS,
        decisions=DECISIONS,
        signs=SIGNS,
        may_write=may_write(),
        proposed=draft_publication.newest_proposal(registry(), file),
        may_publish=current_person().is_one_of(Role.LEADER),
        alone=publications.alone(registry(), current_person()),
        me=who(),
        typed=request.form if refusal else {},
        worse=sum(item.worse for item in found.changes),
    )
