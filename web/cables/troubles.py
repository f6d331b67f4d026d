"""Sự cố cáp: poles that lean, cables that hang low, with the clock of each; told here, repaired here."""

import datetime as dt
from collections import Counter
from typing import Any

import shapely
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.cables import TroubleKind, TroubleState
from registry.model.vietnam_time import VIETNAM
from registry.services.cables import troubles as service
from registry.services.cables.editing import NearPlant, plant_named
from registry.services.cables.sources import follow, told
from registry.services.office.attachments import keep_file
from registry.services.office.calendar import now, today
from registry.services.office.rules_here import rule_here
from registry.services.register.place_names import place_name
from registry.services.zones.drawn_zones import read_points
from registry.typed_text import within
from web.cables.frame import OFFICE, READ, WRITE, blueprint, cable_map, names, own, owners_offered
from web.cables.routes import tellers
from web.cables.trouble_words import KINDS, SOURCES, STATES, clock_text, trouble_words
from web.frame import parameters, refusals
from web.frame.downloads import download
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, matching, wants_book
from web.frame.office import context, registry
from web.frame.people import who
from web.frame.security.csp import nonce
from web.frame.uploads import uploaded
from web.map.folium_page import folium_page

TELL = (*OFFICE, "carrier")


@blueprint.get("/troubles")
@guarded(*READ)
def troubles() -> str | Response:
    """List the troubles that concern the person, the most overdue first, with clocks; or as a workbook."""
    parameters.known_only(request.args, ("show", *NAMES))
    show = request.args.get("show", "open")
    every = service.trouble_lines(registry(), owner=own())
    columns = _columns()
    matched = matching(every, columns)
    shown = listing(
        [line for line in matched if show in ("all", line.trouble.state.value)], columns, kept=("show",)
    )
    if wants_book():
        return shown.book(_("Sự cố cáp"))
    counts = Counter(line.trouble.state.value for line in matched)
    return render_template(
        "cables/troubles.html",
        lines=shown.items,
        listed=shown,
        show=show,
        groups=[(state, word, counts[state]) for state, word in STATES.items()],
        total=len(matched),
        told=told(registry()) if own() is None else [],
        over=sum(line.clock.group == "over" for line in every),
        limit=rule_here(registry(), service.LIMIT, today()),
        **trouble_words(),
    )


@blueprint.get("/troubles/new")
@guarded(*TELL)
def trouble_new() -> str:
    """Show the form of a trouble; ``at`` (latitude, longitude) fills in its place."""
    parameters.known_only(request.args, ("at", "code"))
    return _new_page({"at": request.args.get("at", "")[:60], "code": request.args.get("code", "")[:60]})


@blueprint.post("/troubles/new")
@guarded(*TELL)
def trouble_add() -> Any:
    """Record a trouble and go to its page; a refusal is said on the form, with all that was typed."""
    form = dict(request.form)
    try:
        made = _add(form)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _new_page(form, why))
    flash(_("Đã ghi nhận sự cố."))
    return redirect(url_for("cables.trouble", trouble=made), 303)


@blueprint.post("/troubles/follow")
@guarded(*OFFICE)
def trouble_follow() -> Any:
    """Follow a defect of an inspection or a citizen's report as a trouble with its clock."""
    made = follow(registry(), request.form.get("source", ""), request.form.get("ref", ""), who=who())
    flash(_("Đã ghi nhận sự cố."))
    return redirect(url_for("cables.trouble", trouble=made), 303)


@blueprint.get("/troubles/<trouble>")
@guarded(*READ)
def trouble(trouble: str) -> str:
    """Show one trouble: its clock, what it is about, what was done."""
    return _page(trouble)


@blueprint.get("/troubles/<trouble>/letter.docx")
@guarded(*OFFICE)
def trouble_letter(trouble: str) -> Any:
    """Send the drafted letter to the owner about a trouble that stands."""
    from registry.services.cables.letters import trouble_letter as made  # fills a document: loaded late

    item, known = _line(trouble).trouble, context()
    what = str(KINDS[item.kind.value])
    where = "" if item.lon is None or item.lat is None else place_name(known, item.lon, item.lat).present
    try:
        content = made(registry(), trouble, what, where, language())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(trouble, why))
    return download(content, f"su-co-cap-{item.id[:8]}.docx")


@blueprint.post("/troubles/<trouble>")
@guarded(*WRITE, "duty_officer", "inspector")
def trouble_change(trouble: str) -> Any:
    """Record a deed: ``fixed``, ``dropped``, ``alternative`` (laid underground), ``plan`` received, or
    ``whose`` it is where nobody knew when it was told."""
    line = _line(trouble)
    deed, seen = request.form.get("deed", ""), _seen()
    try:
        if deed == "fixed":
            at = _moment("fixed_at") or now()
            service.fix_trouble(
                registry(), trouble, fixed_at=at, remedy=request.form.get("remedy", ""), seen=seen, who=who()
            )
        elif own() is not None or deed not in ("dropped", "alternative", "plan", "whose"):
            _refuse_deed(deed)
        elif deed == "whose":
            service.change_trouble(registry(), trouble, seen=seen, who=who(), **_whose())
        elif deed == "dropped":
            service.change_trouble(
                registry(), trouble, seen=seen, who=who(), state=TroubleState.DROPPED.value,
                remedy=within(request.form.get("remedy"), 1000),
            )  # fmt: skip
        elif deed == "alternative":
            service.change_trouble(
                registry(), trouble, seen=seen, who=who(), alternative=not line.trouble.alternative
            )
        else:
            day = parameters.written_day(request.form.get("plan_on", "")) or today()
            service.change_trouble(registry(), trouble, seen=seen, who=who(), plan_received_on=day)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(trouble, why))
    flash(_("Đã lưu."))
    return redirect(url_for("cables.trouble", trouble=trouble), 303)


