"""Stations without grid power: who goes dark next, one station's power, the layer of the board's map."""

from collections.abc import Callable
from typing import Any

import shapely
from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.outages.outages import BY_OFFICER, OutageEvent, ReportKind, ReportSource
from registry.model.people import INSIDE
from registry.services.office.calendar import now
from registry.services.outages.board import next_cycle
from registry.services.outages.carrier_reports import Heading, send_report
from registry.services.outages.power import AtRisk, area_shape, areas_without_power, stations_at_risk
from registry.services.outages.statements import Statement
from registry.services.outages.stations import StationSite, station_book
from registry.storm.outage_power import Countdown
from web.frame import parameters, refusals
from web.frame.data_answer import json_payload, send
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry
from web.frame.people import operator_names, who
from web.frame.wording import outage_words as words
from web.outages import typed
from web.outages.frame import (
    DUTY,
    READ,
    REPORTERS,
    blueprint,
    check_own,
    own_operator,
    page,
    seen_event,
)

MOST_ROWS = 200
MOST_DRAWN = 3000
YES_NO = ("yes", "no")


@blueprint.get("/<event>/power")
@guarded(*READ)
def power(event: str) -> str | Response:
    """Show the stations on the air without grid power, who goes dark next first; a carrier its own."""
    parameters.known_only(request.args, ("show", *NAMES))
    found, own, show = seen_event(event), own_operator(), request.args.get("show", "")
    if show not in ("", "battery"):
        raise RefusalError("REQUEST-VALUE", value=show[:40])
    every = stations_at_risk(registry(), now(), operator=own or "", event=event)
    on_battery = [one for one in every if one.standing is not Countdown.GENERATOR]
    listed = listing(
        on_battery if show else list(every), columns_of(operator_names()), kept=("show",), per_page=MOST_ROWS
    )
    if wants_book():
        return listed.book(_("%(event)s – mất điện lưới", event=found.name).replace("/", "-"))
    return page(
        "outages/power.html", event=found, rows=listed.items, listed=listed, total=len(every),
        show=show, shown_counts={"": len(every), "battery": len(on_battery)},
        counts=counts_of(every), names=operator_names(), book=station_book(registry()), lang=language(),
        areas=areas_without_power(registry(), now()), may_write=_may_write(), said=words.COUNTDOWNS,
    )  # fmt: skip


@blueprint.get("/<event>/power/<operator>/<site>")
@guarded(*REPORTERS)
def power_station(event: str, operator: str, site: str) -> str:
    """Show what is known of one station's power, and the form to state it."""
    parameters.known_only(request.args, ())
    return _station_page(event, operator, site)


@blueprint.post("/<event>/power/<operator>/<site>")
@guarded(*REPORTERS)
def power_word(event: str, operator: str, site: str) -> Any:
    """State how a station has its power: a generator, what its battery has left, since when without grid."""
    found, station = _station(event, operator, site)
    form, own = request.form, own_operator()
    generator = form.get("generator", "")
    if generator not in ("", *YES_NO):
        raise RefusalError("REQUEST-VALUE", value=generator[:40])
    source, note = ReportSource.FORM, ""
    if own is None:
        note, given = form.get("source_note", ""), form.get("source", "")
        if given not in set(BY_OFFICER) or not note.strip():
            raise RefusalError("OUTAGE-SOURCE")
        source = ReportSource(given)
    statement = Statement(
        "power", code=station.code, state=_state(form.get("state", "")),
        generator=None if not generator else generator == "yes",
        power_lost=form.get("power_lost", ""), battery_left=typed.hours("battery_left"),
        battery_hours=typed.hours("battery_hours"),
    )  # fmt: skip
    heading = Heading(
        event=found.id, operator=station.operator, due=next_cycle(registry(), found, station.operator),
        as_of=now(), source=source, source_note=note, note="", who=who(),
    )  # fmt: skip
    send_report(registry(), heading, [statement], kind=ReportKind.POWER)
    flash(
        _(
            "Đã ghi nguồn điện của %(code)s. Ghi nhầm thì ghi lại: lần ghi sau thay lần trước.",
            code=station.code,
        )
    )
    return redirect(url_for("outages.power", event=event), 303)


