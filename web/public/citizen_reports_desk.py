"""Field reports at the desk: what waits, one report with the masts near it, and what becomes of it."""

import datetime as dt
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.geo.distances import azimuth_words
from registry.messages import number
from registry.model.field.citizen_states import told
from registry.model.field.field_reports import (
    DANGEROUS,
    CitizenReportKind,
    CloseReason,
    FieldReport,
    ReportState,
)
from registry.model.field.inspections import Campaign, CampaignKind, CampaignTarget, Inspection
from registry.services.cables.sources import OF_REPORTS, trouble_of_report
from registry.services.field import campaign_targets, campaigns, inspections
from registry.services.field.defects import list_defects
from registry.services.office.calendar import in_vietnam, today
from registry.services.public import citizen_reports as reports
from registry.services.public import closing, joining, plates, report_story, report_visits
from registry.services.public.nearby import Near, nearest, others_near
from web.frame import parameters, refusals
from web.frame.forms import day_of, one_of, version_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry, settings
from web.frame.people import who
from web.frame.security.csp import nonce
from web.frame.wording import board_words as words
from web.frame.wording.moments import phone_moment
from web.frame.wording.report_places import outside, where_said
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.positions_map import box_around, positions_config
from web.public import citizen_reports as public
from web.public import citizen_reports_listed
from web.public.deadlines import is_broken, is_late, waits_for

blueprint = Blueprint("field_reports_desk", __name__, url_prefix="/field-reports")


def waiting() -> int:
    """Return how many reports nobody has dealt with; the bar of every page says it."""
    return reports.waiting(registry())


@blueprint.get("")
@guarded(*WORKERS)
def listed() -> str | Response:
    """Show the reports of a state, the dangerous ones that wait first; or send them as a workbook."""
    return citizen_reports_listed.page()


@blueprint.get("/<identity>")
@guarded(*WORKERS)
def show(identity: str) -> str:
    """Show one report with its photos, the masts near it, and the deeds."""
    parameters.known_only(request.args, ())
    return page(identity)


@blueprint.get("/<identity>/photos/<int:index>.jpg")
@guarded(*WORKERS)
def picture(identity: str, index: int) -> Response:
    """Send a photo of a report."""
    return public.picture(reports.photo_path(registry(), reports.report(registry(), identity), index))


@blueprint.post("/<identity>/link")
@guarded(*WORKERS)
def link(identity: str) -> Any:
    """Say which mast a report is about: ``structure`` chosen, or ``plate``, the code on one."""
    structure = request.form.get("structure", "")
    typed = request.form.get("plate", "").strip()
    if typed:
        structure = plates.structure_named(registry(), current_person(), typed)
        if not structure:
            raise RefusalError("WEB-NO-SITE", site=typed[:40])
    before = _goes(reports.report(registry(), identity))
    reports.link(registry(), identity, structure, who=who(), seen=version_of())
    flash(_("Đã gắn phản ánh với cột."))
    _say_left(before, structure)
    return _back(identity)


@blueprint.post("/<identity>/visit")
@guarded(*WORKERS)
def visit(identity: str) -> Any:
    """Make a report a visit: its mast becomes a target of a campaign, given to somebody, until a day."""
    form, person = request.form, current_person()
    found = reports.report(registry(), identity)
    before, structure = _goes(found), form.get("structure", "") or found.structure
    if not structure:
        raise RefusalError("REPORT-NO-MAST")
    campaign = form.get("campaign", "")
    if not campaign:
        raise RefusalError("REPORT-NO-CAMPAIGN")
    chosen = campaigns.get_campaign(registry(), campaign, person=person)
    if chosen.state != campaigns.OPEN:  # it ended meanwhile: no phone takes it along
        raise RefusalError("REPORT-NO-CAMPAIGN")
    campaign_targets.refuse_visited(registry(), chosen.id, [structure], person=person, since=_asked_on(found))
    campaign_targets.add_targets(registry(), chosen.id, [structure], person=person, reason=_why(found))
    target = next(
        one
        for one in campaign_targets.targets_of(registry(), chosen.id, person=person)
        if one.mast.structure == structure
    )
    due, assignee = day_of("due_on"), form.get("assignee", "")
    if due or assignee:
        campaign_targets.assign(
            registry(), chosen.id, [target.id], person=person, assignee=assignee or None, due_on=due
        )
    reports.sent_to_visit(
        registry(),
        identity,
        target.id,
        structure=structure,
        who=who(),
        seen=version_of(),
        reply=form.get("reply", ""),
    )
    flash(_("Đã giao kiểm tra trong đợt “%(name)s”.", name=chosen.name))
    _say_left(before, structure, target.id)
    return _back(identity)


def _asked_on(found: FieldReport) -> dt.date:
    """Return the day after which a visit is what a report wants: it or the last one joined to it came, or it
    was opened again after an answer."""
    moments = [one.at for one in (found, *joining.joined(registry(), found.id))]
    if found.state is ReportState.NEW and found.reply and found.handled_at:
        moments.append(found.handled_at)
    return max(in_vietnam(at) for at in moments).date()