def _whose() -> dict[str, str]:
    """Return whose a trouble is by the form, and what it is about where the form names it."""
    owner, plant = request.form.get("owner", ""), _plant_of(request.form.get("code", "").strip())
    if owner not in dict(owners_offered()):
        _refuse_deed(owner)
    about = {} if plant is None else {"node": "", "segment": "", plant.kind: plant.id}
    return {"owner": owner} | about


def _refuse_deed(deed: str) -> None:
    raise RefusalError("REQUEST-VALUE", value=deed[:40])


def _add(form: dict[str, str]) -> str:
    kinds = {kind.value for kind in TroubleKind}
    if form.get("kind") not in kinds:
        raise RefusalError("REQUEST-VALUE", value=form.get("kind", "")[:40])
    lon = lat = None
    plant = _plant_of(form.get("code", "").strip())
    if form.get("at", "").strip():
        places = read_points(context(), form["at"])
        if len(places) != 1:
            raise RefusalError("CABLE-POINT-NOT-READ", value=form["at"][:60])
        lon, lat = places[0]
    elif plant is None:
        raise RefusalError("CABLE-TROUBLE-PLACE")
    photos = []
    file = request.files.get("photo")
    if file is not None and file.filename:
        with uploaded("photo") as (path, name):
            photos.append(keep_file(registry(), path, name).sha256)
    mine = own()
    return service.open_trouble(
        registry(), TroubleKind(form["kind"]), detected_at=_moment("detected_at") or now(),
        occurred_at=_moment("occurred_at"), lon=lon, lat=lat, who=who(),
        owner=mine or form.get("owner", "").strip() or (plant.owner if plant else ""),
        node=plant.id if plant and plant.kind == "node" else "",
        segment=plant.id if plant and plant.kind == "segment" else "",
        source="office" if mine is None else "operator", note=form.get("note", ""), photos=photos,
    )  # fmt: skip


def _plant_of(code: str) -> NearPlant | None:
    """Return the node or segment of a code that the person may see (``CABLE-NODE-UNKNOWN``)."""
    if not code:
        return None
    mine = own()
    found = [item for item in plant_named(registry(), code) if mine is None or item.owner == mine]
    if len(found) != 1:
        raise RefusalError("CABLE-NODE-UNKNOWN", code=code)
    return found[0]


def _line(trouble: str) -> service.TroubleLine:
    line = service.trouble_line(registry(), trouble)
    mine = own()
    if mine is not None and line.trouble.owner != mine:
        raise RefusalError("CABLE-TROUBLE-UNKNOWN")
    return line


def _page(trouble: str, refusal: RefusalError | None = None) -> str:
    line = _line(trouble)
    item = line.trouble
    shapes, features = [], {"type": "FeatureCollection", "features": []}
    if item.lon is not None and item.lat is not None:
        shapes = [shapely.Point(item.lon, item.lat).buffer(0.001)]
        features["features"].append(  # type: ignore[attr-defined]  # a list
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [item.lon, item.lat]},
             "properties": {"id": item.id, "label": str(KINDS[item.kind.value]), "mount": ""}}
        )  # fmt: skip
    made = cable_map(context(), shapes, features=features, pick=False)
    return render_template(
        "cables/trouble.html",
        line=line,
        item=item,
        refusal=refusals.said(refusal),
        form=request.form,
        map=folium_page(made, nonce()),
        office=own() is None,
        owners=owners_offered(),
        now=now(),
        **trouble_words(),
        **tellers(),
    )


def _new_page(form: dict[str, str], refusal: RefusalError | None = None) -> str:
    made = cable_map(context(), [], features={"type": "FeatureCollection", "features": []}, place="at")
    return render_template(
        "cables/trouble_new.html",
        form=form,
        refusal=refusals.said(refusal),
        owners=owners_offered(),
        own_only=own() is not None,
        map=folium_page(made, nonce()),
        now=now(),
        **trouble_words(),
    )


def _columns() -> list[Column]:
    known = names()
    return [
        Column("kind", _("Sự cố cáp"), lambda line: KINDS[line.trouble.kind.value]),
        Column("owner", _("Của"), lambda line: known.get(line.trouble.owner, line.trouble.owner)),
        Column("occurred", _("Xảy ra"), lambda line: _vietnam(line.trouble.occurred_at)),
        Column("detected", _("Phát hiện"), lambda line: _vietnam(line.trouble.detected_at)),
        Column("due", _("Hạn"), lambda line: _vietnam(line.clock.due)),
        Column("left", _("Còn lại"), lambda line: clock_text(line.clock), sorts=False),
        Column("plant", _("Hạng mục"), lambda line: line.plant, heading=False, sorts=True),
        Column("source", _("Nguồn"), lambda line: SOURCES.get(line.trouble.source, ""), heading=False),
        Column("state", _("Tình trạng"), lambda line: STATES[line.trouble.state.value], heading=False),
    ]


def _vietnam(at: dt.datetime | None) -> dt.datetime | None:
    return None if at is None else at.astimezone(VIETNAM)


def _moment(name: str) -> dt.datetime | None:
    return parameters.written_moment(request.form.get(name, ""))


def _seen() -> int:
    return parameters.seen(request.form.get("version", ""))
