"""Visits (lượt kiểm tra) that arrived from phones: the board, and one visit with all that was recorded."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import render, say
from registry.model.field.inspections import DoubtWord, Flag
from registry.model.people import INSIDE
from registry.safety.photo_marks import marks_by_photo
from registry.services.field import (
    campaigns,
    comparison,
    inspections,
    photo_looks,
    position_corrections,
    set_aside,
)
from registry.services.field.checklists.absent import absence_of
from registry.services.field.checklists.answers import left_out
from registry.services.field.checklists.found import is_found
from registry.services.field.differences import differences
from registry.services.field.doubts.answers import answer_doubt, doubts, unanswered
from registry.services.field.measured_place import measured_place
from registry.services.field.minutes.at_the_mast import mast_signatures
from registry.services.field.minutes.at_the_mast import said as said_signature
from registry.services.field.minutes.writing import facts_of
from registry.services.field.photos import copied, shown_path
from registry.services.field.visit_defects import NO_DEFECT, counting_defects, decided_none, declined
from registry.services.field.waiting import kept_while_unchanged, new_visits
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from web.field.corrected import corrected
from web.field.defects_frame import marked, sent
from web.field.visits_defects import offers
from web.field.visits_frame import beside_words, blueprint, item_moment, moment, names, visit_columns
from web.field.visits_view import clock_view, flag_view, points_of, readings_view, row_view
from web.frame import parameters, refusals
from web.frame.forms import one_of, version_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, listing, wants_book
from web.frame.office import registry, settings
from web.frame.security.csp import nonce
from web.frame.uploads import uploaded
from web.frame.wording import board_words
from web.frame.wording.defect_lines import line_of
from web.frame.wording.moments import phone_moment
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.positions_map import box_around, positions_config

READ = tuple(sorted(INSIDE))
VISITS = ("recent", "new", "reviewed")
"""The lists of the board that hold visits."""
RECENT_H, LONGEST_H, HOURS = 12, 720, (6, 12, 24, 72)
"""What came in lately: within so many hours unless others are asked for, at most so many, and the choice."""


def waiting() -> int:
    """Return how many visits the office has not looked at; the bar of every page says it."""
    return new_visits(registry())


@blueprint.get("")
@guarded(*READ)
def listed() -> str | Response:
    """Show the board: visits that came in, what was set aside, what has to be compared or decided.

    Or send the list that is shown as a workbook.
    """
    parameters.known_only(request.args, ("show", "hours", *NAMES))
    hours = min(max(parameters.whole(request.args, "hours") or RECENT_H, 1), LONGEST_H)
    person, lang = current_person(), language()
    new = inspections.list_inspections(registry(), person=person, reviewed=False)
    groups = set_aside.by_visit(set_aside.list_set_aside(registry(), person=person))
    aside, fellows = [one for one, _count in groups], {one.id: count for one, count in groups}
    # what the office's readers see is the same for all of them
    conflicts = kept_while_unchanged(
        registry(), "conflicts", lambda: comparison.conflicts_of(registry(), person=person)
    )
    proposals = position_corrections.list_proposals(registry(), person=person)
    unseen = photo_looks.look_in_time(registry())  # before the flags, which rest on it
    flags = doubts(registry(), person=person)
    held: dict[str, Any] = {
        "new": new, "aside": aside, "compare": conflicts, "positions": proposals, "flags": flags,
    }  # fmt: skip
    counts = {name: len(found) for name, found in held.items()}
    counts |= {"reviewed": 0, "flags": len(unanswered(flags))}
    counts = {"recent": inspections.count_since(registry(), hours, person=person), **counts}
    doubtful = {visit for flag in unanswered(flags) for visit in flag.inspections}
    chosen = request.args.get("show", "")
    if chosen not in counts:
        chosen = next((name for name in held if counts[name]), "reviewed")
    rows = (
        inspections.list_inspections(registry(), person=person, reviewed=True)
        if chosen == "reviewed"
        else inspections.list_inspections(registry(), person=person, hours=hours)
        if chosen == "recent"
        else new
    )
    known = {one.id: one.name for one in campaigns.list_campaigns(registry(), person=person)}
    held["reviewed"] = held["recent"] = rows
    found = listing(held[chosen], visit_columns(chosen, known, lang), kept=("show", "hours"))
    if wants_book():
        return found.book(_("Lượt kiểm tra %(which)s", which=board_words.VISIT_LISTS[chosen]))
    shown = {name: found.items if name == chosen else () for name in held}
    return render_template(
        "field/visits/list.html",
        unseen=unseen,
        lists=[(name, board_words.VISIT_LISTS[name], count) for name, count in counts.items()],
        chosen=chosen,
        listed=found,
        items=[row_view(row, known) for row in (found.items if chosen in VISITS else ())],
        aside=[
            (one, render(one.code, dict(one.params), lang), moment(one.received_at), fellows[one.id])
            for one in shown["aside"]
        ],
        conflicts=[(one, beside_words(one.beside, known)) for one in shown["compare"]],
        proposals=[(one, moment(one.at)) for one in shown["positions"]],
        codes=_codes(shown["flags"]),
        flags=[flag_view(one, lang) for one in shown["flags"]],
        doubtful=doubtful,
        words=board_words.DOUBT_WORDS,
        absences=board_words.ABSENCES,
        staff=person.is_staff,
        visits=VISITS,
        hours=hours,
        hours_offered=HOURS,
        empty=not any(counts.values()) and not rows,
    )


@blueprint.get("/<inspection>")
@guarded(*READ)
def show(inspection: str) -> str:
    """Show one visit."""
    parameters.known_only(request.args, ())
    return page(inspection)


@blueprint.get("/photos/<sha256>")
@guarded(*READ)
def photo(sha256: str) -> Response:
    """Send a photo of a visit."""
    path, mimetype = shown_path(registry(), sha256)
    return sent(path, mimetype)


@blueprint.get("/<inspection>/photos/<sha256>/marked")
@guarded(*READ)
def marked_photo(inspection: str, sha256: str) -> Response:
    """Send a photo of a visit with what was drawn over it."""
    view = inspections.get_inspection(registry(), inspection, person=current_person())
    return marked(sha256, marks_by_photo(view.items).get(sha256, ()))


@blueprint.post("/doubts/<key>")
@guarded(*WORKERS)
def doubt(key: str) -> Any:
    """Record what an officer says of something that stands out."""
    form = request.form
    answer_doubt(
        registry(),
        key,
        word=one_of(DoubtWord, form.get("word", "")),
        reason=form.get("reason", ""),
        person=current_person(),
        seen=version_of(),
    )
    flash(_("Đã ghi ý kiến; người ghi không bị nêu tên ở đâu ngoài cơ quan."))
    back = form.get("visit", "")
    if back:
        return redirect(url_for("visits.show", inspection=back), 303)
    return redirect(url_for("visits.listed", show="flags"), 303)


@blueprint.post("/<inspection>/review")
@guarded(*WORKERS)
def review(inspection: str) -> Any:
    """Record that the office has looked at a visit."""
    inspections.review(
        registry(),
        inspection,
        note=request.form.get("note", "").strip(),
        person=current_person(),
        seen=version_of(),
    )
    flash(_("Đã ghi là đã xem."))
    return redirect(url_for("visits.listed"), 303)


@blueprint.post("/<inspection>/files")
@guarded(*WORKERS)
def add_file(inspection: str) -> Any:
    """Keep the signed minutes of a visit."""
    with uploaded("file") as (path, name):
        inspections.add_inspection_file(
            registry(), inspection, path, name=name, kind="signed", person=current_person()
        )
    flash(_("Đã lưu."))
    return redirect(url_for("visits.show", inspection=inspection), 303)


@blueprint.get("/<inspection>/files/<sha256>")
@guarded(*READ)
def file(inspection: str, sha256: str) -> Response:
    """Send a file of a visit."""
    view = inspections.get_inspection(registry(), inspection, person=current_person())
    name = next((one["name"] for one in view.inspection.files if one["sha256"] == sha256), None)
    if name is None:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    return sent(file_path(registry(), sha256, name), "", name)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the page where the deed was tried, else as every page does."""
    values = request.view_args or {}
    if "inspection" in values:
        return page(values["inspection"], error)
    if "aside" in values or "proposal" in values or "structure" in values:
        from web.field.visits_deeds import deed_page

        return deed_page(values, error)
    return None