@blueprint.get("/<event>/power.json")
@guarded(*INSIDE)
def power_layer(event: str) -> Response:
    """Send the areas without grid power and the stations at risk, as GeoJSON for the board's map."""
    seen_event(event)
    book, lang, at = station_book(registry()), language(), now()
    shapes: list[dict[str, Any]] = []
    for area in areas_without_power(registry(), at):
        shape = area_shape(registry(), area, book)
        if shape is not None:
            text = _("Mất điện lưới: %(name)s, từ %(since)s", name=area.name, since=words.moment(area.since))
            url = url_for("outages.power_area", area=area.id)
            shapes.append(_feature(shapely.geometry.mapping(shape), "area", text, url))
    every = stations_at_risk(registry(), at, event=event)
    for one in every[:MOST_DRAWN]:
        at_place = {"type": "Point", "coordinates": [one.station.lon, one.station.lat]}
        text = f"{one.station.code}: {one.why(lang)}"
        shapes.append(_feature(at_place, one.standing.value, text, url_for("outages.power", event=event)))
    return send(json_payload({"type": "FeatureCollection", "features": shapes}, "application/geo+json"))


def counts_of(every: tuple[AtRisk, ...]) -> dict[str, int]:
    """Return how many stations stand in each way, in the order of the words; those that stand in none too."""
    return {code.value: sum(one.standing is code for one in every) for code in Countdown}


def refusal_pages() -> dict[str, Callable[[RefusalError], str]]:
    """Return the page on which a refused word is said."""
    asked = request.view_args or {}
    return {
        "outages.power_word": lambda why: _station_page(asked["event"], asked["operator"], asked["site"], why)
    }


def _feature(geometry: Any, kind: str, text: str, url: str) -> dict[str, Any]:
    return {
        "type": "Feature", "geometry": geometry, "properties": {"kind": kind, "text": text, "url": url},
    }  # fmt: skip


def _state(text: str) -> str:
    if text not in ("power", "down", "restored"):
        raise RefusalError("REQUEST-VALUE", value=text[:40])
    return text


def _station(event: str, operator: str, site: str) -> tuple[OutageEvent, StationSite]:
    found = seen_event(event)
    check_own(operator)
    station = station_book(registry()).sites.get((operator, site))
    if station is None or operator not in found.operators:
        raise RefusalError("OUTAGE-UNKNOWN")
    return found, station


def _station_page(event: str, operator: str, site: str, refusal: RefusalError | None = None) -> str:
    found, station = _station(event, operator, site)
    every = stations_at_risk(registry(), now(), operator=operator, event=event)
    one = next((item for item in every if item.station.site == site), None)
    return page(
        "outages/power_station.html", event=found, station=station, one=one, names=operator_names(),
        book=station_book(registry()), refusal=refusals.said(refusal), lang=language(),
        filled=request.form if request.method == "POST" else {}, sources=BY_OFFICER,
        said=words.COUNTDOWNS, states=("power", "down", "restored"),
    )  # fmt: skip


def _may_write() -> bool:
    return own_operator() is not None or current_person().is_one_of(*DUTY)


def columns_of(known: dict[str, str]) -> list[Column]:
    """Return the columns of a list of stations at risk; ``known`` are the names of the carriers."""
    book, lang = station_book(registry()), language()
    return [
        Column("code", _("Trạm"), lambda one: one.station.code),
        Column(
            "operator", _("Doanh nghiệp"), lambda one: known.get(one.station.operator, one.station.operator)
        ),
        Column("commune", _("Xã, phường"), lambda one: book.communes.get(one.station.commune, "")),
        Column("dark", _("Tắt lúc"), lambda one: words.local(one.dark_at)),
        Column("why", _("Nguồn điện"), lambda one: one.why(lang)),
        Column("lost", _("Mất điện lưới từ"), lambda one: words.local(one.lost_at)),
        Column("hours", _("Ắc quy (giờ)"), lambda one: one.hours),
        Column("areas", _("Vùng mất điện"), lambda one: "; ".join(area.name for area in one.areas)),
    ]
