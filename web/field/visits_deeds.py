"""What an officer decides about visits: what was set aside, two visits that differ, a measured position."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.geo.distances import azimuth_words
from registry.messages import Language, number, render
from registry.model.field.inspections import SetAside
from registry.model.people import INSIDE
from registry.services.field import campaigns, comparison, position_corrections, set_aside
from registry.services.field.checklists.held import sheets_held
from registry.services.field.items import CORRECTABLE
from registry.services.field.vocabulary import judged_words, limit_words, value_words
from registry.services.public import plates
from registry.services.public.nearby import near_place
from web.field import aside_words
from web.field.visits_frame import beside_words, blueprint, item_moment, judged_sign, moment, names
from web.frame import parameters, refusals
from web.frame.forms import version_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry, settings
from web.frame.security.csp import nonce
from web.frame.wording.moments import phone_moment
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.positions_map import box_around, positions_config

READ = tuple(sorted(INSIDE))


@blueprint.get("/aside/<aside>")
@guarded(*READ)
def aside_one(aside: str) -> str:
    """Show something that was set aside: why, what was sent, and how to put it right."""
    parameters.known_only(request.args, ())
    return _aside_page(aside)


@blueprint.post("/aside/<aside>/take")
@guarded(*WORKERS)
def aside_take(aside: str) -> Any:
    """Take it after all, with the fields that were put right."""
    corrections: dict[str, str] = {}
    for name in CORRECTABLE:
        value = request.form.get(name, "").strip()
        if value:
            corrections[name] = value
    code = corrections.get("structure", "") or request.form.get("near", "")
    if code:
        corrections["structure"] = plates.structure_named(registry(), current_person(), code) or code
    person, reason = current_person(), request.form.get("reason", "")
    whole = bool(request.form.get("whole"))
    fellows = set_aside.fellows_of(registry(), aside, person=person) if whole else []
    taken = [(aside, version_of()), *((one.id, one.version) for one in fellows)]
    try:
        for item, seen in taken:
            set_aside.take_set_aside(
                registry(), item, corrections=corrections, reason=reason, person=person, seen=seen
            )
    except RefusalError as refusal:
        if "told" in refusal.params:  # why it is still not taken, in words
            raise RefusalError(refusal.params["reason"], **refusal.params["told"]) from refusal
        raise
    if len(taken) > 1:
        flash(_("Đã nhận %(count)s mục vào sổ; nội dung điện thoại gửi được giữ nguyên.", count=len(taken)))
    else:
        flash(_("Đã nhận vào sổ; nội dung điện thoại gửi được giữ nguyên."))
    return redirect(url_for("visits.listed", show="aside"), 303)


@blueprint.post("/aside/<aside>/drop")
@guarded(*WORKERS)
def aside_drop(aside: str) -> Any:
    """Record that it is not taken; it stays kept."""
    set_aside.drop_set_aside(
        registry(), aside, reason=request.form.get("reason", ""), person=current_person(), seen=version_of()
    )
    flash(_("Đã ghi là không nhận; bản gốc vẫn được giữ."))
    return redirect(url_for("visits.listed", show="aside"), 303)


@blueprint.get("/compare/<structure>")
@guarded(*READ)
def compare(structure: str) -> str:
    """Show the visits of one mast side by side, field by field."""
    parameters.known_only(request.args, ("campaign", "day", "visit"))
    return _compare_page(structure)


@blueprint.post("/compare/<structure>")
@guarded(*WORKERS)
def choose(structure: str) -> Any:
    """Record which of the recorded values counts for an entry."""
    form = request.form
    comparison.choose_item(
        registry(),
        structure,
        entry=form.get("entry", ""),
        item=form.get("item", ""),
        among=form.getlist("among"),
        reason=form.get("reason", ""),
        person=current_person(),
    )
    flash(_("Đã ghi lựa chọn; các giá trị khác vẫn được giữ."))
    return _compared(structure)


def _compared(structure: str) -> Any:
    """Lead back to the visits that were laid side by side."""
    campaign, day = (request.form.get(name) or None for name in ("campaign", "day"))
    return redirect(url_for("visits.compare", structure=structure, campaign=campaign, day=day), 303)


@blueprint.post("/compare/<structure>/visit")
@guarded(*WORKERS)
def choose_visit(structure: str) -> Any:
    """Let all that one visit recorded count where visits differ, with one reason."""
    form = request.form
    count = comparison.choose_visit(
        registry(),
        structure,
        inspection=form.get("inspection", ""),
        campaign=form.get("campaign", ""),
        day=form.get("day", ""),
        reason=form.get("reason", ""),
        person=current_person(),
    )
    flash(_("Đã dùng %(n)s giá trị của lượt này; các giá trị khác vẫn được giữ.", n=count))
    return _compared(structure)


@blueprint.get("/positions/<proposal>")
@guarded(*READ)
def position(proposal: str) -> str:
    """Show a measured position against the registered one."""
    parameters.known_only(request.args, ())
    return _position_page(proposal)


@blueprint.post("/positions/<proposal>")
@guarded(*WORKERS)
def position_decide(proposal: str) -> Any:
    """Move the mast to the measured position, or leave it where it is, with the reason."""
    accepted = request.form.get("deed") == "accept"
    deed = position_corrections.accept_proposal if accepted else position_corrections.refuse_proposal
    deed(
        registry(),
        proposal,
        reason=request.form.get("reason", ""),
        person=current_person(),
        seen=version_of(),
    )
    flash(_("Đã sửa tọa độ theo số đo; có thể hoàn tác.") if accepted else _("Đã giữ tọa độ trong sổ."))
    return redirect(url_for("visits.listed", show="positions"), 303)


def deed_page(values: dict[str, Any], refusal: RefusalError) -> str:
    """Render the page on which a deed was refused."""
    if "aside" in values:
        return _aside_page(values["aside"], refusal)
    if "proposal" in values:
        return _position_page(values["proposal"], refusal)
    return _compare_page(values["structure"], refusal)


def _aside_page(aside: str, refusal: RefusalError | None = None) -> str:
    person, lang = current_person(), language()
    found = next(
        (one for one in set_aside.list_set_aside(registry(), person=person, state="") if one.id == aside),
        None,
    )
    if found is None:
        raise RefusalError("FIELD-ASIDE-UNKNOWN", id=aside[:40])
    plain = aside_words.content_of(found)
    open_ones = campaigns.list_campaigns(registry(), person=person)
    fellows = set_aside.fellows_of(registry(), aside, person=person) if found.state == "open" else []
    return render_template(
        "field/visits/aside.html",
        fellows=len(fellows),
        near=_near(found, fellows, lang),
        one=found,
        why=render(found.code, dict(found.params), lang),
        remedy=refusals.said(RefusalError(found.code, **dict(found.params))),
        received=moment(found.received_at),
        decided=moment(found.decided_at),
        content=aside_words.told(
            plain, {one.id: one.name for one in open_ones}, sheets_held(registry()), lang
        ),
        original=found.content[:2000],
        labels={name: text for name, text in _labels().items() if name in CORRECTABLE},
        rarely=_rarely(found.code, request.form),
        campaigns=open_ones,
        refusal=refusals.said(refusal),
        form=request.form,
        staff=person.is_staff,
    )


def _near(one: SetAside, fellows: list[SetAside], lang: Language) -> list[dict[str, str]]:
    """Return the masts that an unknown one may be, where that is why it was set aside."""
    if one.code != "FIELD-STRUCTURE-UNKNOWN" or one.state != "open":
        return []
    known = names()
    return [
        {
            "code": mast.code,
            "said": f"{number(mast.distance_m, 0, lang)} m {azimuth_words(mast.azimuth_deg, lang)}",
            "owner": known.get(mast.owner, mast.owner),
        }
        for mast in aside_words.masts_near(registry(), [one, *fellows])
    ]


def _rarely(code: str, form: Mapping[str, str]) -> set[str]:
    """Return the fields that stand folded: the mast was wrong, and nothing was typed in the others."""
    if code != "FIELD-STRUCTURE-UNKNOWN":
        return set()
    return {name for name in ("campaign", "entry", "checklist") if not form.get(name)}


def _labels() -> dict[str, str]:
    """Return the fields that an officer may put right on the page, with what the form calls them."""
    return {
        "structure": _("Mã cột đúng"),
        "campaign": _("Đợt kiểm tra"),
        "entry": _("Mã mục kiểm tra"),
        "checklist": _("Mã phiếu"),
    }


def _compare_page(structure: str, refusal: RefusalError | None = None) -> str:
    person, lang = current_person(), language()
    campaign, day = (request.values.get(name, "") for name in ("campaign", "day"))
    found = comparison.compare(
        registry(), structure, person=person, campaign=campaign, day=day,
        inspections=request.args.getlist("visit"),
    )  # fmt: skip
    known = {one.id: one.name for one in campaigns.list_campaigns(registry(), person=person)}
    sheets = found.sheets
    fields = [
        {
            "entry": field.entry,
            "words": field.words_vi if lang == "vi" else field.words_en,
            "differs": field.differs,
            "chosen": field.chosen,
            "chosen_by": field.chosen_by,
            "reason": field.reason,
            "cells": [
                None
                if reading is None
                else {
                    "item": reading.item.id,
                    "value": value_words(reading, sheets[visit.id], lang),
                    "limit": limit_words(reading.judgement, lang),
                    "judged": judged_words(reading.judgement, lang),
                    "sign": judged_sign(reading.judgement),
                    "note": reading.item.note,
                    "photos": reading.item.photos,
                    "at": item_moment(reading.item),
                }
                for visit, reading in zip(found.inspections, field.readings, strict=True)
            ],
        }
        for field in found.fields
    ]
    return render_template(
        "field/visits/compare.html",
        mast=found.mast,
        visits=[
            (one, phone_moment(one.finished_at or one.started_at), moment(one.received_at))
            for one in found.inspections
        ],
        fields=sorted(fields, key=lambda one: (not one["differs"] or bool(one["chosen"]),)),
        waiting=found.waiting,
        asks=found.asks,
        beside=beside_words(comparison.Beside(campaign, day), known) if campaign or day else "",
        campaign=campaign,
        day=day,
        refusal=refusals.said(refusal),
        form=request.form,
        staff=person.is_staff,
    )


def _position_page(proposal: str, refusal: RefusalError | None = None) -> str:
    person = current_person()
    every = position_corrections.list_proposals(registry(), person=person, state="")
    found = next((one for one in every if one.id == proposal), None)
    if found is None:
        raise RefusalError("POSITION-UNKNOWN", id=proposal[:40])
    lang = language()
    # whoever stands at another mast measures that one: said before the register is moved to it
    nearer = [
        mast
        for mast in near_place(registry(), found.lon, found.lat, 2)
        if mast.structure != found.mast.structure and mast.distance_m < found.distance_m
    ]
    points = [
        {"at": [found.registered_lat, found.registered_lon], "label": _("trong sổ"), "group": "to_build"},
        {"at": [found.lat, found.lon], "label": _("đo được"), "group": "over"},
    ]
    made = desk_map(settings(), box_around(points), positions_config(points, joined=True))
    return render_template(
        "field/visits/position.html",
        one=found,
        at=moment(found.at),
        nearer=[(mast.code, number(mast.distance_m, 0, lang)) for mast in nearer[:1]],
        decided=moment(found.decided_at),
        refusal=refusals.said(refusal),
        form=request.form,
        map=folium_page(made, nonce()),
        names=names(),
        staff=person.is_staff,
        decides=person.is_one_of(*position_corrections.DECIDERS),
    )