def _goes(found: FieldReport) -> CampaignTarget | None:
    """Return the target that somebody is sent to because of a report; of a joined one its lead's."""
    target = report_visits.target_of(registry(), found)
    return campaign_targets.target_named(registry(), target, person=current_person())


def _say_left(before: CampaignTarget | None, structure: str, target: str = "") -> None:
    """Say of the mast to which a report sent somebody before that it waits in its campaign all the same:
    only whoever knows why it is there can take it out."""
    if before is None or (before.id == target if target else before.mast.structure == structure):
        return
    opened = {
        one.id: one for one in campaigns.list_campaigns(registry(), person=current_person(), state="open")
    }
    if waits_for(before, before.mast.structure, opened):
        flash(_("Cột %(code)s vẫn chờ kiểm tra trong đợt “%(name)s”: không cần đi nữa thì bỏ khỏi đợt.",
                code=before.mast.code, name=opened[before.campaign].name))  # fmt: skip


def _why(found: FieldReport) -> str:
    """Say to whoever goes why: the report, and until when its receipt says that somebody comes."""
    kind = words.REPORT_KINDS[found.kind.value]
    owed = report_visits.owed(registry(), [found]).get(found.id)
    if owed is None:
        return str(_("Phản ánh %(number)s: %(kind)s", number=found.number, kind=kind))
    return str(
        _(
            "Phản ánh %(number)s: %(kind)s, đã hẹn đến trước %(at)s",
            number=found.number, kind=kind, at=f"{owed:%H:%M %d/%m/%Y}",
        )
    )  # fmt: skip


@blueprint.post("/<identity>/answer")
@guarded(*WORKERS)
def answer(identity: str) -> Any:
    """Tell the reporter how a report stands; it stays open."""
    reply = request.form.get("reply", "")
    reports.answer(registry(), identity, reply, who=who(), seen=version_of())
    flash(_("Đã trả lời; phản ánh vẫn mở, người phản ánh đọc được câu trả lời."))
    return _back(identity)


@blueprint.post("/<identity>/close")
@guarded(*WORKERS)
def close(identity: str) -> Any:
    """Close a report with its reason and the answer to the reporter."""
    closed = closing.close(
        registry(),
        identity,
        reason=one_of(CloseReason, request.form.get("reason", "")),
        reply=request.form.get("reply", ""),
        note=request.form.get("note", ""),
        who=who(),
        seen=version_of(),
    )
    if closed.reply:
        flash(_("Đã đóng phản ánh; người phản ánh đọc được câu trả lời."))
    else:
        flash(_("Đã đóng phản ánh, không kèm câu trả lời; người phản ánh đọc được lý do đóng."))
    return _back(identity)


@blueprint.post("/<identity>/reopen")
@guarded(*WORKERS)
def reopen(identity: str) -> Any:
    """Open a closed report again."""
    closing.reopen(registry(), identity, who=who(), seen=version_of())
    flash(_("Đã mở lại %(n)s phản ánh.", n=1))
    return _back(identity)


