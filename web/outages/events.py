"""Outages: the events, the board of one, its deeds, and the rows behind every number."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.checks.communes import drawn
from registry.errors import RefusalError
from registry.model.outages.outages import EventKind
from registry.model.people import INSIDE
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.outages.board import board_of
from registry.services.outages.carrier_reports import reports_of
from registry.services.outages.critical_places import PlacesNow, places_of_event
from registry.services.outages.events import (
    HOURS,
    change_event,
    close_event,
    events,
    open_again,
    open_event,
)
from registry.services.outages.incidents import damage_table
from registry.services.outages.mailbox.fates import count_waiting
from registry.services.outages.power import stations_at_risk
from registry.services.outages.statement_list import STATES, listed_lines
from registry.services.outages.stations import station_book
from registry.services.register.place_names import opening_box
from registry.storm.outage_cycles import answers_a_cycle, cycle_to_report, hours_at
from web.frame import parameters, refusals
from web.frame.data_answer import json_payload, send
from web.frame.day_fields import moment_shown
from web.frame.downloads import download
from web.frame.forms import int_of, one_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, listing, wants_book
from web.frame.office import context, registry, settings
from web.frame.packages import Item
from web.frame.people import operator_names, who
from web.frame.security.csp import nonce
from web.frame.wording import outage_words as words
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_address
from web.outages.chart import restored_chart
from web.outages.frame import (
    DUTY,
    READ,
    blueprint,
    event_columns,
    line_columns,
    needed_moment,
    own_operator,
    page,
    seen_event,
)

MOST_ROWS = 500
_USUAL = 6  # hours between reports, until the officer says otherwise; also the hours of the day first offered
_SHOWN = 12  # communes in a table of the board before the rest is folded


# what the board says after a deed
_DONE = {
    "publish": _l("Đã công khai tổng hợp theo khu vực: ai cũng xem được, không cần đăng nhập."),
    "unpublish": _l("Đã ngừng công khai: người ngoài không còn xem được trang tổng hợp."),
    "close": _l("Đã kết thúc sự kiện; báo cáo bổ sung vẫn được nhận."),
    "reopen": _l("Đã mở lại sự kiện."),
    "settings": _l("Đã lưu thiết lập."),
}


SOON = dt.timedelta(hours=1)
"""A report that is due within this is pressing where a carrier's day begins."""


def waiting() -> int:
    """Return what the bar says: a carrier's owed reports; for the duty officer, files that wait."""
    if own_operator() is None and current_person().is_one_of(*DUTY):
        return count_waiting(registry())
    return len(owed())


def owed() -> list[Item]:
    """Return the open events for which a carrier owes a report, late or due next, for its day's page."""
    own, at = own_operator(), now()
    if not own:
        return []
    found = []
    for event in events(registry(), operator=own):
        if not event.open:
            continue
        reports = reports_of(registry(), event.id, operator=own)
        due = cycle_to_report(event, reports, own, at)
        if any(one.due == due and answers_a_cycle(one) for one in reports):
            continue
        address = url_for("outages.report", event=event.id)
        found.append(Item(event.name, address, f"{_('hạn')} {words.moment(due)}", late=due - at <= SOON))
    return found


@blueprint.get("")
@guarded(*READ)
def listed() -> str | Response:
    """Show the events, the newest first, a carrier those that await its reports; or as a workbook."""
    parameters.known_only(request.args, NAMES)
    every, known = events(registry(), operator=own_operator()), operator_names()
    found = listing(every, event_columns(known))
    if wants_book():
        return found.book(_("Mất liên lạc"))
    return page("outages/list.html", events=found.items, listed=found, total=len(every), names=known)


@blueprint.get("/new")
@guarded(*DUTY)
def new() -> str:
    """Show the form of an event; ``storm`` and ``name`` fill it in from a storm's page."""
    parameters.known_only(request.args, ("storm", "name"))
    return _new_page()