def page(inspection: str, refusal: RefusalError | None = None) -> str:
    """Render the page of a visit, with a refusal where a deed on it was refused."""
    person, lang, day = current_person(), language(), today()
    view = inspections.get_inspection(registry(), inspection, person=person)
    one = view.inspection
    sheet = view.sheet
    known = names()
    campaign = campaigns.get_campaign(registry(), one.campaign, person=person) if one.campaign else None
    others = inspections.list_inspections(registry(), person=person, structure=view.mast.structure)
    points = points_of(view)
    made = desk_map(settings(), box_around(points), positions_config(points, joined=len(points) > 1))
    photo_looks.look_in_time(registry(), seconds=1.0)
    flags = [flag for flag in doubts(registry(), person=person) if one.id in flag.inspections]
    notes = [
        item
        for item in view.items
        if item.kind.value == "note" and not item.replaced_by and not is_found(item)
    ]
    offered = offers(view, lang) if person.is_staff else {"likely": {}, "decided": {}, "open": {}, "same": {}}
    reasons = declined(view, lang) if person.is_staff else {}
    none = {defect.id for defect in decided_none(view).values()}
    return render_template(
        "field/visits/show.html",
        visit=one,
        mast=view.mast,
        facts=facts_of(view.mast, lang),
        sheet=None if sheet is None else (sheet.title_vi if lang == "vi" else sheet.title_en),
        campaign=campaign,
        refusal=refusals.said(refusal),
        form=request.form,
        readings=readings_view(view.readings, sheet, lang),
        read=len(view.readings),
        left_out=[say(entry, lang) for entry in left_out(sheet, view.items, view.mast)],
        absent=absence_of(view.items),
        drawn_over=marks_by_photo(view.items),
        photos=[(sha, found) for sha, found in view.photos.items()],
        copies=copied(registry(), [sha for sha, found in view.photos.items() if found is None]),
        defects=[line_of(one, day, known) for one in counting_defects(view) if one.id not in none],
        corrected=corrected(view, lang),
        differences=differences(view, lang),
        proposals=view.proposals,
        decides=person.is_one_of(*position_corrections.DECIDERS),
        offers=offered,
        declined=reasons,
        place=measured_place(view),
        signatures=[
            (signature, said_signature(signature, lang), item_moment(signature.item))
            for signature in mast_signatures(view.items)
        ],
        notes=[item for item in notes if item.entry not in reasons or item.value != NO_DEFECT],
        replaced=[item for item in view.items if item.replaced_by],
        map=folium_page(made, nonce()),
        phone_moment=phone_moment,
        started=phone_moment(one.started_at),
        finished=phone_moment(one.finished_at),
        received=moment(one.received_at),
        reviewed=moment(one.reviewed_at),
        clock=clock_view(view.items),
        others=[row for row in others if row.inspection.id != one.id],
        beside=comparison.beside_of(one, [row.inspection for row in others]),
        flags=[flag_view(flag, lang) for flag in flags],
        codes=_codes(flags),
        words=board_words.DOUBT_WORDS,
        staff=person.is_staff,
        names=known,
    )


def _codes(flags: Sequence[Flag]) -> dict[str, str]:
    """Return visit -> code of its mast, for what stands out in several visits; none where nothing does."""
    found = inspections.list_inspections(registry(), person=current_person()) if flags else ()
    return {row.inspection.id: row.mast.code for row in found}
