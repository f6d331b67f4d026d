"""Nơi trọng yếu: the list with what is known of service, one place with its masts, and its deeds."""

import datetime as dt
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.critical_places import CriticalPlace
from registry.model.vietnam_time import VIETNAM
from registry.services.critical import editing
from registry.services.critical.places import critical_places, get_place, history
from registry.services.critical.served import PlaceService, served
from registry.services.office.record_words import column_word
from registry.services.outages.critical_places import PlacesNow, places_now
from registry.services.zones.drawn_zones import read_points
from web.critical.frame import READ, WRITE, blueprint, communes, features, may_write, place_map
from web.critical.words import FIELDS, KINDS, SERVICE
from web.frame import parameters, refusals
from web.frame.data_answer import json_payload, send
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import context, registry
from web.frame.people import operator_names, who

SHOWS = ("open", "doubt", "without", "closed")
_TYPED = ("name", "kind", "at", "address", "speaker", "telephone", "masts", "source", "source_day", "note")


@blueprint.get("")
@guarded(*READ)
def listed() -> str | Response:
    """List the places with their masts and what is known of service at each; or as a workbook."""
    parameters.known_only(request.args, ("kind", "show", *NAMES))
    kind, show = request.args.get("kind", ""), request.args.get("show", "open")
    if show not in SHOWS or (kind and kind not in KINDS):
        raise RefusalError("REQUEST-VALUE", value=(kind if show in SHOWS else show)[:40])
    every = critical_places(registry(), closed=True)
    at = places_now(registry())
    counts = {one: sum(_shown(place, one, at) for place in every) for one in SHOWS}
    chosen = [place for place in every if _shown(place, show, at) and (not kind or place.kind.value == kind)]
    found = listing(chosen, _columns(at), filters=("kind",), kept=("show",))
    if wants_book():
        return found.book(_("Nơi trọng yếu"))
    return render_template(
        "critical/list.html",
        places=found.items,
        listed=found,
        counts=counts,
        kind=kind,
        show=show,
        there=bool(every),
        at=at,
        served=served(registry()),
        communes=communes(),
        map=place_map([place for place in chosen if place.open]) if every else None,
        **_words(),
    )


@blueprint.get("/places.json")
@guarded(*READ)
def drawn() -> Response:
    """Send the open places as GeoJSON, for the map of the desk."""
    found = features(critical_places(registry()))
    return send(json_payload(found, "application/geo+json"))


@blueprint.get("/new")
@guarded(*WRITE)
def new() -> str:
    """Show the form of a place; ``at`` (latitude, longitude) fills in where it lies."""
    parameters.known_only(request.args, ("at",))
    return _form_page({"at": request.args.get("at", "")[:60]})


@blueprint.post("/new")
@guarded(*WRITE)
def add() -> Any:
    """Enter a place and go to its page; a refusal is said on the form, with all that was typed."""
    try:
        made = editing.add_place(registry(), _typed(), who=who())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _form_page(request.form, why))
    flash(_("Đã ghi nơi trọng yếu. Sửa hoặc đóng lại được ở trang này."))
    return redirect(url_for("critical.show", place=made), 303)


@blueprint.get("/<place>")
@guarded(*READ)
def show(place: str) -> str:
    """Show a place: who speaks for it, its masts by network, what is known of each, its history."""
    return _page(place)


@blueprint.get("/<place>/change")
@guarded(*WRITE)
def change_form(place: str) -> str:
    """Show the form of a place with what stands."""
    return _form_page(_standing(get_place(registry(), place)), place=place)


@blueprint.post("/<place>/change")
@guarded(*WRITE)
def change(place: str) -> Any:
    """Set what was typed of a place."""
    seen = parameters.seen(request.form.get("version", ""))
    try:
        editing.change_place(registry(), place, _typed(), seen=seen, who=who())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _form_page(request.form, why, place=place))
    flash(_("Đã lưu."))
    return redirect(url_for("critical.show", place=place), 303)


@blueprint.post("/<place>")
@guarded(*WRITE)
def deed(place: str) -> Any:
    """Close a place with a reason, or open it again."""
    try:
        _do(place, request.form.get("deed", ""), parameters.seen(request.form.get("version", "")))
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(place, why))
    return redirect(url_for("critical.show", place=place), 303)


def _do(place: str, wanted: str, seen: int) -> None:
    if wanted == "close":
        editing.close_place(registry(), place, request.form.get("reason", ""), seen=seen, who=who())
        flash(_("Đã đóng: từ hôm nay nơi này không còn được tính. Mở lại được ở trang này."))
    elif wanted == "open":
        editing.open_again(registry(), place, seen=seen, who=who())
        flash(_("Đã mở lại."))
    else:
        raise RefusalError("REQUEST-VALUE", value=wanted[:40])


def _shown(place: CriticalPlace, show: str, at: PlacesNow | None) -> bool:
    if show == "closed":
        return not place.open
    if show == "without":
        return at is not None and at.services.get(place.id) is PlaceService.NONE
    return place.open and (show == "open" or bool(place.unread) or not place.placed)