@blueprint.post("/new")
@guarded(*DUTY)
def create() -> Any:
    """Open an event and go to its board."""
    form = request.form
    made = open_event(
        registry(),
        name=form.get("name", ""),
        kind=one_of(EventKind, form.get("kind", "")),
        started_at=needed_moment("started_at"),
        first_due=needed_moment("first_due"),
        hours=int_of(form.get("hours", "")),
        operators=form.getlist("operators"),
        storm=form.get("storm", ""),
        note=form.get("note", ""),
        who=who(),
    )
    return redirect(url_for("outages.board", event=made.id), 303)


@blueprint.get("/<event>")
@guarded(*INSIDE)
def board(event: str) -> str:
    """Show the board of an event."""
    parameters.known_only(request.args, ())
    return _board_page(event)


@blueprint.post("/<event>")
@guarded(*DUTY)
def change(event: str) -> Any:
    """Change an event: its cycle, whose reports are awaited, publish, close, open again."""
    deed, form, seen = request.form.get("deed", ""), request.form, version_of()
    if deed == "close":
        close_event(registry(), event, seen=seen, who=who())
    elif deed == "reopen":
        open_again(registry(), event, seen=seen, who=who())
    elif deed in ("publish", "unpublish"):
        change_event(registry(), event, seen=seen, who=who(), public=deed == "publish")
    elif deed == "settings":
        change_event(
            registry(), event, seen=seen, who=who(), name=form.get("name", ""), note=form.get("note", ""),
            hours=int_of(form.get("hours", "")) if form.get("hours") != form.get("hours_now") else None,
            operators=form.getlist("operators"),
        )  # fmt: skip
    else:
        raise RefusalError("REQUEST-VALUE", value=deed[:40])
    flash(str(_DONE[deed]))
    return redirect(url_for("outages.board", event=event), 303)


@blueprint.get("/<event>/rows")
@guarded(*INSIDE)
def rows(event: str) -> str | Response:
    """Show the statements behind a number, or send them as a workbook."""
    parameters.known_only(request.args, ("operator", "commune", "state", *NAMES))
    found = board_of(registry(), event)
    asked = {name: request.args.get(name, "") for name in ("operator", "commune", "state")}
    if asked["state"] not in ("", *STATES):
        raise RefusalError("REQUEST-VALUE", value=asked["state"][:40])
    known = operator_names()
    every = listing(
        listed_lines(found, **asked), line_columns(known), kept=("operator", "commune", "state"),
        per_page=MOST_ROWS,
    )  # fmt: skip
    if wants_book():
        return every.book(_("%(event)s – từng dòng", event=found.event.name).replace("/", "-"))
    return page(
        "outages/rows.html", board=found, event=found.event, rows=every.items, listed=every,
        asked=asked, names=known, sums=found.figures_of(asked["operator"], asked["commune"]),
    )  # fmt: skip


@blueprint.get("/<event>/areas.json")
@guarded(*INSIDE)
def areas(event: str) -> Response:
    """Send the communes with what is known of service there, as GeoJSON."""
    found = board_of(registry(), event)
    units = context().units
    by_code = {row.code: row for row in found.communes}
    shapes = []
    for index, unit in enumerate(units.communes):
        row = by_code.get(unit.code)
        shape = drawn(units, index)
        if row is None or shape is None:
            continue
        word, sign = words.SERVICE[row.service.value]
        text = _(
            "%(commune)s: %(down)s/%(stations)s vị trí trạm mất liên lạc", commune=row.name, down=row.down,
            stations=row.stations,
        )  # fmt: skip
        shapes.append({
            "type": "Feature", "geometry": shape,
            "properties": {
                "service": row.service.value, "sign": sign, "text": f"{text} · {word}",
                "url": url_for("outages.rows", event=event, commune=row.code),
            },
        })  # fmt: skip
    return send(json_payload({"type": "FeatureCollection", "features": shapes}, "application/geo+json"))