@blueprint.post("/<identity>/forget")
@guarded(*WORKERS)
def forget(identity: str) -> Any:
    """Forget who made a report."""
    reports.report(registry(), identity)
    reports.forget(registry(), identity)
    flash(_("Đã xóa liên hệ của người phản ánh."))
    return _back(identity)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal on the page of the report, with what was typed still there."""
    identity = (request.view_args or {}).get("identity", "")
    return page(identity, error)


def _made_after(visit: Inspection, at: dt.datetime) -> bool:
    """Whether a visit ended after a report was made; what came in after it may have been made long before."""
    try:
        return in_vietnam(visit.finished_at or visit.started_at) >= at
    except ValueError:
        return False


def page(identity: str, refusal: RefusalError | None = None) -> str:
    """Return the page of a report, with a refusal of what was tried there."""
    found = reports.report(registry(), identity)
    person = current_person()
    near = nearest(registry(), found)
    lang = language()
    names = plates.organisation_names(registry())
    at = in_vietnam(found.at)
    structure = report_visits.mast_of(registry(), found)
    mast = plates.site_of(registry(), structure) if structure else None
    alike = [one for one in reports.below(reports.reports(registry())).get(found.id, ()) if not one.joined_to]
    lead = reports.report(registry(), found.joined_to) if found.joined_to else None
    made = None
    points = _points(found, near)
    if points:
        made = desk_map(settings(), box_around(points), positions_config(points, joined=True))
    visits, standing = _looked_at(found, at)
    opened = campaigns.list_campaigns(registry(), person=person, state="open")
    goes = _goes(found)
    owed = report_visits.owed(registry(), [found]).get(found.id)
    proposed, others = joining.proposed(registry(), found), others_near(registry(), found)
    offered = joining.offered(registry(), found, others)
    in_form = {one.id for one in (*proposed, *offered)}
    joined = joining.joined(registry(), found.id)
    leads = [one.id for one in (*proposed, *offered) if not joined and joining.joined(registry(), one.id)]
    told_apart = [one for one in others if one.id not in in_form]
    due = today() + dt.timedelta(days=1 if found.kind in DANGEROUS else 7)
    return render_template(
        "public/citizen_reports/show.html",
        report=found,
        refusal=refusals.said(refusal),
        form=request.form,
        at=at,
        handled=in_vietnam(found.handled_at) if found.handled_at else None,
        where=where_said(found),
        outside=outside(found),
        near=[
            {
                "structure": one.structure,
                "code": one.code,
                "owner": names.get(one.owner, one.owner),
                "said": f"{number(one.distance_m, 0, lang)} m {azimuth_words(one.azimuth_deg, lang)}",
            }
            for one in near
        ],
        mast=mast,
        twins=[(other, in_vietnam(other.at), _lead_number(other)) for other in told_apart],
        offered=[(other, in_vietnam(other.at)) for other in offered],
        alike=[(other, in_vietnam(other.at)) for other in alike],
        head=_above(found),
        lead=lead,
        joined=[(other, in_vietnam(other.at)) for other in joined],
        leads=leads[0] if len(leads) == 1 else found.id,  # what leads others already goes on leading
        proposed=[(other, in_vietnam(other.at)) for other in proposed],
        told=told(found).line(lang),
        phone_moment=phone_moment,
        before_reopening=report_story.story_of(registry(), found).before_reopening,
        received=in_vietnam(found.received_at) if found.received_at else None,
        late=found.open and is_late(found.due_on),
        sent_after=not found.open and bool(found.case_number) and found.sent_at > found.handled_at,
        contact=reports.contact(registry(), found.id),
        map=None if made is None else folium_page(made, nonce()),
        campaigns=fitting(opened),
        me=person.name,
        goes=goes,
        goes_on=waits_for(goes, structure, {one.id for one in opened}),
        visits=[(row, phone_moment(row.finished_at or row.started_at), count) for row, count in visits],
        standing=standing,
        inspectors=campaign_targets.inspectors(registry()),
        owed=owed,
        broken=is_broken(owed),
        of_cable=found.kind in OF_REPORTS,
        trouble=trouble_of_report(registry(), found, (*joined, *alike)),
        due=due if owed is None else min(due, max(today(), owed.date())),
        dangerous=found.kind in DANGEROUS,
        asks_permit=found.kind is CitizenReportKind.PERMIT,
        kinds=words.REPORT_KINDS,
        states=words.REPORT_STATES,
        sources=words.REPORT_SOURCES,
        reasons=words.CLOSE_REASONS,
        lang=lang,
    )


def _looked_at(found: FieldReport, at: dt.datetime) -> tuple[list[tuple[Inspection, int]], int]:
    """Return the visits of its mast since a report, with the defects of each, and how many of those stand."""
    person, mast = current_person(), report_visits.mast_of(registry(), found)
    if not mast:
        return [], 0
    rows = inspections.list_inspections(registry(), person=person, structure=mast, since=at.date())
    made = [(row.inspection, row.defects) for row in rows if _made_after(row.inspection, at)]
    ids = {one.id for one, _count in made}
    held = list_defects(registry(), person=person, structure=mast)
    return made, sum(one.standing and one.inspection in ids for one in held)


def _lead_number(found: FieldReport) -> str:
    """Return the number of the report that one was joined to, "" where it stands by itself."""
    return reports.report(registry(), found.joined_to).number if found.joined_to else ""


def _above(found: FieldReport) -> FieldReport | None:
    """Return the open report below which one stands, None where it stands by itself."""
    if not found.twin_of or found.state is ReportState.CLOSED or found.joined_to:
        return None
    head = reports.report(registry(), found.twin_of)
    return None if head.state is ReportState.CLOSED else head


def fitting(open_ones: list[Campaign]) -> list[Campaign]:
    """Return the campaigns that a report may go into, none of a carrier's own: first those of any mast, then
    the inspection of one company, a control sample last."""
    ours = [item for item in open_ones if item.kind is not CampaignKind.SELF]
    return sorted(ours, key=lambda item: (item.kind is CampaignKind.SPOT_CHECK, bool(item.organisation)))


def _points(found: FieldReport, near: list[Near]) -> list[dict[str, Any]]:
    if found.lon is None or found.lat is None:
        return []
    here = {"at": [found.lat, found.lon], "label": found.number, "group": "over"}
    return [
        here,
        *({"at": [one.lat, one.lon], "label": one.code, "group": "to_build"} for one in near),
        *(
            {"at": [photo.lat, photo.lon], "label": _("ảnh %(n)s", n=index), "group": "soon"}
            for index, photo in enumerate(found.photos, 1)
            if photo.lat is not None and photo.lon is not None
        ),
    ]


def _back(identity: str) -> Any:
    return redirect(url_for("field_reports_desk.show", identity=identity), 303)