def _columns(at: PlacesNow | None) -> list[Column]:
    known, names, found = communes(), operator_names(), served(registry())

    def masts(place: CriticalPlace) -> str:
        return "; ".join(
            f"{names.get(code, code)}: {', '.join(mast.code for mast in masts)}"
            for code, masts in found.masts_of(place.id).items()
        )

    def service(place: CriticalPlace) -> str:
        return "" if at is None else str(SERVICE[at.services.get(place.id, PlaceService.UNKNOWN).value][0])

    return [
        Column("name", _("Nơi trọng yếu"), lambda place: place.name),
        Column("kind", _("Loại nơi"), lambda place: KINDS[place.kind.value]),
        Column("commune", _("Xã, phường"), lambda place: known.get(place.commune_code, "")),
        Column("masts", _("Cột phục vụ"), masts, sorts=False),
        Column("service", _("Liên lạc lúc này"), service),
        Column("speaker", _("Người phụ trách"), lambda place: place.speaker, heading=False),
        Column("telephone", _("Điện thoại"), lambda place: place.telephone, sorts=False),
        Column("address", _("Địa chỉ"), lambda place: place.address, heading=False),
        Column("lon", _("Kinh độ"), lambda place: place.lon, heading=False),
        Column("lat", _("Vĩ độ"), lambda place: place.lat, heading=False),
        Column("source", _("Nguồn"), lambda place: place.source, heading=False),
        Column("source_day", _("Ngày của nguồn"), lambda place: place.source_day, heading=False),
    ]


def _typed() -> editing.PlaceTyped:
    form = request.form
    written = form.get("at", "").strip()
    try:
        points = read_points(context(), written)
    except RefusalError as error:
        raise RefusalError("CRITICAL-PLACE-NOT-READ", value=written[:60]) from error
    if len(points) != 1:
        raise RefusalError("CRITICAL-PLACE-NOT-READ", value=written[:60])
    ((lon, lat),) = points
    return editing.PlaceTyped(
        name=form.get("name", ""), kind=form.get("kind", ""), lon=lon, lat=lat,
        address=form.get("address", ""), speaker=form.get("speaker", ""),
        telephone=form.get("telephone", ""), masts=form.get("masts", ""), source=form.get("source", ""),
        source_day=parameters.written_day(form.get("source_day", "")), note=form.get("note", ""),
    )  # fmt: skip


def _standing(place: CriticalPlace) -> dict[str, Any]:
    at = f"{place.lat:.6f}, {place.lon:.6f}" if place.lat is not None and place.lon is not None else ""
    return {
        "name": place.name, "kind": place.kind.value, "at": at, "address": place.address,
        "speaker": place.speaker, "telephone": place.telephone,
        "masts": editing.mast_text(registry(), place), "source": place.source,
        "source_day": place.source_day or "", "note": place.note, "version": place.version,
    }  # fmt: skip


def _form_page(form: Any, refusal: RefusalError | None = None, *, place: str = "") -> str:
    found = get_place(registry(), place) if place else None
    return render_template(
        "critical/form.html",
        form=form,
        place=found,
        refusal=refusals.said(refusal),
        reach=served(registry()).reach,
        map=place_map([found] if found else [], field="at"),
        **_words(),
    )


def _page(place: str, refusal: RefusalError | None = None) -> str:
    found = get_place(registry(), place)
    at = places_now(registry())
    serving = served(registry())
    masts = serving.masts_of(place)
    seen: dict[str, Any] = {mast.structure: mast for one in masts.values() for mast in one}
    return render_template(
        "critical/show.html",
        place=found,
        refusal=refusals.said(refusal),
        form=request.form,
        communes=communes(),
        masts=masts,
        names=operator_names(),
        missing=[name for code, name in _awaited() if code not in masts],
        reach=serving.reach,
        reason=serving.reach.reason.en if language() == "en" else serving.reach.reason.vi,
        at=at,
        dark=frozenset() if at is None else at.darkness.dark,
        heard=frozenset() if at is None else at.darkness.heard,
        unclear=frozenset() if at is None else at.darkness.unclear,
        history=[_entry(one) for one in reversed(history(registry(), place))],
        map=place_map([found], masts=list(seen.values())),
        fields=FIELDS,
        **_words(),
    )


def _awaited() -> list[tuple[str, str]]:
    """Return the networks whose masts are to be known, by code and name."""
    return [(item.code, item.name) for item in context().operators if item.awaited]


def _entry(entry: Any) -> dict[str, Any]:
    before, after = entry.change.before or {}, entry.change.after or {}
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    words = [column_word("critical_places", name) for name in changed if name not in ("id", "version")]
    return {
        "at": dt.datetime.fromisoformat(entry.at).astimezone(VIETNAM),
        "who": entry.who,
        "batch": entry.batch,
        "new": entry.change.before is None,
        "fields": [word.en if language() == "en" else word.vi for word in words],
    }


def _words() -> dict[str, Any]:
    return {"kinds": KINDS, "services": SERVICE, "may_write": may_write()}