@blueprint.get("/<event>/book.xlsx")
@guarded(*INSIDE)
def book(event: str) -> Response:
    """Send the sums per carrier and commune with their rows, as a workbook."""
    from registry.services.outages.workbook import outage_book

    found = board_of(registry(), event)
    content = outage_book(registry(), found, language())
    return download(content, f"tong-hop-mat-lien-lac-{found.now.astimezone(VIETNAM):%Y%m%d-%H%M}.xlsx")


@blueprint.get("/<event>/report.docx")
@guarded(*DUTY)
def letter(event: str) -> Response:
    """Send the drafted situation report."""
    from registry.services.outages.situation_report import situation_report

    found = board_of(registry(), event)
    content = situation_report(registry(), found, language())
    return download(content, f"bao-cao-nhanh-{found.now.astimezone(VIETNAM):%Y%m%d-%H%M}.docx")


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal where the deed was tried, with everything that was typed."""
    from web.outages import corrections, incidents, mailbox, power, power_areas, reminders, report

    event = (request.view_args or {}).get("event", "")
    pages: dict[str, Callable[[RefusalError], str]] = {
        "outages.create": _new_page,
        "outages.change": lambda why: _board_page(event, why),
        **report.refusal_pages(),
        **corrections.refusal_pages(),
        **incidents.refusal_pages(),
        **mailbox.refusal_pages(),
        **power.refusal_pages(),
        **power_areas.refusal_pages(),
        **reminders.refusal_pages(),
    }
    page = pages.get(request.endpoint or "")
    return page(error) if page else None


def _new_page(refusal: RefusalError | None = None) -> str:
    moment = now().replace(second=0, microsecond=0)
    local = moment.astimezone(VIETNAM)
    dues = {
        each: moment_shown(local.replace(hour=local.hour // each * each, minute=0) + dt.timedelta(hours=each))
        for each in HOURS
    }
    filled = request.form if request.method == "POST" else request.args
    with_names = operator_names()
    return page(
        "outages/new.html", refusal=refusals.said(refusal), filled=filled, hours=HOURS, names=with_names,
        hours_chosen=filled.get("hours", str(_USUAL)),
        chosen=request.form.getlist("operators") if request.method == "POST" else _awaited(),
        awaited=_awaited(),
        stations={
            code: sum(item.expected for item in own)
            for code, own in station_book(registry()).of_operator.items()
        },
        started=words.field(moment), dues=dues, usual=_USUAL,
    )  # fmt: skip


def _awaited() -> list[str]:
    return [item.code for item in context().operators if item.awaited]


def _board_page(event: str, refusal: RefusalError | None = None) -> str:
    seen_event(event)
    found = board_of(registry(), event)
    places = places_of_event(registry(), found)
    config = {
        "lang": language(),
        "places": _marks(places),
        "urls": {
            "borders": borders_address(),
            "areas": url_for("outages.areas", event=event),
            "power": url_for("outages.power_layer", event=event),
        },
        "texts": {"zoomIn": _("Phóng to"), "zoomOut": _("Thu nhỏ")},
    }
    damage = damage_table(found.incidents)
    overdue = [item for item in found.happened if item.clock.standing == "overdue"]
    return page(
        "outages/board.html", board=found, event=found.event, refusal=refusals.said(refusal),
        names=operator_names(),
        chart=restored_chart(found.points), damage=damage, overdue=overdue, hours=HOURS, shown=_SHOWN,
        hours_now=hours_at(found.event, found.coming or found.event.first_due),
        kinds=sorted({kind for kind, _class in damage}, key=list(words.INDICATORS).index),
        map=folium_page(desk_map(settings(), opening_box(context()), config), nonce()),
        may_letter=current_person().is_one_of(*DUTY), places=places,
        risk=stations_at_risk(registry(), found.now, event=event), lang=language(),
    )  # fmt: skip


def _marks(places: PlacesNow) -> dict[str, Any]:
    """Return the critical places without any network as GeoJSON, for the map."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
                "properties": {
                    "kind": place.kind.value,
                    "text": place.name,
                    "url": url_for("critical.show", place=place.id),
                },
            }
            for place in places.without
            if place.placed
        ],
    }
