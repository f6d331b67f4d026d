"""Areas without grid power: drawn or by commune, who says so, ended and corrected, with their stations."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.outages.power_areas import PowerArea, PowerSource
from registry.model.people import INSIDE
from registry.services.office.calendar import in_vietnam, now
from registry.services.outages.power import all_areas, stations_at_risk
from registry.services.outages.power_areas import add_area, area_history, area_of, change_area
from registry.services.outages.stations import station_book
from registry.services.register.place_names import opening_box
from web.frame import parameters, refusals
from web.frame.forms import one_of, version_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, listing, wants_book
from web.frame.office import context, registry, settings
from web.frame.people import operator_names, who
from web.frame.security.csp import nonce
from web.frame.wording import outage_words as words
from web.map.chosen import area_config, area_words
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_address
from web.outages.frame import DUTY, blueprint, moment_of, needed_moment, page
from web.outages.power import MOST_ROWS, columns_of


@blueprint.get("/power-areas")
@guarded(*INSIDE)
def power_areas() -> str:
    """Show the areas without grid power, those that still are first, with how many stations are at risk."""
    parameters.known_only(request.args, ())
    at = now()
    every = all_areas(registry())
    counts: dict[str, int] = {}
    for one in stations_at_risk(registry(), at):
        for area in one.areas:
            counts[area.id] = counts.get(area.id, 0) + 1
    return page(
        "outages/power_areas.html", now_off=[area for area in every if area.holds_at(at)], counts=counts,
        over=[area for area in every if not area.holds_at(at)], place=_place,
    )  # fmt: skip


@blueprint.get("/power-areas/new")
@guarded(*DUTY)
def power_area_new() -> str:
    """Show the form of an area without grid power."""
    parameters.known_only(request.args, ("area",))
    return _form_page(None)


@blueprint.post("/power-areas/new")
@guarded(*DUTY)
def power_area_add() -> Any:
    """Record an area without grid power."""
    made = add_area(registry(), PowerArea(id="", **_values()), who=who())
    found = [one for one in stations_at_risk(registry(), now()) if made in one.areas]
    flash(
        _("Đã ghi vùng mất điện: %(count)s vị trí trạm trong vùng có nguy cơ mất liên lạc.", count=len(found))
    )
    return redirect(url_for("outages.power_area", area=made.id), 303)


@blueprint.get("/power-areas/<area>")
@guarded(*INSIDE)
def power_area(area: str) -> str:
    """Show one area with its history, and the form to end or to correct it."""
    parameters.known_only(request.args, ())
    return _form_page(area)


@blueprint.get("/power-areas/<area>/stations")
@guarded(*INSIDE)
def power_area_stations(area: str) -> str | Response:
    """Show the stations of an area that are at risk of going off the air, who goes dark next first."""
    parameters.known_only(request.args, NAMES)
    found, names = area_of(registry(), area), operator_names()
    risk = [one for one in stations_at_risk(registry(), now()) if found in one.areas]
    listed = listing(risk, columns_of(names), per_page=MOST_ROWS)
    if wants_book():
        return listed.book(_("%(area)s – mất điện lưới", area=found.name).replace("/", "-"))
    return page(
        "outages/power_area_stations.html", area=found, event=None, rows=listed.items, listed=listed,
        total=len(risk), names=names, book=station_book(registry()), lang=language(), may_write=False,
        said=words.COUNTDOWNS,
    )  # fmt: skip


@blueprint.post("/power-areas/<area>")
@guarded(*DUTY)
def power_area_change(area: str) -> Any:
    """End an area, correct it, or take it back."""
    deed, form = request.form.get("deed", ""), request.form
    reason = form.get("reason", "")
    if deed == "end":
        values: dict[str, Any] = {"ended_at": moment_of(form.get("ended_at")) or now()}
    elif deed == "again":
        values = {"ended_at": None}
    elif deed in ("withdraw", "restore"):
        values = {"withdrawn": deed == "withdraw"}
    elif deed == "change":
        values = _values()
    else:
        raise RefusalError("REQUEST-VALUE", value=deed[:40])
    change_area(registry(), area, values, seen=version_of(), reason=reason, who=who())
    flash(_("Đã ghi. Nội dung trước vẫn giữ trong quá trình ở dưới."))
    return redirect(url_for("outages.power_area", area=area), 303)


def refusal_pages() -> dict[str, Callable[[RefusalError], str]]:
    """Return the pages on which a refused deed of this file is said."""
    asked = request.view_args or {}
    return {
        "outages.power_area_add": lambda why: _form_page(None, why),
        "outages.power_area_change": lambda why: _form_page(asked["area"], why),
    }


def _values() -> dict[str, Any]:
    form = request.form
    return {
        "name": form.get("name", ""),
        "area": form.get("area", ""),
        "feeder": form.get("feeder", ""),
        "since": needed_moment("since"),
        "source": one_of(PowerSource, form.get("source", "")),
        "source_note": form.get("source_note", ""),
        "note": form.get("note", ""),
    }


def _form_page(area: str | None, refusal: RefusalError | None = None) -> str:
    found = area_of(registry(), area) if area else None
    box = opening_box(context())
    config = {
        "lang": language(),
        "urls": {"borders": borders_address()},
        "texts": {"zoomIn": _("Phóng to"), "zoomOut": _("Thu nhỏ")},
        "box": [[box[1], box[0]], [box[3], box[2]]],
        "area": area_config(),
    }
    at = now()
    filled = request.form if request.method == "POST" else request.args
    return page(
        "outages/power_area.html", area=found, filled=filled, refusal=refusals.said(refusal), at=at,
        holds=found is not None and found.holds_at(at), place=_place,
        risk=[one for one in stations_at_risk(registry(), at) if found in one.areas] if found else [],
        history=[(in_vietnam(entry.at), entry) for entry in reversed(area_history(registry(), area))]
        if area
        else [],
        sources=PowerSource, lang=language(),
        map=folium_page(desk_map(settings(), box, config), nonce()),
    )  # fmt: skip


def _place(area: PowerArea) -> str:
    """Return where an area is, in one line."""
    told = area_words(area.area) if area.area else ""
    feeders = ", ".join(area.feeders)
    lines = _("lộ %(names)s", names=feeders) if feeders else ""
    return "; ".join(part for part in (told, lines) if part)
