"""Campaigns (đợt kiểm tra): the list, and a new one made from criteria with a count that follows them."""

import datetime as dt
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.field.inspections import CampaignKind
from registry.model.numbers import rounded
from registry.model.people import INSIDE
from registry.services.field import campaign_targets
from registry.services.field import campaigns as service
from registry.services.field.campaigns import candidates_of
from registry.services.field.selection import MOST_TARGETS, chosen_rows
from registry.services.office.calendar import today
from registry.services.public import citizen_reports
from registry.services.register.place_names import opening_box
from web.field.campaigns_frame import blueprint, map_config, names, plan_of
from web.frame import parameters, refusals
from web.frame.communes import communes
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import context, registry, settings
from web.frame.responsible import responsible
from web.frame.security.csp import nonce
from web.frame.wording import board_words, words
from web.map.chosen import area_config
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page

MOST_DRAWN = 4000


@blueprint.get("")
@guarded(*sorted(INSIDE))
def listed() -> str | Response:
    """Show the campaigns of a state with how far each has come; or send them as a workbook."""
    parameters.known_only(request.args, ("state", *NAMES))
    person, day = current_person(), today()
    state = request.args.get("state", "open")
    if state not in {"open", "closed"}:
        state = "open"
    every = service.list_campaigns(registry(), person=person)
    found = [one for one in every if one.state == state]
    known = names()
    shown = listing(
        [(one, campaign_targets.progress_of(registry(), one.id, person=person, day=day)) for one in found],
        _columns(known),
        kept=("state",),
    )
    if wants_book():
        return shown.book(_("Đợt kiểm tra"))
    return render_template(
        "field/campaigns/list.html",
        items=shown.items,
        listed=shown,
        left_behind={
            one.id: sum(campaign_targets.left_behind(registry(), far).values())
            for one, far in shown.items
            if one.state == "open"
        },
        state=state,
        counts={name: sum(one.state == name for one in every) for name in ("open", "closed")},
        total=len(every),
        kinds=board_words.CAMPAIGN_KINDS,
        names=known,
        today=day,
    )


def _columns(known: dict[str, str]) -> list[Column]:
    return [
        Column("name", _("Đợt"), lambda row: row[0].name),
        Column("from", _("Thời gian"), lambda row: row[0].period_from),
        Column("visited", _("Tiến độ"), lambda row: row[1].visited),
        Column("late", _("Cần chú ý"), lambda row: row[1].late),
        Column("to", _("Đến ngày"), lambda row: row[0].period_to, heading=False, sorts=True),
        Column("kind", _("Loại"), lambda row: board_words.CAMPAIGN_KINDS[row[0].kind.value], heading=False),
        Column(
            "organisation", _("Đơn vị"), lambda row: known.get(row[0].organisation, row[0].organisation),
            heading=False,
        ),
        Column("masts", _("Số cột"), lambda row: row[1].whole, heading=False),
        Column("unassigned", _("Chưa giao"), lambda row: row[1].unassigned, heading=False),
        Column("defects", _("Tồn tại"), lambda row: row[1].defects, heading=False),
    ]  # fmt: skip


@blueprint.get("/new")
@guarded(*WORKERS)
def new() -> str:
    """Show the form, filled in by the address: ``kind``, ``organisation``, ``parent`` (whose masts are
    inspected again, those ``with_open_defects`` alone), ``name``, ``codes`` of masts, and what was
    chosen on the map (``area``, ``operators``, ``classes``)."""
    parameters.known_only(
        request.args,
        (
            "kind",
            "parent",
            "organisation",
            "area",
            "operators",
            "classes",
            "with_open_defects",
            "name",
            "codes",
        ),
    )
    return _form()


@blueprint.post("/new")
@guarded(*WORKERS)
def make() -> Any:
    """Make the campaign and go to its page."""
    made = service.make_campaign(registry(), plan_of(today()), person=current_person())
    flash(_("Đã lập đợt kiểm tra. Tiếp theo: giao các cột cho người đi."))
    return redirect(url_for("campaigns.show", campaign=made.id), 303)


@blueprint.post("/count")
@guarded(*WORKERS)
def count() -> Any:
    """Answer how many masts the criteria of the form take, with their places and points, as JSON."""
    plan = plan_of(today())
    if plan.sample is None and not plan.parent:
        table, rows = chosen_rows(registry(), _wanted(plan))
        at = table.base.rows[rows[:MOST_DRAWN]]
        masts = table.base.masts
        points = [
            [round(float(masts.lat[row]), 6), round(float(masts.lon[row]), 6), str(masts.codes[row])]
            for row in at.tolist()
        ]
        scores = [rounded(float(table.total[row]), 1) for row in rows[:MOST_DRAWN].tolist()]
        total = len(rows)
    else:
        found, _seed = candidates_of(registry(), plan)
        total = len(found)
        points = [[one.mast.lat, one.mast.lon, one.mast.code] for one in found[:MOST_DRAWN]]
        scores = [rounded(one.score, 1) for one in found[:MOST_DRAWN]]
    answer = jsonify(
        count=total,
        most=MOST_TARGETS,
        points=[[*point, score] for point, score in zip(points, scores, strict=True)],
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the form of a new campaign, on the campaign's page, or as every page does."""
    campaign = (request.view_args or {}).get("campaign", "")
    if request.endpoint == "campaigns.make":
        return _form(error)
    if campaign:
        from web.field import campaign as campaigns_show

        return campaigns_show.page(campaign, error)
    if request.endpoint == "campaigns.self_upload":
        from web.field import self_inspections

        return self_inspections.start_page(error)
    return None


def _wanted(plan: Any) -> Any:
    from dataclasses import replace

    if plan.organisation:
        return replace(plan.selection, organisations=(plan.organisation,))
    return plan.selection


def _form(refusal: RefusalError | None = None) -> str:
    person, day, known = current_person(), today(), context()
    form = request.form if request.method == "POST" else request.args
    parents = [
        one
        for one in service.list_campaigns(registry(), person=person)
        if one.kind is not CampaignKind.SPOT_CHECK
    ]
    box = opening_box(known)
    config = map_config(
        "",
        urls={"count": url_for("campaigns.count")},
        box=[[box[1], box[0]], [box[3], box[2]]],
        area=area_config(),
    )
    made = desk_map(settings(), box, config)
    return render_template(
        "field/campaigns/new.html",
        refusal=refusals.said(refusal),
        form=form,
        many={name: set(form.getlist(name)) for name in ("communes", "operators", "classes", "forms")},
        team=list(zip(form.getlist("team_name"), form.getlist("team_post"), strict=False)) or [("", "")] * 3,
        kind=form.get("kind") or request.args.get("kind", "season"),
        kinds={code: word for code, word in board_words.CAMPAIGN_KINDS.items() if code != "self"},
        parent=form.get("parent") or request.args.get("parent", ""),
        parents=parents,
        communes=communes(),
        operators=known.operators,
        organisations=responsible(),
        organisation=form.get("organisation") or request.args.get("organisation", ""),
        classes=words.CLASSES,
        forms=words.FORMS,
        first=form.get("period_from", day.isoformat()),
        last=form.get("period_to", (day + dt.timedelta(days=45)).isoformat()),
        map=folium_page(made, nonce()),
        reports=citizen_reports.waiting(registry()),
        lang=language(),
        year=day.year,
    )
